// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/rowprinter.h"

#include "cli/options.h"
#include "export/csv.h"
#include "export/json.h"

#include <QJsonDocument>

#include <algorithm>

namespace spendglass::cli {

core::Result<RowFormat> rowFormat(const Arguments &arguments, RowFormat usual)
{
    if (arguments.has("json"))
        return RowFormat::Json;
    static const QStringList names{QStringLiteral("csv"), QStringLiteral("json"), QStringLiteral("table")};
    return wordOption(arguments, "format", names[int(usual)], names).map([](const QString &name) {
        return RowFormat(names.indexOf(name));
    });
}

RowPrinter::RowPrinter(Output &output, RowFormat format, bool safeText)
    : m_output(output)
    , m_format(format)
    , m_safeText(safeText)
{}

void RowPrinter::start(const query::Table &table)
{
    m_hasStarted = true;
    if (m_format == RowFormat::Csv)
        m_output.write(exporting::csvHeader(table.columns));
    if (m_format == RowFormat::Json)
        m_output.write("{\n\"columns\": " + exporting::jsonColumns(table.columns) + ",\n\"rows\": [");
    if (m_format != RowFormat::Table)
        return;
    // The first rows decide the widths; later ones may stick out, but nothing waits for the last row.
    static constexpr qsizetype widest = 60;
    const qsizetype looked = std::min<qsizetype>(table.rowCount(), 1000);
    for (int column = 0; column < int(table.columns.size()); ++column) {
        qsizetype width = table.columns[std::size_t(column)].id.size();
        for (qsizetype row = 0; row < looked; ++row)
            width = std::max(width, std::min(widest, query::valueText(table.at(row, column)).size()));
        m_widths.push_back(width);
    }
    query::Table header{table.columns, {}};
    for (const query::Column &column : table.columns)
        header.cells.emplace_back(column.id);
    printAligned(header);
    QString line;
    for (const qsizetype width : m_widths)
        line += QString(width, u'-') + QStringLiteral("  ");
    m_output.write(line.trimmed().toUtf8() + '\n');
}

void RowPrinter::printAligned(const query::Table &table)
{
    for (qsizetype row = 0; row < table.rowCount(); ++row) {
        QString line;
        for (int column = 0; column < int(table.columns.size()); ++column) {
            const QString text = printable(query::valueText(table.at(row, column)));
            const bool isNumber = table.columns[std::size_t(column)].type == query::FieldType::Number;
            const auto width = m_widths[std::size_t(column)];
            line +=
                (isNumber ? text.rightJustified(width) : text.leftJustified(width)) + QStringLiteral("  ");
        }
        while (line.endsWith(u' '))
            line.chop(1);
        m_output.write(line.toUtf8() + '\n');
    }
}

void RowPrinter::print(const query::Table &table)
{
    if (!m_hasStarted)
        start(table);
    if (table.cells.empty())
        return;
    switch (m_format) {
    case RowFormat::Csv:
        m_output.write(exporting::csvRows(table, m_safeText));
        break;
    case RowFormat::Json:
        m_output.write((m_rows > 0 ? ",\n" : "\n") + exporting::jsonRows(table));
        break;
    case RowFormat::Table:
        printAligned(table);
        break;
    }
    m_rows += table.rowCount();
}

void RowPrinter::end(const QJsonObject &members)
{
    if (m_format != RowFormat::Json)
        return;
    QByteArray rest = QJsonDocument(members).toJson(QJsonDocument::Compact);
    rest.replace(0, 1, m_hasStarted ? "\n],\n" : "{\"rows\": [],\n");
    m_output.write(rest + '\n');
}

} // namespace spendglass::cli
