// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requestrun.h"

#include "cli/options.h"
#include "net/servicecodes.h"
#include "net/transport.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QUuid>

namespace spendglass::cli {
namespace {

/// For a shell: in single quotes, which nothing but a single quote ends.
QString shellQuoted(const QString &text)
{
    return u'\'' + QString(text).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

/// It becomes a header: nothing but what such a name is made of.
core::Result<QString> localeOption(const Arguments &arguments, const QString &usual)
{
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(QStringLiteral("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")));
    const QString locale = arguments.value("locale", usual);
    if (!form.match(locale).hasMatch())
        return core::fail(wrongUsage(QStringLiteral("--locale %1: it is such as en-US").arg(locale)));
    return locale;
}

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

/// The call for a shell, with the token from the variable TOKEN and identifiers of its own.
QString curlLine(const net::Request &request)
{
    static const QString mark = QStringLiteral("TOKEN-GOES-HERE");
    QString line = QStringLiteral("curl");
    for (const net::Header &header : net::dressed(request, {newId(), newId()}, mark.toLatin1()).headers) {
        const QString text = QString::fromLatin1(header.first + ": " + header.second);
        line += QStringLiteral(" --header ");
        // Within double quotes a shell fills in the variable; nothing else stands there.
        line += text.endsWith(mark) ? u'"' + text.chopped(mark.size()) + QStringLiteral("$TOKEN\"")
                                    : shellQuoted(text);
    }
    return line + u' ' + shellQuoted(QString::fromLatin1(request.url.toEncoded()));
}

/// What speaks against the rows being all there are; nothing: they are complete.
std::optional<core::Error> incompleteness(const net::JobTotals &totals)
{
    QStringList reasons = totals.doubts;
    if (totals.quarantined > 0)
        reasons.prepend(
            QStringLiteral("%1 rows had a bad or missing member and were left out").arg(totals.quarantined));
    if (reasons.isEmpty())
        return std::nullopt;
    core::Error error;
    error.kind = core::ErrorKind::Malformed;
    error.text = reasons.join(QStringLiteral("; "));
    error.requestId = totals.lastRequestId;
    error.correlationId = totals.correlationId;
    return error;
}

} // namespace

RequestRun::RequestRun(const Arguments &arguments, Output &output, PrepareInterface howTo,
                       auth::Interface group)
    : m_arguments(arguments)
    , m_output(output)
    , m_prepare(howTo)
    , m_group(group)
{}

/// Before anything is sent: whether the account has what is asked for.
core::Result<void> RequestRun::checkOffer() const
{
    if (const auto reason = auth::whyNotOffered(m_account.cloud, m_group))
        return core::fail(core::ErrorKind::NotOffered, *reason);
    if (m_group == auth::Interface::Crest && m_target.service.crestUrl.isEmpty())
        return core::fail(wrongUsage(QStringLiteral("this account has no --crest-url")));
    return {};
}

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
    api::Service &service = m_target.service;
    service.apiUrl = account->addresses.apiUrl;
    service.crestUrl = m_group == auth::Interface::Crest ? account->addresses.crestUrl : QUrl();
    service.crestCid = account->crestCid;
    if (account->analyticsPath == auth::AnalyticsPath::Later)
        service.analyticsPath = QLatin1String(api::laterAnalyticsPath);
    const auto locale = localeOption(m_arguments, service.locale);
    if (!locale)
        return core::fail(locale.error());
    service.locale = *locale;
    m_target.tenant = account->tenant;
    if (const auto book = openBook(m_arguments))
        m_target.storePath = book->storePath(*account);
    const auto offered = checkOffer();
    if (!offered)
        return core::fail(offered.error());
    return m_prepare(m_arguments, m_target);
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
    auto access = accessTo(m_arguments, m_account, m_output);
    if (!access) {
        Q_EMIT finished(m_output.fail(access.error()));
        return;
    }
    m_session = access->session;
    connectTo(m_account, std::move(access->authorize));
    if (!prepared->makeFiltered) {
        run(prepared->make(*this));
        return;
    }
    run(prepared->makeFiltered(*this));
}

void RequestRun::run(sync::LiveQuestion *question)
{
    m_job.reset(question);
    m_cancelJob = [question] { question->cancel(); };
    connect(question, &sync::LiveQuestion::waiting, this, &RequestRun::noteWaiting);
    connect(question, &sync::LiveQuestion::refused, this, &RequestRun::noteRefusal);
    connect(question, &sync::LiveQuestion::finished, this,
            [this, question](const auto &result) { printRecords(*question, result); });
    question->start();
}

/// What all of the filter lets through is known when all rows are there.
void RequestRun::printRecords(sync::LiveQuestion &question, core::Result<net::JobTotals> result)
{
    constexpr qint64 block = 10'000;
    qint64 read = result ? block : 0;
    for (qint64 first = 0; read == block; first += block) {
        const auto records = question.records(first, block);
        read = records ? records->rowCount() : 0;
        if (records)
            m_printer->print(*records);
        else
            result = core::fail(records.error());
    }
    end(result);
}

template <class Job>
void RequestRun::run(Job *job)
{
    m_job.reset(job);
    m_cancelJob = [job] { job->cancel(); };
    connect(job, &Job::waiting, this, &RequestRun::noteWaiting);
    connect(job, &Job::finished, this, &RequestRun::end);
    job->start();
}

void RequestRun::noteRefusal(const query::RemoteQuery &remote, const core::Error &error)
{
    m_output.say(
        QStringLiteral("the service refused the filter %1: %2; asking it for less, the rest is done here")
            .arg(remote.filter, error.serverText.isEmpty() ? error.text : error.serverText));
}

void RequestRun::connectTo(const auth::Account &account, net::Authorizer authorize)
{
    net::ClientParts parts;
    parts.transport = std::make_shared<net::HttpTransport>();
    parts.clock = std::make_shared<core::SystemClock>();
    parts.authorize = std::move(authorize);
    parts.random = [] { return QRandomGenerator::global()->generateDouble(); };
    QList<QUrl> origins{account.addresses.apiUrl};
    if (m_target.service.crestUrl.isValid())
        origins << m_target.service.crestUrl;
    m_client = std::make_unique<net::Client>(std::move(parts), origins);
}

void RequestRun::interrupt()
{
    if (m_job)
        m_cancelJob();
    else
        Q_EMIT finished(m_output.fail(stopped()));
}

/// Data that is not there yet may come in a quarter of an hour: a single question does not wait for it.
void RequestRun::noteWaiting(const core::Error &reason, std::chrono::milliseconds pause)
{
    if (reason.kind == core::ErrorKind::NotReady) {
        m_notReady = reason;
        m_cancelJob();
        return;
    }
    m_output.say(
        QStringLiteral("waiting %1 s: %2").arg(double(pause.count()) / 1000.0, 0, 'f', 1).arg(reason.text));
}

void RequestRun::end(const core::Result<net::JobTotals> &result)
{
    std::optional<core::Error> error;
    if (!result && !m_printer->hasStarted() && net::meansNoUsage(result.error())) {
        if (m_printNothing)
            m_printNothing();
        m_output.say(QStringLiteral("no rows: the service says \"%1\"").arg(result.error().serverText));
    } else if (!result) {
        error = withQuestion(m_notReady ? *m_notReady : result.error());
    }
    if (result)
        error = incompleteness(*result);
    QJsonObject members{{QStringLiteral("rowCount"), m_printer->rows()},
                        {QStringLiteral("complete"), !error.has_value()},
                        {QStringLiteral("requests"), m_client->requestsSent()}};
    if (error)
        members[QStringLiteral("error")] = errorObject(*error);
    if (error && m_printer->hasStarted())
        m_output.say(
            (result ? QStringLiteral("spendglass-cli: incomplete: %1 rows were received, but:")
                    : QStringLiteral("spendglass-cli: incomplete: only %1 rows were received before this:"))
                .arg(m_printer->rows()));
    if (error)
        m_output.explain(*error);
    m_printer->end(members);
    const int failure = error ? exitCodeOf(*error) : Done;
    Q_EMIT finished(error && m_printer->hasStarted() ? Incomplete : failure);
}

/// Where the question itself may be at fault, the error shows it.
core::Error RequestRun::withQuestion(core::Error error) const
{
    const bool isRefused = error.kind == core::ErrorKind::BadRequest && error.httpStatus > 0;
    if (isRefused && m_arguments.has("filter"))
        error.text += QStringLiteral("; the filter that was sent: ") + m_arguments.value("filter");
    return error;
}

/// The call without its secret: to read, or to send with another program. The headers are the ones that are
/// really sent; only the token and the identifiers, which are new for every call, are not there yet.
int RequestRun::explainCall(const net::Request &request)
{
    const QString url = QString::fromLatin1(request.url.toEncoded());
    const net::Ids unknown{QStringLiteral("(new for every call)"), QStringLiteral("(one for all pages)")};
    QStringList headers;
    for (const net::Header &header : net::dressed(request, unknown, "\xe2\x80\xa6").headers)
        headers << QString::fromUtf8(header.first + ": " + header.second);
    const QString curl = curlLine(request);
    if (m_output.isJson()) {
        m_output.write(QJsonObject{{QStringLiteral("method"), QString::fromLatin1(request.verb)},
                                   {QStringLiteral("url"), url},
                                   {QStringLiteral("headers"), QJsonArray::fromStringList(headers)},
                                   {QStringLiteral("curl"), curl}});
        return Done;
    }
    m_output.write(QStringLiteral("%1 %2\n%3\n\n%4\n")
                       .arg(QString::fromLatin1(request.verb), url, headers.join(u'\n'), curl)
                       .toUtf8());
    return Done;
}

} // namespace spendglass::cli
