// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/filterdefinition.h"

#include "core/clock.h"
#include "filter/filterbar.h"
#include "parts/contentheight.h"
#include "parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace spendglass::dialogs {

namespace {

QString usersText(const QStringList &users)
{
    constexpr qsizetype shown = 5;
    if (users.isEmpty())
        return FilterDefinition::tr("No saved view uses it.");
    QString names = users.mid(0, shown).join(QStringLiteral(", "));
    if (users.size() > shown)
        //: %1 is a list of names
        names = FilterDefinition::tr("%1 and %2 more").arg(names, QString::number(users.size() - shown));
    //: %1 is a number, %2 a list of names
    return FilterDefinition::tr("Saved views that use it: %1 (%2). Saving changes what they show.")
        .arg(QString::number(users.size()), names);
}

} // namespace

FilterDefinition::FilterDefinition(sync::Workspace *workspace, const Subject &subject, QWidget *parent)
    : QDialog(parent)
    , m_bar(new filter::FilterBar(workspace, std::make_shared<core::SystemClock>(), this))
    , m_problem(parts::plainLabel({}, this))
{
    setObjectName(QStringLiteral("filterDefinition"));
    setWindowTitle(tr("Saved Filter"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *name = parts::plainLabel(QStringLiteral("\u2605 ") + subject.name, this);
    name->setFont(parts::scaled(font(), 1.2, QFont::DemiBold));
    query::Query query;
    query.dataSet = subject.dataSet;
    query.where = subject.filter;
    m_bar->setQuery(query);
    auto *users = parts::mutedLabel(usersText(subject.users), this);
    users->setObjectName(QStringLiteral("filterUsers"));
    m_problem->setObjectName(QStringLiteral("definitionProblem"));
    m_problem->setForegroundRole(QPalette::BrightText);
    m_problem->hide();
    auto *text = parts::namedButton(tr("As &Text"), "definitionAsText", tr("Edit the filter as text"), this);
    auto *save = parts::namedButton(tr("&Save"), "definitionSave", tr("Save"), this);
    auto *cancel = parts::namedButton(tr("Cancel"), "definitionCancel", tr("Cancel"), this);
    auto *row = new QHBoxLayout;
    row->addWidget(text);
    row->addStretch();
    row->addWidget(save);
    row->addWidget(cancel);
    for (QPushButton *button : {text, save, cancel})
        button->setAutoDefault(false); // Enter belongs to the pills and the text
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(name);
    layout->addWidget(m_bar);
    layout->addWidget(users);
    layout->addWidget(m_problem);
    layout->addLayout(row);
    setMinimumWidth(640);
    parts::growWithContent(this);
    connect(text, &QPushButton::clicked, m_bar, [this] { m_bar->setTextMode(!m_bar->isTextMode()); });
    connect(save, &QPushButton::clicked, this, &FilterDefinition::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void FilterDefinition::showProblem(const QString &problem)
{
    m_problem->setText(problem);
    m_problem->show();
}

void FilterDefinition::accept()
{
    if (m_bar->finishText())
        Q_EMIT saved(m_bar->query().where);
}

} // namespace spendglass::dialogs
