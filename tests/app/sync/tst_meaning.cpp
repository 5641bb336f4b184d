// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "peers/faultserver.h"
#include "support/invariants.h"
#include "support/scriptedtransport.h"
#include "support/testmain.h"

#include <QRegularExpression>

#include <atomic>

using namespace spendglass;
using core::DataSet;
using core::ErrorKind;
using test::Account;
using test::FaultServer;
using test::Partner;

/// Answers that arrive whole and say something else than rows: statuses, their headers and bodies. Rows bear
/// the number of their case in the list of faults.
class TestMeaning : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void waitsAsAsked_data();
    void waitsAsAsked();
    void recovers_data();
    void recovers();
    void failsForOneCustomer_data();
    void failsForOneCustomer();
    void losesOneCustomer();
    void endsWhenNoTokenIsGood_data();
    void endsWhenNoTokenIsGood();
    void staysWithinItsBudget();
    void warnsOfAnAnswerToAnother();
    void namesItsRepeats();

private:
    std::unique_ptr<Partner> m_partner;
    qint64 m_needed = 0; ///< requests of a run without fault
};

namespace {

constexpr auto noon = "Fri, 20 Nov 2026 12:00:00 GMT"; ///< as our clock has it

sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 3;
    options.days = 20;
    options.rowsPerDay = 15;
    return options;
}

/// The same fault on calls of three interfaces, each the first few times.
QByteArray onThree(const QByteArray &members)
{
    QByteArrayList faults;
    for (const char *const path : {"/utilizations", "/azureusage", "/usage-records"})
        faults += R"({"path": ")" + QByteArray(path) + R"(", "times": 2, )" + members + '}';
    return '[' + faults.join(',') + ']';
}

} // namespace

void TestMeaning::initTestCase()
{
    m_partner = std::make_unique<Partner>(world());
    Account account(*m_partner);
    VERIFY_COMPLETE(account.sync());
    VERIFY_EQUAL(account, *m_partner);
    m_needed = m_partner->requests();
    QVERIFY(m_needed > 8);
}

void TestMeaning::init()
{
    QVERIFY(m_partner->setFaults({}));
    m_partner->setBearer({});
    m_partner->forgetRequests();
}

void TestMeaning::waitsAsAsked_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("retryAfter"); // null: no header
    QTest::addColumn<QByteArray>("date");       // of the answer; null: no header
    QTest::addColumn<qint64>("pause");          // milliseconds, dice at one half
    const auto row = [](const char *name, int status, const char *retryAfter, const char *date,
                        qint64 pause) {
        QTest::newRow(name) << status << QByteArray(retryAfter) << QByteArray(date) << pause;
    };
    constexpr qint64 backoff = 250, notReady = 15'000, cap = 15 * 60 * 1000;
    row("34 429 with seconds", 429, "57", noon, 57'000);
    row("35 429 with a date", 429, "Fri, 20 Nov 2026 12:00:57 GMT", noon, 57'000);
    row("35 429 with a date as RFC 850 has it", 429, "Friday, 20-Nov-26 12:00:57 GMT", noon, 57'000);
    row("35 429 with a date as asctime has it", 429, "Fri Nov 20 12:00:57 2026", noon, 57'000);
    row("35 429 with a date and no Date", 429, "Fri, 20 Nov 2026 12:00:57 GMT", nullptr, 57'000);
    row("35 429 until a time that has passed", 429, "Fri, 20 Nov 2026 11:00:00 GMT", noon, backoff);
    row("35 429 for ten years", 429, "315360000", noon, cap);
    row("35 429 until a year that is far", 429, "Fri, 20 Nov 2036 12:00:00 GMT", noon, cap);
    row("35 429 for less than no time", 429, "-5", noon, backoff);
    row("35 429 for 1.5", 429, "1.5", noon, backoff);
    row("35 429 for nothing at all", 429, "", noon, backoff);
    row("36 429 without header", 429, nullptr, noon, backoff);
    row("38 503 with seconds", 503, "57", noon, 57'000);
    row("39 204 with seconds", 204, "900", noon, 900'000);
    row("39 204 with a date", 204, "Fri, 20 Nov 2026 12:15:00 GMT", noon, 900'000);
    row("40 204 without header", 204, nullptr, noon, notReady);
    row("44 our clock is two hours slow", 429, "Fri, 20 Nov 2026 14:00:57 GMT",
        "Fri, 20 Nov 2026 14:00:00 GMT", 57'000);
    row("44 our clock is two hours fast", 204, "Fri, 20 Nov 2026 10:15:00 GMT",
        "Fri, 20 Nov 2026 10:00:00 GMT", 900'000);
}

void TestMeaning::waitsAsAsked()
{
    QFETCH(int, status);
    QFETCH(QByteArray, retryAfter);
    QFETCH(QByteArray, date);
    QFETCH(qint64, pause);
    net::HeaderList headers{{"Content-Type", "text/html"}};
    if (!retryAfter.isNull())
        headers.append({"Retry-After", retryAfter});
    if (!date.isNull())
        headers.append({"Date", date});
    const auto transport = std::make_shared<test::ScriptedTransport>();
    transport->expect().reply(status, status == 204 ? "" : "<html>busy</html>", headers);
    const auto clock = std::make_shared<test::ManualClock>();
    net::ClientParts parts = test::scriptedParts(transport);
    parts.clock = clock;
    net::Client client(parts, {QUrl(QStringLiteral("https://api.example"))});
    net::Request request;
    request.url = QUrl(QStringLiteral("https://api.example/v1/customers/c/subscriptions"));
    request.scope = QStringLiteral("c");
    net::Call *const call = client.call(request, {}, &client);
    QSignalSpy waiting(call, &net::Call::waiting), finished(call, &net::Call::finished);
    QTRY_COMPARE(waiting.size(), 1);
    QCOMPARE(waiting.first().at(1).value<std::chrono::milliseconds>().count(), pause);
    transport->expect();
    // Time passes in steps: a clock that jumps would hide an alarm that was set too early.
    for (const qint64 step : {pause / 2, pause - pause / 2 - 1}) {
        QTRY_COMPARE(clock->alarms(), std::size_t(1));
        clock->advance(std::chrono::milliseconds(step));
        QCoreApplication::processEvents();
        QCOMPARE(transport->requests().size(), 1);
    }
    clock->advance(std::chrono::milliseconds(1));
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(finished.first().first().value<core::Result<net::Response>>());
    QVERIFY2(transport->isUsedUp(), qPrintable(transport->trouble()));
}

void TestMeaning::recovers_data()
{
    QTest::addColumn<QByteArray>("members");
    const auto row = [](const char *name, const char *members) {
        QTest::newRow(name) << QByteArray(members);
    };
    row("34 429 with seconds", R"("action": "throttle", "retryAfter": 57)");
    row("35 429 with a date", R"("action": "throttle", "retryAfter": 57, "retryAfterForm": "fixdate")");
    row("35 429, RFC 850", R"("action": "throttle", "retryAfter": 57, "retryAfterForm": "rfc850")");
    row("35 429, asctime", R"("action": "throttle", "retryAfter": 57, "retryAfterForm": "asctime")");
    row("35 429 in the past", R"("action": "throttle", "retryAfter": -3600, "retryAfterForm": "fixdate")");
    row("35 429 for ten years", R"("action": "throttle", "retryAfter": 315360000)");
    row("35 429 for -5", R"("action": "throttle", "retryAfter": "-5")");
    row("35 429 for 1.5", R"("action": "throttle", "retryAfter": "1.5")");
    row("35 429, empty", R"("action": "throttle", "retryAfter": "")");
    row("36 429 without header", R"("status": 429)");
    row("38 503 with a page",
        R"("status": 503, "contentType": "text/html", "body": "<b>", "retryAfter": 57)");
    row("39 204 with seconds", R"("status": 204, "retryAfter": 900)");
    row("40 204 without header", R"("status": 204)");
    row("40 200 with nothing in it", R"("status": 200)");
    row("502", R"("status": 502)");
    row("504", R"("status": 504)");
    row("408", R"("status": 408)");
}

void TestMeaning::recovers()
{
    QFETCH(QByteArray, members);
    QVERIFY(m_partner->setFaults(onThree(members)));
    Account account(*m_partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    VERIFY_HOLDS(test::brokenPromises(account, *m_partner, report));
    QCOMPARE(m_partner->requests(), m_needed + 6); // none that nobody needs
    QCOMPARE(report.requests, m_partner->requests());
}

void TestMeaning::failsForOneCustomer_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *members, int attempts, const char *reason) {
        QTest::newRow(name) << QByteArray(members) << attempts << QString::fromLatin1(reason);
    };
    row("32 403", R"("status": 403, "body": "{\"code\":20002,\"description\":\"no relationship\"}")", 1,
        "no relationship");
    row("33 404 of a subscription that is gone", R"("action": "vanish", "id": "SUBSCRIPTION")", 1,
        "A subscription with the provided ID was not found");
    row("35 429 for ten years, always", R"("action": "throttle", "retryAfter": 315360000)", 5, "status 429");
    row("38 503 with a page, always", R"("status": 503, "contentType": "text/html", "body": "<b>busy</b>")",
        5, "<b>busy</b>");
    row("39 204, always", R"("status": 204, "retryAfter": 900)", 5, "not ready yet");
    row("40 200 with nothing in it, always", R"("status": 200)", 3, "not JSON");
    row("41 400 with an error of wrong types",
        R"("status": 400, "body": "{\"code\":[7],\"description\":{\"a\":1},\"message\":\"<i>no</i>\\n\\u001b[31m\"}")",
        1, "<i>no</i> [31m");
    row("41 400 with an error that is a text", R"("status": 400, "body": "\"no\"")", 1, "\"no\"");
    row("301", R"("status": 301)", 1, "redirects with status 301");
    row("202", R"("status": 202)", 3, "status 202");
}

void TestMeaning::failsForOneCustomer()
{
    QFETCH(QByteArray, members);
    QFETCH(int, attempts);
    QFETCH(QString, reason);
    const auto &victim = m_partner->victim();
    const auto &own = m_partner->world().subscriptions()[victim.firstSubscription];
    members.replace("SUBSCRIPTION", QByteArray::fromStdString(own.id));
    QVERIFY(m_partner->setFaults(R"([{"path": "/utilizations", "customer": ")" +
                                 QByteArray::fromStdString(own.id) + R"(", )" + members + "}]"));
    Account account(*m_partner);
    const sync::Report report = account.sync();
    QVERIFY(!report.error);
    int failures = 0;
    for (const auto &line : report.lines) {
        const int missed = line.failed + line.refused + line.notReady;
        failures += missed;
        QCOMPARE(missed == 0, line.isComplete());
        if (missed > 0)
            QVERIFY2(line.reasons.join(u' ').contains(reason), qPrintable(line.reasons.join(u' ')));
    }
    QVERIFY(failures > 0);
    VERIFY_HOLDS(test::brokenPromises(account, *m_partner, report));
    QCOMPARE(m_partner->requests(), m_needed + failures * (attempts - 1));
    QVERIFY(m_partner->setFaults({}));
    VERIFY_HOLDS(test::brokenRepair(account, *m_partner));
}

/// 32: a customer that the list still names and that may not be looked at any more.
void TestMeaning::losesOneCustomer()
{
    const auto id = QByteArray::fromStdString(m_partner->victim().id);
    QVERIFY(m_partner->setFaults(R"([{"path": "/v1/customers/", "action": "vanish", "id": ")" + id + "\"}]"));
    Account account(*m_partner);
    const sync::Report report = account.sync();
    QVERIFY(!report.error);
    for (const auto &line : report.lines) {
        const bool isHit = line.customerId == QString::fromLatin1(id);
        QVERIFY2(line.isComplete() != isHit, qPrintable(line.customerName));
        if (isHit)
            QVERIFY2(line.reasons.value(0).contains(QLatin1String("relationship")),
                     qPrintable(line.reasons.join(u' ')));
    }
    VERIFY_HOLDS(test::brokenPromises(account, *m_partner, report));
    QVERIFY(m_partner->setFaults({}));
    VERIFY_HOLDS(test::brokenRepair(account, *m_partner));
}

void TestMeaning::endsWhenNoTokenIsGood_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::newRow("30 401 for ever") << QByteArray(R"("action": "unauthorised")");
    QTest::newRow("31 401 with a claims challenge")
        << QByteArray(R"("action": "unauthorised", "claims": true)");
}

void TestMeaning::endsWhenNoTokenIsGood()
{
    QFETCH(QByteArray, members);
    QVERIFY(m_partner->setFaults("[{" + members + "}]"));
    const auto tokens = std::make_shared<std::atomic<int>>(0);
    m_partner->setBearer([this, tokens](const QUrl &) -> core::Result<QByteArray> {
        ++*tokens;
        return m_partner->freshToken();
    });
    Account account(*m_partner);
    const sync::Report report = account.sync();
    QVERIFY(report.error);
    QCOMPARE(report.error->kind, ErrorKind::Unauthorised);
    // At most four calls are under way at once, and each may try one other token.
    QVERIFY2(m_partner->requests() <= 2 * 4, qPrintable(QString::number(m_partner->requests())));
    QVERIFY(m_partner->requests() >= 2);
    QVERIFY(*tokens <= 2 * 4);
    VERIFY_HOLDS(test::brokenPromises(account, *m_partner, report));
    QVERIFY(m_partner->setFaults({}));
    VERIFY_HOLDS(test::brokenRepair(account, *m_partner));
}

/// 37: every window fails, and all of them together repeat no more than the budget pays for.
void TestMeaning::staysWithinItsBudget()
{
    sync::Request year;
    year.from = core::addMonths(core::firstOfMonth(core::dayOf(test::ManualClock::start)), -12);
    qint64 needed = 0;
    {
        Account account(*m_partner);
        VERIFY_COMPLETE(account.sync(year));
        needed = m_partner->requests();
    }
    m_partner->forgetRequests();
    QVERIFY(m_partner->setFaults(R"([{"path": "/utilizations", "status": 503},
        {"path": "/azureusage", "status": 500}, {"path": "/usage-records", "status": 502},
        {"path": "/usagerecords", "status": 504}, {"path": "/usagesummary", "status": 503}])"));
    Account account(*m_partner);
    const sync::Report report = account.sync(year);
    QVERIFY(!report.isComplete());
    constexpr qint64 repeats = 500 / 5;
    QVERIFY2(needed > repeats / 4, "too few windows to use up the budget");
    QCOMPARE(report.requests, needed + repeats);
    QCOMPARE(m_partner->requests(), needed + repeats);
    VERIFY_HOLDS(test::brokenPromises(account, *m_partner, report));
    VERIFY_HOLDS(test::brokenBudget(m_partner->requests(), needed));
    QVERIFY(m_partner->setFaults({}));
    VERIFY_HOLDS(test::brokenRepair(account, *m_partner));
}

/// 42
void TestMeaning::warnsOfAnAnswerToAnother()
{
    QVERIFY(m_partner->setFaults(R"([{"path": "/usagesummary", "action": "staleIds", "times": 1}])"));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(QStringLiteral("answered as \"00000000-57a1-e000-")));
    Account account(*m_partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    VERIFY_HOLDS(test::brokenPromises(account, *m_partner, report));
}

/// 43: a repeat keeps its correlation. It has a new request id after an answer, and the same one when nobody
/// knows whether the request was heard.
void TestMeaning::namesItsRepeats()
{
    const auto id = QByteArray::fromStdString(m_partner->victim().id);
    const auto strike = [&id](const QByteArray &members) {
        return R"({"path": "/utilizations", "customer": ")" + id + R"(", )" + members + '}';
    };
    QVERIFY(m_partner->setFaults('[' + strike(R"("action": "reset", "times": 3)") + ',' +
                                 strike(R"("status": 503, "times": 1)") + ']'));
    Account account(*m_partner);
    VERIFY_COMPLETE(account.sync());
    std::map<std::string, std::vector<std::string>> ids; // by correlation
    for (const auto &request : m_partner->lastRequests()) {
        const bool isHit = request["target"].text.find("/utilizations") != std::string::npos &&
                           request["target"].text.find(m_partner->victim().id) != std::string::npos;
        if (isHit)
            ids[request["headers"]["ms-correlationid"].text].push_back(
                request["headers"]["ms-requestid"].text);
    }
    const auto repeated =
        std::ranges::find_if(ids, [](const auto &entry) { return entry.second.size() > 1; });
    QVERIFY(repeated != ids.end());
    const std::vector<std::string> &asked = repeated->second;
    QCOMPARE(asked.size(), std::size_t(5)); // three resets, the 503, the answer
    QVERIFY(!asked[0].empty());
    QCOMPARE(asked[1], asked[0]);
    QCOMPARE(asked[2], asked[0]);
    QCOMPARE(asked[3], asked[0]); // the one that is answered with 503
    QVERIFY(asked[4] != asked[3]);
}

SPENDGLASS_TEST_MAIN(TestMeaning)
#include "tst_meaning.moc"
