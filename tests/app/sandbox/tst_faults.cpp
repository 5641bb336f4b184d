// SPDX-License-Identifier: GPL-3.0-or-later
#include "client.h"

#include "support/testmain.h"

#include <QElapsedTimer>
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
