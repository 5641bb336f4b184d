// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sentence.h"

#include "query/buckets.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

#include <algorithm>
#include <array>

namespace spendglass::query {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("Sentence", source);
}

/// With a number in it, "%n": languages have more than one plural.
QString counted(const char *source, int count)
{
    return QCoreApplication::translate("Sentence", source, nullptr, count);
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

QString valueInSentence(FieldType type, const QString &value)
{
    if (type == FieldType::Day) {
        if (const auto day = core::parseDay(value.toStdString()))
            return dayInSentence(*day);
    }
    return value.isEmpty() ? QStringLiteral("“”") : value;
}

/// "10", "5 by quantity".
QString rankingText(core::DataSet dataSet, const QStringList &values)
{
    const QString count = values.value(0);
    if (values.size() < 2)
        return count;
    const auto measure = Measure::fromText(values[1]);
    //: How many, and the measure that ranks them
    return text("%1 by %2").arg(count, measure ? inSentence(measureLabel(dataSet, *measure)) : values[1]);
}

QString operandText(core::DataSet dataSet, const Condition &condition)
{
    const std::optional<Field> field = findField(dataSet, condition.field);
    const FieldType type = field ? field->type : FieldType::Text;
    QStringList values;
    for (const QString &value : condition.values)
        values << valueInSentence(type, value);
    switch (operatorInfo(condition.op).operands) {
    case OperandForm::None:
        return {};
    case OperandForm::Two:
        return joined(values, QT_TRANSLATE_NOOP("Sentence", "%1 and %2"));
    case OperandForm::Period:
        if (const auto period = RelativeDays::fromText(condition.values.value(0)))
            return relativeText(*period);
        break;
    case OperandForm::Ranking:
        return rankingText(dataSet, condition.values);
    case OperandForm::One:
    case OperandForm::List:
    case OperandForm::Text:
        break;
    }
    return joined(values, QT_TRANSLATE_NOOP("Sentence", "%1 or %2"));
}

QString predicateText(core::DataSet dataSet, const Predicate &predicate, bool isTop)
{
    switch (predicate.kind) {
    case Predicate::Kind::Leaf:
        return conditionText(dataSet, predicate.condition);
    case Predicate::Kind::Saved:
        //: A filter that was saved under a name
        return text("“%1”").arg(predicate.name);
    case Predicate::Kind::Not:
        return text("not (%1)").arg(predicateText(dataSet, predicate.children.front(), true));
    case Predicate::Kind::All:
    case Predicate::Kind::Any:
        break;
    }
    QStringList parts;
    for (const Predicate &child : predicate.children)
        parts << predicateText(dataSet, child, predicate.children.size() == 1 && isTop);
    if (parts.isEmpty())
        return predicate.kind == Predicate::Kind::All ? text("everything") : text("nothing");
    const QString all = parts.join(predicate.kind == Predicate::Kind::All ? text(" and ") : text(" or "));
    return isTop || parts.size() == 1 ? all : QStringLiteral("(%1)").arg(all);
}

/// What is on and not ignored because the data set lacks a field of it.
std::optional<Predicate> whatCounts(core::DataSet dataSet, Predicate predicate)
{
    const auto turnOff = [dataSet](Predicate &node, const auto &self) -> void {
        if (node.isPinned && !appliesTo(dataSet, node))
            node.isOn = false;
        for (Predicate &child : node.children)
            self(child, self);
    };
    turnOff(predicate, turnOff);
    return withoutOff(predicate);
}

QString bucketText(const Query &query)
{
    const bool isBilled = query.months == Months::Billing;
    switch (query.granularity) {
    case core::Granularity::Hourly:
        return text("hour");
    case core::Granularity::Daily:
        return text("day");
    case core::Granularity::Weekly:
        return text("week");
    case core::Granularity::Monthly:
        return isBilled ? text("billing month") : text("month");
    case core::Granularity::Quarterly:
        return isBilled ? text("billing quarter") : text("quarter");
    case core::Granularity::None:
        break;
    }
    return {};
}

/// Whether the answer shows periods of that length in place of the field's own values.
bool isCut(const Query &query, const FieldId &id)
{
    const bool isHour = query.granularity == core::Granularity::Hourly;
    if (query.granularity == core::Granularity::None)
        return false;
    return isHour ? id == QLatin1String("usageStart") : isBucketed(id);
}

/// "top 5 by quantity, the rest as Other"; empty where all values are kept apart.
QString topText(const Query &query, const FieldId &id)
{
    const auto top = std::ranges::find(query.tops, id, &TopValues::field);
    if (top == query.tops.end())
        return {};
    const char *words = top->isBottom ? QT_TRANSLATE_NOOP("Sentence", "bottom %n by %1, the rest as Other")
                                      : QT_TRANSLATE_NOOP("Sentence", "top %n by %1, the rest as Other");
    const std::optional<Measure> by = rankedBy(query, *top);
    return counted(words, top->count).arg(by ? inSentence(measureLabel(query.dataSet, *by)) : top->by);
}

/// A field's name and in parentheses how its values are dealt with.
QString groupName(const Query &query, const FieldId &id, const QString &name)
{
    QStringList notes;
    if (const QString top = topText(query, id); !top.isEmpty())
        notes << top;
    if (std::ranges::find(query.showEmpty, id) != query.showEmpty.end())
        notes << text("also without records");
    //: A field that is grouped by, and what is done with its values
    return notes.isEmpty() ? name : text("%1 (%2)").arg(name, notes.join(text(", ")));
}

QString groupText(const Query &query)
{
    QStringList names;
    QStringList times;
    for (const FieldId &id : groupFields(query)) {
        if (!isCut(query, id))
            names << groupName(query, id, inSentence(labelOf(query.dataSet, id)));
        else if (id == QLatin1String("reportedDate"))
            times << text("by %1 of report").arg(groupName(query, id, bucketText(query)));
        else
            times << text("by %1").arg(groupName(query, id, bucketText(query)));
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

QString daysWanted(const Query &query)
{
    if (query.period)
        return relativeText(*query.period);
    if (query.from && query.to && *query.from < *query.to)
        return periodText(*query.from, *query.to);
    if (query.from)
        return text("from %1").arg(dayInSentence(*query.from));
    return query.to ? text("until %1").arg(dayInSentence(*query.to - std::chrono::days(1))) : QString();
}

QString timeText(const Query &query)
{
    if (!hasDates(query.dataSet))
        return {};
    QStringList parts;
    if (const QString period = daysWanted(query); !period.isEmpty())
        parts << (query.dateBasis == DateBasis::Reported ? text("reported %1").arg(period) : period);
    if (query.completeDaysOnly)
        parts << text("complete days only");
    return parts.join(text(", "));
}

QString comparedText(const Query &query)
{
    if (!query.comparison)
        return {};
    const QString with = comparisonText(*query.comparison);
    return query.comparison->isLikeForLike ? text("compared like for like with %1").arg(with)
                                           : text("compared with %1").arg(with);
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
    const std::optional<Predicate> where = whatCounts(query.dataSet, query.where);
    if (where && !where->isAlwaysTrue())
        parts << text("where %1").arg(predicateText(query.dataSet, *where, true));
    for (const QString &part : {timeText(query), comparedText(query), asOfText(query), limitText(query)}) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(text(", "));
}

QString conditionText(core::DataSet dataSet, const Condition &condition)
{
    const QString field = labelOf(dataSet, condition.field);
    // "is A or B" says all that "is one of A or B" does.
    const QString op = operatorText(condition.op == Operator::In ? Operator::Is : condition.op);
    const QString operands = operandText(dataSet, condition);
    // One argument list: a value may hold a "%1" of its own.
    return operands.isEmpty() ? text("%1 %2").arg(field, op) : text("%1 %2 %3").arg(field, op, operands);
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

namespace {

/// How periods of one unit read. clang-format would break every line in three.
struct UnitWords
{
    RelativeDays::Unit unit;
    const char *current;  ///< the one that today is in
    const char *previous; ///< the whole one before
    const char *latest;   ///< so many, today's among them
    const char *full;     ///< so many whole ones
};

// clang-format off
constexpr std::array unitWords{
    UnitWords{RelativeDays::Unit::Day, QT_TRANSLATE_NOOP("Sentence", "today"), QT_TRANSLATE_NOOP("Sentence", "yesterday"), QT_TRANSLATE_NOOP("Sentence", "last %n days"), QT_TRANSLATE_NOOP("Sentence", "last %n full days")},
    UnitWords{RelativeDays::Unit::Week, QT_TRANSLATE_NOOP("Sentence", "this week"), QT_TRANSLATE_NOOP("Sentence", "last week"), QT_TRANSLATE_NOOP("Sentence", "last %n weeks"), QT_TRANSLATE_NOOP("Sentence", "last %n full weeks")},
    UnitWords{RelativeDays::Unit::Month, QT_TRANSLATE_NOOP("Sentence", "this month"), QT_TRANSLATE_NOOP("Sentence", "last month"), QT_TRANSLATE_NOOP("Sentence", "last %n months"), QT_TRANSLATE_NOOP("Sentence", "last %n full months")},
    UnitWords{RelativeDays::Unit::Quarter, QT_TRANSLATE_NOOP("Sentence", "this quarter"), QT_TRANSLATE_NOOP("Sentence", "last quarter"), QT_TRANSLATE_NOOP("Sentence", "last %n quarters"), QT_TRANSLATE_NOOP("Sentence", "last %n full quarters")},
    UnitWords{RelativeDays::Unit::Year, QT_TRANSLATE_NOOP("Sentence", "this year"), QT_TRANSLATE_NOOP("Sentence", "last year"), QT_TRANSLATE_NOOP("Sentence", "last %n years"), QT_TRANSLATE_NOOP("Sentence", "last %n full years")},
    UnitWords{RelativeDays::Unit::BillingPeriod, QT_TRANSLATE_NOOP("Sentence", "this billing period"), QT_TRANSLATE_NOOP("Sentence", "last billing period"), QT_TRANSLATE_NOOP("Sentence", "last %n billing periods"), QT_TRANSLATE_NOOP("Sentence", "last %n full billing periods")},
};
// clang-format on

} // namespace

QString relativeText(const RelativeDays &period)
{
    const UnitWords &words = *std::ranges::find(unitWords, period.unit, &UnitWords::unit);
    int ago = period.startingDaysAgo;
    bool isFull = period.isFull;
    if (period.unit == RelativeDays::Unit::Day && period.count == 1 && !isFull && ago == 1) {
        isFull = true; // both mean yesterday
        ago = 0;
    }
    const QString days = period.count == 1 ? text(isFull ? words.previous : words.current)
                                           : counted(isFull ? words.full : words.latest, period.count);
    if (ago == 0)
        return days;
    //: A period such as "last 7 days" that is counted from an earlier day than today
    return (ago == 1 ? text("%1 starting yesterday")
                     : counted(QT_TRANSLATE_NOOP("Sentence", "%1 starting %n days ago"), ago))
        .arg(days);
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

namespace {

/// The words around a field's label, and those around a value that is shown as something else.
QString aggregatePattern(Aggregate aggregate)
{
    switch (aggregate) {
    case Aggregate::Count:
        return text("Records");
    case Aggregate::Average:
        return text("Average %1");
    case Aggregate::Minimum:
        return text("Smallest %1");
    case Aggregate::Maximum:
        return text("Largest %1");
    case Aggregate::CountDistinct:
        return text("Different values of %1");
    case Aggregate::Sum:
        break;
    }
    return {};
}

QString showAsPattern(ShowAs showAs)
{
    switch (showAs) {
    case ShowAs::PercentOfTotal:
        return text("%1 as % of total");
    case ShowAs::PercentOfParent:
        return text("%1 as % of parent");
    case ShowAs::Difference:
        return text("Difference in %1");
    case ShowAs::PercentDifference:
        return text("% difference in %1");
    case ShowAs::RunningTotal:
        return text("Running total of %1");
    case ShowAs::Rank:
        return text("Rank by %1");
    case ShowAs::Value:
        break;
    }
    return {};
}

/// The label in the pattern: as it is at its start, else as inside a sentence. An empty pattern is the label.
QString worded(const QString &pattern, const QString &label)
{
    if (pattern.isEmpty())
        return label;
    return pattern.contains(QLatin1String("%1"))
               ? QString(pattern).replace(QLatin1String("%1"),
                                          pattern.startsWith(QLatin1String("%1")) ? label : inSentence(label))
               : pattern;
}

} // namespace

QString measureLabel(core::DataSet dataSet, const Measure &measure)
{
    const QString value = worded(aggregatePattern(measure.aggregate), labelOf(dataSet, measure.field));
    return worded(showAsPattern(measure.showAs), value);
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
