// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <QByteArray>

namespace spendglass::exporting {

/// A JSON string in UTF-8, quotes included.
QByteArray jsonString(const QString &text);
/// A cell: amounts as strings with all their digits, counts as numbers, no value as null.
QByteArray jsonValue(const query::Value &value);
/// [{"id": …, "type": …}, …]
QByteArray jsonColumns(const std::vector<query::Column> &columns);
/// Objects keyed by column id, one a line, separated by commas, without the brackets around them.
QByteArray jsonRows(const query::Table &table);

} // namespace spendglass::exporting
