// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/likeness.h"
#include "query/query.h"
#include "query/regularexpression.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace spendglass::query {

namespace {

constexpr int mostRanked = 1'000'000;

QString noSuchField(const Query &query, const FieldId &id)
{
    return QStringLiteral("%1 has no field \"%2\"").arg(core::dataSetName(query.dataSet), id);
}

/// How many values stand after an operator: at least and at most.
std::pair<qsizetype, qsizetype> valueCount(OperandForm form, FieldType type)
{
    switch (form) {
    case OperandForm::None:
        return {0, 0};
    case OperandForm::Two:
        return {2, 2};
    case OperandForm::List:
        return {1, std::numeric_limits<qsizetype>::max()};
    case OperandForm::Ranking:
        return type == FieldType::Number ? std::pair{1, 1} : std::pair{2, 2};
    case OperandForm::One:
    case OperandForm::Text:
    case OperandForm::Period:
        break;
    }
    return {1, 1};
}

/// Whether lines can be put in order by the measure inside of the database.
bool canRank(const Query &query, const Measure &measure)
{
    if (measure.showAs != ShowAs::Value || measure.aggregate == Aggregate::Average)
        return false;
    if (measure.aggregate == Aggregate::Count)
        return true;
    const std::optional<Field> field = findField(query.dataSet, measure.field);
    const bool isOfAmount = measure.aggregate != Aggregate::CountDistinct;
    return field && (field->role == FieldRole::Measure) == isOfAmount;
}

QString rankingProblem(const Query &query, const Condition &condition)
{
    bool isNumber = false;
    const int count = condition.values.value(0).toInt(&isNumber);
    if (!isNumber || count < 1 || count > mostRanked)
        return QStringLiteral("\"%1\" is not a number from 1 to %2")
            .arg(condition.values.value(0))
            .arg(mostRanked);
    if (condition.values.size() < 2)
        return {};
    const std::optional<Measure> measure = Measure::fromText(condition.values.at(1));
    if (!measure || !canRank(query, *measure))
        return QStringLiteral("%1 cannot be ranked by \"%2\"").arg(condition.field, condition.values.at(1));
    return {};
}

/// What is wrong with the values of an operator that the field can be asked; empty when nothing is.
QString operandProblem(const Query &query, const Condition &condition, const Field &field)
{
    const OperandForm form = operatorInfo(condition.op).operands;
    const auto [least, most] = valueCount(form, field.type);
    if (condition.values.size() < least || condition.values.size() > most)
        return QStringLiteral("the condition on %1 has a wrong number of values").arg(condition.field);
    if (form == OperandForm::Ranking)
        return rankingProblem(query, condition);
    const QString first = condition.values.value(0);
    if (form == OperandForm::Period)
        return RelativeDays::fromText(first) ? QString()
                                             : QStringLiteral("\"%1\" is not a period").arg(first);
    if (form == OperandForm::Text && first.isEmpty())
        return QStringLiteral("the condition on %1 looks for an empty text").arg(condition.field);
    const Operator positive = positiveOf(condition.op);
    if (positive == Operator::IsLike && foldedText(first).isEmpty())
        return QStringLiteral("the condition on %1 looks for punctuation alone").arg(condition.field);
    if (positive == Operator::Matches) {
        const std::optional<QString> problem = regularExpressionProblem(first);
        return problem ? QStringLiteral("\"%1\" is not a regular expression: %2").arg(first, *problem)
                       : QString();
    }
    for (const QString &value : condition.values) {
        if (!isValueOf(field.type, value))
            return QStringLiteral("\"%1\" is not a value of %2").arg(value, condition.field);
    }
    return {};
}

void addConditionProblems(const Query &query, const Condition &condition, QStringList &found)
{
    if (positiveOf(condition.op) == Operator::IsNotAvailable)
        return;
    const std::optional<Field> field = findField(query.dataSet, condition.field);
    if (!field) {
        found << noSuchField(query, condition.field);
        return;
    }
    if (!isAllowed(field->type, condition.op))
        found << QStringLiteral("%1 cannot be asked with this operator").arg(condition.field);
    else if (const QString problem = operandProblem(query, condition, *field); !problem.isEmpty())
        found << problem;
}

void addPredicateProblems(const Query &query, const Predicate &predicate, QStringList &found)
{
    if (!predicate.isOn || (predicate.isPinned && !appliesTo(query.dataSet, predicate)))
        return;
    if (predicate.kind == Predicate::Kind::Leaf)
        addConditionProblems(query, predicate.condition, found);
    if (predicate.kind == Predicate::Kind::Saved)
        found << QStringLiteral("there is no saved filter \"%1\"").arg(predicate.name);
    if (predicate.kind == Predicate::Kind::Not && predicate.children.size() != 1)
        found << QStringLiteral("a negation needs one part");
    for (const Predicate &child : predicate.children)
        addPredicateProblems(query, child, found);
}

void addGroupProblems(const Query &query, QStringList &found)
{
    QStringList seen;
    for (const FieldId &id : groupFields(query)) {
        const std::optional<Field> field = findField(query.dataSet, id);
        if (!field)
            found << noSuchField(query, id);
        else if (field->role == FieldRole::Measure)
            found << QStringLiteral("%1 is an amount: it can be summed, not grouped by").arg(id);
        else if (seen.contains(field->id))
            found << QStringLiteral("%1 is grouped by twice").arg(id);
        else
            seen << field->id;
    }
    for (const FieldId &id : query.showEmpty) {
        if (!seen.contains(canonicalId(query.dataSet, id)))
            found << QStringLiteral("%1 cannot show empty values: it is not grouped by").arg(id);
    }
}

QString measureProblem(const Query &query, const Measure &measure)
{
    const bool isAdditive = measure.aggregate == Aggregate::Sum || measure.aggregate == Aggregate::Count;
    const bool isOfAWhole = measure.showAs == ShowAs::PercentOfTotal ||
                            measure.showAs == ShowAs::PercentOfParent ||
                            measure.showAs == ShowAs::RunningTotal;
    if (isOfAWhole && !isAdditive)
        return QStringLiteral("%1: only sums and counts are parts of a whole").arg(measure.text());
    if (measure.needsComparison() && !query.comparison)
        return QStringLiteral("%1 needs a period to compare with").arg(measure.text());
    if (measure.aggregate == Aggregate::Count)
        return measure.field.isEmpty() ? QString()
                                       : QStringLiteral("count() counts records and takes no field");
    const std::optional<Field> field = findField(query.dataSet, measure.field);
    if (!field)
        return noSuchField(query, measure.field);
    const bool isDistinct = measure.aggregate == Aggregate::CountDistinct;
    if (!isDistinct && field->role != FieldRole::Measure)
        return QStringLiteral("%1 is not an amount and cannot be summed").arg(measure.field);
    if (isDistinct && field->role == FieldRole::Measure)
        return QStringLiteral("%1 is an amount: its different values are not counted").arg(measure.field);
    return {};
}

void addMeasureProblems(const Query &query, QStringList &found)
{
    if (query.measures.empty() && groupFields(query).empty())
        found << QStringLiteral("nothing is asked for: name rows, columns or measures");
    QStringList seen;
    for (const Measure &measure : query.measures) {
        if (seen.contains(measure.text()))
            found << QStringLiteral("%1 is asked for twice").arg(measure.text());
        seen << measure.text();
        if (const QString problem = measureProblem(query, measure); !problem.isEmpty())
            found << problem;
    }
}

void addTimeProblems(const Query &query, QStringList &found)
{
    // Leaving out incomplete days may leave none.
    const bool mayBeEmpty = query.completeDaysOnly;
    const bool isEmpty = query.from && query.to && *query.from == *query.to;
    if ((isEmpty && !mayBeEmpty) || (query.from && query.to && *query.from > *query.to))
        found << QStringLiteral("the period ends before it begins");
    const bool isDated = hasDates(query.dataSet);
    if (isDated && query.dateBasis == DateBasis::Reported && !findField(query.dataSet, u"reportedDate"))
        found << noSuchField(query, QStringLiteral("reportedDate"));
    if (isDated && query.granularity == core::Granularity::Hourly && !findField(query.dataSet, u"usageStart"))
        found << QStringLiteral("%1 knows days, not hours").arg(core::dataSetName(query.dataSet));
    if (query.months == Months::Billing && query.granularity == core::Granularity::Quarterly)
        found << QStringLiteral("billing periods make no quarters");
    if (isDated && query.asOf)
        found << QStringLiteral("%1 is kept as it stands now; only spend and summary have a past")
                     .arg(core::dataSetName(query.dataSet));
    if (!query.comparison)
        return;
    const Comparison &with = *query.comparison;
    if (isDated && !query.period && (!query.from || !query.to))
        found << QStringLiteral("a comparison needs a period with a beginning and an end");
    const bool hasEnds = with.from && (with.to || !isDated);
    const bool isNothing =
        isDated && hasEnds && (*with.from > *with.to || (*with.from == *with.to && !mayBeEmpty));
    if (with.with == Comparison::With::Days && (!hasEnds || isNothing))
        found << QStringLiteral("the period to compare with has no days");
}

void addTopProblems(const Query &query, QStringList &found)
{
    QStringList groups, seen;
    for (const FieldId &id : groupFields(query))
        groups << canonicalId(query.dataSet, id);
    for (const TopValues &top : query.tops) {
        const FieldId id = canonicalId(query.dataSet, top.field);
        const bool isUnit = std::ranges::any_of(query.measures, [&query, &id](const Measure &measure) {
            return unitFieldOf(query, measure) == id;
        });
        if (isUnit)
            found << QStringLiteral("%1 has no top values: amounts of different units are not compared")
                         .arg(top.field);
        if (!groups.contains(id))
            found << QStringLiteral("%1 has no top values: it is not grouped by").arg(top.field);
        if (seen.contains(id))
            found << QStringLiteral("the top values of %1 are asked for twice").arg(top.field);
        seen << id;
        const bool showsEmpty = std::ranges::any_of(query.showEmpty, [&query, &id](const FieldId &each) {
            return canonicalId(query.dataSet, each) == id;
        });
        if (showsEmpty)
            found << QStringLiteral("%1 shows either its top values or empty ones").arg(top.field);
        if (top.count < 1 || top.count > mostRanked)
            found << QStringLiteral("top values are from 1 to %1").arg(mostRanked);
        const std::optional<Measure> by = rankedBy(query, top);
        if (!by || !canRank(query, *by))
            found << QStringLiteral("%1 cannot be ranked by \"%2\"").arg(top.field, top.by);
    }
}

void addOrderProblems(const Query &query, QStringList &found)
{
    QStringList keys;
    for (const FieldId &id : groupFields(query))
        keys << canonicalId(query.dataSet, id);
    for (const FieldId &id : splitFields(query))
        keys << id;
    for (const Measure &measure : query.measures) {
        if (measure.showAs != ShowAs::RunningTotal) // it is made of the order
            keys << measure.text();
    }
    for (const SortKey &key : query.sort) {
        if (!keys.contains(canonicalId(query.dataSet, key.key)))
            found << QStringLiteral("cannot sort by %1: it is not part of the answer").arg(key.key);
    }
    if (query.limit && *query.limit < 1)
        found << QStringLiteral("the limit must be at least 1");
}

} // namespace

QStringList problems(const Query &query)
{
    QStringList found;
    addPredicateProblems(query, query.where, found);
    addGroupProblems(query, found);
    addMeasureProblems(query, found);
    addTimeProblems(query, found);
    addTopProblems(query, found);
    addOrderProblems(query, found);
    found.removeDuplicates();
    return found;
}

} // namespace spendglass::query
