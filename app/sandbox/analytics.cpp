// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/analytics.h"

#include "sandbox/jsonwriter.h"
#include "sandbox/paging.h"
#include "sandbox/problem.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <numeric>

namespace spendglass::sandbox {

struct Analytics::Question
{
    struct Key
    {
        AnalyticsField field;
        bool isDescending = false;
    };
    Filter filter;
    std::vector<Key> order;
    std::vector<AnalyticsField> groups;
    enum class Level
    {
        Day,
        Week,
        Month
    } level = Level::Day;
    qint64 top = 10'000, skip = 0;
    int fromDay = 0, toDay = 0; ///< indices, half-open
    std::string identity;       ///< all of the question but top and skip
    std::string link;           ///< the query without top and skip, as sent
    std::string resource;       ///< last step of the path, with which next links begin
};

/// Where the rows of a question are: series in an order, cut into runs, counts by run and by day.
struct Analytics::Order
{
    std::string identity;
    std::vector<std::uint32_t> series; ///< those before the date decide first, those after it last
    std::vector<std::size_t> runEnds;  ///< of series that are equal in all fields before the date
    std::vector<int> days;             ///< in the order asked for
    std::vector<qint64> counts;        ///< by day when there is one run, else by run
    qint64 total = 0;
};

struct Analytics::Grouped
{
    std::string identity;
    std::vector<std::pair<std::vector<std::string>, core::Decimal>> rows;
};

namespace {

using Field = AnalyticsField;

core::Error refusal(const std::string &text)
{
    core::Error error;
    error.text = QString::fromStdString(text);
    return error;
}

tl::unexpected<core::Error> refuse(const std::string &text)
{
    return tl::unexpected<core::Error>(refusal(text));
}

std::vector<std::string_view> parts(std::string_view list)
{
    std::vector<std::string_view> found;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        std::string_view part = list.substr(0, end);
        while (!part.empty() && part.front() == ' ')
            part.remove_prefix(1);
        while (!part.empty() && part.back() == ' ')
            part.remove_suffix(1);
        found.push_back(part);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return found;
}

std::optional<qint64> wholeNumber(std::string_view text)
{
    qint64 value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc() && result.ptr == text.data() + text.size() ? std::optional(value)
                                                                               : std::nullopt;
}

} // namespace

Analytics::Analytics(const World &world, const Options &options)
    : m_world(world)
    , m_options(options)
{
    const auto quoted = [](std::string_view name, std::string_view value) {
        std::string text = ",\"" + std::string(name) + "\":\"";
        appendEscaped(text, value);
        return text + '"';
    };
    for (const Subscription &subscription : world.subscriptions()) {
        const Customer &customer = world.customers()[subscription.customer];
        std::string head = quoted("customerTenantId", customer.upperId) +
                           quoted("customerName", customer.name) +
                           quoted("subscriptionId", subscription.upperId) +
                           quoted("subscriptionName", subscription.name) + ",\"usageDate\":\"";
        head.front() = '{';
        m_heads.push_back(std::move(head));
    }
    for (int day = 0; day < world.days(); ++day)
        m_dates.push_back(core::formatDay(world.day(day)) + "T00:00:00\"");
    Series series;
    for (std::size_t meter = 0; meter < meters().size(); ++meter) {
        for (std::size_t location = 0; location < locations().size(); ++location) {
            series.meter = static_cast<std::uint16_t>(meter);
            series.location = static_cast<std::uint8_t>(location);
            std::string middle;
            for (const Field field :
                 {Field::ResourceLocation, Field::MeterCategory, Field::MeterSubcategory, Field::MeterUnit})
                middle += quoted(fieldName(field), analyticsText(world, series, field));
            m_middles.push_back(std::move(middle));
            m_tails.push_back(quoted("consumptionMeterId", world.meterId(series)) +
                              quoted("serviceType", world.meter(series).serviceType) + ",\"quantity\":");
        }
    }
    for (std::size_t i = 0; i <= world.customers().size(); ++i) {
        series.reservation = static_cast<std::uint32_t>(i);
        m_reservations.push_back(quoted("reservationOrderId", world.reservation(series).orderId) +
                                 quoted("reservationId", world.reservation(series).id));
    }
}

Analytics::~Analytics() = default;

Reply Analytics::answer(const Request &request)
{
    const auto question = read(request);
    if (!question)
        return problem(400, 2000, question.error().text.toStdString());
    return json(question->groups.empty() ? rows(*question, request) : groups(*question, request));
}

core::Result<Analytics::Question> Analytics::read(const Request &request) const
{
    Question question;
    question.resource = request.steps.back();
    const auto parameter = [&](std::string_view name) { return request.parameter(name).value_or(""); };
    auto filter = Filter::parse(parameter("filter"));
    if (!filter)
        return tl::unexpected<core::Error>(filter.error());
    question.filter = std::move(*filter);
    const std::string groupby = parameter("groupby"), orderby = parameter("orderby");
    for (const std::string_view name : parts(groupby)) {
        const auto field = analyticsField(name);
        if (!field)
            return refuse("groupby: unknown field '" + std::string(name) + "'");
        question.groups.push_back(*field);
    }
    const auto level = request.parameter("aggregationLevel");
    if (level && question.groups.empty())
        return refuse("aggregationLevel needs groupby");
    if (level && *level != "day" && *level != "week" && *level != "month")
        return refuse("aggregationLevel is day, week or month");
    question.level = level == "week"    ? Question::Level::Week
                     : level == "month" ? Question::Level::Month
                                        : Question::Level::Day;
    for (const std::string_view item : parts(orderby)) {
        const std::size_t blank = std::min(item.find(' '), item.size());
        const auto field = analyticsField(item.substr(0, blank));
        const std::string_view direction =
            item.substr(std::min(item.find_first_not_of(' ', blank), item.size()));
        const bool isKnown = field && (direction.empty() || direction == "asc" || direction == "desc");
        const bool isThere =
            question.groups.empty() ||
            (field && std::count(question.groups.begin(), question.groups.end(), *field) > 0);
        if (!isKnown || !isThere)
            return refuse("orderby: '" + std::string(item) + "' is not understood");
        question.order.push_back({*field, direction == "desc"});
    }
    const auto top = wholeNumber(request.parameter("top").value_or("10000"));
    const auto skip = wholeNumber(request.parameter("skip").value_or("0"));
    if (!top || *top < 1 || *top > 10'000 || !skip || *skip < 0)
        return refuse("top is 1 to 10000, skip 0 or more");
    question.top = *top;
    question.skip = *skip;
    question.toDay = m_world.days();
    const auto start = parameter("startDate"), end = parameter("endDate");
    if (m_options.honoursDates) {
        const auto from = core::parseTime(start), to = core::parseTime(end);
        if ((!start.empty() && !from) || (!end.empty() && !to))
            return refuse("startDate and endDate are dates");
        if (from)
            question.fromDay = std::clamp(m_world.dayIndex(core::dayOf(from->instant)), 0, m_world.days());
        if (to)
            question.toDay =
                std::clamp(m_world.dayIndex(core::dayOf(to->instant)) + 1, question.fromDay, m_world.days());
    }
    for (const auto &[name, value] : request.query) {
        if (name == "top" || name == "skip" || name == "round") // the last is a fault's
            continue;
        question.link += percentEncode(name) + '=' + percentEncode(value) + '&';
    }
    question.identity = question.link;
    return question;
}

void Analytics::order(Order &order, const Question &question) const
{
    // Fields before usageDate cut the series into runs, fields after it order them within a day.
    const auto date = std::find_if(question.order.begin(), question.order.end(),
                                   [](const auto &key) { return key.field == Field::UsageDate; });
    const bool isNatural = question.order.empty();
    const std::vector<Question::Key> before(question.order.begin(), isNatural ? question.order.end() : date);
    const std::vector<Question::Key> after(date == question.order.end() ? date : date + 1,
                                           question.order.end());
    const auto compare = [this](const std::vector<Question::Key> &keys, std::uint32_t a, std::uint32_t b) {
        for (const auto &[field, isDescending] : keys) {
            const int difference = analyticsText(m_world, m_world.series()[a], field)
                                       .compare(analyticsText(m_world, m_world.series()[b], field));
            if (difference != 0)
                return isDescending ? -difference : difference;
        }
        return 0;
    };
    order.series.resize(m_world.series().size());
    std::iota(order.series.begin(), order.series.end(), 0U);
    // The full list that clients send is the order the series already have.
    constexpr std::array natural{Field::CustomerTenantId, Field::SubscriptionId, Field::MeterCategory,
                                 Field::MeterSubcategory, Field::MeterUnit,      Field::ResourceLocation,
                                 Field::ServiceType};
    const bool isSorted =
        before.empty() && after.size() <= natural.size() &&
        std::equal(after.begin(), after.end(), natural.begin(),
                   [](const auto &key, Field field) { return key.field == field && !key.isDescending; });
    if (!isSorted)
        std::stable_sort(order.series.begin(), order.series.end(), [&](std::uint32_t a, std::uint32_t b) {
            const int difference = compare(before, a, b);
            return (difference != 0 ? difference : compare(after, a, b)) < 0;
        });
    for (std::size_t i = 1; i < order.series.size() && !before.empty(); ++i)
        if (compare(before, order.series[i - 1], order.series[i]) != 0)
            order.runEnds.push_back(i);
    order.runEnds.push_back(order.series.size());
    for (int day = question.fromDay; day < question.toDay; ++day)
        order.days.push_back(day);
    if (date != question.order.end() && date->isDescending)
        std::reverse(order.days.begin(), order.days.end());

    const bool isOneRun = order.runEnds.size() == 1;
    order.counts.assign(isOneRun ? order.days.size() : order.runEnds.size(), 0);
    std::size_t run = 0;
    for (std::size_t i = 0; i < order.series.size(); ++i) {
        run += i == order.runEnds[run] ? 1 : 0;
        const Series &series = m_world.series()[order.series[i]];
        for (std::size_t d = 0; d < order.days.size(); ++d)
            if (m_world.roll(series, order.days[d]) != 0 &&
                question.filter.matches(m_world, series, m_world.day(order.days[d])))
                ++order.counts[isOneRun ? d : run];
    }
    order.total = std::accumulate(order.counts.begin(), order.counts.end(), qint64(0));
}

void Analytics::appendRow(std::string &out, const Series &series, int day, std::uint64_t dice) const
{
    const std::size_t pair = series.meter * locations().size() + series.location;
    if (!out.empty())
        out += ',';
    out += m_heads[series.subscription];
    out += m_dates[static_cast<std::size_t>(day)];
    out += m_middles[pair];
    out += m_reservations[series.reservation];
    out += m_tails[pair];
    appendNumber(out, m_world.quantity(series, day, dice), m_world.meter(series).digits);
    out += '}';
}

std::string Analytics::rows(const Question &question, const Request &request)
{
    if (!m_order || m_order->identity != question.identity) {
        m_order = std::make_unique<Order>();
        m_order->identity = question.identity;
        order(*m_order, question);
    }
    const Order &order = *m_order;
    std::string out;
    const RowRange range = pageRows(request, question.skip, question.top);
    qint64 skip = range.begin, left = range.end - range.begin;
    out.reserve(static_cast<std::size_t>(std::clamp<qint64>(order.total - skip, 0, left)) * 560 + 256);
    const bool isOneRun = order.runEnds.size() == 1;
    std::size_t begin = 0;
    for (std::size_t run = 0; run < order.runEnds.size() && left > 0; begin = order.runEnds[run++]) {
        if (!isOneRun && order.counts[run] <= skip) {
            skip -= order.counts[run];
            continue;
        }
        for (std::size_t d = 0; d < order.days.size() && left > 0; ++d) {
            if (isOneRun && order.counts[d] <= skip) {
                skip -= order.counts[d];
                continue;
            }
            for (std::size_t i = begin; i < order.runEnds[run] && left > 0; ++i) {
                const Series &series = m_world.series()[order.series[i]];
                const std::uint64_t dice = m_world.roll(series, order.days[d]);
                if (dice == 0 || !question.filter.matches(m_world, series, m_world.day(order.days[d])) ||
                    skip-- > 0)
                    continue;
                skip = 0;
                --left;
                appendRow(out, series, order.days[d], dice);
            }
        }
    }
    return envelope(question, request, std::move(out), order.total);
}

void Analytics::group(Grouped &grouped, const Question &question) const
{
    const bool hasDate = std::count(question.groups.begin(), question.groups.end(), Field::UsageDate) > 0;
    std::map<std::vector<std::string>, core::Decimal> sums;
    std::vector<std::string> key(question.groups.size());
    for (const Series &series : m_world.series()) {
        core::Decimal *sum = nullptr;
        core::Day bucket{};
        for (int index = question.fromDay; index < question.toDay; ++index) {
            const std::uint64_t dice = m_world.roll(series, index);
            const core::Day day = m_world.day(index);
            if (dice == 0 || !question.filter.matches(m_world, series, day))
                continue;
            const core::Day wanted = question.level == Question::Level::Month  ? core::firstOfMonth(day)
                                     : question.level == Question::Level::Week ? core::firstOfWeek(day)
                                                                               : day;
            if (!sum || (hasDate && wanted != bucket)) {
                for (std::size_t i = 0; i < key.size(); ++i)
                    key[i] = question.groups[i] == Field::UsageDate
                                 ? core::formatDay(wanted) + "T00:00:00"
                                 : std::string(analyticsText(m_world, series, question.groups[i]));
                bucket = wanted;
                sum = &sums[key];
            }
            *sum = sum->plus(m_world.decimal(series, m_world.quantity(series, index, dice))).value_or(*sum);
        }
    }
    grouped.rows.assign(sums.begin(), sums.end());
    std::vector<std::pair<std::size_t, bool>> keys; // column, descending
    for (const auto &[field, isDescending] : question.order)
        keys.emplace_back(std::find(question.groups.begin(), question.groups.end(), field) -
                              question.groups.begin(),
                          isDescending);
    std::stable_sort(grouped.rows.begin(), grouped.rows.end(), [&keys](const auto &a, const auto &b) {
        for (const auto &[column, isDescending] : keys)
            if (a.first[column] != b.first[column])
                return (a.first[column] < b.first[column]) != isDescending;
        return false;
    });
}

std::string Analytics::groups(const Question &question, const Request &request)
{
    if (!m_grouped || m_grouped->identity != question.identity) {
        m_grouped = std::make_unique<Grouped>();
        m_grouped->identity = question.identity;
        group(*m_grouped, question);
    }
    const auto total = static_cast<qint64>(m_grouped->rows.size());
    std::string out;
    const RowRange range = pageRows(request, question.skip, question.top);
    for (qint64 i = range.begin; i < std::min(total, range.end); ++i) {
        const auto &[key, sum] = m_grouped->rows[static_cast<std::size_t>(i)];
        out += out.empty() ? "{" : ",{";
        for (std::size_t column = 0; column < key.size(); ++column) {
            out += '"' + std::string(fieldName(question.groups[column])) + "\":\"";
            appendEscaped(out, key[column]);
            out += "\",";
        }
        out += "\"Quantity\":\"" + sum.toStdString() + "\"}";
    }
    return envelope(question, request, std::move(out), total);
}

std::string Analytics::envelope(const Question &question, const Request &request, std::string rows,
                                qint64 total) const
{
    if (m_options.envelope == Options::Envelope::BareArray)
        return '[' + std::move(rows) + ']';
    const bool isUpper = m_options.envelope == Options::Envelope::Value;
    const bool isItems = m_options.envelope == Options::Envelope::Items;
    std::string body = std::string("{\"") + (isItems ? "items" : isUpper ? "Value" : "value") + "\":[";
    body.reserve(rows.size() + question.link.size() + 256);
    body += rows;
    body += ']';
    if (m_options.hasNextLink) {
        body += ",\"@nextLink\":";
        const qint64 top = question.top;
        if (const auto next = nextOffset(request, question.skip, top, question.skip + top < total)) {
            body += '"';
            appendEscaped(body, nextUri(request, question.resource + '?' + question.link + "top=" +
                                                     std::to_string(top) + "&skip=" + std::to_string(*next)));
            body += '"';
        } else {
            body += "null";
        }
    }
    return body + (isUpper ? ",\"TotalCount\":" : ",\"totalCount\":") + std::to_string(total) + '}';
}

} // namespace spendglass::sandbox
