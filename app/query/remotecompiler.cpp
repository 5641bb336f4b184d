// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/remotecompiler.h"

#include <algorithm>

namespace spendglass::query {

namespace {

constexpr core::DataSet analytics = core::DataSet::Analytics;

/// The fields in which raw rows are ordered, so that pages by offset neither repeat nor drop rows.
const QString &stableOrder()
{
    static const QString order = QStringLiteral("usageDate,customerTenantId,subscriptionId,meterCategory,"
                                                "meterSubcategory,meterUnit,resourceLocation,serviceType");
    return order;
}

QString literal(FieldType type, QString value)
{
    value.replace(QLatin1Char('\''), QLatin1String("''"));
    const QString text = QLatin1Char('\'') + value + QLatin1Char('\'');
    return type == FieldType::Day ? QLatin1String("cast(") + text + QLatin1String(",Edm.DateTimeOffset)")
                                  : text;
}

QString comparison(const Field &field, const char *sign, const QString &value)
{
    return field.id + QLatin1Char(' ') + QLatin1String(sign) + QLatin1Char(' ') + literal(field.type, value);
}

/// Parentheses around whatever has an "and" or "or" of its own inside a larger whole.
QString group(const QStringList &parts, const char *word, bool isInside)
{
    const QString text = parts.join(QLatin1Char(' ') + QLatin1String(word) + QLatin1Char(' '));
    return isInside && parts.size() > 1 ? QLatin1Char('(') + text + QLatin1Char(')') : text;
}

QString eachValue(const Field &field, const char *sign, const QStringList &values, const char *word,
                  bool isInside)
{
    QStringList parts;
    for (const QString &value : values)
        parts << comparison(field, sign, value);
    return group(parts, word, isInside);
}

QString dayBefore(const QString &day)
{
    return core::dayText(*core::parseDay(day.toStdString()) - std::chrono::days(1));
}

/// The opposite that a Not around the condition stands for; nothing where the language has none.
std::optional<Operator> oppositeOf(Operator op)
{
    const Operator opposite = operatorInfo(op).opposite;
    return opposite == op ? std::nullopt : std::optional(opposite);
}

std::optional<QString> equality(const Field &field, const Condition &condition, bool isInside)
{
    // Whether the service tells an empty text from a missing one is not known; here they differ.
    if (condition.values.contains(QString()))
        return std::nullopt;
    const Operator positive = positiveOf(condition.op);
    if (positive != Operator::Is && positive != Operator::In)
        return std::nullopt;
    return positive == condition.op ? eachValue(field, "eq", condition.values, "or", isInside)
                                    : eachValue(field, "ne", condition.values, "and", isInside);
}

/// Days: "before" is "up to the day before", which the document's own example shows how to say.
std::optional<QString> range(const Field &field, const Condition &condition, GrammarLevel level,
                             bool isInside)
{
    const QString first = condition.values.value(0);
    if (level == GrammarLevel::A || field.type != FieldType::Day)
        return std::nullopt;
    if (condition.op == Operator::LessOrEqual)
        return comparison(field, "le", first);
    if (condition.op == Operator::Less)
        return comparison(field, "le", dayBefore(first));
    if (level != GrammarLevel::C)
        return std::nullopt;
    if (condition.op == Operator::Greater)
        return comparison(field, "gt", first);
    if (condition.op == Operator::GreaterOrEqual)
        return comparison(field, "ge", first);
    if (condition.op != Operator::Between)
        return std::nullopt;
    return group({comparison(field, "ge", first), comparison(field, "le", condition.values.value(1))}, "and",
                 isInside);
}

std::optional<QString> textSearch(const Field &field, const Condition &condition)
{
    if (field.type != FieldType::Text)
        return std::nullopt;
    if (condition.op == Operator::IsEmpty)
        return comparison(field, "eq", {});
    if (condition.op == Operator::IsNotEmpty)
        return comparison(field, "ne", {});
    const bool isName =
        field.id == QLatin1String("customerName") || field.id == QLatin1String("subscriptionName");
    if (!isName || condition.op != Operator::Contains)
        return std::nullopt;
    return QLatin1String("contains(") + field.id + QLatin1Char(',') +
           literal(field.type, condition.values.value(0)) + QLatin1Char(')');
}

std::optional<QString> leafText(const Condition &condition, GrammarLevel level, bool isInside)
{
    const std::optional<Field> field = findField(analytics, condition.field);
    if (!field || !field->remoteFilter)
        return std::nullopt;
    if (const std::optional<QString> text = equality(*field, condition, isInside))
        return text;
    if (const std::optional<QString> text = range(*field, condition, level, isInside))
        return text;
    return level == GrammarLevel::C ? textSearch(*field, condition) : std::nullopt;
}

std::optional<QString> textOf(const Predicate &predicate, GrammarLevel level, bool isInside);

/// The grammar has no "not": it is moved down to the comparisons.
std::optional<Predicate> negated(const Predicate &predicate)
{
    if (predicate.kind == Predicate::Kind::Not)
        return predicate.children.front();
    if (predicate.kind == Predicate::Kind::Leaf) {
        const std::optional<Operator> op = oppositeOf(predicate.condition.op);
        if (!op)
            return std::nullopt;
        return Predicate::leaf(predicate.condition.field, *op, predicate.condition.values);
    }
    std::vector<Predicate> children;
    for (const Predicate &child : predicate.children)
        children.push_back(Predicate::negation(child));
    const bool isAll = predicate.kind == Predicate::Kind::All;
    return isAll ? Predicate::any(std::move(children)) : Predicate::all(std::move(children));
}

std::optional<QString> textOf(const Predicate &predicate, GrammarLevel level, bool isInside)
{
    if (predicate.kind == Predicate::Kind::Leaf)
        return leafText(predicate.condition, level, isInside);
    if (predicate.kind == Predicate::Kind::Not) {
        const std::optional<Predicate> moved = negated(predicate.children.front());
        return moved ? textOf(*moved, level, isInside) : std::nullopt;
    }
    if (predicate.children.empty())
        return std::nullopt;
    const bool isGroup = predicate.children.size() > 1;
    QStringList parts;
    for (const Predicate &child : predicate.children) {
        const std::optional<QString> part = textOf(child, level, isInside || isGroup);
        if (!part)
            return std::nullopt;
        parts << *part;
    }
    return group(parts, predicate.kind == Predicate::Kind::All ? "and" : "or", isInside);
}

void splitFilter(const Query &query, GrammarLevel level, RemoteQuery &remote)
{
    std::vector<Predicate> sent;
    for (Predicate &conjunct : conjunctsOf(query.where)) {
        const bool canBeSent = query.dataSet == analytics && textOf(conjunct, level, false).has_value();
        (canBeSent ? sent : remote.residual.children).push_back(std::move(conjunct));
    }
    if (!sent.empty())
        remote.filter = *textOf(Predicate::all(std::move(sent)), level, false);
}

/// Row, split and column fields when the service can group by all of them and nothing else is wanted.
std::optional<std::vector<FieldId>> remoteGroups(const Query &query, const RemoteQuery &remote)
{
    const bool areSums = std::all_of(query.measures.begin(), query.measures.end(),
                                     [](const Measure &m) { return m.aggregate == Aggregate::Sum; });
    std::vector<FieldId> ids = groupFields(query);
    for (const FieldId &id : splitFields(query))
        ids.push_back(id);
    const bool areKnown = std::all_of(ids.begin(), ids.end(), [](const FieldId &id) {
        const std::optional<Field> field = findField(analytics, id);
        return field && field->remoteGroup;
    });
    if (!areSums || !areKnown || ids.empty() || !remote.residual.isAlwaysTrue())
        return std::nullopt;
    return ids;
}

/// A week's first day is not documented, so weeks are made from days; quarters are made from months.
QString aggregationLevel(core::Granularity granularity)
{
    const bool isByMonth =
        granularity == core::Granularity::Monthly || granularity == core::Granularity::Quarterly;
    return isByMonth ? QStringLiteral("month") : QStringLiteral("day");
}

/// The sort keys that are fields come first, then the rest of the groups.
QString groupOrder(const Query &query, const std::vector<FieldId> &groups)
{
    QStringList items;
    QStringList used;
    for (const SortKey &key : query.sort) {
        if (std::find(groups.begin(), groups.end(), key.key) == groups.end() || used.contains(key.key))
            continue;
        items << (key.descending ? key.key + QLatin1String(" desc") : key.key);
        used << key.key;
    }
    for (const FieldId &id : groups) {
        if (!used.contains(id))
            items << id;
    }
    return items.join(QLatin1Char(','));
}

} // namespace

RemoteQuery compileRemote(const Query &query, GrammarLevel level)
{
    RemoteQuery remote;
    splitFilter(query, level, remote);
    if (query.dataSet != analytics)
        return remote;
    if (query.from)
        remote.startDate = core::dayText(*query.from);
    if (query.to)
        remote.endDate = core::dayText(*query.to - std::chrono::days(1));
    const std::optional<std::vector<FieldId>> groups = remoteGroups(query, remote);
    remote.isGroupedRemotely = groups.has_value();
    remote.orderBy = groups ? groupOrder(query, *groups) : stableOrder();
    if (!groups)
        return remote;
    QStringList names;
    for (const FieldId &id : *groups)
        names << id;
    remote.groupBy = names.join(QLatin1Char(','));
    if (names.contains(QLatin1String("usageDate")))
        remote.aggregationLevel = aggregationLevel(query.granularity);
    return remote;
}

std::optional<QString> odataFilter(const Predicate &predicate, GrammarLevel level)
{
    const std::optional<Predicate> kept = withoutOff(predicate);
    if (!kept || kept->isAlwaysTrue())
        return QString();
    return textOf(*kept, level, false);
}

} // namespace spendglass::query
