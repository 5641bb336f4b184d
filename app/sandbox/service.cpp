// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/service.h"

#include "core/clock.h"
#include "sandbox/directory.h"
#include "sandbox/jsonwriter.h"
#include "sandbox/problem.h"
#include "sandbox/random.h"
#include "sandbox/truth.h"
#include "sandbox/usage.h"

#include <QFile>
#include <QUuid>

namespace spendglass::sandbox {

namespace {

constexpr std::size_t keptRequests = 2000;

std::string newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

bool isCrest(const Request &request)
{
    const auto &steps = request.steps;
    return !steps.empty() && steps.front() != "v1" && steps.front() != "partner";
}

Reply unauthorised(Tokens::State state)
{
    Reply reply = state == Tokens::State::Expired
                      ? problem(401, 400, "Access denied")
                      : problem(401, 800001, "The partner token is missing or not valid.");
    reply.headers = {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}};
    return reply;
}

} // namespace

QByteArray Tokens::fresh()
{
    const std::string token = "sandbox." + newId() + "." + newId();
    const std::scoped_lock lock(m_mutex);
    m_until[token] = std::chrono::steady_clock::now() + m_seconds;
    return QByteArray::fromStdString(token);
}

Tokens::State Tokens::state(const std::string &token) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_until.find(token);
    if (found == m_until.end())
        return State::Unknown;
    return std::chrono::steady_clock::now() < found->second ? State::Good : State::Expired;
}

Service::Service(const Options &options, Tokens &tokens)
    : m_options(options)
    , m_tokens(tokens)
    , m_world(options)
    , m_money(m_world)
    , m_analytics(m_world, options)
    , m_shift(m_world.today() - core::SystemClock().today())
{}

core::Instant Service::now() const
{
    // A millisecond past: a window that ends with the last midnight is over even if asked at midnight.
    return core::SystemClock().now() + m_shift + std::chrono::milliseconds(1);
}

core::Result<void> Service::loadFaults(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(core::ErrorKind::File, file.errorString(), path);
    return m_faults.load(file.readAll());
}

Reply Service::answer(Request &request)
{
    if (!request.steps.empty() && request.steps.front() == "sandbox")
        return control(request);
    note(request);
    const auto fault = m_faults.take(request);
    request.loopsToken = fault && fault->action == Fault::Action::TokenLoop;
    auto given = fault ? replacement(*fault) : std::nullopt;
    Reply reply = given ? std::move(*given) : route(request);
    const bool hasMark = m_options.hasByteOrderMark && !isCrest(request) && reply.status == 200 && !given;
    if (hasMark && !reply.body.empty())
        reply.body.insert(0, "\xEF\xBB\xBF");
    if (fault)
        spoil(*fault, reply);
    addHeaders(request, reply);
    return reply;
}

Reply Service::route(const Request &request)
{
    const std::string bearer = request.header("Authorization").value_or("");
    const bool isBearer = lowerCase(bearer.substr(0, 7)) == "bearer ";
    const Tokens::State state = isBearer ? m_tokens.state(bearer.substr(7)) : Tokens::State::Unknown;
    if (state != Tokens::State::Good)
        return unauthorised(state);
    if (request.method != "GET" && !(isCrest(request) && request.method == "POST"))
        return problem(405, 2000, "The method is not allowed.");
    return isCrest(request) ? crest(request) : partnerCenter(request);
}

Reply Service::partnerCenter(const Request &request)
{
    if (request.path == "/partner/v1/analytics/azureusage")
        return m_analytics.answer(request);
    if (request.path == "/v1/usagesummary")
        return usageSummary(m_world, m_money);
    if (request.path == "/v1/customers")
        return customers(m_world, request);
    if (request.path == "/v1/customers/usagerecords")
        return customerUsageRecords(m_world, m_money, request);
    if (request.steps.size() < 3 || request.steps[0] != "v1" || request.steps[1] != "customers")
        return problem(404, 1000, "The resource was not found.");
    if (const Customer *const customer = m_world.findCustomer(request.steps[2]))
        return ofCustomer(request, *customer);
    return problem(403, 20002,
                   "The partner ID " + m_world.partnerId() +
                       " has no commerce relationship with the customer ID " + request.steps[2] + ".",
                   {m_world.partnerId(), request.steps[2]});
}

Reply Service::ofCustomer(const Request &request, const Customer &customer)
{
    const auto &steps = request.steps;
    if (steps.size() == 3)
        return customerById(m_world, customer);
    if (steps.size() == 4 && steps[3] == "subscriptions")
        return subscriptions(m_world, customer, request);
    if (steps.size() == 6 && steps[3] == "subscriptions" && lowerCase(steps[5]) == "azureentitlements")
        return azureEntitlements(m_world, customer, steps[4]);
    if (steps.size() == 7 && steps[3] == "subscriptions" && steps[5] == "utilizations" &&
        steps[6] == "azure") {
        if (const Subscription *const subscription = m_world.findLegacy(customer, steps[4]))
            return utilizations(m_world, customer, *subscription, request, now());
        return problem(404, 3000, "A subscription with the provided ID was not found under this customer",
                       {"subscription_id"});
    }
    return problem(404, 1000, "The resource was not found.");
}

Reply Service::crest(const Request &request)
{
    const auto &steps = request.steps;
    if (request.header("api-version") != "2015-03-31")
        return crestProblem(400, "60000", "The header api-version: 2015-03-31 is needed.");
    if (request.path == "/customers/get-by-identity")
        return crestCustomerByIdentity(m_world, request);
    if (steps.size() == 2 && steps[1] == "usage-records")
        return lowerCase(steps[0]) == m_world.partnerCid()
                   ? crestUsageRecords(m_world, request, now())
                   : crestProblem(403, "60004", "The reseller is another one.");
    if (steps.size() == 2 && (steps[1] == "Entitlements" || steps[1] == "tokens")) {
        for (const Customer &customer : m_world.customers()) {
            if (customer.commerceId != lowerCase(steps[0]))
                continue;
            if (steps[1] == "Entitlements")
                return crestEntitlements(m_world, customer);
            return json(R"({"access_token":")" + m_tokens.fresh().toStdString() +
                        R"(","token_type":"Bearer","expires_in":)" + std::to_string(m_options.tokenSeconds) +
                        "}");
        }
    }
    return crestProblem(404, "60003", "The resource was not found.");
}

void Service::addHeaders(const Request &request, Reply &reply) const
{
    const auto echo = [&](const char *name) {
        reply.headers.emplace_back(name, request.header(name).value_or(newId()));
    };
    if (isCrest(request)) {
        echo("x-ms-tracking-id");
        echo("x-ms-correlation-id");
    } else {
        echo("MS-RequestId");
        echo("MS-CorrelationId");
        reply.headers.emplace_back("MS-CV", request.header("ms-cv").value_or("sandbox.0"));
        reply.headers.emplace_back("MS-ServerId", "sandbox");
        reply.headers.emplace_back("X-Locale", request.header("X-Locale").value_or("en-US"));
    }
    if (!findHeader(reply.headers, "Date"))
        reply.headers.emplace_back("Date", httpDate(now()));
}

void Service::note(const Request &request)
{
    ++m_total;
    ++m_counts[request.path];
    Noted noted{request.method, request.target, request.headers};
    for (auto &[name, value] : noted.headers)
        if (lowerCase(name) == "authorization")
            value = value.substr(0, value.find(' ')) + " …";
    m_last.push_back(std::move(noted));
    if (m_last.size() > keptRequests)
        m_last.pop_front();
}

Reply Service::requests() const
{
    JsonWriter out;
    out.open('{').number("total", m_total).key("byPath").open('{');
    for (const auto &[path, count] : m_counts)
        out.number(path, count);
    out.close('}').key("last").open('[');
    for (const Noted &noted : m_last) {
        out.open('{').field("method", noted.method).field("target", noted.target).key("headers").open('{');
        for (const auto &[name, value] : noted.headers)
            out.field(lowerCase(name), value);
        out.close('}').close('}');
    }
    return json(out.close(']').close('}').take());
}

Reply Service::control(const Request &request)
{
    const std::string what = request.steps.size() == 2 ? request.steps[1] : "";
    if (what == "requests" && request.method == "GET")
        return requests();
    if (what == "requests" && request.method == "DELETE") {
        m_last.clear();
        m_counts.clear();
        m_total = 0;
        return json("{}");
    }
    if (what == "truth" && request.method == "GET")
        return truthReply(Truth(m_world, m_money), request);
    if (what == "faults" && request.method == "DELETE")
        m_faults.clear();
    else if (what != "faults" || request.method != "POST")
        return problem(404, 1000, "The resource was not found.");
    else if (const auto loaded = m_faults.load(QByteArray::fromStdString(request.body), false); !loaded)
        return problem(400, 2000, loaded.error().text.toStdString());
    return json("{\"faults\":" + std::to_string(m_faults.size()) + "}");
}

} // namespace spendglass::sandbox
