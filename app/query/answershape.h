// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <vector>

namespace spendglass::query {

/// How the lines of an answer come from a database, for the compiler that asks and for finishedAnswer() that
/// reads: columns are [level] [group fields] [a flag for each group field that has Others] [parts of the
/// measures] [the same parts of the comparison] [records] [last day of usage]. The last two are the same in
/// every line: how many records the filters and the period let through, and until when they reach (null
/// where records have no day). The query is resolved and has no problems().
struct AnswerShape
{
    struct Group
    {
        FieldId id; ///< as asked for
        Field field;
        const TopValues *top = nullptr; ///< of the query
        bool isUnit = false;            ///< of some measure's amounts: it is never summed over, at no depth
        int flag = -1;                  ///< the column that is 1 where the line is Others
    };
    struct Parts
    {
        int first = 0;
        int count = 1;     ///< Average: two, a sum and a count
        int compared = -1; ///< the first of the comparison's
    };

    std::vector<Group> groups; ///< row fields, split fields, column fields
    int rowCount = 0;
    int splitCount = 0;
    int columnCount = 0;
    bool hasLevels = false; ///< the first column says which groups a line sums over
    bool hasComparison = false;
    bool isSortedThere = false; ///< the lines come in order; without levels cut to the limit
    std::vector<Parts> measures;
    int records = 0; ///< the column of their number; the last day of usage stands behind it
    int width = 0;   ///< columns in all

    int firstGroup() const { return hasLevels ? 1 : 0; }
    /// A grouping of the lines: so many row fields, with the column fields or without.
    struct Depth
    {
        int rows = 0;
        bool hasColumns = false;
    };
    std::vector<Depth> depths() const; ///< that of the lines themselves first, the totals last
    /// What the level column says at that depth: a bit for each group that is summed over, the last group
    /// lowest.
    qint64 maskOf(Depth depth) const;
    bool isGrouped(Depth depth, std::size_t group) const;
};

AnswerShape shapeOf(const Query &query);

} // namespace spendglass::query
