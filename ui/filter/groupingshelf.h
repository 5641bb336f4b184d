// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "sync/workspace.h"
#include "filter/shelfedit.h"

#include <QPointer>
#include <QWidget>

#include <array>
#include <optional>

class QKeyEvent;
class QMenu;
class QToolButton;

namespace spendglass::filter {

class FieldPopup;
class ShelfZone;

/// Rows, columns and measures of a query as chips. A click on a chip opens its menu; a zone's name replaces
/// what it holds, its + adds. Chips move by mouse, and by keys: Space lifts, arrows move, Space or Enter
/// drops, Esc puts back. While a chip is lifted nothing is announced.
class GroupingShelf final : public QWidget
{
    Q_OBJECT
public:
    /// Without a workspace its lists offer the fields of the catalogue alone.
    explicit GroupingShelf(sync::Workspace *workspace, QWidget *parent = nullptr);

    void setQuery(const query::Query &query); ///< no signal
    const query::Query &query() const { return m_query; }

    void addGroup(); ///< opens the field list for rows
    void swap();     ///< rows and columns

Q_SIGNALS:
    void queryChanged(const spendglass::query::Query &query);
    void filterRequested(const spendglass::query::FieldId &field); ///< "Filter…" of a chip

private:
    enum class Picking
    {
        Adds,
        Replaces
    };

    QToolButton *makeButton(const char *name, const QString &text, const QString &toolTip);
    ShelfZone *zone(Zone zone) const { return m_zones[std::size_t(zone)]; }
    void rebuild();
    void change(const query::Query &query, std::optional<ShelfPlace> focused);
    void focusAt(ShelfPlace place);
    void pick(Zone zone, Picking picking);
    void replaceAt(ShelfPlace place);
    void showList(QWidget *anchor, Zone fieldsOf);
    void openMenu(ShelfPlace place, const QPoint &position);
    void addMoves(QMenu *menu, ShelfPlace place);
    void addAggregates(QMenu *menu, ShelfPlace place);
    void addShowAs(QMenu *menu, ShelfPlace place);
    void addTops(QMenu *menu, ShelfPlace place);
    void addTopOrder(QMenu *menu, ShelfPlace place, const query::TopValues &top);
    void pickDistinct(ShelfPlace place);
    void askTop(ShelfPlace place);
    void openPresets();

    void takeKey(ShelfPlace place, QKeyEvent *event);
    void takeLiftedKey(ShelfPlace place, QKeyEvent *event);
    void moveFocus(ShelfPlace place, int step);
    void lift(ShelfPlace place);
    void drop();
    void putBack();
    void carry(ShelfPlace from, ShelfPlace to);
    std::optional<ShelfPlace> besides(ShelfPlace place, int step) const;

    std::optional<ShelfPlace> placeAt(const QPoint &globalPosition) const;
    void drag(ShelfPlace from, const QPoint &globalPosition);
    void finishDrag(ShelfPlace from, const QPoint &globalPosition);
    void endDrag();
    std::optional<ShelfPlace> focusedPlace() const;

    QPointer<sync::Workspace> m_workspace;
    query::Query m_query;
    std::array<ShelfZone *, 3> m_zones{};
    QToolButton *m_swap;
    QToolButton *m_presets;
    QPointer<FieldPopup> m_list;
    std::optional<query::Query> m_beforeLift;
    std::optional<ShelfPlace> m_lifted;
};

} // namespace spendglass::filter
