// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "core/time.h"
#include "query/completeness.h"
#include "query/query.h"

#include <QMetaType>
#include <QString>

#include <memory>
#include <variant>
#include <vector>

namespace spendglass::query {

/// A cell. monostate: no value (null, not reported).
using Value = std::variant<std::monostate, QString, core::Decimal, qint64, core::Day, core::Instant, bool>;

/// The machine form: plain decimal with all digits, ISO day or instant, "true"/"false", text as is, "" for
/// no value.
QString valueText(const Value &value);

struct Column
{
    QString id; ///< field id, or a measure's text
    FieldType type = FieldType::Text;
    FieldRole role = FieldRole::Dimension;
    friend bool operator==(const Column &, const Column &) = default;
};

/// Rows of cells under typed columns; immutable once shared.
struct Table
{
    std::vector<Column> columns;
    std::vector<Value> cells; ///< row after row, columns.size() each

    qsizetype rowCount() const { return columns.empty() ? 0 : qsizetype(cells.size() / columns.size()); }
    const Value &at(qsizetype row, qsizetype column) const
    {
        return cells[std::size_t(row) * columns.size() + std::size_t(column)];
    }
    int columnOf(QStringView id) const; ///< -1 when there is none
};

/// What a query was answered with. Columns: row fields, split fields (unit or currency), column fields,
/// measures, in this order. One line per combination, sorted as asked, deterministic.
struct Answer
{
    Query query;
    Table table;
    int rowFieldCount = 0;    ///< leading columns that are row fields
    int splitFieldCount = 0;  ///< then so many split fields
    int columnFieldCount = 0; ///< then so many column fields; the rest are measures
    qint64 records = 0;       ///< records that the filters let through
    qint64 recordsInAll = 0;  ///< records of the data set
    Completeness completeness;
};

using AnswerPtr = std::shared_ptr<const Answer>;

/// One value of a field, as offered in a filter editor: counted under all other filters.
struct Facet
{
    Value value;
    qint64 records = 0;
    std::vector<std::pair<QString, core::Decimal>> amounts; ///< unit or currency, sum of the first measure
};

} // namespace spendglass::query

Q_DECLARE_METATYPE(spendglass::query::AnswerPtr)
