// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/usage.h"

#include "sandbox/httpdate.h"
#include "sandbox/jsonwriter.h"
#include "sandbox/paging.h"
#include "sandbox/problem.h"
#include "sandbox/random.h"
#include "sandbox/usagewindow.h"

#include <array>

namespace spendglass::sandbox {

namespace {

using namespace std::chrono_literals;

/// The nth Sunday of a month.
core::Day sunday(std::chrono::year year, std::chrono::month month, unsigned number)
{
    return core::Day(year / month / std::chrono::Sunday[number]);
}

/// As .NET writes it: tiny values with an exponent ("1.9E-05"), which a reader must take too.
std::string exponentText(core::Decimal value)
{
    std::string text = value.toStdString();
    const bool isNegative = value.isNegative();
    const std::size_t first = text.find_first_of("123456789");
    const std::size_t point = text.find('.');
    if (point == std::string::npos || first == std::string::npos || first < point + 5)
        return text;
    std::string mantissa = text.substr(first);
    if (mantissa.size() > 1)
        mantissa.insert(1, 1, '.');
    const std::string exponent = std::to_string(first - point);
    return (isNegative ? "-" : "") + mantissa + (exponent.size() < 2 ? "E-0" : "E-") + exponent;
}

void writeRow(JsonWriter &out, const World &world, const Subscription &subscription, const UsageRow &row,
              bool showDetails)
{
    const Series &series = *row.series;
    const Meter &meter = world.meter(series);
    out.open('{').field("usageStartTime", writtenTime(row.start, subscription.writesPacific));
    out.field("usageEndTime", writtenTime(row.end, subscription.writesPacific));
    out.key("resource").open('{').field("id", world.meterId(series)).field("name", meter.name);
    out.field("category", meter.category).field("subcategory", meter.subcategory);
    out.field("region", world.meterRegion(series)).close('}');
    out.number("quantity", exponentText(row.quantity)).field("unit", meter.unit);
    out.key("infoFields").raw(showDetails && meter.isOldService ? infoOf(world, series, false) : "{}");
    if (showDetails && !meter.isOldService) {
        out.key("instanceData").open('{').field("resourceUri", world.resourceUri(series));
        out.field("location", world.location(series).id).field("partNumber", "").field("orderNumber", "");
        if (const std::string tags = tagsOf(series); !tags.empty())
            out.key("tags").raw(tags);
        if (!meter.serviceType.empty())
            out.key("additionalInfo")
                .open('{')
                .field("ServiceType", meter.serviceType)
                .field("UsageType", "ComputeHR")
                .close('}');
        out.close('}');
    }
    out.objectType("AzureUtilizationRecord").close('}');
}

void writeCrestRow(JsonWriter &out, const World &world, const UsageRow &row, bool showDetails)
{
    const Series &series = *row.series;
    const Meter &meter = world.meter(series);
    out.open('{').field("entitlement_id", world.subscriptions()[series.subscription].entitlementId);
    out.field("usage_start_time", writtenTime(row.start, false))
        .field("usage_end_time", writtenTime(row.end, false));
    out.field("object_type", "UsageRecord")
        .field("meter_name", meter.name)
        .field("meter_category", meter.category);
    out.field("meter_sub_category", meter.subcategory);
    if (!world.meterRegion(series).empty())
        out.field("meter_region", world.meterRegion(series));
    out.field("unit", meter.unit).field("meter_id", world.meterId(series));
    out.key("info_fields").raw(showDetails && meter.isOldService ? infoOf(world, series, true) : "{}");
    if (showDetails && !meter.isOldService) {
        JsonWriter inner;
        inner.open('{').key("Microsoft.Resources").open('{').field("resourceUri", world.resourceUri(series));
        inner.field("location", world.location(series).id);
        if (const std::string tags = tagsOf(series); !tags.empty())
            inner.key("tags").raw(tags);
        out.field("instance_data",
                  inner.field("partNumber", "").field("orderNumber", "").close('}').close('}').take());
    }
    out.number("quantity", row.quantity.toStdString()).close('}');
}

/// The page's rows, moved where a fault says so.
UsagePage asked(const World &world, const UsageWindow &window, const Request &request)
{
    const RowRange range = pageRows(request, window.offset, window.size);
    UsageWindow moved = window;
    moved.offset = range.begin;
    moved.size = range.end - range.begin;
    return usagePage(world, moved);
}

/// The next page's place; nothing after the last.
std::optional<UsageWindow> following(UsageWindow window, const Request &request, bool hasMore)
{
    const auto offset = nextOffset(request, window.offset, window.size, hasMore);
    window.offset = offset.value_or(0);
    return offset ? std::optional(window) : std::nullopt;
}

std::string crestHref(const World &world, const UsageWindow &window)
{
    const std::string token = continuation(world, window);
    return token.substr(1, token.find("&error_if_not_processed") - 1) +
           "&granularity=" + (window.isHourly ? "Hourly" : "Daily");
}

} // namespace

Reply utilizations(const World &world, const Customer &customer, const Subscription &subscription,
                   const Request &request, core::Instant now)
{
    const auto parameter = [&](std::string_view name) { return request.parameter(name).value_or(""); };
    const std::string base =
        "customers/" + customer.id + "/subscriptions/" + subscription.id + "/utilizations/azure";
    const std::string seek = lowerCase(parameter("seek_operation"));
    UsageWindow window;
    std::string self;
    if (!seek.empty()) {
        const auto token = continued(world, request.header("MS-ContinuationToken").value_or(""));
        if (seek != "next" || !token || token->subscription != &subscription)
            return problem(400, 2000, "The continuation token is not valid.");
        window = *token;
        self = base + "?seek_operation=Next";
    } else {
        auto asked = readWindow(parameter("start_time"), parameter("end_time"), parameter("granularity"),
                                parameter("show_details"), parameter("size"));
        if (!asked)
            return problem(400, 2000, asked.error().text.toStdString());
        window = *asked;
        window.subscription = &subscription;
        self = base + "?start_time=" + core::formatInstant(window.from) +
               "&end_time=" + core::formatInstant(window.to) +
               "&granularity=" + (window.isHourly ? "Hourly" : "Daily") +
               "&show_details=" + (window.showDetails ? "True" : "False") +
               "&size=" + std::to_string(window.size);
    }
    if (window.to >= now)
        return notReady(now);
    const UsagePage page = asked(world, window, request);
    JsonWriter out;
    out.open('{').number("totalCount", static_cast<qint64>(page.rows.size())).key("items").open('[');
    for (const UsageRow &row : page.rows)
        writeRow(out, world, subscription, row, window.showDetails);
    out.close(']').key("links").open('{').link("self", self);
    if (const auto next = following(window, request, page.hasMore))
        writeNext(out, request, base + "?seek_operation=Next", continuation(world, *next));
    return json(out.close('}').objectType("Collection").close('}').take());
}

Reply crestUsageRecords(const World &world, const Request &request, core::Instant now)
{
    const auto parameter = [&](std::string_view name) { return request.parameter(name).value_or(""); };
    UsageWindow window;
    if (const auto text = request.parameter("continuation_token")) {
        const auto token = continuedHref(world, *text);
        if (!token)
            return crestProblem(400, "60002", "The continuation token is not valid.");
        window = *token;
    } else {
        auto asked = readWindow(parameter("reported_start_time"), parameter("reported_end_time"),
                                parameter("granularity"), parameter("show_details"), parameter("count"));
        if (!asked)
            return crestProblem(400, "60001", asked.error().text.toStdString());
        window = *asked;
        window.subscription = world.findEntitlement(parameter("entitlement_id"));
        if (!window.subscription)
            return crestProblem(404, "60041", "The entitlement was not found.");
    }
    if (request.hasLost(window.subscription->entitlementId))
        return crestProblem(404, "60041", "The entitlement was not found.");
    if (window.to >= now)
        return notReady(now);
    const UsagePage page = asked(world, window, request);
    JsonWriter out;
    out.open('{').key("items").open('[');
    for (const UsageRow &row : page.rows)
        writeCrestRow(out, world, row, window.showDetails);
    out.close(']')
        .field("object_type", "UsageRecords")
        .field("contract_version", "1.0")
        .key("links")
        .open('{');
    out.key("self").open('{').field("href", crestHref(world, window)).field("method", "GET").close('}');
    if (const auto next = following(window, request, page.hasMore))
        out.key("next")
            .open('{')
            .field("href", nextUri(request, continuation(world, *next).substr(1)))
            .field("method", "GET")
            .close('}');
    return json(out.close('}').close('}').take());
}

Reply notReady(core::Instant now)
{
    Reply reply;
    reply.status = 204;
    reply.headers = {{"Retry-After", httpDate(now + 15min)}};
    return reply;
}

int pacificOffsetHours(core::Instant instant)
{
    // Summer time from the second Sunday of March to the first of November, at two in the morning.
    const std::chrono::year year = std::chrono::year_month_day(core::dayOf(instant)).year();
    const bool isSummer = instant >= core::Instant(sunday(year, std::chrono::March, 2)) + 10h &&
                          instant < core::Instant(sunday(year, std::chrono::November, 1)) + 9h;
    return isSummer ? -7 : -8;
}

std::string writtenTime(core::Instant instant, bool isPacific)
{
    const int offset = isPacific ? pacificOffsetHours(instant) : 0;
    std::string text = core::formatInstant(instant + std::chrono::hours(offset));
    text.pop_back();
    return text + (isPacific ? "-0" + std::to_string(-offset) + ":00" : "+00:00");
}

std::string pacificMidnight(core::Day day)
{
    // 07:00 or 08:00 UTC of the written day.
    const int offset = pacificOffsetHours(core::Instant(day) + 8h);
    return core::formatDay(day) + "T00:00:00-0" + std::to_string(-offset) + ":00";
}

std::string tagsOf(const Series &series)
{
    constexpr std::array teams{"A", "Größe & Co", "web", "<i>ops</i>", "データ"};
    const std::uint64_t dice = mix(series.key, 71);
    if (dice % 3 != 0)
        return {};
    JsonWriter out;
    out.open('{').field("team", teams[dice / 3 % teams.size()]);
    if (dice / 16 % 2 == 0)
        out.field("cost center", std::to_string(4000 + dice / 32 % 20));
    return out.close('}').take();
}

std::string infoOf(const World &world, const Series &series, bool isCrest)
{
    const Meter &meter = world.meter(series);
    JsonWriter out;
    out.open('{').field(isCrest ? "MeteredRegion" : "meteredRegion", world.location(series).region);
    out.field(isCrest ? "MeteredService" : "meteredService", meter.category);
    out.field(isCrest ? "MeteredServiceType" : "meteredServiceType", meter.subcategory);
    return out.field(isCrest ? "Project" : "project", world.resourceName(series)).close('}').take();
}

} // namespace spendglass::sandbox
