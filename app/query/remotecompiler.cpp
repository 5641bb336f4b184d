// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/remotecompiler.h"

#include "query/sentence.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace spendglass::query {

namespace {

using core::Day;
using std::chrono::days;
using Kind = Predicate::Kind;

constexpr core::DataSet analytics = core::DataSet::Analytics;
constexpr QLatin1String usageDate("usageDate");

/// The fields in which raw rows are ordered, so that pages by offset neither repeat nor drop rows.
constexpr QLatin1String stableOrder("usageDate,customerTenantId,subscriptionId,meterCategory,"
                                    "meterSubcategory,meterUnit,resourceLocation,serviceType");

Day dayIn(const QString &text)
{
    return *core::parseDay(text.toStdString());
}

// What may be sent.

bool isCaseFree(const QString &text)
{
    return text.toLower() == text && text.toUpper() == text;
}

bool isName(const Field &field)
{
    return field.id == QLatin1String("customerName") || field.id == QLatin1String("subscriptionName");
}

/// Whether every service lets the same rows through, and more at most: one that tells upper from lower case
/// as well as one that does not, one that knows a missing text from an empty one as well as one that does
/// not.
bool isSure(const Field &field, const Condition &condition, GrammarLevel level)
{
    if (condition.values.contains(QString()))
        return false;
    const bool isDay = field.type == FieldType::Day;
    switch (condition.op) {
    case Operator::IsExactly:
        return level >= GrammarLevel::A;
    case Operator::Is:
    case Operator::In:
        return level >= GrammarLevel::A && (isDay || std::ranges::all_of(condition.values, isCaseFree));
    case Operator::Less:
    case Operator::LessOrEqual:
        return level >= GrammarLevel::B && isDay;
    case Operator::Greater:
    case Operator::GreaterOrEqual:
    case Operator::Between:
        return level >= GrammarLevel::C && isDay;
    case Operator::Contains:
        return level >= GrammarLevel::C && isName(field) && isCaseFree(condition.values.front());
    case Operator::IsNot:
    case Operator::NotIn:
    case Operator::IsNotExactly:
    case Operator::IsLike:
    case Operator::IsNotLike:
    case Operator::DoesNotContain:
    case Operator::StartsWith:
    case Operator::EndsWith:
    case Operator::Matches:
    case Operator::DoesNotMatch:
    case Operator::Within:
    case Operator::NotWithin:
    case Operator::Top:
    case Operator::Bottom:
    case Operator::IsEmpty:
    case Operator::IsNotEmpty:
    case Operator::IsNotReported:
    case Operator::IsReported:
    case Operator::IsNotAvailable:
    case Operator::IsAvailable:
        return false;
    }
    return false;
}

/// What the predicate says at least, as far as it may be sent; nothing where that is nothing.
std::optional<Predicate> sendable(const Predicate &node, GrammarLevel level)
{
    if (node.kind == Kind::Leaf) {
        const std::optional<Field> field = findField(analytics, node.condition.field);
        const bool isSent = field && field->remoteFilter && isSure(*field, node.condition, level);
        return isSent ? std::optional(node) : std::nullopt;
    }
    if (node.kind != Kind::All && node.kind != Kind::Any)
        return std::nullopt;
    Predicate kept = node;
    kept.children.clear();
    for (const Predicate &child : node.children) {
        std::optional<Predicate> part = sendable(child, level);
        if (part)
            kept.children.push_back(std::move(*part));
        else if (node.kind == Kind::Any)
            return std::nullopt;
    }
    return kept.children.empty() ? std::nullopt : std::optional(std::move(kept));
}

/// Whether some leaf is so.
template <class Test>
bool hasLeaf(const Predicate &node, const Test &test)
{
    return (node.kind == Kind::Leaf && test(node.condition)) ||
           std::ranges::any_of(node.children,
                               [&test](const Predicate &child) { return hasLeaf(child, test); });
}

/// Rankings look at the records that the other conjuncts let through, whatever theirs says beside; the
/// records of a comparison have days of their own; and a field that shows empty values shows those of all.
bool mayBeSent(const Query &query, const Predicate &conjunct)
{
    return !hasLeaf(conjunct, [&query](const Condition &condition) {
        return isRanking(condition.op) || (query.comparison && condition.field == usageDate);
    });
}

bool showsAllValues(const Query &query)
{
    return std::ranges::any_of(query.showEmpty, [](const FieldId &id) { return id != usageDate; });
}

// How it is said.

QString literal(const Field &field, QString value)
{
    value.replace(QLatin1Char('\''), QLatin1String("''"));
    const QString text = QLatin1Char('\'') + value + QLatin1Char('\'');
    return field.type == FieldType::Day
               ? QLatin1String("cast(") + text + QLatin1String(",Edm.DateTimeOffset)")
               : text;
}

QString comparison(const Field &field, const char *sign, const QString &value)
{
    return field.id + QLatin1Char(' ') + QLatin1String(sign) + QLatin1Char(' ') + literal(field, value);
}

/// Parentheses around whatever has an "and" or "or" of its own inside a larger whole.
QString group(const QStringList &parts, const char *word, bool isInside)
{
    const QString text = parts.join(QLatin1Char(' ') + QLatin1String(word) + QLatin1Char(' '));
    return isInside && parts.size() > 1 ? QLatin1Char('(') + text + QLatin1Char(')') : text;
}

/// Of a condition that is sure. Days: "before" is "up to the day before", which the document's own example
/// shows how to say.
QString leafText(const Condition &condition, bool isInside)
{
    const Field field = *findField(analytics, condition.field);
    const QString first = condition.values.front();
    if (condition.op == Operator::Contains)
        return QLatin1String("contains(") + field.id + QLatin1Char(',') + literal(field, first) +
               QLatin1Char(')');
    if (condition.op == Operator::Less)
        return comparison(field, "le", core::dayText(dayIn(first) - days(1)));
    if (condition.op == Operator::LessOrEqual)
        return comparison(field, "le", first);
    if (condition.op == Operator::Greater)
        return comparison(field, "gt", first);
    if (condition.op == Operator::GreaterOrEqual)
        return comparison(field, "ge", first);
    if (condition.op == Operator::Between)
        return group({comparison(field, "ge", first), comparison(field, "le", condition.values.at(1))}, "and",
                     isInside);
    QStringList parts;
    for (const QString &value : condition.values)
        parts << comparison(field, "eq", value);
    return group(parts, "or", isInside);
}

QString textOf(const Predicate &node, bool isInside)
{
    if (node.kind == Kind::Leaf)
        return leafText(node.condition, isInside);
    const bool isGroup = node.children.size() > 1;
    QStringList parts;
    for (const Predicate &child : node.children)
        parts << textOf(child, isInside || isGroup);
    return group(parts, node.kind == Kind::All ? "and" : "or", isInside);
}

void splitFilter(const Query &query, GrammarLevel level, RemoteQuery &remote)
{
    const Predicate where = withoutOff(query.where).value_or(Predicate{});
    const bool isAnySent = query.dataSet == analytics && !showsAllValues(query);
    for (const Predicate &conjunct : conjunctsOf(where)) {
        std::optional<Predicate> part;
        if (isAnySent && mayBeSent(query, conjunct))
            part = sendable(conjunct, level);
        if (part != conjunct)
            remote.residual.children.push_back(conjunct);
        if (part)
            remote.sent.children.push_back(std::move(*part));
    }
    if (!remote.sent.children.empty())
        remote.filter = textOf(remote.sent, false);
}

// Groups.

/// The fields that a query mentions, each once, in the order in which they are added.
class Mentioned
{
public:
    void add(const FieldId &id)
    {
        const std::optional<Field> field = findField(analytics, id);
        m_canGroup = m_canGroup && field && field->remoteGroup;
        if (std::ranges::find(m_ids, id) == m_ids.end())
            m_ids.push_back(id);
    }
    /// A sum needs its unit beside it, other aggregates need the records.
    void add(const Query &query, const Measure &measure)
    {
        if (measure.aggregate == Aggregate::CountDistinct)
            add(measure.field);
        else if (const std::optional<FieldId> unit = unitFieldOf(query, measure))
            add(*unit);
        m_canGroup = m_canGroup &&
                     (measure.aggregate == Aggregate::Sum || measure.aggregate == Aggregate::CountDistinct);
    }
    void add(const Query &query, const Predicate &node)
    {
        for (const Predicate &child : node.children)
            add(query, child);
        if (node.kind == Kind::Saved)
            m_canGroup = false; // nobody knows what it mentions
        if (node.kind != Kind::Leaf)
            return;
        add(node.condition.field);
        if (isRanking(node.condition.op) && node.condition.values.size() > 1) {
            const std::optional<Measure> by = Measure::fromText(node.condition.values.at(1));
            m_canGroup = m_canGroup && by.has_value();
            if (by)
                add(query, *by);
        }
    }

    bool canGroup() const { return m_canGroup && !m_ids.empty(); }
    const QStringList &ids() const { return m_ids; }

private:
    QStringList m_ids;
    bool m_canGroup = true;
};

Mentioned mentionedIn(const Query &query)
{
    Mentioned mentioned;
    for (const FieldId &id : groupFields(query))
        mentioned.add(id);
    for (const Measure &measure : query.measures)
        mentioned.add(query, measure);
    mentioned.add(query, withoutOff(query.where).value_or(Predicate{}));
    if (query.from || query.to)
        mentioned.add(usageDate);
    return mentioned;
}

/// Whether the condition has the same verdict on all days of a calendar month.
bool isByMonth(const Condition &condition)
{
    const auto isFirst = [](Day day) { return core::firstOfMonth(day) == day; };
    const auto value = [&condition](qsizetype at) { return dayIn(condition.values.at(at)); };
    if (condition.op == Operator::Less || condition.op == Operator::GreaterOrEqual)
        return isFirst(value(0));
    if (condition.op == Operator::LessOrEqual || condition.op == Operator::Greater)
        return isFirst(value(0) + days(1));
    return condition.op == Operator::Between && isFirst(value(0)) && isFirst(value(1) + days(1));
}

/// Whether calendar months are enough: every edge is one of a month, every bucket is made of months. A week's
/// first day is not documented, so weeks are made from days.
bool isByMonth(const Query &query)
{
    using core::Granularity;
    const bool isBucketed =
        (query.granularity == Granularity::Monthly || query.granularity == Granularity::Quarterly) &&
        query.months == Months::Calendar;
    const std::vector<FieldId> groups = groupFields(query);
    if (!isBucketed && (std::ranges::find(groups, usageDate) != groups.end() || query.comparison))
        return false;
    std::array edges{query.from, query.to, std::optional<Day>(), std::optional<Day>()};
    if (query.comparison) {
        edges[2] = query.comparison->from;
        edges[3] = query.comparison->to;
    }
    const bool areFirsts = std::ranges::all_of(
        edges, [](std::optional<Day> edge) { return !edge || core::firstOfMonth(*edge) == *edge; });
    const bool countsDays = std::ranges::any_of(query.measures, [](const Measure &measure) {
        return measure.aggregate == Aggregate::CountDistinct && measure.field == usageDate;
    });
    const bool hasOtherDays = hasLeaf(query.where, [](const Condition &condition) {
        const bool ranksDays =
            isRanking(condition.op) && condition.values.value(1).contains(usageDate, Qt::CaseInsensitive);
        return ranksDays || (condition.field == usageDate && !isByMonth(condition));
    });
    return areFirsts && !countsDays && !hasOtherDays;
}

/// From the earlier beginning to the later end of the period and what it is compared with.
void askForDays(const Query &query, RemoteQuery &remote)
{
    if (showsAllValues(query))
        return;
    std::optional<Day> from = query.from, to = query.to;
    if (const auto &with = query.comparison; with && with->from && with->to && from && to) {
        from = std::min(*from, *with->from);
        to = std::max(*to, *with->to);
    }
    if (from && to)
        to = std::max(*to, *from + days(1)); // a period without days is no question to the service
    if (from)
        remote.startDate = core::dayText(*from);
    if (to)
        remote.endDate = core::dayText(*to - days(1));
}

QString translated(const char *source)
{
    return QCoreApplication::translate("Query", source);
}

QString daysText(const RemoteQuery &remote)
{
    const auto shown = [](const QString &day) { return dayInSentence(dayIn(day)); };
    if (remote.endDate.isEmpty())
        return translated("days from %1 on").arg(shown(remote.startDate));
    if (remote.startDate.isEmpty())
        return translated("days up to %1").arg(shown(remote.endDate));
    return translated("days from %1 to %2").arg(shown(remote.startDate), shown(remote.endDate));
}

} // namespace

RemoteQuery compileRemote(const Query &query, GrammarLevel level, bool mayGroup)
{
    RemoteQuery remote;
    splitFilter(query, level, remote);
    if (query.dataSet != analytics)
        return remote;
    askForDays(query, remote);
    const Mentioned mentioned = mentionedIn(query);
    remote.isGroupedRemotely = mayGroup && mentioned.canGroup();
    remote.orderBy = stableOrder;
    if (!remote.isGroupedRemotely)
        return remote;
    remote.groupBy = remote.orderBy = mentioned.ids().join(QLatin1Char(','));
    if (mentioned.ids().contains(usageDate))
        remote.aggregationLevel = isByMonth(query) ? QStringLiteral("month") : QStringLiteral("day");
    return remote;
}

std::vector<RemoteQuery> remoteAttempts(const Query &query, bool mayGroup)
{
    std::vector<RemoteQuery> attempts;
    const auto isKnown = [&attempts](const RemoteQuery &remote) {
        return std::ranges::any_of(attempts, [&remote](const RemoteQuery &known) {
            return known.filter == remote.filter && known.groupBy == remote.groupBy;
        });
    };
    for (const bool isGrouped : {mayGroup, false}) {
        for (const GrammarLevel level :
             {GrammarLevel::C, GrammarLevel::B, GrammarLevel::A, GrammarLevel::None}) {
            RemoteQuery remote = compileRemote(query, level, isGrouped);
            if (!isKnown(remote))
                attempts.push_back(std::move(remote));
        }
    }
    return attempts;
}

QString remoteText(const RemoteQuery &remote, qint64 rows)
{
    const QString count = QLocale().toString(rows);
    QStringList parts;
    if (!remote.filter.isEmpty())
        parts << translated("rows where %1").arg(filterText(analytics, remote.sent));
    if (!remote.startDate.isEmpty() || !remote.endDate.isEmpty())
        parts << daysText(remote);
    if (remote.isGroupedRemotely) {
        QStringList labels;
        for (const QString &id : remote.groupBy.split(QLatin1Char(',')))
            labels << fieldLabel(*findField(analytics, id));
        const bool isMonthly = remote.aggregationLevel == QLatin1String("month");
        parts << (isMonthly ? translated("sums by %1, in months") : translated("sums by %1"))
                     .arg(labels.join(QLatin1String(", ")));
    }
    if (parts.isEmpty())
        return translated("The service sent everything it has: rows %1. The rest was done here.").arg(count);
    return translated("The service was asked for %1; it sent %2 rows. The rest was done here.")
        .arg(parts.join(QLatin1String("; ")), count);
}

} // namespace spendglass::query
