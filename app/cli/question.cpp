// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/question.h"

#include "cli/options.h"
#include "cli/views.h"
#include "query/filtertext.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <limits>
#include <utility>

namespace spendglass::cli {
namespace {

using query::Query;

/// The parts of lists of measures: a comma in parentheses belongs to the field.
QStringList splitOutside(const QStringList &lists)
{
    QStringList parts;
    for (const QString &list : lists) {
        QString part;
        int depth = 0;
        for (const QChar c : list + u',') {
            depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
            if (c != u',' || depth > 0) {
                part += c;
                continue;
            }
            if (!part.trimmed().isEmpty())
                parts << part.trimmed();
            part.clear();
            depth = 0;
        }
        if (!part.trimmed().isEmpty()) // a parenthesis that is never closed
            parts << part.chopped(1).trimmed();
    }
    return parts;
}

core::Result<void> takeDataSet(const Arguments &arguments, Query &question)
{
    if (!arguments.has("data-set") && arguments.has("view"))
        return {};
    const auto dataSet = core::dataSetFromName(arguments.value("data-set"));
    if (!dataSet)
        return core::fail(wrongUsage(
            arguments.has("data-set")
                ? QStringLiteral("--data-set %1: it is one of analytics, utilization, spend, summary, crest")
                      .arg(arguments.value("data-set"))
                : QStringLiteral("--data-set is missing: analytics, utilization, spend, summary or crest")));
    question.dataSet = *dataSet;
    return {};
}

core::Result<void> takeFields(const Arguments &arguments, Query &question)
{
    for (const auto &[name, fields] : {std::pair("rows", &question.rows),
                                       {"columns", &question.columns},
                                       {"show-empty", &question.showEmpty}}) {
        const QStringList ids = arguments.list(name);
        if (arguments.has(name))
            fields->assign(ids.begin(), ids.end());
    }
    question.subtotals = question.subtotals || arguments.has("subtotals");
    return {};
}

core::Result<void> takeMeasures(const Arguments &arguments, Query &question)
{
    if (arguments.has("measure"))
        question.measures.clear();
    for (const QString &text : splitOutside(arguments.values("measure"))) {
        const auto measure = query::Measure::fromText(text);
        if (!measure)
            return core::fail(wrongUsage(
                QStringLiteral("--measure %1: it is sum(FIELD), avg(FIELD), min(FIELD), max(FIELD), "
                               "distinct(FIELD) or count(), then \"as\" and how it is shown")
                    .arg(text)));
        question.measures.push_back(*measure);
    }
    const bool isCost =
        question.dataSet == core::DataSet::Spend || question.dataSet == core::DataSet::Summary;
    if (question.measures.empty() && !arguments.has("view"))
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

core::Result<void> takePeriod(const Arguments &arguments, Query &question)
{
    const bool hasDays = arguments.has("from") || arguments.has("to");
    if (hasDays && arguments.has("period"))
        return core::fail(wrongUsage(QStringLiteral("--period cannot be used together with --from or --to")));
    const auto days = periodOptions(arguments);
    if (!days)
        return core::fail(days.error());
    if (hasDays)
        question.period.reset();
    if (arguments.has("from"))
        question.from = days->from;
    if (arguments.has("to"))
        question.to = days->to;
    if (arguments.has("period")) {
        question.period = query::RelativeDays::fromText(arguments.value("period"));
        question.from.reset();
        question.to.reset();
        if (!question.period)
            return core::fail(wrongUsage(
                QStringLiteral("--period %1: it is such as \"last 3 full months\", \"this month\", "
                               "\"last billing period\" or \"last 7 days starting 2 days ago\"")
                    .arg(arguments.value("period"))));
    }
    question.completeDaysOnly = question.completeDaysOnly || arguments.has("complete-days");
    return {};
}

/// A comparison by its name, or with days: FROM..TO, both included, or one day.
std::optional<query::Comparison> comparisonFrom(const QString &text)
{
    using With = query::Comparison::With;
    static const QHash<QString, With> names{{QStringLiteral("previous"), With::PreviousPeriod},
                                            {QStringLiteral("same-days"), With::SameDaysOfLastMonth},
                                            {QStringLiteral("last-year"), With::SamePeriodLastYear}};
    if (const auto named = names.constFind(text.toLower()); named != names.constEnd())
        return query::Comparison{*named};
    const QStringList days = text.split(QStringLiteral(".."));
    const auto from = core::parseDay(days.first().trimmed().toStdString());
    const auto to = core::parseDay(days.last().trimmed().toStdString());
    if (days.size() > 2 || !from || !to || *to < *from)
        return std::nullopt;
    return query::Comparison{With::Days, from, *to + std::chrono::days(1)};
}

core::Result<void> takeComparison(const Arguments &arguments, Query &question)
{
    if (arguments.has("compare")) {
        question.comparison = comparisonFrom(arguments.value("compare"));
        if (!question.comparison && arguments.value("compare") != QLatin1String("none"))
            return core::fail(wrongUsage(QStringLiteral("--compare %1: it is one of previous, same-days, "
                                                        "last-year, none, or days: 2026-09-01..2026-09-30")
                                             .arg(arguments.value("compare"))));
    }
    if (!arguments.has("like-for-like"))
        return {};
    if (!question.comparison)
        return core::fail(
            wrongUsage(QStringLiteral("--like-for-like needs --compare: what the period is compared with")));
    question.comparison->isLikeForLike = true;
    return {};
}

/// FIELD [N] [by MEASURE]
std::optional<query::TopValues> topFrom(const QString &text, bool isBottom)
{
    static const QRegularExpression form(QStringLiteral("^(.*?\\S)(?:\\s+(\\d+))?(?:\\s+by\\s+(.+))?$"));
    const QRegularExpressionMatch match = form.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    query::TopValues top{match.captured(1)};
    top.isBottom = isBottom;
    bool isCount = true;
    if (match.hasCaptured(2))
        top.count = match.captured(2).toInt(&isCount);
    const auto by = query::Measure::fromText(match.captured(3));
    if (!isCount || (match.hasCaptured(3) && !by))
        return std::nullopt;
    top.by = by ? by->text() : QString();
    return top;
}

core::Result<void> takeTops(const Arguments &arguments, Query &question)
{
    if (arguments.has("top") || arguments.has("bottom"))
        question.tops.clear();
    for (const char *const name : {"top", "bottom"}) {
        for (const QString &text : arguments.values(name)) {
            const auto top = topFrom(text, name[0] == 'b');
            if (!top)
                return core::fail(
                    wrongUsage(QStringLiteral("--%1 %2: it is a field, how many, and by which measure: "
                                              "customerName 10 by sum(quantity)")
                                   .arg(QLatin1String(name), text)));
            question.tops.push_back(*top);
        }
    }
    return {};
}

/// Hours are cut in usageStart alone; days, weeks and longer in the two dates.
bool hasDateToCut(const Query &question)
{
    const bool isHourly = question.granularity == core::Granularity::Hourly;
    const QStringList cut = isHourly
                                ? QStringList{QStringLiteral("usageStart")}
                                : QStringList{QStringLiteral("usageDate"), QStringLiteral("reportedDate")};
    const std::vector<query::FieldId> groups = query::groupFields(question);
    return std::ranges::any_of(groups, [&cut](const query::FieldId &id) { return cut.contains(id); });
}

core::Result<void> takeBuckets(const Arguments &arguments, Query &question)
{
    static const QStringList bases{QStringLiteral("used"), QStringLiteral("reported")};
    static const QStringList calendars{QStringLiteral("calendar"), QStringLiteral("billing")};
    const auto basis = wordOption(arguments, "date", bases.at(int(question.dateBasis)), bases);
    if (!basis)
        return core::fail(basis.error());
    question.dateBasis = query::DateBasis(bases.indexOf(*basis));
    const auto months = wordOption(arguments, "calendar", calendars.at(int(question.months)), calendars);
    if (!months)
        return core::fail(months.error());
    question.months = query::Months(calendars.indexOf(*months));
    if (!arguments.has("granularity"))
        return {};
    const auto granularity = core::granularityFromName(arguments.value("granularity"));
    if (!granularity)
        return core::fail(
            wrongUsage(QStringLiteral("--granularity %1: it is one of none, hour, day, week, month, quarter")
                           .arg(arguments.value("granularity"))));
    question.granularity = *granularity;
    // Time buckets without a date to cut would be an option that does nothing.
    if (*granularity != core::Granularity::None && !hasDateToCut(question))
        question.rows.push_back(*granularity == core::Granularity::Hourly ? QStringLiteral("usageStart")
                                : question.dateBasis == query::DateBasis::Reported
                                    ? QStringLiteral("reportedDate")
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
    if (arguments.has("sort"))
        question.sort.clear();
    for (const QString &item : splitOutside(arguments.values("sort"))) {
        const QString direction = item.section(u' ', -1).toLower();
        const bool isSaid = direction == QLatin1String("asc") || direction == QLatin1String("desc");
        const QString key = (isSaid ? item.section(u' ', 0, -2) : item).trimmed();
        if (key.isEmpty())
            return core::fail(wrongUsage(
                QStringLiteral("--sort %1: it is a field or measure, then asc or desc").arg(item)));
        const auto measure = query::Measure::fromText(key);
        question.sort.push_back({measure ? measure->text() : key, direction == QLatin1String("desc")});
    }
    return numberOption(arguments, "limit", -1, 0, std::numeric_limits<qint64>::max()).map([&](qint64 limit) {
        if (limit >= 0)
            question.limit = limit;
    });
}

} // namespace

const std::vector<Option> &questionOptions()
{
    static const std::vector<Option> options{
        {"data-set", "S", "analytics, utilization, spend, summary or crest"},
        {"view", "NAME|FILE", "the question of a saved view; the other options replace single parts of it"},
        {"rows", "F,F", "one line for each value of these fields"},
        {"columns", "F", "one column for each value of this field"},
        {"measure", "M,M",
         "sum(FIELD), avg, min, max, distinct(FIELD) or count(); then \"as\" and % of total, % of parent, "
         "difference, % difference, running total or rank; default: the sum of the data set's main amount"},
        {"where", "TEXT", "a filter: customerName contains \"contoso\" and quantity > 10"},
        fromOption,
        toOption,
        {"period", "P",
         "in place of --from and --to, moves with today: \"last 3 full months\", \"this month\""},
        {"complete-days", nullptr, "leave out the days from the first that is not loaded whole on"},
        {"compare", "C", "what differences are made to: previous, same-days, last-year, FROM..TO, or none"},
        {"like-for-like", nullptr, "with --compare: as many days on both sides"},
        {"granularity", "G", "none, hour, day, week, month or quarter"},
        {"calendar", "C", "calendar, or billing: months from the 28th to the 27th"},
        {"date", "D", "used or reported: which date --from, --to and --granularity mean"},
        {"as-of", "TIME", "spend and summary as they stood then: a day (its end) or a time"},
        {"top", "F N",
         "of a field the N largest values, the rest as (other): \"customerName 10 by "
         "sum(quantity)\"; once for each field"},
        {"bottom", "F N", "likewise, the N smallest"},
        {"show-empty", "F,F", "fields that show values without records, too"},
        {"subtotals", nullptr, "lines of subtotals and totals, and a column level that tells them apart"},
        {"sort", "KEYS", "field or measure, then asc or desc; several with commas"},
        {"limit", "N", "at most so many lines"},
    };
    return options;
}

core::Result<Query> questionFrom(const Arguments &arguments)
{
    Query question;
    if (arguments.has("view")) {
        const auto viewed = questionOfView(arguments, arguments.value("view"));
        if (!viewed)
            return core::fail(viewed.error());
        question = *viewed;
    }
    for (const auto take : {takeDataSet, takeFields, takeMeasures, takeFilter, takePeriod, takeComparison,
                            takeBuckets, takeAsOf, takeTops, takeSort}) {
        const auto taken = take(arguments, question);
        if (!taken)
            return core::fail(taken.error());
    }
    return withSavedFilters(arguments, question).and_then([](const Query &whole) -> core::Result<Query> {
        const QStringList problems = query::problems(whole);
        if (!problems.isEmpty())
            return core::fail(wrongUsage(problems.join(QStringLiteral("; "))));
        return whole;
    });
}

Query asAsked(const Query &question)
{
    Query asked = question;
    if (!question.columns.empty())
        asked.limit.reset();
    return asked;
}

} // namespace spendglass::cli
