// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <QByteArray>

namespace spendglass::exporting {

/// RFC 4180 text: header of column ids, then the rows; CRLF line ends. Cells in their machine form.
/// safeText puts an apostrophe before text cells that start with = + - @ (also full width), TAB, CR or LF.
QByteArray csvHeader(const std::vector<query::Column> &columns, char separator = ',');
QByteArray csvRows(const query::Table &table, bool safeText, char separator = ',');

} // namespace spendglass::exporting
