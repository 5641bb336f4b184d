// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <QStringList>

#include <map>

namespace spendglass::test {

inline core::Decimal decimal(const char *text)
{
    return core::Decimal::parse(text)->value;
}

/// The levels of an answer of sums, added up: what a store would have said.
inline void addLevels(query::Answer &answer)
{
    answer.query.subtotals = true;
    answer.resolved = answer.query;
    const auto addLevel = [&answer](int rowDepth, bool hasColumns) {
        const int firstColumn = answer.rowFieldCount + answer.splitFieldCount;
        const int firstMeasure = firstColumn + answer.columnFieldCount;
        std::map<std::vector<query::Value>, std::vector<query::Value>> sums;
        for (qsizetype row = 0; row < answer.table.rowCount(); ++row) {
            std::vector<query::Value> keys;
            for (int i = 0; i < firstMeasure; ++i) {
                const bool isThere =
                    i < rowDepth || (i >= answer.rowFieldCount && (hasColumns || i < firstColumn));
                keys.push_back(isThere ? answer.table.at(row, i) : query::Value());
            }
            auto &line = sums[keys];
            line.resize(answer.query.measures.size());
            for (std::size_t i = 0; i < line.size(); ++i) {
                const auto *more = std::get_if<core::Decimal>(&answer.table.at(row, firstMeasure + int(i)));
                const auto *sum = std::get_if<core::Decimal>(&line[i]);
                if (more)
                    line[i] = sum ? *sum->plus(*more) : *more;
            }
        }
        query::Level level{rowDepth, hasColumns, {answer.table.columns, {}}};
        for (const auto &[keys, values] : sums) {
            level.table.cells.insert(level.table.cells.end(), keys.begin(), keys.end());
            level.table.cells.insert(level.table.cells.end(), values.begin(), values.end());
        }
        answer.levels.push_back(std::move(level));
    };
    for (int depth = answer.rowFieldCount; depth >= 0; --depth) {
        if (answer.columnFieldCount > 0 && depth < answer.rowFieldCount)
            addLevel(depth, true);
        if (answer.columnFieldCount > 0 || depth < answer.rowFieldCount)
            addLevel(depth, false);
    }
}

/// Spend by customer in two currencies, one customer without a budget; one customer in both currencies.
inline query::AnswerPtr spendAnswer()
{
    using query::FieldRole;
    using query::FieldType;
    auto answer = std::make_shared<query::Answer>();
    answer->query.dataSet = core::DataSet::Spend;
    answer->query.rows = {QStringLiteral("customerName")};
    answer->query.measures = {{query::Aggregate::Sum, QStringLiteral("totalCost")},
                              {query::Aggregate::Sum, QStringLiteral("budgetAmount")},
                              {query::Aggregate::Sum, QStringLiteral("percentUsed")}};
    answer->rowFieldCount = 1;
    answer->splitFieldCount = 1;
    answer->records = answer->recordsInAll = 4;
    answer->table.columns = {{QStringLiteral("customerName"), FieldType::Text, FieldRole::Dimension},
                             {QStringLiteral("currency"), FieldType::Text, FieldRole::Dimension},
                             {QStringLiteral("sum(totalCost)"), FieldType::Number, FieldRole::Measure},
                             {QStringLiteral("sum(budgetAmount)"), FieldType::Number, FieldRole::Measure},
                             {QStringLiteral("sum(percentUsed)"), FieldType::Number, FieldRole::Measure}};
    const QString eur = QStringLiteral("EUR");
    const QString jpy = QStringLiteral("JPY");
    answer->table.cells = {
        QStringLiteral("Contoso"),
        eur,
        decimal("1204.104999"),
        decimal("1000"),
        decimal("120.4"),
        QStringLiteral("<b>Bold</b> &"),
        jpy,
        decimal("98311.4"),
        {},
        {},
        QStringLiteral("Both"),
        eur,
        decimal("10.5"),
        decimal("20"),
        decimal("52.5"),
        QStringLiteral("Both"),
        jpy,
        decimal("700"),
        decimal("900"),
        decimal("77.7"),
    };
    addLevels(*answer);
    return answer;
}

/// Quantity by service and month, one unit, a credit, and a cell that is not there; services lines of them.
inline query::AnswerPtr usageAnswer(int services = 3)
{
    using query::FieldRole;
    using query::FieldType;
    auto answer = std::make_shared<query::Answer>();
    answer->query.dataSet = core::DataSet::Analytics;
    answer->query.rows = {QStringLiteral("meterCategory")};
    answer->query.columns = {QStringLiteral("usageDate")};
    answer->query.granularity = core::Granularity::Monthly;
    answer->query.measures = {{query::Aggregate::Sum, QStringLiteral("quantity")}};
    answer->rowFieldCount = 1;
    answer->splitFieldCount = 1;
    answer->columnFieldCount = 1;
    answer->records = answer->recordsInAll = 2 * services;
    answer->table.columns = {{QStringLiteral("meterCategory"), FieldType::Text, FieldRole::Dimension},
                             {QStringLiteral("meterUnit"), FieldType::Text, FieldRole::Dimension},
                             {QStringLiteral("usageDate"), FieldType::Day, FieldRole::Dimension},
                             {QStringLiteral("sum(quantity)"), FieldType::Number, FieldRole::Measure}};
    for (int i = 0; i < services; ++i) {
        for (const char *month : {"2026-10-01", "2026-11-01"}) {
            if (i == 1 && qstrcmp(month, "2026-11-01") == 0)
                continue;
            answer->table.cells.push_back(QStringLiteral("Service %1").arg(i));
            answer->table.cells.push_back(QStringLiteral("Hours"));
            answer->table.cells.push_back(*core::parseDay(month));
            answer->table.cells.push_back(core::Decimal::fromInteger(i == 2 ? -5 : 100 - i));
        }
    }
    addLevels(*answer);
    return answer;
}

} // namespace spendglass::test
