// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QUrl>

namespace spendglass::test {

/// A certified OpenID provider on loopback under Microsoft Entra's paths (tests/peers/idp: README.md tells
/// what it does and what can be made to go wrong). Calls to it block, and let no event of the test's own
/// program run; it ends with this object, or with the test. Where it does not run, problem() says why: a test
/// fails then.
class IdpServer
{
public:
    enum class Person
    {
        Approves,
        Declines,
        ComesTooLate, ///< the code has expired
    };

    /// arguments: --tenant ID, --client ID.
    explicit IdpServer(const QStringList &arguments = {});
    ~IdpServer();
    IdpServer(const IdpServer &) = delete;
    IdpServer &operator=(const IdpServer &) = delete;

    QString problem() const { return m_problem; } ///< why it does not run; empty when it does
    QUrl loginUrl() const { return m_loginUrl; }  ///< the authority, without tenant and path
    QString tenant() const { return m_tenant; }
    QString clientId() const { return m_clientId; }
    QString issuer() const; ///< what it says of itself in "iss"
    /// name: authorize, token, devicecode, logout, revoke.
    QUrl endpoint(const QString &name) const;

    /// Queues a fault for one of the next calls of an endpoint; more members override (see README.md).
    void fault(const QString &endpoint, const QJsonObject &members);
    /// A refusal in Entra's shape, before anything is done. For authorize it is what the browser brings back.
    /// more: description, suberror, claims (text), codes (array), status.
    void refuse(const QString &endpoint, const QString &error, const QJsonObject &more = {});
    /// The answer does not arrive although all was done.
    void loseAnswer(const QString &endpoint);
    int waitingFaults() const; ///< not taken yet
    void release() const;      ///< lets calls go on that wait by {"hold": true}

    void person(Person does,
                const QString &userCode = {}) const; ///< at the page of device codes; empty: the newest code
    void set(const QJsonObject &settings)
        const;                       ///< account, mfa, accessTtl, refreshTtl, deviceTtl, interval, rotate
    void revokeAll() const;          ///< every grant, as a changed password does
    void expireAccessTokens() const; ///< those given so far
    void reset() const;              ///< faults, settings and calls; what was granted stays

    /// Calls so far by endpoint, and by endpoint and grant: "token", "token:refresh_token",
    /// "token:device_code".
    int count(const QString &what) const;
    /// Each {at (ms), endpoint, method, grant, scope, members, status, error, …}, in order; no token, no
    /// code.
    QJsonArray calls(const QString &endpoint) const;
    /// Whether its protected resource takes this access token: issued here, neither expired nor revoked.
    bool accepts(const QByteArray &accessToken) const;
    QUrl resource() const; ///< that resource's address
    /// Opens an address as a browser with nothing to ask its person, and follows it until it leads away from
    /// here: the address it would open next. Empty where it ends here.
    QUrl follow(const QUrl &address) const;
    /// Opens it in the stand-in browser (tests/peers/standinbrowser), which comes to the listener by itself.
    static bool browse(const QUrl &address);
    static QString browserFolder(); ///< first in PATH it is what xdg-open finds

private:
    struct Answer
    {
        int status = 0;
        QByteArray location;
        QByteArrayList cookies; ///< "name=value"
        QByteArray body;
    };
    Answer request(const QByteArray &method, const QByteArray &target, const QByteArrayList &headers = {},
                   const QByteArray &body = {}) const;
    QJsonValue control(const QByteArray &what, const QJsonValue &body = {}) const;

    QProcess m_process;
    QString m_problem;
    QUrl m_loginUrl;
    QString m_tenant;
    QString m_clientId;
};

} // namespace spendglass::test
