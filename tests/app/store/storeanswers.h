// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/field.h"
#include "store/store.h"

#include <QStringList>

#include <algorithm>
#include <map>
#include <optional>

/// What a store says to a question, as sorted lines, or why it says nothing.
using StoreAnswer = spendglass::core::Result<QStringList>;
/// By the question's name.
using StoreAnswers = std::map<QString, StoreAnswer>;

namespace storeanswers {

using namespace spendglass;

inline QStringList sorted(QStringList lines)
{
    lines.sort();
    return lines;
}

inline QStringList linesOf(const query::Table &table)
{
    QStringList lines;
    for (qsizetype row = 0; row < table.rowCount(); ++row) {
        QStringList cells;
        for (std::size_t column = 0; column < table.columns.size(); ++column)
            cells.append(query::valueText(table.at(row, qsizetype(column))));
        lines.append(cells.join(u'|'));
    }
    return sorted(lines);
}

inline QStringList linesOf(const query::Answer &answer)
{
    return linesOf(answer.table) + QStringList{QStringLiteral("%1 of %2 records, partial: %3")
                                                   .arg(answer.records)
                                                   .arg(answer.recordsInAll)
                                                   .arg(answer.completeness.isPartial())};
}

inline QStringList linesOf(const std::vector<store::WindowRecord> &windows)
{
    QStringList lines;
    for (const store::WindowRecord &window : windows)
        lines.append(QStringLiteral("%1|%2|%3|%4|%5|%6|%7|%8")
                         .arg(core::dataSetName(window.key.dataSet), window.key.customerId,
                              window.key.subscriptionId, core::dayText(window.key.days.from),
                              core::dayText(window.key.days.to), store::windowStateName(window.state),
                              window.reason)
                         .arg(window.rows));
    return sorted(lines);
}

inline QStringList linesOf(const std::vector<store::CustomerRecord> &customers)
{
    QStringList lines;
    for (const store::CustomerRecord &each : customers)
        lines.append(
            QString::fromStdString(each.id + '|' + each.name + '|' + each.domain + '|' + each.relationship));
    return sorted(lines);
}

inline QStringList linesOf(const std::vector<store::SubscriptionRecord> &subscriptions)
{
    QStringList lines;
    for (const store::SubscriptionRecord &each : subscriptions)
        lines.append(QString::fromStdString(each.customerId + '|' + each.id + '|' + each.name + '|' +
                                            each.offerId + '|' + each.entitlementId + '|' + each.status +
                                            '|' + each.kind));
    return sorted(lines);
}

template <class T>
StoreAnswer answer(const core::Result<T> &result)
{
    return result ? StoreAnswer(linesOf(*result)) : StoreAnswer(core::fail(result.error()));
}

/// All rows, and all measures by the first dimensions; these as they stood at that time, too.
inline void addDataSet(StoreAnswers &answers, store::Store &store, core::DataSet dataSet,
                       std::optional<core::Instant> asOf)
{
    query::Query records;
    records.dataSet = dataSet;
    records.measures = {{query::Aggregate::Count, {}}};
    query::Query sums = records;
    for (const query::Field &field : query::fields(dataSet)) {
        if (field.role == query::FieldRole::Measure)
            sums.measures.push_back({query::Aggregate::Sum, field.id});
        else if (sums.rows.size() < 3)
            sums.rows.push_back(field.id);
    }
    const QString name = core::dataSetName(dataSet);
    answers[name + QStringLiteral(" records")] =
        answer(store.records(records, 0, 1'000'000, core::Instant()));
    answers[name + QStringLiteral(" sums")] = answer(store.ask(sums, core::Instant()));
    if (!asOf || query::findField(dataSet, u"usageDate"))
        return; // usage has no past
    sums.asOf = asOf;
    answers[name + QStringLiteral(" sums as they stood")] = answer(store.ask(sums, core::Instant()));
}

} // namespace storeanswers

/// Everything about rows, windows and the directory; nothing of when and by which calls they came.
inline StoreAnswers answersOf(spendglass::store::Store &store,
                              std::optional<spendglass::core::Instant> asOf = {})
{
    StoreAnswers answers;
    answers[QStringLiteral("windows")] = storeanswers::answer(store.windows());
    answers[QStringLiteral("customers")] = storeanswers::answer(store.customers());
    answers[QStringLiteral("subscriptions")] = storeanswers::answer(store.subscriptions());
    for (const auto dataSet : spendglass::core::allDataSets)
        storeanswers::addDataSet(answers, store, dataSet, asOf);
    return answers;
}

/// The first question that both answered, and not alike; empty when there is none.
inline QString contradiction(const StoreAnswers &found, const StoreAnswers &wanted)
{
    for (const auto &[question, answer] : found) {
        const StoreAnswer &other = wanted.at(question);
        if (!answer || !other || *answer == *other)
            continue;
        const auto [mine, theirs] =
            std::mismatch(answer->begin(), answer->end(), other->begin(), other->end());
        return QStringLiteral("%1: \"%2\" where \"%3\" is right")
            .arg(question, mine == answer->end() ? QString() : *mine,
                 theirs == other->end() ? QString() : *theirs);
    }
    return {};
}

/// The first question that was not answered, and why; empty when there is none.
inline QString unanswered(const StoreAnswers &answers)
{
    for (const auto &[question, answer] : answers) {
        if (!answer)
            return question + QStringLiteral(": ") + answer.error().text;
    }
    return {};
}
