// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/arguments.h"
#include "cli/output.h"
#include "core/result.h"
#include "query/table.h"

#include <QJsonObject>

namespace spendglass::cli {

enum class RowFormat
{
    Csv,
    Json,
    Table
};

/// --format csv|json|table; --json asks for json.
core::Result<RowFormat> rowFormat(const Arguments &arguments, RowFormat usual);

inline constexpr Option formatOption{"format", "FORMAT", "csv, json or table"};
inline constexpr Option safeTextOption{"safe-text", nullptr,
                                       "put ' before text cells that a spreadsheet would run"};

/// Rows to standard output as they come. As JSON one document: {"columns": […], "rows": [{…}], MEMBER: …}.
class RowPrinter
{
public:
    RowPrinter(Output &output, RowFormat format, bool safeText);
    /// columns stand at the first call; a table without rows prints the header alone.
    void print(const query::Table &table);
    /// Ends the document; members stand behind the rows.
    void end(const QJsonObject &members);
    bool hasStarted() const { return m_hasStarted; }
    qint64 rows() const { return m_rows; }

private:
    void start(const query::Table &table);
    void printAligned(const query::Table &table);

    Output &m_output;
    RowFormat m_format;
    bool m_safeText;
    bool m_hasStarted = false;
    qint64 m_rows = 0;
    std::vector<qsizetype> m_widths;
};

} // namespace spendglass::cli
