// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/shelfzone.h"

#include "filter/chip.h"
#include "filter/flowlayout.h"
#include "filter/tint.h"

#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>

#include <utility>

namespace spendglass::filter {

namespace {

/// Stable names of the zones for objectName.
QString zoneName(Zone zone)
{
    switch (zone) {
    case Zone::Rows:
        return QStringLiteral("rows");
    case Zone::Columns:
        return QStringLiteral("columns");
    case Zone::Measures:
        return QStringLiteral("measures");
    }
    return {};
}

/// An arrow where the answer is sorted by the chip.
QString sortMark(const query::Query &query, const QString &id)
{
    for (const query::SortKey &sort : query.sort) {
        if (sort.key == id)
            return sort.descending ? QStringLiteral(" \u2193") : QStringLiteral(" \u2191");
    }
    return {};
}

} // namespace

QString ShelfZone::title(Zone zone)
{
    switch (zone) {
    case Zone::Rows:
        return tr("Rows");
    case Zone::Columns:
        return tr("Columns");
    case Zone::Measures:
        return tr("Measures");
    }
    return {};
}

ShelfZone::ShelfZone(Zone zone, QWidget *parent)
    : QWidget(parent)
    , m_zone(zone)
    , m_flow(new FlowLayout(this))
    , m_title(new QToolButton)
    , m_add(new QToolButton)
{
    setObjectName(zoneName(zone) + QStringLiteral("Zone"));
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_title->setObjectName(zoneName(zone) + QStringLiteral("Title"));
    m_title->setText(zone == Zone::Measures ? QStringLiteral("\u03A3") : title(zone));
    m_title->setAccessibleName(tr("Replace %1").arg(title(zone)));
    m_title->setToolTip(tr("Choose the one field that stands here; Ctrl+click in the list adds it"));
    m_add->setObjectName(zoneName(zone) + QStringLiteral("Add"));
    m_add->setText(QStringLiteral("+"));
    m_add->setAccessibleName(tr("Add to %1").arg(title(zone)));
    m_add->setToolTip(zone == Zone::Rows ? tr("Add to %1 (Ctrl+G)").arg(title(zone))
                                         : tr("Add to %1").arg(title(zone)));
    for (QToolButton *button : {m_title, m_add}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::StrongFocus);
        m_flow->insertWidget(-1, button);
    }
    connect(m_title, &QToolButton::clicked, this, &ShelfZone::replaceRequested);
    connect(m_add, &QToolButton::clicked, this, &ShelfZone::addRequested);
}

QWidget *ShelfZone::addButton() const
{
    return m_add;
}

QWidget *ShelfZone::titleButton() const
{
    return m_title;
}

void ShelfZone::setQuery(const query::Query &query, std::optional<int> lifted)
{
    for (Chip *old : std::exchange(m_chips, {})) {
        m_flow->removeWidget(old);
        old->hide();
        old->deleteLater();
    }
    const int count = int(chipsOf(query, m_zone).size());
    QWidget *previous = m_title;
    for (int i = 0; i < count; ++i) {
        Chip *fresh = makeChip(query, i, count, lifted == i);
        m_chips.push_back(fresh);
        m_flow->insertWidget(i + 1, fresh);
        fresh->show();
        setTabOrder(std::exchange(previous, fresh), fresh);
    }
    setTabOrder(previous, m_add);
}

Chip *ShelfZone::makeChip(const query::Query &query, int index, int count, bool isLifted)
{
    const QString id = chipsOf(query, m_zone).value(index);
    const QString label = chipText(query, m_zone, id);
    auto *made = new Chip(label + sortMark(query, id), this);
    made->setObjectName(zoneName(m_zone) + QStringLiteral("Chip%1").arg(index));
    //: A place on the shelf: %1 is the zone, %2 of %3 the position, %4 the field
    const QString spoken =
        tr("%1 %2 of %3, %4").arg(title(m_zone), QString::number(index + 1), QString::number(count), label);
    made->setAccessibleName(isLifted ? tr("%1, lifted").arg(spoken) : spoken);
    made->setPlainToolTip(
        tr("%1: click for its menu, drag to move; with keys: Space, arrows, Space").arg(label));
    made->setMenuMark(true);
    made->setLook(isLifted ? Chip::Glyph::Lifted : Chip::Glyph::None, false);
    connect(made, &Chip::clicked, this,
            [=, this] { Q_EMIT menuRequested(index, made->mapToGlobal(made->rect().bottomLeft())); });
    connect(made, &Chip::menuRequested, this,
            [=, this](const QPoint &at) { Q_EMIT menuRequested(index, at); });
    connect(made, &Chip::keyPressed, this, [=, this](QKeyEvent *event) { Q_EMIT keyPressed(index, event); });
    connect(made, &Chip::dragMoved, this, [=, this](const QPoint &at) { Q_EMIT dragMoved(index, at); });
    connect(made, &Chip::dragFinished, this, [=, this](const QPoint &at) { Q_EMIT dragFinished(index, at); });
    connect(made, &Chip::dragCancelled, this, &ShelfZone::dragCancelled);
    return made;
}

Chip *ShelfZone::chip(int index) const
{
    return index >= 0 && index < chipCount() ? m_chips[std::size_t(index)] : nullptr;
}

int ShelfZone::indexAt(const QPoint &position) const
{
    const bool isRtl = layoutDirection() == Qt::RightToLeft;
    for (int i = 0; i < chipCount(); ++i) {
        const QRect place = m_chips[std::size_t(i)]->geometry();
        const bool isBefore = isRtl ? position.x() > place.center().x() : position.x() < place.center().x();
        if (position.y() <= place.bottom() && isBefore)
            return i;
    }
    return chipCount();
}

void ShelfZone::setMark(std::optional<int> index)
{
    m_mark = index;
    update();
}

/// The insertion mark: a bar before the chip, or after the last.
void ShelfZone::paintEvent(QPaintEvent *)
{
    if (!m_mark)
        return;
    const bool isRtl = layoutDirection() == Qt::RightToLeft;
    const Chip *next = chip(*m_mark);
    const QRect place = next ? next->geometry() : m_add->geometry();
    const int x = isRtl ? place.right() + 1 : place.left() - 3;
    QPainter painter(this);
    painter.fillRect(QRect(x, place.top(), 3, place.height()), tint(palette(), Tint::Accent));
}

} // namespace spendglass::filter

#include "moc_shelfzone.cpp"
