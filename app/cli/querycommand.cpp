// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/answertable.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/question.h"
#include "cli/rowprinter.h"
#include "cli/storerun.h"
#include "core/clock.h"
#include "export/about.h"
#include "export/writer.h"
#include "query/filtertext.h"
#include "query/remotecompiler.h"
#include "query/resolve.h"
#include "query/sentence.h"
#include "query/sqlcompiler.h"

#include <QFileInfo>
#include <QJsonArray>

namespace spendglass::cli {
namespace {

QJsonObject remoteObject(const query::RemoteQuery &remote)
{
    return {
        {QStringLiteral("filter"), remote.filter},
        {QStringLiteral("groupby"), remote.groupBy},
        {QStringLiteral("aggregationLevel"), remote.aggregationLevel},
        {QStringLiteral("orderby"), remote.orderBy},
        {QStringLiteral("startDate"), remote.startDate},
        {QStringLiteral("endDate"), remote.endDate},
    };
}

void sayRemarks(const QStringList &remarks, Output &output)
{
    for (const QString &remark : remarks)
        output.say(QStringLiteral("spendglass-cli: note: %1").arg(remark));
}

/// What the question means today. Which earlier days are not loaded whole only the store knows.
int explainQuestion(const query::Query &question, Output &output)
{
    const core::Instant now = core::SystemClock().now();
    const query::Resolution resolution = query::resolved(question, now, core::dayOf(now));
    const auto statement = query::compileAnswer(asAsked(resolution.query));
    if (!statement)
        return output.fail(statement.error());
    QJsonArray values;
    for (const query::Value &value : statement->values)
        values << query::valueText(value);
    const QString sentence = query::sentence(question);
    const QString sql = QString::fromStdString(statement->text);
    const bool hasRemote = question.dataSet == core::DataSet::Analytics;
    const query::RemoteQuery remote =
        hasRemote ? query::compileRemote(resolution.query) : query::RemoteQuery();
    const QString residual = query::printFilter(hasRemote ? remote.residual : resolution.query.where);
    sayRemarks(resolution.remarks, output);
    if (output.isJson()) {
        output.write(
            QJsonObject{{QStringLiteral("sentence"), sentence},
                        {QStringLiteral("sql"), sql},
                        {QStringLiteral("values"), values},
                        {QStringLiteral("remote"), hasRemote ? remoteObject(remote) : QJsonObject()},
                        {QStringLiteral("residual"), residual},
                        {QStringLiteral("remarks"), QJsonArray::fromStringList(resolution.remarks)}});
        return Done;
    }
    QString text = QStringLiteral("sentence: %1\n\nsql:\n%2\n\nvalues:\n").arg(sentence, sql);
    for (qsizetype i = 0; i < values.size(); ++i)
        text += QStringLiteral("  $%1 = %2\n").arg(i + 1).arg(values[i].toString());
    text += QStringLiteral("\nremote:\n");
    const QJsonObject parts = hasRemote ? remoteObject(remote) : QJsonObject();
    for (auto part = parts.begin(); part != parts.end(); ++part) {
        if (!part.value().toString().isEmpty())
            text += QStringLiteral("  %1=%2\n").arg(part.key(), part.value().toString());
    }
    text += QStringLiteral("\nresidual: %1\n").arg(residual.isEmpty() ? QStringLiteral("nothing") : residual);
    output.write(text.toUtf8());
    return Done;
}

/// What the data behind the answer lacks; empty when it is whole.
QStringList missingFrom(const query::Answer &answer)
{
    const query::Completeness &completeness = answer.completeness;
    const QString name = core::dataSetName(answer.query.dataSet);
    if (!completeness.loadedAt && !answer.query.asOf && completeness.isPartial() &&
        answer.recordsInAll == 0 && completeness.lacks.front().state == QLatin1String("neverAsked"))
        return {QStringLiteral("nothing of %1 is loaded; run spendglass-cli sync").arg(name)};
    QStringList lines;
    for (const QString &line : query::lackLines(completeness, true))
        lines << name + QStringLiteral(": ") + line;
    return lines;
}

QJsonObject lackObject(const query::Lack &lack)
{
    QJsonObject object{{QStringLiteral("state"), lack.state},
                       {QStringLiteral("reason"), lack.reason},
                       {QStringLiteral("windows"), lack.windows},
                       {QStringLiteral("customers"), lack.customers},
                       {QStringLiteral("missing"), lack.isMissing}};
    if (!lack.days.isEmpty()) {
        object[QStringLiteral("from")] = core::dayText(lack.days.from);
        object[QStringLiteral("to")] = core::dayText(lack.days.to - std::chrono::days(1));
    }
    return object;
}

/// What both commands end with: members of the document, and the same said and as an exit code.
QJsonObject answerMembers(const query::Answer &answer)
{
    const query::Completeness &completeness = answer.completeness;
    const QStringList missing = missingFrom(answer);
    QJsonArray lacks;
    for (const query::Lack &lack : completeness.lacks)
        lacks << lackObject(lack);
    const auto dayOrNull = [](std::optional<core::Day> day) {
        return day ? QJsonValue(core::dayText(*day)) : QJsonValue();
    };
    return {{QStringLiteral("complete"), missing.isEmpty()},
            {QStringLiteral("missing"), QJsonArray::fromStringList(missing)},
            {QStringLiteral("asOf"),
             completeness.loadedAt ? core::instantText(*completeness.loadedAt) : QString()},
            {QStringLiteral("usedTo"), dayOrNull(completeness.usedTo)},
            {QStringLiteral("standing"), query::standingName(completeness.standing)},
            {QStringLiteral("settlesOn"), dayOrNull(completeness.settlesOn)},
            {QStringLiteral("lacks"), lacks},
            {QStringLiteral("remarks"), QJsonArray::fromStringList(answer.remarks)}};
}

int sayRest(const query::Answer &answer, Output &output)
{
    sayRemarks(answer.remarks, output);
    const QStringList missing = missingFrom(answer);
    for (const QString &line : missing)
        output.say(QStringLiteral("spendglass-cli: incomplete: %1").arg(line));
    return missing.isEmpty() ? Done : Incomplete;
}

class QueryRun final : public StoreRun
{
public:
    using StoreRun::StoreRun;

protected:
    std::optional<int> prepare() override
    {
        const auto question = questionFrom(m_arguments);
        if (!question)
            return m_output.fail(question.error());
        const auto format = rowFormat(m_arguments, RowFormat::Table);
        if (!format)
            return m_output.fail(format.error());
        m_question = *question;
        m_format = *format;
        if (m_arguments.has("explain"))
            return explainQuestion(m_question, m_output);
        if (m_arguments.has("live") && m_arguments.has("requests"))
            return m_output.fail(wrongUsage(QStringLiteral("--live and --requests: not together")));
        return {};
    }

    core::Result<std::unique_ptr<sync::Workspace>> open() override
    {
        return m_arguments.has("live") ? openOnline(m_arguments, m_output, m_session) : StoreRun::open();
    }

    void ask(sync::Workspace &workspace) override
    {
        if (m_arguments.has("requests")) {
            using Calls = core::Result<std::shared_ptr<const query::Table>>;
            workspace.callsBehind(0, asAsked(m_question), this, [this](const Calls &calls) {
                finish([this, calls] { return calls ? printCalls(**calls) : m_output.fail(calls.error()); });
            });
            return;
        }
        const auto askIt = m_arguments.has("live") ? &sync::Workspace::askLive : &sync::Workspace::ask;
        (workspace.*
         askIt)(0, asAsked(m_question), this, [this](const core::Result<query::AnswerPtr> &answer) {
            finish([this, answer] { return answer ? print(**answer) : m_output.fail(answer.error()); });
        });
    }

private:
    int printCalls(const query::Table &calls)
    {
        RowPrinter printer(m_output, m_format, m_arguments.has("safe-text"));
        printer.print(calls);
        printer.end({{QStringLiteral("rowCount"), printer.rows()},
                     {QStringLiteral("sentence"), query::sentence(m_question)}});
        return Done;
    }

    int print(const query::Answer &answer)
    {
        RowPrinter printer(m_output, m_format, m_arguments.has("safe-text"));
        printer.print(answerTable(answer, m_question.limit));
        QJsonObject members = answerMembers(answer);
        members[QStringLiteral("rowCount")] = printer.rows();
        members[QStringLiteral("records")] = answer.records;
        members[QStringLiteral("recordsInAll")] = answer.recordsInAll;
        members[QStringLiteral("sentence")] = query::sentence(m_question);
        if (m_arguments.has("live")) {
            members[QStringLiteral("remote")] = answer.remotePart;
            m_output.say(answer.remotePart);
        }
        printer.end(members);
        return sayRest(answer, m_output);
    }

    query::Query m_question;
    std::shared_ptr<auth::Session> m_session; ///< of a live question
    RowFormat m_format = RowFormat::Table;
};

class ExportRun final : public StoreRun
{
public:
    using StoreRun::StoreRun;

protected:
    std::optional<int> prepare() override
    {
        const auto question = questionFrom(m_arguments);
        if (!question)
            return m_output.fail(question.error());
        m_question = *question;
        if (!m_arguments.has("output"))
            return m_output.fail(wrongUsage(QStringLiteral("--output is missing: the file to write")));
        if (m_arguments.value("output") == QLatin1String("-"))
            return m_output.fail(wrongUsage(QStringLiteral(
                "--output -: a file appears whole or not at all; query writes to standard output")));
        const QString format =
            m_arguments.value("format", QFileInfo(m_arguments.value("output")).suffix()).toLower();
        m_format = exporting::findFormat(format);
        const bool isLater = format == QLatin1String("ods") || format == QLatin1String("pdf");
        if (!m_format)
            return m_output.fail(
                wrongUsage(QStringLiteral("--format %1: %2")
                               .arg(format, isLater ? QStringLiteral("not yet written by this version")
                                                    : QStringLiteral("it is one of xlsx, csv, tsv, json"))));
        return {};
    }

    void ask(sync::Workspace &workspace) override
    {
        workspace.ask(0, asAsked(m_question), this, [this](const core::Result<query::AnswerPtr> &answer) {
            finish([this, answer] { return answer ? write(**answer) : m_output.fail(answer.error()); });
        });
    }

private:
    int write(const query::Answer &answer)
    {
        const QString path = m_arguments.value("output");
        exporting::Options options;
        options.safeText = !m_arguments.has("exact-text");
        options.byteOrderMark = m_arguments.has("byte-order-mark");
        const query::Table table = answerTable(answer, m_question.limit);
        const auto written =
            exporting::writeFile(*m_format, path, options, exporting::aboutAnswer(answer), table);
        if (!written)
            return m_output.fail(written.error());
        QJsonObject document = answerMembers(answer);
        document[QStringLiteral("file")] = QFileInfo(path).absoluteFilePath();
        document[QStringLiteral("format")] = m_format->id;
        document[QStringLiteral("rowCount")] = table.rowCount();
        if (m_output.isJson())
            m_output.write(document);
        else
            m_output.say(QStringLiteral("wrote %1 rows to %2").arg(table.rowCount()).arg(path));
        return sayRest(answer, m_output);
    }

    query::Query m_question;
    const exporting::Format *m_format = nullptr;
};

template <class Run>
std::unique_ptr<Command> make(const Arguments &arguments, Output &output)
{
    return std::make_unique<Run>(arguments, output);
}

} // namespace

CommandSpec queryCommand()
{
    std::vector<Option> options = questionOptions();
    options.push_back(formatOption);
    options.push_back(safeTextOption);
    options.push_back(
        {"explain", nullptr, "print the sentence, the SQL and what the service could do instead of asking"});
    options.push_back({"requests", nullptr,
                       "print the calls to the service that brought the records, in place of the answer"});
    options.push_back({"live", nullptr, "ask the service in place of the store; analytics only"});
    return {"query", "", "asks the store", std::move(options), nullptr, make<QueryRun>};
}

CommandSpec exportCommand()
{
    std::vector<Option> options = questionOptions();
    options.push_back({"format", "FORMAT", "xlsx, csv, tsv or json; default: by the file's name"});
    options.push_back({"output", "FILE", "the file; it appears whole or stays as it was"});
    options.push_back(
        {"safe-text", nullptr, "put ' before text cells that a spreadsheet would run (the default)"});
    options.push_back({"exact-text", nullptr, "CSV and TSV: text exactly as received"});
    options.push_back({"byte-order-mark", nullptr, "CSV that Excel opens as UTF-8"});
    return {"export", "", "writes the answer to a file", std::move(options), nullptr, make<ExportRun>};
}

} // namespace spendglass::cli
