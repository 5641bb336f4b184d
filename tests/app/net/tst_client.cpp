// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/client.h"
#include "support/scriptedtransport.h"
#include "support/testmain.h"

#include <QRegularExpression>
#include <QSignalSpy>

using namespace spendglass;
using core::ErrorKind;
using test::ScriptedTransport;
using namespace std::chrono_literals;

class ClientTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void refusesOtherOrigins_data();
    void refusesOtherOrigins();
    void addsHeaders_data();
    void addsHeaders();
    void repeatsAfterALostConnectionWithTheSameId();
    void repeatsAfterAnAnswerWithANewId();
    void givesUp_data();
    void givesUp();
    void staysWithinItsBudget();
    void needsAToken();
    void limitsWhatIsInFlight();
    void pausesOneScopeAlone();
    void pausesTheWholeAccount();
    void cancelsWhileWaiting();
    void notesTheAnswersOwnId();
    void renewsARefusedTokenOnce_data();
    void renewsARefusedTokenOnce();
    void isSentAgainAsItWas_data();
    void isSentAgainAsItWas();
    void waitsForAToken();
    void asksAgainForWhatIsRefused();
    void remembersTheCall();
    void hidesATokenThatComesBack();
    void outlivesAClockThatRingsEarly();
    void takesAnAnswerThatSaysWhenToRetry();

private:
    net::Client *client() { return m_client.get(); }
    static net::Request request(const QString &scope = {});
    void remake(const net::ClientParts &parts);
    std::shared_ptr<test::ManualClock> remakeByHand();

    std::shared_ptr<ScriptedTransport> m_transport;
    std::unique_ptr<net::Client> m_client;
};

namespace {

using Result = core::Result<net::Response>;

/// Runs one call to its end.
Result answerTo(net::Client *client, const net::Request &request)
{
    const std::unique_ptr<net::Call> call(client->call(request, QStringLiteral("correlation"), nullptr));
    QSignalSpy finished(call.get(), &net::Call::finished);
    if (finished.isEmpty() && !finished.wait())
        return core::fail(ErrorKind::Timeout, QStringLiteral("the call never ended"));
    return finished.at(0).at(0).value<Result>();
}

QByteArray headerOf(const net::Request &request, const char *name)
{
    net::Response holder;
    holder.headers = request.headers;
    return holder.header(name);
}

} // namespace

void ClientTest::init()
{
    m_transport = std::make_shared<ScriptedTransport>();
    remake(test::scriptedParts(m_transport));
}

void ClientTest::remake(const net::ClientParts &parts)
{
    m_client =
        std::make_unique<net::Client>(parts, QList<QUrl>{QUrl(QStringLiteral("https://api.example")),
                                                         QUrl(QStringLiteral("http://127.0.0.1:8080"))});
}

/// With a clock that only the test moves.
std::shared_ptr<test::ManualClock> ClientTest::remakeByHand()
{
    const auto clock = std::make_shared<test::ManualClock>();
    net::ClientParts parts = test::scriptedParts(m_transport);
    parts.clock = clock;
    remake(parts);
    return clock;
}

net::Request ClientTest::request(const QString &scope)
{
    net::Request request;
    request.url = QUrl(QStringLiteral("https://api.example/v1/customers"));
    request.scope = scope;
    return request;
}

void ClientTest::refusesOtherOrigins_data()
{
    QTest::addColumn<bool>("isSent");
    const auto row = [](const char *url, bool isSent) { QTest::newRow(url) << isSent; };
    row("https://api.example/v1/customers", true);
    row("https://API.EXAMPLE/v1/customers", true);
    row("https://api.example:443/v1/customers", true);
    row("http://127.0.0.1:8080/v1/customers", true);
    row("http://api.example/v1/customers", false);
    row("https://api.example:444/v1/customers", false);
    row("https://api.example.evil/v1/customers", false);
    row("https://api.example@evil/v1/customers", false);
    row("https://user:secret@api.example/v1/customers", false);
    row("https://evil/https://api.example", false);
    row("https://xn--api-example-9za/v1", false);
    row("http://127.0.0.1:8081/v1", false);
    row("http://localhost:8080/v1", false);
    row("ftp://api.example/v1", false);
    row("file:///etc/passwd", false);
    row("//api.example/v1", false);
    row("/v1/customers", false);
    row("", false);
}

void ClientTest::refusesOtherOrigins()
{
    QFETCH(bool, isSent);
    if (isSent)
        m_transport->expect();
    net::Request asked;
    asked.url = QUrl::fromEncoded(QTest::currentDataTag());
    const Result answer = answerTo(client(), asked);
    QCOMPARE(answer.has_value(), isSent);
    QCOMPARE(m_transport->requests().size(), isSent ? 1 : 0);
    if (!isSent)
        QCOMPARE(answer.error().kind, ErrorKind::Untrusted);
}

void ClientTest::addsHeaders_data()
{
    QTest::addColumn<net::Request::Dialect>("dialect");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value"); // "*": anything but nothing
    const auto row = [](net::Request::Dialect dialect, const char *name, const char *value) {
        QTest::addRow("%d %s", int(dialect), name)
            << dialect << QString::fromLatin1(name) << QString::fromLatin1(value);
    };
    using Dialect = net::Request::Dialect;
    row(Dialect::PartnerCenter, "Authorization", "Bearer token");
    row(Dialect::PartnerCenter, "Accept", "application/json");
    row(Dialect::PartnerCenter, "MS-RequestId", "*");
    row(Dialect::PartnerCenter, "MS-CorrelationId", "correlation");
    row(Dialect::PartnerCenter, "X-Given", "kept");
    row(Dialect::PartnerCenter, "Accept-Encoding", "");
    row(Dialect::PartnerCenter, "api-version", "");
    row(Dialect::Crest, "Authorization", "bearer token");
    row(Dialect::Crest, "Accept", "application/json");
    row(Dialect::Crest, "api-version", "2015-03-31");
    row(Dialect::Crest, "x-ms-tracking-id", "*");
    row(Dialect::Crest, "x-ms-correlation-id", "correlation");
    row(Dialect::Crest, "MS-RequestId", "");
    row(Dialect::Crest, "MS-CorrelationId", "");
}

void ClientTest::addsHeaders()
{
    QFETCH(net::Request::Dialect, dialect);
    QFETCH(QString, name);
    QFETCH(QString, value);
    m_transport->expect();
    net::Request asked = request();
    asked.dialect = dialect;
    asked.headers = {{"X-Given", "kept"}};
    QVERIFY(answerTo(client(), asked));
    const QString sent =
        QString::fromLatin1(headerOf(m_transport->requests().at(0), name.toLatin1().constData()));
    if (value == QLatin1String("*"))
        QVERIFY(!sent.isEmpty());
    else
        QCOMPARE(sent, value);
}

void ClientTest::repeatsAfterALostConnectionWithTheSameId()
{
    m_transport->expect().cut();
    m_transport->expect().time();
    m_transport->expect();
    QVERIFY(answerTo(client(), request()));
    const auto sent = m_transport->requests();
    QCOMPARE(sent.size(), 3);
    QCOMPARE(sent.at(1), sent.at(0)); // identical in every byte
    QCOMPARE(sent.at(2), sent.at(0));
    QCOMPARE(client()->requestsSent(), 3);
}

void ClientTest::repeatsAfterAnAnswerWithANewId()
{
    m_transport->expect().reply(503, "<html>busy</html>", {{"Content-Type", "text/html"}});
    m_transport->expect().notReady(60);
    m_transport->expect();
    QVERIFY(answerTo(client(), request()));
    const auto sent = m_transport->requests();
    QCOMPARE(sent.size(), 3);
    QVERIFY(headerOf(sent.at(0), "MS-RequestId") != headerOf(sent.at(1), "MS-RequestId"));
    QVERIFY(headerOf(sent.at(1), "MS-RequestId") != headerOf(sent.at(2), "MS-RequestId"));
    QCOMPARE(headerOf(sent.at(2), "MS-CorrelationId"), QByteArray("correlation"));
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
}

void ClientTest::givesUp_data()
{
    QTest::addColumn<int>("status"); // 0: cut, -1: timeout
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("attempts");
    QTest::newRow("cut") << 0 << ErrorKind::Offline << 5;
    QTest::newRow("timeout") << -1 << ErrorKind::Timeout << 5;
    QTest::newRow("503") << 503 << ErrorKind::Server << 5;
    QTest::newRow("429") << 429 << ErrorKind::Throttled << 5;
    QTest::newRow("204") << 204 << ErrorKind::NotReady << 5;
    QTest::newRow("400") << 400 << ErrorKind::BadRequest << 1;
    QTest::newRow("401") << 401 << ErrorKind::Unauthorised << 1;
    QTest::newRow("403") << 403 << ErrorKind::Forbidden << 1;
    QTest::newRow("404") << 404 << ErrorKind::NotFound << 1;
    QTest::newRow("302") << 302 << ErrorKind::Untrusted << 1;
    QTest::newRow("202") << 202 << ErrorKind::Malformed << 3;
}

void ClientTest::givesUp()
{
    QFETCH(int, status);
    QFETCH(int, attempts);
    for (int i = 0; i < attempts; ++i) {
        auto &step = m_transport->expect();
        if (status > 0)
            step.reply(status, {}, {{"Retry-After", "1"}});
        else
            status == 0 ? step.cut() : step.time();
    }
    const Result answer = answerTo(client(), request());
    QVERIFY(!answer);
    QTEST(answer.error().kind, "kind");
    QVERIFY(!answer.error().requestId.isEmpty());
    QCOMPARE(answer.error().correlationId, QStringLiteral("correlation"));
    QCOMPARE(answer.error().where, QStringLiteral("GET /v1/customers"));
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
}

void ClientTest::staysWithinItsBudget()
{
    net::ClientParts parts = test::scriptedParts(m_transport);
    parts.retryBudget = 34; // six repeats at 5
    remake(parts);
    int ended = 0;
    for (int i = 0; i < 10; ++i) {
        net::Call *const call = client()->call(request(), {}, this);
        connect(call, &net::Call::finished, this, [&ended] { ++ended; });
    }
    for (int i = 0; i < 16; ++i)
        m_transport->expect().reply(503);
    QTRY_COMPARE(ended, 10);
    QCOMPARE(client()->requestsSent(), 16);
}

void ClientTest::needsAToken()
{
    net::ClientParts parts = test::scriptedParts(m_transport);
    QUrl askedFor;
    parts.authorize = net::authorizerOf([&askedFor](const QUrl &origin) -> core::Result<QByteArray> {
        askedFor = origin;
        return core::fail(ErrorKind::Unauthorised, QStringLiteral("signed out"));
    });
    remake(parts);
    const Result answer = answerTo(client(), request());
    QCOMPARE(answer.error().kind, ErrorKind::Unauthorised);
    QCOMPARE(answer.error().text, QStringLiteral("signed out"));
    QCOMPARE(askedFor.host(), QStringLiteral("api.example"));
    QVERIFY(m_transport->requests().isEmpty());
}

void ClientTest::limitsWhatIsInFlight()
{
    QList<net::Call *> calls;
    for (int i = 0; i < 12; ++i) {
        m_transport->expect().silent();
        calls += client()->call(request(QStringLiteral("customer %1").arg(i / 2)), {}, m_client.get());
    }
    QTRY_COMPARE(m_transport->pending(), 4); // of the account
    QCoreApplication::processEvents();
    QCOMPARE(m_transport->requests().size(), 4); // customers 0 to 3, one each
    delete calls.takeFirst();
    delete calls.takeFirst();
    QTRY_COMPARE(m_transport->requests().size(), 5);
    QCOMPARE(m_transport->pending(), 4);
}

void ClientTest::pausesOneScopeAlone()
{
    const auto clock = remakeByHand();
    m_transport->expect("/v1/customers").throttle(57);
    int slow = 0;
    int other = 0;
    net::Call *const first = client()->call(request(QStringLiteral("busy")), {}, this);
    connect(first, &net::Call::finished, this, [&slow] { ++slow; });
    QSignalSpy waiting(first, &net::Call::waiting);
    QTRY_COMPARE(waiting.size(), 1);
    QCOMPARE(waiting.at(0).at(0).value<core::Error>().kind, ErrorKind::Throttled);
    net::Call *const second = client()->call(request(QStringLiteral("busy")), {}, this);
    connect(second, &net::Call::finished, this, [&slow] { ++slow; });
    for (int i = 0; i < 3; ++i)
        m_transport->expect();
    net::Call *const third = client()->call(request(QStringLiteral("free")), {}, this);
    connect(third, &net::Call::finished, this, [&other] { ++other; });
    QTRY_COMPARE(other, 1);
    clock->advance(56'999ms);
    QCoreApplication::processEvents();
    QCOMPARE(slow, 0);
    clock->advance(1ms);
    QTRY_COMPARE(slow, 2);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
}

void ClientTest::pausesTheWholeAccount()
{
    const auto clock = remakeByHand();
    m_transport->expect("/v1/customers").throttle(57);
    int ended = 0;
    net::Call *const first = client()->call(request(), {}, this);
    connect(first, &net::Call::finished, this, [&ended] { ++ended; });
    QSignalSpy waiting(first, &net::Call::waiting);
    QTRY_COMPARE(waiting.size(), 1);
    for (int i = 0; i < 3; ++i)
        m_transport->expect();
    for (const char *const scope : {"one", "two"}) {
        net::Call *const other = client()->call(request(QLatin1String(scope)), {}, this);
        connect(other, &net::Call::finished, this, [&ended] { ++ended; });
    }
    clock->advance(56'999ms);
    QCoreApplication::processEvents();
    QCOMPARE(m_transport->requests().size(), 1); // nobody's turn came before the pause was over
    clock->advance(1ms);
    QTRY_COMPARE(ended, 3);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
}

void ClientTest::cancelsWhileWaiting()
{
    m_transport->expect().notReady(900'000);
    net::Call *const call = client()->call(request(), {}, this);
    QSignalSpy waiting(call, &net::Call::waiting);
    QSignalSpy finished(call, &net::Call::finished);
    QTRY_COMPARE(waiting.size(), 1);
    call->cancel();
    QCOMPARE(finished.size(), 0);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished.at(0).at(0).value<Result>().error().kind, ErrorKind::Cancelled);
    QCOMPARE(m_transport->requests().size(), 1);
}

void ClientTest::notesTheAnswersOwnId()
{
    m_transport->expect().reply(200, "{}", {{"ms-requestid", "theirs"}});
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("answered as \"theirs\"")));
    const Result answer = answerTo(client(), request());
    QVERIFY(answer);
    QCOMPARE(answer->call.requestId, QStringLiteral("theirs"));
    QCOMPARE(answer->call.correlationId, QStringLiteral("correlation"));
}

void ClientTest::renewsARefusedTokenOnce_data()
{
    QTest::addColumn<int>("refusals"); // in a row
    QTest::addColumn<bool>("hasAnother");
    QTest::addColumn<int>("sent");
    QTest::newRow("refused once") << 1 << true << 2;
    QTest::newRow("refused for ever") << 2 << true << 2;
    QTest::newRow("nothing to renew") << 1 << false << 1;
}

void ClientTest::renewsARefusedTokenOnce()
{
    QFETCH(int, refusals);
    QFETCH(bool, hasAnother);
    QFETCH(int, sent);
    net::ClientParts parts = test::scriptedParts(m_transport);
    std::vector<net::Refusal> seen;
    parts.authorize = [&](const QUrl &, const std::optional<net::Refusal> &refusal, QObject *,
                          const auto &done) {
        if (refusal)
            seen.push_back(*refusal);
        const bool isOver = refusal && !hasAnother;
        done(isOver ? core::fail(refusal->error) : core::Result<QByteArray>(refusal ? "second" : "first"));
    };
    remake(parts);
    for (int i = 0; i < refusals; ++i)
        m_transport->expect().reply(401, {}, {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}});
    if (sent > refusals)
        m_transport->expect();
    const Result answer = answerTo(client(), request());
    QCOMPARE(m_transport->requests().size(), sent);
    QCOMPARE(seen.size(), std::size_t(1));
    QCOMPARE(seen.front().token, QByteArray("first"));
    QCOMPARE(seen.front().challenge, QByteArray("Bearer error=\"invalid_token\""));
    if (sent > refusals)
        QVERIFY(answer);
    else
        QCOMPARE(answer.error().kind, ErrorKind::Unauthorised);
    if (sent > 1) {
        QCOMPARE(headerOf(m_transport->requests().at(1), "Authorization"), QByteArray("Bearer second"));
        QVERIFY(headerOf(m_transport->requests().at(0), "MS-RequestId") !=
                headerOf(m_transport->requests().at(1), "MS-RequestId"));
    }
}

void ClientTest::isSentAgainAsItWas_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("GET") << QByteArray("GET") << QByteArray();
    QTest::newRow("POST") << QByteArray("POST") << QByteArray("{\"a\": [1.10, \"\xc3\xa4\"], \"b\":\0}", 22);
}

/// Refused, parked until the token is renewed, and sent again: only the token and the attempt's id differ.
void ClientTest::isSentAgainAsItWas()
{
    QFETCH(QByteArray, verb);
    QFETCH(QByteArray, body);
    net::ClientParts parts = test::scriptedParts(m_transport);
    std::function<void(core::Result<QByteArray>)> parked;
    parts.authorize = [&](const QUrl &, const auto &refusal, QObject *, auto done) {
        if (refusal)
            parked = done;
        else
            done(QByteArrayLiteral("first"));
    };
    remake(parts);
    m_transport->expect(verb, "/v1/customers?q=a%2Fb%20%C3%A4+c&%24filter=x").reply(401);
    m_transport->expect(verb, "/v1/customers?q=a%2Fb%20%C3%A4+c&%24filter=x");
    net::Request asked = request(QStringLiteral("scope"));
    asked.verb = verb;
    asked.url.setQuery(QStringLiteral("q=a%2Fb%20%C3%A4+c&%24filter=x"));
    asked.body = body;
    asked.headers = {{"X-Twice", "one"}, {"Content-Type", "application/json"}, {"X-Twice", "two"}};
    const std::unique_ptr<net::Call> call(client()->call(asked, QStringLiteral("correlation"), nullptr));
    QSignalSpy finished(call.get(), &net::Call::finished);
    QTRY_VERIFY(parked);
    QCOMPARE(m_transport->requests().size(), 1);
    parked(QByteArrayLiteral("second"));
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
    QList<net::Request> sent = m_transport->requests();
    QCOMPARE(headerOf(sent[0], "Authorization"), QByteArray("Bearer first"));
    QCOMPARE(headerOf(sent[1], "Authorization"), QByteArray("Bearer second"));
    for (net::Request &one : sent)
        one.headers.removeIf([](const net::Header &header) {
            return header.first == "Authorization" || header.first == "MS-RequestId";
        });
    QCOMPARE(sent[0].url.toEncoded(), sent[1].url.toEncoded());
    QCOMPARE(sent[0], sent[1]);
    QCOMPARE(sent[1].body, body);
}

void ClientTest::waitsForAToken()
{
    net::ClientParts parts = test::scriptedParts(m_transport);
    std::vector<std::function<void(core::Result<QByteArray>)>> parked;
    parts.authorize = [&](const QUrl &, const auto &, QObject *, auto done) { parked.push_back(done); };
    remake(parts);
    int ended = 0;
    QList<net::Call *> calls;
    for (int i = 0; i < 2; ++i) {
        calls += client()->call(request(QString::number(i)), {}, m_client.get());
        connect(calls.last(), &net::Call::finished, this, [&ended] { ++ended; });
    }
    QTRY_COMPARE(parked.size(), std::size_t(2));
    QVERIFY(m_transport->requests().isEmpty());
    calls.first()->cancel();
    QTRY_COMPARE(ended, 1);
    m_transport->expect();
    for (const auto &done : parked)
        done(QByteArrayLiteral("late")); // the cancelled one sends nothing
    QTRY_COMPARE(ended, 2);
    QCOMPARE(m_transport->requests().size(), 1);
}

void ClientTest::asksAgainForWhatIsRefused()
{
    for (int i = 0; i < 3; ++i)
        m_transport->expect();
    net::Call *const call = client()->call(request(), {}, m_client.get());
    int answers = 0;
    std::optional<core::Error> error;
    connect(call, &net::Call::finished, this, [&](const Result &result) {
        answers += result ? 1 : 0;
        if (result)
            call->refuse(core::fail(ErrorKind::Malformed, QStringLiteral("cut")).value());
        else
            error = result.error();
    });
    QTRY_VERIFY(error.has_value());
    QCOMPARE(answers, 3);
    QCOMPARE(error->text, QStringLiteral("cut"));
    QCOMPARE(call->record().attempts, 3);
    QVERIFY2(m_transport->isUsedUp(), qPrintable(m_transport->trouble()));
}

void ClientTest::remembersTheCall()
{
    const auto clock = remakeByHand();
    m_transport->expect().throttle(57);
    m_transport->expect().reply(200, "{\"a\":1}", {});
    net::Call *const call = client()->call(request(), QStringLiteral("correlation"), m_client.get());
    QSignalSpy waiting(call, &net::Call::waiting);
    QSignalSpy finished(call, &net::Call::finished);
    QTRY_COMPARE(waiting.size(), 1);
    clock->advance(57s);
    QTRY_COMPARE(finished.size(), 1);
    const core::CallRecord record = call->record();
    QCOMPARE(record.verb, QStringLiteral("GET"));
    QCOMPARE(record.path, QStringLiteral("/v1/customers"));
    QCOMPARE(record.status, 200);
    QCOMPARE(record.attempts, 2);
    QCOMPARE(record.bytes, 7);
    QCOMPARE(record.took, 57'000ms);
    QCOMPARE(record.sentAt, test::ManualClock::start);
    QCOMPARE(record.correlationId, QStringLiteral("correlation"));
    QVERIFY(!record.requestId.isEmpty());
    QCOMPARE(finished.at(0).at(0).value<Result>()->call, record);
}

void ClientTest::hidesATokenThatComesBack()
{
    net::ClientParts parts = test::scriptedParts(m_transport);
    const QByteArray token = QByteArray("canary.").repeated(200); // longer than what is kept of a body
    parts.authorize = net::authorizerOf([token](const QUrl &) { return core::Result<QByteArray>(token); });
    remake(parts);
    m_transport->expect().reply(400, "<pre>Authorization: Bearer " + token + "</pre>");
    const Result answer = answerTo(client(), request());
    QCOMPARE(answer.error().serverText, QStringLiteral("<pre>Authorization: Bearer (token)</pre>"));
}

void ClientTest::outlivesAClockThatRingsEarly()
{
    class EarlyClock final : public core::Clock
    {
    public:
        core::Instant now() const override { return m_fast.now(); }
        std::chrono::steady_clock::time_point steady() const override { return m_fast.steady(); }
        void after(std::chrono::milliseconds pause, QObject *context,
                   std::function<void()> then) const override
        {
            m_fast.after(pause / 2, context, std::move(then));
        }

    private:
        test::ManualClock m_fast{1000};
    };
    net::ClientParts parts = test::scriptedParts(m_transport);
    parts.clock = std::make_shared<EarlyClock>();
    remake(parts);
    m_transport->expect().throttle(60);
    m_transport->expect();
    QVERIFY(answerTo(client(), request()));
}

/// The older service documents Retry-After for every answer.
void ClientTest::takesAnAnswerThatSaysWhenToRetry()
{
    m_transport->expect().reply(200, "{}", {{"Retry-After", "900"}});
    const Result answer = answerTo(client(), request());
    QVERIFY(answer);
    QCOMPARE(answer->call.attempts, 1);
    QCOMPARE(m_transport->requests().size(), 1);
}

SPENDGLASS_TEST_MAIN(ClientTest)
#include "tst_client.moc"
