// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "support/testmain.h"

using namespace spendglass;
using core::DataSet;
using sandbox::Options;
using test::Account;
using test::Partner;

/// The whole way from the sample service over real sockets into a store and back out of it.
class TestSync : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalsTheTruth_data();
    void equalsTheTruth();
    void fetchesOneDataSetAlone_data();
    void fetchesOneDataSetAlone();
    void fetchesOneCustomerAlone();
    void turnsPages();
    void asksForAYear();
    void asksForLessTheSecondTime();
    void takesLateUsageAndTheNextDay();
    void fetchesHours();
    void fetchesWithoutDetails();
    void tellsWhatIsNotOffered();
};

namespace {

sync::Request only(DataSet dataSet)
{
    sync::Request request;
    request.dataSets = {dataSet};
    return request;
}

const sync::Line *lineOf(const sync::Report &report, DataSet dataSet, const std::string &customer = {})
{
    const auto wanted = QString::fromStdString(customer);
    for (const auto &line : report.lines) {
        if (line.dataSet == dataSet && line.customerId == wanted)
            return &line;
    }
    return nullptr;
}

QString differenceOf(DataSet dataSet, Account &account, const Partner &partner,
                     const sandbox::Selection &selection = {})
{
    for (const test::Look &look : test::looks()) {
        const QString found =
            look.dataSet == dataSet ? test::difference(account, partner, look, selection) : QString();
        if (!found.isEmpty())
            return test::textOf(look.fields) + QStringLiteral(": ") + found;
    }
    return {};
}

} // namespace

void TestSync::equalsTheTruth_data()
{
    using Sets = std::vector<DataSet>;
    QTest::addColumn<Options>("options");
    QTest::addColumn<Sets>("dataSets");
    const auto row = [](const char *name, const Sets &dataSets, void (*change)(Options &)) {
        Options options = test::smallWorld();
        change(options);
        QTest::newRow(name) << options << dataSets;
    };
    const Sets all(core::allDataSets.begin(), core::allDataSets.end());
    const Sets analytics{DataSet::Analytics};
    using Envelope = Options::Envelope;
    row("as documented", all, [](Options &) {});
    row("no byte order mark", all, [](Options &options) { options.hasByteOrderMark = false; });
    row("value in lower case", analytics, [](Options &options) { options.envelope = Envelope::LowerValue; });
    row("items", analytics, [](Options &options) { options.envelope = Envelope::Items; });
    row("bare array", analytics, [](Options &options) { options.envelope = Envelope::BareArray; });
    row("no next links", analytics, [](Options &options) { options.hasNextLink = false; });
    row("dates ignored", analytics, [](Options &options) { options.honoursDates = false; });
}

void TestSync::equalsTheTruth()
{
    QFETCH(Options, options);
    QFETCH(std::vector<DataSet>, dataSets);
    const Partner partner(options);
    Account account(partner);
    sync::Request request;
    request.dataSets = dataSets;
    const sync::Report report = account.sync(request);
    VERIFY_COMPLETE(report);
    for (const DataSet dataSet : dataSets) {
        const QString found = differenceOf(dataSet, account, partner);
        QVERIFY2(found.isEmpty(), qPrintable(found));
        qint64 rows = 0;
        for (const auto &line : report.lines)
            rows += line.dataSet == dataSet ? line.rows : 0;
        QCOMPARE(rows, partner.truth().rows(dataSet));
        QVERIFY(rows > 0);
        query::Query query;
        query.dataSet = dataSet;
        query.measures = {{query::Aggregate::Count, {}}};
        QVERIFY(!(*account.ask(query))->completeness.isPartial());
    }
}

void TestSync::fetchesOneDataSetAlone_data()
{
    QTest::addColumn<DataSet>("dataSet");
    for (const DataSet dataSet : core::allDataSets)
        QTest::newRow(qPrintable(core::dataSetName(dataSet))) << dataSet;
}

void TestSync::fetchesOneDataSetAlone()
{
    QFETCH(DataSet, dataSet);
    const Partner partner;
    Account account(partner);
    const sync::Report report = account.sync(only(dataSet));
    VERIFY_COMPLETE(report);
    for (const auto &line : report.lines)
        QCOMPARE(line.dataSet, dataSet);
    const QString found = differenceOf(dataSet, account, partner);
    QVERIFY2(found.isEmpty(), qPrintable(found));
    for (const DataSet other : core::allDataSets) {
        query::Query query;
        query.dataSet = other;
        query.measures = {{query::Aggregate::Count, {}}};
        const auto answer = account.ask(query);
        QVERIFY(answer);
        QCOMPARE((*answer)->recordsInAll > 0, other == dataSet);
    }
}

void TestSync::fetchesOneCustomerAlone()
{
    const Partner partner;
    Account account(partner);
    const std::string id = partner.victim().id;
    sync::Request request = only(DataSet::Utilization);
    request.customerIds = {QString::fromStdString(id).toUpper()};
    VERIFY_COMPLETE(account.sync(request));
    sandbox::Selection selection;
    selection.passes = [&id](const sandbox::TruthRow &row) { return row.text("customerTenantId") == id; };
    const QString found = differenceOf(DataSet::Utilization, account, partner, selection);
    QVERIFY2(found.isEmpty(), qPrintable(found));
    // The rest comes later and nothing twice.
    VERIFY_COMPLETE(account.sync());
    VERIFY_EQUAL(account, partner);
    request.customerIds = {QStringLiteral("nobody")};
    const sync::Report report = account.sync(request);
    QVERIFY(!report.isComplete());
    QCOMPARE(report.lines.front().reasons, QStringList{QStringLiteral("there is no such customer")});
}

void TestSync::turnsPages()
{
    Options options = test::smallWorld();
    options.customers = 2;
    options.days = 19;
    options.rowsPerDay = 1200;
    const Partner partner(options);
    Account account(partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    const auto *const analytics = lineOf(report, DataSet::Analytics);
    QVERIFY(analytics);
    QVERIFY(analytics->requests > analytics->fetched + 1);
    VERIFY_EQUAL(account, partner);
}

void TestSync::asksForAYear()
{
    Options options = test::smallWorld();
    options.customers = 3;
    const Partner partner(options);
    Account account(partner);
    sync::Request request;
    request.from = core::addMonths(core::firstOfMonth(account.clock()->today()), -12);
    const sync::Report report = account.sync(request);
    VERIFY_COMPLETE(report);
    QCOMPARE(lineOf(report, DataSet::Analytics)->planned, 13);
    VERIFY_EQUAL(account, partner);
}

void TestSync::asksForLessTheSecondTime()
{
    const Partner partner;
    Account account(partner);
    const sync::Report first = account.sync();
    VERIFY_COMPLETE(first);
    const sync::Report second = account.sync();
    VERIFY_COMPLETE(second);
    QVERIFY2(second.requests < first.requests,
             qPrintable(QStringLiteral("%1, then %2").arg(first.requests).arg(second.requests)));
    int upToDate = 0;
    for (const auto &line : second.lines)
        upToDate += line.upToDate;
    QVERIFY(upToDate > 0);
    VERIFY_EQUAL(account, partner);
    QVERIFY(account.reopen());
    VERIFY_EQUAL(account, partner);
}

void TestSync::takesLateUsageAndTheNextDay()
{
    // The service is a day ahead: what the client sees first is the world of the day before.
    Options options = test::smallWorld();
    options.today = *options.today + std::chrono::days(1);
    const Partner partner(options);
    Account account(partner);
    VERIFY_COMPLETE(account.sync());
    const core::Day today = account.clock()->today();
    sandbox::Selection before;
    before.used = core::DayRange{partner.world().firstDay(), today};
    before.reported = before.used;
    for (const DataSet dataSet : {DataSet::Analytics, DataSet::Utilization, DataSet::Crest}) {
        const QString found = differenceOf(dataSet, account, partner, before);
        QVERIFY2(found.isEmpty(), qPrintable(found));
    }
    // Some of what was used by then is reported later.
    sandbox::Selection usedBefore;
    usedBefore.used = before.used;
    QVERIFY(partner.truth().rows(DataSet::Utilization, usedBefore) >
            partner.truth().rows(DataSet::Utilization, before));
    account.clock()->advance(std::chrono::hours(24));
    VERIFY_COMPLETE(account.sync());
    VERIFY_EQUAL(account, partner);
}

void TestSync::fetchesHours()
{
    Options options = test::smallWorld();
    options.customers = 4;
    options.days = 12;
    const Partner partner(options);
    Account account(partner);
    sync::Request request = only(DataSet::Utilization);
    VERIFY_COMPLETE(account.sync(request));
    request.isHourly = true;
    VERIFY_COMPLETE(account.sync(request)); // takes the place of the days
    sandbox::Selection hours;
    hours.isHourly = true;
    QVERIFY(partner.truth().rows(DataSet::Utilization, hours) > partner.truth().rows(DataSet::Utilization));
    const QString found = differenceOf(DataSet::Utilization, account, partner, hours);
    QVERIFY2(found.isEmpty(), qPrintable(found));
}

void TestSync::fetchesWithoutDetails()
{
    Options options = test::smallWorld();
    options.days = 15; // one window: rows are merged within a window only
    const Partner partner(options);
    Account account(partner);
    sync::Request request = only(DataSet::Crest);
    request.showDetails = false;
    VERIFY_COMPLETE(account.sync(request));
    sandbox::Selection merged;
    merged.showDetails = false;
    const test::Look look{DataSet::Crest, {"usageDate", "customerName", "consumptionMeterId"}};
    QCOMPARE(test::difference(account, partner, look, merged), QString());
}

void TestSync::tellsWhatIsNotOffered()
{
    const Partner partner;
    Account account(partner);
    for (int run = 0; run < 2; ++run) {
        const sync::Report report = account.sync();
        VERIFY_COMPLETE(report);
        for (const auto &customer : partner.world().customers()) {
            const auto *const line = lineOf(report, DataSet::Utilization, customer.id);
            QVERIFY(line);
            QCOMPARE(line->notOffered, customer.hasPlan() ? 1 : 0);
            QCOMPARE(line->fetched + line->upToDate > 0, customer.hasLegacy());
            QCOMPARE(line->reasons.size(), customer.hasPlan() ? 1 : 0);
        }
    }
}

SPENDGLASS_TEST_MAIN(TestSync)
#include "tst_sync.moc"
