// SPDX-License-Identifier: GPL-3.0-or-later
#include "client.h"

#include "sandbox/truth.h"
#include "support/testmain.h"

using namespace spendglass;
using test::Answer;
using test::Client;
using test::Value;

/// What stands on the wire besides the rows: refusals, headers, tokens, windows, variants, connections.
class tst_Wire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void status_data();
    void status();
    void tokens();
    void tokenExpires();
    void echoesIdentifiers();
    void byteOrderMark();
    void continuationComesBackByteForByte();
    void crestTokenUnescapedTwiceIsRefused();
    void notReadyYet();
    void lateUsage();
    void dates();
    void envelopes_data();
    void envelopes();
    void requestsAreAnsweredInOrder();
    void manyConnections();
    void badRequestLine();
    void customerFilter_data();
    void customerFilter();
    void remembersRequests();
    void portInUse();

private:
    QByteArray utilizationPath() const;

    sandbox::Options m_options;
    std::unique_ptr<sandbox::World> m_world;
    std::unique_ptr<sandbox::Host> m_host;
    const sandbox::Subscription *m_legacy = nullptr;
};

namespace {

std::unique_ptr<sandbox::Host> hostWith(const sandbox::Options &options)
{
    auto host = sandbox::Host::start(options);
    return host ? std::move(*host) : nullptr;
}

} // namespace

void tst_Wire::initTestCase()
{
    m_options.today = core::parseDay("2026-11-20");
    m_options.customers = 12;
    m_options.days = 40;
    m_options.rowsPerDay = 800;
    m_world = std::make_unique<sandbox::World>(m_options);
    m_host = hostWith(m_options);
    QVERIFY(m_host);
    for (const sandbox::Subscription &subscription : m_world->subscriptions())
        if (m_world->customers()[subscription.customer].kind == sandbox::CustomerKind::Legacy &&
            subscription.endSeries - subscription.firstSeries >
                (m_legacy ? m_legacy->endSeries - m_legacy->firstSeries : 0))
            m_legacy = &subscription;
    QVERIFY(m_legacy);
}

QByteArray tst_Wire::utilizationPath() const
{
    return QByteArray::fromStdString("/v1/customers/" + m_world->customers()[m_legacy->customer].id +
                                     "/subscriptions/" + m_legacy->id + "/utilizations/azure");
}

void tst_Wire::status_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char *name, const QByteArray &target, int status, const char *code) {
        QTest::newRow(name) << target << status << QByteArray(code);
    };
    const QByteArray analytics = "/partner/v1/analytics/azureusage", utilization = utilizationPath();
    const QByteArray window = "?start_time=2026-11-01T00:00:00Z&end_time=2026-11-03T00:00:00Z";
    const auto plan = std::find_if(m_world->customers().begin(), m_world->customers().end(),
                                   [](const sandbox::Customer &customer) { return customer.hasPlan(); });
    const QByteArray planPath =
        QByteArray::fromStdString("/v1/customers/" + plan->id + "/subscriptions/" + plan->planId);
    const QByteArray stranger = "/v1/customers/11111111-641b-4c53-b7fc-0f2bfca8a581/subscriptions";
    const QByteArray crest = "/" + m_host->address().crestCid.toLatin1() +
                             "/usage-records?reported_start_time=2026-11-01"
                             "&reported_end_time=2026-11-02&entitlement_id=";
    row("no such path", "/v1/nothing", 404, "1000");
    row("stranger", stranger, 403, "20002");
    row("unknown subscription",
        QByteArray(utilization).replace(m_legacy->id.c_str(), "4F26A5CA-C468-4715-8FC5-A14F28BCC29B") +
            window,
        404, "3000");
    row("plan has no utilization", planPath + "/utilizations/azure" + window, 404, "3000");
    row("entitlements of a plan", planPath + "/azureEntitlements", 200, "");
    row("entitlements, other spelling", planPath + "/azureentitlements", 200, "");
    row("ids in the other case",
        QByteArray::fromStdString("/v1/customers/" + plan->upperId + "/subscriptions"), 200, "");
    row("bad filter", analytics + "?filter=meterCategory%20like%20%27x%27", 400, "2000");
    row("level without groupby", analytics + "?aggregationLevel=month", 400, "2000");
    row("unknown level", analytics + "?groupby=usageDate&aggregationLevel=year", 400, "2000");
    row("unknown groupby", analytics + "?groupby=quantity", 400, "2000");
    row("unknown orderby", analytics + "?orderby=quantity", 400, "2000");
    row("bad direction", analytics + "?orderby=usageDate%20up", 400, "2000");
    row("orderby outside groupby", analytics + "?groupby=usageDate&orderby=meterUnit", 400, "2000");
    row("top too large", analytics + "?top=10001", 400, "2000");
    row("top no number", analytics + "?top=1x", 400, "2000");
    row("negative skip", analytics + "?skip=-1", 400, "2000");
    row("bad startDate", analytics + "?startDate=May", 400, "2000");
    row("skip past the end", analytics + "?skip=99999999", 200, "");
    row("no window", utilization, 400, "2000");
    row("window backwards", utilization + "?start_time=2026-11-03T00:00:00Z&end_time=2026-11-01T00:00:00Z",
        400, "2000");
    row("bad granularity", utilization + window + "&granularity=weekly", 400, "2000");
    row("bad show_details", utilization + window + "&show_details=yes", 400, "2000");
    row("size too large", utilization + window + "&size=1001", 400, "2000");
    row("positive offset",
        utilization + "?start_time=2026-11-01T02:00:00%2B02:00&end_time=2026-11-03T00:00:00Z", 200, "");
    row("raw plus is a blank",
        utilization + "?start_time=2026-11-01T02:00:00+02:00&end_time=2026-11-03T00:00:00Z", 400, "2000");
    row("seek without token", utilization + "?seek_operation=Next", 400, "2000");
    row("window of long ago", utilization + "?start_time=2015-11-01T00:00:00Z&end_time=2015-11-03T00:00:00Z",
        200, "");
    row("crest without its header", crest + QByteArray::fromStdString(m_legacy->entitlementId), 400, "60000");
}

void tst_Wire::status()
{
    QFETCH(QByteArray, target);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    const Answer answer = Client(m_host->address()).get(target);
    QCOMPARE(answer.status, status);
    QVERIFY(answer.isWhole);
    QCOMPARE(answer.headers.value("content-type"), QByteArray("application/json; charset=utf-8"));
    const Value body = test::parse(answer.body);
    QCOMPARE(QByteArray::fromStdString(body["code"].text), code);
    QCOMPARE(body.has("description") || body.has("reason"), !code.isEmpty());
}

void tst_Wire::tokens()
{
    Client client(m_host->address());
    for (const QByteArray &token : {QByteArray(), QByteArray("made-up")}) {
        client.setToken(token);
        for (const char *target : {"/v1/usagesummary", "/partner/v1/analytics/azureusage", "/v1/customers"}) {
            const Answer answer = client.get(target);
            QCOMPARE(answer.status, 401);
            QVERIFY(answer.headers.contains("www-authenticate"));
            QCOMPARE(test::parse(answer.body)["code"].text, std::string("800001"));
        }
    }
    client.setToken(m_host->freshToken());
    QCOMPARE(client.get("/v1/usagesummary").status, 200);
    client.setToken({});
    QCOMPARE(client.get("/v1/usagesummary", {"authorization: bearer " + m_host->freshToken()}).status, 200);
}

void tst_Wire::tokenExpires()
{
    sandbox::Options options = m_options;
    options.tokenSeconds = 0;
    const auto host = hostWith(options);
    QVERIFY(host);
    const Answer answer = Client(host->address()).get("/v1/usagesummary");
    QCOMPARE(answer.status, 401);
    QCOMPARE(test::parse(answer.body)["code"].text, std::string("400"));
    QCOMPARE(test::parse(answer.body)["source"].text, std::string("PartnerFD"));
}

void tst_Wire::echoesIdentifiers()
{
    Client client(m_host->address());
    const Answer answer =
        client.get("/v1/usagesummary", {"ms-requestid: r-1", "MS-CorrelationId: c-1", "X-Locale: de-DE"});
    QCOMPARE(answer.headers.value("ms-requestid"), QByteArray("r-1"));
    QCOMPARE(answer.headers.value("ms-correlationid"), QByteArray("c-1"));
    QCOMPARE(answer.headers.value("x-locale"), QByteArray("de-DE"));
    QVERIFY(answer.headers.value("date").startsWith("Fri, 20 Nov 2026 "));
    QVERIFY(!client.get("/v1/usagesummary").headers.value("ms-requestid").isEmpty());
    const Answer crest = client.get("/customers/get-by-identity?provider=AAD&type=tenant&tid=" +
                                        m_host->address().tenant.toLatin1(),
                                    {"api-version: 2015-03-31", "x-ms-tracking-id: t-1"});
    QCOMPARE(crest.headers.value("x-ms-tracking-id"), QByteArray("t-1"));
    QVERIFY(!crest.headers.contains("ms-requestid"));
    QCOMPARE(test::parse(crest.body)["id"].text, m_host->address().crestCid.toStdString());
}

void tst_Wire::byteOrderMark()
{
    const QByteArray mark = "\xEF\xBB\xBF";
    QVERIFY(Client(m_host->address()).get("/v1/usagesummary").body.startsWith(mark));
    QVERIFY(!Client(m_host->address()).get("/v1/nothing").body.startsWith(mark));
    sandbox::Options options = m_options;
    options.hasByteOrderMark = false;
    const auto host = hostWith(options);
    QVERIFY(Client(host->address()).get("/v1/usagesummary").body.startsWith('{'));
}

void tst_Wire::continuationComesBackByteForByte()
{
    Client client(m_host->address());
    const Value first = test::parse(
        client
            .get(utilizationPath() + "?start_time=2026-11-01T10:54:34Z&end_time=2026-11-11T00:00:00Z&size=5")
            .body);
    QCOMPARE(first["items"].items.size(), std::size_t(5));
    QVERIFY(first["links"]["self"]["uri"].text.find("start_time=2026-11-01T00:00:00Z") != std::string::npos);
    const Value &next = first["links"]["next"];
    const QByteArray uri = "/v1/" + QByteArray::fromStdString(next["uri"].text);
    QCOMPARE(uri, utilizationPath() + "?seek_operation=Next");
    const QByteArray token = QByteArray::fromStdString(next["headers"].items.at(0)["value"].text);
    for (const char c : {'/', '?', '&', '=', '%', '+'})
        QVERIFY2(token.contains(c), &c);
    const Answer second = client.get(uri, {"MS-ContinuationToken: " + token});
    QCOMPARE(second.status, 200);
    QCOMPARE(test::parse(second.body)["links"]["next"]["uri"].text, next["uri"].text);
    for (qsizetype i = 0; i < token.size(); i += 11) {
        QByteArray changed = token;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        QCOMPARE(client.get(uri, {"MS-ContinuationToken: " + changed}).status, 400);
    }
    for (const QByteArray &changed : {QByteArray::fromPercentEncoding(token), token.toPercentEncoding(),
                                      token.toLower(), token.chopped(1)})
        QCOMPARE(client.get(uri, {"MS-ContinuationToken: " + changed}).status, 400);
}

void tst_Wire::crestTokenUnescapedTwiceIsRefused()
{
    Client client(m_host->address());
    const QByteArray version = "api-version: 2015-03-31";
    const QByteArray asked = "/" + m_host->address().crestCid.toLatin1() +
                             "/usage-records?reported_start_time=2026-11-01&reported_end_time=2026-11-11"
                             "&count=5&entitlement_id=" +
                             QByteArray::fromStdString(m_legacy->entitlementId);
    const Value first = test::parse(client.get(asked, {version}).body);
    const QByteArray href = QByteArray::fromStdString(first["links"]["next"]["href"].text);
    QVERIFY(!href.startsWith('/') && href.contains("%2b"));
    QCOMPARE(client.get("/" + href, {version}).status, 200);
    QCOMPARE(client.get("/" + QByteArray(href).replace("%2b", "+"), {version}).status, 400);
    QVERIFY(first["items"].items.at(0).has("quantity"));
    const Answer unknown = client.get(
        QByteArray(asked).replace(m_legacy->entitlementId.c_str(), "fd94599f-3ed5-4f94-9616-458b1acd5fa2"),
        {version});
    QCOMPARE(unknown.status, 404);
    QCOMPARE(test::parse(unknown.body)["object_type"].text, std::string("Error"));
}

void tst_Wire::notReadyYet()
{
    Client client(m_host->address());
    const QByteArray from = utilizationPath() + "?start_time=2026-11-18T00:00:00Z&end_time=";
    for (const char *end : {"2026-11-21T00:00:00Z", "2027-01-01T00:00:00Z"}) {
        const Answer answer = client.get(from + end);
        QCOMPARE(answer.status, 204);
        QVERIFY(answer.body.isEmpty());
        QVERIFY(answer.headers.value("retry-after").endsWith(" GMT"));
    }
    QCOMPARE(client.get(from + "2026-11-20T00:00:00Z").status, 200);
}

void tst_Wire::lateUsage()
{
    // A window of one reported day holds use of that day and of up to three days before, none after it.
    Client client(m_host->address());
    const Value answer = test::parse(
        client.get(utilizationPath() + "?start_time=2026-11-10T00:00:00Z&end_time=2026-11-11T00:00:00Z")
            .body);
    std::map<std::string, int> days;
    for (const Value &row : answer["items"].items)
        ++days[core::formatDay(core::dayOf(core::parseTime(row["usageStartTime"].text)->instant))];
    QVERIFY(days.size() >= 3);
    QCOMPARE(days.rbegin()->first, std::string("2026-11-10"));
    QVERIFY(days.begin()->first >= "2026-11-07");
    QVERIFY(days["2026-11-10"] > days["2026-11-09"]);
}

void tst_Wire::dates()
{
    const QByteArray target =
        "/partner/v1/analytics/azureusage?startDate=2026-11-03&endDate=2026-11-04&top=10000";
    const Value answer = test::parse(Client(m_host->address()).get(target).body);
    std::map<std::string, int> days;
    for (const Value &row : answer["Value"].items)
        ++days[row["usageDate"].text];
    QCOMPARE(days.size(), std::size_t(2));
    QCOMPARE(days.begin()->first, std::string("2026-11-03T00:00:00"));
    QCOMPARE(days.rbegin()->first, std::string("2026-11-04T00:00:00"));
    sandbox::Options later = m_options;
    later.honoursDates = false;
    const auto host = hostWith(later);
    QVERIFY(test::parse(Client(host->address()).get(target).body)["TotalCount"].number() >
            answer["TotalCount"].number());
}

void tst_Wire::envelopes_data()
{
    QTest::addColumn<int>("envelope");
    QTest::addColumn<QString>("member");
    QTest::newRow("Value") << int(sandbox::Options::Envelope::Value) << QStringLiteral("Value");
    QTest::newRow("value") << int(sandbox::Options::Envelope::LowerValue) << QStringLiteral("value");
    QTest::newRow("items") << int(sandbox::Options::Envelope::Items) << QStringLiteral("items");
    QTest::newRow("array") << int(sandbox::Options::Envelope::BareArray) << QString();
}

void tst_Wire::envelopes()
{
    QFETCH(int, envelope);
    QFETCH(QString, member);
    sandbox::Options options = m_options;
    options.envelope = static_cast<sandbox::Options::Envelope>(envelope);
    options.hasNextLink = false;
    const auto host = hostWith(options);
    const Value answer =
        test::parse(Client(host->address()).get("/partner/v1/analytics/azureusage?top=3").body);
    QCOMPARE((member.isEmpty() ? answer : answer[member.toLatin1().constData()]).items.size(),
             std::size_t(3));
    QVERIFY(!answer.has("@nextLink"));
}

void tst_Wire::requestsAreAnsweredInOrder()
{
    Client client(m_host->address());
    const QByteArray end = " HTTP/1.1\r\nAuthorization: Bearer " + m_host->address().token + "\r\n\r\n";
    const QByteArray all = "GET /v1/usagesummary" + end + "GET /partner/v1/analytics/azureusage?top=2" + end +
                           "GET /v1/nothing" + end;
    client.write(all.left(30));
    client.write(all.mid(30));
    QVERIFY(test::parse(client.read().body).has("totalCost"));
    QCOMPARE(test::parse(client.read().body)["Value"].items.size(), std::size_t(2));
    QCOMPARE(client.read().status, 404);
}

void tst_Wire::manyConnections()
{
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 60; ++i)
        clients.push_back(std::make_unique<Client>(m_host->address()));
    for (int round = 0; round < 3; ++round) {
        for (const auto &client : clients)
            client->write("GET /v1/usagesummary HTTP/1.1\r\nAuthorization: Bearer " +
                          m_host->address().token + "\r\n\r\n");
        for (const auto &client : clients)
            QCOMPARE(client->read().status, 200);
    }
}

void tst_Wire::badRequestLine()
{
    for (const char *text :
         {"nonsense\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"}) {
        Client client(m_host->address());
        client.write(text);
        QCOMPARE(client.read().status, 400);
    }
}

void tst_Wire::customerFilter_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("least");
    QTest::newRow("start, other case")
        << QByteArray(R"({"Field":"CompanyName","Value":"o'brien","Operator":"starts_with"})") << 200 << 1;
    QTest::newRow("equals")
        << QByteArray(R"({"Field":"CompanyName","Value":"Twin Rivers Bakery","Operator":"equals"})") << 200
        << 1;
    QTest::newRow("nobody") << QByteArray(R"({"Field":"Domain","Value":"zzz","Operator":"starts_with"})")
                            << 200 << 0;
    QTest::newRow("substring") << QByteArray(R"({"Field":"CompanyName","Value":"x","Operator":"substring"})")
                               << 400 << 0;
}

void tst_Wire::customerFilter()
{
    QFETCH(QByteArray, filter);
    QFETCH(int, status);
    QFETCH(int, least);
    const Answer answer =
        Client(m_host->address()).get("/v1/customers?size=0&filter=" + filter.toPercentEncoding());
    QCOMPARE(answer.status, status);
    const auto found = static_cast<int>(test::parse(answer.body)["items"].items.size());
    QVERIFY(found >= least && found <= 2);
}

void tst_Wire::remembersRequests()
{
    Client client(m_host->address());
    client.send("DELETE", "/sandbox/requests");
    client.get("/v1/usagesummary", {"X-Locale: sv-SE"});
    client.get("/v1/customers?size=1");
    const Answer answer = client.get("/sandbox/requests");
    const Value log = test::parse(answer.body);
    QCOMPARE(log["total"].text, std::string("2"));
    QCOMPARE(log["byPath"]["/v1/customers"].text, std::string("1"));
    QCOMPARE(log["last"].items.at(0)["headers"]["x-locale"].text, std::string("sv-SE"));
    QCOMPARE(log["last"].items.at(1)["target"].text, std::string("/v1/customers?size=1"));
    QVERIFY(!answer.body.contains(m_host->address().token));
}

void tst_Wire::portInUse()
{
    sandbox::Options options = m_options;
    options.port = static_cast<quint16>(m_host->address().apiUrl.port());
    const auto host = sandbox::Host::start(options);
    QVERIFY(!host);
    QVERIFY(!host.error().text.isEmpty());
}

SPENDGLASS_TEST_MAIN(tst_Wire)
#include "tst_wire.moc"
