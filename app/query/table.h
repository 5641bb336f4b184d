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

/// What stands in place of the values that a TopValues does not keep apart. Greater than every value.
struct Others
{
    friend constexpr auto operator<=>(const Others &, const Others &) = default;
};

/// A cell. monostate: no value (null, not reported).
using Value =
    std::variant<std::monostate, QString, core::Decimal, qint64, core::Day, core::Instant, bool, Others>;

/// The machine form: plain decimal with all digits, ISO day or instant, "true"/"false", text as is, "" for
/// no value, "(other)" for Others.
QString valueText(const Value &value);

/// An amount or a count as an amount; nothing for every other value.
std::optional<core::Decimal> amountOf(const Value &value);
/// The order of an answer: no value first, texts by code point, Others last.
bool precedes(const Value &a, const Value &b);

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

/// The subtotals of one depth: sums over all deeper row fields, and over all columns where hasColumns is
/// false. Its table has the columns of the answer's; the fields that are summed over are no value. Units and
/// currencies of the measures are never summed over, also where they are a row or column field: each has a
/// line of its own.
struct Level
{
    int rowDepth = 0; ///< so many row fields have values
    bool hasColumns = false;
    Table table;
};

/// What a query was answered with. Columns: row fields, split fields (unit or currency), column fields,
/// measures, in this order. One line per combination, sorted as asked, deterministic. With tops each field
/// has Others last among its values unless the sort says else.
struct Answer
{
    Query query;    ///< as it was asked
    Query resolved; ///< what that meant on the day: without parts that move or are off
    Table table;
    int rowFieldCount = 0;    ///< leading columns that are row fields
    int splitFieldCount = 0;  ///< then so many split fields
    int columnFieldCount = 0; ///< then so many column fields; the rest are measures
    /// With subtotals, whatever the limit: every (depth, columns) but that of the table itself, the deepest
    /// first; the last one has the totals, one line for each unit.
    std::vector<Level> levels;
    qint64 records = 0;      ///< records that the filters let through
    qint64 recordsInAll = 0; ///< records of the data set
    Completeness completeness;
    quint64 generation = 0; ///< greater for an answer of newer data; equal ones saw the same data
    QStringList remarks;    ///< for a person, in the user's language: parts that do not apply, days left out
    QString remotePart;     ///< live answers: what the service did of it; empty: all of it was done here
};

using AnswerPtr = std::shared_ptr<const Answer>;

/// Sums of the first summed measure for each unit or currency, by unit.
using Amounts = std::vector<std::pair<QString, core::Decimal>>;

/// One value of a field, as offered in a filter editor: counted under all other filters.
struct Facet
{
    Value value;
    qint64 records = 0;
    Amounts amounts;
};

/// The values of a field under all other filters, most records first, and what all of them come to.
struct Facets
{
    std::vector<Facet> values; ///< those that were searched for, as far as the limit
    qint64 valueCount = 0;     ///< how many were found
    qint64 records = 0;        ///< of all values, found or not
    Amounts amounts;           ///< of all values, found or not
};

} // namespace spendglass::query

Q_DECLARE_METATYPE(spendglass::query::AnswerPtr)
