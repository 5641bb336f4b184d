// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/answerfinish.h"
#include "query/sqlcompiler.h"
#include "store/completenessof.h"
#include "store/snapshots.h"
#include "store/store.h"
#include "store/storestate.h"

#include <algorithm>

namespace spendglass::store {

namespace {

/// Takes back the interrupt that ended a question, so that the next one runs.
struct InterruptEnd
{
    Connection &connection;
    ~InterruptEnd() { connection.clearInterrupt(); }
};

/// The lines of compileFacets().
query::Facets facetsOf(const query::Table &lines)
{
    query::Facets result;
    for (qsizetype row = 0; row < lines.rowCount(); ++row) {
        const bool isOfAll = std::get<qint64>(lines.at(row, 0)) == 1;
        const query::Value &value = lines.at(row, 2);
        if (!isOfAll && (result.values.empty() || result.values.back().value != value))
            result.values.push_back({value, 0, {}});
        const qint64 records = std::get<qint64>(lines.at(row, 4));
        (isOfAll ? result.records : result.values.back().records) += records;
        if (const auto *amount = std::get_if<core::Decimal>(&lines.at(row, 5)))
            (isOfAll ? result.amounts : result.values.back().amounts)
                .emplace_back(query::valueText(lines.at(row, 3)), *amount);
        result.valueCount = std::get<qint64>(lines.at(row, 6));
    }
    return result;
}

/// The condition at the top of the filters that names customers, if there is one: only such a condition keeps
/// everybody else out.
std::optional<query::Condition> customerCondition(const query::Query &query)
{
    for (const query::Predicate &part : query::conjunctsOf(query.where)) {
        const query::Condition &condition = part.condition;
        const bool isList = condition.op == query::Operator::Is || condition.op == query::Operator::In ||
                            condition.op == query::Operator::IsExactly;
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

core::Result<query::Completeness> Store::State::judge(const query::Query &query, core::Instant now)
{
    if (query.asOf) {
        const auto snapshot = snapshotAt(*connection, query.dataSet, *query.asOf);
        if (!snapshot)
            return core::fail(snapshot.error());
        return completenessThen(*snapshot);
    }
    auto customers = customersOf(*connection, query);
    if (!customers)
        return core::fail(customers.error());
    const auto windows = journal.windows(query.dataSet);
    if (!windows)
        return core::fail(windows.error());
    const bool hasDays = query::hasDates(query.dataSet);
    const Scope scope{hasDays ? query.from : std::nullopt, hasDays ? query.to : std::nullopt, query.dateBasis,
                      std::move(*customers)};
    return completenessOf(query.dataSet, *windows, scope, core::dayOf(now));
}

core::Result<query::Resolution> Store::State::resolve(const query::Query &query, core::Instant now)
{
    query::Query checked = query::recordsOf(query); // how it is grouped is the compiler's to check
    checked.comparison = query.comparison;
    if (auto done = query::checkQuery(checked); !done)
        return core::fail(done.error());
    query::Query whole = query;
    whole.completeDaysOnly = false;
    query::Resolution resolution = query::resolved(whole, now);
    if (!query.completeDaysOnly)
        return resolution;
    const auto completeness = judge(resolution.query, now);
    if (!completeness)
        return core::fail(completeness.error());
    core::Day completeTo = core::dayOf(now); // today is not over
    for (const query::Lack &lack : completeness->lacks) {
        if (lack.isMissing && !lack.days.isEmpty())
            completeTo = std::min(completeTo, lack.days.from);
    }
    return query::resolved(query, now, completeTo);
}

core::Result<query::Answer> Store::ask(const query::Query &query, core::Instant now)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    if (auto done = query::checkQuery(query); !done)
        return core::fail(done.error());
    auto resolution = m_state->resolve(query, now);
    if (!resolution)
        return core::fail(resolution.error());
    query::Answer answer;
    answer.query = query;
    answer.resolved = std::move(resolution->query);
    answer.remarks = std::move(resolution->remarks);
    answer.generation = quint64(connection.generation());
    const auto lines = [&connection](const query::Query &question) -> core::Result<query::Table> {
        const auto statement = query::compileAnswer(question);
        if (!statement)
            return core::fail(statement.error());
        return connection.table(statement->text, statement->values, statement->columns);
    };
    query::AllValues allValues;
    for (const query::Query &question : query::allValuesQueries(answer.resolved)) {
        const auto values = lines(question);
        if (!values)
            return core::fail(values.error());
        for (qsizetype row = 0; row < values->rowCount(); ++row)
            allValues[question.rows.front()].push_back(values->at(row, 0));
    }
    auto table = lines(answer.resolved);
    if (!table)
        return core::fail(table.error());
    query::finishAnswer(std::move(*table), allValues, answer);
    const auto inAll = query::compileRecordsInAll(answer.resolved).and_then([&](const auto &statement) {
        return connection.scalar(statement.text, statement.values);
    });
    if (!inAll)
        return core::fail(inAll.error());
    answer.recordsInAll = std::get<qint64>(*inAll);
    auto completeness = m_state->judge(answer.resolved, now);
    if (!completeness)
        return core::fail(completeness.error());
    completeness->usedTo = answer.resolved.asOf ? completeness->usedTo : answer.completeness.usedTo;
    answer.completeness = std::move(*completeness);
    return answer;
}

core::Result<query::AnswerPtr> Store::answer(const query::Query &query, core::Instant now)
{
    const core::Day day = core::dayOf(now);
    if (auto known = m_state->answers.find(query, day, quint64(m_state->connection->generation())))
        return known;
    auto made = ask(query, now);
    if (!made)
        return core::fail(made.error());
    auto answer = std::make_shared<const query::Answer>(std::move(*made));
    m_state->answers.keep(answer, day);
    return answer;
}

core::Result<query::Facets> Store::facets(const query::Query &query, const query::FieldId &field,
                                          const QString &search, int limit, core::Instant now)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    const auto resolution = m_state->resolve(query, now);
    if (!resolution)
        return core::fail(resolution.error());
    const auto statement = query::compileFacets(resolution->query, field, search, limit);
    if (!statement)
        return core::fail(statement.error());
    return connection.table(statement->text, statement->values, statement->columns).map(facetsOf);
}

core::Result<query::Table> Store::callsBehind(const query::Query &query, core::Instant now)
{
    Connection &connection = *m_state->connection;
    const InterruptEnd end{connection};
    const auto resolution = m_state->resolve(query, now);
    if (!resolution)
        return core::fail(resolution.error());
    const auto statement = query::compileCalls(resolution->query);
    if (!statement)
        return core::fail(statement.error());
    return connection.table(statement->text, statement->values, statement->columns);
}

core::Result<std::vector<query::FieldId>> Store::familyFields(core::DataSet dataSet)
{
    std::vector<query::FieldId> ids;
    if (!query::findField(dataSet, u"tag:x"))
        return ids;
    const InterruptEnd end{*m_state->connection};
    const auto statement = query::compileFamilyFields(dataSet);
    if (!statement)
        return core::fail(statement.error());
    return m_state->connection
        ->run(statement->text, statement->values,
              [&ids](const RowView &row) { ids.push_back(row.string(0)); })
        .map([&ids] { return std::move(ids); });
}

core::Result<query::Table> Store::records(const query::Query &query, qint64 first, qint64 count,
                                          core::Instant now)
{
    const InterruptEnd end{*m_state->connection};
    const auto resolution = m_state->resolve(query, now);
    if (!resolution)
        return core::fail(resolution.error());
    return m_state->blocks.read(resolution->query, first, count);
}

} // namespace spendglass::store
