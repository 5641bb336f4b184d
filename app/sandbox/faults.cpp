// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/faults.h"

#include "sandbox/random.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>

namespace spendglass::sandbox {

namespace {

using Action = Fault::Action;

constexpr std::array<std::pair<const char *, Action>, 11> actions{{
    {"status", Action::Status},
    {"delay", Action::Delay},
    {"cut", Action::Cut},
    {"reset", Action::Reset},
    {"hang", Action::Hang},
    {"html", Action::Html},
    {"redirect", Action::Redirect},
    {"contentType", Action::ContentType},
    {"tokenLoop", Action::TokenLoop},
    {"throttle", Action::Throttle},
    {"unauthorised", Action::Unauthorised},
}};

std::string textOf(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString().toStdString();
}

qint64 numberOf(const QJsonObject &object, const char *name, qint64 otherwise)
{
    return object.value(QLatin1String(name)).toInteger(otherwise);
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
    fault.bytes = numberOf(object, "bytes", 0);
    fault.retryAfter = static_cast<int>(numberOf(object, "retryAfter", 1));
    fault.body = textOf(object, "body");
    fault.contentType = textOf(object, "contentType");
    fault.location = textOf(object, "location");
    const QJsonObject headers = object.value(QLatin1String("headers")).toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header)
        fault.headers.emplace_back(header.key().toStdString(),
                                   header.value().toVariant().toString().toStdString());
    const std::string name = object.contains(QLatin1String("action")) ? textOf(object, "action") : "status";
    for (const auto &[known, action] : actions) {
        if (name == known) {
            fault.action = action;
            return fault;
        }
    }
    return core::fail(core::ErrorKind::BadRequest,
                      QStringLiteral("unknown fault action \"%1\"").arg(QString::fromStdString(name)));
}

Reply page(int status, std::string contentType, std::string body)
{
    Reply reply;
    reply.status = status;
    reply.contentType = std::move(contentType);
    reply.body = std::move(body);
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

std::optional<Reply> replacement(const Fault &fault)
{
    switch (fault.action) {
    case Action::Status: {
        Reply reply = page(fault.status,
                           fault.contentType.empty() ? "application/json; charset=utf-8" : fault.contentType,
                           fault.body);
        reply.headers = fault.headers;
        return reply;
    }
    case Action::Html:
        return page(200, "text/html; charset=utf-8",
                    "<html><head><title>Guest network</title></head><body>Sign in</body></html>");
    case Action::Redirect: {
        Reply reply = page(302, "text/html", "");
        reply.headers = {{"Location", fault.location.empty() ? "http://elsewhere.invalid/" : fault.location}};
        return reply;
    }
    case Action::Throttle: {
        const std::string seconds = std::to_string(fault.retryAfter);
        Reply reply = page(429, "application/json",
                           R"({ "statusCode": 429, "message": "Rate limit is exceeded. Try again in )" +
                               seconds + R"( seconds." })");
        reply.headers = {{"Retry-After", seconds}};
        return reply;
    }
    case Action::Unauthorised: {
        Reply reply = page(401, "application/json; charset=utf-8",
                           R"({"code":400,"description":"Access denied","data":[],"source":"PartnerFD"})");
        reply.headers = {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}};
        return reply;
    }
    case Action::Reset: {
        Reply reply;
        reply.resets = true;
        return reply;
    }
    case Action::Hang: {
        Reply reply;
        reply.hangs = true;
        return reply;
    }
    case Action::Delay:
    case Action::Cut:
    case Action::ContentType:
    case Action::TokenLoop:
        return std::nullopt;
    }
    return std::nullopt;
}

void spoil(const Fault &fault, Reply &reply)
{
    reply.delayMs = fault.delayMs;
    if (fault.action == Action::Cut)
        reply.cutAfter = static_cast<std::size_t>(std::max<qint64>(0, fault.bytes));
    if (fault.action == Action::ContentType)
        reply.contentType = fault.contentType.empty() ? "text/plain" : fault.contentType;
}

} // namespace spendglass::sandbox
