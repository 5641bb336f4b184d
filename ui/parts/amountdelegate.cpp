// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts/amountdelegate.h"

#include "models/format.h"
#include "models/roles.h"
#include "parts/theme.h"

#include <QPainter>

namespace spendglass::parts {

namespace {

constexpr int barWidth = 64;
constexpr int barGap = 10;

/// More is what wants a look, less a relief. The arrow says the same without colour.
QColor trendColour(const QPalette &palette, int trend)
{
    const QColor text = palette.color(QPalette::Text);
    if (trend == 0)
        return text;
    return trend > 0 ? palette.color(QPalette::BrightText) : blend(text, QColor(0x1e, 0x8e, 0x3e), 0.75);
}

QColor barColour(const QPalette &palette, double share)
{
    if (share >= 1.0)
        return palette.color(QPalette::BrightText);
    return share >= 0.8 ? QColor(0xc7, 0x83, 0x1e) : palette.color(QPalette::Highlight);
}

void paintBar(QPainter *painter, const QStyleOptionViewItem &option, double share)
{
    QRect groove(0, 0, barWidth, 6);
    groove.moveCenter(option.rect.center());
    groove.moveLeft(option.rect.left() + barGap);
    groove = QStyle::visualRect(option.direction, option.rect, groove);
    QRect filled = groove;
    filled.setWidth(int(groove.width() * qBound(0.0, share, 1.0)));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(
        blend(option.palette.color(QPalette::Base), option.palette.color(QPalette::Text), 0.12));
    painter->drawRoundedRect(groove, 3, 3);
    painter->setBrush(barColour(option.palette, share));
    painter->drawRoundedRect(QStyle::visualRect(option.direction, groove, filled), 3, 3);
    if (share >= 1.0) {
        const int x = groove.right() - 1;
        painter->drawRect(QRect(x, groove.top() - 4, 2, groove.height() + 8));
    }
    painter->restore();
}

} // namespace

void AmountDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant share = index.data(models::ShareRole);
    if (share.isValid())
        paintBar(painter, option, share.toDouble());
}

QSize AmountDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int bar = index.data(models::ShareRole).isValid() ? barWidth + 2 * barGap : 0;
    return QStyledItemDelegate::sizeHint(option, index) + QSize(14 + bar, 0);
}

void AmountDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.data(models::StrongRole).toBool())
        option->font.setWeight(QFont::DemiBold);
    const bool isNumberCell = option->displayAlignment & Qt::AlignRight;
    if (isNumberCell && !index.data(models::AmountRole).isValid())
        option->palette.setColor(QPalette::Text, mutedText(option->palette));
    if (const QVariant trend = index.data(models::TrendRole); trend.isValid())
        option->palette.setColor(QPalette::Text, trendColour(option->palette, trend.toInt()));
}

} // namespace spendglass::parts
