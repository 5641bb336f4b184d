// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/json.h"

#include "export/cells.h"

namespace spendglass::exporting {
namespace {

QByteArray typeName(query::FieldType type)
{
    switch (type) {
    case query::FieldType::Text:
        return QByteArrayLiteral("text");
    case query::FieldType::Number:
        return QByteArrayLiteral("number");
    case query::FieldType::Day:
        return QByteArrayLiteral("day");
    case query::FieldType::Instant:
        return QByteArrayLiteral("instant");
    case query::FieldType::Boolean:
        return QByteArrayLiteral("boolean");
    }
    return {};
}

QByteArray controlEscape(char c)
{
    switch (c) {
    case '\n':
        return QByteArrayLiteral("\\n");
    case '\r':
        return QByteArrayLiteral("\\r");
    case '\t':
        return QByteArrayLiteral("\\t");
    default:
        return "\\u00" + QByteArray::number(uchar(c), 16).rightJustified(2, '0');
    }
}

} // namespace

QByteArray jsonString(const QString &text)
{
    QByteArray out = QByteArrayLiteral("\"");
    for (const char c : text.toUtf8()) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (uchar(c) < 0x20)
            out += controlEscape(c);
        else
            out += c;
    }
    return out + '"';
}

QByteArray jsonValue(const query::Value &value)
{
    if (std::holds_alternative<std::monostate>(value))
        return QByteArrayLiteral("null");
    if (const auto *text = std::get_if<QString>(&value))
        return jsonString(*text);
    if (std::holds_alternative<qint64>(value) || std::holds_alternative<bool>(value))
        return cellBytes(value);
    return '"' + cellBytes(value) + '"';
}

QByteArray jsonColumns(const std::vector<query::Column> &columns)
{
    QByteArray out = QByteArrayLiteral("[");
    for (const query::Column &column : columns) {
        if (out.size() > 1)
            out += ", ";
        out += "{\"id\": " + jsonString(column.id) + ", \"type\": \"" + typeName(column.type) + "\"}";
    }
    return out + ']';
}

QByteArray jsonRows(const query::Table &table)
{
    QByteArray out;
    std::vector<QByteArray> keys;
    for (const query::Column &column : table.columns)
        keys.push_back(jsonString(column.id) + ": ");
    const std::size_t width = keys.size();
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const std::size_t column = i % width;
        if (column == 0)
            out += i == 0 ? "{" : ",\n{";
        else
            out += ", ";
        out += keys[column] + jsonValue(table.cells[i]);
        if (column == width - 1)
            out += '}';
    }
    return out;
}

} // namespace spendglass::exporting
