// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/question.h"

#include "cli/options.h"
#include "query/filtertext.h"

#include <algorithm>
#include <limits>
#include <map>

namespace spendglass::cli {
namespace {

using query::Query;

core::Result<void> takeMeasures(const Arguments &arguments, Query &question)
{
    for (const QString &text : arguments.list("measure")) {
        const auto measure = query::Measure::fromText(text);
        if (!measure)
            return core::fail(
                wrongUsage(QStringLiteral("--measure %1: it is sum(FIELD) or count()").arg(text)));
        question.measures.push_back(*measure);
    }
    const bool isCost =
        question.dataSet == core::DataSet::Spend || question.dataSet == core::DataSet::Summary;
    if (question.measures.empty())
        question.measures.push_back(
            {query::Aggregate::Sum, isCost ? QStringLiteral("totalCost") : QStringLiteral("quantity")});
    return {};
}

core::Result<void> takeFilter(const Arguments &arguments, Query &question)
{
    if (!arguments.has("where"))
        return {};
    const auto filter = query::parseFilter(arguments.value("where"), question.dataSet);
    if (!filter)
        return core::fail(wrongUsage(QStringLiteral("--where, at character %1: %2")
                                         .arg(filter.error().position + 1)
                                         .arg(filter.error().message)));
    question.where = *filter;
    return {};
}

/// Hours are cut in usageStart alone; days, weeks and longer in any date.
bool hasDateToCut(const Query &question)
{
    static const QStringList dates{QStringLiteral("usageStart"), QStringLiteral("usageDate"),
                                   QStringLiteral("reportedDate"), QStringLiteral("usageEnd")};
    const bool isHourly = question.granularity == core::Granularity::Hourly;
    const std::vector<query::FieldId> groups = query::groupFields(question);
    return std::any_of(groups.begin(), groups.end(), [isHourly](const query::FieldId &id) {
        return isHourly ? id == dates.first() : dates.contains(id);
    });
}

core::Result<void> takeTime(const Arguments &arguments, Query &question)
{
    const auto period = periodOptions(arguments);
    if (!period)
        return core::fail(period.error());
    question.from = period->from;
    question.to = period->to;
    const auto basis = wordOption(arguments, "date", QStringLiteral("used"),
                                  {QStringLiteral("used"), QStringLiteral("reported")});
    if (!basis)
        return core::fail(basis.error());
    const bool isReported = *basis == QLatin1String("reported");
    question.dateBasis = isReported ? query::DateBasis::Reported : query::DateBasis::Used;
    const auto granularity =
        core::granularityFromName(arguments.value("granularity", QStringLiteral("none")));
    if (!granularity)
        return core::fail(
            wrongUsage(QStringLiteral("--granularity %1: it is one of none, hour, day, week, month, quarter")
                           .arg(arguments.value("granularity"))));
    question.granularity = *granularity;
    // Time buckets without a date to cut would be an option that does nothing.
    if (*granularity != core::Granularity::None && !hasDateToCut(question))
        question.rows.push_back(*granularity == core::Granularity::Hourly ? QStringLiteral("usageStart")
                                : isReported                              ? QStringLiteral("reportedDate")
                                                                          : QStringLiteral("usageDate"));
    return {};
}

/// A day means its end: what was read on it counts.
core::Result<void> takeAsOf(const Arguments &arguments, Query &question)
{
    if (!arguments.has("as-of"))
        return {};
    const std::string text = arguments.value("as-of").toStdString();
    const auto day = core::parseDay(text);
    const auto time = core::parseTime(text);
    if (!time)
        return core::fail(
            wrongUsage(QStringLiteral("--as-of %1: it is a day (YYYY-MM-DD) or a time in ISO 8601")
                           .arg(arguments.value("as-of"))));
    question.asOf =
        day ? core::Instant(*day + std::chrono::days(1)) - std::chrono::microseconds(1) : time->instant;
    return {};
}

core::Result<void> takeSort(const Arguments &arguments, Query &question)
{
    for (const QString &item : arguments.list("sort")) {
        const QStringList words = item.simplified().split(u' ');
        const QString direction = words.value(1, QStringLiteral("asc")).toLower();
        if (words.size() > 2 || (direction != QLatin1String("asc") && direction != QLatin1String("desc")))
            return core::fail(wrongUsage(
                QStringLiteral("--sort %1: it is a field or measure, then asc or desc").arg(item)));
        question.sort.push_back({words.first(), direction == QLatin1String("desc")});
    }
    return numberOption(arguments, "limit", -1, 0, std::numeric_limits<qint64>::max()).map([&](qint64 limit) {
        if (limit >= 0)
            question.limit = limit;
    });
}

/// A value for people and headers; what is empty needs a name too.
QString heading(const std::vector<query::Value> &values)
{
    QStringList parts;
    for (const query::Value &value : values) {
        const QString text = query::valueText(value);
        parts << (text.isEmpty() ? QStringLiteral("(empty)") : text);
    }
    return parts.join(u' ');
}

using Key = std::vector<query::Value>;

std::vector<query::Column> crossColumns(const query::Answer &answer, int lead,
                                        const std::map<Key, int> &across)
{
    const auto &columns = answer.table.columns;
    const int firstMeasure = lead + answer.columnFieldCount;
    const bool isSingle = int(columns.size()) - firstMeasure == 1;
    std::vector<query::Column> made(columns.begin(), columns.begin() + lead);
    for (const auto &[values, index] : across) {
        for (int i = firstMeasure; i < int(columns.size()); ++i) {
            query::Column column = columns[std::size_t(i)];
            column.id = isSingle ? heading(values) : heading(values) + u' ' + column.id;
            made.push_back(column);
        }
    }
    return made;
}

query::Table crossTable(const query::Answer &answer)
{
    const query::Table &flat = answer.table;
    const int lead = answer.rowFieldCount + answer.splitFieldCount;
    const int firstMeasure = lead + answer.columnFieldCount;
    const int measures = int(flat.columns.size()) - firstMeasure;
    const auto slice = [&flat](qsizetype row, int from, int to) {
        Key key;
        for (int i = from; i < to; ++i)
            key.push_back(flat.at(row, i));
        return key;
    };
    std::map<Key, int> across;
    for (qsizetype row = 0; row < flat.rowCount(); ++row)
        across.emplace(slice(row, lead, firstMeasure), 0);
    int next = 0;
    for (auto &[values, index] : across)
        index = next++;
    query::Table table;
    table.columns = crossColumns(answer, lead, across);
    std::map<Key, std::size_t> lines; // where a line's cells begin
    for (qsizetype row = 0; row < flat.rowCount(); ++row) {
        const Key key = slice(row, 0, lead);
        const auto [line, isNew] = lines.emplace(key, table.cells.size());
        if (isNew) {
            table.cells.insert(table.cells.end(), key.begin(), key.end());
            table.cells.resize(line->second + table.columns.size());
        }
        const int place = lead + across[slice(row, lead, firstMeasure)] * measures;
        for (int i = 0; i < measures; ++i)
            table.cells[line->second + std::size_t(place + i)] = flat.at(row, firstMeasure + i);
    }
    return table;
}

} // namespace

const std::vector<Option> &questionOptions()
{
    static const std::vector<Option> options{
        {"data-set", "S", "analytics, utilization, spend, summary or crest"},
        {"rows", "F,F", "one line for each value of these fields"},
        {"columns", "F", "one column for each value of this field"},
        {"measure", "M,M", "sum(FIELD) or count(); default: the sum of the data set's main amount"},
        {"where", "TEXT", "a filter: customerName contains \"contoso\" and quantity > 10"},
        fromOption,
        toOption,
        {"granularity", "G", "none, hour, day, week, month or quarter"},
        {"date", "D", "used or reported: which date --from, --to and --granularity mean"},
        {"as-of", "TIME", "spend and summary as they stood then: a day (its end) or a time"},
        {"sort", "KEYS", "field or measure, then asc or desc; several with commas"},
        {"limit", "N", "at most so many lines"},
    };
    return options;
}

core::Result<Query> questionFrom(const Arguments &arguments)
{
    Query question;
    const auto dataSet = core::dataSetFromName(arguments.value("data-set"));
    if (!dataSet)
        return core::fail(wrongUsage(
            arguments.has("data-set")
                ? QStringLiteral("--data-set %1: it is one of analytics, utilization, spend, summary, crest")
                      .arg(arguments.value("data-set"))
                : QStringLiteral("--data-set is missing: analytics, utilization, spend, summary or crest")));
    question.dataSet = *dataSet;
    for (const QString &field : arguments.list("rows"))
        question.rows.push_back(field);
    for (const QString &field : arguments.list("columns"))
        question.columns.push_back(field);
    for (const auto take : {takeMeasures, takeFilter, takeTime, takeAsOf, takeSort}) {
        const auto taken = take(arguments, question);
        if (!taken)
            return core::fail(taken.error());
    }
    QStringList problems = query::problems(question);
    problems.removeDuplicates();
    if (!problems.isEmpty())
        return core::fail(wrongUsage(problems.join(QStringLiteral("; "))));
    return question;
}

Query asAsked(const Query &question)
{
    Query asked = question;
    if (!question.columns.empty())
        asked.limit.reset();
    return asked;
}

query::Table answerTable(const query::Answer &answer, std::optional<qint64> limit)
{
    query::Table table = answer.columnFieldCount > 0 ? crossTable(answer) : answer.table;
    if (limit && table.rowCount() > *limit)
        table.cells.resize(std::size_t(*limit) * table.columns.size());
    return table;
}

} // namespace spendglass::cli
