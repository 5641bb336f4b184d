// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/textwriters.h"

#include "export/csv.h"
#include "export/json.h"

namespace spendglass::exporting {
namespace {

core::Result<void> publishVerified(TargetFile &file)
{
    return file.flush().and_then([&] { return file.readBack(); }).and_then([&] { return file.publish(); });
}

} // namespace

DelimitedWriter::DelimitedWriter(const QString &path, const Options &options, char separator)
    : m_file(path)
    , m_options(options)
    , m_separator(separator)
{}

core::Result<void> DelimitedWriter::begin(const About &, const std::vector<query::Column> &columns)
{
    const QByteArray mark = m_options.byteOrderMark ? QByteArrayLiteral("\xEF\xBB\xBF") : QByteArray();
    return m_file.open().and_then([&] { return m_file.write(mark + csvHeader(columns, m_separator)); });
}

core::Result<void> DelimitedWriter::append(const query::Table &rows)
{
    return m_file.write(csvRows(rows, m_options.safeText, m_separator));
}

core::Result<void> DelimitedWriter::finish()
{
    return publishVerified(m_file);
}

JsonWriter::JsonWriter(const QString &path)
    : m_file(path)
{}

core::Result<void> JsonWriter::begin(const About &about, const std::vector<query::Column> &columns)
{
    QByteArray head = "{\n\"about\": {\"title\": " + jsonString(about.title);
    for (const auto &[label, value] : about.lines)
        head += ", " + jsonString(label) + ": " + jsonString(value);
    head += "},\n\"columns\": " + jsonColumns(columns) + ",\n\"rows\": [\n";
    return m_file.open().and_then([&] { return m_file.write(head); });
}

core::Result<void> JsonWriter::append(const query::Table &rows)
{
    if (rows.cells.empty())
        return {};
    const QByteArray between = m_hasRows ? QByteArrayLiteral(",\n") : QByteArray();
    m_hasRows = true;
    return m_file.write(between + jsonRows(rows));
}

core::Result<void> JsonWriter::finish()
{
    return m_file.write(QByteArrayLiteral("\n]\n}\n")).and_then([&] { return publishVerified(m_file); });
}

} // namespace spendglass::exporting
