// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QSslCertificate>
#include <QString>
#include <QTemporaryDir>
#include <QUrl>

#include <array>

namespace spendglass::test {

/// An nginx on loopback with one port for each kind of certificate, all before the same upstream server. The
/// certificates are made anew each time. Needs nginx and openssl.
class TlsServer
{
public:
    enum class Kind
    {
        Good, ///< offers HTTP/2, and ends a connection after every few requests
        WrongHost,
        Expired,
        SelfSigned,
        UnknownAuthority,
        OldProtocol, ///< TLS 1.1 at most, good certificate
        Downgrade,   ///< good certificate; redirects everything to plain http
    };
    static constexpr int kinds = 7;
    static constexpr int requestsPerConnection = 12; ///< then it ends

    /// downgrade: the address to which that kind redirects.
    TlsServer(const QUrl &upstream, const QUrl &downgrade);
    ~TlsServer();
    TlsServer(const TlsServer &) = delete;
    TlsServer &operator=(const TlsServer &) = delete;

    QString problem() const { return m_problem; } ///< why it does not run; empty when it does
    QUrl url(Kind kind) const;
    QSslCertificate authority() const; ///< the one that the program has to trust
    /// New workers take over; those that serve now end.
    void reload();
    /// All of it stands still, as a computer that sleeps; connections stay open.
    void stop();
    void goOn();
    QByteArray requestLog() const; ///< one line for each request that got through
    QByteArray errorLog() const;

private:
    bool run(const QString &program, const QStringList &arguments);
    bool makeCertificates();
    bool writeConfiguration(const QUrl &upstream, const QUrl &downgrade);
    bool isListening() const;
    QByteArray read(const QString &name) const;
    void signal(int number);

    QTemporaryDir m_folder;
    std::array<quint16, kinds> m_ports{};
    QProcess m_process;
    QString m_problem;
};

} // namespace spendglass::test
