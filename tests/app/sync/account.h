// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/client.h"
#include "sandbox/host.h"
#include "sandbox/truth.h"
#include "support/manualclock.h"
#include "sync/workspace.h"

#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

namespace spendglass::test {

/// A world of some thousand rows whose today is that of ManualClock.
inline sandbox::Options smallWorld()
{
    sandbox::Options options;
    options.customers = 6;
    options.days = 50;
    options.rowsPerDay = 80;
    options.today = core::dayOf(ManualClock::start);
    return options;
}

/// One way to look at a data set.
struct Look
{
    core::DataSet dataSet;
    std::vector<std::string> fields;
    std::string measure = "quantity";
    bool isMonthly = false; ///< usageDate by months
};

/// At least one look at each field that the truth knows, of each data set.
inline std::vector<Look> looks()
{
    using core::DataSet;
    std::vector<Look> all{
        {DataSet::Analytics, {}},
        {DataSet::Analytics, {"usageDate", "customerName"}},
        {DataSet::Analytics, {"usageDate", "customerTenantId"}, "quantity", true},
        {DataSet::Analytics, {"subscriptionId", "subscriptionName"}},
        {DataSet::Analytics, {"meterCategory", "meterSubcategory", "consumptionMeterId"}},
        {DataSet::Analytics, {"resourceLocation", "reservationOrderId", "reservationId", "serviceType"}},
        {DataSet::Spend, {"customerTenantId", "customerName"}, "totalCost"},
        {DataSet::Spend, {"customerName", "isUpgraded", "lastModifiedDate"}, "usdTotalCost"},
        {DataSet::Spend, {"currencyCode", "currencyLocale"}, "budgetAmount"},
        {DataSet::Spend, {"customerName"}, "percentUsed"},
        {DataSet::Summary, {"resourceId", "resourceName"}, "totalCost"},
        {DataSet::Summary, {"billingStartDate", "billingEndDate", "lastModifiedDate"}, "customersOverBudget"},
        {DataSet::Summary, {"currencyLocale"}, "customersTrendingOver"},
        {DataSet::Summary, {}, "customersWithUsageBasedSubscription"},
    };
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest}) {
        const bool isCrest = dataSet == DataSet::Crest;
        const std::vector<Look> same{
            {dataSet, {}},
            {dataSet, {"usageDate", "customerName"}},
            {dataSet, {"usageDate", "customerTenantId"}, "quantity", true},
            {dataSet, {"subscriptionId", "entitlementId", "usageStart", "usageEnd"}},
            {dataSet, {"meterCategory", "meterSubcategory", "meterName", "consumptionMeterId"}},
            {dataSet, {"resourceLocation", "meterRegion"}},
            {dataSet, {"resourceUri", "resourceGroup"}},
            {dataSet, {"tag:team", "tag:cost center"}},
            {dataSet, {isCrest ? "info:Project" : "info:project"}},
        };
        all.insert(all.end(), same.begin(), same.end());
    }
    return all;
}

/// The sample Partner Center and the exact answers about it.
class Partner
{
public:
    explicit Partner(const sandbox::Options &options = smallWorld())
        : m_world(options)
        , m_money(m_world)
        , m_host(started(options))
        , m_client(m_host->address())
    {}

    const sandbox::World &world() const { return m_world; }
    sandbox::Truth truth() const { return {m_world, m_money}; }
    sandbox::Address address() const { return m_host->address(); }

    sync::Connection connection() const
    {
        const auto address = m_host->address();
        sync::Connection connection;
        connection.apiUrl = m_way.isEmpty() ? address.apiUrl : m_way;
        connection.crestUrl = m_way.isEmpty() ? address.crestUrl : m_way;
        connection.crestCid = address.crestCid;
        const auto oneToken = [token = address.token](const QUrl &) -> core::Result<QByteArray> {
            return token;
        };
        connection.authorize = net::authorizerOf(m_bearer ? m_bearer : oneToken);
        return connection;
    }

    /// Connections lead here from now on, to a relay or proxy before the service.
    void setWay(const QUrl &url) { m_way = url; }
    /// Connections have their tokens from there, on the network thread; empty: one good token.
    using Bearer = std::function<core::Result<QByteArray>(const QUrl &)>;
    void setBearer(Bearer bearer) { m_bearer = std::move(bearer); }
    QByteArray freshToken() const { return m_host->freshToken(); }

    /// In place of those before; see sandbox/faults.h.
    bool setFaults(const QByteArray &json)
    {
        const auto cleared = control("DELETE", "/sandbox/faults", {});
        return cleared.status == 200 &&
               (json.isEmpty() || control("POST", "/sandbox/faults", json).status == 200);
    }
    qint64 requests()
    {
        return qint64(std::stoll(parse(control("GET", "/sandbox/requests", {}).body)["total"].text));
    }
    void forgetRequests() { control("DELETE", "/sandbox/requests", {}); }
    /// The last requests: "method", "target" and "headers" with names in lower case; see sandbox/service.h.
    std::vector<Value> lastRequests()
    {
        return parse(control("GET", "/sandbox/requests", {}).body)["last"].items;
    }

    /// The largest customer with a legacy subscription.
    const sandbox::Customer &victim() const
    {
        const sandbox::Customer *found = nullptr;
        for (const auto &customer : m_world.customers()) {
            if (customer.hasLegacy() && (!found || customer.rank < found->rank))
                found = &customer;
        }
        return *found;
    }

private:
    static std::unique_ptr<sandbox::Host> started(const sandbox::Options &options)
    {
        auto host = sandbox::Host::start(options);
        if (!host)
            qFatal("%s", qPrintable(host.error().text));
        return std::move(*host);
    }
    Answer control(const QByteArray &verb, const QByteArray &target, const QByteArray &body)
    {
        return m_client.send(verb, target, {}, body);
    }

    sandbox::World m_world;
    sandbox::Money m_money;
    std::unique_ptr<sandbox::Host> m_host;
    QUrl m_way;
    Bearer m_bearer;
    Client m_client;
};

/// An account's store in a folder of its own, and its workspace.
class Account
{
public:
    explicit Account(const Partner &partner, const QString &storePath = {})
        : m_firstDay(partner.world().firstDay())
        , m_connection(partner.connection())
        , m_path(storePath.isEmpty() ? m_folder.filePath(QStringLiteral("a/store.duckdb")) : storePath)
    {
        reopen();
    }

    sync::Workspace &workspace() { return *m_workspace; }
    const std::shared_ptr<ManualClock> &clock() const { return m_clock; }
    const QString &path() const { return m_path; }

    bool reopen()
    {
        m_workspace.reset();
        m_workspace = std::make_unique<sync::Workspace>(m_path, m_connection, m_clock);
        QSignalSpy opened(m_workspace.get(), &sync::Workspace::opened);
        return opened.wait(patience);
    }

    /// From the first day of the world on, if the request does not say: months without usage only cost time.
    sync::Report sync(sync::Request request = {})
    {
        if (!request.from)
            request.from = m_firstDay;
        QSignalSpy finished(m_workspace.get(), &sync::Workspace::syncFinished);
        m_workspace->startSync(request);
        if (!finished.wait(patience)) {
            sync::Report report;
            report.error = core::fail(core::ErrorKind::Timeout, QStringLiteral("no end")).value();
            return report;
        }
        return finished.first().first().value<sync::Report>();
    }

    core::Result<query::AnswerPtr> ask(const query::Query &query)
    {
        return answer([&](QObject *context, const auto &then) { m_workspace->ask(1, query, context, then); });
    }
    core::Result<query::AnswerPtr> askLive(const query::Query &query)
    {
        return answer(
            [&](QObject *context, const auto &then) { m_workspace->askLive(1, query, context, then); });
    }

private:
    core::Result<query::AnswerPtr>
    answer(const std::function<void(QObject *, const sync::Workspace::Then<query::AnswerPtr> &)> &ask)
    {
        core::Result<query::AnswerPtr> answer =
            core::fail(core::ErrorKind::Timeout, QStringLiteral("no answer"));
        bool isThere = false;
        QObject context;
        ask(&context, [&](const core::Result<query::AnswerPtr> &result) {
            answer = result;
            isThere = true;
        });
        isThere = QTest::qWaitFor([&isThere] { return isThere; }, patience);
        return answer;
    }

    static constexpr int patience = 60'000;
    QTemporaryDir m_folder;
    std::shared_ptr<ManualClock> m_clock = std::make_shared<ManualClock>(10'000); // nobody waits here
    core::Day m_firstDay;
    sync::Connection m_connection;
    QString m_path;
    std::unique_ptr<sync::Workspace> m_workspace;
};

inline QString textOf(const std::vector<std::string> &key)
{
    QStringList parts;
    for (const std::string &part : key)
        parts.append(QString::fromStdString(part).toCaseFolded()); // the service spells ids now so, now so
    return parts.join(QStringLiteral(" | "));
}

using Sums = std::map<QString, core::Decimal>;

inline void add(Sums &sums, const std::vector<std::string> &key, core::Decimal amount)
{
    core::Decimal &sum = sums[textOf(key)];
    sum = sum.plus(amount).value_or(sum);
}

/// What differs between two results, shortly; empty when nothing does.
inline QString difference(const Sums &found, const Sums &wanted)
{
    for (const auto &[key, amount] : wanted) {
        const auto place = found.find(key);
        if (place == found.end())
            return QStringLiteral("missing: ") + key;
        if (place->second != amount)
            return QStringLiteral("%1: %2 instead of %3")
                .arg(key, place->second.toString(), amount.toString());
    }
    for (const auto &[key, amount] : found) {
        if (!wanted.count(key))
            return QStringLiteral("too much: ") + key;
    }
    return {};
}

/// How the account's answer to one look differs from the truth; empty when not in the last digit.
inline QString difference(Account &account, const Partner &partner, const Look &look,
                          const sandbox::Selection &selection)
{
    query::Query query;
    query.dataSet = look.dataSet;
    for (const std::string &field : look.fields)
        query.rows.push_back(QString::fromStdString(field));
    query.measures = {{query::Aggregate::Sum, QString::fromStdString(look.measure)}};
    query.granularity = look.isMonthly ? core::Granularity::Monthly : core::Granularity::None;
    const auto answer = account.ask(query);
    if (!answer)
        return answer.error().text;
    const query::Table &table = (*answer)->table;
    const qsizetype measure = qsizetype(table.columns.size()) - 1;
    std::vector<std::string> fields;
    for (qsizetype column = 0; column < measure; ++column) {
        const auto &id = table.columns[std::size_t(column)].id;
        fields.push_back(look.isMonthly && id == QLatin1String("usageDate") ? "usageMonth"
                                                                            : id.toStdString());
    }
    Sums found, wanted;
    for (qsizetype row = 0; row < table.rowCount(); ++row) {
        std::vector<std::string> key;
        for (qsizetype column = 0; column < measure; ++column)
            key.push_back(query::valueText(table.at(row, column)).toStdString());
        const QByteArray amount = query::valueText(table.at(row, measure)).toUtf8();
        const auto parsed = core::Decimal::parse(amount.toStdString());
        add(found, key, parsed ? parsed->value : core::Decimal());
    }
    const auto truth = partner.truth();
    for (const auto &[key, sum] : truth.sums(look.dataSet, fields, look.measure, selection))
        add(wanted, key, sum);
    const qint64 rows = truth.rows(look.dataSet, selection);
    if ((*answer)->records != rows)
        return QStringLiteral("%1 records instead of %2").arg((*answer)->records).arg(rows);
    return difference(found, wanted);
}

/// How the account differs from the truth, over all looks; the first that does, with its name.
inline QString difference(Account &account, const Partner &partner, const sandbox::Selection &selection = {})
{
    for (const Look &look : looks()) {
        const QString found = difference(account, partner, look, selection);
        if (!found.isEmpty())
            return core::dataSetName(look.dataSet) + QStringLiteral(" by ") + textOf(look.fields) +
                   QStringLiteral(" of ") + QString::fromStdString(look.measure) + QStringLiteral(": ") +
                   found;
    }
    return {};
}

/// The lines of a report that are not complete, for messages.
inline QString gapsIn(const sync::Report &report)
{
    QStringList texts;
    if (report.error)
        texts.append(report.error->text);
    for (const auto &line : report.lines) {
        if (!line.isComplete())
            texts.append(core::dataSetName(line.dataSet) + QLatin1Char(' ') + line.customerName +
                         QStringLiteral(": ") + line.reasons.join(QStringLiteral("; ")));
    }
    return texts.join(QLatin1Char('\n'));
}

} // namespace spendglass::test

#define VERIFY_EQUAL(account, partner, ...)                                                                  \
    do {                                                                                                     \
        const QString difference_ =                                                                          \
            spendglass::test::difference(account, partner __VA_OPT__(, ) __VA_ARGS__);                       \
        QVERIFY2(difference_.isEmpty(), qPrintable(difference_));                                            \
    } while (false)

#define VERIFY_COMPLETE(report)                                                                              \
    do {                                                                                                     \
        const auto report_ = (report);                                                                       \
        QVERIFY2(report_.isComplete(), qPrintable(spendglass::test::gapsIn(report_)));                       \
    } while (false)
