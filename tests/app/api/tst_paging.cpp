// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "conversation.h"

#include "api/customerusagerecords.h"
#include "api/utilizationrecords.h"
#include "support/testmain.h"

#include <QJsonDocument>
#include <QSignalSpy>

using namespace spendglass;
using test::Conversation;
using test::customersTarget;
using test::headerOf;
using test::next;
using test::page;
using test::Result;
using test::service;
using test::tokenName;

Q_DECLARE_METATYPE(core::ErrorKind)

/// How queries go from page to page, as conversations.
class PagingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void replacesTheToken();
    void utilizationsKeepTheirAddress();
    void bodyToken();
    void asksOnceMoreAfterAFullPage();
    void doesNotDoubtAnEmptyLastPage();
    void asksOnWhileMoreIsAnnounced();
    void refusesAPageThatComesAgain();
    void doubts_data();
    void doubts();
    void offersTheLaterPath();
    void stopsAtTheLimit_data();
    void stopsAtTheLimit();
    void loops_data();
    void loops();
    void emptyPageWithALink();
    void failsOnTheSecondPage_data();
    void failsOnTheSecondPage();
    void waitsForALaterPage();
    void givesUpOnALaterPage();
    void cancelsBetweenPages();
    void identifiers();
    void clientGoneBeforeStart();
    void clientGoneBetweenPages();
};

void PagingTest::replacesTheToken()
{
    Conversation talk;
    talk.transport->expect(customersTarget).reply(page("1", next("/customers?a=1", "one")));
    talk.transport->expect("/v1/customers?a=1").reply(page("2", next("/customers?a=1", "two")));
    talk.transport->expect("/v1/customers?a=1").reply(page("3", next("/customers?a=2")));
    talk.transport->expect("/v1/customers?a=2").reply(page("4"));
    talk.runCustomers();
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.result->value().rows, 4);
    QCOMPARE(headerOf(talk.transport->requests().at(1), tokenName), QByteArray("one"));
    QCOMPARE(headerOf(talk.transport->requests().at(2), tokenName), QByteArray("two"));
    QCOMPARE(headerOf(talk.transport->requests().at(3), tokenName), QByteArray());
}

namespace {

/// By another parser than ours.
QByteArray tokenIn(const QString &name)
{
    const QJsonDocument document = QJsonDocument::fromJson(test::answerFile(name).body);
    return document[QStringLiteral("links")][QStringLiteral("next")][QStringLiteral("headers")][0]
                   [QStringLiteral("value")]
                       .toString()
                       .toUtf8();
}

} // namespace

void PagingTest::utilizationsKeepTheirAddress()
{
    Conversation talk;
    const QByteArray seek = "/v1/customers/408e5bf2-4265-588e-2ff0-40ba381716ab/subscriptions/"
                            "E2063548-9164-F6E1-364D-D958E1423FF8/utilizations/azure?seek_operation=Next";
    talk.transport->expect().replyFile(QStringLiteral("utilizations-page1-next.json"));
    talk.transport->expect(seek).replyFile(QStringLiteral("utilizations-page2-next.json"));
    talk.transport->expect(seek).replyFile(QStringLiteral("utilizations-page3-last.json"));
    api::UtilizationRecords job(talk.client, service(), {}, talk.sink<api::UtilizationRow>());
    talk.run(job);
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.pages.join(QLatin1Char(',')), QStringLiteral("2,1,1"));
    QCOMPARE(headerOf(talk.transport->requests().at(1), tokenName),
             tokenIn(QStringLiteral("utilizations-page1-next.json")));
    QCOMPARE(headerOf(talk.transport->requests().at(2), tokenName),
             tokenIn(QStringLiteral("utilizations-page2-next.json")));
}

/// A token without a link is followed where a document has tokens and shows no link.
void PagingTest::bodyToken()
{
    Conversation talk;
    talk.transport->expect("/v1/customers/usagerecords")
        .reply(R"({"items":[],"continuationToken":"MToyMA=="})");
    talk.transport->expect("/v1/customers/usagerecords?seekOperation=Next")
        .reply(R"({"items":[],"continuationToken":"next=="})");
    talk.transport->expect("/v1/customers/usagerecords?seekOperation=Next")
        .reply(
            R"({"items":[],"continuationToken":"in the body","links":{"next":{"uri":"/customers/other"}}})");
    talk.transport->expect("/v1/customers/other").reply(R"({"items":[],"continuationToken":null})");
    api::CustomerUsageRecords job(talk.client, service(), talk.sink<api::CustomerUsageRow>());
    talk.run(job);
    QVERIFY(talk.result->has_value());
    QCOMPARE(headerOf(talk.transport->requests().at(1), tokenName), QByteArray("MToyMA=="));
    QCOMPARE(headerOf(talk.transport->requests().at(2), tokenName), QByteArray("next=="));
    QCOMPARE(headerOf(talk.transport->requests().at(3), tokenName), QByteArray("in the body"));
}

namespace {

/// Groups numbered from first on.
QByteArray analyticsRows(int count, int first = 0, const QByteArray &members = {})
{
    QByteArrayList rows;
    for (int i = first; i < first + count; ++i)
        rows += R"({"meterUnit":"u)" + QByteArray::number(i) + R"(","quantity":1})";
    return R"({"Value":[)" + rows.join(',') + ']' + members + '}';
}

QByteArray analyticsTarget(const char *rest)
{
    return QByteArray("/partner/v1/analytics/azureusage?groupby=meterUnit&") + rest;
}

api::UsageAnalyticsQuery pagesOf(int top)
{
    api::UsageAnalyticsQuery query;
    query.groupBy = QStringLiteral("meterUnit"); // short addresses: no order is added
    query.top = top;
    return query;
}

} // namespace

void PagingTest::asksOnceMoreAfterAFullPage()
{
    Conversation talk;
    talk.transport->expect(analyticsTarget("top=2&skip=0")).reply(analyticsRows(2));
    talk.transport->expect(analyticsTarget("top=2&skip=2")).reply(R"({"Value":[{"a":1},{"quantity":1}]})");
    talk.transport->expect(analyticsTarget("top=2&skip=4")).reply(analyticsRows(0));
    talk.runAnalytics(pagesOf(2));
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.result->value().rows, 3);
    QCOMPARE(talk.result->value().quarantined, 1);
    QCOMPARE(talk.pages.join(QLatin1Char(',')), QStringLiteral("2,1,0"));
}

/// The page past the end counts for itself.
void PagingTest::doesNotDoubtAnEmptyLastPage()
{
    Conversation talk;
    const QByteArray four = R"(,"@nextLink":null,"TotalCount":4)";
    talk.transport->expect(analyticsTarget("top=2&skip=0")).reply(analyticsRows(2, 0, four));
    talk.transport->expect(analyticsTarget("top=2&skip=2")).reply(analyticsRows(2, 2, four));
    talk.transport->expect(analyticsTarget("top=2&skip=4"))
        .reply(analyticsRows(0, 0, R"(,"@nextLink":null,"TotalCount":0)"));
    talk.runAnalytics(pagesOf(2));
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.result->value().doubts, QStringList());
}

/// A service with a smaller cap than the documented one must not cut the list.
void PagingTest::asksOnWhileMoreIsAnnounced()
{
    const QByteArray five = R"(,"@nextLink":null,"TotalCount":5)";
    Conversation talk;
    talk.transport->expect(analyticsTarget("top=100&skip=0")).reply(analyticsRows(2, 0, five));
    talk.transport->expect(analyticsTarget("top=100&skip=2")).reply(analyticsRows(2, 2, five));
    talk.transport->expect(analyticsTarget("top=100&skip=4")).reply(analyticsRows(1, 4, five));
    talk.runAnalytics(pagesOf(100));
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.result->value().rows, 5);
}

/// A service that does not know skip would send its first page for ever.
void PagingTest::refusesAPageThatComesAgain()
{
    Conversation talk;
    talk.transport->expect(analyticsTarget("top=2&skip=0")).reply(analyticsRows(2));
    for (int attempt = 0; attempt < 3; ++attempt)
        talk.transport->expect(analyticsTarget("top=2&skip=2")).reply(analyticsRows(2));
    talk.runAnalytics(pagesOf(2));
    QVERIFY(!talk.result->has_value());
    QCOMPARE(talk.errorKind(), core::ErrorKind::Malformed);
    QVERIFY(talk.result->error().text.contains(QLatin1String("once more")));
    QCOMPARE(talk.pages.size(), 1);
}

/// Counts are compared at the end, and only where all rows were asked for.
void PagingTest::doubts_data()
{
    QTest::addColumn<QByteArrayList>("answers");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QStringList>("doubts");
    const QByteArray two = R"(,"TotalCount":2)", three = R"(,"TotalCount":3)", four = R"(,"TotalCount":4)";
    const auto moved =
        QStringLiteral("rows that stand on two pages: 1; the order changed while they were read");
    const auto fewer = QStringLiteral("the service announced 4 rows and sent 3");
    QTest::newRow("none") << QByteArrayList{analyticsRows(2, 0, three), analyticsRows(1, 2, three)} << -1
                          << QStringList{};
    QTest::newRow("counted by the page")
        << QByteArrayList{analyticsRows(2, 0, two), analyticsRows(0, 2)} << -1 << QStringList{};
    QTest::newRow("a row came twice")
        << QByteArrayList{analyticsRows(2, 0, three), analyticsRows(1, 1, three)} << -1 << QStringList{moved};
    QTest::newRow("fewer than announced")
        << QByteArrayList{analyticsRows(2, 0, four), analyticsRows(1, 2, four), analyticsRows(0, 3, four)}
        << -1 << QStringList{fewer};
    QTest::newRow("a limit") << QByteArrayList{analyticsRows(2, 0, four)} << 1 << QStringList{};
}

void PagingTest::doubts()
{
    QFETCH(QByteArrayList, answers);
    QFETCH(int, limit);
    Conversation talk;
    for (const QByteArray &answer : answers)
        talk.transport->expect().reply(answer);
    api::UsageAnalyticsQuery query = pagesOf(2);
    if (limit >= 0)
        query.limit = limit;
    talk.runAnalytics(query);
    QVERIFY(talk.result->has_value());
    QTEST(talk.result->value().doubts, "doubts");
}

void PagingTest::offersTheLaterPath()
{
    Conversation talk;
    talk.transport->expect().reply(404, {});
    talk.runAnalytics({});
    QCOMPARE(talk.errorKind(), core::ErrorKind::NotFound);
    QVERIFY2(talk.result->error().text.contains(QLatin1String("/partner/v1/analytics/usage/azure")),
             qPrintable(talk.result->error().text));
    Conversation later;
    later.transport->expect("/partner/v1/analytics/usage/azure?groupby=meterUnit&top=2&skip=0")
        .reply(404, {});
    api::Service service = test::service();
    service.analyticsPath = QString::fromLatin1(api::laterAnalyticsPath);
    api::UsageAnalytics job(later.client, service, pagesOf(2), later.sink<api::UsageAnalyticsRow>());
    later.run(job);
    QVERIFY(!later.result->error().text.contains(QLatin1String("usage/azure")));
}

void PagingTest::stopsAtTheLimit_data()
{
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("pages");
    QTest::newRow("nothing") << 0 << QStringLiteral("0");
    QTest::newRow("within the first page") << 1 << QStringLiteral("1");
    QTest::newRow("a whole page") << 2 << QStringLiteral("2");
    QTest::newRow("within the second page") << 3 << QStringLiteral("2,1");
    QTest::newRow("two pages") << 4 << QStringLiteral("2,2");
}

void PagingTest::stopsAtTheLimit()
{
    QFETCH(int, limit);
    QFETCH(QString, pages);
    Conversation talk;
    api::UsageAnalyticsQuery query = pagesOf(2);
    query.limit = limit;
    for (int sent = 0; sent <= pages.count(QLatin1Char(',')); ++sent)
        talk.transport->expect().reply(analyticsRows(2, 2 * sent));
    talk.runAnalytics(query);
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.pages.join(QLatin1Char(',')), pages);
    QCOMPARE(talk.result->value().rows, limit);
}

void PagingTest::loops_data()
{
    QTest::addColumn<QByteArrayList>("links"); ///< of each page in turn; the one after is never asked for
    const QByteArray a = next("/customers?a=1", "t");
    const QByteArray b = next("/customers?b=1", "t");
    QTest::newRow("to itself") << QByteArrayList{next("/customers?size=500")};
    QTest::newRow("to itself, absolute") << QByteArrayList{next("https://api.example/v1/customers?size=500")};
    QTest::newRow("the same token again") << QByteArrayList{a, a};
    QTest::newRow("a circle") << QByteArrayList{a, b, a};
}

void PagingTest::loops()
{
    QFETCH(QByteArrayList, links);
    Conversation talk;
    for (const QByteArray &link : links)
        talk.transport->expect().reply(page("1", link));
    talk.runCustomers();
    QVERIFY(!talk.result->has_value());
    QCOMPARE(talk.errorKind(), core::ErrorKind::Malformed);
    QVERIFY(talk.result->error().text.contains(QLatin1String("already read")));
    QVERIFY(!talk.result->error().correlationId.isEmpty());
    QCOMPARE(talk.pages.size(), links.size());
}

void PagingTest::emptyPageWithALink()
{
    Conversation talk;
    talk.transport->expect(customersTarget)
        .reply(R"({"totalCount":0,"items":[],)" + next("/customers?a=1") + '}');
    talk.transport->expect("/v1/customers?a=1").reply(page("2"));
    talk.runCustomers();
    QCOMPARE(talk.pages.join(QLatin1Char(',')), QStringLiteral("0,1"));
}

void PagingTest::failsOnTheSecondPage_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<core::ErrorKind>("kind");
    QTest::newRow("400") << 400 << QByteArray(R"({"code":2000})") << core::ErrorKind::BadRequest;
    QTest::newRow("403") << 403 << QByteArray() << core::ErrorKind::Forbidden;
    QTest::newRow("404") << 404 << QByteArray() << core::ErrorKind::NotFound;
    QTest::newRow("302") << 302 << QByteArray() << core::ErrorKind::Untrusted;
    QTest::newRow("empty 200") << 200 << QByteArray() << core::ErrorKind::Malformed;
    QTest::newRow("cut") << 200 << QByteArray(R"({"items":[{"id":"2"})") << core::ErrorKind::Malformed;
    QTest::newRow("foreign") << 200 << page("2", next("//evil.example")) << core::ErrorKind::Untrusted;
}

void PagingTest::failsOnTheSecondPage()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(core::ErrorKind, kind);
    Conversation talk;
    talk.transport->expect(customersTarget).reply(page("1", next("/customers?a=1")));
    const int attempts = kind == core::ErrorKind::Malformed ? 3 : 1;
    for (int i = 0; i < attempts; ++i)
        talk.transport->expect("/v1/customers?a=1").reply(status, body);
    talk.runCustomers();
    QVERIFY(!talk.result->has_value());
    QCOMPARE(talk.errorKind(), kind);
    QCOMPARE(talk.pages, QStringList{QStringLiteral("1")});
}

void PagingTest::waitsForALaterPage()
{
    Conversation talk;
    talk.transport->expect(customersTarget).reply(page("1", next("/customers?a=1", "t")));
    talk.transport->expect("/v1/customers?a=1").notReady(900);
    talk.transport->expect("/v1/customers?a=1").throttle(57);
    talk.transport->expect("/v1/customers?a=1").reply(503, "<html>");
    talk.transport->expect("/v1/customers?a=1").reply(page("2"));
    talk.runCustomers();
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.pages.size(), 2);
    for (int i = 1; i < 5; ++i)
        QCOMPARE(headerOf(talk.transport->requests().at(i), tokenName), QByteArray("t"));
}

void PagingTest::givesUpOnALaterPage()
{
    Conversation talk;
    talk.transport->expect(customersTarget).reply(page("1", next("/customers?a=1", "t")));
    for (int attempt = 0; attempt < 5; ++attempt)
        talk.transport->expect("/v1/customers?a=1").notReady(1);
    talk.runCustomers();
    QVERIFY(!talk.result->has_value());
    QCOMPARE(talk.errorKind(), core::ErrorKind::NotReady);
    QCOMPARE(talk.pages.size(), 1);
}

void PagingTest::cancelsBetweenPages()
{
    Conversation talk;
    talk.transport->expect(customersTarget).reply(page("1", next("/customers?a=1")));
    std::function<void()> took;
    api::Customers job(talk.client, service(),
                       [&took](const api::Page<api::CustomerRow> &, std::function<void()> later) {
                           took = std::move(later);
                       });
    QSignalSpy finished(&job, &net::Job::finished);
    job.start();
    QTRY_VERIFY(took);
    talk.transport->expectNothing();
    job.cancel();
    took();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished.at(0).at(0).value<Result>().error().kind, core::ErrorKind::Cancelled);
    QCOMPARE(talk.transport->requests().size(), 1);
}

/// One correlation for the query, a request id for each answered request; a lost one is repeated under its
/// own.
void PagingTest::identifiers()
{
    Conversation talk;
    talk.transport->expect(customersTarget).cut();
    talk.transport->expect(customersTarget).time();
    talk.transport->expect(customersTarget).reply(500, {});
    talk.transport->expect(customersTarget).reply(page("1", next("/customers?a=1")));
    talk.transport->expect("/v1/customers?a=1").reply(page("2"));
    talk.runCustomers();
    QVERIFY(talk.result->has_value());
    QByteArrayList ids;
    for (const net::Request &request : talk.transport->requests()) {
        QCOMPARE(headerOf(request, "MS-CorrelationId"), talk.result->value().correlationId.toLatin1());
        ids.append(headerOf(request, "MS-RequestId"));
    }
    QCOMPARE(ids.at(1), ids.at(0));
    QCOMPARE(ids.at(2), ids.at(0));
    QVERIFY(ids.at(3) != ids.at(2));
    QVERIFY(ids.at(4) != ids.at(3));
    QCOMPARE(talk.result->value().lastRequestId.toLatin1(), ids.at(4));
}

void PagingTest::clientGoneBeforeStart()
{
    auto client = std::make_unique<net::Client>(
        test::scriptedParts(std::make_shared<test::ScriptedTransport>()), QList<QUrl>{service().apiUrl});
    api::Customers job(*client, service(), {});
    client.reset();
    QSignalSpy finished(&job, &net::Job::finished);
    job.start();
    QTRY_COMPARE(finished.size(), 1);
    const core::Error error = finished.at(0).at(0).value<Result>().error();
    QCOMPARE(error.kind, core::ErrorKind::Cancelled);
    QVERIFY2(error.text.contains(QLatin1String("closed")), qPrintable(error.text));
}

void PagingTest::clientGoneBetweenPages()
{
    const auto transport = std::make_shared<test::ScriptedTransport>();
    auto client =
        std::make_unique<net::Client>(test::scriptedParts(transport), QList<QUrl>{service().apiUrl});
    transport->expect(customersTarget).reply(page("1", next("/customers?a=1")));
    api::Customers job(*client, service(),
                       [&client](const api::Page<api::CustomerRow> &, const std::function<void()> &took) {
                           client.reset();
                           took();
                       });
    QSignalSpy finished(&job, &net::Job::finished);
    job.start();
    QTRY_COMPARE(finished.size(), 1);
    const core::Error error = finished.at(0).at(0).value<Result>().error();
    QCOMPARE(error.kind, core::ErrorKind::Cancelled);
    QCOMPARE(transport->requests().size(), 1);
}

SPENDGLASS_TEST_MAIN(PagingTest)
#include "tst_paging.moc"
