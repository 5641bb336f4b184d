// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/resolve.h"
#include "support/naiveevaluator.h"

#include <QByteArray>

#include <random>

namespace spendglass::support {

/// Records and questions made up from a seed; the same on every machine.
class RandomQuery
{
public:
    RandomQuery(quint32 seed, core::DataSet dataSet);

    /// Records as the store keeps them: few customers, subscriptions, meters (two of them without an id),
    /// places and resources, of which the other fields follow; nulls, empty texts, odd names of which some
    /// differ in case or punctuation alone, mixed units, amounts of 22 places, negative ones, days over two
    /// years. Remembered for the questions.
    const std::vector<Record> &records(int count);
    /// Questions are about these from now on.
    void use(std::vector<Record> records) { m_records = std::move(records); }

    /// A question about those records, its values often those of a record: over everything that can be asked,
    /// with nodes that are off, pinned, named and saved. Without problems() once its filters are in their
    /// places.
    query::Query asWritten();
    /// The same with the saved filters in their places.
    query::Query next();
    query::Predicate predicate(int depth);
    const query::SavedFilters &savedFilters() const { return m_saved; }

    /// The day on which the questions make sense.
    static core::Instant now();

private:
    int below(int limit) { return int(m_engine() % unsigned(limit)); }
    bool chance(int percent) { return below(100) < percent; }
    template <class Items>
    auto oneOf(const Items &items)
    {
        return *(std::begin(items) + below(int(std::size(items))));
    }
    core::Day day() { return core::Day(std::chrono::days(20200 + below(700))); }
    bool hasDates() const { return query::findField(m_dataSet, u"usageDate").has_value(); }

    QString oddText();
    core::Decimal amount();
    query::Value factValue(const query::Field &field);
    Record dimensionRow(query::FieldTable table, int number);
    QString valueFor(const query::Field &field);
    QStringList valuesFor(const query::Field &field, query::Operator op);
    QString patternFor(const query::Field &field);
    query::RelativeDays period();
    query::Measure value(bool canRank);
    query::Predicate leaf();
    query::Predicate node(int depth, bool hasSaved);
    std::vector<query::FieldId> someFields(int most);
    void addMeasures(query::Query &query);
    void addTime(query::Query &query);
    void addComparison(query::Query &query);
    void addLines(query::Query &query);

    std::mt19937 m_engine;
    core::DataSet m_dataSet;
    std::vector<Record> m_records;
    query::SavedFilters m_saved;
};

/// The record's tags ("tag:") or infos ("info:") as the JSON object the store keeps; empty when it has none.
QByteArray jsonOf(const Record &record, const QString &prefix);

} // namespace spendglass::support
