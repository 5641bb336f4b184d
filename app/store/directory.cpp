// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/directory.h"

#include "store/appender.h"

#include <map>
#include <optional>

namespace spendglass::store {

namespace {

using query::Value;
using Texts = std::vector<std::string_view>;

Texts textsOf(const CustomerRecord &row)
{
    return {row.id, row.name, row.domain, row.relationship};
}

Texts textsOf(const SubscriptionRecord &row)
{
    return {row.id, row.customerId, row.name, row.offerId, row.entitlementId, row.status, row.kind};
}

/// The old rows with the new ones over them, by id; nothing when they were there, all of them: most runs find
/// the directory as it was.
template <class Record>
std::optional<std::map<std::string, Record>> merged(const std::vector<Record> &old,
                                                    std::span<const Record> fresh)
{
    std::map<std::string, Record> result;
    for (const Record &row : old)
        result[row.id] = row;
    bool isChanged = false;
    for (const Record &row : fresh) {
        const auto [place, isNew] = result.try_emplace(row.id, row);
        isChanged = isChanged || isNew || place->second != row;
        place->second = row;
    }
    return isChanged ? std::optional(std::move(result)) : std::nullopt;
}

template <class Record>
core::Result<void> appendAll(Connection &connection, const char *table,
                             const std::map<std::string, Record> &rows)
{
    auto appender = Appender::open(connection, table);
    if (!appender)
        return core::fail(appender.error());
    for (const auto &[id, row] : rows) {
        for (const std::string_view text : textsOf(row))
            (*appender)->put(text);
        if (auto done = (*appender)->endRow(); !done)
            return done;
    }
    return (*appender)->close();
}

std::string textOf(const RowView &row, std::size_t column)
{
    return std::string(row.text(column));
}

core::Result<std::vector<SubscriptionRecord>>
readSubscriptions(Connection &connection, const std::string &tail, std::span<const Value> values)
{
    std::vector<SubscriptionRecord> result;
    auto done = connection.run(
        "select id, customer_id, name, offer_id, entitlement_id, status, kind from directory_subscription" +
            tail,
        values, [&result](const RowView &row) {
            result.push_back({textOf(row, 0), textOf(row, 1), textOf(row, 2), textOf(row, 3), textOf(row, 4),
                              textOf(row, 5), textOf(row, 6)});
        });
    if (!done)
        return core::fail(done.error());
    return result;
}

} // namespace

core::Result<void> Directory::saveCustomers(std::span<const CustomerRecord> rows)
{
    auto old = customers();
    if (!old)
        return core::fail(old.error());
    const auto fresh = merged(*old, rows);
    if (!fresh)
        return {};
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    auto done = m_connection.run("delete from directory_customer");
    if (done)
        done = appendAll(m_connection, "directory_customer", *fresh);
    return done ? transaction->commit() : done;
}

core::Result<void> Directory::saveSubscriptions(const QString &customerId,
                                                std::span<const SubscriptionRecord> rows)
{
    const Value customer = customerId;
    const std::span values(&customer, 1);
    auto old = readSubscriptions(m_connection, " where customer_id = $1", values);
    if (!old)
        return core::fail(old.error());
    const auto fresh = merged(*old, rows);
    if (!fresh)
        return {};
    auto transaction = Transaction::begin(m_connection);
    if (!transaction)
        return core::fail(transaction.error());
    auto done = m_connection.run("delete from directory_subscription where customer_id = $1", values);
    if (done)
        done = appendAll(m_connection, "directory_subscription", *fresh);
    return done ? transaction->commit() : done;
}

core::Result<std::vector<CustomerRecord>> Directory::customers()
{
    std::vector<CustomerRecord> result;
    auto done = m_connection.run(
        "select id, name, domain, relationship from directory_customer order by lower(name), id", {},
        [&result](const RowView &row) {
            result.push_back({textOf(row, 0), textOf(row, 1), textOf(row, 2), textOf(row, 3)});
        });
    if (!done)
        return core::fail(done.error());
    return result;
}

core::Result<std::vector<SubscriptionRecord>> Directory::subscriptions()
{
    return readSubscriptions(m_connection, " order by customer_id, lower(name), id", {});
}

} // namespace spendglass::store
