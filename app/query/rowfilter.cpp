// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/rowfilter.h"

#include <algorithm>

namespace spendglass::query {

namespace {

Value typedValue(FieldType type, const QString &text)
{
    switch (type) {
    case FieldType::Number:
        return core::Decimal::parse(text.toStdString())->value;
    case FieldType::Day:
        return *core::parseDay(text.toStdString());
    case FieldType::Instant:
        return core::parseTime(text.toStdString())->instant;
    case FieldType::Boolean:
        return text == QLatin1String("true");
    case FieldType::Text:
        break;
    }
    return text.toLower();
}

bool isMissing(const Value &value)
{
    return std::holds_alternative<std::monostate>(value);
}

} // namespace

RowFilter::RowFilter(const Query &query)
    : m_from(query.from)
    , m_to(query.to)
{
    if (findField(query.dataSet, u"usageDate"))
        m_dateField = query.dateBasis == DateBasis::Reported ? QStringLiteral("reportedDate")
                                                             : QStringLiteral("usageDate");
    if (const std::optional<Predicate> where = withoutOff(query.where))
        m_root = prepared(query.dataSet, *where);
}

RowFilter::Node RowFilter::prepared(core::DataSet dataSet, const Predicate &predicate)
{
    Node node;
    node.kind = predicate.kind;
    for (const Predicate &child : predicate.children)
        node.children.push_back(prepared(dataSet, child));
    if (predicate.kind != Predicate::Kind::Leaf)
        return node;
    const Field field = *findField(dataSet, predicate.condition.field);
    node.field = field.id;
    node.op = positiveOf(predicate.condition.op);
    node.isNegated = node.op != predicate.condition.op;
    for (const QString &value : predicate.condition.values)
        node.values.push_back(typedValue(field.type, value));
    return node;
}

bool RowFilter::passes(const ValueOf &valueOf) const
{
    if (!m_dateField.isEmpty() && (m_from || m_to)) {
        const Value value = valueOf(m_dateField);
        const auto *const day = std::get_if<core::Day>(&value);
        if (!day || (m_from && *day < *m_from) || (m_to && *day >= *m_to))
            return false;
    }
    return holds(m_root, valueOf);
}

bool RowFilter::holds(const Node &node, const ValueOf &valueOf)
{
    const auto isTrue = [&valueOf](const Node &child) { return holds(child, valueOf); };
    switch (node.kind) {
    case Predicate::Kind::All:
        return std::ranges::all_of(node.children, isTrue);
    case Predicate::Kind::Any:
        return std::ranges::any_of(node.children, isTrue);
    case Predicate::Kind::Not:
        return !isTrue(node.children.front());
    case Predicate::Kind::Leaf:
    case Predicate::Kind::Saved:
        break;
    }
    return holds(node, valueOf(node.field)) != node.isNegated;
}

/// A missing value fulfils no positive condition but that it is empty.
bool RowFilter::holds(const Node &leaf, const Value &given)
{
    if (leaf.op == Operator::IsEmpty)
        return isMissing(given) || given == Value(QString());
    if (isMissing(given))
        return false;
    const auto *const text = std::get_if<QString>(&given);
    const Value value = text ? Value(text->toLower()) : given;
    const auto lower = [](const Value &each) { return std::get<QString>(each); };
    const Value &first = leaf.values.front();
    if (leaf.op == Operator::Contains)
        return lower(value).contains(lower(first));
    if (leaf.op == Operator::StartsWith)
        return lower(value).startsWith(lower(first));
    if (leaf.op == Operator::EndsWith)
        return lower(value).endsWith(lower(first));
    if (leaf.op == Operator::Less)
        return value < first;
    if (leaf.op == Operator::LessOrEqual)
        return value <= first;
    if (leaf.op == Operator::Greater)
        return value > first;
    if (leaf.op == Operator::GreaterOrEqual)
        return value >= first;
    if (leaf.op == Operator::Between)
        return value >= first && value <= leaf.values.at(1);
    return std::ranges::find(leaf.values, value) != leaf.values.end();
}

} // namespace spendglass::query
