// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/field.h"

#include <optional>
#include <vector>

namespace spendglass::query {

enum class Aggregate
{
    Sum,
    Count,         ///< records; of no field
    Average,       ///< the sum divided by the number of amounts that were reported; at 22 places, half even
    Minimum,       ///< of the amounts
    Maximum,       ///< of the amounts
    CountDistinct, ///< different values of any field, letter by letter; null is not one
};

/// What of a measure is shown. Everything but Value is made of the lines of the answer, for each unit or
/// currency by itself.
enum class ShowAs
{
    Value,
    PercentOfTotal,    ///< of the same column's total over all rows
    PercentOfParent,   ///< of the line one row field up, in the same column; PercentOfTotal at the first
    Difference,        ///< to the comparison period
    PercentDifference, ///< of the comparison period's value; none where that is zero or missing
    RunningTotal,      ///< along the columns; without column fields down the lines that share a parent
    Rank, ///< 1 is the largest of the lines that share a parent, in the same column; equals share
};

/// One amount that an answer shows. Its text heads its column and is how files and the command line write it:
/// "sum(quantity)", "count()", "distinct(customerName)", "avg(quantity) as rank".
struct Measure
{
    Aggregate aggregate = Aggregate::Sum;
    FieldId field; ///< empty for count()
    ShowAs showAs = ShowAs::Value;

    QString text() const;
    /// The text of the value itself: without "as …".
    QString valueText() const;
    static std::optional<Measure> fromText(QStringView text); ///< what text() writes; blanks do not matter

    /// Whether its values bear the unit of its field: sums, averages, extremes and differences of them.
    bool hasUnit() const;
    bool needsComparison() const; ///< Difference and PercentDifference
    friend bool operator==(const Measure &, const Measure &) = default;
};

const std::vector<Aggregate> &allAggregates(); ///< in the order of a menu
const std::vector<ShowAs> &allShowAs();
const char *aggregateName(Aggregate aggregate); ///< "sum", "count", "avg", "min", "max", "distinct"
const char *showAsName(ShowAs showAs); ///< "" for Value, else "% of total", "% of parent", "difference",
                                       ///< "% difference", "running total", "rank"

} // namespace spendglass::query
