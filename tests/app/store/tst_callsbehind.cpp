// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "storefixture.h"
#include "support/testmain.h"

using namespace spendglass;
using core::DataSet;
using store::WindowState;
using Rows = std::vector<store::UsageFact>;

/// "Show request": from a number back to the calls that brought it.
class CallsBehindTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesThePagesOfTheRecords_data();
    void namesThePagesOfTheRecords();
    void tellsAllOfACall();
    void refusesAWrongQuestion();

private:
    static core::Result<void> fill(StoreFixture &fixture);
};

/// Two pages of analytics: customers A and B, then B alone.
core::Result<void> CallsBehindTest::fill(StoreFixture &fixture)
{
    store::Store &store = fixture.store();
    const auto fetch = store.beginFetch(fixture.window(DataSet::Analytics, ""), fixture.now());
    if (!fetch)
        return core::fail(fetch.error());
    auto done =
        store.appendPage(*fetch, fixture.page(0), Rows{fixture.usage("A", "1"), fixture.usage("B", "2")});
    store::PageRecord second = fixture.page(1);
    second.quarantined = 3;
    second.call.verb = QStringLiteral("GET");
    second.call.path = QStringLiteral("/partner/v1/analytics/azureusage");
    second.call.status = 200;
    second.call.correlationId = QStringLiteral("correlation");
    second.call.sentAt = fixture.now();
    second.call.took = std::chrono::milliseconds(57'250);
    second.call.attempts = 2;
    if (done)
        done = store.appendPage(*fetch, second, Rows{fixture.usage("B", "4")});
    return done ? store.finishFetch(*fetch, WindowState::Complete, {}, fixture.now()) : done;
}

void CallsBehindTest::namesThePagesOfTheRecords_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QStringList>("requests");
    const auto row = [](const char *filter, const QStringList &requests) {
        QTest::newRow(filter) << QString::fromLatin1(filter) << requests;
    };
    row("", {QStringLiteral("request-0"), QStringLiteral("request-1")});
    row("customer = \"B\"", {QStringLiteral("request-0"), QStringLiteral("request-1")});
    row("customer = \"A\"", {QStringLiteral("request-0")});
    row("quantity > 3", {QStringLiteral("request-1")});
    row("customer = \"C\"", {});
}

void CallsBehindTest::namesThePagesOfTheRecords()
{
    QFETCH(QString, filter);
    StoreFixture fixture;
    VERIFY_DONE(fill(fixture));
    query::Query query;
    query.dataSet = DataSet::Analytics;
    query.where = *query::parseFilter(filter, query.dataSet);
    const auto calls = fixture.store().callsBehind(query, StoreFixture::now());
    VERIFY_DONE(calls);
    QStringList requests;
    for (qsizetype row = 0; row < calls->rowCount(); ++row)
        requests += query::valueText(calls->at(row, calls->columnOf(u"requestId")));
    QTEST(requests, "requests");
}

void CallsBehindTest::tellsAllOfACall()
{
    StoreFixture fixture;
    VERIFY_DONE(fill(fixture));
    query::Query query;
    query.dataSet = DataSet::Analytics;
    const auto calls = fixture.store().callsBehind(query, StoreFixture::now());
    VERIFY_DONE(calls);
    QStringList cells;
    for (int column = 0; column < int(calls->columns.size()); ++column)
        cells += calls->columns[std::size_t(column)].id + u'=' + query::valueText(calls->at(1, column));
    QCOMPARE(cells.join(u' '),
             QStringLiteral("sentAt=2026-10-15T12:00:00Z method=GET path=/partner/v1/analytics/azureusage "
                            "status=200 requestId=request-1 correlationId=correlation attempts=2 "
                            "durationMs=57250 bytes=100 page=1 rows=1 quarantined=3"));
}

void CallsBehindTest::refusesAWrongQuestion()
{
    StoreFixture fixture;
    query::Query query;
    query.dataSet = DataSet::Summary;
    query.where =
        query::Predicate::leaf(QStringLiteral("meterName"), query::Operator::Is, {QStringLiteral("x")});
    const auto calls = fixture.store().callsBehind(query, StoreFixture::now());
    QVERIFY(!calls);
    QCOMPARE(calls.error().kind, core::ErrorKind::BadRequest);
}

SPENDGLASS_TEST_MAIN(CallsBehindTest)
#include "tst_callsbehind.moc"
