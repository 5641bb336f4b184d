// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the docstrings leave room, the evaluator takes this:
// - "Each unit by itself" is a matter of the query: the unit field, when some measure has one, stays apart in
//   every level, ranking, percentage and running total, wherever among the fields it stands.
// - A level is what the query would answer without the fields that are summed over: its percentages, ranks
//   and running totals are of its own lines, and only fields that it has show empty values. But a level
//   without the column fields that the query has shows the totals themselves.
// - The lines that share a parent, of a column field, are those of the column fields before it, over all
//   rows.
// - Columns run in ascending order for a running total, lines in the order of the answer.
// - Different values of a day are counted by the day, not by the bucket.
// - A line without a value has no rank and no percentage. Others is ranked like any line.
// - A level none of whose fields keeps lines apart has one line, as an answer without fields has.
// - Empty values of a column field do not make a row where there is none, but where no rows are asked for.
#include "support/naiveevaluator.h"

#include <algorithm>
#include <functional>

namespace spendglass::support {

using namespace spendglass::query;

namespace {

using Key = std::vector<Value>;
using Records = std::vector<const Record *>;

bool isMissing(const Value &value)
{
    return std::holds_alternative<std::monostate>(value);
}

FieldId canonical(const Query &query, const FieldId &id)
{
    const std::optional<Field> field = findField(query.dataSet, id);
    return field ? field->id : id;
}

bool isDate(const FieldId &id)
{
    return id == QLatin1String("usageDate") || id == QLatin1String("reportedDate");
}

Value bucket(const Query &query, const FieldId &id, const Value &value)
{
    const auto *day = std::get_if<core::Day>(&value);
    const auto *instant = std::get_if<core::Instant>(&value);
    const bool isBilling = query.months == Months::Billing;
    if (day && isDate(id) && query.granularity == core::Granularity::Weekly)
        return core::firstOfWeek(*day);
    if (day && isDate(id) && query.granularity == core::Granularity::Monthly)
        return isBilling ? core::firstOfBillingPeriod(*day) : core::firstOfMonth(*day);
    if (day && isDate(id) && query.granularity == core::Granularity::Quarterly)
        return core::firstOfQuarter(*day);
    if (instant && id == QLatin1String("usageStart") && query.granularity == core::Granularity::Hourly)
        return core::Instant(std::chrono::floor<std::chrono::hours>(*instant));
    return value;
}

/// A record of the comparison with its days moved onto the period.
Record moved(const Query &query, const Record &record)
{
    if (!findField(query.dataSet, u"usageDate"))
        return record;
    const std::chrono::year_month_day to(*query.from), from(*query.comparison->from);
    const bool isByMonth = to.day() == from.day() && query.granularity != core::Granularity::Weekly;
    const int months =
        12 * (int(to.year()) - int(from.year())) + int(unsigned(to.month())) - int(unsigned(from.month()));
    const auto move = [&](core::Day day) {
        return isByMonth ? core::addMonthsClamped(day, months)
                         : day + (*query.from - *query.comparison->from);
    };
    Record result = record;
    for (auto &[id, value] : result) {
        if (auto *day = std::get_if<core::Day>(&value); day && isDate(id))
            value = move(*day);
        else if (auto *start = std::get_if<core::Instant>(&value); start && id == QLatin1String("usageStart"))
            value = core::Instant(move(core::dayOf(*start))) + (*start - core::Instant(core::dayOf(*start)));
    }
    return result;
}

/// Half even at 22 places twice: of the quotient, and nothing of the times hundred.
Value percent(const Value &part, const Value &whole)
{
    const auto decimal = [](const Value &value) -> std::optional<core::Decimal> {
        if (const auto *count = std::get_if<qint64>(&value))
            return core::Decimal::fromInteger(*count);
        const auto *amount = std::get_if<core::Decimal>(&value);
        return amount ? std::optional(*amount) : std::nullopt;
    };
    const auto a = decimal(part);
    const auto b = decimal(whole);
    const auto share = a && b ? a->dividedBy(*b) : std::nullopt;
    core::Int128 units = 0;
    if (!share || __builtin_mul_overflow(share->units(), core::Int128(100), &units))
        return {};
    return core::Decimal::fromUnits(units);
}

Value plus(const Value &a, const Value &b)
{
    if (isMissing(a) || isMissing(b))
        return isMissing(a) ? b : a;
    if (const auto *count = std::get_if<qint64>(&a))
        return *count + std::get<qint64>(b);
    return *std::get<core::Decimal>(a).plus(std::get<core::Decimal>(b));
}

/// A missing side counts as zero.
Value difference(const Value &now, const Value &before)
{
    if (const auto *count = std::get_if<qint64>(&now))
        return *count - std::get<qint64>(before);
    if (isMissing(now) && isMissing(before))
        return {};
    const core::Decimal zero;
    return *(isMissing(now) ? zero : std::get<core::Decimal>(now))
                .minus(isMissing(before) ? zero : std::get<core::Decimal>(before));
}

/// A line and what is behind it.
struct Line
{
    Key key; ///< row, split, column fields
    Records now, before;
    std::vector<Value> values; ///< of the measures
};

/// Which fields of the lines' keys count.
using Mask = std::vector<bool>;

Key masked(const Key &key, const Mask &mask)
{
    Key result = key;
    for (std::size_t i = 0; i < key.size(); ++i) {
        if (!mask[i])
            result[i] = {};
    }
    return result;
}

/// Whether the keys have the same values in these fields.
bool agree(const Key &a, const Key &b, const Mask &mask)
{
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (mask[i] && a[i] != b[i])
            return false;
    }
    return true;
}

class Evaluation
{
public:
    Evaluation(const Query &query, const std::vector<Record> &records, const std::vector<Record> &before)
        : m_query(query)
        , m_all(records)
        , m_rowCount(query.rows.size())
        , m_splitCount(splitFields(query).size())
        , m_fields(query.rows)
    {
        for (const FieldId &id : splitFields(query))
            m_fields.push_back(id);
        m_fields.insert(m_fields.end(), query.columns.begin(), query.columns.end());
        for (FieldId &id : m_fields)
            id = canonical(query, id);
        for (const Measure &measure : query.measures) {
            if (const std::optional<FieldId> unit = unitFieldOf(query, measure))
                m_unit = *unit;
        }
        collect(records, before);
        for (std::size_t i = 0; i < m_fields.size(); ++i) {
            for (const TopValues &top : query.tops) {
                if (canonical(query, top.field) == m_fields[i])
                    keepTop(i, top);
            }
        }
    }

    NaiveAnswer answer()
    {
        NaiveAnswer result;
        result.table = level(m_rowCount, true);
        if (m_query.limit && result.table.rowCount() > *m_query.limit)
            result.table.cells.resize(std::size_t(*m_query.limit) * result.table.columns.size());
        for (std::size_t depth = m_rowCount + 1; depth-- > 0 && m_query.subtotals;) {
            if (depth < m_rowCount && !m_query.columns.empty())
                result.levels.push_back({int(depth), true, level(depth, true)});
            if (depth < m_rowCount || !m_query.columns.empty())
                result.levels.push_back({int(depth), false, level(depth, false)});
        }
        return result;
    }

private:
    bool isRow(std::size_t field) const { return field < m_rowCount; }
    bool isColumn(std::size_t field) const { return field >= m_rowCount + m_splitCount; }

    Mask mask(std::size_t depth, bool hasColumns) const
    {
        Mask result(m_fields.size());
        for (std::size_t i = 0; i < m_fields.size(); ++i) {
            const bool isKept = isRow(i) ? i < depth : !isColumn(i) || hasColumns;
            result[i] = isKept || m_fields[i] == m_unit;
        }
        return result;
    }

    /// The lines of the finest table, each once.
    void collect(const std::vector<Record> &records, const std::vector<Record> &before)
    {
        const NaiveFilter filter(m_query, records);
        std::map<Key, Line> lines;
        const auto lineOf = [&](const Record &record) -> Line & {
            Key key;
            for (const FieldId &id : m_fields)
                key.push_back(bucket(m_query, id, valueOf(m_query, record, id)));
            return lines.try_emplace(key, Line{key, {}, {}, {}}).first->second;
        };
        for (const Record &record : records) {
            if (filter.passes(record))
                lineOf(record).now.push_back(&record);
        }
        const bool hasDates = findField(m_query.dataSet, u"usageDate").has_value();
        for (const Record &record : hasDates ? records : before) {
            if (m_query.comparison && filter.passesCompared(record))
                lineOf(moved(m_query, record)).before.push_back(&record);
        }
        for (auto &[key, line] : lines)
            m_lines.push_back(std::move(line));
    }

    /// Lines that agree in the masked fields become one.
    std::vector<Line> merged(const Mask &mask) const
    {
        std::map<Key, Line> lines;
        for (const Line &each : m_lines) {
            const Key key = masked(each.key, mask);
            Line &line = lines.try_emplace(key, Line{key, {}, {}, {}}).first->second;
            line.now.insert(line.now.end(), each.now.begin(), each.now.end());
            line.before.insert(line.before.end(), each.before.begin(), each.before.end());
        }
        std::vector<Line> result;
        for (auto &[key, line] : lines)
            result.push_back(std::move(line));
        return result;
    }

    /// The fields before that one on its side, and the unit.
    Mask parentMask(std::size_t field) const
    {
        Mask result(m_fields.size());
        for (std::size_t i = 0; i < m_fields.size(); ++i) {
            const bool isAbove = i < field && isRow(i) == isRow(field);
            result[i] = isAbove || m_fields[i] == m_unit || (!isRow(i) && !isColumn(i));
        }
        return result;
    }

    /// Turns the values of a field that are not in the first places below their parent and in their unit to
    /// Others. What has no record in the period itself is not ranked.
    void keepTop(std::size_t field, const TopValues &top)
    {
        const Mask parent = parentMask(field);
        Mask own = parent;
        own[field] = true;
        const Measure by = *rankedBy(m_query, top);
        struct Ranked
        {
            Key key;
            Value value;
        };
        std::vector<Ranked> all;
        for (const Line &line : merged(own)) {
            if (!line.now.empty())
                all.push_back({line.key, aggregated(m_query, by, line.now)});
        }
        std::set<Key> kept;
        for (const Ranked &each : all) {
            const auto better = std::ranges::count_if(all, [&](const Ranked &other) {
                if (!agree(other.key, each.key, parent) || isMissing(other.value))
                    return false;
                if (isMissing(each.value))
                    return true;
                return top.isBottom ? other.value < each.value : other.value > each.value;
            });
            if (better < top.count)
                kept.insert(each.key);
        }
        for (Line &line : m_lines) {
            if (!kept.contains(masked(line.key, own)))
                line.key[field] = Others{};
        }
        m_lines = merged(Mask(m_fields.size(), true));
    }

    Table level(std::size_t depth, bool hasColumns);
    std::vector<Key> columnKeys(const std::vector<Line> &lines, bool hasColumns) const;
    void showEmpty(std::vector<Line> &lines, std::size_t depth, bool hasColumns) const;
    std::set<Key> withEmpty(const std::set<Key> &present, std::size_t first, std::size_t end) const;
    std::set<Value> universe(std::size_t field) const;
    bool showsEmpty(std::size_t field) const
    {
        return std::ranges::any_of(
            m_query.showEmpty, [&](const FieldId &id) { return canonical(m_query, id) == m_fields[field]; });
    }

    Value valueOfMeasure(const Measure &measure, const Line &line, std::size_t depth, bool hasColumns) const;
    Value wholeOf(const Measure &measure, const Line &line, const Mask &mask) const;
    void rank(std::vector<Line> &lines, std::size_t measure, std::size_t depth) const;
    void runTotals(std::vector<Line> &lines, std::size_t measure, std::size_t depth, bool hasColumns) const;
    void sort(std::vector<Line> &lines) const;
    std::vector<Column> columns() const;

    const Query &m_query;
    const std::vector<Record> &m_all;
    std::size_t m_rowCount, m_splitCount;
    std::vector<FieldId> m_fields; ///< row, split, column fields
    FieldId m_unit;                ///< the field that is never summed over
    std::vector<Line> m_lines;
};

std::vector<Column> Evaluation::columns() const
{
    std::vector<FieldId> ids = m_query.rows;
    for (const FieldId &id : splitFields(m_query))
        ids.push_back(id);
    ids.insert(ids.end(), m_query.columns.begin(), m_query.columns.end());
    std::vector<Column> result;
    for (const FieldId &id : ids)
        result.push_back({id, findField(m_query.dataSet, id)->type, FieldRole::Dimension});
    for (const Measure &measure : m_query.measures)
        result.push_back({measure.text(), FieldType::Number, FieldRole::Measure});
    return result;
}

/// The lines of a level, finished and sorted.
Table Evaluation::level(std::size_t depth, bool hasColumns)
{
    const Mask own = mask(depth, hasColumns);
    std::vector<Line> lines = merged(own);
    if (lines.empty() && std::ranges::none_of(own, std::identity()))
        lines.push_back({Key(m_fields.size()), {}, {}, {}});
    showEmpty(lines, depth, hasColumns);
    for (Line &line : lines) {
        for (const Measure &measure : m_query.measures)
            line.values.push_back(valueOfMeasure(measure, line, depth, hasColumns));
    }
    for (std::size_t i = 0; i < m_query.measures.size(); ++i) {
        if (m_query.measures[i].showAs == ShowAs::Rank)
            rank(lines, i, depth);
    }
    sort(lines);
    for (std::size_t i = 0; i < m_query.measures.size(); ++i) {
        if (m_query.measures[i].showAs == ShowAs::RunningTotal)
            runTotals(lines, i, depth, hasColumns);
    }
    Table table{columns(), {}};
    for (const Line &line : lines) {
        table.cells.insert(table.cells.end(), line.key.begin(), line.key.end());
        table.cells.insert(table.cells.end(), line.values.begin(), line.values.end());
    }
    return table;
}

/// Ranks and running totals are left as values here: they look at other lines.
Value Evaluation::valueOfMeasure(const Measure &measure, const Line &line, std::size_t depth,
                                 bool hasColumns) const
{
    const Value value = aggregated(m_query, measure, line.now);
    const auto before = [&] { return aggregated(m_query, measure, line.before); };
    switch (measure.showAs) {
    case ShowAs::PercentOfTotal:
        return percent(value, wholeOf(measure, line, mask(0, hasColumns)));
    case ShowAs::PercentOfParent:
        return percent(value, wholeOf(measure, line, mask(depth == 0 ? 0 : depth - 1, hasColumns)));
    case ShowAs::Difference:
        return difference(value, before());
    case ShowAs::PercentDifference:
        return percent(difference(value, before()), before());
    case ShowAs::Value:
    case ShowAs::RunningTotal:
    case ShowAs::Rank:
        break;
    }
    return value;
}

/// What all records come to whose lines agree with this one in the masked fields.
Value Evaluation::wholeOf(const Measure &measure, const Line &line, const Mask &mask) const
{
    Records records;
    for (const Line &each : m_lines) {
        if (agree(each.key, line.key, mask))
            records.insert(records.end(), each.now.begin(), each.now.end());
    }
    return aggregated(m_query, measure, records);
}

/// Among the lines that share a parent, in the same column.
void Evaluation::rank(std::vector<Line> &lines, std::size_t measure, std::size_t depth) const
{
    const Mask parent = mask(depth == 0 ? 0 : depth - 1, true);
    std::map<Key, std::vector<Line *>> siblings;
    for (Line &line : lines)
        siblings[masked(line.key, parent)].push_back(&line);
    for (const auto &[key, those] : siblings) {
        std::vector<Value> ranks;
        for (const Line *line : those) {
            const auto better = std::ranges::count_if(those, [&](const Line *other) {
                return isBefore(line->values[measure], other->values[measure]);
            });
            ranks.push_back(isMissing(line->values[measure]) ? Value() : Value(qint64(better) + 1));
        }
        for (std::size_t i = 0; i < those.size(); ++i)
            those[i]->values[measure] = ranks[i];
    }
}

/// Along the columns where there are some; else down the lines that share a parent, in the order they have.
void Evaluation::runTotals(std::vector<Line> &lines, std::size_t measure, std::size_t depth,
                           bool hasColumns) const
{
    const bool isAlong = hasColumns && !m_query.columns.empty();
    if (!isAlong && !m_query.columns.empty())
        return; // the total over the columns is what the running total ends with
    const Mask shared = isAlong ? mask(depth, false) : mask(depth == 0 ? 0 : depth - 1, false);
    std::vector<Line *> order;
    for (Line &line : lines)
        order.push_back(&line);
    if (isAlong) {
        const auto columnsOf = [&](const Line *line) {
            return Key(line->key.begin() + std::ptrdiff_t(m_rowCount + m_splitCount), line->key.end());
        };
        std::ranges::stable_sort(order, [&](const Line *a, const Line *b) {
            return std::ranges::lexicographical_compare(columnsOf(a), columnsOf(b), isBefore);
        });
    }
    std::map<Key, Value> totals;
    for (Line *line : order) {
        Value &total = totals[masked(line->key, shared)];
        total = plus(total, line->values[measure]);
        line->values[measure] = total;
    }
}

/// By the keys, then by all fields; null is the smallest value, Others the greatest.
void Evaluation::sort(std::vector<Line> &lines) const
{
    struct Item
    {
        std::size_t column;
        bool descending;
    };
    std::vector<Item> items;
    for (const SortKey &key : m_query.sort) {
        for (std::size_t i = 0; i < m_fields.size(); ++i) {
            if (m_fields[i] == canonical(m_query, key.key))
                items.push_back({i, key.descending});
        }
        for (std::size_t i = 0; i < m_query.measures.size(); ++i) {
            if (m_query.measures[i].text() == key.key)
                items.push_back({m_fields.size() + i, key.descending});
        }
    }
    for (std::size_t i = 0; i < m_fields.size(); ++i)
        items.push_back({i, false});
    const auto cell = [this](const Line &line, std::size_t column) {
        return column < m_fields.size() ? line.key[column] : line.values[column - m_fields.size()];
    };
    std::ranges::sort(lines, [&](const Line &a, const Line &b) {
        for (const Item &item : items) {
            const Value left = cell(a, item.column), right = cell(b, item.column);
            if (isBefore(left, right) || isBefore(right, left))
                return isBefore(left, right) != item.descending;
        }
        return false;
    });
}

/// Every value that some record of the data set has; of the date that the period is about every bucket of the
/// period, between days that have lines where that is open.
std::set<Value> Evaluation::universe(std::size_t field) const
{
    std::set<Value> values;
    const bool isUsed = m_query.dateBasis == DateBasis::Used;
    if (m_fields[field] != (isUsed ? QStringLiteral("usageDate") : QStringLiteral("reportedDate"))) {
        for (const Record &record : m_all)
            values.insert(bucket(m_query, m_fields[field], valueOf(m_query, record, m_fields[field])));
        return values;
    }
    std::set<core::Day> days;
    for (const Line &line : m_lines) {
        if (const auto *day = std::get_if<core::Day>(&line.key[field]))
            days.insert(*day);
    }
    if (days.empty() && (!m_query.from || !m_query.to))
        return {};
    const core::Day to = m_query.to ? *m_query.to : *days.rbegin() + std::chrono::days(1);
    for (core::Day day = m_query.from ? *m_query.from : *days.begin(); day < to; day += std::chrono::days(1))
        values.insert(bucket(m_query, m_fields[field], day));
    return values;
}

/// The parts of keys from first to end that are there, and those that only empty values have.
std::set<Key> Evaluation::withEmpty(const std::set<Key> &present, std::size_t first, std::size_t end) const
{
    std::set<Key> parents{Key()};
    for (std::size_t field = first; field < end; ++field) {
        std::set<Key> next;
        for (const Key &key : present)
            next.insert(Key(key.begin(), key.begin() + std::ptrdiff_t(field - first + 1)));
        const std::set<Key> there = next;
        for (const Key &parent : parents) {
            const bool hasChild = std::ranges::any_of(
                there, [&](const Key &key) { return std::equal(parent.begin(), parent.end(), key.begin()); });
            std::set<Value> values;
            if (showsEmpty(field))
                values = universe(field);
            else if (!hasChild && !parent.empty()) // a parent that only empty values have
                values = {Value()};
            for (const Value &value : values) {
                Key key = parent;
                key.push_back(value);
                next.insert(key);
            }
        }
        parents = next;
    }
    return parents;
}

/// Adds the lines that only empty values have.
void Evaluation::showEmpty(std::vector<Line> &lines, std::size_t depth, bool hasColumns) const
{
    if (m_query.showEmpty.empty())
        return;
    const std::size_t firstColumn = m_rowCount + m_splitCount;
    const std::size_t endOfColumns = hasColumns ? m_fields.size() : firstColumn;
    std::set<Key> heads, sides, rows, present;
    for (const Line &line : lines) {
        present.insert(line.key);
        rows.insert(Key(line.key.begin(), line.key.begin() + std::ptrdiff_t(depth)));
        heads.insert(Key(line.key.begin(), line.key.begin() + std::ptrdiff_t(firstColumn)));
        sides.insert(Key(line.key.begin() + std::ptrdiff_t(firstColumn), line.key.end()));
    }
    bool isEveryColumn = false;
    for (std::size_t i = firstColumn; i < endOfColumns; ++i)
        isEveryColumn = isEveryColumn || showsEmpty(i);
    // Where there is no column at all, one without a value.
    std::set<Key> columns =
        sides.empty() || isEveryColumn ? withEmpty(sides, firstColumn, endOfColumns) : sides;
    if (isEveryColumn && depth == 0 && heads.empty() && !columns.empty())
        heads.insert(Key(firstColumn));
    if (columns.empty())
        columns = {Key(m_fields.size() - firstColumn)};
    std::set<Key> wanted;
    bool isAnyRow = false;
    for (std::size_t i = 0; i < depth; ++i)
        isAnyRow = isAnyRow || showsEmpty(i);
    for (const Key &row : isAnyRow ? withEmpty(rows, 0, depth) : rows) {
        if (rows.contains(row))
            continue;
        Key head = row;
        head.resize(firstColumn);
        wanted.insert(head);
    }
    if (isEveryColumn)
        wanted.insert(heads.begin(), heads.end());
    for (const Key &head : wanted) {
        for (const Key &column : columns) {
            Key key = head;
            key.insert(key.end(), column.begin(), column.end());
            key.resize(m_fields.size());
            if (present.insert(key).second)
                lines.push_back({key, {}, {}, {}});
        }
    }
}

} // namespace

NaiveAnswer evaluateWhole(const Query &resolved, const std::vector<Record> &records,
                          const std::vector<Record> &before)
{
    return Evaluation(resolved, records, before).answer();
}

Table evaluate(const Query &resolved, const std::vector<Record> &records)
{
    return evaluateWhole(resolved, records).table;
}

} // namespace spendglass::support
