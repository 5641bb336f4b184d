// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/faults.h"

#include "sandbox/damage.h"
#include "sandbox/random.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace spendglass::sandbox {

namespace {

using Action = Fault::Action;

constexpr std::array<std::pair<const char *, Action>, 23> actions{{
    {"status", Action::Status},
    {"delay", Action::Delay},
    {"cut", Action::Cut},
    {"reset", Action::Reset},
    {"hang", Action::Hang},
    {"html", Action::Html},
    {"redirect", Action::Redirect},
    {"contentType", Action::ContentType},
    {"throttle", Action::Throttle},
    {"unauthorised", Action::Unauthorised},
    {"gzip", Action::Gzip},
    {"staleIds", Action::StaleIds},
    {"vanish", Action::Vanish},
    {"tokenLoop", Action::TokenLoop},
    {"endless", Action::Endless},
    {"pairLoop", Action::PairLoop},
    {"nextLink", Action::NextLink},
    {"shift", Action::Shift},
    {"repeat", Action::Repeat},
    {"edit", Action::Edit},
    {"totalCount", Action::TotalCount},
    {"items", Action::Items},
    {"duplicateKey", Action::DuplicateKey},
}};

constexpr std::array<std::pair<const char *, DateForm>, 3> dateForms{{
    {"fixdate", DateForm::Fixdate},
    {"rfc850", DateForm::Rfc850},
    {"asctime", DateForm::Asctime},
}};

// The access token must be newer than that: what continuous access evaluation asks for.
constexpr std::string_view usualClaims =
    R"({"access_token":{"nbf":{"essential":true,"value":"1604106651"}}})";

std::string textOf(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().toStdString();
}

qint64 numberOf(const QJsonObject &object, const char *name, qint64 otherwise)
{
    return object.value(QLatin1String(name)).toInteger(otherwise);
}

tl::unexpected<core::Error> unknown(const char *member, const std::string &name)
{
    return core::fail(
        core::ErrorKind::BadRequest,
        QStringLiteral("unknown %1 \"%2\"").arg(QLatin1String(member), QString::fromStdString(name)));
}

/// The members of a fault that go into the answer's text.
void readText(const QJsonObject &object, Fault &fault)
{
    fault.body = textOf(object, "body");
    fault.contentType = textOf(object, "contentType");
    fault.location = textOf(object, "location");
    fault.id = lowerCase(textOf(object, "id"));
    fault.claims =
        object.value(QLatin1String("claims")).isBool() ? std::string(usualClaims) : textOf(object, "claims");
    fault.rows = numberOf(object, "rows", 1);
    fault.count = numberOf(object, "count", 25);
    fault.find = textOf(object, "find");
    fault.put = textOf(object, "put");
    fault.everywhere = object.value(QLatin1String("all")).toBool();
    fault.member = object.contains(QLatin1String("member")) ? textOf(object, "member") : "quantity";
    fault.value = textOf(object, "value");
    const QJsonObject headers = object.value(QLatin1String("headers")).toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header)
        fault.headers.emplace_back(header.key().toStdString(),
                                   header.value().toVariant().toString().toStdString());
}

core::Result<void> readRetryAfter(const QJsonObject &object, Fault &fault)
{
    const QJsonValue after = object.value(QLatin1String("retryAfter"));
    if (after.isString())
        fault.retryText = after.toString().toStdString();
    else if (!after.isUndefined())
        fault.retryAfter = after.toInteger(1);
    if (!object.contains(QLatin1String("retryAfterForm")))
        return {};
    const std::string name = textOf(object, "retryAfterForm");
    for (const auto &[known, form] : dateForms)
        if (name == known)
            fault.retryForm = form;
    if (!fault.retryForm)
        return unknown("retryAfterForm", name);
    return {};
}

core::Result<Fault> faultFrom(const QJsonObject &object)
{
    Fault fault;
    fault.path = textOf(object, "path");
    fault.customer = lowerCase(textOf(object, "customer"));
    fault.nth = numberOf(object, "nth", 0);
    fault.every = numberOf(object, "every", 0);
    fault.percent = numberOf(object, "percent", 100);
    fault.seed = static_cast<quint64>(numberOf(object, "seed", 0));
    fault.times = numberOf(object, "times", fault.nth > 0 ? 1 : -1);
    fault.status = static_cast<int>(numberOf(object, "status", 500));
    fault.delayMs = static_cast<int>(numberOf(object, "delayMs", 0));
    if (object.contains(QLatin1String("bytes")))
        fault.bytes = numberOf(object, "bytes", 0);
    readText(object, fault);
    if (const auto isRead = readRetryAfter(object, fault); !isRead)
        return tl::unexpected<core::Error>(isRead.error());
    const std::string name = object.contains(QLatin1String("action")) ? textOf(object, "action") : "status";
    for (const auto &[known, action] : actions) {
        if (name == known) {
            fault.action = action;
            return fault;
        }
    }
    return unknown("fault action", name);
}

Reply page(int status, std::string contentType, std::string body)
{
    Reply reply;
    reply.status = status;
    reply.contentType = std::move(contentType);
    reply.body = std::move(body);
    return reply;
}

void addRetryAfter(const Fault &fault, core::Instant now, Reply &reply)
{
    if (fault.retryText)
        reply.headers.emplace_back("Retry-After", *fault.retryText);
    else if (fault.retryAfter)
        reply.headers.emplace_back(
            "Retry-After", fault.retryForm
                               ? httpDate(now + std::chrono::seconds(*fault.retryAfter), *fault.retryForm)
                               : std::to_string(*fault.retryAfter));
}

Reply throttled(const Fault &fault, core::Instant now)
{
    Fault complete = fault;
    if (!fault.retryAfter)
        complete.retryAfter = 1;
    Reply reply = page(429, "application/json",
                       R"({ "statusCode": 429, "message": "Rate limit is exceeded. Try again in )" +
                           std::to_string(*complete.retryAfter) + R"( seconds." })");
    addRetryAfter(complete, now, reply);
    return reply;
}

Reply unauthorised(const Fault &fault)
{
    Reply reply = page(401, "application/json; charset=utf-8",
                       R"({"code":400,"description":"Access denied","data":[],"source":"PartnerFD"})");
    const std::string claims = QByteArray::fromStdString(fault.claims).toBase64().toStdString();
    reply.headers = {{"WWW-Authenticate",
                      claims.empty()
                          ? "Bearer error=\"invalid_token\""
                          : "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"" + claims + '"'}};
    return reply;
}

} // namespace

core::Result<void> FaultQueue::load(const QByteArray &json, bool replace)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return core::fail(core::ErrorKind::BadRequest,
                          QStringLiteral("faults: %1").arg(problem.errorString()));
    const QJsonArray list =
        document.isArray() ? document.array() : document.object().value(QLatin1String("faults")).toArray();
    replace = document.object().value(QLatin1String("replace")).toBool(replace);
    std::vector<Fault> faults;
    for (const QJsonValue &item : list) {
        auto fault = faultFrom(item.toObject());
        if (!fault)
            return tl::unexpected<core::Error>(fault.error());
        faults.push_back(std::move(*fault));
    }
    if (replace)
        m_faults.clear();
    m_faults.insert(m_faults.end(), faults.begin(), faults.end());
    return {};
}

std::optional<Fault> FaultQueue::take(const Request &request)
{
    const std::string target = lowerCase(percentDecode(request.target, false));
    Fault *found = nullptr;
    for (Fault &fault : m_faults) {
        if (request.target.find(fault.path) == std::string::npos ||
            target.find(fault.customer) == std::string::npos)
            continue;
        ++fault.matches;
        const bool isDue =
            (fault.nth == 0 || fault.matches == fault.nth) &&
            (fault.every == 0 || fault.matches % fault.every == 0) &&
            static_cast<qint64>(mix(fault.seed, static_cast<quint64>(fault.matches)) % 100) < fault.percent;
        if (!found && isDue && (fault.times < 0 || fault.done < fault.times))
            found = &fault;
    }
    if (!found)
        return std::nullopt;
    ++found->done;
    return *found;
}

void mislead(const Fault &fault, Request &request)
{
    using Next = PagingFault::Next;
    PagingFault &paging = request.paging;
    const Action action = fault.action;
    if (action == Action::TokenLoop)
        paging.next = Next::Same;
    else if (action == Action::Endless)
        paging.next = Next::Endless;
    else if (action == Action::PairLoop)
        paging.next = Next::Pair;
    else if (action == Action::NextLink)
        paging = {Next::Elsewhere, fault.location, fault.headers, 0, false};
    else if (action == Action::Shift || action == Action::Repeat)
        paging = {Next::Right, {}, {}, fault.rows, action == Action::Repeat};
    else if (action == Action::Vanish)
        request.vanished = fault.id;
}

std::optional<Reply> replacement(const Fault &fault, core::Instant now)
{
    Reply reply;
    switch (fault.action) {
    case Action::Status:
        reply = page(fault.status,
                     fault.contentType.empty() ? "application/json; charset=utf-8" : fault.contentType,
                     fault.body);
        reply.headers = fault.headers;
        addRetryAfter(fault, now, reply);
        return reply;
    case Action::Html:
        return page(200, "text/html; charset=utf-8",
                    "<html><head><title>Guest network</title></head><body>Sign in</body></html>");
    case Action::Redirect:
        reply = page(302, "text/html", "");
        reply.headers = {{"Location", fault.location.empty() ? "http://elsewhere.invalid/" : fault.location}};
        return reply;
    case Action::Throttle:
        return throttled(fault, now);
    case Action::Unauthorised:
        return unauthorised(fault);
    case Action::Reset:
        reply.resets = true;
        return reply;
    case Action::Hang:
        reply.hangs = true;
        return reply;
    case Action::Delay:
    case Action::Cut:
    case Action::ContentType:
    case Action::Gzip:
    case Action::StaleIds:
    case Action::Vanish:
    case Action::TokenLoop:
    case Action::Endless:
    case Action::PairLoop:
    case Action::NextLink:
    case Action::Shift:
    case Action::Repeat:
    case Action::Edit:
    case Action::TotalCount:
    case Action::Items:
    case Action::DuplicateKey:
        return std::nullopt;
    }
    return std::nullopt;
}

void spoil(const Fault &fault, Reply &reply)
{
    reply.delayMs = fault.delayMs;
    if (fault.action == Action::Cut)
        reply.cutAfter = static_cast<std::size_t>(std::max<qint64>(0, fault.bytes.value_or(0)));
    if (fault.action == Action::ContentType)
        reply.contentType = fault.contentType.empty() ? "text/plain" : fault.contentType;
    if (fault.action == Action::StaleIds)
        for (const char *name :
             {"MS-RequestId", "MS-CorrelationId", "x-ms-tracking-id", "x-ms-correlation-id"})
            reply.headers.emplace_back(name, "00000000-57a1-e000-0000-000000000000");
    if (fault.action == Action::Edit)
        replaceText(reply.body, fault.find, fault.put, fault.everywhere);
    if (fault.action == Action::TotalCount)
        setTotal(reply.body, std::to_string(fault.count));
    if (fault.action == Action::Items)
        setItems(reply.body, fault.value);
    if (fault.action == Action::DuplicateKey)
        doubleMember(reply.body, fault.member, fault.value.empty() ? "0" : fault.value);
    if (fault.action == Action::Gzip && !reply.body.empty()) {
        reply.body = gzipped(reply.body);
        reply.body.resize(std::min(reply.body.size(), static_cast<std::size_t>(fault.bytes.value_or(
                                                          static_cast<qint64>(reply.body.size())))));
        reply.headers.emplace_back("Content-Encoding", "gzip");
    }
}

} // namespace spendglass::sandbox
