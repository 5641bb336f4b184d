// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/sqlcompiler.h"
#include "store/completenessof.h"
#include "store/snapshots.h"
#include "store/store.h"
#include "store/storestate.h"

namespace spendglass::store {

namespace {

/// Takes back the interrupt that ended a question, so that the next one runs.
struct InterruptEnd
{
    Connection &connection;
    ~InterruptEnd() { connection.clearInterrupt(); }
};

/// A 128-bit integer stands for an amount everywhere but in counts.
core::Result<void> readCounts(Connection &connection, const query::Query &query, query::Answer &answer)
{
    const auto statement = query::compileCounts(query);
    if (!statement)
        return core::fail(statement.error());
    return connection.run(statement->text, statement->values, [&answer](const RowView &row) {
        answer.records = row.integer(0);
        answer.recordsInAll = row.integer(1);
        if (!row.isNull(2))
            answer.completeness.usedTo = row.day(2);
    });
}

/// Lines of (value, unit, count, sum), those of one value together.
std::vector<query::Facet> facetsOf(const query::Table &lines)
{
    std::vector<query::Facet> result;
    for (qsizetype row = 0; row < lines.rowCount(); ++row) {
        const query::Value &value = lines.at(row, 0);
        if (result.empty() || result.back().value != value)
            result.push_back({value, 0, {}});
        query::Facet &facet = result.back();
        facet.records += std::get<qint64>(lines.at(row, 2));
        if (const auto *amount = std::get_if<core::Decimal>(&lines.at(row, 3)))
            facet.amounts.emplace_back(query::valueText(lines.at(row, 1)), *amount);
    }
    return result;
}

/// The condition at the top of the filters that names customers, if there is one: only such a condition keeps
/// everybody else out.
std::optional<query::Condition> customerCondition(const query::Query &query)
{
    const auto where = query::withoutOff(query.where);
    if (!where)
        return std::nullopt;
    const bool isOne = where->kind == query::Predicate::Kind::Leaf;
    const bool isAll = where->kind == query::Predicate::Kind::All;
    for (const query::Predicate &part : isOne   ? std::vector{*where}
                                        : isAll ? where->children
                                                : std::vector<query::Predicate>()) {
        const query::Condition &condition = part.condition;
        const bool isList = condition.op == query::Operator::Is || condition.op == query::Operator::In;
        if (part.kind == query::Predicate::Kind::Leaf && isList &&
            (condition.field == QLatin1String("customerTenantId") ||
             condition.field == QLatin1String("customerName")))
            return condition;
    }
    return std::nullopt;
}

/// The identifiers of the customers that a question is about, case-folded; nothing: all.
core::Result<std::optional<std::set<QString>>> customersOf(Connection &connection, const query::Query &query)
{
    const auto condition = customerCondition(query);
    if (!condition)
        return std::optional<std::set<QString>>();
    std::set<QString> ids;
    if (condition->field == QLatin1String("customerTenantId")) {
        for (const QString &id : condition->values)
            ids.insert(id.toCaseFolded());
        return std::optional(std::move(ids));
    }
    for (const QString &name : condition->values) {
        const query::Value value = name;
        auto done = connection.run("select id from directory_customer where lower(name) = lower($1) union "
                                   "select id from customer where lower(name) = lower($1)",
                                   {&value, 1},
                                   [&ids](const RowView &row) { ids.insert(row.string(0).toCaseFolded()); });
        if (!done)
            return core::fail(done.error());
    }
    return std::optional(std::move(ids));
}

/// Of the past there is only whether there was a reading by then.
query::Completeness completenessThen(std::optional<core::Instant> snapshot)
{
    query::Completeness result;
    result.loadedAt = snapshot;
    if (!snapshot)
        result.lacks.push_back(
            {QStringLiteral("neverAsked"), QStringLiteral("the first reading came later"), {}, 1, 0, true});
    return result;
}

} // namespace

core::Result<void> Store::State::judge(query::Answer &answer, core::Instant now)
{
    const query::Query &query = answer.query;
    const auto usedTo = answer.completeness.usedTo;
    if (query.asOf) {
        const auto snapshot = snapshotAt(*connection, query.dataSet, *query.asOf);
        if (!snapshot)
            return core::fail(snapshot.error());
        answer.completeness = completenessThen(*snapshot);
        return {};
    }
    auto customers = customersOf(*connection, query);
    if (!customers)
        return core::fail(customers.error());
    const auto windows = journal.windows(query.dataSet);
    if (!windows)
        return core::fail(windows.error());
    const bool hasDays = query::findField(query.dataSet, u"usageDate").has_value();
    const Scope scope{hasDays ? query.from : std::nullopt, hasDays ? query.to : std::nullopt, query.dateBasis,
                      std::move(*customers)};
    answer.completeness = completenessOf(query.dataSet, *windows, scope, core::dayOf(now));
    answer.completeness.usedTo = usedTo;
    return {};
}

core::Result<query::Answer> Store::ask(const query::Query &query, core::Instant now)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    const auto statement = query::compileAnswer(query);
    if (!statement)
        return core::fail(statement.error());
    query::Answer answer;
    answer.query = query;
    answer.rowFieldCount = int(query.rows.size());
    answer.splitFieldCount = int(query::splitFields(query).size());
    answer.columnFieldCount = int(query.columns.size());
    auto table = connection.table(statement->text, statement->values, statement->columns);
    if (!table)
        return core::fail(table.error());
    answer.table = std::move(*table);
    if (auto done = readCounts(connection, query, answer); !done)
        return core::fail(done.error());
    if (auto done = m_state->judge(answer, now); !done)
        return core::fail(done.error());
    return answer;
}

core::Result<std::vector<query::Facet>> Store::facets(const query::Query &query, const query::FieldId &field,
                                                      const QString &search, int limit)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    const auto statement = query::compileFacets(query, field, search, limit);
    if (!statement)
        return core::fail(statement.error());
    const auto lines = connection.table(statement->text, statement->values, statement->columns);
    if (!lines)
        return core::fail(lines.error());
    return facetsOf(*lines);
}

core::Result<query::Table> Store::callsBehind(const query::Query &query)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    const auto statement = query::compileCalls(query);
    if (!statement)
        return core::fail(statement.error());
    return connection.table(statement->text, statement->values, statement->columns);
}

core::Result<query::Table> Store::records(const query::Query &query, qint64 first, qint64 count)
{
    const InterruptEnd end{*m_state->connection};
    return m_state->blocks.read(query, first, count);
}

} // namespace spendglass::store
