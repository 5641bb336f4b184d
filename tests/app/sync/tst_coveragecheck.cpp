// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"
#include "auth/signinproblem.h"

#include "support/testmain.h"
#include "sync/coveragecheck.h"

#include <QTcpServer>

using namespace spendglass;
using core::DataSet;
using core::ErrorKind;
using sync::Coverage;
using sync::CoverageAdvice;
using sync::CoverageCheck;
using sync::InterfaceReach;
using sync::Reach;
using test::Partner;

namespace {

constexpr int patience = 20'000;

sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.days = 10;
    options.rowsPerDay = 30;
    return options;
}

/// The outcome of one check; BadRequest when there was none.
core::Result<Coverage> checked(const sync::Connection &connection)
{
    CoverageCheck check(connection, std::make_shared<test::ManualClock>(1));
    QSignalSpy finished(&check, &CoverageCheck::finished);
    check.start();
    check.start();
    if (finished.count() != 0 || !finished.wait(patience) || finished.count() != 1)
        return core::fail(ErrorKind::BadRequest, QStringLiteral("it did not end, or not once"));
    return finished.first().first().value<core::Result<Coverage>>();
}

/// "customers reachable, analytics notOffered useOtherAnalytics, …"
QString textOf(const core::Result<Coverage> &coverage)
{
    if (!coverage)
        return coverage.error().text;
    QStringList parts;
    for (const InterfaceReach &one : coverage->interfaces)
        parts << (sync::interfaceName(one) + u' ' + sync::reachName(one.reach) + u' ' +
                  sync::adviceName(one.advice))
                     .trimmed();
    return parts.join(QStringLiteral(", "));
}

const QString allReachable =
    QStringLiteral("customers reachable, analytics reachable, utilization reachable, "
                   "spend reachable, summary reachable, crest reachable");

} // namespace

/// What an account reaches, by one small question to each interface.
class TestCoverageCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reachesAll();
    void names_data();
    void names();
    void tells_data();
    void tells();
    void asksForTheRightThing_data();
    void asksForTheRightThing();
    void saysWhatTheCloudHasNot();
    void saysThatCrestIsOff();
    void findsNoSubscription();
    void needsASignIn();
    void seesTheSecondFactor();
    void asksElsewhereForAnalytics();
    void isOffline();
    void doesNotWait();
    void cancels();
    void cancelsWhileItTells();
    void diesSilently();
};

void TestCoverageCheck::reachesAll()
{
    Partner partner(world());
    CoverageCheck check(partner.connection(), std::make_shared<test::ManualClock>(1));
    QSignalSpy reached(&check, &CoverageCheck::reached), finished(&check, &CoverageCheck::finished);
    check.start();
    QVERIFY(finished.wait(patience));
    const auto coverage = finished.first().first().value<core::Result<Coverage>>();
    QCOMPARE(textOf(coverage), allReachable);
    QCOMPARE(reached.count(), 6);
    QVERIFY(coverage->isSecondFactorSeen == true);
    QCOMPARE(coverage->requests, partner.requests());
    QVERIFY2(coverage->requests <= 8, qPrintable(QString::number(coverage->requests)));
}

void TestCoverageCheck::names_data()
{
    QTest::addColumn<int>("advice");
    for (int advice = 1; advice <= int(CoverageAdvice::TellSupport); ++advice)
        QTest::addRow("%d", advice) << advice;
}

void TestCoverageCheck::names()
{
    QFETCH(int, advice);
    QVERIFY(!sync::adviceName(CoverageAdvice(advice)).isEmpty());
    QVERIFY(!sync::adviceText(CoverageAdvice(advice)).isEmpty());
}

void TestCoverageCheck::tells_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char *name, const char *fault, const char *from, const char *to) {
        QTest::newRow(name) << QByteArray(fault) << QString::fromLatin1(from) << QString::fromLatin1(to);
    };
    row("403 on costs", R"({"path": "/v1/customers/usagerecords", "status": 403})", "spend reachable",
        "spend refused askForRole");
    row("404 on analytics", R"({"path": "/azureusage", "status": 404})", "analytics reachable",
        "analytics notOffered useOtherAnalytics");
    row("404 on the summary", R"({"path": "/v1/usagesummary", "status": 404})", "summary reachable",
        "summary notOffered");
    row("204 on utilization", R"({"path": "/utilizations/", "status": 204, "retryAfter": 900})",
        "utilization reachable", "utilization notReady tryLater");
    row("503 on the summary", R"({"path": "/v1/usagesummary", "status": 503})", "summary reachable",
        "summary failed tryLater");
    row("429 on the summary", R"({"path": "/v1/usagesummary", "action": "throttle"})", "summary reachable",
        "summary failed tryLater");
    row("a portal's page", R"({"path": "/v1/usagesummary", "action": "html"})", "summary reachable",
        "summary failed tellSupport");
    row("400 on analytics", R"({"path": "/azureusage", "status": 400})", "analytics reachable",
        "analytics failed tellSupport");
    row("a redirect", R"({"path": "/v1/usagesummary", "action": "redirect"})", "summary reachable",
        "summary failed checkNetwork");
    row("a reset", R"({"path": "/v1/usagesummary", "action": "reset"})", "summary reachable",
        "summary failed checkNetwork");
    row("no second factor", R"({"path": "/v1/usagesummary", "status": 401, "body": "{\"code\":900421}"})",
        "summary reachable", "summary secondFactorMissing useSecondFactor");
    row("401", R"({"path": "/v1/usagesummary", "action": "unauthorised"})", "summary reachable",
        "summary signInNeeded signIn");
    row("no usage", R"({"path": "/azureusage", "status": 404,
         "body": "{\"code\":3000,\"description\":\"The partner does not have usage data.\"}"})",
        "", "");
    row("403 on CREST", R"({"path": "/usage-records?", "status": 403})", "crest reachable",
        "crest refused askForRole");
    row("403 on subscriptions", R"({"path": "/subscriptions", "status": 403, "times": 1})",
        "utilization reachable, spend reachable, summary reachable, crest reachable",
        "utilization refused askForRole, spend reachable, summary reachable, crest refused askForRole");
    row("no list of customers", R"({"path": "/v1/customers?", "status": 500})", "customers reachable",
        "customers failed tryLater");
}

void TestCoverageCheck::tells()
{
    QFETCH(QByteArray, fault);
    QFETCH(QString, from);
    QFETCH(QString, to);
    Partner partner(world());
    QVERIFY(partner.setFaults('[' + fault + ']'));
    const auto coverage = checked(partner.connection());
    QCOMPARE(textOf(coverage), from.isEmpty() ? allReachable : QString(allReachable).replace(from, to));
    QVERIFY(coverage->requests <= 8);
    for (const InterfaceReach &one : coverage->interfaces) {
        QCOMPARE(one.error.has_value(), one.reach != Reach::Reachable);
    }
}

/// A 403 that is about the sign-in is no matter of roles.
void TestCoverageCheck::asksForTheRightThing_data()
{
    QTest::addColumn<core::Error>("error");
    QTest::addColumn<Reach>("reach");
    QTest::addColumn<CoverageAdvice>("advice");
    core::Error error;
    error.kind = ErrorKind::Forbidden;
    error.httpStatus = 403;
    QTest::newRow("no role") << error << Reach::Refused << CoverageAdvice::AskForRole;
    error.serverCode = QStringLiteral("consent_required");
    QTest::newRow("no consent") << error << Reach::SignInNeeded << CoverageAdvice::AskForConsent;
    QTest::newRow("somebody else") << auth::errorOf(auth::SignInProblem::WrongAccount, {})
                                   << Reach::SignInNeeded << CoverageAdvice::SignIn;
    error.serverCode = QStringLiteral("900421");
    QTest::newRow("no second factor")
        << error << Reach::SecondFactorMissing << CoverageAdvice::UseSecondFactor;
}

void TestCoverageCheck::asksForTheRightThing()
{
    QFETCH(core::Error, error);
    const InterfaceReach one = sync::reachOf(DataSet::Summary, error);
    QTEST(one.reach, "reach");
    QTEST(one.advice, "advice");
}

void TestCoverageCheck::saysWhatTheCloudHasNot()
{
    Partner partner(world());
    sync::Connection connection = partner.connection();
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Spend, DataSet::Summary, DataSet::Crest})
        connection.notOffered[dataSet] = QStringLiteral("not in this cloud");
    const auto coverage = checked(connection);
    QCOMPARE(textOf(coverage),
             QStringLiteral("customers reachable, analytics reachable, utilization notOffered, "
                            "spend notOffered, summary notOffered, crest notOffered"));
    QCOMPARE(coverage->interfaces.back().error->text, QStringLiteral("not in this cloud"));
    QCOMPARE(coverage->requests, 2);
}

void TestCoverageCheck::saysThatCrestIsOff()
{
    Partner partner(world());
    sync::Connection connection = partner.connection();
    connection.crestUrl = QUrl();
    connection.crestCid.clear();
    QCOMPARE(textOf(checked(connection)),
             QString(allReachable)
                 .replace(QStringLiteral("crest reachable"), QStringLiteral("crest nothingToAsk")));
}

void TestCoverageCheck::findsNoSubscription()
{
    sandbox::Options options = world();
    options.customers = 0;
    Partner partner(options);
    const QString text = textOf(checked(partner.connection()));
    QVERIFY2(text.contains(QLatin1String("utilization nothingToAsk")), qPrintable(text));
    QVERIFY2(text.contains(QLatin1String("crest nothingToAsk")), qPrintable(text));
    QVERIFY2(text.startsWith(QLatin1String("customers reachable")), qPrintable(text));
}

void TestCoverageCheck::needsASignIn()
{
    Partner partner(world());
    sync::Connection connection = partner.connection();
    connection.authorize = net::authorizerOf([](const QUrl &) -> core::Result<QByteArray> {
        return core::fail(ErrorKind::Unauthorised, QStringLiteral("nobody is signed in"));
    });
    const auto coverage = checked(connection);
    QVERIFY(coverage);
    for (const InterfaceReach &one : coverage->interfaces) {
        QCOMPARE(int(one.reach), int(Reach::SignInNeeded));
    }
    QCOMPARE(coverage->requests, 0);
    QCOMPARE(partner.requests(), 0);
}

void TestCoverageCheck::seesTheSecondFactor()
{
    Partner partner(world());
    QVERIFY(partner.setFaults(
        R"([{"path": "/v1/customers?", "status": 200, "headers": {"isMfaCompliant": "false"},
        "contentType": "application/json", "body": "{\"totalCount\":0,\"items\":[]}"}])"));
    const auto coverage = checked(partner.connection());
    QVERIFY(coverage);
    QVERIFY(coverage->isSecondFactorSeen == false);
    QCOMPARE(int(coverage->interfaces.front().reach), int(Reach::Reachable));
}

void TestCoverageCheck::asksElsewhereForAnalytics()
{
    sandbox::Options options = world();
    options.analyticsPath = sandbox::Options::AnalyticsPath::Later;
    Partner partner(options);
    sync::Connection connection = partner.connection();
    QVERIFY(textOf(checked(connection)).contains(QLatin1String("analytics notOffered useOtherAnalytics")));
    connection.hasLaterAnalyticsPath = true;
    QCOMPARE(textOf(checked(connection)), allReachable);
}

void TestCoverageCheck::isOffline()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    Partner partner(world());
    sync::Connection connection = partner.connection();
    connection.apiUrl = connection.crestUrl =
        QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort()));
    server.close();
    const auto coverage = checked(connection);
    QVERIFY(coverage);
    for (const InterfaceReach &one : coverage->interfaces) {
        QCOMPARE(int(one.reach), int(Reach::Failed));
        QCOMPARE(int(one.advice), int(CoverageAdvice::CheckNetwork));
    }
}

/// A service that asks to come back in an hour does not hold the check up.
void TestCoverageCheck::doesNotWait()
{
    Partner partner(world());
    QVERIFY(partner.setFaults(R"([{"action": "throttle", "retryAfter": 3600}])"));
    const auto coverage = checked(partner.connection());
    QVERIFY(coverage);
    QCOMPARE(coverage->requests, 4);
    for (const InterfaceReach &one : coverage->interfaces) {
        QCOMPARE(int(one.advice), int(CoverageAdvice::TryLater));
    }
}

void TestCoverageCheck::cancels()
{
    Partner partner(world());
    QVERIFY(partner.setFaults(R"([{"action": "hang"}])"));
    CoverageCheck check(partner.connection(), std::make_shared<test::ManualClock>(1));
    QSignalSpy finished(&check, &CoverageCheck::finished);
    check.start();
    QTRY_COMPARE_WITH_TIMEOUT(partner.requests(), 4, patience);
    check.cancel();
    check.cancel();
    QCOMPARE(finished.count(), 0);
    QTRY_COMPARE(finished.count(), 1);
    const auto result = finished.first().first().value<core::Result<Coverage>>();
    QVERIFY(!result);
    QCOMPARE(int(result.error().kind), int(ErrorKind::Cancelled));
    QVERIFY(!finished.wait(50));
}

void TestCoverageCheck::cancelsWhileItTells()
{
    Partner partner(world());
    CoverageCheck check(partner.connection(), std::make_shared<test::ManualClock>(1));
    QSignalSpy finished(&check, &CoverageCheck::finished);
    connect(&check, &CoverageCheck::reached, &check, &CoverageCheck::cancel);
    check.start();
    QVERIFY(finished.wait(patience));
    QVERIFY(!finished.first().first().value<core::Result<Coverage>>());
}

void TestCoverageCheck::diesSilently()
{
    Partner partner(world());
    auto check =
        std::make_unique<CoverageCheck>(partner.connection(), std::make_shared<test::ManualClock>(1));
    QSignalSpy finished(check.get(), &CoverageCheck::finished);
    bool isGone = false;
    connect(check.get(), &CoverageCheck::reached, this, [&] {
        check.reset();
        isGone = true;
    });
    check->start();
    QTRY_VERIFY_WITH_TIMEOUT(isGone, patience);
    QVERIFY(!finished.wait(50));
}

SPENDGLASS_TEST_MAIN(TestCoverageCheck)
#include "tst_coveragecheck.moc"
