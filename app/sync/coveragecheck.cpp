// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/coveragecheck.h"

#include "api/crestusagerecords.h"
#include "api/customers.h"
#include "api/customerusagerecords.h"
#include "api/subscriptions.h"
#include "api/usageanalytics.h"
#include "api/usagesummary.h"
#include "api/utilizationrecords.h"
#include "net/client.h"
#include "net/transport.h"

#include <QPointer>
#include <QStringList>
#include <QUuid>

#include <algorithm>
#include <functional>
#include <set>

namespace spendglass::sync {

namespace {

using core::DataSet;
using core::ErrorKind;
using namespace std::chrono_literals;

constexpr auto deadline = 30s;
constexpr int customersTried = 2;

InterfaceReach without(Reach reach, DataSet dataSet, const QString &why, const char *code = "")
{
    core::Error error;
    error.kind = ErrorKind::NotOffered;
    error.serverCode = QLatin1String(code);
    error.text = why;
    return {dataSet, reach, CoverageAdvice::None, error};
}

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

} // namespace

class CoverageCheck::State : public QObject
{
public:
    State(CoverageCheck &owner, Connection connection, std::shared_ptr<const core::Clock> clock);

    void start();
    void cancel();

private:
    using Read = std::function<core::Result<void>(const net::Response &)>;
    using Then = std::function<void(const core::Result<net::Response> &)>;
    void call(net::Request request, Then then);
    /// One request that says all there is to know of an interface. read: whether the answer is one.
    void ask(std::optional<DataSet> dataSet, const net::Request &request, Read read);
    void askAll();
    void askForCustomers();
    void askForSpend();
    void askForAnalytics();
    void noteList();
    void askForSubscriptions();
    void onSubscriptions(const QString &customerId, const core::Result<net::Response> &answer,
                         const net::Request &asked);
    void askForUsage(const QString &customerId, const api::SubscriptionRow &subscription);
    void settle(const InterfaceReach &one);
    void settleUsage(const InterfaceReach &same);
    bool isOpen(DataSet dataSet) const { return m_open.count(dataSet) > 0; }
    void end(const core::Result<Coverage> &result);

    CoverageCheck &m_owner;
    const Connection m_connection;
    const std::shared_ptr<const core::Clock> m_clock;
    api::Service m_service;
    net::Client m_client;
    std::unique_ptr<QObject> m_calls = std::make_unique<QObject>(); ///< under way
    Coverage m_coverage;
    std::set<std::optional<DataSet>> m_open; ///< not yet known
    int m_lists = 2;                         ///< of customers that are still to come
    std::optional<core::Error> m_listError;  ///< why there is none
    QStringList m_customers;                 ///< to look for subscriptions at, the likeliest first
    int m_tried = 0;
    bool m_isStarted = false, m_isCancelled = false, m_isOver = false;
};

namespace {

net::ClientParts partsFor(const Connection &connection, std::shared_ptr<const core::Clock> clock)
{
    net::ClientParts parts;
    parts.transport = std::make_shared<net::HttpTransport>();
    parts.clock = std::move(clock);
    parts.authorize = connection.authorize;
    parts.random = [] { return 0.0; };
    parts.inFlightPerScope = 4; // so few that none need wait
    parts.retryBudget = 0;
    return parts;
}

QList<QUrl> originsOf(const Connection &connection)
{
    QList<QUrl> origins{connection.apiUrl};
    if (connection.crestUrl.isValid())
        origins << connection.crestUrl;
    return origins;
}

} // namespace

CoverageCheck::State::State(CoverageCheck &owner, Connection connection,
                            std::shared_ptr<const core::Clock> clock)
    : m_owner(owner)
    , m_connection(std::move(connection))
    , m_clock(std::move(clock))
    , m_client(partsFor(m_connection, m_clock), originsOf(m_connection))
{
    m_service.apiUrl = m_connection.apiUrl;
    m_service.crestUrl = m_connection.crestUrl;
    m_service.crestCid = m_connection.crestCid;
    if (m_connection.hasLaterAnalyticsPath)
        m_service.analyticsPath = QLatin1String(api::laterAnalyticsPath);
    m_open = {std::nullopt};
    m_open.insert(core::allDataSets.begin(), core::allDataSets.end());
    for (const auto &dataSet : m_open)
        m_coverage.interfaces.push_back({dataSet, Reach::Failed, CoverageAdvice::None, {}});
}

void CoverageCheck::State::start()
{
    if (!m_isStarted)
        QMetaObject::invokeMethod(
            this, [this] { askAll(); }, Qt::QueuedConnection);
    m_isStarted = true;
}

void CoverageCheck::State::cancel()
{
    m_isCancelled = true;
    m_calls = std::make_unique<QObject>();
    const auto over = [this] { end(core::fail(ErrorKind::Cancelled, QStringLiteral("cancelled"))); };
    if (!m_isOver)
        QMetaObject::invokeMethod(this, over, Qt::QueuedConnection);
}

void CoverageCheck::State::end(const core::Result<Coverage> &result)
{
    if (m_isOver)
        return;
    m_isOver = true;
    Q_EMIT m_owner.finished(result); // may delete this
}

void CoverageCheck::State::call(net::Request request, Then then)
{
    request.deadline = deadline;
    net::Call *const call =
        m_client.call(request, QUuid::createUuid().toString(QUuid::WithoutBraces), m_calls.get());
    connect(call, &net::Call::finished, this, [call, then = std::move(then)](const auto &answer) {
        call->deleteLater();
        then(answer);
    });
}

void CoverageCheck::State::ask(std::optional<DataSet> dataSet, const net::Request &request, Read read)
{
    call(request, [this, dataSet, read = std::move(read)](const core::Result<net::Response> &answer) {
        const auto outcome = answer.and_then(read);
        settle(outcome ? InterfaceReach{dataSet, Reach::Reachable, {}, {}}
                       : reachOf(dataSet, outcome.error()));
    });
}

void CoverageCheck::State::askAll()
{
    if (m_isCancelled)
        return;
    const QPointer<State> self(this);
    for (const auto &[dataSet, reason] : m_connection.notOffered) {
        settle(without(Reach::NotOffered, dataSet, reason));
        if (!self || m_isCancelled)
            return;
    }
    if (isOpen(DataSet::Crest) && (!m_service.crestUrl.isValid() || m_service.crestCid.isEmpty()))
        settle(without(Reach::NothingToAsk, DataSet::Crest,
                       QStringLiteral("switched off: the account has no commerce id"), switchedOff));
    if (!self || m_isCancelled)
        return;
    askForCustomers();
    askForAnalytics();
    askForSpend();
    const auto summary = api::UsageSummary::request(m_service);
    if (isOpen(DataSet::Summary))
        ask(DataSet::Summary, summary, [summary](const net::Response &response) {
            return api::UsageSummary::decode(response, summary).map([](const auto &) {});
        });
}

void CoverageCheck::State::askForCustomers()
{
    api::CustomersQuery one;
    one.size = 1;
    net::Request request = api::Customers::request(m_service, one);
    request.headers.append(net::Header("ValidateMfa", "true"));
    call(request, [this, request](const core::Result<net::Response> &answer) {
        const auto page = answer.and_then(
            [&](const net::Response &response) { return api::Customers::decode(response, request); });
        const QByteArray isCompliant =
            answer ? answer->header("isMfaCompliant").trimmed().toLower() : QByteArray();
        if (!isCompliant.isEmpty())
            m_coverage.isSecondFactorSeen = isCompliant == "true";
        if (page && !page->rows.empty())
            m_customers.append(textOf(page->rows.front().id));
        if (!page)
            m_listError = page.error();
        settle(page ? InterfaceReach{{}, Reach::Reachable, {}, {}} : reachOf({}, page.error()));
    });
}

void CoverageCheck::State::askForAnalytics()
{
    api::UsageAnalyticsQuery one;
    one.top = 1;
    const auto request = api::UsageAnalytics::request(m_service, one);
    if (isOpen(DataSet::Analytics))
        ask(DataSet::Analytics, request, [request, one](const net::Response &response) {
            return api::UsageAnalytics::decode(response, request, one).map([](const auto &) {});
        });
}

/// Who is not on a plan most likely has a subscription whose usage can be asked for.
void CoverageCheck::State::askForSpend()
{
    if (!isOpen(DataSet::Spend))
        return;
    const auto request = api::CustomerUsageRecords::request(m_service);
    ask(DataSet::Spend, request, [this, request](const net::Response &response) {
        return api::CustomerUsageRecords::decode(response, request).map([this](const auto &page) {
            for (const api::CustomerUsageRow &row : page.rows)
                if (row.isUpgraded == false)
                    m_customers.prepend(textOf(row.resourceId));
        });
    });
}

/// Both lists of customers have come, or will not.
void CoverageCheck::State::noteList()
{
    if (--m_lists == 0)
        askForSubscriptions();
}

void CoverageCheck::State::askForSubscriptions()
{
    if (!isOpen(DataSet::Utilization) && !isOpen(DataSet::Crest))
        return;
    if (m_customers.isEmpty() || m_tried == customersTried) {
        if (m_tried == 0 && m_listError)
            settleUsage(reachOf({}, *m_listError));
        else
            settleUsage(without(Reach::NothingToAsk, DataSet::Utilization,
                                QStringLiteral("no legacy Azure subscription was found to ask for")));
        return;
    }
    ++m_tried;
    const QString customerId = m_customers.takeFirst();
    const auto request = api::Subscriptions::request(m_service, customerId);
    call(request, [=, this](const auto &answer) { onSubscriptions(customerId, answer, request); });
}

void CoverageCheck::State::onSubscriptions(const QString &customerId,
                                           const core::Result<net::Response> &answer,
                                           const net::Request &asked)
{
    const auto page = answer.and_then(
        [&](const net::Response &response) { return api::Subscriptions::decode(response, asked); });
    if (!page) {
        settleUsage(reachOf({}, page.error()));
        return;
    }
    const auto suitable =
        std::ranges::find(page->rows, api::SubscriptionKind::LegacyAzure, &api::SubscriptionRow::kind);
    if (suitable == page->rows.end())
        askForSubscriptions();
    else
        askForUsage(customerId, *suitable);
}

void CoverageCheck::State::askForUsage(const QString &customerId, const api::SubscriptionRow &subscription)
{
    const core::Day today = m_clock->today();
    api::UtilizationQuery day;
    day.customerId = customerId;
    day.subscriptionId = textOf(subscription.id);
    day.startTime = today - std::chrono::days(2);
    day.endTime = today - std::chrono::days(1);
    day.size = 1;
    const auto request = api::UtilizationRecords::request(m_service, day);
    if (isOpen(DataSet::Utilization))
        ask(DataSet::Utilization, request, [request](const net::Response &response) {
            return api::UtilizationRecords::decode(response, request).map([](const auto &) {});
        });
    api::CrestQuery older;
    older.entitlementId = textOf(subscription.entitlementId);
    older.reportedStartTime = day.startTime;
    older.reportedEndTime = day.endTime;
    older.count = 1;
    const auto crest = api::CrestUsageRecords::request(m_service, older);
    if (isOpen(DataSet::Crest))
        ask(DataSet::Crest, crest, [crest](const net::Response &response) {
            return api::CrestUsageRecords::decode(response, crest).map([](const auto &) {});
        });
}

/// What stands before both interfaces that need a subscription.
void CoverageCheck::State::settleUsage(const InterfaceReach &same)
{
    const QPointer<State> self(this);
    InterfaceReach one = same;
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest}) {
        one.dataSet = dataSet;
        if (self && isOpen(dataSet))
            settle(one);
    }
}

void CoverageCheck::State::settle(const InterfaceReach &one)
{
    *std::ranges::find(m_coverage.interfaces, one.dataSet, &InterfaceReach::dataSet) = one;
    m_open.erase(one.dataSet);
    m_coverage.requests = m_client.requestsSent();
    const bool isList = !one.dataSet || one.dataSet == DataSet::Spend;
    const QPointer<State> self(this);
    Q_EMIT m_owner.reached(one);
    if (!self || m_isCancelled)
        return;
    if (m_open.empty())
        end(m_coverage);
    else if (isList)
        noteList();
}

CoverageCheck::CoverageCheck(Connection connection, std::shared_ptr<const core::Clock> clock, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(*this, std::move(connection), std::move(clock)))
{}

CoverageCheck::~CoverageCheck() = default;

void CoverageCheck::start()
{
    m_state->start();
}

void CoverageCheck::cancel()
{
    m_state->cancel();
}

} // namespace spendglass::sync
