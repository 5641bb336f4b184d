// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "store/facts.h"

#include <QString>

#include <span>
#include <vector>

namespace spendglass::store {

class Connection;

/// The partner's customers and their subscriptions as last seen. Saving adds and updates, never deletes.
class Directory
{
public:
    explicit Directory(Connection &connection)
        : m_connection(connection)
    {}

    core::Result<void> saveCustomers(std::span<const CustomerRecord> customers);
    core::Result<void> saveSubscriptions(const QString &customerId, std::span<const SubscriptionRecord> rows);
    core::Result<std::vector<CustomerRecord>> customers();         ///< by name
    core::Result<std::vector<SubscriptionRecord>> subscriptions(); ///< by customer id, then name

private:
    Connection &m_connection;
};

} // namespace spendglass::store
