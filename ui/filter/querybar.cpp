// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/querybar.h"

#include "filter/caption.h"
#include "filter/filterbar.h"
#include "filter/groupingshelf.h"
#include "filter/timecontrol.h"

#include <QAction>
#include <QGridLayout>
#include <QKeySequence>

namespace spendglass::filter {

QueryBar::QueryBar(sync::Workspace *workspace, QWidget *parent)
    : QueryBar(workspace, std::make_shared<core::SystemClock>(), parent)
{}

QueryBar::QueryBar(sync::Workspace *workspace, std::shared_ptr<const core::Clock> clock, QWidget *parent)
    : QWidget(parent)
    , m_filters(new FilterBar(workspace, clock))
    , m_shelf(new GroupingShelf(workspace))
    , m_time(new TimeControl(clock))
{
    setObjectName(QStringLiteral("queryBar"));
    setAccessibleName(tr("Filters and grouping"));
    build();
    addCommands();
    connect(m_filters, &FilterBar::queryChanged, this, &QueryBar::take);
    connect(m_shelf, &GroupingShelf::queryChanged, this, &QueryBar::take);
    connect(m_time, &TimeControl::queryChanged, this, &QueryBar::take);
    connect(m_shelf, &GroupingShelf::filterRequested, m_filters, &FilterBar::openEditor);
    setQuery({});
}

void QueryBar::build()
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setHorizontalSpacing(12);
    layout->setVerticalSpacing(4);
    layout->setColumnStretch(1, 1);
    const auto add = [layout](int row, const QString &caption, QWidget *widget, Qt::Alignment alignment) {
        auto *label = new Caption(caption);
        label->setMinimumHeight(widget->minimumSizeHint().height());
        layout->addWidget(label, row, 0, alignment);
        layout->addWidget(widget, row, 1);
    };
    add(0, tr("Period"), m_time, Qt::AlignTop);
    add(1, tr("Filters"), m_filters, Qt::AlignTop);
    add(2, tr("Group by"), m_shelf, Qt::AlignTop);
}

QAction *QueryBar::addCommand(const char *name, const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    addAction(action);
    m_commands += action;
    return action;
}

void QueryBar::addCommands()
{
    connect(addCommand("focusFilters", tr("Go to &filters"), Qt::CTRL | Qt::Key_L), &QAction::triggered,
            m_filters, &FilterBar::focusPills);
    connect(addCommand("filterTextMode", tr("Filters as &text"), Qt::CTRL | Qt::SHIFT | Qt::Key_L),
            &QAction::triggered, m_filters, [this] { m_filters->setTextMode(!m_filters->isTextMode()); });
    connect(addCommand("clearFilters", tr("&Clear filters"), Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace),
            &QAction::triggered, m_filters, &FilterBar::clearAll);
    connect(addCommand("addGroup", tr("Add &grouping …"), Qt::CTRL | Qt::Key_G), &QAction::triggered, m_shelf,
            &GroupingShelf::addGroup);
    connect(addCommand("swapGroups", tr("&Swap rows and columns"), Qt::CTRL | Qt::SHIFT | Qt::Key_G),
            &QAction::triggered, m_shelf, &GroupingShelf::swap);
    connect(addCommand("previousPeriod", tr("&Previous period"), Qt::ALT | Qt::Key_PageUp),
            &QAction::triggered, m_time, &TimeControl::showPrevious);
    connect(addCommand("nextPeriod", tr("&Next period"), Qt::ALT | Qt::Key_PageDown), &QAction::triggered,
            m_time, &TimeControl::showNext);
}

void QueryBar::setQuery(const query::Query &query)
{
    m_query = query;
    m_filters->setQuery(query);
    m_shelf->setQuery(query);
    m_time->setQuery(query);
}

/// One of the three changed the query: the other two follow.
void QueryBar::take(const query::Query &query)
{
    m_query = query;
    if (sender() != m_filters)
        m_filters->setQuery(query);
    if (sender() != m_shelf)
        m_shelf->setQuery(query);
    if (sender() != m_time)
        m_time->setQuery(query);
    Q_EMIT queryChanged(query);
}

} // namespace spendglass::filter

#include "moc_querybar.cpp"
