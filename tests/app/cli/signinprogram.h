// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sandbox/client.h"
#include "program.h"

#include <QDir>

/// The kind of keychain that this run has, see tests/support/with-keyring.
inline const QByteArray keyring = qgetenv("SPENDGLASS_KEYRING");

inline spendglass::sandbox::Options options()
{
    spendglass::sandbox::Options options;
    options.customers = 6;
    options.days = 20;
    options.rowsPerDay = 40;
    options.signsInAs = QStringLiteral("admin");
    options.deviceInterval = 1;
    return options;
}

/// A sample Partner Center, its control calls, and an account of its name.
class Partner
{
public:
    explicit Partner(const spendglass::sandbox::Options &given = options())
        : m_host(started(given))
        , m_client(m_host->address())
    {}
    spendglass::sandbox::Address address() const { return m_host->address(); }
    bool signsInAs(const char *person)
    {
        return m_client.send("POST", "/sandbox/sign-in", {}, QByteArray(R"({"as":")") + person + "\"}")
                   .status == 200;
    }
    bool setFaults(const QByteArray &json)
    {
        return m_client.send("DELETE", "/sandbox/faults").status == 200 &&
               m_client.send("POST", "/sandbox/faults", {}, json).status == 200;
    }
    bool demandsProof()
    {
        return m_client.send("POST", "/sandbox/sign-in", {}, R"({"demandsProof":true})").status == 200;
    }
    void revokeAll() { m_client.send("DELETE", "/sandbox/sign-in"); }
    /// "redeemed", "reused", "liveRefreshTokens"
    int count(const char *what)
    {
        return std::stoi(spendglass::test::parse(m_client.get("/sandbox/sign-in").body)[what].text);
    }
    qint64 requests()
    {
        return std::stoll(spendglass::test::parse(m_client.get("/sandbox/requests").body)["total"].text);
    }
    qint64 requestsOf(const char *path)
    {
        const std::string text =
            spendglass::test::parse(m_client.get("/sandbox/requests").body)["byPath"][path].text;
        return text.empty() ? 0 : std::stoll(text);
    }
    QByteArray crestToken()
    {
        const auto answer = m_client.send("POST", "/my-org/tokens", {"api-version: 2015-03-31"},
                                          "grant_type=client_credentials");
        return QByteArray::fromStdString(spendglass::test::parse(answer.body)["access_token"].text);
    }

private:
    static std::unique_ptr<spendglass::sandbox::Host> started(const spendglass::sandbox::Options &given)
    {
        auto host = spendglass::sandbox::Host::start(given);
        if (!host)
            qFatal("%s", qPrintable(host.error().text));
        return std::move(*host);
    }
    std::unique_ptr<spendglass::sandbox::Host> m_host;
    spendglass::test::Client m_client;
};

/// How often the browser was opened.
inline qsizetype visits()
{
    return readFile(qEnvironmentVariable("SPENDGLASS_BROWSER_LOG")).count('\n');
}

/// Of an interface, in the document of "account check" and "account sign-in".
inline QString stateOf(const Outcome &outcome, const char *name)
{
    for (const QJsonValue &one : outcome.json()[QStringLiteral("interfaces")].toArray())
        if (one[QStringLiteral("name")].toString() == QLatin1String(name))
            return one[QStringLiteral("state")].toString();
    return {};
}

/// A program with a profile of its own, and a browser that signs in by itself.
class SignInProgram : public Program
{
public:
    SignInProgram()
    {
        const QByteArray browser = QByteArray(SPENDGLASS_SOURCE) + "/tests/peers/standinbrowser";
        if (!qgetenv("PATH").startsWith(browser))
            qputenv("PATH", browser + ':' + qgetenv("PATH"));
        qputenv("SPENDGLASS_BROWSER_LOG", m_browser.filePath(QStringLiteral("visited")).toLocal8Bit());
    }
    Outcome signIn(const char *account = "sample") const
    {
        return run(words("account sign-in --json") << QString::fromLatin1(account));
    }
    QString recordPath(const char *account = "sample") const
    {
        return QFileInfo(storePath(account)).path() + QStringLiteral("/signin.json");
    }

private:
    QTemporaryDir m_browser;
};

#define VERIFY_CODE(outcome, wanted)                                                                         \
    do {                                                                                                     \
        const Outcome &outcome_ = outcome;                                                                   \
        QVERIFY2(outcome_.code == (wanted),                                                                  \
                 (QByteArray::number(outcome_.code) + ": " + outcome_.err + outcome_.out.left(2000))         \
                     .constData());                                                                          \
    } while (false)

#define NEEDS_KEYRING(word)                                                                                  \
    do {                                                                                                     \
        if (keyring != (word))                                                                               \
            QSKIP("for another keyring");                                                                    \
    } while (false)
