// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "sandbox/server.h"
#include "sandbox/service.h"
#include "support/testmain.h"
#include "sync/lanequeue.h"

#include <QElapsedTimer>
#include <QLockFile>
#include <QSet>

using namespace spendglass;
using core::DataSet;
using test::Account;
using test::Partner;

/// What is asked for, in which order and how fast, counted at the service.
class TestScheduler : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void goesOnWhereItWasStopped_data();
    void goesOnWhereItWasStopped();
    void beginsAnewAfterADay();
    void beginsAnewForAnotherRequest();
    void beginsWithTheCustomerOnScreen();
    void takesUpTheCustomerOnScreen();
    void takesTurns();
    void beginsWithTheStalest();
    void asksFourAtOnce();
    void pausesAndGoesOn();
    void cancelsWhilePaused();
    void repeatsWhatFailed();
    void repeatsAListThatFailed();
    void foreseesItsCalls();
    void foreseesNothingUnknown();
    void countsDownToTheTruth();
    void doesNotCallSomeCustomersAll();
    void takesUpWhatAnotherBrought();

private:
    QStringList windowTargets();
    QStringList listedCustomers();
    bool interrupt(Account &account, int requests, const QString &how);

    std::unique_ptr<Partner> m_partner;
};

namespace {

constexpr int patience = 60'000;

sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 12;
    options.days = 50;
    options.rowsPerDay = 30;
    return options;
}

QString pathOf(const QString &target)
{
    return target.section(u'?', 0, 0);
}

bool isList(const QString &target)
{
    return pathOf(target) == QLatin1String("/v1/customers") ||
           pathOf(target).endsWith(QLatin1String("/subscriptions"));
}

QString customerOf(const QString &target)
{
    return pathOf(target).section(u'/', 3, 3).toLower();
}

sync::Estimate estimateOf(Account &account, sync::Request request, const Partner &partner)
{
    request.from = partner.world().firstDay();
    std::optional<sync::Estimate> found;
    QObject context;
    account.workspace().estimate(request, &context, [&found](const core::Result<sync::Estimate> &estimate) {
        found = estimate.value_or(sync::Estimate{-1, -1, -1, true, {}});
    });
    return QTest::qWaitFor([&found] { return found.has_value(); }, patience) ? *found : sync::Estimate();
}

query::Query countOf(DataSet dataSet)
{
    query::Query query;
    query.dataSet = dataSet;
    query.measures = {{query::Aggregate::Count, {}}};
    return query;
}

} // namespace

void TestScheduler::init()
{
    m_partner = std::make_unique<Partner>(world());
}

/// Of the last requests those that asked for windows, in order.
QStringList TestScheduler::windowTargets()
{
    QStringList targets;
    for (auto &request : m_partner->lastRequests()) {
        const auto target = QString::fromStdString(request["target"].text);
        if (!isList(target))
            targets.append(target);
    }
    return targets;
}

/// Whose subscriptions were asked for, in order.
QStringList TestScheduler::listedCustomers()
{
    QStringList customers;
    for (auto &request : m_partner->lastRequests()) {
        const auto target = QString::fromStdString(request["target"].text);
        if (isList(target) && !customerOf(target).isEmpty())
            customers.append(customerOf(target));
    }
    return customers;
}

/// A run that has come to so many requests and then ends in that way.
bool TestScheduler::interrupt(Account &account, int requests, const QString &how)
{
    m_partner->forgetRequests();
    const QByteArray nth = QByteArray::number(requests);
    const bool isSignedOut = how == QLatin1String("signed out");
    // Otherwise one is never answered, so that the run cannot end by itself.
    const QByteArray end = R"({"action": "hang", "nth": )" + nth + "}";
    const QByteArray refusal = R"({"path": "/utilizations", "action": "unauthorised"})";
    if (!m_partner->setFaults(isSignedOut ? "[" + refusal + "]" : "[" + end + "]"))
        return false;
    sync::Request request;
    request.from = m_partner->world().firstDay();
    QSignalSpy finished(&account.workspace(), &sync::Workspace::syncFinished);
    account.workspace().startSync(request);
    if (!isSignedOut && !QTest::qWaitFor([&] { return m_partner->requests() >= requests; }, patience))
        return false;
    if (how == QLatin1String("cancelled"))
        account.workspace().cancelSync();
    if (how == QLatin1String("killed"))
        return account.reopen() && m_partner->setFaults({}); // deletes the one that syncs
    return (!finished.isEmpty() || finished.wait(patience)) && m_partner->setFaults({});
}

void TestScheduler::goesOnWhereItWasStopped_data()
{
    QTest::addColumn<int>("requests");
    for (const char *const how : {"cancelled", "killed"}) {
        for (const int requests : {15, 30})
            QTest::addRow("%s after %d", how, requests) << requests;
    }
    QTest::newRow("signed out") << 0;
}

void TestScheduler::goesOnWhereItWasStopped()
{
    QFETCH(int, requests);
    static QStringList wanted; // by a run without interruption
    if (wanted.isEmpty()) {
        Account whole(*m_partner);
        m_partner->forgetRequests();
        VERIFY_COMPLETE(whole.sync());
        wanted = windowTargets();
        wanted.sort();
    }
    Account account(*m_partner);
    QVERIFY(interrupt(account, requests,
                      QString::fromLatin1(QTest::currentDataTag()).section(u" after"_qs, 0, 0)));
    QStringList before = windowTargets();
    if (requests == 0) // those were refused
        before.removeIf([](const QString &target) { return target.contains(u"/utilizations"); });
    m_partner->forgetRequests();
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    QVERIFY(report.continues);
    const QStringList after = windowTargets();
    QSet<QString> both(before.begin(), before.end());
    both.intersect(QSet<QString>(after.begin(), after.end()));
    // One for each list of windows that was under way.
    QVERIFY2(both.size() <= 8, qPrintable(both.values().join(u'\n')));
    QStringList all = before + after;
    all.removeDuplicates();
    all.sort();
    QCOMPARE(all, wanted);
    VERIFY_EQUAL(account, *m_partner);
    // That one ended well: what moves is read again.
    m_partner->forgetRequests();
    const sync::Report next = account.sync();
    VERIFY_COMPLETE(next);
    QVERIFY(!next.continues);
    QVERIFY(!windowTargets().filter(QStringLiteral("/v1/customers/usagerecords")).isEmpty());
}

void TestScheduler::beginsAnewAfterADay()
{
    Account account(*m_partner);
    QVERIFY(interrupt(account, 30, QStringLiteral("cancelled")));
    account.clock()->advance(std::chrono::hours(24) - std::chrono::seconds(1));
    QVERIFY(estimateOf(account, {}, *m_partner).continues);
    account.clock()->advance(std::chrono::seconds(1));
    QVERIFY(!estimateOf(account, {}, *m_partner).continues);
    QVERIFY(!account.sync().continues);
}

void TestScheduler::beginsAnewForAnotherRequest()
{
    Account account(*m_partner);
    QVERIFY(interrupt(account, 30, QStringLiteral("cancelled")));
    sync::Request spend;
    spend.dataSets = {DataSet::Spend};
    QVERIFY(!account.sync(spend).continues);
    QVERIFY(account.sync().continues);
}

void TestScheduler::beginsWithTheCustomerOnScreen()
{
    Account account(*m_partner);
    const auto customer = QString::fromStdString(m_partner->world().customers().back().id);
    account.workspace().prefer({customer.toUpper()});
    m_partner->forgetRequests();
    VERIFY_COMPLETE(account.sync());
    // Four are sent at once, and which arrives first is chance.
    QVERIFY2(listedCustomers().indexOf(customer.toLower()) < 4, qPrintable(listedCustomers().join(u'\n')));
}

void TestScheduler::takesUpTheCustomerOnScreen()
{
    sandbox::Options options = world();
    options.customers = 40;
    options.days = 20;
    m_partner = std::make_unique<Partner>(options);
    QVERIFY(m_partner->setFaults(R"([{"action": "delay", "delayMs": 15}])"));
    Account account(*m_partner);
    sync::Request request;
    request.from = m_partner->world().firstDay();
    QSignalSpy finished(&account.workspace(), &sync::Workspace::syncFinished);
    account.workspace().startSync(request);
    QTRY_VERIFY_WITH_TIMEOUT(listedCustomers().size() >= 8, patience);
    // In the order of the lists the last ones would come last.
    QString customer;
    for (const auto &candidate : m_partner->world().customers()) {
        const auto id = QString::fromStdString(candidate.id).toLower();
        customer = customer.isEmpty() || !listedCustomers().contains(id) ? id : customer;
    }
    account.workspace().prefer({customer});
    const auto before = listedCustomers().size();
    QVERIFY(finished.wait(patience));
    VERIFY_COMPLETE(finished.front().front().value<sync::Report>());
    QCOMPARE(listedCustomers().size(), 40);
    const auto place = listedCustomers().indexOf(customer);
    QVERIFY2(place < before + 6, qPrintable(QStringLiteral("%1 of %2").arg(place).arg(before)));
}

/// In the order in which they stand here.
void TestScheduler::takesTurns()
{
    using sync::Turn;
    const auto at = [](int hours) { return test::ManualClock::start + std::chrono::hours(hours); };
    const std::vector<Turn> turns{
        {false, false, {}}, {true, true, {}},     {true, true, at(1)},  {true, true, at(2)},
        {true, false, {}},  {true, false, at(1)}, {true, false, at(2)}, {true, false, core::Instant::max()}};
    for (std::size_t one = 0; one < turns.size(); ++one) {
        for (std::size_t other = 0; other < turns.size(); ++other)
            QCOMPARE(sync::comesBefore(turns[one], turns[other]), one < other);
    }
}

void TestScheduler::beginsWithTheStalest()
{
    Account account(*m_partner);
    QStringList fetched;
    for (const auto &customer : m_partner->world().customers()) {
        if (customer.hasLegacy() && fetched.size() < 2)
            fetched.prepend(QString::fromStdString(customer.id).toLower());
    }
    QCOMPARE(fetched.size(), 2);
    for (const QString &customer : fetched) {
        sync::Request request;
        request.customerIds = {customer};
        VERIFY_COMPLETE(account.sync(request));
        account.clock()->advance(std::chrono::minutes(10));
    }
    m_partner->forgetRequests();
    VERIFY_COMPLETE(account.sync());
    const QStringList listed = listedCustomers();
    QCOMPARE(listed.size(), 12);
    for (const QString &customer : fetched) // four are sent at once, and which arrives first is chance
        QVERIFY2(listed.indexOf(customer) >= 10 - 3, qPrintable(listed.join(u'\n')));
    // Who has nothing to fetch, and is known to, can wait longest.
    m_partner->forgetRequests();
    VERIFY_COMPLETE(account.sync());
    int legacy = 0;
    for (const auto &customer : m_partner->world().customers())
        legacy += customer.hasLegacy() ? 1 : 0;
    const QStringList again = listedCustomers();
    for (const QString &id : again) {
        if (m_partner->world().findCustomer(id.toStdString())->hasLegacy())
            QVERIFY2(again.indexOf(id) < legacy + 3, qPrintable(id));
    }
}

/// The service itself counts here: a request is open until its answer is sent.
void TestScheduler::asksFourAtOnce()
{
    sandbox::Tokens tokens(3600);
    const sandbox::Options options = world();
    sandbox::Service service(options, tokens);
    int open = 0, most = 0, served = 0;
    const auto handler = [&](sandbox::Request &request) {
        most = std::max(most, ++open);
        ++served;
        sandbox::Reply reply = service.answer(request);
        reply.delayMs = 10;
        QTimer::singleShot(reply.delayMs, this, [&open] { --open; });
        return reply;
    };
    sandbox::Server server(handler);
    QVERIFY(server.listen(0));
    sync::Connection connection = m_partner->connection();
    connection.apiUrl.setPort(server.port());
    connection.crestUrl.setPort(server.port());
    const QByteArray token = tokens.fresh();
    connection.authorize =
        net::authorizerOf([token](const QUrl &) -> core::Result<QByteArray> { return token; });
    QTemporaryDir folder;
    sync::Workspace workspace(folder.filePath(QStringLiteral("a/store.duckdb")), connection,
                              std::make_shared<test::ManualClock>(10'000));
    QSignalSpy finished(&workspace, &sync::Workspace::syncFinished);
    sync::Request request;
    request.from = m_partner->world().firstDay();
    workspace.startSync(request);
    QVERIFY(finished.wait(patience));
    VERIFY_COMPLETE(finished.front().front().value<sync::Report>());
    QVERIFY(served > 40);
    QCOMPARE(most, 4);
}

void TestScheduler::pausesAndGoesOn()
{
    QVERIFY(m_partner->setFaults(R"([{"action": "delay", "delayMs": 10}])"));
    Account account(*m_partner);
    sync::Workspace &workspace = account.workspace();
    QSignalSpy progressed(&workspace, &sync::Workspace::syncProgressed);
    QSignalSpy finished(&workspace, &sync::Workspace::syncFinished);
    const auto last = [&progressed] {
        return progressed.isEmpty() ? sync::Progress() : progressed.last().first().value<sync::Progress>();
    };
    sync::Request request;
    request.from = m_partner->world().firstDay();
    m_partner->forgetRequests();
    workspace.startSync(request);
    QTRY_VERIFY_WITH_TIMEOUT(m_partner->requests() >= 10, patience);
    workspace.pauseSync();
    QVERIFY(workspace.isSyncPaused() && workspace.isSyncing());
    QTRY_VERIFY_WITH_TIMEOUT(last().isPaused, patience);
    const qint64 sent = last().requests;
    QTRY_COMPARE_WITH_TIMEOUT(m_partner->requests(), sent, patience);
    for (int i = 0; i < 50; ++i) // time for another one, had it been sent
        QCOMPARE(m_partner->requests(), sent);
    QVERIFY(finished.isEmpty());
    QVERIFY(!last().timeLeft);
    workspace.resumeSync();
    QVERIFY(!workspace.isSyncPaused());
    QVERIFY(finished.wait(patience));
    VERIFY_COMPLETE(finished.front().front().value<sync::Report>());
    QVERIFY(!last().isPaused);
    VERIFY_EQUAL(account, *m_partner);
}

void TestScheduler::cancelsWhilePaused()
{
    QVERIFY(m_partner->setFaults(R"([{"action": "delay", "delayMs": 10}])"));
    Account account(*m_partner);
    QSignalSpy finished(&account.workspace(), &sync::Workspace::syncFinished);
    sync::Request request;
    request.from = m_partner->world().firstDay();
    account.workspace().startSync(request);
    QTRY_VERIFY_WITH_TIMEOUT(m_partner->requests() >= 10, patience);
    account.workspace().pauseSync();
    QElapsedTimer took;
    took.start();
    account.workspace().cancelSync();
    QVERIFY(finished.wait(patience));
    QVERIFY2(took.elapsed() < 2000, qPrintable(QString::number(took.elapsed())));
    QVERIFY(!account.workspace().isSyncPaused());
    VERIFY_COMPLETE(account.sync());
    VERIFY_EQUAL(account, *m_partner);
}

void TestScheduler::repeatsWhatFailed()
{
    const auto victim = QString::fromStdString(m_partner->victim().id);
    QVERIFY(m_partner->setFaults(R"([{"path": "/utilizations/azure", "status": 403, "customer": ")" +
                                 victim.toUtf8() + R"("}])"));
    Account account(*m_partner);
    QVERIFY(!account.sync().isComplete());
    QVERIFY(m_partner->setFaults({}));
    sync::Request retry;
    retry.isRetry = true;
    const sync::Estimate estimate = estimateOf(account, retry, *m_partner);
    QCOMPARE(estimate.customers, 1);
    m_partner->forgetRequests();
    const sync::Report report = account.sync(retry);
    VERIFY_COMPLETE(report);
    QCOMPARE(listedCustomers(), QStringList{victim.toLower()});
    QVERIFY(!windowTargets().isEmpty());
    for (const QString &target : windowTargets())
        QVERIFY2(target.contains(QLatin1String("/utilizations/azure")) &&
                     customerOf(target) == victim.toLower(),
                 qPrintable(target));
    QCOMPARE(estimate.calls, report.requests);
    VERIFY_EQUAL(account, *m_partner);
    const sync::Report nothing = account.sync(retry);
    VERIFY_COMPLETE(nothing);
    QCOMPARE(nothing.requests, 0);
    QVERIFY(!(*account.ask(countOf(DataSet::Utilization)))->completeness.isPartial());
}

void TestScheduler::repeatsAListThatFailed()
{
    QVERIFY(m_partner->setFaults(R"([{"path": "/v1/customers?", "status": 403}])"));
    Account account(*m_partner);
    QVERIFY(!account.sync().isComplete());
    QVERIFY(m_partner->setFaults({}));
    sync::Request retry;
    retry.isRetry = true;
    m_partner->forgetRequests();
    VERIFY_COMPLETE(account.sync(retry));
    QCOMPARE(listedCustomers().size(), 12);
    QVERIFY(windowTargets().filter(QStringLiteral("azureusage")).isEmpty()); // it had not failed
    VERIFY_EQUAL(account, *m_partner);
    QVERIFY(!(*account.ask(countOf(DataSet::Utilization)))->completeness.isPartial());
}

void TestScheduler::foreseesItsCalls()
{
    Account account(*m_partner);
    VERIFY_COMPLETE(account.sync());
    account.clock()->advance(std::chrono::hours(1));
    const sync::Estimate estimate = estimateOf(account, {}, *m_partner);
    QVERIFY(estimate.isWhole);
    QCOMPARE(estimate.customers, 12);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    QCOMPARE(estimate.calls, report.requests);
    int fetched = 0;
    for (const auto &line : report.lines)
        fetched += line.fetched;
    QCOMPARE(estimate.windows, fetched);
    // Half of it is there already.
    const sync::Estimate before = estimateOf(account, {}, *m_partner);
    QVERIFY(interrupt(account, 30, QStringLiteral("cancelled")));
    const sync::Estimate after = estimateOf(account, {}, *m_partner);
    QVERIFY(after.continues && !before.continues);
    QVERIFY(after.calls < before.calls);
    QCOMPARE(after.calls, account.sync().requests);
}

void TestScheduler::foreseesNothingUnknown()
{
    Account account(*m_partner);
    QVERIFY(!estimateOf(account, {}, *m_partner).isWhole);
    QVERIFY(estimateOf(account, {}, *m_partner).calls > 0);
    sync::Request some;
    some.customerIds = {QString::fromStdString(m_partner->victim().id)};
    QVERIFY(!estimateOf(account, some, *m_partner).isWhole);
    VERIFY_COMPLETE(account.sync(some));
    QVERIFY(estimateOf(account, some, *m_partner).isWhole);
    QVERIFY(!estimateOf(account, {}, *m_partner).isWhole); // the others were never listed
    VERIFY_COMPLETE(account.sync());
    QVERIFY(estimateOf(account, {}, *m_partner).isWhole);
}

/// What was sent and what is left is never less than what it comes to, and hardly more.
void TestScheduler::countsDownToTheTruth()
{
    QVERIFY(m_partner->setFaults(R"([{"action": "delay", "delayMs": 5}])"));
    Account account(*m_partner);
    for (int run = 0; run < 2; ++run) {
        QSignalSpy progressed(&account.workspace(), &sync::Workspace::syncProgressed);
        const sync::Report report = account.sync();
        VERIFY_COMPLETE(report);
        int told = 0;
        for (const auto &arguments : progressed) {
            const auto progress = arguments.first().value<sync::Progress>();
            QVERIFY(progress.windowsDone <= progress.windowsPlanned);
            QVERIFY(!progress.timeLeft || (progress.callsLeft && progress.timeLeft->count() > 0));
            if (!progress.callsLeft)
                continue;
            ++told;
            const qint64 sum = progress.requests + *progress.callsLeft;
            if (run > 0)
                QVERIFY2(report.requests <= sum && sum <= report.requests + 8,
                         qPrintable(QStringLiteral("%1 for %2").arg(sum).arg(report.requests)));
        }
        QVERIFY(told > 0);
        const auto last = progressed.last().first().value<sync::Progress>();
        QCOMPARE(last.callsLeft, std::optional<qint64>(0));
        QCOMPARE(last.windowsDone, last.windowsPlanned);
        QCOMPARE(last.bytes, report.bytes);
        QVERIFY(last.bytes > 0);
    }
}

void TestScheduler::doesNotCallSomeCustomersAll()
{
    Account account(*m_partner);
    sync::Request some;
    some.dataSets = {DataSet::Utilization};
    some.customerIds = {QString::fromStdString(m_partner->victim().id)};
    const auto reasons = [&account] {
        QStringList found;
        bool isThere = false;
        QObject context;
        account.workspace().inventory(&context, [&](const auto &lines) {
            for (const auto &line : lines.value_or(std::vector<sync::InventoryLine>()))
                found.append(line.state + QStringLiteral(": ") + line.reason);
            isThere = true;
        });
        return QTest::qWaitFor([&isThere] { return isThere; }, patience) ? found : QStringList();
    };
    for (int run = 0; run < 2; ++run) {
        VERIFY_COMPLETE(account.sync(some));
        QVERIFY((*account.ask(countOf(DataSet::Utilization)))->completeness.isPartial());
        QVERIFY(reasons().contains(QStringLiteral("planned: only some customers were asked for")));
    }
    VERIFY_COMPLETE(account.sync());
    QVERIFY(!(*account.ask(countOf(DataSet::Utilization)))->completeness.isPartial());
    VERIFY_COMPLETE(account.sync(some)); // and once whole it stays so
    QVERIFY(!(*account.ask(countOf(DataSet::Utilization)))->completeness.isPartial());
}

void TestScheduler::takesUpWhatAnotherBrought()
{
    Account account(*m_partner);
    QLockFile lock(account.path() + QStringLiteral(".sync.lock"));
    QVERIFY(lock.tryLock(0));
    const sync::Report report = account.sync();
    QVERIFY(report.isElsewhere);
    QVERIFY(report.error->text.contains(QCoreApplication::applicationName()));
    QSignalSpy changed(&account.workspace(), &sync::Workspace::dataChanged);
    lock.unlock();
    QVERIFY(changed.wait(10'000));
    QVERIFY(!account.sync().isElsewhere);
}

SPENDGLASS_TEST_MAIN(TestScheduler)
#include "tst_scheduler.moc"
