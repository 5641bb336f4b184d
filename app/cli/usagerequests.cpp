// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requestspec.h"
#include "query/filtertext.h"
#include "query/remotecompiler.h"
#include "query/resolve.h"
#include "sync/livequestion.h"

#include <algorithm>

namespace spendglass::cli {
namespace {

core::Result<QString> dayOption(const Arguments &arguments, const char *name)
{
    const QString text = arguments.value(name);
    if (!text.isEmpty() && !core::parseDay(text.toStdString()))
        return core::fail(
            wrongUsage(QStringLiteral("--%1 %2: it is a day, YYYY-MM-DD").arg(QLatin1String(name), text)));
    return text;
}

/// The window in reported time; without options the 30 days before today, which is not whole yet.
core::Result<std::pair<core::Instant, core::Instant>> window(const Arguments &arguments,
                                                             const char *startName, const char *endName)
{
    const auto start = instantOption(arguments, startName);
    if (!start)
        return core::fail(start.error());
    const auto end = instantOption(arguments, endName);
    if (!end)
        return core::fail(end.error());
    const core::Instant until = end->value_or(core::Instant(core::SystemClock().today()));
    const core::Instant since = start->value_or(until - std::chrono::days(30));
    if (since >= until)
        return core::fail(wrongUsage(
            QStringLiteral("--%1 is not before --%2").arg(QLatin1String(startName), QLatin1String(endName))));
    return std::pair(since, until);
}

/// A filter in the program's own language: as much of it as the service takes is done there.
core::Result<Interface> filteredAnalytics(const Arguments &arguments, const Target &target)
{
    for (const char *const other : {"filter", "group-by", "aggregation-level", "order-by", "top", "skip"}) {
        if (arguments.has(other))
            return core::fail(
                wrongUsage(QStringLiteral("--where and --%1: not together").arg(QLatin1String(other))));
    }
    query::Query query;
    query.dataSet = core::DataSet::Analytics;
    query.measures = {{query::Aggregate::Count, {}}}; // a question must ask for something
    const auto where = query::parseFilter(arguments.value("where"), query.dataSet);
    if (!where)
        return core::fail(wrongUsage(QStringLiteral("--where, at character %1: %2")
                                         .arg(where.error().position + 1)
                                         .arg(where.error().message)));
    query.where = *where;
    const auto from = dayOption(arguments, "start-date");
    const auto to = dayOption(arguments, "end-date");
    if (!from || !to)
        return core::fail(from ? to.error() : from.error());
    query.from = core::parseDay(from->toStdString());
    query.to = core::parseDay(to->toStdString());
    if (query.to)
        query.to = *query.to + std::chrono::days(1); // the last day wanted, as --end-date has it
    if (const QStringList problems = query::problems(query); !problems.isEmpty())
        return core::fail(wrongUsage(problems.join(QStringLiteral("; "))));
    api::UsageAnalyticsQuery first;
    const auto clock = std::make_shared<core::SystemClock>();
    const query::RemoteQuery remote =
        query::remoteAttempts(query::resolved(query, clock->now()).query, false).front();
    first.filter = remote.filter;
    first.startDate = remote.startDate;
    first.endDate = remote.endDate;
    return Interface{api::UsageAnalytics::request(target.service, first), nullptr,
                     [query, clock](RequestRun &run) {
                         return new sync::LiveQuestion(run.client(), run.service(), clock, run.storePath(),
                                                       query, sync::LiveQuestion::Rows::Raw);
                     }};
}

core::Result<Interface> analytics(const Arguments &arguments, const Target &target)
{
    if (arguments.has("where"))
        return filteredAnalytics(arguments, target);
    api::UsageAnalyticsQuery query;
    query.filter = arguments.value("filter");
    const QStringList groups = arguments.list("group-by");
    query.groupBy = groups.join(u',');
    query.orderBy = arguments.list("order-by").join(u',');
    for (const QString &group : groups) {
        const auto &columns = rowColumns<api::UsageAnalyticsRow>();
        if (group == QLatin1String("quantity") ||
            std::none_of(columns.begin(), columns.end(), [&](const auto &column) {
                return group.compare(QLatin1String(column.name), Qt::CaseInsensitive) == 0;
            }))
            return core::fail(
                wrongUsage(QStringLiteral("--group-by %1: analytics cannot group by that").arg(group)));
    }
    const auto level = wordOption(arguments, "aggregation-level", QString(),
                                  {QStringLiteral("day"), QStringLiteral("week"), QStringLiteral("month")});
    const auto top = numberOption(arguments, "top", 0, 1, 1'000'000'000);
    const auto skip = numberOption(arguments, "skip", 0, 0, 1'000'000'000'000);
    const auto from = dayOption(arguments, "start-date");
    const auto to = dayOption(arguments, "end-date");
    for (const core::Error *error :
         {level ? nullptr : &level.error(), top ? nullptr : &top.error(), skip ? nullptr : &skip.error(),
          from ? nullptr : &from.error(), to ? nullptr : &to.error()}) {
        if (error)
            return core::fail(*error);
    }
    if (!from->isEmpty() && !to->isEmpty() &&
        core::parseDay(from->toStdString()) > core::parseDay(to->toStdString()))
        return core::fail(
            wrongUsage(QStringLiteral("--start-date %1 is after --end-date %2").arg(*from, *to)));
    if (!level->isEmpty() && groups.isEmpty())
        return core::fail(wrongUsage(QStringLiteral("--aggregation-level needs --group-by")));
    query.aggregationLevel = *level;
    query.startDate = *from;
    query.endDate = *to;
    query.skip = *skip;
    if (arguments.has("top")) {
        query.limit = *top;
        query.top = int(std::min<qint64>(*top, query.top));
    }
    return Interface{api::UsageAnalytics::request(target.service, query),
                     [query, groups](RequestRun &run) -> net::Job * {
                         return new api::UsageAnalytics(run.client(), run.service(), query,
                                                        run.sink<api::UsageAnalyticsRow>(groups));
                     }};
}

/// What utilization and CREST have in common.
struct Detail
{
    bool isHourly = false, showDetails = true;
    int size = 1000;
};

core::Result<Detail> detail(const Arguments &arguments, const char *sizeName)
{
    const auto granularity = wordOption(arguments, "granularity", QStringLiteral("daily"),
                                        {QStringLiteral("daily"), QStringLiteral("hourly")});
    if (!granularity)
        return core::fail(granularity.error());
    const auto showDetails = truthOption(arguments, "show-details", true);
    if (!showDetails)
        return core::fail(showDetails.error());
    return numberOption(arguments, sizeName, 1000, 1, 1000).map([&](qint64 size) {
        return Detail{*granularity == QLatin1String("hourly"), *showDetails, int(size)};
    });
}

core::Result<Interface> utilization(const Arguments &arguments, const Target &target)
{
    const auto customer = needed(arguments, "customer");
    if (!customer)
        return core::fail(customer.error());
    const auto subscription = needed(arguments, "subscription");
    if (!subscription)
        return core::fail(subscription.error());
    const auto times = window(arguments, "start-time", "end-time");
    if (!times)
        return core::fail(times.error());
    const auto how = detail(arguments, "size");
    if (!how)
        return core::fail(how.error());
    const api::UtilizationQuery query{*customer,     *subscription,    times->first, times->second,
                                      how->isHourly, how->showDetails, how->size};
    return endpoint<api::UtilizationRecords, api::UtilizationRow>(target.service, query);
}

core::Result<Interface> crest(const Arguments &arguments, const Target &target)
{
    const auto isOn = hasCid(target);
    if (!isOn)
        return core::fail(isOn.error());
    const auto entitlement = needed(arguments, "entitlement");
    if (!entitlement)
        return core::fail(entitlement.error());
    const auto times = window(arguments, "reported-start-time", "reported-end-time");
    if (!times)
        return core::fail(times.error());
    const auto how = detail(arguments, "count");
    if (!how)
        return core::fail(how.error());
    const api::CrestQuery query{*entitlement,  times->first,     times->second,
                                how->isHourly, how->showDetails, how->size};
    return endpoint<api::CrestUsageRecords, api::CrestUsageRow>(target.service, query);
}

core::Result<Interface> summary(const Arguments &, const Target &target)
{
    return endpoint<api::UsageSummary, api::UsageSummaryRow>(target.service);
}

core::Result<Interface> spend(const Arguments &, const Target &target)
{
    return endpoint<api::CustomerUsageRecords, api::CustomerUsageRow>(target.service);
}

} // namespace

std::vector<CommandSpec> usageRequests()
{
    using auth::Interface;
    const Option granularity{"granularity", "G", "daily or hourly"};
    const Option details{"show-details", "B", "true: per resource; false: per meter"};
    return {
        requestSpec<analytics, Interface::Analytics>(
            "request analytics", "usage of all customers, by day and meter, straight from the service",
            {{"filter", "TEXT", "in the service's own grammar: meterCategory eq 'Storage'"},
             {"where", "TEXT", "in this program's language; what the service refuses is done here"},
             {"group-by", "F,F", "sums over these fields"},
             {"aggregation-level", "L", "day, week or month; with --group-by"},
             {"order-by", "F,F", "field, then asc or desc"},
             {"top", "N", "at most so many rows in all"},
             {"skip", "N", "leave out so many rows"},
             {"start-date", "D", "first usage day"},
             {"end-date", "D", "last usage day"}}),
        requestSpec<utilization, Interface::Utilization>(
            "request utilization", "usage records of one legacy subscription",
            {customerOption,
             {"subscription", "ID", "the subscription's commerce id"},
             {"start-time", "T", "start of the reported window; default: 30 days before its end"},
             {"end-time", "T",
              "end of the window, excluded, also when it is a bare day; default: today 00:00 UTC"},
             granularity,
             details,
             {"size", "N", "rows per page, 1 to 1000"}}),
        requestSpec<summary, Interface::Summary>("request summary",
                                                 "the partner's total of the current period", {}),
        requestSpec<spend, Interface::Spend>("request spend", "every customer's cost of the current period",
                                             {}),
        requestSpec<crest, Interface::Crest>(
            "request crest", "usage records of one entitlement from the older service",
            {{"entitlement", "ID", "the entitlement's id"},
             {"reported-start-time", "T", "start of the reported window; default: 30 days before its end"},
             {"reported-end-time", "T", "end of the window, excluded; default: today 00:00 UTC"},
             granularity,
             details,
             {"count", "N", "rows per page, 1 to 1000"}}),
    };
}

} // namespace spendglass::cli
