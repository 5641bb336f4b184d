// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/usageanalytics.h"

#include "api/address.h"
#include "api/collection.h"

#include <QUrlQuery>

#include <algorithm>

namespace spendglass::api {

namespace {

constexpr int topCap = 10'000;

using Row = UsageAnalyticsRow;
using In = Members<UsageAnalyticsRow>;

/// Of a grouped answer only the asked fields are there, so that only the quantity is certain.
constexpr std::array members{
    Member{"customerTenantId", &In::field<&Row::customerTenantId>},
    Member{"customerName", &In::field<&Row::customerName>},
    Member{"subscriptionId", &In::field<&Row::subscriptionId>},
    Member{"subscriptionName", &In::field<&Row::subscriptionName>},
    Member{"usageDate", &In::written<&Row::usageDate, &Row::usageDateText>},
    Member{"resourceLocation", &In::field<&Row::resourceLocation>},
    Member{"meterCategory", &In::field<&Row::meterCategory>},
    Member{"meterSubcategory", &In::field<&Row::meterSubcategory>},
    Member{"meterUnit", &In::field<&Row::meterUnit>},
    Member{"reservationOrderId", &In::field<&Row::reservationOrderId>},
    Member{"reservationId", &In::field<&Row::reservationId>},
    Member{"consumptionMeterId", &In::field<&Row::consumptionMeterId>},
    Member{"serviceType", &In::field<&Row::serviceType>},
    Member{"quantity", &In::field<&Row::quantity>, true},
};

/// An answer in any of its envelopes, while it is read.
struct Answer
{
    Page<Row> page;
    Row bare; ///< of an answer that is one row
    bool hasQuantity = false;
    bool isBareBad = false;
    bool isGrouped = false;
    bool hasRows = false;
    std::string_view link;
    std::optional<qint64> total;
};

/// A grouped row has only what was asked for.
bool isComplete(const Answer &answer, const Row &row)
{
    return answer.isGrouped || (!row.customerTenantId.empty() && row.usageDate);
}

Read readRow(void *target, JsonValue &value)
{
    Answer &answer = *static_cast<Answer *>(target);
    const qint64 rounded = value.rounded();
    Row row;
    const Read result = value.readObject(members, &row);
    if (result == Read::Broken)
        return result;
    if (result == Read::Good && isComplete(answer, row)) {
        answer.page.rows.push_back(row);
    } else {
        value.rounded() = rounded;
        ++answer.page.quarantined;
    }
    return Read::Good;
}

Read readRows(void *target, JsonValue &value)
{
    Answer &answer = *static_cast<Answer *>(target);
    if (answer.hasRows || !value.isArray())
        return value.broken("the rows are not one array");
    answer.hasRows = true;
    answer.page.rows.reserve(topCap);
    return value.readArray(&readRow, target);
}

/// Names differ between the documents of this contract family; only one of them may speak.
Read readLink(void *target, JsonValue &value)
{
    std::string_view link;
    const Read result = value.read(link);
    if (result == Read::Bad)
        return value.broken("the next link is not of the documented form");
    std::string_view &known = static_cast<Answer *>(target)->link;
    if (!link.empty() && !known.empty() && link != known)
        return value.broken("there are two next links");
    known = link.empty() ? known : link;
    return result;
}

Read readTotal(void *target, JsonValue &value)
{
    const Read result = value.read(static_cast<Answer *>(target)->total);
    return result == Read::Bad ? Read::Absent : result;
}

constexpr std::array envelope{
    Member{"value", &readRows},    Member{"items", &readRows},           Member{"@nextLink", &readLink},
    Member{"nextLink", &readLink}, Member{"@odata.nextLink", &readLink}, Member{"totalCount", &readTotal},
};

/// A member of the one row; whether the answer is one is known at its end only.
template <std::size_t index>
Read readBare(void *target, JsonValue &value)
{
    Answer &answer = *static_cast<Answer *>(target);
    const Read result = members[index].read(&answer.bare, value);
    answer.hasQuantity |= members[index].isRequired && result == Read::Good;
    answer.isBareBad |= result == Read::Bad;
    return result == Read::Bad ? Read::Absent : result;
}

/// Everything that may stand on top: an envelope's members, then those of a row.
constexpr auto topMembers = []<std::size_t... index>(std::index_sequence<index...>)
{
    std::array<Member, envelope.size() + sizeof...(index)> top{};
    std::ranges::copy(envelope, top.begin());
    ((top[envelope.size() + index] = {members[index].name, &readBare<index>}), ...);
    return top;
}
(std::make_index_sequence<members.size()>());

Read readAnswer(void *target, JsonValue &value)
{
    Answer &answer = *static_cast<Answer *>(target);
    if (value.isArray())
        return readRows(target, value);
    const Read result = value.readObject(topMembers, target);
    if (result != Read::Good || answer.hasRows)
        return result;
    if (!answer.hasQuantity || answer.isBareBad || !isComplete(answer, answer.bare))
        return Read::Bad;
    answer.page.rows.push_back(answer.bare); // the seed shows one bare row
    return Read::Good;
}

qint64 numberIn(const QUrl &url, const char *name, qint64 otherwise)
{
    bool isNumber = false;
    const qint64 number = QUrlQuery(url).queryItemValue(QLatin1String(name)).toLongLong(&isNumber);
    return isNumber ? number : otherwise;
}

/// The same question from a later row on.
net::Request skipped(const net::Request &asked, qint64 rows)
{
    const qint64 skip = numberIn(asked.url, "skip", 0) + rows;
    net::Request next = asked;
    QStringList parts = asked.url.query(QUrl::FullyEncoded).split(QLatin1Char('&'), Qt::SkipEmptyParts);
    parts.removeIf([](const QString &part) { return part.startsWith(QLatin1String("skip=")); });
    parts.append(QStringLiteral("skip=%1").arg(skip));
    next.url.setQuery(parts.join(QLatin1Char('&')), QUrl::StrictMode);
    return next;
}

int topOf(const UsageAnalyticsQuery &query)
{
    const qint64 wanted = std::min<qint64>(query.top, query.limit.value_or(topCap));
    return int(std::clamp<qint64>(wanted, 1, topCap));
}

} // namespace

UsageAnalytics::UsageAnalytics(net::Client &client, const Service &service, UsageAnalyticsQuery query,
                               Sink<UsageAnalyticsRow> sink, QObject *parent)
    : RowJob(
          client, request(service, query),
          [query](const net::Response &response, const net::Request &asked) {
              return decode(response, asked, query);
          },
          std::move(sink), parent)
    , m_left(query.limit)
    , m_isWhole(!query.limit && query.skip <= 0)
    , m_isSeedPath(service.analyticsPath == Service().analyticsPath)
    , m_overlap(query)
{}

/// Offset paging over an unordered list repeats and drops rows.
QString UsageAnalytics::orderOf(const UsageAnalyticsQuery &query)
{
    if (!query.orderBy.isEmpty() || !query.groupBy.isEmpty())
        return query.orderBy;
    return QStringLiteral("usageDate,customerTenantId,subscriptionId,meterCategory,meterSubcategory,"
                          "meterUnit,resourceLocation,serviceType");
}

net::Request UsageAnalytics::request(const Service &service, const UsageAnalyticsQuery &query)
{
    const bool isGrouped = !query.groupBy.isEmpty();
    QList<Parameter> parameters{{"filter", query.filter},
                                {"groupby", query.groupBy},
                                {"aggregationLevel", isGrouped ? query.aggregationLevel : QString()},
                                {"orderby", orderOf(query)},
                                {"startDate", query.startDate},
                                {"endDate", query.endDate},
                                {"top", QString::number(topOf(query))},
                                {"skip", QString::number(std::max<qint64>(query.skip, 0))}};
    parameters.removeIf([](const Parameter &parameter) { return parameter.value.isEmpty(); });
    const QStringList path = service.analyticsPath.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    return partnerRequest(service, address(service.apiUrl, path, parameters));
}

core::Result<Page<UsageAnalyticsRow>> UsageAnalytics::decode(const net::Response &response,
                                                             const net::Request &asked,
                                                             const UsageAnalyticsQuery &query)
{
    Answer answer;
    answer.isGrouped = !query.groupBy.isEmpty();
    const auto rounded = readJson(response, asked, answer.page.text, &readAnswer, &answer);
    if (!rounded)
        return core::fail(rounded.error());
    describePage(answer.page, response, *rounded);
    answer.page.total = answer.total;
    const qint64 received = qint64(answer.page.rows.size()) + answer.page.quarantined;
    if (!answer.link.empty()) {
        const auto next = followRelative(asked, answer.link);
        if (!next)
            return core::fail(next.error());
        answer.page.next = *next;
    } else if (answer.hasRows && received > 0) {
        // A full page without a link may not be the last, nor a shorter one of a service with a smaller cap.
        const bool isFull = received == numberIn(asked.url, "top", topCap);
        const bool isMore = answer.total.value_or(0) > numberIn(asked.url, "skip", 0) + received;
        if (isFull || isMore)
            answer.page.next = skipped(asked, received);
    }
    return std::move(answer.page);
}

core::Result<Page<UsageAnalyticsRow>> UsageAnalytics::read(const net::Response &response,
                                                           const net::Request &asked)
{
    auto page = RowJob::read(response, asked);
    if (!page)
        return page;
    const RowOverlap::Finding overlap = m_overlap.compare(*page);
    if (overlap.isSamePage) {
        core::Error error = malformed(response, QStringLiteral("the page is the one before it once more"));
        error.where = net::describe(asked);
        return core::fail(std::move(error));
    }
    if (overlap.rows > 0 && (overlap.isCertain || !page->total))
        page->doubt =
            QStringLiteral("rows that stand on two pages: %1; the order changed while they were read")
                .arg(overlap.rows);
    if (!m_isWhole)
        page->total.reset();
    if (!m_left)
        return page;
    if (qint64(page->rows.size()) >= *m_left) {
        page->rows.resize(std::size_t(std::max<qint64>(*m_left, 0)));
        page->next.reset();
    }
    *m_left -= qint64(page->rows.size());
    return page;
}

/// The call moved, or never was where its first document says.
core::Error UsageAnalytics::explained(core::Error error) const
{
    if (m_isSeedPath && error.kind == core::ErrorKind::NotFound)
        error.text +=
            QStringLiteral("; later documents have this call at /%1: choose the later analytics path "
                           "for the account (--analytics-path later)")
                .arg(QLatin1String(laterAnalyticsPath));
    return error;
}

} // namespace spendglass::api
