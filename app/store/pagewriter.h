// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/dictionary.h"
#include "store/facts.h"

#include <array>
#include <optional>
#include <span>

namespace spendglass::store {

class Appender;
class Connection;

/// An exact amount as it stands in the file: whole millionths, rounded down, and the rest in 1e-22.
struct SplitAmount
{
    qint64 hi = 0;
    qint64 lo = 0; ///< 0 <= lo < 1e16
    friend bool operator==(const SplitAmount &, const SplitAmount &) = default;
};
/// Nothing when the millionths do not fit 64 bits (amounts of 9.2e12 and more).
std::optional<SplitAmount> splitAmount(core::Decimal amount);

/// Where a page's rows go.
struct PageTarget
{
    const char *table = nullptr; ///< one of the program's own names
    qint64 fetch = 0;
    int page = 0;
    std::optional<core::Day> reportedDay; ///< the window's first, where windows are of reported days
    core::Instant receivedAt{};
};

/// Writes pages of rows and the dimension rows they need. Works inside the caller's transaction; the caller
/// says commit() or rollback() when that ended, so that the dictionaries agree with the file again.
class PageWriter
{
public:
    explicit PageWriter(Connection &connection)
        : m_connection(connection)
    {}

    core::Result<void> append(const PageTarget &target, std::span<const UsageFact> rows);
    core::Result<void> append(const PageTarget &target, std::span<const SpendFact> rows);
    core::Result<void> append(const PageTarget &target, std::span<const SummaryFact> rows);
    void commit();
    void rollback();

private:
    using Keys = std::array<qint32, 6>;
    core::Result<void> load();
    Keys keysOf(const UsageFact &row);
    core::Result<void> writeDimensions();

    Connection &m_connection;
    bool m_isLoaded = false; ///< dictionaries are read at the first page, not while the window opens
    std::array<Dictionary, 6> m_dimensions{Dictionary{"customer", 2},    Dictionary{"subscription", 3},
                                           Dictionary{"meter", 5},       Dictionary{"place", 2},
                                           Dictionary{"reservation", 3}, Dictionary{"resource", 6}};
};

} // namespace spendglass::store
