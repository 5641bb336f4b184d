// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/namedialog.h"

#include "parts/contentheight.h"
#include "parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace spendglass::dialogs {

NameDialog::NameDialog(const Words &words, const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_name(new QLineEdit(name, this))
    , m_problem(parts::plainLabel({}, this))
{
    setObjectName(QStringLiteral("nameDialog"));
    setWindowTitle(words.title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *label = parts::plainLabel(words.label, this);
    label->setBuddy(m_name);
    m_name->setObjectName(QStringLiteral("newName"));
    m_name->setAccessibleName(QString(words.label).remove(u'&'));
    m_name->selectAll();
    m_problem->setObjectName(QStringLiteral("newNameProblem"));
    m_problem->setForegroundRole(QPalette::BrightText);
    m_problem->hide();
    auto *ok = parts::namedButton(words.verb, "nameOk", QString(words.verb).remove(u'&'), this);
    auto *cancel = parts::namedButton(tr("Cancel"), "nameCancel", tr("Cancel"), this);
    ok->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(ok);
    row->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(label);
    layout->addWidget(m_name);
    layout->addWidget(m_problem);
    layout->addLayout(row);
    setMinimumWidth(420);
    parts::growWithContent(this);
    connect(ok, &QPushButton::clicked, this, &NameDialog::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void NameDialog::showProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->show();
    m_name->setFocus();
}

void NameDialog::accept()
{
    Q_EMIT named(m_name->text().trimmed());
}

} // namespace spendglass::dialogs
