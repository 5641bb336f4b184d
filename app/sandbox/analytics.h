// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/filter.h"
#include "sandbox/message.h"
#include "sandbox/options.h"

#include <map>
#include <memory>

namespace spendglass::sandbox {

/// GET /partner/v1/analytics/azureusage over the world. Rows are computed for the page that is asked for;
/// what is kept is one list of counts for the question asked last, so that the next page need not count
/// again. Not thread-safe.
class Analytics
{
public:
    Analytics(const World &world, const Options &options);
    ~Analytics();
    Reply answer(const Request &request);

private:
    struct Question;
    struct Order;
    struct Grouped;
    core::Result<Question> read(const Request &request) const;
    std::string rows(const Question &question, const Request &request);
    std::string groups(const Question &question, const Request &request);
    void order(Order &order, const Question &question) const;
    void group(Grouped &grouped, const Question &question) const;
    std::string envelope(const Question &question, const Request &request, std::string rows,
                         qint64 total) const;
    void appendRow(std::string &out, const Series &series, int day, std::uint64_t dice) const;

    const World &m_world;
    const Options m_options;
    // Pieces of rows that are the same for many: a row is a handful of appends and one number.
    std::vector<std::string> m_heads;        ///< by subscription: up to usageDate's value
    std::vector<std::string> m_dates;        ///< by day
    std::vector<std::string> m_middles;      ///< by meter and location: up to the reservation
    std::vector<std::string> m_reservations; ///< by reservation
    std::vector<std::string> m_tails;        ///< by meter and location: up to quantity's value
    std::unique_ptr<Order> m_order;          ///< of the last question without groupby
    std::unique_ptr<Grouped> m_grouped;      ///< of the last one with
};

} // namespace spendglass::sandbox
