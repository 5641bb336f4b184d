// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/naivefilter.h"

#include "query/likeness.h"
#include "query/regularexpression.h"

#include <algorithm>

namespace spendglass::support {

using namespace spendglass::query;

namespace {

bool isMissing(const Value &value)
{
    return std::holds_alternative<std::monostate>(value);
}

Value parsed(FieldType type, const QString &text)
{
    if (type == FieldType::Number)
        return core::Decimal::parse(text.toStdString())->value;
    if (type == FieldType::Day)
        return *core::parseDay(text.toStdString());
    if (type == FieldType::Instant)
        return core::parseTime(text.toStdString())->instant;
    if (type == FieldType::Boolean)
        return text == QLatin1String("true");
    return text.toLower();
}

/// An operator that takes a text of any form, asked of a text that is there.
bool holdsForText(Operator op, const QString &text, const QString &operand)
{
    if (op == Operator::IsExactly)
        return text == operand;
    if (op == Operator::IsLike)
        return foldedText(text) == foldedText(operand);
    if (op == Operator::Matches)
        return compiledExpression(operand).match(text).hasMatch();
    if (op == Operator::Contains)
        return text.toLower().contains(operand.toLower());
    if (op == Operator::StartsWith)
        return text.toLower().startsWith(operand.toLower());
    return op == Operator::EndsWith && text.toLower().endsWith(operand.toLower());
}

/// A positive operator that compares; the value is there. Operands have the value's type.
bool holdsForOrder(Operator op, const Value &value, const std::vector<Value> &operands)
{
    if (op == Operator::Less)
        return value < operands.at(0);
    if (op == Operator::LessOrEqual)
        return value <= operands.at(0);
    if (op == Operator::Greater)
        return value > operands.at(0);
    if (op == Operator::GreaterOrEqual)
        return value >= operands.at(0);
    return op == Operator::Between && value >= operands.at(0) && value <= operands.at(1);
}

bool hasRanking(const Predicate &predicate)
{
    return predicate.isOn &&
           ((predicate.kind == Predicate::Kind::Leaf && isRanking(predicate.condition.op)) ||
            std::ranges::any_of(predicate.children, hasRanking));
}

} // namespace

Value valueOf(const Query &query, const Record &record, const FieldId &id)
{
    const std::optional<Field> field = findField(query.dataSet, id);
    const auto found = record.find(field ? field->id : id);
    return found == record.end() ? Value{} : found->second;
}

bool isBefore(const Value &a, const Value &b)
{
    const auto *left = std::get_if<QString>(&a);
    const auto *right = std::get_if<QString>(&b);
    return left && right ? left->toUtf8() < right->toUtf8() : a < b;
}

Value aggregated(const Query &query, const Measure &measure, const std::vector<const Record *> &records)
{
    if (measure.aggregate == Aggregate::Count)
        return qint64(records.size());
    std::vector<Value> values;
    for (const Record *record : records) {
        if (const Value value = valueOf(query, *record, measure.field); !isMissing(value))
            values.push_back(value);
    }
    if (measure.aggregate == Aggregate::CountDistinct)
        return qint64(std::set<Value>(values.begin(), values.end()).size());
    if (values.empty())
        return {};
    if (measure.aggregate == Aggregate::Minimum)
        return *std::ranges::min_element(values);
    if (measure.aggregate == Aggregate::Maximum)
        return *std::ranges::max_element(values);
    core::Decimal sum;
    for (const Value &value : values)
        sum = *sum.plus(std::get<core::Decimal>(value));
    if (measure.aggregate == Aggregate::Sum)
        return sum;
    return *sum.dividedBy(core::Decimal::fromInteger(qint64(values.size())));
}

NaiveFilter::NaiveFilter(const Query &resolved, const std::vector<Record> &records)
    : m_query(resolved)
{
    Query base = m_query;
    base.where = {};
    for (const Predicate &conjunct : conjunctsOf(m_query.where)) {
        if (!hasRanking(conjunct))
            base.where.children.push_back(conjunct);
    }
    if (hasRanking(m_query.where))
        rank(m_query.where, passing(base, records));
}

bool NaiveFilter::passes(const Record &record) const
{
    return isWithin(record, m_query.from, m_query.to) && holds(m_query.where, record).value_or(true);
}

bool NaiveFilter::passesCompared(const Record &record) const
{
    return isWithin(record, m_query.comparison->from, m_query.comparison->to) &&
           holds(m_query.where, record).value_or(true);
}

/// Always where the data set has no dates.
bool NaiveFilter::isWithin(const Record &record, std::optional<core::Day> from,
                           std::optional<core::Day> to) const
{
    if (!findField(m_query.dataSet, u"usageDate") || (!from && !to))
        return true;
    const bool isUsed = m_query.dateBasis == DateBasis::Used;
    const Value value =
        valueOf(m_query, record, isUsed ? QStringLiteral("usageDate") : QStringLiteral("reportedDate"));
    const auto *day = std::get_if<core::Day>(&value);
    return day && (!from || *day >= *from) && (!to || *day < *to);
}

/// True, false, or nothing for a part that is off.
std::optional<bool> NaiveFilter::holds(const Predicate &predicate, const Record &record) const
{
    if (!predicate.isOn)
        return std::nullopt;
    if (predicate.kind == Predicate::Kind::Leaf)
        return holds(predicate.condition, record);
    std::vector<bool> parts;
    for (const Predicate &child : predicate.children) {
        if (const std::optional<bool> part = holds(child, record))
            parts.push_back(*part);
    }
    if (parts.empty() && (!predicate.children.empty() || predicate.kind == Predicate::Kind::Not))
        return std::nullopt;
    const auto trues = std::ranges::count(parts, true);
    if (predicate.kind == Predicate::Kind::Not)
        return trues == 0;
    return predicate.kind == Predicate::Kind::Any ? trues > 0 : std::size_t(trues) == parts.size();
}

bool NaiveFilter::holds(const Condition &condition, const Record &record) const
{
    const Operator op = positiveOf(condition.op);
    if (op != condition.op)
        return !holds({condition.field, op, condition.values}, record);
    const Field field = *findField(m_query.dataSet, condition.field);
    const Value value = valueOf(m_query, record, condition.field);
    if (isRanking(op)) {
        // A value is in if it is for any unit; an amount only among those of its own.
        const bool isAmount = field.type == FieldType::Number;
        return std::ranges::any_of(m_ranked.at(&condition), [&](const auto &place) {
            return place.second == value && (!isAmount || place.first == unitOf(field.unitField, record));
        });
    }
    if (op == Operator::IsNotReported || isMissing(value))
        return isMissing(value) && (op == Operator::IsNotReported || op == Operator::IsEmpty);
    if (op == Operator::IsEmpty)
        return value == Value(QString());
    const OperandForm form = operatorInfo(op).operands;
    if (form == OperandForm::Text || op == Operator::IsExactly)
        return holdsForText(op, std::get<QString>(value), condition.values.at(0));
    const auto *text = std::get_if<QString>(&value);
    const Value folded = text ? Value(text->toLower()) : value;
    std::vector<Value> operands;
    for (const QString &each : condition.values)
        operands.push_back(parsed(field.type, each));
    if (op == Operator::Is || op == Operator::In)
        return std::ranges::find(operands, folded) != operands.end();
    return holdsForOrder(op, folded, operands);
}

/// Fills in the places of every ranking condition of the tree.
void NaiveFilter::rank(const Predicate &predicate, const std::vector<const Record *> &base)
{
    if (predicate.kind == Predicate::Kind::Leaf && isRanking(predicate.condition.op) && predicate.isOn)
        m_ranked[&predicate.condition] = ranked(predicate.condition, base);
    for (const Predicate &child : predicate.children)
        rank(child, base);
}

/// What is ranked stands once for each record (an amount) or once for each value and unit (everything else).
/// A missing amount never ranks; a value that is missing ranks like any other, as it is a line of an answer,
/// too.
NaiveFilter::Places NaiveFilter::ranked(const Condition &condition,
                                        const std::vector<const Record *> &base) const
{
    struct Ranked
    {
        Value unit, value, by;
    };
    std::vector<Ranked> all;
    const Field field = *findField(m_query.dataSet, condition.field);
    if (field.type == FieldType::Number) {
        for (const Record *record : base) {
            const Value amount = valueOf(m_query, *record, field.id);
            all.push_back({unitOf(field.unitField, *record), amount, amount});
        }
    } else {
        const Measure measure = *Measure::fromText(condition.values.at(1));
        // A unit that a filter pins is one, however it is written: the answer's lines have no unit then.
        std::optional<FieldId> unit = unitFieldOf(m_query, measure);
        if (unit && pinnedValue(m_query, *unit))
            unit.reset();
        std::map<std::pair<Value, Value>, std::vector<const Record *>> groups;
        for (const Record *record : base)
            groups[{unitOf(unit, *record), valueOf(m_query, *record, field.id)}].push_back(record);
        for (const auto &[key, records] : groups)
            all.push_back({key.first, key.second, aggregated(m_query, measure, records)});
    }
    std::erase_if(all, [](const Ranked &each) { return isMissing(each.by); });
    const int most = condition.values.at(0).toInt();
    Places places;
    for (const Ranked &each : all) {
        const auto better = std::ranges::count_if(all, [&](const Ranked &other) {
            return other.unit == each.unit &&
                   (condition.op == Operator::Top ? other.by > each.by : other.by < each.by);
        });
        if (better < most)
            places.emplace(each.unit, each.value);
    }
    return places;
}

Value NaiveFilter::unitOf(const std::optional<FieldId> &unitField, const Record &record) const
{
    return unitField ? valueOf(m_query, record, *unitField) : Value();
}

bool passes(const Query &resolved, const Record &record)
{
    return NaiveFilter(resolved, {}).passes(record);
}

std::vector<const Record *> passing(const Query &resolved, const std::vector<Record> &records)
{
    const NaiveFilter filter(resolved, records);
    std::vector<const Record *> result;
    for (const Record &record : records) {
        if (filter.passes(record))
            result.push_back(&record);
    }
    return result;
}

} // namespace spendglass::support
