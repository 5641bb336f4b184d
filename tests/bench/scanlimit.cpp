// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scanlimit.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

namespace spendglass::bench {

namespace {

constexpr int threads = 2;

struct Sum
{
    qint64 high = 0;
    qint64 low = 0;
    qint64 count = 0;
};

qint32 monthOf(qint32 day)
{
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    return (int(date.year()) - 2024) * 12 + qint32(unsigned(date.month())) - 1;
}

} // namespace

ScanLimit::ScanLimit(BareDuckDb &source)
{
    source.read(
        "select cast(customer_key as bigint), cast(subscription_key as bigint), cast(meter_key as bigint), "
        "cast(place_key as bigint), cast(resource_key as bigint), cast(usage_day - date '1970-01-01' as "
        "bigint), quantity_hi, quantity_lo from utilization_fact",
        [this](const std::vector<BareDuckDb::Cell> &row) {
            m_customer.push_back(qint32(row[0].number));
            m_subscription.push_back(qint32(row[1].number));
            m_meter.push_back(qint32(row[2].number));
            m_place.push_back(qint32(row[3].number));
            m_resource.push_back(qint32(row[4].number));
            m_day.push_back(qint32(row[5].number));
            m_high.push_back(row[6].number);
            m_low.push_back(row[7].number);
        });
}

const std::vector<qint32> &ScanLimit::column(const char *key) const
{
    const std::pair<const char *, const std::vector<qint32> *> columns[]{
        {"customer", &m_customer}, {"subscription", &m_subscription}, {"meter", &m_meter},
        {"place", &m_place},       {"resource", &m_resource},         {"day", &m_day}};
    return *std::find_if(std::begin(columns), std::end(columns), [key](const auto &each) {
                return std::strcmp(each.first, key) == 0;
            })->second;
}

ScanLimit::Axis ScanLimit::axis(BareDuckDb &source, const char *key, const std::string &groups) const
{
    Axis axis;
    axis.keys = &column(key);
    axis.groupOf.assign(std::size_t(*std::max_element(axis.keys->begin(), axis.keys->end())) + 1, -1);
    source.read(groups, [&axis](const std::vector<BareDuckDb::Cell> &row) {
        axis.groupOf[std::size_t(row[0].number)] = qint32(row[1].number);
        axis.groups = std::max(axis.groups, qint32(row[1].number) + 1);
    });
    return axis;
}

ScanLimit::Axis ScanLimit::months() const
{
    Axis axis;
    axis.keys = &m_day;
    const auto [least, most] = std::minmax_element(m_day.begin(), m_day.end());
    axis.groupOf.assign(std::size_t(*most) + 1, -1);
    for (qint32 day = *least; day <= *most; ++day)
        axis.groupOf[std::size_t(day)] = monthOf(day) - monthOf(*least);
    axis.groups = monthOf(*most) - monthOf(*least) + 1;
    return axis;
}

ScanLimit::Axis ScanLimit::months(qint32 from, qint32 to) const
{
    Axis axis = months();
    for (qint32 day = 0; day < qint32(axis.groupOf.size()); ++day)
        axis.groupOf[std::size_t(day)] = day >= from && day < to ? 0 : -1;
    axis.groups = 1;
    return axis;
}

qint64 ScanLimit::sum(const std::vector<Axis> &axes) const
{
    std::size_t groups = 1;
    for (const Axis &axis : axes)
        groups *= std::size_t(axis.groups);
    std::vector<std::vector<Sum>> sums(threads, std::vector<Sum>(groups));
    const auto scan = [&](int thread) {
        const std::size_t rows = m_high.size();
        std::vector<Sum> &mine = sums[std::size_t(thread)];
        for (std::size_t row = rows * std::size_t(thread) / threads;
             row < rows * std::size_t(thread + 1) / threads; ++row) {
            std::size_t group = 0;
            bool isIn = true;
            for (const Axis &axis : axes) {
                const qint32 own = axis.groupOf[std::size_t((*axis.keys)[row])];
                isIn = isIn && own >= 0;
                group = group * std::size_t(axis.groups) + std::size_t(std::max(own, 0));
            }
            if (!isIn)
                continue;
            mine[group].high += m_high[row];
            mine[group].low += m_low[row] >> 8; // sums of whole lows leave 64 bits; the time is the same
            ++mine[group].count;
        }
    };
    std::vector<std::thread> running;
    for (int thread = 0; thread < threads; ++thread)
        running.emplace_back(scan, thread);
    for (std::thread &each : running)
        each.join();
    qint64 filled = 0;
    for (std::size_t group = 0; group < groups; ++group)
        filled += std::any_of(sums.begin(), sums.end(),
                              [group](const auto &each) { return each[group].count > 0; });
    return filled;
}

} // namespace spendglass::bench
