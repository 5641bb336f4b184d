// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace spendglass::filter {

/// Paints a value of a FacetModel: check mark and value, a bar, its amounts by unit one under the other (two,
/// then "…") with their shares, its records. The whole row toggles.
class FacetDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

    /// The amounts as shown, at most two lines.
    static QStringList amountLines(const QModelIndex &index);
    /// The shares beside them.
    static QStringList shareLines(const QModelIndex &index);
};

} // namespace spendglass::filter
