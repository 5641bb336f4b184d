// SPDX-License-Identifier: GPL-3.0-or-later
#include "peers/tlsserver.h"

#include <QFile>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <csignal>

namespace spendglass::test {

namespace {

using Kind = TlsServer::Kind;

struct KindRow
{
    Kind kind;
    const char *certificate;
    const char *more; ///< of its server block
};

constexpr std::array kindRows{
    KindRow{Kind::Good, "good", ""},
    KindRow{Kind::WrongHost, "wronghost", ""},
    KindRow{Kind::Expired, "expired", ""},
    KindRow{Kind::SelfSigned, "selfsigned", ""},
    KindRow{Kind::UnknownAuthority, "unknown", ""},
    KindRow{Kind::OldProtocol, "good", "ssl_protocols TLSv1 TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;"},
    KindRow{Kind::Downgrade, "good", "rewrite ^ %DOWNGRADE% redirect;"},
};
static_assert(kindRows.size() == TlsServer::kinds);

struct CertificateRow
{
    const char *name;
    const char *issuer; ///< an authority's name; empty: itself
    const char *extension;
    const char *days;
};

constexpr auto authority = "basicConstraints=critical,CA:TRUE";
constexpr auto loopback = "subjectAltName=IP:127.0.0.1,DNS:localhost";
constexpr std::array certificateRows{
    CertificateRow{"authority", "", authority, "30"},
    CertificateRow{"stranger", "", authority, "30"},
    CertificateRow{"good", "authority", loopback, "30"},
    CertificateRow{"wronghost", "authority", "subjectAltName=DNS:elsewhere.example", "30"},
    CertificateRow{"expired", "authority", loopback, "-1"},
    CertificateRow{"selfsigned", "", loopback, "30"},
    CertificateRow{"unknown", "stranger", loopback, "30"},
};

constexpr auto configuration = R"(
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log info;
events { worker_connections 256; }
http {
    access_log access.log;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    keepalive_requests %REQUESTS%;
    %SERVERS%
}
)";

constexpr auto serverBlock = R"(
    server {
        listen 127.0.0.1:%PORT% ssl http2;
        ssl_certificate %CERTIFICATE%.pem;
        ssl_certificate_key %CERTIFICATE%.key;
        %MORE%
        location / {
            proxy_pass http://%UPSTREAM%;
            proxy_http_version 1.1;
            proxy_buffering off;
        }
    }
)";

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost) ? server.serverPort() : quint16(0);
}

/// nginx lives where only root's PATH leads.
QString programPath(const QString &name)
{
    const QString found = QStandardPaths::findExecutable(name);
    return found.isEmpty() ? QStandardPaths::findExecutable(
                                 name, {QStringLiteral("/usr/sbin"), QStringLiteral("/usr/local/sbin")})
                           : found;
}

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

TlsServer::TlsServer(const QUrl &upstream, const QUrl &downgrade)
{
    for (quint16 &port : m_ports)
        port = freePort();
    const QString nginx = programPath(QStringLiteral("nginx"));
    if (nginx.isEmpty())
        m_problem = QStringLiteral("nginx is not installed: run packaging/setup --tests");
    if (!m_problem.isEmpty() || !makeCertificates() || !writeConfiguration(upstream, downgrade))
        return;
    m_process.setWorkingDirectory(m_folder.path());
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(nginx, {QStringLiteral("-p"), m_folder.path(), QStringLiteral("-c"),
                            QStringLiteral("nginx.conf"), QStringLiteral("-e"), QStringLiteral("error.log")});
    if (!QTest::qWaitFor([this] { return isListening(); }, 10'000))
        m_problem = QStringLiteral("nginx does not listen: ") + QString::fromUtf8(errorLog());
}

TlsServer::~TlsServer()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    goOn();
    m_process.terminate();
    if (!m_process.waitForFinished(5000))
        m_process.kill();
    m_process.waitForFinished();
}

QUrl TlsServer::url(Kind kind) const
{
    return QUrl(QStringLiteral("https://127.0.0.1:%1").arg(m_ports[std::size_t(kind)]));
}

QSslCertificate TlsServer::authority() const
{
    return QSslCertificate(read(QStringLiteral("authority.pem")));
}

void TlsServer::reload()
{
    signal(SIGHUP);
}

void TlsServer::stop()
{
    signal(SIGSTOP);
}

void TlsServer::goOn()
{
    signal(SIGCONT);
}

QByteArray TlsServer::requestLog() const
{
    return read(QStringLiteral("access.log"));
}

QByteArray TlsServer::errorLog() const
{
    return read(QStringLiteral("error.log"));
}

bool TlsServer::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (process.waitForFinished() && process.exitCode() == 0 && process.error() == QProcess::UnknownError)
        return true;
    m_problem = program + QStringLiteral(": ") + process.errorString() + QLatin1Char('\n') +
                QString::fromUtf8(process.readAll());
    return false;
}

bool TlsServer::makeCertificates()
{
    const QString openssl = programPath(QStringLiteral("openssl"));
    if (openssl.isEmpty()) {
        m_problem = QStringLiteral("openssl is not installed: run packaging/setup --tests");
        return false;
    }
    for (const CertificateRow &row : certificateRows) {
        const QString name = QString::fromLatin1(row.name);
        const QString key = name + QStringLiteral(".key");
        const QString request = name + QStringLiteral(".csr");
        QStringList ask = words("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes");
        ask << QStringLiteral("-keyout") << key << QStringLiteral("-out") << request
            << QStringLiteral("-subj") << QStringLiteral("/CN=") + name << QStringLiteral("-addext")
            << QString::fromLatin1(row.extension);
        QStringList issue = words("x509 -req -copy_extensions copy -days");
        issue << QString::fromLatin1(row.days) << QStringLiteral("-in") << request << QStringLiteral("-out")
              << name + QStringLiteral(".pem");
        const QString issuer = QString::fromLatin1(row.issuer);
        if (issuer.isEmpty())
            issue << QStringLiteral("-signkey") << key;
        else
            issue << QStringLiteral("-CA") << issuer + QStringLiteral(".pem") << QStringLiteral("-CAkey")
                  << issuer + QStringLiteral(".key") << QStringLiteral("-CAcreateserial");
        if (!run(openssl, ask) || !run(openssl, issue))
            return false;
    }
    return true;
}

bool TlsServer::writeConfiguration(const QUrl &upstream, const QUrl &downgrade)
{
    QString servers;
    for (const KindRow &row : kindRows) {
        QString block = QString::fromLatin1(serverBlock);
        block.replace(QLatin1String("%PORT%"), QString::number(m_ports[std::size_t(row.kind)]));
        block.replace(QLatin1String("%CERTIFICATE%"), QString::fromLatin1(row.certificate));
        block.replace(QLatin1String("%MORE%"), QString::fromLatin1(row.more));
        servers += block;
    }
    QString text = QString::fromLatin1(configuration);
    text.replace(QLatin1String("%SERVERS%"), servers);
    text.replace(QLatin1String("%REQUESTS%"), QString::number(requestsPerConnection));
    text.replace(QLatin1String("%UPSTREAM%"), upstream.authority());
    text.replace(QLatin1String("%DOWNGRADE%"), downgrade.toString());
    QFile file(m_folder.filePath(QStringLiteral("nginx.conf")));
    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0;
}

bool TlsServer::isListening() const
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), m_ports.back());
    return socket.waitForConnected(1000);
}

QByteArray TlsServer::read(const QString &name) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Stopping takes the workers too, the others are for the master.
void TlsServer::signal(int number)
{
    const pid_t master = pid_t(m_process.processId());
    if (number != SIGHUP) {
        QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(master));
        if (children.open(QIODevice::ReadOnly)) {
            const auto ids = children.readAll().split(' ');
            for (const QByteArray &id : ids) {
                if (id.toInt() > 0)
                    ::kill(pid_t(id.toInt()), number);
            }
        }
    }
    ::kill(master, number);
}

} // namespace spendglass::test
