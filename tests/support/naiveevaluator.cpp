// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/naiveevaluator.h"

#include <algorithm>

namespace spendglass::support {

using namespace spendglass::query;

namespace {

Value valueOf(const Record &record, const Query &query, const FieldId &id)
{
    const auto found = record.find(findField(query.dataSet, id)->id);
    return found == record.end() ? Value{} : found->second;
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

/// Null first, texts by code point as the engine has them.
bool isLess(const Value &a, const Value &b)
{
    const auto *left = std::get_if<QString>(&a);
    const auto *right = std::get_if<QString>(&b);
    return left && right ? left->toUtf8() < right->toUtf8() : a < b;
}

bool holds(const Condition &condition, const Query &query, const Record &record)
{
    const FieldType type = findField(query.dataSet, condition.field)->type;
    Value value = valueOf(record, query, condition.field);
    if (QString *text = std::get_if<QString>(&value))
        *text = text->toLower();
    const bool isNull = std::holds_alternative<std::monostate>(value);
    const auto operand = [&](int i) { return parsed(type, condition.values.at(i)); };
    const auto text = [](const Value &v) { return std::get<QString>(v); };
    const auto isOneOf = [&] {
        return std::any_of(condition.values.begin(), condition.values.end(),
                           [&](const QString &each) { return value == parsed(type, each); });
    };
    switch (condition.op) {
    case Operator::Is:
    case Operator::In:
        return isOneOf();
    case Operator::IsNot:
    case Operator::NotIn:
        return !isOneOf();
    case Operator::Contains:
        return !isNull && text(value).contains(text(operand(0)));
    case Operator::DoesNotContain:
        return isNull || !text(value).contains(text(operand(0)));
    case Operator::StartsWith:
        return !isNull && text(value).startsWith(text(operand(0)));
    case Operator::EndsWith:
        return !isNull && text(value).endsWith(text(operand(0)));
    case Operator::Less:
        return !isNull && value < operand(0);
    case Operator::LessOrEqual:
        return !isNull && value <= operand(0);
    case Operator::Greater:
        return !isNull && value > operand(0);
    case Operator::GreaterOrEqual:
        return !isNull && value >= operand(0);
    case Operator::Between:
        return !isNull && value >= operand(0) && value <= operand(1);
    case Operator::IsEmpty:
        return isNull || value == Value(QString());
    case Operator::IsNotEmpty:
        return !isNull && value != Value(QString());
    }
    return false;
}

/// True, false, or nothing for a part that is off.
std::optional<bool> holds(const Predicate &predicate, const Query &query, const Record &record)
{
    if (!predicate.isOn)
        return std::nullopt;
    if (predicate.kind == Predicate::Kind::Leaf)
        return holds(predicate.condition, query, record);
    std::vector<bool> parts;
    for (const Predicate &child : predicate.children) {
        if (const std::optional<bool> part = holds(child, query, record))
            parts.push_back(*part);
    }
    if (parts.empty() && (!predicate.children.empty() || predicate.kind == Predicate::Kind::Not))
        return std::nullopt;
    const auto trues = std::count(parts.begin(), parts.end(), true);
    if (predicate.kind == Predicate::Kind::Not)
        return trues == 0;
    return predicate.kind == Predicate::Kind::Any ? trues > 0 : std::size_t(trues) == parts.size();
}

Value bucket(const Query &query, const FieldId &id, const Value &value)
{
    const bool isDate = id == QLatin1String("usageDate") || id == QLatin1String("reportedDate");
    const auto *day = std::get_if<core::Day>(&value);
    const auto *instant = std::get_if<core::Instant>(&value);
    if (day && isDate && query.granularity == core::Granularity::Weekly)
        return core::firstOfWeek(*day);
    if (day && isDate && query.granularity == core::Granularity::Monthly)
        return core::firstOfMonth(*day);
    if (day && isDate && query.granularity == core::Granularity::Quarterly)
        return core::firstOfQuarter(*day);
    if (instant && id == QLatin1String("usageStart") && query.granularity == core::Granularity::Hourly)
        return core::Instant(std::chrono::floor<std::chrono::hours>(*instant));
    return value;
}

/// The next value of a running sum or count.
Value added(const Measure &measure, const Value &before, const Query &query, const Record &record)
{
    if (measure.aggregate == Aggregate::Count)
        return std::get<qint64>(before) + 1;
    const Value value = valueOf(record, query, measure.field);
    if (std::holds_alternative<std::monostate>(value) || std::holds_alternative<std::monostate>(before))
        return std::holds_alternative<std::monostate>(value) ? before : value;
    return *std::get<core::Decimal>(before).plus(std::get<core::Decimal>(value));
}

std::vector<Column> columnsOf(const Query &query, const std::vector<FieldId> &groups)
{
    std::vector<Column> columns;
    for (const FieldId &id : groups)
        columns.push_back({id, findField(query.dataSet, id)->type, FieldRole::Dimension});
    for (const Measure &measure : query.measures)
        columns.push_back({measure.text(), FieldType::Number, FieldRole::Measure});
    return columns;
}

/// -1, 0, 1 by the sort keys, then by all group columns.
int compare(const Query &query, const Table &shape, std::size_t groupCount, const std::vector<Value> &a,
            const std::vector<Value> &b)
{
    std::vector<std::pair<std::size_t, bool>> keys;
    for (const SortKey &key : query.sort)
        keys.emplace_back(std::size_t(shape.columnOf(key.key)), key.descending);
    for (std::size_t i = 0; i < groupCount; ++i)
        keys.emplace_back(i, false);
    for (const auto &[column, descending] : keys) {
        if (isLess(a[column], b[column]))
            return descending ? 1 : -1;
        if (isLess(b[column], a[column]))
            return descending ? -1 : 1;
    }
    return 0;
}

} // namespace

bool passes(const Query &query, const Record &record)
{
    if (findField(query.dataSet, u"usageDate")) {
        const bool isUsed = query.dateBasis == DateBasis::Used;
        const Value value =
            valueOf(record, query, isUsed ? QStringLiteral("usageDate") : QStringLiteral("reportedDate"));
        const auto *day = std::get_if<core::Day>(&value);
        if ((query.from && (!day || *day < *query.from)) || (query.to && (!day || *day >= *query.to)))
            return false;
    }
    return holds(query.where, query, record).value_or(true);
}

Table evaluate(const Query &query, const std::vector<Record> &records)
{
    std::vector<FieldId> groups = query.rows;
    for (const FieldId &id : splitFields(query))
        groups.push_back(id);
    groups.insert(groups.end(), query.columns.begin(), query.columns.end());
    std::vector<Value> nothing;
    for (const Measure &measure : query.measures)
        nothing.push_back(measure.aggregate == Aggregate::Count ? Value(qint64(0)) : Value());
    std::map<std::vector<Value>, std::vector<Value>> lines;
    if (groups.empty())
        lines[{}] = nothing;
    for (const Record &record : records) {
        if (!passes(query, record))
            continue;
        std::vector<Value> key;
        for (const FieldId &id : groups)
            key.push_back(bucket(query, id, valueOf(record, query, id)));
        std::vector<Value> &sums = lines.try_emplace(std::move(key), nothing).first->second;
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] = added(query.measures[i], sums[i], query, record);
    }
    Table table{columnsOf(query, groups), {}};
    std::vector<std::vector<Value>> sorted;
    for (const auto &[key, sums] : lines) {
        sorted.push_back(key);
        sorted.back().insert(sorted.back().end(), sums.begin(), sums.end());
    }
    std::sort(sorted.begin(), sorted.end(),
              [&](const auto &a, const auto &b) { return compare(query, table, groups.size(), a, b) < 0; });
    if (query.limit && qint64(sorted.size()) > *query.limit)
        sorted.resize(std::size_t(*query.limit));
    for (const std::vector<Value> &line : sorted)
        table.cells.insert(table.cells.end(), line.begin(), line.end());
    return table;
}

} // namespace spendglass::support
