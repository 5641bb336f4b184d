// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "app/api/conversation.h"
#include "peers/faultserver.h"
#include "query/remotecompiler.h"
#include "support/invariants.h"
#include "support/testmain.h"

#include <QRandomGenerator>

#include <atomic>
#include <set>

using namespace spendglass;
using core::DataSet;
using core::ErrorKind;
using test::Account;
using test::FaultServer;
using test::Partner;

/// Lists that do not end, come back, change or announce other counts, and runs that are cut short. Rows bear
/// the number of their case in the list of faults.
class TestPagingFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void renewsATokenBetweenPages();
    void recovers_data();
    void recovers();
    void staysIncomplete_data();
    void staysIncomplete();
    void keepsWhatVanished_data();
    void keepsWhatVanished();
    void runsOnce();
    void cancelsAtAnyMoment_data();
    void cancelsAtAnyMoment();
    void hasNoCustomers();
    void hasACustomerWithoutSubscriptions();
    void hasManyCustomers();
    void endsAListWithoutEnd();
    void filtersByAnyText_data();
    void filtersByAnyText();

private:
    QByteArray faults(QByteArray json) const;
    QString brokenSums(Account &account, DataSet dataSet) const;
    QString brokenPromises(Account &account, const sync::Report &report) const;

    std::unique_ptr<Partner> m_partner;
    FaultServer m_stranger;
    qint64 m_needed = 0; ///< requests of a run without fault
};

namespace {

/// Each of the three interfaces with usage has more than one page of it.
sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 2;
    options.days = 19;
    options.rowsPerDay = 560;
    return options;
}

constexpr auto laterPages = R"("path": "seek_operation=Next")"; ///< of utilizations

} // namespace

/// VICTIM and STRANGER are the names of a customer and of a server that nobody configured.
QByteArray TestPagingFaults::faults(QByteArray json) const
{
    json.replace("VICTIM", QByteArray::fromStdString(m_partner->victim().id));
    return json.replace("STRANGER", m_stranger.url().authority().toLatin1());
}

/// I3 of what a fault has hit, by day and customer: thousands of rows take long to be added up in every way.
QString TestPagingFaults::brokenSums(Account &account, DataSet dataSet) const
{
    const QString found = test::difference(account, *m_partner, {dataSet, {"usageDate", "customerName"}}, {});
    return found.isEmpty() ? found : QStringLiteral("I3: ") + found;
}

/// I2 and I4 by the first look at each data set, for the same reason.
QString TestPagingFaults::brokenPromises(Account &account, const sync::Report &report) const
{
    std::set<DataSet> seen;
    for (const test::Look &look : test::looks()) {
        const QString found = seen.insert(look.dataSet).second
                                  ? test::brokenPromise(account, *m_partner, report, look)
                                  : QString();
        if (!found.isEmpty())
            return QStringLiteral("I2, I4: ") + core::dataSetName(look.dataSet) + QLatin1Char(' ') + found;
    }
    return {};
}

void TestPagingFaults::initTestCase()
{
    m_partner = std::make_unique<Partner>(world());
    Account account(*m_partner);
    VERIFY_COMPLETE(account.sync());
    VERIFY_EQUAL(account, *m_partner);
    m_needed = m_partner->requests();
    for (const char *const mark : {"seek_operation=Next", "continuation_token=", "skip=10000"}) {
        const auto requests = m_partner->lastRequests();
        QVERIFY2(std::ranges::any_of(requests,
                                     [mark](const auto &request) {
                                         return request["target"].text.find(mark) != std::string::npos;
                                     }),
                 mark);
    }
}

void TestPagingFaults::init()
{
    QVERIFY(m_partner->setFaults({}));
    m_partner->setBearer({});
    m_partner->forgetRequests();
    m_stranger.forget();
}

/// 29: the token ends between two pages. One new one, the same page again, and no row twice.
void TestPagingFaults::renewsATokenBetweenPages()
{
    QVERIFY(m_partner->setFaults('[' + QByteArray("{") + laterPages +
                                 R"(, "nth": 2, "action": "unauthorised"}])"));
    struct Given
    {
        std::atomic<int> count = 0;
        QByteArray token;
    };
    const auto given = std::make_shared<Given>();
    given->token = m_partner->freshToken();
    // As a session does it: what is at hand until that was refused; asked again it has another.
    m_partner->setBearer([this, given](const QUrl &) -> core::Result<QByteArray> {
        ++given->count;
        return m_partner->freshToken();
    });
    Account account(*m_partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    VERIFY_HOLDS(brokenPromises(account, report));
    QCOMPARE(m_partner->requests(), m_needed + 1);
    QCOMPARE(given->count.load(), int(m_needed) + 1); // once for each request, once for the refusal
}

void TestPagingFaults::recovers_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const char *json) { QTest::newRow(name) << QByteArray(json); };
    row("57 items null, twice",
        R"([{"path": "/utilizations", "action": "items", "value": "null", "times": 2}])");
    row("57 items an object, twice",
        R"([{"path": "/usage-records", "action": "items", "value": "{}", "times": 2}])");
    row("57 items absent, twice", R"([{"path": "/azureusage", "action": "items", "times": 2}])");
    row("52 a member twice, twice", R"([{"path": "/azureusage", "action": "duplicateKey", "times": 2}])");
    row("72 a later page fails four times",
        R"([{"path": "seek_operation=Next", "status": 500, "times": 4}])");
    row("12 a later page is cut in its gzip",
        R"([{"path": "seek_operation=Next", "action": "gzip", "bytes": 900, "times": 2}])");
}

void TestPagingFaults::recovers()
{
    QFETCH(QByteArray, json);
    QVERIFY(m_partner->setFaults(faults(json)));
    Account account(*m_partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    VERIFY_HOLDS(brokenPromises(account, report));
    VERIFY_HOLDS(test::brokenBudget(m_partner->requests(), m_needed));
}

void TestPagingFaults::staysIncomplete_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<DataSet>("dataSet"); // the one that must say so
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const QByteArray &json, DataSet dataSet, const char *reason) {
        QTest::newRow(name) << json << dataSet << QString::fromLatin1(reason);
    };
    const auto all = [](const char *path, const QByteArray &members) {
        return R"([{"path": ")" + QByteArray(path) + R"(", )" + members + "}]";
    };
    const QByteArray foreign = R"("action": "nextLink", "location": )";
    row("57 items null", all("/utilizations", R"("action": "items", "value": "null")"), DataSet::Utilization,
        "no items");
    row("57 items an object", all("/usage-records", R"("action": "items", "value": "{}")"), DataSet::Crest,
        "no array");
    row("57 items absent", all("/azureusage", R"("action": "items")"), DataSet::Analytics, "");
    row("58 another count", all("/utilizations", R"("action": "totalCount")"), DataSet::Utilization,
        "announced 25 rows and sent");
    row("58 another count of analytics", all("/azureusage", R"("action": "totalCount", "count": 123456)"),
        DataSet::Analytics, "123456");
    row("58 more customers than there are", all("/v1/customers?", R"("action": "totalCount")"),
        DataSet::Utilization, "announced 25 rows and sent 2");
    row("58 more subscriptions than there are",
        all("/subscriptions", R"("action": "totalCount", "times": 1)"), DataSet::Utilization,
        "announced 25 rows and sent");
    row("62 a link to another host", all("/utilizations", foreign + R"("http://STRANGER/v1/x")"),
        DataSet::Utilization, "the next link ");
    row("62 a link without scheme", all("/usage-records", foreign + R"("//STRANGER/x")"), DataSet::Crest,
        "the next link ");
    row("62 a link with a name before an @", all("/azureusage", foreign + R"("http://127.0.0.1@STRANGER/x")"),
        DataSet::Analytics, "the next link ");
    row("62 a link with other slashes", all("/v1/customers?", foreign + R"("\\\\STRANGER\\v1\\customers")"),
        DataSet::Utilization, "the next link ");
    row("66 a page that leads to itself", all("/utilizations", R"("action": "tokenLoop")"),
        DataSet::Utilization, "already read");
    row("66 a page of CREST that leads to itself", all("/usage-records", R"("action": "tokenLoop")"),
        DataSet::Crest, "already read");
    row("66 two pages in a circle", all("/utilizations", R"("action": "pairLoop")"), DataSet::Utilization,
        "already read");
    row("66 two pages of CREST in a circle", all("/usage-records", R"("action": "pairLoop")"), DataSet::Crest,
        "already read");
    row("69 rows of one page on the next too", all("/azureusage", R"("action": "repeat", "rows": 3)"),
        DataSet::Analytics, "");
    row("70 rows that moved while they were read", all("/azureusage", R"("action": "shift", "rows": 3)"),
        DataSet::Analytics, "stand on two pages");
    row("72 a later page fails for good", '[' + QByteArray("{") + laterPages + R"(, "status": 500}])",
        DataSet::Utilization, "status 500");
}

void TestPagingFaults::staysIncomplete()
{
    QFETCH(QByteArray, json);
    QFETCH(DataSet, dataSet);
    QFETCH(QString, reason);
    QVERIFY(m_partner->setFaults(faults(json)));
    Account account(*m_partner);
    const sync::Report report = account.sync();
    QVERIFY(!report.isComplete());
    QVERIFY(!test::isComplete(report, dataSet));
    QStringList reasons;
    for (const auto &line : report.lines) {
        if (line.dataSet == dataSet)
            reasons += line.reasons;
    }
    QVERIFY2(reasons.join(u'\n').contains(reason), qPrintable(reasons.join(u'\n')));
    VERIFY_HOLDS(brokenPromises(account, report));
    VERIFY_HOLDS(test::brokenSecrecy(m_stranger));
    VERIFY_HOLDS(test::brokenBudget(m_partner->requests(), m_needed));
    QVERIFY(m_partner->setFaults({}));
    VERIFY_COMPLETE(account.sync());
    VERIFY_HOLDS(brokenSums(account, dataSet));
}

void TestPagingFaults::keepsWhatVanished_data()
{
    QTest::addColumn<std::string>("id");
    QTest::newRow("75 a customer is gone") << m_partner->victim().id;
    QTest::newRow("75 a subscription is gone")
        << m_partner->world().subscriptions()[m_partner->victim().firstSubscription].id;
}

void TestPagingFaults::keepsWhatVanished()
{
    QFETCH(std::string, id);
    Account account(*m_partner);
    VERIFY_COMPLETE(account.sync());
    QVERIFY(
        m_partner->setFaults(R"([{"action": "vanish", "id": ")" + QByteArray::fromStdString(id) + "\"}]"));
    VERIFY_COMPLETE(account.sync());
    VERIFY_EQUAL(account, *m_partner); // what is no longer asked for is still there
}

/// 76: the button twice.
void TestPagingFaults::runsOnce()
{
    Account account(*m_partner);
    sync::Workspace &workspace = account.workspace();
    QSignalSpy started(&workspace, &sync::Workspace::syncStarted);
    QSignalSpy finished(&workspace, &sync::Workspace::syncFinished);
    sync::Request request;
    request.from = m_partner->world().firstDay();
    for (int press = 0; press < 3; ++press)
        workspace.startSync(request);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
    VERIFY_COMPLETE(finished.first().first().value<sync::Report>());
    QCOMPARE(started.size(), 1);
    QCOMPARE(m_partner->requests(), m_needed);
    QVERIFY(!workspace.isSyncing());
    VERIFY_EQUAL(account, *m_partner);
    QCOMPARE(finished.size(), 1);
}

void TestPagingFaults::cancelsAtAnyMoment_data()
{
    QTest::addColumn<QList<int>>("moments"); // after so many requests, one run after the other
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 4; ++round) {
        QList<int> moments;
        for (int run = 0; run < 5; ++run)
            moments += random.bounded(0, int(m_needed) - 1);
        QTest::addRow("73 round %d", round) << moments;
    }
}

void TestPagingFaults::cancelsAtAnyMoment()
{
    QFETCH(QList<int>, moments);
    Account account(*m_partner);
    sync::Workspace &workspace = account.workspace();
    sync::Request request;
    request.from = m_partner->world().firstDay();
    for (const int moment : std::as_const(moments)) {
        // One is never answered, so that the run cannot end by itself; an up-to-date one asks for less.
        QVERIFY(m_partner->setFaults(R"([{"action": "hang", "nth": )" + QByteArray::number(moment + 1) +
                                     R"(}, {"action": "delay", "delayMs": 5}])"));
        m_partner->forgetRequests();
        QSignalSpy finished(&workspace, &sync::Workspace::syncFinished);
        workspace.startSync(request);
        QTRY_VERIFY_WITH_TIMEOUT(m_partner->requests() >= moment || !finished.isEmpty(), 60'000);
        if (!workspace.isSyncing())
            continue;
        VERIFY_HOLDS(test::brokenCancel(workspace));
        VERIFY_HOLDS(brokenPromises(account, finished.first().first().value<sync::Report>()));
    }
    QVERIFY(m_partner->setFaults({}));
    VERIFY_COMPLETE(account.sync());
    for (const DataSet dataSet : {DataSet::Analytics, DataSet::Utilization, DataSet::Crest})
        VERIFY_HOLDS(brokenSums(account, dataSet));
}

/// 77
void TestPagingFaults::hasNoCustomers()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 0;
    const Partner partner(options);
    Account account(partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    VERIFY_EQUAL(account, partner);
    for (const DataSet dataSet : core::allDataSets) {
        query::Query query;
        query.dataSet = dataSet;
        query.measures = {{query::Aggregate::Count, {}}};
        QVERIFY(!(*account.ask(query))->completeness.isPartial());
    }
}

void TestPagingFaults::hasACustomerWithoutSubscriptions()
{
    const QByteArray none = R"({\"totalCount\":0,\"items\":[]})";
    const QByteArray json = R"([{"path": "/customers/VICTIM/subscriptions", "status": 200, "times": 1, )"
                            R"("body": ")" +
                            none + "\"}]";
    QVERIFY(m_partner->setFaults(faults(json)));
    Account account(*m_partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    for (const auto &line : report.lines) {
        if (line.customerId.toStdString() == m_partner->victim().id)
            QCOMPARE(line.planned, 0);
    }
    VERIFY_HOLDS(test::brokenRepair(account, *m_partner));
}

/// Nearly all of them have bought nothing: what is left is the work for each customer.
void TestPagingFaults::hasManyCustomers()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 200;
    options.days = 3;
    options.rowsPerDay = 100;
    const Partner partner(options);
    Account account(partner);
    sync::Request request;
    request.dataSets = {DataSet::Utilization};
    QElapsedTimer took;
    took.start();
    VERIFY_COMPLETE(account.sync(request));
    qInfo("%lld ms", took.elapsed());
    const QString found = test::difference(account, partner, {DataSet::Utilization, {"customerName"}}, {});
    QVERIFY2(found.isEmpty(), qPrintable(found));
}

/// 67: scripted, for 20,000 answers over sockets take long and show nothing more.
void TestPagingFaults::endsAListWithoutEnd()
{
    constexpr int cap = 20'000;
    test::Conversation talk;
    for (int round = 0; round < cap; ++round)
        talk.transport->expect().reply(
            test::page("1", test::next("/customers?round=" + QByteArray::number(round))));
    api::Customers job(talk.client, test::service(), talk.sink<api::CustomerRow>());
    QSignalSpy finished(&job, &net::Job::finished);
    job.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
    const auto result = finished.first().first().value<core::Result<net::JobTotals>>();
    QCOMPARE(result.error().kind, ErrorKind::Malformed);
    QVERIFY(result.error().text.contains(QLatin1String("more pages than any list has")));
    QCOMPARE(talk.transport->requests().size(), cap);
    QVERIFY2(talk.transport->isUsedUp(), qPrintable(talk.transport->trouble()));
}

void TestPagingFaults::filtersByAnyText_data()
{
    QTest::addColumn<QString>("name");
    for (const auto &customer : m_partner->world().customers())
        QTest::newRow(("78 customer " + customer.name).c_str()) << QString::fromStdString(customer.name);
    const auto row = [](const char *text) {
        QTest::newRow(qPrintable(QStringLiteral("78 text ") + QString::fromUtf8(text)))
            << QString::fromUtf8(text);
    };
    for (const char *const text :
         {"'",       "''",        "' or 1 eq 1", "O'Brien", "\"quoted\"",
          "100 %",   "%27",       "a+b&c=d#e?f", "Größe",   "東京 😀",
          "e\u0301", "\u202Eabc", "\\",          "(",       "cast('2018-01-01',Edm.Date)",
          "a\tb",    " ",         "null",        "{}",      "$filter",
          "--",      "<b>x</b>"})
        row(text);
}

/// 78: whatever stands in a name, the service understands the filter as it was meant.
void TestPagingFaults::filtersByAnyText()
{
    QFETCH(QString, name);
    query::Query query;
    query.dataSet = DataSet::Analytics;
    query.where = query::Predicate::leaf(QStringLiteral("customerName"), query::Operator::IsExactly, {name});
    const query::RemoteQuery remote = query::compileRemote(query, query::GrammarLevel::A);
    QVERIFY(!remote.filter.isEmpty());
    net::ClientParts parts;
    parts.transport = std::make_shared<net::HttpTransport>();
    parts.clock = std::make_shared<test::ManualClock>(10'000);
    parts.authorize = m_partner->connection().authorize;
    parts.random = [] { return 0.5; };
    const api::Service service{m_partner->address().apiUrl, {}, {}};
    net::Client client(parts, {service.apiUrl});
    api::UsageAnalyticsQuery asked;
    asked.filter = remote.filter;
    qint64 others = 0;
    const std::string wanted = name.toStdString();
    api::UsageAnalytics job(
        client, service, asked,
        [&](const api::Page<api::UsageAnalyticsRow> &page, const std::function<void()> &took) {
            for (const auto &found : page.rows)
                others += found.customerName == wanted ? 0 : 1;
            took();
        });
    QSignalSpy finished(&job, &net::Job::finished);
    job.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20'000);
    const auto result = finished.first().first().value<core::Result<net::JobTotals>>();
    QVERIFY2(result, result ? "" : qPrintable(result.error().text + result.error().serverText));
    QCOMPARE(others, 0);
    sandbox::Selection selection;
    selection.passes = [&wanted](const sandbox::TruthRow &truth) {
        return truth.text("customerName") == wanted;
    };
    QCOMPARE(result->rows, m_partner->truth().rows(DataSet::Analytics, selection));
}

SPENDGLASS_TEST_MAIN(TestPagingFaults)
#include "tst_pagingfaults.moc"
