// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/randomquery.h"

#include "query/likeness.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

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

RandomQuery::RandomQuery(quint32 seed, core::DataSet dataSet)
    : m_engine(seed)
    , m_dataSet(dataSet)
{
    m_saved[QStringLiteral("Production")] = node(2, false);
    m_saved[QStringLiteral("it's \"mine\"")] = node(1, false);
}

core::Instant RandomQuery::now()
{
    return core::parseTime("2026-10-15T12:00:00Z")->instant;
}

QString RandomQuery::oddText()
{
    static const QStringList texts{QStringLiteral("Contoso"),
                                   QStringLiteral("contoso ltd"),
                                   QStringLiteral("Contoso, Ltd."),
                                   QStringLiteral("CONTOSO LTD"),
                                   QStringLiteral("O'Brien & Söhne"),
                                   QStringLiteral("O’Brien – SÖHNE"),
                                   QStringLiteral("<b>Bold</b>"),
                                   QStringLiteral("日本 商事"),
                                   QStringLiteral("שלום"),
                                   QStringLiteral("100% \"real\""),
                                   QStringLiteral("a=b;drop_"),
                                   QStringLiteral("Storage"),
                                   QStringLiteral("10 GB"),
                                   QStringLiteral("10 gb"),
                                   QStringLiteral("10,000s"),
                                   QStringLiteral("ÉCOLE"),
                                   QStringLiteral("\\_%"),
                                   QStringLiteral("$1"),
                                   QStringLiteral("..."),
                                   QString()};
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
    switch (field.type) {
    case FieldType::Number:
        return amount();
    case FieldType::Day:
        return day();
    case FieldType::Instant:
        return core::Instant(day()) + minutes(below(1440)) + microseconds(below(3));
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

QString RandomQuery::patternFor(const Field &field)
{
    static const std::array patterns{
        "^con",         "ltd\\.?$", "[0-9]+ ?gb", "o.brien",   "(storage|bold)", "\\d{2}", "s[\u00f6o]hne",
        "^$",           "^.+$",     "\\w\\W\\w",  "[^a-z ]+$", "(?:o|\u00c9)",   "%$",     "\\$1|\\\\_",
        "\u5546\u4e8b", "^\\S*$",   "t{1,2}o",    "x*?",       "[,.]",           "\u05dc"};
    if (chance(60))
        return QString::fromUtf8(oneOf(patterns));
    // A value, letter by letter.
    const QString text = valueFor(field);
    QString pattern;
    for (const QChar c : text)
        pattern +=
            (c.unicode() < 0x80 && (c.isPunct() || c.isSymbol()) ? QStringLiteral("\\") : QString()) + c;
    return pattern.isEmpty() ? QStringLiteral("a|b") : pattern;
}

RelativeDays RandomQuery::period()
{
    RelativeDays days;
    days.unit = RelativeDays::Unit(below(6));
    days.count = 1 + below(days.unit == RelativeDays::Unit::Day ? 200 : 5);
    days.isFull = chance(50);
    days.startingDaysAgo = chance(30) ? below(100) : 0;
    // What has two spellings is compared by its canonical one.
    return *RelativeDays::fromText(days.text());
}

/// An aggregate that the data set has.
Measure RandomQuery::value(bool canRank)
{
    static constexpr std::array all{Aggregate::Sum,           Aggregate::Sum,    Aggregate::Sum,
                                    Aggregate::Minimum,       Aggregate::Count,  Aggregate::Maximum,
                                    Aggregate::CountDistinct, Aggregate::Average};
    Measure measure{oneOf(all), {}};
    if (canRank && measure.aggregate == Aggregate::Average)
        measure.aggregate = Aggregate::Sum;
    if (measure.aggregate == Aggregate::Count)
        return measure;
    const FieldRole role =
        measure.aggregate == Aggregate::CountDistinct ? FieldRole::Dimension : FieldRole::Measure;
    std::vector<FieldId> ids;
    for (const Field &field : allFields(m_dataSet)) {
        // A key with parentheses or blanks at its ends would not come back from a measure's text.
        if (field.role == role)
            ids.push_back(field.id);
    }
    measure.field = oneOf(ids);
    return measure;
}

/// Operands that the operator takes; none when the records have no such value.
QStringList RandomQuery::valuesFor(const Field &field, Operator op)
{
    const auto some = [&](int count) {
        QStringList values;
        for (int i = 0; i < count; ++i)
            values << valueFor(field);
        const bool isWhole =
            std::ranges::all_of(values, [&](const QString &text) { return isValueOf(field.type, text); });
        return isWhole ? values : QStringList();
    };
    switch (operatorInfo(op).operands) {
    case OperandForm::None:
        return {};
    case OperandForm::One:
        return some(1);
    case OperandForm::Two:
        return some(2);
    case OperandForm::List:
        return some(1 + below(4));
    case OperandForm::Period:
        return {period().text()};
    case OperandForm::Ranking:
        if (field.type == FieldType::Number)
            return {QString::number(1 + below(30))};
        return {QString::number(1 + below(5)), value(true).text()};
    case OperandForm::Text:
        break;
    }
    const Operator positive = positiveOf(op);
    if (positive == Operator::Matches)
        return {patternFor(field)};
    const QString text = valueFor(field);
    if (positive == Operator::IsLike)
        return foldedText(text).isEmpty()
                   ? QStringList()
                   : QStringList(QString(text).replace(QLatin1Char(' '), QLatin1Char('-')));
    const QString part = op == Operator::EndsWith ? text.right(3) : text.left(3);
    return part.isEmpty() ? QStringList() : QStringList(part);
}

Predicate RandomQuery::leaf()
{
    const std::vector<Field> all = allFields(m_dataSet);
    const Field &field = all[std::size_t(below(int(all.size())))];
    if (chance(4)) {
        // Asked of fields that the data set may lack.
        static const std::array ids{"currency", "quantity", "tag:env", "resourceUri"};
        return Predicate::leaf(QLatin1String(oneOf(ids)),
                               chance(50) ? Operator::IsAvailable : Operator::IsNotAvailable, {});
    }
    const std::vector<Operator> &operators = operatorsFor(field.type);
    const Operator op = operators[std::size_t(below(int(operators.size())))];
    const QStringList values = valuesFor(field, op);
    const bool isWhole = !values.isEmpty() || operatorInfo(op).operands == OperandForm::None;
    return isWhole ? Predicate::leaf(field.id, op, values)
                   : Predicate::leaf(field.id, Operator::IsNotEmpty, {});
}

Predicate RandomQuery::predicate(int depth)
{
    return node(depth, false);
}

Predicate RandomQuery::node(int depth, bool hasSaved)
{
    Predicate result;
    const int kind = depth == 0 ? 3 : below(4);
    if (hasSaved && chance(5)) {
        result = Predicate::saved(std::next(m_saved.begin(), below(int(m_saved.size())))->first);
    } else if (kind == 3) {
        result = leaf();
    } else if (kind == 2) {
        result = Predicate::negation(node(depth - 1, hasSaved));
    } else {
        std::vector<Predicate> children;
        for (int i = below(4); i > 0; --i)
            children.push_back(node(depth - 1, hasSaved));
        result = kind == 1 ? Predicate::any(std::move(children)) : Predicate::all(std::move(children));
    }
    result.isOn = !chance(8);
    if (chance(6))
        result.isPinned = true;
    if (result.kind != Predicate::Kind::Saved && chance(6))
        result.name = oddText();
    if (depth > 0 && chance(3)) {
        // A field of another data set.
        const bool isSpend = findField(m_dataSet, u"totalCost").has_value();
        result = Predicate::leaf(isSpend ? QStringLiteral("resourceUri") : QStringLiteral("currencySymbol"),
                                 Operator::Is, {QStringLiteral("x")});
        result.isPinned = true;
    }
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
    // What is grouped by most, and what decides how amounts are kept apart.
    for (const char *const often : {"usageDate", "meterUnit", "currency", "reportedDate"}) {
        const auto found = std::ranges::find(ids, QLatin1String(often));
        if (found != ids.end() && chance(25))
            std::iter_swap(ids.begin() + below(2), found);
    }
    ids.resize(std::min(ids.size(), std::size_t(below(most + 1))));
    return ids;
}

void RandomQuery::addMeasures(Query &query)
{
    const int count = below(4);
    for (int i = 0; i < count; ++i) {
        Measure measure = value(false);
        const bool isAdditive = measure.aggregate == Aggregate::Sum || measure.aggregate == Aggregate::Count;
        if (chance(50))
            measure.showAs = oneOf(allShowAs());
        const bool isOfAWhole = measure.showAs == ShowAs::PercentOfTotal ||
                                measure.showAs == ShowAs::PercentOfParent ||
                                measure.showAs == ShowAs::RunningTotal;
        if (isOfAWhole && !isAdditive)
            measure.showAs = ShowAs::Rank;
        if (measure.needsComparison() && !query.comparison)
            measure.showAs = ShowAs::Value;
        if (std::ranges::find(query.measures, measure) == query.measures.end())
            query.measures.push_back(measure);
    }
    if (query.measures.empty() && groupFields(query).empty())
        query.measures.push_back({Aggregate::Count, {}});
}

void RandomQuery::addTime(Query &query)
{
    const core::Day from = core::Day(std::chrono::days(20200 + below(400)));
    if (chance(40))
        query.from = from;
    if (chance(40))
        query.to = from + std::chrono::days(1 + below(400));
    if (chance(25))
        query.period = period();
    query.completeDaysOnly = chance(10);
    if (findField(m_dataSet, u"reportedDate") && chance(30))
        query.dateBasis = DateBasis::Reported;
    query.granularity = core::Granularity(below(6));
    if (query.granularity == core::Granularity::Hourly && !findField(m_dataSet, u"usageStart"))
        query.granularity = core::Granularity::Monthly;
    if (query.granularity != core::Granularity::Quarterly && chance(30))
        query.months = Months::Billing;
    if (!hasDates() && chance(20))
        query.asOf = now() - std::chrono::days(below(60));
}

void RandomQuery::addComparison(Query &query)
{
    using With = Comparison::With;
    Comparison comparison;
    comparison.with = With(below(4));
    comparison.isLikeForLike = chance(25);
    if (hasDates() && !query.period) {
        const core::Day from = chance(50) ? core::firstOfMonth(day()) : day();
        query.from = from;
        query.to = chance(50) ? core::addMonths(core::firstOfMonth(from), 1 + below(5))
                              : from + std::chrono::days(1 + below(200));
    }
    if (comparison.with == With::Days) {
        const core::Day from = hasDates() ? day() : core::dayOf(now()) - std::chrono::days(below(60));
        comparison.from = chance(30) ? core::firstOfMonth(from) : from;
        comparison.to = *comparison.from + std::chrono::days(1 + below(100));
    }
    query.comparison = comparison;
}

/// Which of the lines are shown, and in which order.
void RandomQuery::addLines(Query &query)
{
    // Values of two fields beside columns can be lines by the hundred thousand, and the naive evaluator looks
    // from each at all.
    const std::size_t mostEmpty = query.columns.empty() ? 2 : 1;
    for (const FieldId &id : groupFields(query)) {
        TopValues top{id, 1 + below(4), {}, chance(30)};
        const Measure by = query.measures.empty() ? Measure{} : oneOf(query.measures);
        if (by.aggregate != Aggregate::Average && chance(50))
            top.by = by.valueText();
        const bool isUnit = std::ranges::any_of(query.measures, [&](const Measure &measure) {
            return unitFieldOf(query, measure) == findField(query.dataSet, id)->id;
        });
        const bool hasTop = chance(20) && !isUnit && rankedBy(query, top);
        if (hasTop)
            query.tops.push_back(top);
        // Days of two years under every customer are more than is looked at.
        const Field field = *findField(m_dataSet, id);
        const bool isDays = field.type == FieldType::Day || field.type == FieldType::Instant;
        const bool isCoarse = query.granularity >= core::Granularity::Monthly;
        if (!hasTop && chance(8) && query.showEmpty.size() < mostEmpty && (!isDays || isCoarse) &&
            field.type != FieldType::Instant)
            query.showEmpty.push_back(id);
        if (chance(20))
            query.sort.push_back({id, chance(50)});
    }
    for (const Measure &measure : query.measures) {
        if (chance(20) && measure.showAs != ShowAs::RunningTotal)
            query.sort.push_back({measure.text(), chance(50)});
    }
    if (chance(15))
        query.limit = 1 + below(5);
    query.subtotals = chance(30);
}

Query RandomQuery::asWritten()
{
    Query query;
    query.dataSet = m_dataSet;
    query.rows = someFields(4);
    if (!query.rows.empty() && chance(40)) {
        query.columns = {query.rows.back()};
        query.rows.pop_back();
    }
    addTime(query);
    if (chance(35))
        addComparison(query);
    addMeasures(query);
    if (chance(75))
        query.where = node(3, true);
    addLines(query);
    return query;
}

Query RandomQuery::next()
{
    return withSavedFilters(asWritten(), m_saved);
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
