// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/randomquery.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace spendglass::support {

using namespace spendglass::query;

namespace {

const QStringList &families()
{
    static const QStringList ids{QStringLiteral("tag:env"),    QStringLiteral("tag:cost center"),
                                 QStringLiteral("tag:a.b"),    QStringLiteral("tag:it's \"x\""),
                                 QStringLiteral("info:$kind"), QStringLiteral("info:7")};
    return ids;
}

bool hasFamilies(core::DataSet dataSet)
{
    return findField(dataSet, u"tag:env").has_value();
}

std::vector<Field> allFields(core::DataSet dataSet)
{
    std::vector<Field> all = fields(dataSet);
    if (hasFamilies(dataSet)) {
        for (const QString &id : families())
            all.push_back(*findField(dataSet, id));
    }
    return all;
}

} // namespace

QString RandomQuery::oddText()
{
    static const QStringList texts{
        QStringLiteral("Contoso"),       QStringLiteral("contoso ltd"), QStringLiteral("O'Brien & Söhne"),
        QStringLiteral("<b>Bold</b>"),   QStringLiteral("日本 商事"),   QStringLiteral("שלום"),
        QStringLiteral("100% \"real\""), QStringLiteral("a=b;drop_"),   QStringLiteral("Storage"),
        QStringLiteral("10 GB"),         QStringLiteral("10,000s"),     QStringLiteral("ÉCOLE"),
        QStringLiteral("\\_%"),          QStringLiteral("$1"),          QString()};
    return texts.at(below(int(texts.size())));
}

core::Decimal RandomQuery::amount()
{
    if (chance(10))
        return {};
    const core::Int128 part = core::Int128(m_engine()) * core::powerOfTen(9) + core::Int128(m_engine());
    const core::Int128 units = chance(40) ? part : part * core::powerOfTen(below(chance(10) ? 15 : 7));
    return core::Decimal::fromUnits(chance(15) ? -units : units);
}

Value RandomQuery::factValue(const Field &field)
{
    using namespace std::chrono;
    const bool isUsage = m_dataSet != core::DataSet::Spend && m_dataSet != core::DataSet::Summary;
    if (!isUsage && chance(15))
        return {};
    const core::Day day = core::Day(days(20200 + below(700)));
    switch (field.type) {
    case FieldType::Number:
        return amount();
    case FieldType::Day:
        return day;
    case FieldType::Instant:
        return core::Instant(day) + minutes(below(1440)) + microseconds(below(3));
    case FieldType::Boolean:
        return chance(50);
    case FieldType::Text:
        break;
    }
    return oddText();
}

Record RandomQuery::dimensionRow(FieldTable table, int number)
{
    Record row;
    for (const Field &field : allFields(m_dataSet)) {
        if (field.table != table)
            continue;
        const bool isId = field.id == QLatin1String("customerTenantId") ||
                          field.id == QLatin1String("subscriptionId") ||
                          field.id == QLatin1String("resourceUri");
        if (isId)
            row[field.id] = QStringLiteral("ID-%1-%2").arg(int(table)).arg(number);
        else if (!chance(15))
            row[field.id] = oddText();
    }
    return row;
}

const std::vector<Record> &RandomQuery::records(int count)
{
    static constexpr FieldTable tables[]{FieldTable::Customer,    FieldTable::Subscription,
                                         FieldTable::Meter,       FieldTable::Place,
                                         FieldTable::Reservation, FieldTable::Resource};
    std::vector<std::vector<Record>> pools;
    for (const FieldTable table : tables) {
        std::vector<Record> pool;
        for (int i = 0; i < 7; ++i)
            pool.push_back(dimensionRow(table, i));
        pools.push_back(std::move(pool));
    }
    m_records.clear();
    for (int i = 0; i < count; ++i) {
        Record record;
        for (const std::vector<Record> &pool : pools) {
            const Record &row = pool[std::size_t(below(int(pool.size())))];
            record.insert(row.begin(), row.end());
        }
        for (const Field &field : fields(m_dataSet)) {
            if (field.table == FieldTable::Fact)
                record[field.id] = factValue(field);
        }
        m_records.push_back(std::move(record));
    }
    return m_records;
}

QString RandomQuery::valueFor(const Field &field)
{
    Value value = factValue(field);
    if (!m_records.empty() && chance(80)) {
        const Record &record = m_records[std::size_t(below(int(m_records.size())))];
        const auto found = record.find(field.id);
        if (found != record.end())
            value = found->second;
    }
    const QString text = valueText(value);
    if (field.type == FieldType::Text)
        return chance(30) ? text.toUpper() : text;
    return text;
}

Predicate RandomQuery::leaf()
{
    const std::vector<Field> all = allFields(m_dataSet);
    const Field &field = all[std::size_t(below(int(all.size())))];
    const std::vector<Operator> &operators = operatorsFor(field.type);
    Operator op = operators[std::size_t(below(int(operators.size())))];
    const Operator positive = positiveOf(op);
    const int wanted = positive == Operator::IsEmpty   ? 0
                       : positive == Operator::Between ? 2
                       : positive == Operator::In      ? 1 + below(4)
                                                       : 1;
    QStringList values;
    for (int i = 0; i < wanted; ++i)
        values << valueFor(field);
    const bool isSearch =
        positive == Operator::Contains || op == Operator::StartsWith || op == Operator::EndsWith;
    if (isSearch && !values.first().isEmpty())
        values.first() = op == Operator::EndsWith ? values.first().right(3) : values.first().left(3);
    const bool isUsable = std::none_of(values.begin(), values.end(), [&](const QString &value) {
        return value.isEmpty() && (isSearch || field.type != FieldType::Text);
    });
    return isUsable ? Predicate::leaf(field.id, op, values)
                    : Predicate::leaf(field.id, Operator::IsNotEmpty, {});
}

Predicate RandomQuery::predicate(int depth)
{
    Predicate result;
    const int kind = depth == 0 ? 3 : below(4);
    if (kind == 3) {
        result = leaf();
    } else if (kind == 2) {
        result = Predicate::negation(predicate(depth - 1));
    } else {
        std::vector<Predicate> children;
        for (int i = below(4); i > 0; --i)
            children.push_back(predicate(depth - 1));
        result = kind == 1 ? Predicate::any(std::move(children)) : Predicate::all(std::move(children));
    }
    result.isOn = !chance(8);
    return result;
}

std::vector<FieldId> RandomQuery::someFields(int most)
{
    std::vector<FieldId> ids;
    for (const Field &field : allFields(m_dataSet)) {
        if (field.role == FieldRole::Dimension)
            ids.push_back(field.id);
    }
    for (std::size_t i = ids.size(); i > 1; --i)
        std::swap(ids[i - 1], ids[std::size_t(below(int(i)))]);
    ids.resize(std::min(ids.size(), std::size_t(below(most + 1))));
    return ids;
}

Query RandomQuery::next()
{
    Query query;
    query.dataSet = m_dataSet;
    query.rows = someFields(4);
    if (!query.rows.empty() && chance(40)) {
        query.columns = {query.rows.back()};
        query.rows.pop_back();
    }
    for (const Field &field : fields(m_dataSet)) {
        if (field.role == FieldRole::Measure && chance(40))
            query.measures.push_back({Aggregate::Sum, field.id});
    }
    if (chance(40) || (query.measures.empty() && groupFields(query).empty()))
        query.measures.push_back({Aggregate::Count, {}});
    if (chance(75))
        query.where = predicate(3);
    const core::Day from = core::Day(std::chrono::days(20200 + below(400)));
    if (chance(40))
        query.from = from;
    if (chance(40))
        query.to = from + std::chrono::days(1 + below(400));
    if (findField(m_dataSet, u"reportedDate") && chance(30))
        query.dateBasis = DateBasis::Reported;
    query.granularity = core::Granularity(below(6));
    if (query.granularity == core::Granularity::Hourly && !findField(m_dataSet, u"usageStart"))
        query.granularity = core::Granularity::Monthly;
    for (const FieldId &id : groupFields(query)) {
        if (chance(20))
            query.sort.push_back({id, chance(50)});
    }
    for (const Measure &measure : query.measures) {
        if (chance(20))
            query.sort.push_back({measure.text(), chance(50)});
    }
    if (chance(15))
        query.limit = 1 + below(5);
    return query;
}

QByteArray jsonOf(const Record &record, const QString &prefix)
{
    QJsonObject object;
    for (const auto &[id, value] : record) {
        if (id.startsWith(prefix))
            object.insert(id.mid(prefix.size()), valueText(value));
    }
    return object.isEmpty() ? QByteArray() : QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace spendglass::support
