// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/rowprinter.h"

#include <QElapsedTimer>
#include <QJsonArray>

namespace spendglass::cli {
namespace {

/// The counts of a line, by the name that both forms of the report use.
struct Count
{
    const char *name;
    qint64 (*value)(const sync::Line &);
};
constexpr Count counts[]{
    {"planned", [](const sync::Line &line) -> qint64 { return line.planned; }},
    {"fetched", [](const sync::Line &line) -> qint64 { return line.fetched; }},
    {"upToDate", [](const sync::Line &line) -> qint64 { return line.upToDate; }},
    {"notReady", [](const sync::Line &line) -> qint64 { return line.notReady; }},
    {"notOffered", [](const sync::Line &line) -> qint64 { return line.notOffered; }},
    {"refused", [](const sync::Line &line) -> qint64 { return line.refused; }},
    {"failed", [](const sync::Line &line) -> qint64 { return line.failed; }},
    {"rows", [](const sync::Line &line) -> qint64 { return line.rows; }},
    {"requests", [](const sync::Line &line) -> qint64 { return line.requests; }},
    {"quarantined", [](const sync::Line &line) -> qint64 { return line.quarantined; }},
};

query::Table reportTable(const sync::Report &report)
{
    query::Table table;
    for (const char *const id : {"interface", "customerTenantId", "customerName"})
        table.columns.push_back({QLatin1String(id), query::FieldType::Text, query::FieldRole::Dimension});
    for (const Count &count : counts)
        table.columns.push_back(
            {QLatin1String(count.name), query::FieldType::Number, query::FieldRole::Measure});
    for (const sync::Line &line : report.lines) {
        for (const QString &text : {core::dataSetName(line.dataSet), line.customerId, line.customerName})
            table.cells.emplace_back(text);
        for (const Count &count : counts)
            table.cells.emplace_back(count.value(line));
    }
    return table;
}

QJsonObject reportObject(const sync::Report &report, int code)
{
    QJsonArray lines;
    for (const sync::Line &line : report.lines) {
        QJsonObject object{{QStringLiteral("interface"), core::dataSetName(line.dataSet)},
                           {QStringLiteral("customerTenantId"), line.customerId},
                           {QStringLiteral("customerName"), line.customerName},
                           {QStringLiteral("complete"), line.isComplete()},
                           {QStringLiteral("reasons"), QJsonArray::fromStringList(line.reasons)}};
        for (const Count &count : counts)
            object[QLatin1String(count.name)] = count.value(line);
        lines << object;
    }
    QJsonObject document{{QStringLiteral("complete"), code == Done},
                         {QStringLiteral("requests"), report.requests},
                         {QStringLiteral("interfaces"), lines}};
    document[QStringLiteral("bytes")] = report.bytes;
    if (report.continues)
        document[QStringLiteral("continues")] = core::instantText(*report.continues);
    if (report.error)
        document[QStringLiteral("error")] = errorObject(*report.error);
    return document;
}

QJsonObject estimateObject(const sync::Estimate &estimate)
{
    QJsonObject document{{QStringLiteral("calls"), estimate.calls},
                         {QStringLiteral("windows"), estimate.windows},
                         {QStringLiteral("customers"), estimate.customers},
                         {QStringLiteral("atLeast"), !estimate.isWhole}};
    if (estimate.continues)
        document[QStringLiteral("continues")] = core::instantText(*estimate.continues);
    return document;
}

QString estimateText(const sync::Estimate &estimate)
{
    QString text = (estimate.isWhole ? QStringLiteral("needs about %1 calls: %2 windows, and the lists of %3 "
                                                      "customers")
                                     : QStringLiteral("needs at least %1 calls: %2 windows and the lists of "
                                                      "%3 customers are known; what was never listed or "
                                                      "fetched is not"))
                       .arg(estimate.calls)
                       .arg(estimate.windows)
                       .arg(estimate.customers);
    if (estimate.continues)
        text += QStringLiteral("\ngoes on with the run that began at %1")
                    .arg(core::instantText(*estimate.continues));
    return text;
}

/// "about 12 s left", "about 3 min left"; from two minutes on in minutes.
QString timeText(std::chrono::seconds left)
{
    return left < std::chrono::minutes(2) ? QStringLiteral("about %1 s left").arg(left.count())
                                          : QStringLiteral("about %1 min left")
                                                .arg(std::chrono::ceil<std::chrono::minutes>(left).count());
}

/// A script whose variable is empty must not fetch everything.
core::Result<void> refuseBlankLists(const Arguments &arguments)
{
    for (const char *const name : {"interface", "customer"}) {
        if (arguments.has(name) && arguments.list(name).isEmpty())
            return core::fail(wrongUsage(QStringLiteral("--%1 is given but empty").arg(QLatin1String(name))));
    }
    return {};
}

core::Result<sync::Request> syncRequest(const Arguments &arguments)
{
    const auto hasLists = refuseBlankLists(arguments);
    if (!hasLists)
        return core::fail(hasLists.error());
    sync::Request request;
    for (const QString &name : arguments.list("interface")) {
        const auto dataSet = core::dataSetFromName(name);
        if (!dataSet)
            return core::fail(wrongUsage(
                QStringLiteral("--interface %1: it is one of analytics, utilization, spend, summary, crest")
                    .arg(name)));
        request.dataSets.push_back(*dataSet);
    }
    request.customerIds = arguments.list("customer");
    const auto period = periodOptions(arguments);
    if (!period)
        return core::fail(period.error());
    request.from = period->from;
    request.to = period->to;
    const auto granularity = wordOption(arguments, "granularity", QStringLiteral("daily"),
                                        {QStringLiteral("daily"), QStringLiteral("hourly")});
    if (!granularity)
        return core::fail(granularity.error());
    request.isHourly = *granularity == QLatin1String("hourly");
    request.isRetry = arguments.has("retry-failed");
    return truthOption(arguments, "show-details", true).map([&](bool showDetails) {
        request.showDetails = showDetails;
        return request;
    });
}

/// Fetches what is missing. States: opening → syncing → ended; with --dry-run opening → counting → ended.
class SyncRun final : public Command
{
public:
    SyncRun(const Arguments &arguments, Output &output)
        : m_arguments(arguments)
        , m_output(output)
    {}

    void start() override
    {
        const auto opened = open();
        if (!opened)
            fail(opened.error());
    }

    void interrupt() override
    {
        if (m_workspace && m_workspace->isSyncing())
            m_workspace->cancelSync();
        else
            fail(stopped());
    }

    int interruptedCode() const override { return Incomplete; }

private:
    core::Result<void> open()
    {
        const auto request = syncRequest(m_arguments);
        if (!request)
            return core::fail(request.error());
        m_request = *request;
        const auto book = openBook(m_arguments);
        if (!book)
            return core::fail(book.error());
        const auto account = book->find(m_arguments.value("account"));
        if (!account)
            return core::fail(account.error());
        const bool isDry = m_arguments.has("dry-run");
        // What is only counted needs nobody to be signed in.
        auto access = isDry ? core::Result<Access>(Access()) : accessTo(m_arguments, *account, m_output);
        if (!access)
            return core::fail(access.error());
        m_session = access->session;
        m_workspace = std::make_unique<sync::Workspace>(
            book->storePath(*account), sync::connectionTo(*account, std::move(access->authorize)),
            std::make_shared<core::SystemClock>());
        connect(m_workspace.get(), &sync::Workspace::opened, this,
                [this, isDry] { isDry ? count() : m_workspace->startSync(m_request); });
        connect(m_workspace.get(), &sync::Workspace::openFailed, this, &SyncRun::fail);
        connect(m_workspace.get(), &sync::Workspace::syncProgressed, this, &SyncRun::tell);
        connect(m_workspace.get(), &sync::Workspace::syncFinished, this, &SyncRun::end);
        m_sinceTold.start();
        return {};
    }

    void count()
    {
        m_workspace->estimate(m_request, this, [this](const core::Result<sync::Estimate> &estimate) {
            if (!estimate)
                return fail(estimate.error());
            if (m_output.isJson())
                m_output.write(estimateObject(*estimate));
            else
                m_output.write(estimateText(*estimate).toUtf8() + '\n');
            Q_EMIT finished(Done);
        });
    }

    void fail(const core::Error &error) { Q_EMIT finished(m_output.fail(error)); }

    void tell(const sync::Progress &progress)
    {
        static constexpr qint64 betweenLines = 1000; // ms
        if (m_sinceTold.elapsed() < betweenLines)
            return;
        m_sinceTold.start();
        QString line = QStringLiteral("%1 of %2 done, %3 rows, %4 requests, %5 bytes")
                           .arg(progress.done)
                           .arg(progress.activities.size())
                           .arg(progress.rows)
                           .arg(progress.requests)
                           .arg(progress.bytes);
        if (progress.timeLeft)
            line += QStringLiteral(", ") + timeText(*progress.timeLeft);
        m_output.say(line);
    }

    void end(const sync::Report &report)
    {
        int code = report.isComplete() ? Done : Incomplete;
        if (report.error)
            code = exitCodeOf(*report.error);
        if (m_output.isJson())
            m_output.write(reportObject(report, code));
        else
            RowPrinter(m_output, RowFormat::Table, false).print(reportTable(report));
        if (code != Done)
            tellWhatIsMissing(report);
        Q_EMIT finished(code);
    }

    void tellWhatIsMissing(const sync::Report &report)
    {
        for (const sync::Line &line : report.lines) {
            if (line.isComplete())
                continue;
            const QString who = line.customerName.isEmpty() ? line.customerId : line.customerName;
            m_output.say(QStringLiteral("spendglass-cli: incomplete: %1 %2: %3")
                             .arg(core::dataSetName(line.dataSet), who,
                                  line.reasons.isEmpty() ? QStringLiteral("not everything was fetched")
                                                         : line.reasons.join(QStringLiteral("; "))));
        }
        if (report.error)
            m_output.explain(*report.error);
    }

    const Arguments &m_arguments;
    Output &m_output;
    sync::Request m_request;
    std::shared_ptr<auth::Session> m_session;
    std::unique_ptr<sync::Workspace> m_workspace;
    QElapsedTimer m_sinceTold;
};

std::unique_ptr<Command> makeSync(const Arguments &arguments, Output &output)
{
    return std::make_unique<SyncRun>(arguments, output);
}

} // namespace

CommandSpec syncCommand()
{
    return {
        "sync",
        "",
        "fetches into the store what is missing or may have changed",
        {{"interface", "LIST", "analytics, utilization, spend, summary, crest; default: all the account has"},
         {"customer", "ID", "only this customer; may be repeated"},
         fromOption,
         toOption,
         {"granularity", "G", "daily or hourly"},
         {"show-details", "B", "true: per resource; false: per meter"},
         {"retry-failed", nullptr, "only what failed, was refused or was not ready"},
         {"dry-run", nullptr, "tell how many calls it would need, and fetch nothing"}},
        nullptr,
        makeSync};
}

} // namespace spendglass::cli
