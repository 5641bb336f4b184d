// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace spendglass::store {

class Connection;

/// One step of the schema; numbers count up from 1 without gaps.
struct Migration
{
    int number = 0;
    std::string sql;
};

/// The numbered files of resources/sql, in order.
std::vector<Migration> shippedMigrations();

/// Brings a store to the newest schema, each step in one transaction with its row in schema_version. A newer
/// store and a database that is not a store are refused untouched (Storage).
core::Result<void> migrate(Connection &connection, std::span<const Migration> migrations,
                           const QString &path);

/// Opens or makes a store's file and brings it to the newest schema. Only to be called under the lock.
core::Result<std::unique_ptr<Connection>> openDatabase(const QString &path);

} // namespace spendglass::store
