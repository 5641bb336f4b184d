// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requestrun.h"

#include "cli/options.h"
#include "net/transport.h"

#include <QJsonArray>
#include <QRandomGenerator>

namespace spendglass::cli {
namespace {

/// For a shell: in single quotes, which nothing but a single quote ends.
QString shellQuoted(const QString &text)
{
    return u'\'' + QString(text).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

core::Error incompleteRows(qint64 quarantined)
{
    core::Error error;
    error.kind = core::ErrorKind::Malformed;
    error.text = QStringLiteral("%1 rows had a bad or missing member and were left out").arg(quarantined);
    return error;
}

} // namespace

RequestRun::RequestRun(const Arguments &arguments, Output &output, PrepareInterface howTo)
    : m_arguments(arguments)
    , m_output(output)
    , m_prepare(howTo)
{}

core::Result<Interface> RequestRun::prepare()
{
    const auto format = rowFormat(m_arguments, RowFormat::Csv);
    if (!format)
        return core::fail(format.error());
    m_printer = std::make_unique<RowPrinter>(m_output, *format, m_arguments.has("safe-text"));
    const auto account = chosenAccount(m_arguments);
    if (!account)
        return core::fail(account.error());
    m_account = *account;
    m_service.apiUrl = account->addresses.apiUrl;
    m_service.crestUrl = account->crestCid.isEmpty() ? QUrl() : account->addresses.crestUrl;
    m_service.crestCid = account->crestCid;
    return m_prepare(m_arguments, m_service);
}

void RequestRun::start()
{
    const auto prepared = prepare();
    if (!prepared) {
        Q_EMIT finished(m_output.fail(prepared.error()));
        return;
    }
    if (m_arguments.has("explain")) {
        Q_EMIT finished(explainCall(prepared->first));
        return;
    }
    const auto session = signedIn(m_arguments, m_account);
    if (!session) {
        Q_EMIT finished(m_output.fail(session.error()));
        return;
    }
    connectTo(m_account, *session);
    m_job.reset(prepared->make(*this));
    connect(m_job.get(), &net::Job::waiting, this, &RequestRun::noteWaiting);
    connect(m_job.get(), &net::Job::finished, this, &RequestRun::end);
    m_job->start();
}

void RequestRun::connectTo(const auth::Account &account, std::shared_ptr<auth::Session> session)
{
    net::ClientParts parts;
    parts.transport = std::make_shared<net::HttpTransport>();
    parts.clock = std::make_shared<core::SystemClock>();
    parts.authorize = net::authorizerOf(
        [session = std::move(session)](const QUrl &origin) { return session->bearer(origin); });
    parts.random = [] { return QRandomGenerator::global()->generateDouble(); };
    QList<QUrl> origins{account.addresses.apiUrl};
    if (m_service.crestUrl.isValid())
        origins << m_service.crestUrl;
    m_client = std::make_unique<net::Client>(std::move(parts), origins);
}

void RequestRun::interrupt()
{
    if (m_job)
        m_job->cancel();
    else
        Q_EMIT finished(m_output.fail(stopped()));
}

/// Data that is not there yet may come in a quarter of an hour: a single question does not wait for it.
void RequestRun::noteWaiting(const core::Error &reason, std::chrono::milliseconds pause)
{
    if (reason.kind == core::ErrorKind::NotReady) {
        m_notReady = reason;
        m_job->cancel();
        return;
    }
    m_output.say(
        QStringLiteral("waiting %1 s: %2").arg(double(pause.count()) / 1000.0, 0, 'f', 1).arg(reason.text));
}

void RequestRun::end(const core::Result<net::JobTotals> &result)
{
    std::optional<core::Error> error;
    if (!result)
        error = m_notReady ? *m_notReady : result.error();
    else if (result->quarantined > 0)
        error = incompleteRows(result->quarantined);
    QJsonObject members{{QStringLiteral("rowCount"), m_printer->rows()},
                        {QStringLiteral("complete"), !error.has_value()},
                        {QStringLiteral("requests"), m_client->requestsSent()}};
    if (error)
        members[QStringLiteral("error")] = errorObject(*error);
    if (error && m_printer->hasStarted())
        m_output.say(QStringLiteral("spendglass-cli: incomplete: only %1 rows were received before this:")
                         .arg(m_printer->rows()));
    if (error)
        m_output.explain(*error);
    m_printer->end(members);
    const int failure = error ? exitCodeOf(*error) : Done;
    Q_EMIT finished(error && m_printer->hasStarted() ? Incomplete : failure);
}

/// The call without its secret: to read, or to send with another program.
int RequestRun::explainCall(const net::Request &request)
{
    const QString url = QString::fromLatin1(request.url.toEncoded());
    QStringList headers;
    for (const net::Header &header : request.headers)
        headers << QString::fromLatin1(header.first + ": " + header.second);
    QString curl = QStringLiteral("curl --header \"Authorization: Bearer $TOKEN\"");
    for (const QString &header : headers)
        curl += QStringLiteral(" --header ") + shellQuoted(header);
    curl += u' ' + shellQuoted(url);
    if (m_output.isJson()) {
        m_output.write(QJsonObject{{QStringLiteral("method"), QString::fromLatin1(request.verb)},
                                   {QStringLiteral("url"), url},
                                   {QStringLiteral("headers"), QJsonArray::fromStringList(headers)},
                                   {QStringLiteral("curl"), curl}});
        return Done;
    }
    headers.prepend(QStringLiteral("Authorization: Bearer (not shown)"));
    m_output.write(QStringLiteral("%1 %2\n%3\n\n%4\n")
                       .arg(QString::fromLatin1(request.verb), url, headers.join(u'\n'), curl)
                       .toUtf8());
    return Done;
}

} // namespace spendglass::cli
