// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/csv.h"

#include "export/cells.h"

namespace spendglass::exporting {
namespace {

/// A lone empty cell is quoted: readers take an empty line for no line.
void appendQuoted(QByteArray &out, const QByteArray &cell, char separator, bool isOnlyColumn)
{
    const bool needsQuotes = cell.contains(separator) || cell.contains('"') || cell.contains('\n') ||
                             cell.contains('\r') || (isOnlyColumn && cell.isEmpty());
    if (!needsQuotes) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

QByteArray neutralised(const QString &text)
{
    const QString clean = withoutControls(text);
    return startsLikeFormula(clean) ? "'" + clean.toUtf8() : clean.toUtf8();
}

} // namespace

QByteArray csvHeader(const std::vector<query::Column> &columns, char separator)
{
    QByteArray out;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0)
            out += separator;
        appendQuoted(out, columns[i].id.toUtf8(), separator, columns.size() == 1);
    }
    return out + "\r\n";
}

QByteArray csvRows(const query::Table &table, bool safeText, char separator)
{
    QByteArray out;
    const std::size_t width = table.columns.size();
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        if (i % width > 0)
            out += separator;
        const QString *const text = std::get_if<QString>(&table.cells[i]);
        const QByteArray cell = text && safeText ? neutralised(*text) : cellBytes(table.cells[i]);
        appendQuoted(out, cell, separator, width == 1);
        if (i % width == width - 1)
            out += "\r\n";
    }
    return out;
}

} // namespace spendglass::exporting
