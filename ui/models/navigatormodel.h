// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/workspace.h"

#include <QAbstractItemModel>

#include <vector>

namespace spendglass::models {

/// Where one can go: home, the data sets, the customers, the views. Two levels; names are plain text as
/// received.
class NavigatorModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Kind
    {
        Heading,
        Home,
        DataSet,
        Customer,
        View,
        SavedFilter,
        ShippedView,
        Hint
    }; ///< KindRole; IdRole: data set name, customer id, or name of a view or filter

    /// A line below the views; a hint is no place to go to.
    struct ViewLine
    {
        QString name;
        Kind kind = View;
        QString tip; ///< plain text
        friend bool operator==(const ViewLine &, const ViewLine &) = default;
    };

    explicit NavigatorModel(QObject *parent = nullptr);

    /// By name; equal names are told apart by the end of their ids.
    void setCustomers(std::vector<sync::CustomerEntry> customers);
    void setViews(std::vector<ViewLine> views);

    QModelIndex homeIndex() const { return index(HomeRow, 0); }
    QModelIndex viewsIndex() const { return index(ViewsRow, 0); }
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    enum Top
    {
        HomeRow,
        DataSetsRow,
        ViewsRow,
        CustomersRow, // last: they can be thousands
        TopRows
    };
    QVariant topData(int row, int role) const;
    QVariant customerData(const sync::CustomerEntry &customer, int role) const;
    QVariant viewData(const ViewLine &view, int role) const;
    /// The lines below a heading become others.
    template <class Line>
    void replace(std::vector<Line> &lines, std::vector<Line> others, int heading);

    std::vector<sync::CustomerEntry> m_customers;
    std::vector<ViewLine> m_views;
};

} // namespace spendglass::models
