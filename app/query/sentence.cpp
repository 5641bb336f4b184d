// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sentence.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

#include <algorithm>

namespace spendglass::query {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("Sentence", source);
}

/// Labels inside a sentence lose their capital where the language wants it.
QString inSentence(QString label)
{
    const QString rule = QCoreApplication::translate(
        "Sentence", "lower",
        "Translate as 'lower' or, where nouns keep their capital in a sentence, as 'keep'");
    // An abbreviation keeps its letters.
    if (rule == QLatin1String("lower") && label.size() > 1 && !label.at(1).isUpper())
        label[0] = label.at(0).toLower();
    return label;
}

QString labelOf(core::DataSet dataSet, const FieldId &id)
{
    const std::optional<Field> field = findField(dataSet, id);
    return field ? fieldLabel(*field) : id;
}

/// "a", "a and b", "a, b and c".
QString joined(const QStringList &parts, const char *lastTwo)
{
    if (parts.size() < 2)
        return parts.value(0);
    return text(lastTwo).arg(parts.mid(0, parts.size() - 1).join(text(", ")), parts.last());
}

QString valueInSentence(const QString &value)
{
    return value.isEmpty() ? QStringLiteral("“”") : value;
}

QString predicateText(core::DataSet dataSet, const Predicate &predicate, bool isTop)
{
    if (predicate.kind == Predicate::Kind::Leaf)
        return conditionText(dataSet, predicate.condition);
    if (predicate.kind == Predicate::Kind::Not)
        return text("not (%1)").arg(predicateText(dataSet, predicate.children.front(), true));
    QStringList parts;
    for (const Predicate &child : predicate.children)
        parts << predicateText(dataSet, child, predicate.children.size() == 1 && isTop);
    if (parts.isEmpty())
        return predicate.kind == Predicate::Kind::All ? text("everything") : text("nothing");
    const QString all = parts.join(predicate.kind == Predicate::Kind::All ? text(" and ") : text(" or "));
    return isTop || parts.size() == 1 ? all : QStringLiteral("(%1)").arg(all);
}

QString bucketText(core::Granularity granularity)
{
    switch (granularity) {
    case core::Granularity::Hourly:
        return text("hour");
    case core::Granularity::Daily:
        return text("day");
    case core::Granularity::Weekly:
        return text("week");
    case core::Granularity::Monthly:
        return text("month");
    case core::Granularity::Quarterly:
        return text("quarter");
    case core::Granularity::None:
        break;
    }
    return {};
}

bool isBucketed(const Query &query, const FieldId &id)
{
    const bool isHour = query.granularity == core::Granularity::Hourly;
    if (query.granularity == core::Granularity::None)
        return false;
    return isHour ? id == QLatin1String("usageStart")
                  : id == QLatin1String("usageDate") || id == QLatin1String("reportedDate");
}

QString groupText(const Query &query)
{
    QStringList names;
    QStringList times;
    for (const FieldId &id : groupFields(query)) {
        if (!isBucketed(query, id))
            names << inSentence(labelOf(query.dataSet, id));
        else if (id == QLatin1String("reportedDate"))
            times << text("by %1 of report").arg(bucketText(query.granularity));
        else
            times << text("by %1").arg(bucketText(query.granularity));
    }
    QStringList parts;
    if (!names.isEmpty())
        parts << text("by %1").arg(joined(names, QT_TRANSLATE_NOOP("Sentence", "%1 and %2")));
    parts << times;
    return parts.join(text(", "));
}

QDate dateOf(core::Day day)
{
    return QDate(1970, 1, 1).addDays(day.time_since_epoch().count());
}

QString monthInSentence(core::Day day, bool withYear)
{
    return QLocale().toString(dateOf(day), withYear ? text("MMMM yyyy") : text("MMMM"));
}

QString periodText(core::Day from, core::Day to)
{
    const core::Day last = to - std::chrono::days(1);
    const bool isWhole = core::firstOfMonth(from) == from && core::firstOfMonth(to) == to;
    if (!isWhole && last == from)
        return dayInSentence(from);
    if (!isWhole)
        return text("%1 to %2").arg(dayInSentence(from), dayInSentence(last));
    if (core::firstOfMonth(last) == from)
        return monthInSentence(from, true);
    const bool isOneYear = dateOf(from).year() == dateOf(last).year();
    return text("%1 to %2").arg(monthInSentence(from, !isOneYear), monthInSentence(last, true));
}

QString timeText(const Query &query)
{
    if (!findField(query.dataSet, u"usageDate") || (!query.from && !query.to))
        return {};
    QString period;
    if (query.from && query.to && *query.from < *query.to)
        period = periodText(*query.from, *query.to);
    else if (query.from)
        period = text("from %1").arg(dayInSentence(*query.from));
    else
        period = text("until %1").arg(dayInSentence(*query.to - std::chrono::days(1)));
    return query.dateBasis == DateBasis::Reported ? text("reported %1").arg(period) : period;
}

QString asOfText(const Query &query)
{
    return query.asOf ? text("as of %1").arg(core::instantText(*query.asOf)) : QString();
}

QString measureTexts(const Query &query)
{
    QStringList names;
    for (const Measure &measure : query.measures) {
        const QString label = measureLabel(query.dataSet, measure);
        names << (names.isEmpty() ? label : inSentence(label));
    }
    if (names.isEmpty())
        return dataSetLabel(query.dataSet);
    return joined(names, QT_TRANSLATE_NOOP("Sentence", "%1 and %2"));
}

QString limitText(const Query &query)
{
    if (!query.limit)
        return {};
    return text("first %1").arg(*query.limit);
}

} // namespace

QString sentence(const Query &query)
{
    const QString groups = groupText(query);
    QString first = measureTexts(query);
    if (!groups.isEmpty())
        first = text("%1 %2").arg(first, groups);
    QStringList parts{first};
    const std::optional<Predicate> where = withoutOff(query.where);
    if (where && !where->isAlwaysTrue())
        parts << text("where %1").arg(predicateText(query.dataSet, *where, true));
    for (const QString &part : {timeText(query), asOfText(query), limitText(query)}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(text(", "));
}

QString conditionText(core::DataSet dataSet, const Condition &condition)
{
    QStringList values;
    for (const QString &value : condition.values)
        values << valueInSentence(value);
    const QString field = labelOf(dataSet, condition.field);
    const QString op = operatorText(condition.op);
    if (values.isEmpty())
        return text("%1 %2").arg(field, op);
    const bool isRange = condition.op == Operator::Between;
    const QString list = isRange ? joined(values, QT_TRANSLATE_NOOP("Sentence", "%1 and %2"))
                                 : joined(values, QT_TRANSLATE_NOOP("Sentence", "%1 or %2"));
    // One argument list: a value may hold a "%1" of its own.
    return text("%1 %2 %3").arg(field, op, list);
}

QString operatorText(Operator op)
{
    return QCoreApplication::translate("Operator", operatorInfo(op).label);
}

QString filterText(core::DataSet dataSet, const Predicate &predicate)
{
    return predicateText(dataSet, predicate, true);
}

QString dayInSentence(core::Day day)
{
    return QLocale().toString(dateOf(day), text("d MMM yyyy"));
}

QString relativeText(const RelativeDays &period)
{
    return period.text();
}

QString comparisonText(const Comparison &comparison)
{
    switch (comparison.with) {
    case Comparison::With::PreviousPeriod:
        return text("the previous period");
    case Comparison::With::SameDaysOfLastMonth:
        return text("the same days of the month before");
    case Comparison::With::SamePeriodLastYear:
        return text("the same period of the year before");
    case Comparison::With::Days:
        break;
    }
    return comparison.from && comparison.to ? periodText(*comparison.from, *comparison.to) : QString();
}

QString aggregateText(Aggregate aggregate)
{
    switch (aggregate) {
    case Aggregate::Sum:
        return text("Sum");
    case Aggregate::Count:
        return text("Count");
    case Aggregate::Average:
        return text("Average");
    case Aggregate::Minimum:
        return text("Minimum");
    case Aggregate::Maximum:
        return text("Maximum");
    case Aggregate::CountDistinct:
        return text("Different values");
    }
    return {};
}

QString showAsText(ShowAs showAs)
{
    switch (showAs) {
    case ShowAs::Value:
        return text("Value");
    case ShowAs::PercentOfTotal:
        return text("% of total");
    case ShowAs::PercentOfParent:
        return text("% of parent");
    case ShowAs::Difference:
        return text("Difference");
    case ShowAs::PercentDifference:
        return text("% difference");
    case ShowAs::RunningTotal:
        return text("Running total");
    case ShowAs::Rank:
        return text("Rank");
    }
    return {};
}

QString measureLabel(core::DataSet dataSet, const Measure &measure)
{
    if (measure.aggregate == Aggregate::Count)
        return text("Records");
    const QString label = labelOf(dataSet, measure.field);
    return measure.aggregate == Aggregate::Sum
               ? label
               : text("%1 of %2").arg(aggregateText(measure.aggregate), label);
}

QString dataSetLabel(core::DataSet dataSet)
{
    switch (dataSet) {
    case core::DataSet::Analytics:
        return text("Usage analytics");
    case core::DataSet::Utilization:
        return text("Utilization records");
    case core::DataSet::Spend:
        return text("Spend this period");
    case core::DataSet::Summary:
        return text("Usage summary");
    case core::DataSet::Crest:
        return text("Reported usage (CREST)");
    }
    return {};
}

} // namespace spendglass::query
