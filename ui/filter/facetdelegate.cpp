// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/facetdelegate.h"

#include "models/facetmodel.h"
#include "models/format.h"
#include "filter/tint.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace spendglass::filter {

using models::FacetModel;

namespace {

constexpr qsizetype shownAmounts = 2;
constexpr int amountCharacters = 17;
constexpr int shareCharacters = 7;
constexpr int recordCharacters = 8;
constexpr int barCharacters = 5;

/// Where the parts of a row stand, in reading direction.
struct RowPlaces
{
    QRect value, bar, amounts, shares, records;
};

RowPlaces placesIn(const QStyleOptionViewItem &option)
{
    const int letter = option.fontMetrics.horizontalAdvance(QLatin1Char('0'));
    QRect rest = option.rect.adjusted(0, 0, -8, 0);
    const auto cut = [&rest, &option](int width) {
        const QRect part(rest.right() - width + 1, rest.top(), width, rest.height());
        rest.setRight(part.left() - 9);
        return QStyle::visualRect(option.direction, option.rect, part);
    };
    RowPlaces places;
    places.records = cut(recordCharacters * letter);
    places.shares = cut(shareCharacters * letter);
    places.amounts = cut(amountCharacters * letter);
    places.bar = cut(barCharacters * letter);
    places.value = QStyle::visualRect(option.direction, option.rect, rest);
    return places;
}

/// A hairline of a bar stays for the smallest share; none at all for nothing.
void paintBar(QPainter *painter, const QStyleOptionViewItem &option, const QRect &place, int share)
{
    const int height = std::max(4, option.fontMetrics.height() / 2);
    const QRect bar(place.left(), place.center().y() - height / 2, place.width(), height);
    const int length = share > 0 ? std::max(1, bar.width() * share / 1000) : 0;
    const QRect filled(bar.left(), bar.top(), length, bar.height());
    painter->fillRect(QStyle::visualRect(option.direction, bar, filled), tint(option.palette, Tint::Accent));
}

} // namespace

QStringList FacetDelegate::amountLines(const QModelIndex &index)
{
    const QStringList amounts = index.data(FacetModel::AmountsRole).toStringList();
    const QStringList units = index.data(FacetModel::UnitsRole).toStringList();
    const qsizetype shown = amounts.size() > shownAmounts ? shownAmounts - 1 : amounts.size();
    QStringList lines;
    for (qsizetype i = 0; i < shown; ++i) {
        const auto amount = core::Decimal::parse(amounts[i].toStdString());
        lines += amount ? models::amountWithUnit(QLocale(), amount->value, units[i]) : QString();
    }
    if (amounts.size() > shown)
        lines += tr("and %1 more …").arg(amounts.size() - shown);
    return lines;
}

QStringList FacetDelegate::shareLines(const QModelIndex &index)
{
    const QStringList shares = index.data(FacetModel::SharesRole).toStringList();
    return shares.mid(0, shares.size() > shownAmounts ? shownAmounts - 1 : shares.size());
}

void FacetDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QWidget *widget = option.widget;
    const QStyle *style = widget ? widget->style() : QApplication::style();
    const RowPlaces places = placesIn(option);
    // The style paints the whole row, so the text has to be cut here to leave room for the numbers.
    QStyleOptionViewItem narrow = item;
    narrow.rect = places.value;
    const int room = style->subElementRect(QStyle::SE_ItemViewItemText, &narrow, widget).width();
    item.text = option.fontMetrics.elidedText(item.text, Qt::ElideMiddle, room - 8);
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, widget);
    painter->save();
    paintBar(painter, option, places.bar, index.data(FacetModel::ShareRole).toInt());
    painter->setPen(option.palette.color(QPalette::Text));
    // Numbers and units read left to right in every language; only their side is mirrored.
    painter->setLayoutDirection(Qt::LeftToRight);
    const int flags = int(QStyle::visualAlignment(option.direction, Qt::AlignRight)) | int(Qt::AlignVCenter);
    QStringList lines = amountLines(index);
    for (QString &line : lines) // a unit may lose its end, an amount never its first digits
        line = option.fontMetrics.elidedText(line, Qt::ElideRight, places.amounts.width());
    painter->drawText(places.amounts, flags, lines.join(QLatin1Char('\n')));
    QStringList shares = shareLines(index);
    while (shares.size() < lines.size())
        shares += QString();
    painter->drawText(places.shares, flags, shares.join(QLatin1Char('\n')));
    painter->drawText(places.records, flags,
                      QLocale().toString(index.data(FacetModel::RecordsRole).toLongLong()));
    painter->restore();
}

QSize FacetDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int lines = std::max(1, int(amountLines(index).size()));
    const QSize base = QStyledItemDelegate::sizeHint(option, index);
    return {base.width(), std::max(base.height(), lines * option.fontMetrics.lineSpacing() + 8)};
}

bool FacetDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &,
                                const QModelIndex &index)
{
    const bool isSpace =
        event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space;
    const bool isClick = event->type() == QEvent::MouseButtonRelease &&
                         static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton;
    if (!isSpace && !isClick)
        return false;
    const bool isChecked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, isChecked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace spendglass::filter

#include "moc_facetdelegate.cpp"
