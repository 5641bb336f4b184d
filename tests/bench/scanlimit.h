// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/bareduckdb.h"

#include <string>
#include <vector>

namespace spendglass::bench {

/// How fast any program could answer on this machine: the facts as plain arrays in memory, names as numbers,
/// one pass by every core with dense accumulators, nothing else. Names, sorting and reading from a file are
/// for free.
class ScanLimit
{
public:
    explicit ScanLimit(BareDuckDb &source);

    /// Which small number stands for a fact in one grouping, by a key of the fact; -1: the fact is left out.
    struct Axis
    {
        const std::vector<qint32> *keys = nullptr; ///< of the facts; null: everything is group 0
        std::vector<qint32> groupOf;               ///< by key
        qint32 groups = 1;
    };
    /// By the result of a statement (key, group as bigint); keys that are not in it are left out.
    Axis axis(BareDuckDb &source, const char *key, const std::string &groups) const;
    Axis months() const;                       ///< by day, of all days
    Axis months(qint32 from, qint32 to) const; ///< one group; days since 1970, to excluded

    /// The exact sums of the groups of all axes together. How many groups have facts.
    qint64 sum(const std::vector<Axis> &axes) const;

private:
    const std::vector<qint32> &column(const char *key) const;

    std::vector<qint32> m_customer, m_subscription, m_meter, m_place, m_resource, m_day;
    std::vector<qint64> m_high, m_low;
};

} // namespace spendglass::bench
