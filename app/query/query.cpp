// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/query.h"

#include "core/decimal.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace spendglass::query {

namespace {

FieldId canonical(const Query &query, const FieldId &id)
{
    const std::optional<Field> field = findField(query.dataSet, id);
    return field ? field->id : id;
}

/// Whether a conjunct at the top of the tree lets only one value of the field through.
bool isPinned(const Query &query, const Predicate &predicate, const FieldId &unitField)
{
    if (!predicate.isOn)
        return false;
    if (predicate.kind == Predicate::Kind::All) {
        return std::any_of(predicate.children.begin(), predicate.children.end(),
                           [&](const Predicate &child) { return isPinned(query, child, unitField); });
    }
    const Condition &condition = predicate.condition;
    return predicate.kind == Predicate::Kind::Leaf && canonical(query, condition.field) == unitField &&
           (condition.op == Operator::Is || condition.op == Operator::In) && condition.values.size() == 1;
}

QString noSuchField(const Query &query, const FieldId &id)
{
    return QStringLiteral("%1 has no field \"%2\"").arg(core::dataSetName(query.dataSet), id);
}

/// An amount whose millionths fit the store's 64 bits, with room to spare.
bool isAmount(const QString &text)
{
    const auto parsed = core::Decimal::parse(text.toStdString());
    const auto limit = core::Decimal::fromInteger(9'000'000'000'000);
    return parsed && !parsed->rounded && parsed->value < limit &&
           parsed->value > core::Decimal::fromUnits(-limit.units());
}

/// How many values the operator takes: at least and at most.
std::pair<qsizetype, qsizetype> valueCount(Operator op)
{
    const Operator positive = positiveOf(op);
    if (positive == Operator::IsEmpty)
        return {0, 0};
    if (positive == Operator::Between)
        return {2, 2};
    if (positive == Operator::In)
        return {1, std::numeric_limits<qsizetype>::max()};
    return {1, 1};
}

bool isTextSearch(Operator op)
{
    return positiveOf(op) == Operator::Contains || op == Operator::StartsWith || op == Operator::EndsWith;
}

void addConditionProblems(const Query &query, const Condition &condition, QStringList &found)
{
    const std::optional<Field> field = findField(query.dataSet, condition.field);
    if (!field) {
        found << noSuchField(query, condition.field);
        return;
    }
    const std::vector<Operator> &allowed = operatorsFor(field->type);
    if (std::find(allowed.begin(), allowed.end(), condition.op) == allowed.end())
        found << QStringLiteral("%1 cannot be asked with this operator").arg(condition.field);
    const auto [least, most] = valueCount(condition.op);
    if (condition.values.size() < least || condition.values.size() > most)
        found << QStringLiteral("the condition on %1 has a wrong number of values").arg(condition.field);
    for (const QString &value : condition.values) {
        if (!isValueOf(field->type, value))
            found << QStringLiteral("\"%1\" is not a value of %2").arg(value, condition.field);
        else if (value.isEmpty() && isTextSearch(condition.op))
            found << QStringLiteral("the condition on %1 looks for an empty text").arg(condition.field);
    }
}

void addPredicateProblems(const Query &query, const Predicate &predicate, QStringList &found)
{
    if (!predicate.isOn)
        return;
    if (predicate.kind == Predicate::Kind::Leaf)
        addConditionProblems(query, predicate.condition, found);
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
        if (measure.aggregate == Aggregate::Count)
            continue;
        const std::optional<Field> field = findField(query.dataSet, measure.field);
        if (!field)
            found << noSuchField(query, measure.field);
        else if (field->role != FieldRole::Measure)
            found << QStringLiteral("%1 is not an amount and cannot be summed").arg(measure.field);
    }
}

void addTimeProblems(const Query &query, QStringList &found)
{
    if (query.from && query.to && *query.from >= *query.to)
        found << QStringLiteral("the period ends before it begins");
    const bool hasDates = findField(query.dataSet, u"usageDate").has_value();
    if (hasDates && query.dateBasis == DateBasis::Reported && !findField(query.dataSet, u"reportedDate"))
        found << noSuchField(query, QStringLiteral("reportedDate"));
    if (hasDates && query.granularity == core::Granularity::Hourly &&
        !findField(query.dataSet, u"usageStart"))
        found << QStringLiteral("%1 knows days, not hours").arg(core::dataSetName(query.dataSet));
    if (hasDates && query.asOf)
        found << QStringLiteral("%1 is kept as it stands now; only spend and summary have a past")
                     .arg(core::dataSetName(query.dataSet));
}

void addOrderProblems(const Query &query, QStringList &found)
{
    QStringList keys;
    for (const FieldId &id : groupFields(query))
        keys << canonical(query, id);
    for (const FieldId &id : splitFields(query))
        keys << id;
    for (const Measure &measure : query.measures)
        keys << measure.text();
    for (const SortKey &key : query.sort) {
        if (!keys.contains(canonical(query, key.key)))
            found << QStringLiteral("cannot sort by %1: it is not part of the answer").arg(key.key);
    }
    if (query.limit && *query.limit < 1)
        found << QStringLiteral("the limit must be at least 1");
}

} // namespace

Predicate Predicate::all(std::vector<Predicate> children)
{
    return {Kind::All, std::move(children), {}, true};
}

Predicate Predicate::any(std::vector<Predicate> children)
{
    return {Kind::Any, std::move(children), {}, true};
}

Predicate Predicate::negation(Predicate child)
{
    Predicate result{Kind::Not, {}, {}, true};
    result.children.push_back(std::move(child));
    return result;
}

Predicate Predicate::leaf(FieldId field, Operator op, QStringList values)
{
    return {Kind::Leaf, {}, Condition{std::move(field), op, std::move(values)}, true};
}

bool Predicate::isAlwaysTrue() const
{
    const std::optional<Predicate> rest = withoutOff(*this);
    return !rest || (rest->kind == Kind::All && rest->children.empty());
}

std::optional<Predicate> withoutOff(const Predicate &predicate)
{
    if (!predicate.isOn)
        return std::nullopt;
    if (predicate.kind == Predicate::Kind::Leaf)
        return predicate;
    Predicate result{predicate.kind, {}, {}, true};
    bool isAnyOn = false;
    for (const Predicate &child : predicate.children) {
        std::optional<Predicate> kept = withoutOff(child);
        if (!kept)
            continue;
        isAnyOn = true;
        const bool holdsAlways = kept->kind == Predicate::Kind::All && kept->children.empty();
        if (holdsAlways && predicate.kind == Predicate::Kind::Any)
            return Predicate{};
        if (!holdsAlways || predicate.kind != Predicate::Kind::All)
            result.children.push_back(std::move(*kept));
    }
    const bool mayBeEmpty = predicate.children.empty() && predicate.kind != Predicate::Kind::Not;
    return isAnyOn || mayBeEmpty ? std::optional(std::move(result)) : std::nullopt;
}

const std::vector<Operator> &operatorsFor(FieldType type)
{
    using enum Operator;
    static const std::vector<Operator> text{
        Is, IsNot, In, NotIn, Contains, DoesNotContain, StartsWith, EndsWith, IsEmpty, IsNotEmpty};
    static const std::vector<Operator> ordered{
        Is, IsNot, In, NotIn, Less, LessOrEqual, Greater, GreaterOrEqual, Between, IsEmpty, IsNotEmpty};
    static const std::vector<Operator> boolean{Is, IsNot, IsEmpty, IsNotEmpty};
    switch (type) {
    case FieldType::Text:
        return text;
    case FieldType::Boolean:
        return boolean;
    case FieldType::Number:
    case FieldType::Day:
    case FieldType::Instant:
        break;
    }
    return ordered;
}

Operator positiveOf(Operator op)
{
    if (op == Operator::IsNot)
        return Operator::Is;
    if (op == Operator::NotIn)
        return Operator::In;
    if (op == Operator::DoesNotContain)
        return Operator::Contains;
    if (op == Operator::IsNotEmpty)
        return Operator::IsEmpty;
    return op;
}

bool isValueOf(FieldType type, const QString &text)
{
    switch (type) {
    case FieldType::Text:
        return true;
    case FieldType::Number:
        return isAmount(text);
    case FieldType::Day:
        return core::parseDay(text.toStdString()).has_value();
    case FieldType::Instant:
        return core::parseTime(text.toStdString()).has_value();
    case FieldType::Boolean:
        return text == QLatin1String("true") || text == QLatin1String("false");
    }
    return false;
}

QString Measure::text() const
{
    return aggregate == Aggregate::Count ? QStringLiteral("count()") : QStringLiteral("sum(%1)").arg(field);
}

std::optional<Measure> Measure::fromText(QStringView text)
{
    if (text == QLatin1String("count()"))
        return Measure{Aggregate::Count, {}};
    if (!text.startsWith(QLatin1String("sum(")) || !text.endsWith(QLatin1Char(')')))
        return std::nullopt;
    const QString field = text.mid(4, text.size() - 5).trimmed().toString();
    if (field.isEmpty())
        return std::nullopt;
    return Measure{Aggregate::Sum, field};
}

std::vector<FieldId> groupFields(const Query &query)
{
    std::vector<FieldId> result = query.rows;
    result.insert(result.end(), query.columns.begin(), query.columns.end());
    return result;
}

std::vector<FieldId> splitFields(const Query &query)
{
    std::vector<FieldId> grouped;
    for (const FieldId &id : groupFields(query))
        grouped.push_back(canonical(query, id));
    std::vector<FieldId> result;
    for (const Measure &measure : query.measures) {
        const std::optional<Field> field = findField(query.dataSet, measure.field);
        if (measure.aggregate == Aggregate::Count || !field || field->unitField.isEmpty())
            continue;
        const FieldId &unit = field->unitField;
        const bool isThere = std::find(grouped.begin(), grouped.end(), unit) != grouped.end() ||
                             std::find(result.begin(), result.end(), unit) != result.end();
        if (!isThere && !isPinned(query, query.where, unit))
            result.push_back(unit);
    }
    return result;
}

QStringList problems(const Query &query)
{
    QStringList found;
    addPredicateProblems(query, query.where, found);
    addGroupProblems(query, found);
    addMeasureProblems(query, found);
    addTimeProblems(query, found);
    addOrderProblems(query, found);
    return found;
}

} // namespace spendglass::query
