// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/usageserver.h"

#include <charconv>
#include <memory>
#include <optional>
#include <string>

namespace spendglass::bench {

namespace {

/// The number right behind the first place of that text.
std::optional<int> numberAfter(std::string_view head, std::string_view text)
{
    const auto found = head.find(text);
    if (found == std::string_view::npos)
        return std::nullopt;
    int number = 0;
    const char *const from = head.data() + found + text.size();
    const auto end = std::from_chars(from, head.data() + head.size(), number).ptr;
    return end == from ? std::nullopt : std::optional(number);
}

/// The number that an identifier behind that text ends with.
std::optional<int> idAfter(std::string_view head, std::string_view text)
{
    constexpr std::size_t idSize = 36, tailSize = 12;
    const auto found = head.find(text);
    if (found == std::string_view::npos || head.size() < found + text.size() + idSize)
        return std::nullopt;
    return numberAfter(head.substr(found + text.size() + idSize - tailSize - 1), "-");
}

/// Months since the first, of "start_time=2024-10-…".
int monthOf(std::string_view head)
{
    const core::Day first = UsageWorld::days().from;
    const std::chrono::year_month_day date(first);
    const auto start = head.find("start_time=");
    const int year = numberAfter(head, "start_time=").value_or(0);
    const int month = numberAfter(head.substr(std::min(start, head.size())), "-").value_or(0);
    return (year - int(date.year())) * 12 + month - int(unsigned(date.month()));
}

void answer(const UsageWorld &world, const UsagePages &pages, int socket, std::string_view head)
{
    thread_local std::string body;
    head = head.substr(0, head.find("\r\n"));
    const auto customer = idAfter(head, "/v1/customers/");
    const auto subscription = idAfter(head, "/subscriptions/");
    const int month = monthOf(head);
    if (head.find("/utilizations/azure?") != std::string_view::npos && subscription &&
        *subscription < world.subscriptions() && month >= 0 && month < UsageWorld::months)
        pages.utilization(body, *subscription, month, numberAfter(head, "&page=").value_or(0));
    else if (customer && *customer < world.customers() &&
             head.find("/subscriptions") != std::string_view::npos)
        body = pages.subscriptions(*customer);
    else if (!customer && head.find("/v1/customers?") != std::string_view::npos)
        body = pages.customers();
    else
        body = R"({"totalCount":0,"items":[],"attributes":{"objectType":"Collection"}})";
    sendAnswer(socket, {body});
}

} // namespace

UsageServer::UsageServer(const UsageWorld &world)
    : m_server([&world] {
        const auto pages = std::make_shared<const UsagePages>(world);
        return [&world, pages](int socket, std::string_view head) { answer(world, *pages, socket, head); };
    })
{}

} // namespace spendglass::bench
