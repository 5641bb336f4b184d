// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/inventory.h"

#include "store/store.h"
#include "sync/plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace spendglass::sync {

namespace {

using core::DataSet;
using store::WindowState;

using Names = std::map<QString, QString>; ///< of customers, by case-folded id

/// The list of customers is an entry too (see unplanned.h); whole, it is nothing to tell of.
bool isWholeList(const store::WindowRecord &window)
{
    return isPerCustomer(window.key.dataSet) && window.key.customerId.isEmpty() &&
           window.state == WindowState::Complete;
}

class Lines
{
public:
    explicit Lines(const Names &names)
        : m_names(names)
    {}

    void add(const store::WindowRecord &window)
    {
        const QString state = window.state == WindowState::Complete ? QStringLiteral("loaded")
                                                                    : store::windowStateName(window.state);
        InventoryLine &line = lineOf(window.key.dataSet, window.key.customerId, state, window.reason);
        ++line.windows;
        line.rows += window.rows;
        if (window.loadedAt)
            line.loadedAt = std::max(line.loadedAt.value_or(*window.loadedAt), *window.loadedAt);
        const core::DayRange &days = window.key.days;
        if (!days.isEmpty())
            line.days = line.days.isEmpty() ? days
                                            : core::DayRange{std::min(line.days.from, days.from),
                                                             std::max(line.days.to, days.to)};
    }
    void addNeverAsked(DataSet dataSet, const QString &customerId)
    {
        lineOf(dataSet, customerId, QStringLiteral("neverAsked"), {});
    }
    std::vector<InventoryLine> take() const
    {
        std::vector<InventoryLine> lines;
        for (const auto &[key, line] : m_lines)
            lines.push_back(line);
        return lines;
    }

private:
    InventoryLine &lineOf(DataSet dataSet, const QString &customerId, const QString &state,
                          const QString &reason)
    {
        const auto name = m_names.find(customerId.toCaseFolded());
        const QString customerName = name == m_names.end() ? QString() : name->second;
        InventoryLine &line = m_lines[{dataSet, customerName, customerId, state, reason}];
        line.dataSet = dataSet;
        line.customerId = customerId;
        line.customerName = customerName;
        line.state = state;
        line.reason = reason;
        return line;
    }

    const Names &m_names;
    std::map<std::tuple<DataSet, QString, QString, QString, QString>, InventoryLine> m_lines;
};

/// Who or what has no window at all.
void addNeverAsked(Lines &lines, DataSet dataSet, const std::vector<store::WindowRecord> &windows,
                   const Names &names)
{
    bool isAsked = false, isListWhole = false;
    std::set<QString> seen;
    for (const auto &window : windows) {
        if (window.key.dataSet != dataSet)
            continue;
        isAsked = true;
        isListWhole = isListWhole || isWholeList(window);
        seen.insert(window.key.customerId.toCaseFolded());
    }
    if (!isAsked)
        return lines.addNeverAsked(dataSet, {});
    if (!isPerCustomer(dataSet) || isListWhole) // who has no window then has nothing to ask for
        return;
    for (const auto &[id, name] : names) {
        if (!seen.contains(id))
            lines.addNeverAsked(dataSet, id);
    }
}

} // namespace

core::Result<std::vector<InventoryLine>> inventoryOf(store::Store &store)
{
    const auto windows = store.windows();
    if (!windows)
        return core::fail(windows.error());
    const auto customers = store.customers();
    if (!customers)
        return core::fail(customers.error());
    Names names;
    for (const auto &customer : *customers)
        names[QString::fromStdString(customer.id).toCaseFolded()] = QString::fromStdString(customer.name);
    Lines lines(names);
    for (const auto &window : *windows) {
        if (!isWholeList(window))
            lines.add(window);
    }
    for (const auto dataSet : core::allDataSets)
        addNeverAsked(lines, dataSet, *windows, names);
    return lines.take();
}

} // namespace spendglass::sync
