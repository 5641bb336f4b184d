// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "query/query.h"
#include "sync/workspace.h"

#include <QList>
#include <QWidget>

#include <memory>

class QAction;
class QKeySequence;

namespace spendglass::filter {

class FilterBar;
class GroupingShelf;
class TimeControl;

/// Period, filters and grouping of one Query, one under the other. Whatever hand edits it, queryChanged says
/// the new whole once. Uses the workspace's channels facetChannel and previewChannel (filter/facetlist.h).
class QueryBar final : public QWidget
{
    Q_OBJECT
public:
    /// Without a workspace the editor shows no values. Without a clock the machine's is used.
    explicit QueryBar(sync::Workspace *workspace, QWidget *parent = nullptr);
    QueryBar(sync::Workspace *workspace, std::shared_ptr<const core::Clock> clock, QWidget *parent = nullptr);

    void setQuery(const query::Query &query); ///< no signal
    query::Query query() const { return m_query; }

    FilterBar *filterBar() const { return m_filters; }
    GroupingShelf *groupingShelf() const { return m_shelf; }
    TimeControl *timeControl() const { return m_time; }

    /// Its commands with their shortcuts, for the window's menus; owned here. They work while the bar is
    /// visible.
    const QList<QAction *> &commands() const { return m_commands; }

Q_SIGNALS:
    void queryChanged(const spendglass::query::Query &query);

private:
    void build();
    void addCommands();
    QAction *addCommand(const char *name, const QString &text, const QKeySequence &key);
    void take(const query::Query &query);

    query::Query m_query;
    FilterBar *m_filters;
    GroupingShelf *m_shelf;
    TimeControl *m_time;
    QList<QAction *> m_commands;
};

} // namespace spendglass::filter
