// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/rowoverlap.h"

#include "api/usageanalytics.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_set>

namespace spendglass::api {

namespace {

using Row = UsageAnalyticsRow;

std::size_t mixed(std::size_t hash, std::size_t other)
{
    hash = (hash ^ other) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

/// Eight bytes at a time, inline: a page has 130,000 short texts.
std::size_t mixed(std::size_t hash, std::string_view text)
{
    hash = mixed(hash, text.size());
    for (; text.size() >= sizeof hash; text.remove_prefix(sizeof hash)) {
        std::size_t part = 0;
        std::memcpy(&part, text.data(), sizeof part);
        hash = mixed(hash, part);
    }
    std::size_t rest = 0;
    for (const char c : text)
        rest = rest << 8 | static_cast<unsigned char>(c);
    return mixed(hash, rest);
}

std::size_t wholeRow(const Row &row)
{
    const core::Int128 units = row.quantity.units();
    std::size_t hash = mixed(static_cast<std::size_t>(units), static_cast<std::size_t>(units >> 64));
    for (const UsageAnalyticsText &field : usageAnalyticsTexts)
        hash = mixed(hash, row.*field.text);
    return std::max<std::size_t>(hash, 1); // 0 marks a free slot
}

} // namespace

RowOverlap::RowOverlap(const UsageAnalyticsQuery &query)
{
    const QStringList items = UsageAnalytics::orderOf(query).split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString &item : items) {
        const QString name = item.trimmed().section(QLatin1Char(' '), 0, 0);
        const auto known = std::ranges::find_if(usageAnalyticsTexts, [&name](const auto &field) {
            return name.compare(QLatin1String(field.name), Qt::CaseInsensitive) == 0;
        });
        if (known != usageAnalyticsTexts.end())
            m_order.push_back(known->text);
    }
    m_isDescending = !items.isEmpty() && items.first().trimmed().endsWith(QLatin1String(" desc"));
}

std::size_t RowOverlap::placeOf(const Row &row) const
{
    std::size_t hash = 0;
    for (const Text text : m_order)
        hash = mixed(hash, row.*text);
    return m_order.empty() ? wholeRow(row) : hash;
}

std::size_t RowOverlap::Marks::slotOf(std::size_t row) const
{
    std::size_t slot = row & (known.size() - 1);
    while (known[slot] != 0 && known[slot] != row)
        slot = (slot + 1) & (known.size() - 1);
    return slot;
}

RowOverlap::Marks RowOverlap::marksOf(const Page<Row> &page) const
{
    Marks marks;
    marks.rows.reserve(page.rows.size());
    for (const Row &row : page.rows)
        marks.rows.push_back(wholeRow(row));
    marks.known.resize(std::bit_ceil(2 * marks.rows.size() + 1));
    for (const std::size_t row : marks.rows)
        marks.known[marks.slotOf(row)] = row;
    if (!page.rows.empty()) {
        marks.first = placeOf(page.rows.front());
        marks.last = placeOf(page.rows.back());
    }
    return marks;
}

/// How the service sorts names is not known: days are compared, and rows of one place must stand together.
bool RowOverlap::isInOrder(const Page<Row> &page) const
{
    std::unordered_set<std::size_t> places;
    std::size_t before = 0;
    for (const Row &row : page.rows) {
        const std::size_t place = placeOf(row);
        if (!m_order.empty() && place != before && !places.insert(place).second)
            return false;
        before = place;
    }
    if (m_order.empty() || m_order.front() != &Row::usageDateText)
        return true;
    const auto isBefore = [](const Row &one, const Row &other) { return one.usageDate < other.usageDate; };
    return m_isDescending ? std::is_sorted(page.rows.rbegin(), page.rows.rend(), isBefore)
                          : std::ranges::is_sorted(page.rows, isBefore);
}

RowOverlap::Finding RowOverlap::compare(const Page<Row> &page)
{
    Finding finding;
    if (m_isFirst && !page.next) // most queries have one page
        return finding;
    if (m_isFirst)
        m_keepsOrder = isInOrder(page);
    m_isFirst = false;
    finding.isCertain = m_keepsOrder;
    Marks marks = marksOf(page);
    if (!m_before.rows.empty()) {
        std::size_t at = 0;
        while (!m_order.empty() && at < page.rows.size() && placeOf(page.rows[at]) == m_before.last)
            ++at;
        for (; at < marks.rows.size(); ++at)
            finding.rows += m_before.known[m_before.slotOf(marks.rows[at])] == marks.rows[at] ? 1 : 0;
        finding.isSamePage = finding.rows > 0 && marks.rows == m_before.rows;
    }
    if (!marks.rows.empty())
        m_before = std::move(marks);
    return finding;
}

} // namespace spendglass::api
