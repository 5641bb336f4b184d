// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/renameaccount.h"

#include "parts/contentheight.h"
#include "parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace spendglass::dialogs {

RenameAccount::RenameAccount(const QString &name, Rename rename, QWidget *parent)
    : QDialog(parent)
    , m_rename(std::move(rename))
    , m_name(new QLineEdit(name, this))
    , m_problem(parts::plainLabel({}, this))
{
    setObjectName(QStringLiteral("renameAccount"));
    setWindowTitle(tr("Rename the Account"));
    auto *label = parts::plainLabel(tr("&Name of the account:"), this);
    label->setBuddy(m_name);
    m_name->setObjectName(QStringLiteral("newName"));
    m_name->setAccessibleName(tr("Name of the account"));
    m_name->selectAll();
    m_problem->setObjectName(QStringLiteral("newNameProblem"));
    m_problem->setForegroundRole(QPalette::BrightText);
    m_problem->hide();
    auto *ok = parts::namedButton(tr("&Rename"), "renameOk", tr("Rename"), this);
    auto *cancel = parts::namedButton(tr("Cancel"), "renameCancel", tr("Cancel"), this);
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
    connect(ok, &QPushButton::clicked, this, &RenameAccount::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void RenameAccount::accept()
{
    const QString problem = m_rename(m_name->text().trimmed());
    if (problem.isEmpty())
        return QDialog::accept();
    m_problem->setText(problem);
    m_problem->show();
    m_name->setFocus();
}

} // namespace spendglass::dialogs
