// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"

#include <string_view>
#include <vector>

namespace spendglass::api {

struct UsageAnalyticsQuery;
struct UsageAnalyticsRow;

/// Watches the pages of one analytics query for rows that moved between them. Paging by offset over a list
/// that changes its order repeats some rows and drops others, and no count shows it.
///
/// Equal rows are nothing rare: a row names no resource. But in the order that was asked for they stand side
/// by side, so that a page may share rows with the one before it only where both belong to the same place in
/// that order as its last row.
class RowOverlap
{
public:
    explicit RowOverlap(const UsageAnalyticsQuery &query);

    struct Finding
    {
        qint64 rows = 0;         ///< of this page that stood on the one before it, and cannot stand on both
        bool isSamePage = false; ///< it is that page once more
        bool isCertain =
            true; ///< false: the service does not keep the order, so that equal rows may be far apart
    };
    /// The next page of the query, in turn.
    Finding compare(const Page<UsageAnalyticsRow> &page);

private:
    using Text = std::string_view UsageAnalyticsRow::*;
    struct Marks
    {
        /// Where a row stands among those known, or may be put.
        std::size_t slotOf(std::size_t row) const;

        std::vector<std::size_t> rows;   ///< a hash of each whole row, as they came; none is 0
        std::vector<std::size_t> known;  ///< the same to look up: each at its hash or behind it; 0: free
        std::size_t first = 0, last = 0; ///< places in the order, of the first and the last row
    };
    Marks marksOf(const Page<UsageAnalyticsRow> &page) const;
    std::size_t placeOf(const UsageAnalyticsRow &row) const;
    bool isInOrder(const Page<UsageAnalyticsRow> &page) const;

    std::vector<Text> m_order; ///< empty: groups, each of which comes once
    bool m_isDescending = false;
    bool m_isFirst = true;
    bool m_keepsOrder = true; ///< as its first page tells
    Marks m_before;
};

} // namespace spendglass::api
