// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/service.h"

#include "core/clock.h"
#include "sandbox/directory.h"
#include "sandbox/httpdate.h"
#include "sandbox/jsonwriter.h"
#include "sandbox/problem.h"
#include "sandbox/random.h"
#include "sandbox/ratecard.h"
#include "sandbox/truth.h"
#include "sandbox/usage.h"

#include <QFile>

#include <algorithm>
#include <array>

namespace spendglass::sandbox {

namespace {

constexpr std::size_t keptRequests = 2000;

bool isCrest(const Request &request)
{
    const auto &steps = request.steps;
    return !steps.empty() && steps.front() != "v1" && steps.front() != "partner" && !SignIn::isFor(request);
}

/// Why a token is not good enough.
Reply unauthorised(const Tokens::Known &known)
{
    Reply reply = problem(401, 800001, "The partner token is missing or not valid.");
    if (known.state == Tokens::State::Expired)
        reply = problem(401, 400, "Access denied");
    else if (known.right.service == Right::Service::Retired)
        reply =
            problem(401, 900420,
                    "The audience in the token is invalid and is no longer supported in Partner Center API.");
    else if (known.state == Tokens::State::Good && !known.right.hasSecondFactor)
        reply = problem(401, 900421, "MFA claim is missing or not compliant for App+User token.");
    reply.headers = {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}};
    return reply;
}

/// Lists of customers and of what they bought; everything else is about money.
bool isDirectory(const Request &request)
{
    const auto &steps = request.steps;
    const bool isOfCustomer = steps.size() > 2 && steps[1] == "customers" && steps[2] != "usagerecords";
    return request.path == "/v1/customers" ||
           (isOfCustomer && (steps.size() == 3 || (steps.size() == 4 && steps[3] == "subscriptions")));
}

Reply noSubscription()
{
    return problem(404, 3000, "A subscription with the provided ID was not found under this customer",
                   {"subscription_id"});
}

/// What a route of a customer is answered from.
struct Asked
{
    const World &world;
    const Spending &spending;
    const Request &request;
    const Customer &customer;
    core::Instant now;
};
using Answer = Reply (*)(const Asked &);

template <Reply (Spending::*call)(const Request &, const Customer &) const>
Reply spent(const Asked &asked)
{
    return (asked.spending.*call)(asked.request, asked.customer);
}

template <Reply (*call)(const World &, const Customer &, const Request &)>
Reply listed(const Asked &asked)
{
    return call(asked.world, asked.customer, asked.request);
}

/// Of a plan only.
template <Reply (*call)(const World &, const Customer &, const Request &)>
Reply belowPlan(const Asked &asked)
{
    const std::string &id = asked.request.steps[4];
    if (asked.customer.hasPlan() && lowerCase(id) == asked.customer.planId)
        return listed<call>(asked);
    return problem(404, 20003, "Subscription with ID " + id + " not found.");
}

Reply wholeCustomer(const Asked &asked)
{
    return customerById(asked.world, asked.customer);
}

Reply utilized(const Asked &asked)
{
    const Subscription *const own = asked.world.findLegacy(asked.customer, asked.request.steps[4]);
    return own ? utilizations(asked.world, asked.customer, *own, asked.request, asked.now) : noSubscription();
}

/// Steps below /v1/customers/{c}, the first that matches; * is any one.
constexpr std::array<std::pair<std::string_view, Answer>, 13> customerRoutes{{
    {"", wholeCustomer},
    {"usagesummary", spent<&Spending::customerSummary>},
    {"usagebudget", spent<&Spending::budget>},
    {"entitlements", listed<entitlements>},
    {"subscriptions", listed<subscriptions>},
    {"subscriptions/usagerecords", spent<&Spending::subscriptionRecords>},
    {"subscriptions/*/usagesummary", spent<&Spending::subscriptionSummary>},
    {"subscriptions/*/usagerecords/resources", spent<&Spending::legacyResources>},
    {"subscriptions/*/resourceusagerecords", spent<&Spending::resources>},
    {"subscriptions/*/meterusagerecords", spent<&Spending::meters>},
    {"subscriptions/*/utilizations/azure", utilized},
    {"subscriptions/*/azureentitlements", belowPlan<azureEntitlements>},
    {"subscriptions/*/azureentitlements/*", belowPlan<azureEntitlement>},
}};

bool matches(const std::vector<std::string> &steps, std::string_view pattern)
{
    std::size_t at = 3; // v1, customers and the customer
    while (!pattern.empty() && at < steps.size()) {
        const std::string_view step = pattern.substr(0, pattern.find('/'));
        if (step != "*" && step != lowerCase(steps[at]))
            return false;
        ++at;
        pattern.remove_prefix(std::min(step.size() + 1, pattern.size()));
    }
    return pattern.empty() && at == steps.size();
}

} // namespace

Service::Service(const Options &options, Tokens &tokens)
    : m_options(options)
    , m_tokens(tokens)
    , m_world(options)
    , m_money(m_world)
    , m_spending(m_world, m_money)
    , m_analytics(m_world, options)
    , m_signIn(options, m_world, tokens)
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
    if (fault)
        mislead(*fault, request);
    auto given = fault ? replacement(*fault, now()) : std::nullopt;
    Reply reply = given ? std::move(*given) : route(request);
    const bool hasMark = m_options.hasByteOrderMark && !isCrest(request) && reply.status == 200 && !given;
    if (hasMark && !reply.body.empty())
        reply.body.insert(0, "\xEF\xBB\xBF");
    if (fault)
        spoil(*fault, reply);
    addHeaders(request, reply);
    return reply;
}

Tokens::Known Service::rightOf(const Request &request) const
{
    const std::string bearer = request.header("Authorization").value_or("");
    if (lowerCase(bearer.substr(0, 7)) != "bearer " || bearer.size() == 7)
        return {};
    const Tokens::Known known = m_tokens.find(bearer.substr(7));
    if (m_options.acceptsAnyToken && known.state == Tokens::State::Unknown)
        return {Tokens::State::Good, {}};
    return known;
}

Reply Service::route(const Request &request)
{
    if (SignIn::isFor(request))
        return m_signIn.answer(request, core::SystemClock().now());
    const Tokens::Known known = rightOf(request);
    if (known.state != Tokens::State::Good)
        return unauthorised(known);
    if (request.method != "GET" && !(isCrest(request) && request.method == "POST"))
        return problem(405, 2000, "The method is not allowed.");
    if (isCrest(request))
        return crest(request, known.right);
    Reply reply = known.right.service == Right::Service::PartnerCenter && known.right.hasSecondFactor
                      ? partnerCenter(request, known.right)
                      : unauthorised(known);
    if (lowerCase(request.header("ValidateMfa").value_or("")) == "true")
        reply.headers.emplace_back("isMfaCompliant", known.right.hasSecondFactor ? "true" : "false");
    return reply;
}

bool Service::isAnalytics(const Request &request) const
{
    using Path = Options::AnalyticsPath;
    return (request.path == "/partner/v1/analytics/azureusage" && m_options.analyticsPath != Path::Later) ||
           (request.path == "/partner/v1/analytics/usage/azure" && m_options.analyticsPath != Path::Seed);
}

Reply Service::partnerCenter(const Request &request, const Right &right)
{
    if (right.isHelpdesk && !isDirectory(request))
        return problem(403, 900150, "The role of the signed-in user does not permit this call.");
    if (isAnalytics(request))
        return m_analytics.answer(request);
    if (request.path == "/v1/usagesummary")
        return m_spending.partnerSummary();
    if (request.path == "/v1/customers")
        return customers(m_world, request);
    if (request.path == "/v1/customers/usagerecords")
        return m_spending.customerRecords(request);
    if (request.path == "/v1/ratecards/azure" || request.path == "/v1/ratecards/azure-shared")
        return rateCard(m_world, request, request.path.ends_with("shared"));
    if (request.steps.size() < 3 || request.steps[0] != "v1" || request.steps[1] != "customers")
        return problem(404, 1000, "The resource was not found.");
    const Customer *const customer = m_world.findCustomer(request.steps[2]);
    if (customer && !request.hasLost(customer->id))
        return ofCustomer(request, *customer);
    return problem(403, 20002,
                   "The partner ID " + m_world.partnerId() +
                       " has no commerce relationship with the customer ID " + request.steps[2] + ".",
                   {m_world.partnerId(), request.steps[2]});
}

Reply Service::ofCustomer(const Request &request, const Customer &customer)
{
    const bool isBelow = request.steps.size() > 4 && request.steps[3] == "subscriptions";
    if (isBelow && request.hasLost(request.steps[4]))
        return noSubscription();
    for (const auto &[pattern, answer] : customerRoutes)
        if (matches(request.steps, pattern))
            return answer({m_world, m_spending, request, customer, now()});
    return problem(404, 1000, "The resource was not found.");
}

Reply Service::crestToken(const Request &request)
{
    const Right right{Right::Service::Crest, true, false};
    const auto form = parseForm(request.body);
    if (request.steps[0] == "my-org" && findHeader(form, "grant_type") != "client_credentials")
        return crestProblem(400, "60001", "grant_type=client_credentials is needed.");
    return json(R"({"access_token":")" + m_tokens.fresh(right).toStdString() +
                R"(","token_type":"Bearer","expires_in":)" + std::to_string(m_options.tokenSeconds) + "}");
}

Reply Service::crest(const Request &request, const Right &right)
{
    const auto &steps = request.steps;
    if (steps.size() == 2 && steps[0] == "my-org" && steps[1] == "tokens")
        return crestToken(request);
    const bool isExchange = steps.size() == 2 && steps[1] == "tokens";
    if (m_options.needsCrestToken && right.service != Right::Service::Crest && !isExchange)
        return unauthorised({});
    if (request.header("api-version") != "2015-03-31")
        return crestProblem(400, "60000", "The header api-version: 2015-03-31 is needed.");
    if (request.path == "/customers/get-by-identity")
        return crestCustomerByIdentity(m_world, request);
    if (steps.size() != 2)
        return crestProblem(404, "60003", "The resource was not found.");
    const bool isResellers =
        steps[1] == "usage-records" || steps[1] == "subscriptions" || steps[1] == "rate-card";
    if (isResellers && lowerCase(steps[0]) != m_world.partnerCid())
        return crestProblem(403, "60004", "The reseller is another one.");
    if (steps[1] == "usage-records")
        return crestUsageRecords(m_world, request, now());
    if (steps[1] == "rate-card")
        return crestRateCard(m_world, request);
    const std::string wanted =
        isResellers ? request.parameter("recipient_customer_id").value_or("") : steps[0];
    for (const Customer &customer : m_world.customers())
        if (customer.commerceId == lowerCase(wanted))
            return crestOfCustomer(request, customer);
    return crestProblem(404, "60003", "The resource was not found.");
}

Reply Service::crestOfCustomer(const Request &request, const Customer &customer)
{
    const std::string &what = request.steps[1];
    if (what == "subscriptions")
        return crestSubscriptions(m_world, customer);
    if (what == "Entitlements")
        return crestEntitlements(m_world, customer, request);
    if (what != "tokens")
        return crestProblem(404, "60003", "The resource was not found.");
    return crestToken(request);
}

void Service::addHeaders(const Request &request, Reply &reply) const
{
    const auto echo = [&](const char *name) {
        if (!findHeader(reply.headers, name)) // a fault may have put another one there
            reply.headers.emplace_back(name, request.header(name).value_or(newId()));
    };
    if (SignIn::isFor(request)) {
        echo("x-ms-request-id");
        echo("client-request-id");
    } else if (isCrest(request)) {
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
    if (what == "sign-in")
        return m_signIn.control(request);
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
