// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sqlpredicate.h"

#include "core/decimal.h"
#include "query/likeness.h"
#include "query/regularexpression.h"
#include "query/sqlcompiler.h"

#include <algorithm>

namespace spendglass::query {

namespace {

/// What a condition compares: one expression, or the two columns of an amount.
struct Operand
{
    std::string expression;
    FieldType type;
};

/// A value in the type of its column, so that the engine casts nothing.
Value typedValue(FieldType type, const QString &text)
{
    switch (type) {
    case FieldType::Day:
        return *core::parseDay(text.toStdString());
    case FieldType::Instant:
        return core::parseTime(text.toStdString())->instant;
    case FieldType::Boolean:
        return text == QLatin1String("true");
    case FieldType::Text:
    case FieldType::Number:
        break;
    }
    return text;
}

std::string bound(FieldType type, const QString &text, Bindings &bindings)
{
    const std::string placeholder = bindings.bind(typedValue(type, text));
    return type == FieldType::Text ? "lower(" + placeholder + ")" : placeholder;
}

/// The comparisons are written in SQL as in the filter language; every other operator compares for equality.
std::string symbol(Operator op)
{
    const bool isOrder = op == Operator::Less || op == Operator::LessOrEqual || op == Operator::Greater ||
                         op == Operator::GreaterOrEqual;
    return std::string(" ") + operatorInfo(isOrder ? op : Operator::Is).sign + " ";
}

/// An amount against one value, exactly: the high parts decide, then the low parts.
std::string amountComparison(const std::string &stem, Operator op, const QString &text, Bindings &bindings)
{
    const core::Int128 units = core::Decimal::parse(text.toStdString())->value.units();
    const core::Int128 one = core::powerOfTen(16);
    core::Int128 low = units % one;
    if (low < 0)
        low += one;
    const std::string high = bindings.bind(qint64((units - low) / one));
    const std::string rest = bindings.bind(qint64(low));
    const std::string lowPart = stem + "_hi = " + high + " and " + stem + "_lo" + symbol(op) + rest;
    if (op == Operator::Is)
        return "(" + lowPart + ")";
    const bool isLess = op == Operator::Less || op == Operator::LessOrEqual;
    return "(" + stem + "_hi" + (isLess ? " < " : " > ") + high + " or (" + lowPart + "))";
}

std::string amountCondition(const std::string &stem, Operator op, const QStringList &values,
                            Bindings &bindings)
{
    if (op == Operator::IsEmpty || op == Operator::IsNotReported)
        return stem + "_hi is null";
    if (op == Operator::Between) {
        // One after the other: the order of evaluation inside one expression is the compiler's.
        const std::string low = amountComparison(stem, Operator::GreaterOrEqual, values.at(0), bindings);
        const std::string high = amountComparison(stem, Operator::LessOrEqual, values.at(1), bindings);
        return "(" + low + " and " + high + ")";
    }
    if (op != Operator::In)
        return amountComparison(stem, op, values.at(0), bindings);
    std::string parts;
    for (const QString &value : values)
        parts += (parts.empty() ? "" : " or ") + amountComparison(stem, Operator::Is, value, bindings);
    return "(" + parts + ")";
}

std::string listOf(FieldType type, const QStringList &values, Bindings &bindings)
{
    std::string list;
    for (const QString &value : values)
        list += (list.empty() ? "" : ", ") + bound(type, value, bindings);
    return list;
}

/// A condition of a positive operator on a text; null, which counts as "no", where the column is null.
std::string textCondition(const std::string &x, Operator op, const QStringList &values, Bindings &bindings)
{
    const std::string left = "lower(" + x + ")";
    if (op == Operator::IsEmpty)
        return "(" + x + " is null or " + x + " = '')";
    if (op == Operator::IsExactly)
        return x + " = " + bindings.bind(values.at(0));
    if (op == Operator::IsLike)
        return "translate(" + left + ", " + bindings.bind(ignoredCharacters()) +
               ", '') = " + bindings.bind(foldedText(values.at(0)));
    if (op == Operator::Matches)
        return "regexp_like(" + x + ", " +
               bindings.bind(QLatin1String("(?is)") + engineExpression(values.at(0))) + ")";
    if (op == Operator::In)
        return left + " in (" + listOf(FieldType::Text, values, bindings) + ")";
    const std::string first = bound(FieldType::Text, values.at(0), bindings);
    if (op == Operator::Contains)
        return "position(" + first + " in " + left + ") > 0";
    if (op == Operator::StartsWith)
        return "left(" + left + ", cast(length(" + first + ") as integer)) = " + first;
    if (op == Operator::EndsWith)
        return "right(" + left + ", cast(length(" + first + ") as integer)) = " + first;
    return left + " = " + first;
}

/// The same for every type.
std::string positiveCondition(const Operand &operand, Operator op, const QStringList &values,
                              Bindings &bindings)
{
    const auto &[x, type] = operand;
    if (type == FieldType::Number)
        return amountCondition(x, op, values, bindings);
    if (op == Operator::IsNotReported)
        return x + " is null";
    if (type == FieldType::Text)
        return textCondition(x, op, values, bindings);
    if (op == Operator::IsEmpty)
        return x + " is null";
    if (op == Operator::In)
        return x + " in (" + listOf(type, values, bindings) + ")";
    const std::string first = bound(type, values.at(0), bindings);
    if (op == Operator::Between)
        return x + " between " + first + " and " + bound(type, values.at(1), bindings);
    return x + symbol(op) + first;
}

/// A predicate over the facts "f".
class PredicateSql
{
public:
    PredicateSql(const Query &rankedIn, Bindings &bindings)
        : m_rankedIn(rankedIn)
        , m_dataSet(rankedIn.dataSet)
        , m_bindings(bindings)
    {}

    std::string of(const Predicate &predicate)
    {
        if (predicate.kind == Predicate::Kind::Leaf)
            return leaf(predicate.condition);
        if (predicate.kind == Predicate::Kind::Not)
            return "not coalesce(" + of(predicate.children.front()) + ", false)";
        const bool isAll = predicate.kind == Predicate::Kind::All;
        if (predicate.children.empty())
            return isAll ? "true" : "false";
        std::string parts;
        for (const Predicate &child : predicate.children)
            parts += (parts.empty() ? "" : isAll ? " and " : " or ") + of(child);
        return "(" + parts + ")";
    }

private:
    std::string leaf(const Condition &condition)
    {
        const Field field = *findField(m_dataSet, condition.field);
        if (isRanking(condition.op) && field.type == FieldType::Number)
            return rankedAmount(field, condition);
        const Operator op = positiveOf(condition.op);
        const bool isNegated = op != condition.op;
        const bool isFact = field.table == FieldTable::Fact;
        const std::string alias = isFact ? "f" : "d";
        const std::string x = field.type == FieldType::Number ? alias + "." + field.column.toStdString()
                                                              : fieldExpression(field, alias, m_bindings);
        const std::string test = isRanking(op)
                                     ? rankedValue(x, condition)
                                     : positiveCondition({x, field.type}, op, condition.values, m_bindings);
        if (isFact)
            return isNegated ? "not coalesce(" + test + ", false)" : test;
        // Keys are never null, so membership is two-valued and its negation exact.
        const SqlTable table = sqlTable(field.table);
        return std::string("f.") + table.key + (isNegated ? " not in" : " in") + " (select d.key from " +
               table.name + " as d where " + test + ")";
    }

    /// The period and every conjunct at the top that ranks nothing.
    Query base() const
    {
        Query base;
        base.dataSet = m_dataSet;
        base.dateBasis = m_rankedIn.dateBasis;
        base.from = m_rankedIn.from;
        base.to = m_rankedIn.to;
        base.asOf = m_rankedIn.asOf;
        for (Predicate &conjunct : conjunctsOf(m_rankedIn.where)) {
            if (!ranks(conjunct))
                base.where.children.push_back(std::move(conjunct));
        }
        return base;
    }

    /// One text for each value and for no value: "is not distinct from" in a correlated part of a nested
    /// condition gave wrong answers (DuckDB 1.4.4), and "in" finds no null.
    static std::string neverNull(const std::string &value)
    {
        return "coalesce('v' || cast(" + value + " as varchar), 'n')";
    }

    static std::string placeUpTo(const Condition &condition)
    {
        return ".place <= " + std::to_string(condition.values.at(0).toInt());
    }

    /// Whether x is one of the values of a field that are in the first places by a measure.
    std::string rankedValue(const std::string &x, const Condition &condition)
    {
        Query lines = base();
        lines.rows = {findField(m_dataSet, condition.field)->id};
        lines.measures = {*Measure::fromText(condition.values.at(1))};
        // Values of a unit field are each alone in their unit.
        const bool isUnit = unitFieldOf(lines, lines.measures.front()) == lines.rows.front();
        const std::string unit = splitFields(lines).empty() && !isUnit
                                     ? ""
                                     : std::string("partition by a.") + (isUnit ? "g0 " : "g1 ");
        const std::string direction = condition.op == Operator::Top ? "desc" : "asc";
        return neverNull(x) + " in (select " + neverNull("w.g0") + " from (select a.g0, rank() over (" +
               unit + "order by a.m0 " + direction + ") as place from (" + answerLines(lines, m_bindings) +
               ") as a where a.m0 is not null) as w where w" + placeUpTo(condition) + ")";
    }

    /// Whether the amount is one of those in the first places of its unit.
    std::string rankedAmount(const Field &field, const Condition &condition)
    {
        const std::string stem = field.column.toStdString();
        const std::string direction = condition.op == Operator::Top ? " desc" : " asc";
        const std::optional<Field> unit = findField(m_dataSet, field.unitField);
        const Query records = base();
        std::string unitValue = "''", join, key, outer;
        if (unit) {
            const SqlTable table = sqlTable(unit->table);
            const bool isFact = unit->table == FieldTable::Fact;
            unitValue = neverNull(std::string(isFact ? "f." : "u.") + unit->column.toStdString());
            if (!isFact)
                join = std::string(" join ") + table.name + " as u on u.key = f." + table.key;
            outer = isFact ? unitValue + ", " : std::string("f.") + table.key + ", ";
            key = isFact ? "w.unit, " : "u.key, ";
        }
        const std::string facts = factSource(records, m_bindings);
        std::string ranked = "(select " + unitValue + " as unit, f." + stem + "_hi as hi, f." + stem +
                             "_lo as lo, rank() over (partition by " + unitValue + " order by f." + stem +
                             "_hi" + direction + ", f." + stem + "_lo" + direction + ") as place from " +
                             facts + " as f" + join + " where f." + stem + "_hi is not null";
        const std::string where = whereClause(records, m_bindings);
        ranked += (where.empty() ? "" : " and " + where.substr(std::string(" where ").size())) + ") as w";
        if (!join.empty())
            ranked += std::string(" join ") + sqlTable(unit->table).name + " as u on " +
                      neverNull("u." + unit->column.toStdString()) + " = w.unit";
        return "coalesce((" + outer + "f." + stem + "_hi, f." + stem + "_lo) in (select " + key +
               "w.hi, w.lo from " + ranked + " where w" + placeUpTo(condition) + "), false)";
    }

    const Query &m_rankedIn;
    core::DataSet m_dataSet;
    Bindings &m_bindings;
};

/// DuckDB reads a key that begins with $ or / as a path and fails on a quote; such a key becomes a JSON
/// pointer, which PostgreSQL would take for a key. Keys of the service are not known to look like this.
QString jsonKey(QString key)
{
    const bool isPlain = !key.startsWith(QLatin1Char('$')) && !key.startsWith(QLatin1Char('/')) &&
                         !key.contains(QLatin1Char('"'));
    if (isPlain)
        return key;
    key.replace(QLatin1Char('~'), QLatin1String("~0")).replace(QLatin1Char('/'), QLatin1String("~1"));
    return QLatin1Char('/') + key;
}

} // namespace

std::string Bindings::bind(Value value)
{
    m_values.push_back(std::move(value));
    return "$" + std::to_string(m_values.size());
}

SqlTable sqlTable(FieldTable table)
{
    switch (table) {
    case FieldTable::Customer:
        return {"customer", "c", "customer_key"};
    case FieldTable::Subscription:
        return {"subscription", "s", "subscription_key"};
    case FieldTable::Meter:
        return {"meter", "m", "meter_key"};
    case FieldTable::Place:
        return {"place", "p", "place_key"};
    case FieldTable::Reservation:
        return {"reservation", "v", "reservation_key"};
    case FieldTable::Resource:
        return {"resource", "r", "resource_key"};
    case FieldTable::Fact:
        break;
    }
    return {"", "f", ""};
}

std::string factSource(const Query &query, Bindings &bindings)
{
    const std::string name = core::dataSetName(query.dataSet).toStdString();
    if (!query.asOf)
        return name + "_fact";
    const std::string then = bindings.bind(*query.asOf);
    return "(select row_number() over (order by fetch_id, page, resource_id, valid_from) - 1 as rowid, * "
           "from " +
           name + "_versions where valid_from <= " + then + " and (valid_to is null or valid_to > " + then +
           "))";
}

std::string fieldExpression(const Field &field, const std::string &alias, Bindings &bindings)
{
    const std::string column = alias + "." + field.column.toStdString();
    const std::optional<QString> key = tagKey(field.id) ? tagKey(field.id) : infoKey(field.id);
    if (!key)
        return column;
    const std::string placeholder = bindings.bind(jsonKey(*key));
    return "(cast(nullif(" + column + ", '') as json) ->> cast(" + placeholder + " as varchar))";
}

std::string whereClause(const Query &query, const Query &rankedIn, Bindings &bindings)
{
    std::vector<std::string> parts;
    if (hasDates(query.dataSet)) {
        const std::string day = query.dateBasis == DateBasis::Reported ? "f.reported_day" : "f.usage_day";
        if (query.from)
            parts.push_back(day + " >= " + bindings.bind(*query.from));
        if (query.to)
            parts.push_back(day + " < " + bindings.bind(*query.to));
    }
    const std::optional<Predicate> predicate = withoutOff(query.where);
    if (predicate && !predicate->isAlwaysTrue())
        parts.push_back(PredicateSql(rankedIn, bindings).of(*predicate));
    std::string text;
    for (const std::string &part : parts)
        text += (text.empty() ? " where " : " and ") + part;
    return text;
}

} // namespace spendglass::query
