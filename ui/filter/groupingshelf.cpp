// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/groupingshelf.h"

#include "query/sentence.h"
#include "filter/askpopup.h"
#include "filter/chip.h"
#include "filter/fieldlist.h"
#include "filter/flowlayout.h"
#include "filter/shelfzone.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace spendglass::filter {

using query::Query;

namespace {

constexpr std::array topCounts{5, 10, 20};
constexpr int mostTops = 1'000'000;
constexpr std::array allZones{Zone::Rows, Zone::Columns, Zone::Measures};

bool isReturn(int key)
{
    return key == Qt::Key_Return || key == Qt::Key_Enter;
}

} // namespace

GroupingShelf::GroupingShelf(sync::Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_swap(makeButton("shelfSwap", QStringLiteral("\u21C4"), tr("Swap rows and columns (Ctrl+Shift+G)")))
    , m_presets(
          makeButton("shelfPresets", tr("&Presets \u25BE"), tr("Ready arrangements of rows and columns")))
{
    setObjectName(QStringLiteral("groupingShelf"));
    setAccessibleName(tr("Grouping"));
    auto *zones = new QWidget;
    auto *flow = new FlowLayout(zones);
    flow->setSpacing(12);
    for (const Zone zone : allZones) {
        auto *widget = new ShelfZone(zone);
        m_zones[std::size_t(zone)] = widget;
        flow->insertWidget(-1, widget);
        connect(widget, &ShelfZone::addRequested, this, [=, this] { pick(zone, Picking::Adds); });
        connect(widget, &ShelfZone::replaceRequested, this, [=, this] { pick(zone, Picking::Replaces); });
        connect(widget, &ShelfZone::menuRequested, this, [=, this](int i, const QPoint &at) {
            openMenu({zone, i}, at);
        });
        connect(widget, &ShelfZone::keyPressed, this, [=, this](int i, QKeyEvent *event) {
            takeKey({zone, i}, event);
        });
        connect(widget, &ShelfZone::dragMoved, this, [=, this](int i, const QPoint &at) {
            drag({zone, i}, at);
        });
        connect(widget, &ShelfZone::dragFinished, this, [=, this](int i, const QPoint &at) {
            finishDrag({zone, i}, at);
        });
        connect(widget, &ShelfZone::dragCancelled, this, &GroupingShelf::endDrag);
    }
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    zones->setSizePolicy(policy);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(zones, 1);
    layout->addWidget(m_swap, 0, Qt::AlignTop);
    layout->addWidget(m_presets, 0, Qt::AlignTop);
    connect(m_swap, &QToolButton::clicked, this, &GroupingShelf::swap);
    connect(m_presets, &QToolButton::clicked, this, &GroupingShelf::openPresets);
    rebuild();
}

QToolButton *GroupingShelf::makeButton(const char *name, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(toolTip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void GroupingShelf::setQuery(const Query &query)
{
    if (query == m_query && !m_lifted)
        return;
    const auto focused = focusedPlace();
    m_beforeLift.reset();
    m_lifted.reset();
    m_query = query;
    rebuild();
    if (focused)
        focusAt(*focused);
}

void GroupingShelf::rebuild()
{
    m_presets->setVisible(!presetsFor(m_query.dataSet).empty());
    for (const Zone zone : allZones) {
        const bool isHere = m_lifted && m_lifted->zone == zone;
        this->zone(zone)->setQuery(m_query, isHere ? std::optional(m_lifted->index) : std::nullopt);
    }
}

void GroupingShelf::change(const Query &query, std::optional<ShelfPlace> focused)
{
    if (query == m_query)
        return;
    m_query = query;
    rebuild();
    if (focused)
        focusAt(*focused);
    Q_EMIT queryChanged(m_query);
}

void GroupingShelf::focusAt(ShelfPlace place)
{
    ShelfZone *where = zone(place.zone);
    Chip *chip = where->chip(std::min(place.index, where->chipCount() - 1));
    QWidget *target = chip ? static_cast<QWidget *>(chip) : where->addButton();
    target->setFocus(Qt::OtherFocusReason);
}

std::optional<ShelfPlace> GroupingShelf::focusedPlace() const
{
    for (const Zone zone : allZones) {
        for (int i = 0; i < this->zone(zone)->chipCount(); ++i) {
            if (this->zone(zone)->chip(i)->hasFocus())
                return ShelfPlace{zone, i};
        }
    }
    return std::nullopt;
}

void GroupingShelf::addGroup()
{
    pick(Zone::Rows, Picking::Adds);
}

void GroupingShelf::swap()
{
    change(withSwapped(m_query), std::nullopt);
}

/// Replacing: a click on a field leaves just that one; with Ctrl it is added.
void GroupingShelf::pick(Zone where, Picking picking)
{
    ShelfZone *widget = zone(where);
    showList(picking == Picking::Adds ? widget->addButton() : widget->titleButton(), where);
    connect(m_list, &FieldPopup::chosen, this, [=, this](const QString &id, bool isAdding) {
        const ShelfPlace end{where, widget->chipCount()};
        const bool adds = isAdding || picking == Picking::Adds;
        change(adds ? withChip(m_query, end, id) : withOnly(m_query, where, id),
               adds ? end : ShelfPlace{where, 0});
    });
}

void GroupingShelf::replaceAt(ShelfPlace place)
{
    Chip *chip = zone(place.zone)->chip(place.index);
    if (!chip)
        return;
    showList(chip, place.zone);
    connect(m_list, &FieldPopup::chosen, this,
            [=, this](const QString &id) { change(withReplaced(m_query, place, id), place); });
}

void GroupingShelf::showList(QWidget *anchor, Zone fieldsOf)
{
    delete m_list;
    m_list = new FieldPopup(shelfChoices(m_query, fieldsOf), this);
    if (fieldsOf != Zone::Measures)
        m_list->list()->addTags(m_workspace, m_query.dataSet);
    connect(m_list, &PopupFrame::closed, m_list, &QObject::deleteLater);
    m_list->showUnder(anchor);
}

void GroupingShelf::openMenu(ShelfPlace place, const QPoint &position)
{
    const QString chip = chipAt(m_query, place);
    const bool isMeasure = place.zone == Zone::Measures;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("chipMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const auto add = [&](const QString &text, bool isPossible, auto action) {
        if (isPossible)
            menu->addAction(text, this, action);
    };
    add(tr("&Replace by …"), true, [=, this] { replaceAt(place); });
    menu->addSeparator();
    addMoves(menu, place);
    menu->addSeparator();
    if (isMeasure) {
        addAggregates(menu, place);
        addShowAs(menu, place);
    } else {
        addTops(menu, place);
        QAction *empty = menu->addAction(tr("Show values without r&ecords"), this, [=, this] {
            change(withShowEmpty(m_query, chip, !showsEmpty(m_query, chip)), place);
        });
        empty->setCheckable(true);
        empty->setChecked(showsEmpty(m_query, chip));
    }
    menu->addSeparator();
    add(tr("Sort &ascending"), true, [=, this] { change(withSort(m_query, chip, false), place); });
    add(tr("Sort &descending"), true, [=, this] { change(withSort(m_query, chip, true), place); });
    add(tr("Not sor&ted"), !m_query.sort.empty(), [=, this] { change(withoutSort(m_query), place); });
    add(tr("&Filter …"), !isMeasure, [=, this] { Q_EMIT filterRequested(chip); });
    menu->addSeparator();
    const bool isLastMeasure = isMeasure && m_query.measures.size() == 1;
    add(tr("Re&move"), !isLastMeasure, [=, this] { change(withoutChip(m_query, place), place); });
    menu->popup(position);
}

void GroupingShelf::addMoves(QMenu *menu, ShelfPlace place)
{
    const int last = int(chipsOf(m_query, place.zone).size()) - 1;
    const auto add = [&](const QString &text, bool isPossible, ShelfPlace to) {
        if (isPossible)
            menu->addAction(text, this, [=, this] { carry(place, to); });
    };
    add(tr("Move &left"), place.index > 0, {place.zone, place.index - 1});
    add(tr("Move ri&ght"), place.index < last, {place.zone, place.index + 2});
    add(tr("Move to &columns"), place.zone == Zone::Rows, {Zone::Columns, int(m_query.columns.size())});
    add(tr("Move to ro&ws"), place.zone == Zone::Columns, {Zone::Rows, int(m_query.rows.size())});
}

void GroupingShelf::addAggregates(QMenu *menu, ShelfPlace place)
{
    const query::Measure measure = m_query.measures.at(std::size_t(place.index));
    auto *choices = new QActionGroup(menu);
    for (const query::Aggregate aggregate : query::allAggregates()) {
        const bool isDistinct = aggregate == query::Aggregate::CountDistinct;
        const QString text = query::aggregateText(aggregate);
        QAction *action = menu->addAction(isDistinct ? tr("%1 of …").arg(text) : text, this, [=, this] {
            if (isDistinct)
                pickDistinct(place);
            else
                change(withAggregate(m_query, place, aggregate), place);
        });
        action->setActionGroup(choices);
        action->setCheckable(true);
        action->setChecked(measure.aggregate == aggregate);
    }
}

void GroupingShelf::addShowAs(QMenu *menu, ShelfPlace place)
{
    auto *kinds = menu->addMenu(tr("&Show as"));
    kinds->setObjectName(QStringLiteral("showAsMenu"));
    kinds->setToolTipsVisible(true);
    auto *choices = new QActionGroup(kinds);
    for (const query::ShowAs showAs : query::allShowAs()) {
        const QString refusal = refusalOf(m_query, place, showAs);
        QAction *action = kinds->addAction(query::showAsText(showAs), this,
                                           [=, this] { change(withShowAs(m_query, place, showAs), place); });
        action->setActionGroup(choices);
        action->setCheckable(true);
        action->setChecked(m_query.measures.at(std::size_t(place.index)).showAs == showAs);
        action->setEnabled(refusal.isEmpty());
        action->setToolTip(refusal.isEmpty() ? action->text() : refusal);
    }
}

/// All values apart, or the largest and the others together.
void GroupingShelf::addTops(QMenu *menu, ShelfPlace place)
{
    const QString field = chipAt(m_query, place);
    const auto top = topOf(m_query, field);
    auto *counts = menu->addMenu(tr("&Top values and Other"));
    counts->setObjectName(QStringLiteral("topMenu"));
    auto *choices = new QActionGroup(counts);
    const auto add = [&](const QString &text, bool isChosen, auto choose) {
        QAction *action = counts->addAction(text, this, choose);
        action->setActionGroup(choices);
        action->setCheckable(true);
        action->setChecked(isChosen);
    };
    add(tr("&All values"), !top, [=, this] { change(withTop(m_query, field, std::nullopt), place); });
    for (const int count : topCounts) {
        query::TopValues wanted = top.value_or(query::TopValues{field});
        wanted.count = count;
        add(tr("%1 values").arg(QLocale().toString(count)), top && top->count == count,
            [=, this] { change(withTop(m_query, field, wanted), place); });
    }
    const bool isOther = top && std::ranges::find(topCounts, top->count) == topCounts.end();
    add(tr("&Custom …"), isOther, [=, this] { askTop(place); });
    counts->setEnabled(query::rankedBy(m_query, {field}).has_value());
    if (top)
        addTopOrder(counts, place, *top);
}

void GroupingShelf::addTopOrder(QMenu *menu, ShelfPlace place, const query::TopValues &top)
{
    menu->addSeparator();
    query::TopValues turned = top;
    turned.isBottom = !top.isBottom;
    QAction *smallest = menu->addAction(tr("The &smallest"), this,
                                        [=, this] { change(withTop(m_query, top.field, turned), place); });
    smallest->setCheckable(true);
    smallest->setChecked(top.isBottom);
    if (m_query.measures.size() < 2)
        return;
    auto *measures = new QActionGroup(menu);
    QStringList offered;
    for (const query::Measure &measure : m_query.measures) {
        if (measure.aggregate == query::Aggregate::Average || offered.contains(measure.valueText()))
            continue;
        offered << measure.valueText();
        query::TopValues ranked = top;
        ranked.by = measure.valueText();
        const QString label = query::measureLabel(m_query.dataSet, {measure.aggregate, measure.field});
        QAction *action = menu->addAction(tr("By %1").arg(label), this,
                                          [=, this] { change(withTop(m_query, top.field, ranked), place); });
        action->setActionGroup(measures);
        action->setCheckable(true);
        action->setChecked(query::rankedBy(m_query, top)->valueText() == ranked.by);
    }
}

/// Different values of any field, amounts not among them.
void GroupingShelf::pickDistinct(ShelfPlace place)
{
    Chip *chip = zone(place.zone)->chip(place.index);
    if (!chip)
        return;
    showList(chip, Zone::Rows);
    connect(m_list, &FieldPopup::chosen, this,
            [=, this](const QString &id) { change(withDistinct(m_query, place, id), place); });
}

void GroupingShelf::askTop(ShelfPlace place)
{
    Chip *chip = zone(place.zone)->chip(place.index);
    if (!chip)
        return;
    const QString field = chipAt(m_query, place);
    const query::TopValues before = topOf(m_query, field).value_or(query::TopValues{field});
    auto *popup = new AskPopup(tr("How many values stand apart"), QString::number(before.count), this);
    popup->setValidator(new QIntValidator(1, mostTops, popup));
    connect(popup, &AskPopup::answered, this, [=, this](const QString &text) {
        query::TopValues wanted = before;
        wanted.count = text.toInt();
        change(withTop(m_query, field, wanted), place);
    });
    popup->showUnder(chip);
}

void GroupingShelf::openPresets()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("presetMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const ShelfPreset &preset : presetsFor(m_query.dataSet)) {
        menu->addAction(QCoreApplication::translate("ShelfPreset", preset.label), this,
                        [this, preset] { change(withPreset(m_query, preset), std::nullopt); });
    }
    menu->popup(m_presets->mapToGlobal(m_presets->rect().bottomLeft()));
}

/// Moves a chip and, unless one is lifted, says so.
void GroupingShelf::carry(ShelfPlace from, ShelfPlace to)
{
    const Query moved = withMoved(m_query, from, to);
    const bool isSameZone = from.zone == to.zone;
    const ShelfPlace landed{to.zone, isSameZone && to.index > from.index ? to.index - 1 : to.index};
    if (!m_lifted) {
        change(moved, landed);
        return;
    }
    m_query = moved;
    m_lifted = landed;
    rebuild();
    focusAt(landed);
}

void GroupingShelf::takeKey(ShelfPlace place, QKeyEvent *event)
{
    if (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier))
        return;
    event->accept();
    if (m_lifted) {
        takeLiftedKey(place, event);
        return;
    }
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        moveFocus(place, -forward);
        break;
    case Qt::Key_Right:
        moveFocus(place, forward);
        break;
    case Qt::Key_Space:
        lift(place);
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        change(withoutChip(m_query, place), place);
        break;
    default:
        if (isReturn(event->key()))
            zone(place.zone)->chip(place.index)->click();
        else
            event->ignore();
    }
}

void GroupingShelf::takeLiftedKey(ShelfPlace place, QKeyEvent *event)
{
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    const int key = event->key();
    const bool isTowardsEnd = key == Qt::Key_Down || key == (forward > 0 ? Qt::Key_Right : Qt::Key_Left);
    const bool isTowardsStart = key == Qt::Key_Up || key == (forward > 0 ? Qt::Key_Left : Qt::Key_Right);
    if (key == Qt::Key_Escape)
        putBack();
    else if (key == Qt::Key_Space || isReturn(key))
        drop();
    else if (isTowardsEnd || isTowardsStart) {
        if (const auto to = besides(place, isTowardsEnd ? 1 : -1))
            carry(place, *to);
    }
}

/// Where a step takes a lifted chip: within its zone, then over to the other zone of its kind.
std::optional<ShelfPlace> GroupingShelf::besides(ShelfPlace place, int step) const
{
    const int count = zone(place.zone)->chipCount();
    if (step < 0 && place.index > 0)
        return ShelfPlace{place.zone, place.index - 1};
    if (step > 0 && place.index + 1 < count)
        return ShelfPlace{place.zone, place.index + 2};
    if (step > 0 && place.zone == Zone::Rows)
        return ShelfPlace{Zone::Columns, 0};
    if (step < 0 && place.zone == Zone::Columns)
        return ShelfPlace{Zone::Rows, zone(Zone::Rows)->chipCount()};
    return std::nullopt;
}

void GroupingShelf::moveFocus(ShelfPlace place, int step)
{
    const int index = place.index + step;
    if (zone(place.zone)->chip(index)) {
        focusAt({place.zone, index});
        return;
    }
    for (int other = int(place.zone) + step; other >= 0 && other < int(allZones.size()); other += step) {
        const int count = m_zones[std::size_t(other)]->chipCount();
        if (count > 0) {
            focusAt({Zone(other), step > 0 ? 0 : count - 1});
            return;
        }
    }
}

void GroupingShelf::lift(ShelfPlace place)
{
    m_beforeLift = m_query;
    m_lifted = place;
    rebuild();
    focusAt(place);
}

void GroupingShelf::drop()
{
    const ShelfPlace place = *std::exchange(m_lifted, std::nullopt);
    const bool isChanged = m_query != *std::exchange(m_beforeLift, std::nullopt);
    rebuild();
    focusAt(place);
    if (isChanged)
        Q_EMIT queryChanged(m_query);
}

void GroupingShelf::putBack()
{
    const QString chip = chipAt(m_query, *m_lifted);
    m_query = *std::exchange(m_beforeLift, std::nullopt);
    m_lifted.reset();
    rebuild();
    for (const Zone zone : allZones) {
        const auto index = chipsOf(m_query, zone).indexOf(chip);
        if (index >= 0)
            focusAt({zone, int(index)});
    }
}

std::optional<ShelfPlace> GroupingShelf::placeAt(const QPoint &globalPosition) const
{
    for (const Zone zone : allZones) {
        const ShelfZone *widget = this->zone(zone);
        const QPoint position = widget->mapFromGlobal(globalPosition);
        if (widget->rect().adjusted(-6, -6, 6, 6).contains(position))
            return ShelfPlace{zone, widget->indexAt(position)};
    }
    return std::nullopt;
}

void GroupingShelf::drag(ShelfPlace from, const QPoint &globalPosition)
{
    const auto target = placeAt(globalPosition);
    const bool isTaken = target && (target->zone == Zone::Measures) == (from.zone == Zone::Measures);
    for (const Zone zone : allZones)
        this->zone(zone)->setMark(isTaken && target->zone == zone ? std::optional(target->index)
                                                                  : std::nullopt);
    setCursor(isTaken ? Qt::ClosedHandCursor : Qt::ForbiddenCursor);
}

void GroupingShelf::endDrag()
{
    for (const Zone zone : allZones)
        this->zone(zone)->setMark(std::nullopt);
    unsetCursor();
}

void GroupingShelf::finishDrag(ShelfPlace from, const QPoint &globalPosition)
{
    endDrag();
    if (const auto target = placeAt(globalPosition))
        carry(from, *target);
}

} // namespace spendglass::filter

#include "moc_groupingshelf.cpp"
