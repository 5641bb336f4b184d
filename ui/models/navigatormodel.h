// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/workspace.h"

#include <QAbstractItemModel>

#include <vector>

namespace spendglass::models {

/// Where one can go: home, the data sets, the customers. Two levels; names are plain text as received.
class NavigatorModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Kind
    {
        Heading,
        Home,
        DataSet,
        Customer
    }; ///< KindRole; IdRole: data set name or customer id

    explicit NavigatorModel(QObject *parent = nullptr);

    /// By name; equal names are told apart by the end of their ids.
    void setCustomers(std::vector<sync::CustomerEntry> customers);

    QModelIndex homeIndex() const { return index(0, 0); }
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
        CustomersRow,
        TopRows
    };
    QVariant topData(int row, int role) const;
    QVariant customerData(const sync::CustomerEntry &customer, int role) const;

    std::vector<sync::CustomerEntry> m_customers;
};

} // namespace spendglass::models
