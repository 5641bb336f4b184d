// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/naiveevaluator.h"

#include <QByteArray>

#include <random>

namespace spendglass::support {

/// Records and questions made up from a seed; the same on every machine.
class RandomQuery
{
public:
    RandomQuery(quint32 seed, core::DataSet dataSet)
        : m_engine(seed)
        , m_dataSet(dataSet)
    {}

    /// Records as the store keeps them: few customers, subscriptions, meters (two of them without an id),
    /// places and resources, of which the other fields follow; nulls, empty texts, odd names, mixed units,
    /// amounts of 22 places, negative ones, days over two years. Remembered for next().
    const std::vector<Record> &records(int count);

    /// A question without problems() about those records, its values often those of a record.
    query::Query next();
    query::Predicate predicate(int depth);

private:
    int below(int limit) { return int(m_engine() % unsigned(limit)); }
    bool chance(int percent) { return below(100) < percent; }
    QString oddText();
    core::Decimal amount();
    query::Value factValue(const query::Field &field);
    Record dimensionRow(query::FieldTable table, int number);
    QString valueFor(const query::Field &field);
    query::Predicate leaf();
    std::vector<query::FieldId> someFields(int most);

    std::mt19937 m_engine;
    core::DataSet m_dataSet;
    std::vector<Record> m_records;
};

/// The record's tags ("tag:") or infos ("info:") as the JSON object the store keeps; empty when it has none.
QByteArray jsonOf(const Record &record, const QString &prefix);

} // namespace spendglass::support
