// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace spendglass::exporting {

/// What one sheet of a workbook must hold.
struct SheetCount
{
    qint64 rows = 0;
    qint64 cells = 0;
    friend bool operator==(const SheetCount &, const SheetCount &) = default;
};

/// Opens a finished workbook and reads every part of it: checksums, closed documents, and as many rows and
/// cells in each sheet as were written. What is wrong, in English; empty when nothing is.
/// libxlsxwriter does not check its own writes: with a full disk it reports success over truncated sheets.
QString workbookProblem(const QString &path, const std::vector<SheetCount> &sheets);

} // namespace spendglass::exporting
