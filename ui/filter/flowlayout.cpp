// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/flowlayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace spendglass::filter {

namespace {

/// An item's size in a line of that width; items that wrap within themselves get higher.
QSize sizeIn(const QLayoutItem *item, int width)
{
    if (item->isEmpty())
        return {};
    const QSize hint = item->sizeHint();
    const int used = std::min(hint.width(), width);
    return {used, item->hasHeightForWidth() ? item->heightForWidth(used) : hint.height()};
}

} // namespace

FlowLayout::FlowLayout(QWidget *parent)
    : QLayout(parent)
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(4);
}

FlowLayout::~FlowLayout()
{
    for (QLayoutItem *item : m_items)
        delete item;
}

void FlowLayout::insertWidget(int index, QWidget *widget)
{
    addChildWidget(widget);
    const auto at =
        index < 0 ? m_items.end() : m_items.begin() + std::min<std::ptrdiff_t>(index, std::ssize(m_items));
    m_items.insert(at, new QWidgetItem(widget));
    invalidate();
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.push_back(item);
    invalidate();
}

int FlowLayout::count() const
{
    return int(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[std::size_t(index)] : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    QLayoutItem *item = itemAt(index);
    if (item)
        m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return arranged(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::sizeHint() const
{
    int width = 0;
    for (const QLayoutItem *item : m_items)
        width += item->isEmpty() ? 0 : item->sizeHint().width() + spacing();
    return {std::max(0, width - spacing()), minimumSize().height()};
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem *item : m_items)
        size = size.expandedTo(item->isEmpty() ? QSize() : item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    arranged(rect, true);
}

int FlowLayout::arranged(const QRect &rect, bool isApplied) const
{
    const auto direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int y = rect.top();
    std::size_t first = 0;
    while (first < m_items.size()) {
        int x = rect.left();
        int height = 0;
        std::size_t end = first;
        for (; end < m_items.size(); ++end) {
            const QSize size = sizeIn(m_items[end], rect.width());
            if (x > rect.left() && x + size.width() > rect.left() + rect.width())
                break;
            x += size.isEmpty() ? 0 : size.width() + spacing();
            height = std::max(height, size.height());
        }
        x = rect.left();
        for (std::size_t i = first; i < end; ++i) {
            if (m_items[i]->isEmpty())
                continue;
            const QSize size = sizeIn(m_items[i], rect.width());
            const QRect place(QPoint(x, y + (height - size.height()) / 2), size);
            if (isApplied)
                m_items[i]->setGeometry(QStyle::visualRect(direction, rect, place));
            x += place.width() + spacing();
        }
        y += height + (end < m_items.size() ? m_lineSpacing : 0);
        first = end;
    }
    return y - rect.top();
}

} // namespace spendglass::filter

#include "moc_flowlayout.cpp"
