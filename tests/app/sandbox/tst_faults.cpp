// SPDX-License-Identifier: GPL-3.0-or-later
#include "client.h"

#include "support/testmain.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryFile>

using namespace spendglass;
using test::Answer;
using test::Client;
using test::Value;

/// Every action of the fault queue as a client sees it, and which requests it hits.
class tst_Faults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void answers_data();
    void answers();
    void delay();
    void hang();
    void cut();
    void reset();
    void tokenLoop();
    void retryAfterForms_data();
    void retryAfterForms();
    void claims();
    void nextLinks_data();
    void nextLinks();
    void movedRows_data();
    void movedRows();
    void bodies_data();
    void bodies();
    void gzip();
    void staleIds();
    void vanish();
    void matching_data();
    void matching();
    void perCustomer();
    void badQueue_data();
    void badQueue();
    void fromFile();

private:
    Answer load(const QByteArray &json) { return m_client->send("POST", "/sandbox/faults", {}, json); }

    sandbox::Options m_options;
    std::unique_ptr<sandbox::Host> m_host;
    std::unique_ptr<Client> m_client;
};

void tst_Faults::initTestCase()
{
    m_options.customers = 8;
    m_options.days = 20;
    m_options.rowsPerDay = 100;
    auto host = sandbox::Host::start(m_options);
    QVERIFY(host);
    m_host = std::move(*host);
}

void tst_Faults::init()
{
    m_client = std::make_unique<Client>(m_host->address());
    QCOMPARE(m_client->send("DELETE", "/sandbox/faults").status, 200);
}

void tst_Faults::answers_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("status")
        << QByteArray(
               R"({"status":503,"headers":{"Retry-After":"2","X-A":7},"body":"busy","contentType":"text/plain"})")
        << 503 << QByteArray("retry-after") << QByteArray("2") << QByteArray("busy");
    QTest::newRow("empty 200") << QByteArray(R"({"status":200})") << 200 << QByteArray("content-length")
                               << QByteArray("0") << QByteArray();
    QTest::newRow("204 without header") << QByteArray(R"({"status":204})") << 204 << QByteArray("retry-after")
                                        << QByteArray() << QByteArray();
    QTest::newRow("html") << QByteArray(R"({"action":"html"})") << 200 << QByteArray("content-type")
                          << QByteArray("text/html; charset=utf-8") << QByteArray("<html>");
    QTest::newRow("redirect") << QByteArray(R"({"action":"redirect","location":"http://127.0.0.1:9/x"})")
                              << 302 << QByteArray("location") << QByteArray("http://127.0.0.1:9/x")
                              << QByteArray();
    QTest::newRow("contentType") << QByteArray(R"({"action":"contentType","contentType":"text/csv"})") << 200
                                 << QByteArray("content-type") << QByteArray("text/csv")
                                 << QByteArray("\xEF\xBB\xBF{");
    QTest::newRow("throttle") << QByteArray(R"({"action":"throttle","retryAfter":57})") << 429
                              << QByteArray("retry-after") << QByteArray("57")
                              << QByteArray("{ \"statusCode\": 429");
    QTest::newRow("unauthorised") << QByteArray(R"({"action":"unauthorised"})") << 401
                                  << QByteArray("www-authenticate")
                                  << QByteArray("Bearer error=\"invalid_token\"")
                                  << QByteArray("{\"code\":400");
}

void tst_Faults::answers()
{
    QFETCH(QByteArray, fault);
    QFETCH(int, status);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, body);
    QCOMPARE(load('[' + fault + ']').status, 200);
    const Answer answer = m_client->get("/v1/usagesummary");
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.headers.value(header), value);
    QVERIFY2(answer.body.startsWith(body), answer.body.constData());
    QVERIFY(!answer.headers.value("ms-requestid").isEmpty());
    QCOMPARE(m_client->send("DELETE", "/sandbox/faults").status, 200);
    QCOMPARE(m_client->get("/v1/usagesummary").status, 200);
}

void tst_Faults::delay()
{
    load(R"([{"action":"delay","delayMs":300,"nth":1}])");
    QElapsedTimer timer;
    timer.start();
    const Answer answer = m_client->get("/v1/usagesummary");
    QCOMPARE(answer.status, 200);
    QVERIFY(timer.elapsed() >= 290);
    // Others are answered meanwhile.
    load(R"({"faults":[{"action":"delay","delayMs":60000,"path":"/v1/customers"}],"replace":true})");
    m_client->write("GET /v1/customers HTTP/1.1\r\n\r\n");
    QCOMPARE(Client(m_host->address()).get("/v1/usagesummary").status, 200);
}

void tst_Faults::hang()
{
    load(R"([{"action":"hang","nth":1}])");
    QCOMPARE(m_client->get("/v1/usagesummary", {}, 200).status, 0);
    QCOMPARE(Client(m_host->address()).get("/v1/usagesummary").status, 200);
}

void tst_Faults::cut()
{
    load(R"([{"action":"cut","bytes":40,"nth":1}])");
    const Answer answer = m_client->get("/v1/usagesummary");
    QCOMPARE(answer.status, 200);
    QVERIFY(!answer.isWhole);
    QCOMPARE(answer.body.size(), 40);
    QVERIFY(answer.headers.value("content-length").toLongLong() > 40);
}

void tst_Faults::reset()
{
    load(R"([{"action":"reset","nth":1}])");
    const Answer answer = m_client->get("/v1/usagesummary");
    QCOMPARE(answer.status, 0);
    QVERIFY(answer.wasReset);
    QCOMPARE(Client(m_host->address()).get("/v1/usagesummary").status, 200);
}

void tst_Faults::tokenLoop()
{
    load(R"([{"action":"tokenLoop"}])");
    const Value page = test::parse(m_client->get("/partner/v1/analytics/azureusage?top=5&skip=10").body);
    QCOMPARE(page["@nextLink"].text, std::string("azureusage?top=5&skip=10"));
    Value answer = test::parse(m_client->get("/v1/customers?size=3").body);
    const auto token = [](const Value &from) {
        return QByteArray::fromStdString(from["links"]["next"]["headers"].items.at(0)["value"].text);
    };
    const QByteArray first = token(answer);
    answer = test::parse(
        m_client->get("/v1/customers?size=3&seekOperation=Next", {"MS-ContinuationToken: " + first}).body);
    QCOMPARE(token(answer), first);
}

void tst_Faults::retryAfterForms_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QString>("pattern");
    const auto row = [](const char *name, const char *members, const char *pattern) {
        QTest::newRow(name) << QByteArray(R"([{"action":"status","status":204,)") + members + "}]"
                            << QString::fromLatin1(pattern);
    };
    row("seconds", R"("retryAfter":7)", "7");
    row("negative", R"("retryAfter":-3)", "-3");
    row("as it is", R"("retryAfter":"1.5")", "1\\.5");
    row("fixdate", R"("retryAfter":5,"retryAfterForm":"fixdate")",
        "[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    row("rfc850", R"("retryAfter":5,"retryAfterForm":"rfc850")",
        "[A-Z][a-z]+day, \\d\\d-[A-Z][a-z]{2}-\\d\\d \\d\\d:\\d\\d:\\d\\d GMT");
    row("asctime", R"("retryAfter":5,"retryAfterForm":"asctime")",
        "[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}");
}

void tst_Faults::retryAfterForms()
{
    QFETCH(QByteArray, fault);
    QFETCH(QString, pattern);
    QCOMPARE(load(fault).status, 200);
    const Answer answer = m_client->get("/v1/usagesummary");
    QCOMPARE(answer.status, 204);
    const QString value = QString::fromLatin1(answer.headers.value("retry-after"));
    QVERIFY2(QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(value).hasMatch(),
             qPrintable(value));
}

void tst_Faults::claims()
{
    load(R"([{"action":"unauthorised","claims":true}])");
    const Answer answer = m_client->get("/v1/usagesummary");
    QCOMPARE(answer.status, 401);
    const QByteArray header = answer.headers.value("www-authenticate");
    QVERIFY(header.contains("error=\"insufficient_claims\""));
    const qsizetype at = header.indexOf("claims=\"") + 8;
    const QByteArray claims = QByteArray::fromBase64(header.mid(at, header.lastIndexOf('"') - at));
    QVERIFY2(claims.contains("\"nbf\""), header.constData());
}

void tst_Faults::nextLinks_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QList<QByteArray>>("links"); ///< of the pages in order, the part that matters
    const QByteArray evil(R"({"action":"nextLink","location":"https://evil.invalid/v1/customers?a=\"b"})");
    const QList<QByteArray> away(2, "https://evil.invalid/v1/customers?a=");
    QTest::newRow("elsewhere, collection") << evil << QByteArray("/v1/customers?size=3") << away;
    QTest::newRow("elsewhere, last page") << evil << QByteArray("/v1/customers?size=500") << away;
    QTest::newRow("elsewhere, unpaged") << evil << QByteArray("/v1/customers/%1/subscriptions") << away;
    QTest::newRow("elsewhere, analytics")
        << evil << QByteArray("/partner/v1/analytics/azureusage?top=5") << away;
    const QByteArray endless(R"({"action":"endless"})");
    QTest::newRow("endless, collection") << endless << QByteArray("/v1/customers?size=3")
                                         << QList<QByteArray>{"round=1", "round=2", "round=3"};
    QTest::newRow("endless, analytics") << endless << QByteArray("/partner/v1/analytics/azureusage?top=5")
                                        << QList<QByteArray>{"round=1", "round=2", "round=3"};
    const QByteArray pair(R"({"action":"pairLoop"})");
    QTest::newRow("pair, analytics") << pair << QByteArray("/partner/v1/analytics/azureusage?top=5")
                                     << QList<QByteArray>{"skip=5", "skip=0", "skip=5", "skip=0"};
}

void tst_Faults::nextLinks()
{
    QFETCH(QByteArray, fault);
    QFETCH(QByteArray, path);
    QFETCH(QList<QByteArray>, links);
    const Value list = test::parse(m_client->get("/v1/customers?size=1").body);
    path.replace("%1", QByteArray::fromStdString(list["items"].items.at(0)["id"].text));
    load('[' + fault + ']');
    QByteArray target = path;
    QList<QByteArray> headers;
    for (const QByteArray &wanted : links) {
        const Value page = test::parse(m_client->get(target, headers).body);
        const Value &next = page["links"]["next"];
        const bool isCollection = page.has("items");
        const QByteArray link =
            QByteArray::fromStdString(isCollection ? next["uri"].text : page["@nextLink"].text);
        QVERIFY2(link.contains(wanted), link.constData());
        if (link.startsWith("https:"))
            continue;
        target = (isCollection ? "/v1" : "/partner/v1/analytics/") + link;
        headers.clear();
        if (isCollection)
            headers << "MS-ContinuationToken: " +
                           QByteArray::fromStdString(next["headers"].items.at(0)["value"].text);
    }
}

void tst_Faults::movedRows_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("again"); ///< rows that come twice
    QTest::addColumn<int>("lost");
    QTest::newRow("shift") << QByteArray(R"([{"action":"shift","rows":2,"path":"skip=5"}])") << 2 << 2;
    QTest::newRow("late") << QByteArray(R"([{"action":"shift","rows":-2,"path":"skip=5"}])") << 2 << 2;
    QTest::newRow("repeat") << QByteArray(R"([{"action":"repeat","rows":2,"path":"skip=5"}])") << 2 << 0;
}

void tst_Faults::movedRows()
{
    QFETCH(QByteArray, fault);
    QFETCH(int, again);
    QFETCH(int, lost);
    const auto read = [&] {
        QList<QByteArray> rows;
        for (const char *skip : {"0", "5", "10"}) {
            const QByteArray body =
                m_client->get("/partner/v1/analytics/azureusage?top=5&skip=" + QByteArray(skip)).body;
            const qsizetype begin = body.indexOf('[') + 1;
            rows += body.mid(begin, body.lastIndexOf(']') - begin).replace("},{", "}\n{").split('\n');
        }
        return rows;
    };
    const QList<QByteArray> right = read();
    load(fault);
    const QList<QByteArray> wrong = read();
    const QSet<QByteArray> wanted(right.begin(), right.end()), got(wrong.begin(), wrong.end());
    QCOMPARE(wanted.size(), 15);
    QCOMPARE(wrong.size() - got.size(), again);
    QCOMPARE((wanted - got).size(), lost);
}

void tst_Faults::bodies_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("part");
    const QByteArray list("/v1/customers?size=3"), usage("/partner/v1/analytics/azureusage?top=5");
    QTest::newRow("total") << QByteArray(R"({"action":"totalCount","count":25})") << list
                           << QByteArray("{\"totalCount\":25,\"items\":[");
    QTest::newRow("total of analytics")
        << QByteArray(R"({"action":"totalCount","count":7})") << usage << QByteArray("\"TotalCount\":7}");
    QTest::newRow("items null") << QByteArray(R"({"action":"items","value":"null"})") << list
                                << QByteArray("\"items\":null,\"cont");
    QTest::newRow("items absent") << QByteArray(R"({"action":"items"})") << list
                                  << QByteArray("{\"totalCount\":3,\"continuationToken\"");
    QTest::newRow("value null") << QByteArray(R"({"action":"items","value":"{}"})") << usage
                                << QByteArray("{\"Value\":{},\"@nextLink\"");
    QTest::newRow("duplicate key") << QByteArray(R"({"action":"duplicateKey"})") << usage
                                   << QByteArray(",\"quantity\":0,\"quantity\":");
    QTest::newRow("duplicate of another")
        << QByteArray(R"({"action":"duplicateKey","member":"id","value":"null"})") << list
        << QByteArray("[{\"id\":null,\"id\":\"");
    QTest::newRow("edit") << QByteArray(
                                 R"({"action":"edit","find":"\"relationshipToPartner\"","put":"\"x\""})")
                          << list << QByteArray("\"x\":\"reseller\"");
}

void tst_Faults::bodies()
{
    QFETCH(QByteArray, fault);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, part);
    load('[' + fault + ']');
    const Answer answer = m_client->get(path);
    QCOMPARE(answer.status, 200);
    QVERIFY2(answer.body.contains(part), answer.body.constData());
}

void tst_Faults::gzip()
{
    const QByteArray plain = m_client->get("/v1/customers").body;
    load(R"([{"action":"gzip"}])");
    const Answer answer = m_client->get("/v1/customers");
    QCOMPARE(answer.headers.value("content-encoding"), QByteArray("gzip"));
    QVERIFY(answer.body.startsWith("\x1f\x8b") && answer.body.size() < plain.size() / 2);
    QProcess gunzip;
    gunzip.start(QStringLiteral("gzip"), {QStringLiteral("-dc")});
    gunzip.write(answer.body);
    gunzip.closeWriteChannel();
    QVERIFY(gunzip.waitForFinished());
    QCOMPARE(gunzip.exitCode(), 0);
    QCOMPARE(gunzip.readAllStandardOutput(), plain);
    load(R"({"faults":[{"action":"gzip","bytes":100}],"replace":true})");
    const Answer cut = m_client->get("/v1/customers");
    QCOMPARE(cut.body, answer.body.left(100));
    QVERIFY(cut.isWhole);
}

void tst_Faults::staleIds()
{
    load(R"([{"action":"staleIds"}])");
    const Answer answer =
        m_client->get("/v1/usagesummary", {"MS-RequestId: 11111111-2222-3333-4444-555555555555"});
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.headers.value("ms-requestid").startsWith("00000000-57a1-e000"));
}

void tst_Faults::vanish()
{
    const auto idsOf = [&](const QByteArray &path) {
        QList<QByteArray> ids;
        const Value list = test::parse(m_client->get(path).body);
        for (const Value &item : list["items"].items)
            ids << QByteArray::fromStdString(item["id"].text);
        return ids;
    };
    const QList<QByteArray> customers = idsOf("/v1/customers");
    const QByteArray of = "/v1/customers/" + customers.first();
    const QList<QByteArray> before = idsOf(of + "/subscriptions");
    load(R"([{"action":"vanish","id":")" + before.first() + "\"}]");
    QCOMPARE(idsOf(of + "/subscriptions"), before.mid(1));
    QCOMPARE(m_client->get(of + "/subscriptions/" + before.first() + "/meterusagerecords").status, 404);
    load(R"({"faults":[{"action":"vanish","id":")" + customers.first() + R"("}],"replace":true})");
    QCOMPARE(idsOf("/v1/customers"), customers.mid(1));
    QCOMPARE(m_client->get(of + "/subscriptions").status, 403);
}

void tst_Faults::matching_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QByteArray>("wanted"); // x: hit, of eight requests
    QTest::newRow("all") << QByteArray(R"({})") << QByteArray("xxxxxxxx");
    QTest::newRow("another path") << QByteArray(R"({"path":"/azureusage"})") << QByteArray("........");
    QTest::newRow("third") << QByteArray(R"({"nth":3})") << QByteArray("..x.....");
    QTest::newRow("every third") << QByteArray(R"({"every":3})") << QByteArray("..x..x..");
    QTest::newRow("first two") << QByteArray(R"({"times":2})") << QByteArray("xx......");
    QTest::newRow("every second, once") << QByteArray(R"({"every":2,"times":1})") << QByteArray(".x......");
    QTest::newRow("never") << QByteArray(R"({"percent":0})") << QByteArray("........");
}

void tst_Faults::matching()
{
    QFETCH(QByteArray, fault);
    QFETCH(QByteArray, wanted);
    load('[' + fault + ']');
    QByteArray hit;
    for (int i = 0; i < 8; ++i)
        hit += m_client->get("/v1/usagesummary").status == 500 ? 'x' : '.';
    QCOMPARE(hit, wanted);
}

void tst_Faults::perCustomer()
{
    const Value list = test::parse(m_client->get("/v1/customers?size=2").body);
    const QByteArray one = QByteArray::fromStdString(list["items"].items.at(0)["id"].text);
    const QByteArray two = QByteArray::fromStdString(list["items"].items.at(1)["id"].text);
    load(R"([{"action":"throttle","customer":")" + one.toUpper() + R"("}])");
    QCOMPARE(m_client->get("/v1/customers/" + one + "/subscriptions").status, 429);
    QCOMPARE(m_client->get("/v1/customers/" + two + "/subscriptions").status, 200);
    // By dice: the same seed hits the same ones.
    QByteArray rounds[2];
    for (QByteArray &round : rounds) {
        load(R"({"faults":[{"percent":40,"seed":9}],"replace":true})");
        for (int i = 0; i < 40; ++i)
            round += m_client->get("/v1/usagesummary").status == 500 ? 'x' : '.';
    }
    QCOMPARE(rounds[0], rounds[1]);
    QVERIFY(rounds[0].count('x') > 6 && rounds[0].count('x') < 30);
}

void tst_Faults::badQueue_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no JSON") << QByteArray("[{");
    QTest::newRow("unknown action") << QByteArray(R"([{"action":"explode"}])");
    QTest::newRow("unknown form") << QByteArray(R"([{"status":429,"retryAfterForm":"soon"}])");
}

void tst_Faults::badQueue()
{
    QFETCH(QByteArray, text);
    const Answer answer = load(text);
    QCOMPARE(answer.status, 400);
    QVERIFY(!test::parse(answer.body)["description"].text.empty());
    QCOMPARE(m_client->get("/v1/usagesummary").status, 200);
}

void tst_Faults::fromFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(R"([{"status":503,"nth":1}])");
    file.close();
    sandbox::Options options = m_options;
    options.faultFile = file.fileName();
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    Client client((*host)->address());
    QCOMPARE(client.get("/v1/usagesummary").status, 503);
    QCOMPARE(client.get("/v1/usagesummary").status, 200);
    options.faultFile = QStringLiteral("/nowhere/faults.json");
    const auto failed = sandbox::Host::start(options);
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, core::ErrorKind::File);
}

SPENDGLASS_TEST_MAIN(tst_Faults)
#include "tst_faults.moc"
