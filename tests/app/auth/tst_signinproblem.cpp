// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signinproblem.h"

#include "auth/secretstore.h"
#include "auth/signincodes.h"
#include "auth/tokenanswer.h"
#include "net/client.h"
#include "support/testmain.h"

#include <QFile>
#include <QSet>

using namespace spendglass;
using core::ErrorKind;
using Problem = auth::SignInProblem;

namespace {

constexpr Problem allProblems[] = {
    Problem::None,     Problem::NotSignedIn,   Problem::Ended,    Problem::MoreProof, Problem::SecondFactor,
    Problem::Consent,  Problem::WrongAudience, Problem::Refused,  Problem::Expired,   Problem::TimedOut,
    Problem::Settings, Problem::WrongAccount,  Problem::Record, Problem::Keychain, Problem::Service};

net::Response answerOf(int status, const QByteArray &body, const QString &url)
{
    net::Response response;
    response.status = status;
    response.body = body;
    response.url = QUrl(url);
    return response;
}

/// As the token endpoint says it.
core::Error refusal(const QByteArray &code, const QByteArray &text = {}, int status = 400)
{
    return auth::signInError(
        answerOf(status, R"({"error":")" + code + R"(","error_description":")" + text + "\"}",
                 QStringLiteral("https://login.example/organizations/oauth2/v2.0/token")));
}

/// As a call of Partner Center ends.
core::Error apiError(int status, const QByteArray &body, const QByteArray &challenge = {},
                     const QByteArray &reason = {})
{
    net::Response response = answerOf(status, body, QStringLiteral("https://api.example/v1/customers"));
    response.reason = reason;
    if (!challenge.isEmpty())
        response.headers.append({"WWW-Authenticate", challenge});
    net::Request request;
    request.url = response.url;
    return net::errorFromResponse(response, request, {});
}

QByteArray sample(const char *name)
{
    QFile file(QStringLiteral(SPENDGLASS_TEST_DATA "/api/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

core::Error errorOfKind(ErrorKind kind, const char *where = "GET /v1/customers")
{
    return core::fail(kind, QStringLiteral("words"), QString::fromLatin1(where)).value();
}

} // namespace

class SignInProblemTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void knowsWords_data();
    void knowsWords();
    void knowsNumbers_data();
    void knowsNumbers();
    void knowsAnswers_data();
    void knowsAnswers();
    void knowsItsOwn_data();
    void knowsItsOwn();
    void saysWhatToDo();
};

void SignInProblemTest::knowsWords_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<Problem>("problem");
    const auto row = [](const char *name, Problem problem) {
        QTest::newRow(name) << QByteArray(name).split(' ').last() << problem;
    };
    row("98 authorization_pending", Problem::None);
    row("98 slow_down", Problem::None);
    row("98 expired_token", Problem::Expired);
    row("98 code_expired", Problem::Expired);
    row("98 bad_verification_code", Problem::Expired);
    row("98 authorization_declined", Problem::Refused);
    row("98 access_denied", Problem::Refused);
    row("96 invalid_grant", Problem::Ended);
    row("97 interaction_required", Problem::MoreProof);
    row("97 login_required", Problem::MoreProof);
    row("97 account_selection_required", Problem::MoreProof);
    row("97 insufficient_claims", Problem::MoreProof);
    row("97 consent_required", Problem::Consent);
    row("invalid_client", Problem::Settings);
    row("unauthorized_client", Problem::Settings);
    row("invalid_scope", Problem::Settings);
    row("invalid_resource", Problem::Settings);
    row("invalid_request", Problem::Settings);
    row("invalid_target", Problem::Settings);
    row("unsupported_grant_type", Problem::Settings);
    row("unsupported_response_type", Problem::Settings);
    row("temporarily_unavailable", Problem::Service);
    row("server_error", Problem::Service);
    row("something_new", Problem::Settings);
}

void SignInProblemTest::knowsWords()
{
    QFETCH(QByteArray, code);
    QTEST(auth::problemOf(refusal(code)), "problem");
}

void SignInProblemTest::knowsNumbers_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<Problem>("problem");
    const auto rows = [](Problem problem, std::initializer_list<int> numbers) {
        for (const int number : numbers)
            QTest::addRow("AADSTS%d", number) << number << problem;
    };
    rows(Problem::MoreProof, {50072, 50074, 50076, 50078, 50079, 50158});
    rows(Problem::Ended, {50132, 50133, 50173, 70000, 70008, 70043, 700082, 700084});
    rows(Problem::Consent, {65001, 90008, 90094, 90095});
    rows(Problem::Refused, {50005, 50057, 50105, 53000, 53001, 53002, 53003, 530003, 65004});
    rows(Problem::WrongAccount, {50020});
    rows(Problem::Settings, {50011, 50059, 50194, 70011, 90002, 500011, 500113, 650052, 650056, 650057,
                             700016, 900023, 7000218});
}

void SignInProblemTest::knowsNumbers()
{
    QFETCH(int, number);
    const QByteArray text = "AADSTS" + QByteArray::number(number) + ": words";
    // The number wins over the word beside it.
    for (const char *code : {"invalid_grant", "access_denied", "invalid_request"})
        QTEST(auth::problemOf(refusal(code, text)), "problem");
    QTEST(auth::problemOf(refusal("invalid_grant", "AADSTS70002: words. " + text)), "problem");
    QTEST(auth::problemOf(auth::signInRefusal(QStringLiteral("access_denied"), QString::fromLatin1(text))),
          "problem");
    QVERIFY(auth::problemOf(refusal("invalid_grant", "XAADSTS" + QByteArray::number(number))) ==
            Problem::Ended);
    QVERIFY(auth::problemOf(refusal("invalid_grant", "AADSTS" + QByteArray::number(number) + "99")) ==
            Problem::Ended);
}

void SignInProblemTest::knowsAnswers_data()
{
    QTest::addColumn<core::Error>("error");
    QTest::addColumn<Problem>("problem");
    const auto row = [](const char *name, const core::Error &error, Problem problem) {
        QTest::newRow(name) << error << problem;
    };
    row("900421", apiError(401, sample("error-900421-mfa.json")), Problem::SecondFactor);
    row("900420", apiError(401, sample("error-900420-audience.json")), Problem::WrongAudience);
    row("900309", apiError(403, R"({"code":900309,"description":"policy"})"), Problem::Refused);
    row("reason phrase of 2019",
        apiError(401, {}, R"(Bearer error="invalid_token")", "Unauthorized - MFA required"),
        Problem::SecondFactor);
    row("reason phrase in other spelling", apiError(401, {}, {}, "Unauthorised - mfa required"),
        Problem::SecondFactor);
    row("31 claims in a header",
        apiError(401, {}, R"(Bearer realm="", error="insufficient_claims", claims="eyJhIjp7fX0=")"),
        Problem::MoreProof);
    row("31 claims beside a body",
        apiError(401, R"({"code":401})", R"(Bearer realm="", claims="eyJhIjp7fX0=")"), Problem::MoreProof);
    row("401", apiError(401, {}, R"(Bearer error="invalid_token")", "Unauthorized"), Problem::Ended);
    row("401 with words", apiError(401, R"({"code":"401","description":"no"})"), Problem::Ended);
    row("no token", errorOfKind(ErrorKind::Unauthorised), Problem::NotSignedIn);
    row("403 by role", apiError(403, R"({"code":900308,"description":"role"})"), Problem::None);
    row("500 of the API", apiError(500, {}), Problem::None);
    row("429 of the API", apiError(429, {}), Problem::None);
    row("404 of the API", apiError(404, {}), Problem::None);
    row("91 503 of the sign-in service", refusal({}, {}, 503), Problem::Service);
    row("429 of the sign-in service", refusal({}, {}, 429), Problem::Service);
    row("302 of the sign-in service", refusal({}, {}, 302), Problem::Service);
    row("400 without a word", refusal({}, {}, 400), Problem::Settings);
    const auto *const token = "POST /organizations/oauth2/v2.0/token";
    row("malformed sign-in", errorOfKind(ErrorKind::Malformed, token), Problem::Service);
    row("no line to the sign-in service", errorOfKind(ErrorKind::Offline, token), Problem::None);
    row("no answer of the sign-in service", errorOfKind(ErrorKind::Timeout, token), Problem::None);
    core::Error keychain = errorOfKind(ErrorKind::Keychain, "keychain");
    keychain.serverCode = QLatin1String(auth::secretFaults::locked);
    row("keychain", keychain, Problem::Keychain);
    for (const ErrorKind kind :
         {ErrorKind::Cancelled, ErrorKind::Offline, ErrorKind::Timeout, ErrorKind::Malformed,
          ErrorKind::Untrusted, ErrorKind::NotReady, ErrorKind::NotOffered, ErrorKind::Storage,
          ErrorKind::File, ErrorKind::BadRequest, ErrorKind::Server})
        row(qPrintable(core::kindName(kind)), errorOfKind(kind), Problem::None);
    core::Error cancelled = refusal("invalid_grant");
    cancelled.kind = ErrorKind::Cancelled;
    row("cancelled, whatever was said before", cancelled, Problem::None);
}

void SignInProblemTest::knowsAnswers()
{
    QFETCH(core::Error, error);
    QTEST(auth::problemOf(error), "problem");
}

void SignInProblemTest::knowsItsOwn_data()
{
    QTest::addColumn<Problem>("problem");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("not signed in") << Problem::NotSignedIn << ErrorKind::Unauthorised;
    QTest::newRow("ended") << Problem::Ended << ErrorKind::Unauthorised;
    QTest::newRow("expired") << Problem::Expired << ErrorKind::Unauthorised;
    QTest::newRow("timed out") << Problem::TimedOut << ErrorKind::Timeout;
    QTest::newRow("settings") << Problem::Settings << ErrorKind::BadRequest;
    QTest::newRow("102 wrong account") << Problem::WrongAccount << ErrorKind::Forbidden;
    QTest::newRow("102 record") << Problem::Record << ErrorKind::File;
}

void SignInProblemTest::knowsItsOwn()
{
    QFETCH(Problem, problem);
    const core::Error error = auth::errorOf(problem, QStringLiteral("words"), QStringLiteral("there"));
    QTEST(error.kind, "kind");
    QCOMPARE(auth::problemOf(error), problem);
    QCOMPARE(error.text, QStringLiteral("words"));
    QCOMPARE(error.where, QStringLiteral("there"));
}

void SignInProblemTest::saysWhatToDo()
{
    QSet<QString> steps;
    for (const Problem problem : allProblems) {
        const QString step = auth::nextStep(problem);
        QCOMPARE(step.isEmpty(), problem == Problem::None);
        QVERIFY(step.isEmpty() || step.endsWith(QLatin1Char('.')));
        steps.insert(step);
    }
    QCOMPARE(steps.size(), int(std::size(allProblems)));
}

SPENDGLASS_TEST_MAIN(SignInProblemTest)
#include "tst_signinproblem.moc"
