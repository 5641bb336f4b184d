// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/resolve.h"

#include "query/sentence.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace spendglass::query {

namespace {

using core::Day;
using std::chrono::days;
using Kind = Predicate::Kind;

Predicate inlined(Predicate node, const SavedFilters &filters, std::set<QString> &open)
{
    for (Predicate &child : node.children)
        child = inlined(std::move(child), filters, open);
    if (node.kind != Kind::Saved)
        return node;
    const auto found = filters.find(node.name);
    if (found == filters.end() || !open.insert(node.name).second)
        return node;
    Predicate result = node;
    result.kind = Kind::All;
    result.children = {inlined(found->second, filters, open)};
    open.erase(node.name);
    return result;
}

/// The filter without what moves or does not apply.
class Settling
{
public:
    Settling(core::DataSet dataSet, Day today, QStringList &remarks)
        : m_dataSet(dataSet)
        , m_today(today)
        , m_remarks(remarks)
    {}

    Predicate settled(const Predicate &node)
    {
        Predicate result{node.kind, {}, node.condition, node.isOn};
        if (node.isOn && node.isPinned && !appliesTo(m_dataSet, node)) {
            m_remarks << QCoreApplication::translate("Query",
                                                     "The filter %1 is ignored: not in this data set")
                             .arg(node.name.isEmpty() ? filterText(m_dataSet, node) : node.name);
            result.isOn = false;
        }
        if (node.kind == Kind::Leaf && result.isOn)
            return settledLeaf(node.condition);
        for (const Predicate &child : node.children)
            result.children.push_back(settled(child));
        return result;
    }

private:
    Predicate settledLeaf(const Condition &condition) const
    {
        const Operator positive = positiveOf(condition.op);
        const bool isNegative = positive != condition.op;
        if (positive == Operator::IsNotAvailable) {
            const bool isThere = findField(m_dataSet, condition.field).has_value();
            return isThere == isNegative ? Predicate::all({}) : Predicate::any({});
        }
        if (positive != Operator::Within)
            return Predicate::leaf(condition.field, condition.op, condition.values);
        const core::DayRange range = RelativeDays::fromText(condition.values.front())->daysAt(m_today);
        Predicate within = Predicate::all(
            {Predicate::leaf(condition.field, Operator::GreaterOrEqual, {core::dayText(range.from)}),
             Predicate::leaf(condition.field, Operator::Less, {core::dayText(range.to)})});
        return isNegative ? Predicate::negation(std::move(within)) : within;
    }

    core::DataSet m_dataSet;
    Day m_today;
    QStringList &m_remarks;
};

Day firstOfItsMonth(Day day, Months months)
{
    return months == Months::Billing ? core::firstOfBillingPeriod(day) : core::firstOfMonth(day);
}

/// How many whole months the days are; nothing when they are not.
std::optional<int> wholeMonths(core::DayRange range, Months months)
{
    if (firstOfItsMonth(range.from, months) != range.from || firstOfItsMonth(range.to, months) != range.to)
        return std::nullopt;
    int count = 0;
    for (Day at = range.from; at < range.to; ++count)
        at = firstOfItsMonth(at + days(35), months);
    return count;
}

core::DayRange movedByMonths(core::DayRange range, int months)
{
    const Day from = core::addMonthsClamped(range.from, months);
    if (core::firstOfMonth(range.to) == range.to ||
        std::chrono::year_month_day(range.to).day() == std::chrono::year_month_day(range.from).day())
        return {from, core::addMonthsClamped(range.to, months)};
    return {from, core::addMonthsClamped(range.to - days(1), months) + days(1)};
}

core::DayRange previousPeriod(const Query &query, core::DayRange range)
{
    if (query.period && !query.period->isFull && query.period->unit != RelativeDays::Unit::Day) {
        // Units of which the last is not over: as many whole ones before.
        RelativeDays before = *query.period;
        before.isFull = true;
        before.startingDaysAgo = 0;
        return before.daysAt(range.from);
    }
    if (const std::optional<int> count = wholeMonths(range, query.months); count && *count > 0)
        return {core::addMonthsClamped(range.from, -*count), range.from};
    return {range.from - (range.to - range.from), range.from};
}

core::DayRange comparedDays(const Query &query, core::DayRange range)
{
    const Comparison &with = *query.comparison;
    switch (with.with) {
    case Comparison::With::PreviousPeriod:
        return previousPeriod(query, range);
    case Comparison::With::SameDaysOfLastMonth:
        return movedByMonths(range, -1);
    case Comparison::With::SamePeriodLastYear:
        return movedByMonths(range, -12);
    case Comparison::With::Days:
        break;
    }
    return {*with.from, *with.to};
}

/// Of data that are kept as they stood: the day at whose end they are compared.
Day comparedDay(const Query &query, Day now)
{
    const Comparison &with = *query.comparison;
    if (with.with == Comparison::With::Days)
        return with.to && *with.to > *with.from ? *with.to - days(1) : *with.from;
    return core::addMonthsClamped(now, with.with == Comparison::With::SamePeriodLastYear ? -12 : -1);
}

void settleComparison(const Query &asked, core::Instant now, Query &query)
{
    const Day today = core::dayOf(now);
    Comparison settled{Comparison::With::Days};
    if (!hasDates(query.dataSet)) {
        settled.from = comparedDay(asked, core::dayOf(query.asOf.value_or(now)));
        query.comparison = settled;
        return;
    }
    core::DayRange range{*query.from, *query.to};
    core::DayRange before = comparedDays(asked, range);
    if (asked.comparison->isLikeForLike) {
        const Day soFar = std::max(range.from + days(1), std::min(range.to, today));
        const days count = std::min({range.to - range.from, soFar - range.from, before.to - before.from});
        query.to = range.from + count;
        before.to = before.from + count;
    }
    settled.from = before.from;
    settled.to = before.to;
    query.comparison = settled;
}

} // namespace

Query withSavedFilters(const Query &query, const SavedFilters &filters)
{
    Query result = query;
    std::set<QString> open;
    result.where = inlined(query.where, filters, open);
    return result;
}

namespace {

void addSaved(const Predicate &node, QStringList &names)
{
    if (node.kind == Kind::Saved && !names.contains(node.name))
        names << node.name;
    for (const Predicate &child : node.children)
        addSaved(child, names);
}

} // namespace

QStringList unresolvedFilters(const Predicate &where, const SavedFilters &filters)
{
    QStringList names;
    std::set<QString> open;
    addSaved(inlined(where, filters, open), names);
    return names;
}

namespace {

bool isSettledNode(core::DataSet dataSet, const Predicate &node)
{
    const Operator op = positiveOf(node.condition.op);
    const bool isLeaf = node.kind == Kind::Leaf;
    const bool isDone = !isLeaf || (op != Operator::Within && op != Operator::IsNotAvailable &&
                                    findField(dataSet, node.condition.field));
    return isDone && node.kind != Kind::Saved &&
           std::ranges::all_of(node.children,
                               [dataSet](const Predicate &child) { return isSettledNode(dataSet, child); });
}

} // namespace

bool isSettled(const Query &query)
{
    const std::optional<Predicate> where = withoutOff(query.where);
    return !query.period && (!query.comparison || query.comparison->with == Comparison::With::Days) &&
           (!where || isSettledNode(query.dataSet, *where));
}

Period periodAt(const Query &query, Day today)
{
    if (!query.period)
        return {query.from, query.to};
    const core::DayRange range = query.period->daysAt(today);
    return {range.from, range.to};
}

Resolution resolved(const Query &asked, core::Instant now, std::optional<Day> completeTo)
{
    Resolution result{asked, {}};
    Query &query = result.query;
    const Day today = core::dayOf(now);
    query.where =
        withoutOff(Settling(asked.dataSet, today, result.remarks).settled(asked.where)).value_or(Predicate{});
    const Period period = periodAt(asked, today);
    query.from = period.from;
    query.to = period.to;
    query.period.reset();
    const bool isCut = asked.completeDaysOnly && completeTo && hasDates(asked.dataSet) &&
                       (!query.to || *query.to > *completeTo);
    if (isCut) {
        query.to = query.from ? std::max(*query.from, *completeTo) : *completeTo;
        result.remarks << QCoreApplication::translate("Query",
                                                      "Days from %1 on are left out: not loaded whole")
                              .arg(dayInSentence(*query.to));
    }
    if (asked.comparison)
        settleComparison(asked, now, query);
    return result;
}

} // namespace spendglass::query
