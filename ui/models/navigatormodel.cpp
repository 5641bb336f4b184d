// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/navigatormodel.h"

#include "models/format.h"
#include "models/roles.h"
#include "query/sentence.h"

#include <algorithm>

namespace spendglass::models {

NavigatorModel::NavigatorModel(QObject *parent)
    : QAbstractItemModel(parent)
{}

void NavigatorModel::setCustomers(std::vector<sync::CustomerEntry> customers)
{
    for (std::size_t i = 1; i < customers.size(); ++i) {
        if (customers[i].name == customers[i - 1].name)
            customers[i].name += QStringLiteral(" (%1)").arg(customers[i].id.right(4));
    }
    const QModelIndex heading = index(CustomersRow, 0);
    // Asked anew each second of a synchronisation: a view must not lose its place for that, nor lay out
    // thousands of lines.
    const bool isSameList = std::equal(customers.begin(), customers.end(), m_customers.begin(),
                                       m_customers.end(), [](const auto &a, const auto &b) {
                                           return a.id == b.id && a.name == b.name; //
                                       });
    if (isSameList && customers.empty())
        return;
    if (isSameList) {
        m_customers = std::move(customers);
        Q_EMIT dataChanged(index(0, 0, heading), index(int(m_customers.size()) - 1, 0, heading));
        return;
    }
    replace(m_customers, std::move(customers), CustomersRow);
}

void NavigatorModel::setViews(std::vector<ViewLine> views)
{
    if (views != m_views)
        replace(m_views, std::move(views), ViewsRow);
}

template <class Line>
void NavigatorModel::replace(std::vector<Line> &lines, std::vector<Line> others, int heading)
{
    if (!lines.empty()) {
        beginRemoveRows(index(heading, 0), 0, int(lines.size()) - 1);
        lines.clear();
        endRemoveRows();
    }
    if (others.empty())
        return;
    beginInsertRows(index(heading, 0), 0, int(others.size()) - 1);
    lines = std::move(others);
    endInsertRows();
}

// The internal id of a top line is 0, of a line below it the top line's row + 1.

QModelIndex NavigatorModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(parent.isValid() ? parent.row() + 1 : 0));
}

QModelIndex NavigatorModel::parent(const QModelIndex &child) const
{
    return child.isValid() && child.internalId() > 0
               ? createIndex(int(child.internalId()) - 1, 0, quintptr(0))
               : QModelIndex();
}

int NavigatorModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return TopRows;
    if (parent.internalId() > 0)
        return 0;
    switch (Top(parent.row())) {
    case DataSetsRow:
        return int(core::allDataSets.size());
    case CustomersRow:
        return int(m_customers.size());
    case ViewsRow:
        return int(m_views.size());
    case HomeRow:
    case TopRows:
        break;
    }
    return 0;
}

int NavigatorModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant NavigatorModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (index.internalId() == 0)
        return topData(index.row(), role);
    if (index.internalId() - 1 == CustomersRow)
        return customerData(m_customers[std::size_t(index.row())], role);
    if (index.internalId() - 1 == ViewsRow)
        return viewData(m_views[std::size_t(index.row())], role);
    const core::DataSet dataSet = core::allDataSets[std::size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return query::dataSetLabel(dataSet);
    case IdRole:
        return core::dataSetName(dataSet);
    case KindRole:
        return DataSet;
    default:
        return {};
    }
}

QVariant NavigatorModel::topData(int row, int role) const
{
    if (role == KindRole)
        return row == HomeRow ? Home : Heading;
    if (role == StrongRole)
        return row != HomeRow;
    if (role != Qt::DisplayRole)
        return {};
    switch (Top(row)) {
    case HomeRow:
        return tr("Portfolio");
    case DataSetsRow:
        return tr("Data sets");
    case CustomersRow:
        return tr("Customers");
    case ViewsRow:
        return tr("Views");
    case TopRows:
        break;
    }
    return {};
}

QVariant NavigatorModel::customerData(const sync::CustomerEntry &customer, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return customer.name.isEmpty() ? customer.id : customer.name;
    case Qt::ToolTipRole:
        if (customer.hasPlan && customer.hasLegacy)
            return tr("Azure plan and legacy subscriptions");
        return customer.hasPlan     ? tr("Azure plan")
               : customer.hasLegacy ? tr("Legacy subscriptions")
                                    : QString();
    case IdRole:
        return customer.id;
    case KindRole:
        return Customer;
    default:
        return {};
    }
}

QVariant NavigatorModel::viewData(const ViewLine &view, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case IdRole:
        return view.name;
    case Qt::ToolTipRole:
        return view.tip.isEmpty() ? QString() : plainToolTip(view.tip);
    case Qt::AccessibleTextRole:
        return view.kind == SavedFilter   ? tr("Saved filter %1").arg(view.name)
               : view.kind == ShippedView ? tr("%1, came with the program").arg(view.name)
                                          : view.name;
    case KindRole:
        return view.kind;
    default:
        return {};
    }
}

Qt::ItemFlags NavigatorModel::flags(const QModelIndex &index) const
{
    const auto flags = QAbstractItemModel::flags(index);
    const int kind = index.isValid() ? index.data(KindRole).toInt() : Home;
    return kind == Heading || kind == Hint ? flags & ~Qt::ItemIsSelectable : flags;
}

} // namespace spendglass::models
