// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/shelfedit.h"

#include "query/sentence.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <utility>

namespace spendglass::filter {

using query::FieldId;
using query::Measure;
using query::Query;

namespace {

constexpr QLatin1String countText("count()");

std::vector<FieldId> &fieldsOf(Query &query, Zone zone)
{
    return zone == Zone::Rows ? query.rows : query.columns;
}

template <class T>
std::ptrdiff_t clamped(const std::vector<T> &list, int index)
{
    return std::clamp<std::ptrdiff_t>(index, 0, std::ssize(list));
}

void erase(Query &query, Zone zone, const QString &chip)
{
    if (zone == Zone::Measures)
        std::erase_if(query.measures, [&](const Measure &measure) { return measure.text() == chip; });
    else
        std::erase(fieldsOf(query, zone), chip);
}

/// A date among the groups needs buckets: days by the thousand are nobody's first wish.
void giveBuckets(Query &query, const QString &chip)
{
    if (chip == dateField(query) && query.granularity == core::Granularity::None)
        query.granularity = core::Granularity::Monthly;
}

void insert(Query &query, ShelfPlace place, const QString &chip)
{
    if (place.zone == Zone::Measures) {
        if (const auto measure = Measure::fromText(chip))
            query.measures.insert(query.measures.begin() + clamped(query.measures, place.index), *measure);
        return;
    }
    auto &list = fieldsOf(query, place.zone);
    list.insert(list.begin() + clamped(list, place.index), chip);
    giveBuckets(query, chip);
}

QString granularityWord(const Query &query)
{
    switch (query.granularity) {
    case core::Granularity::None:
        return QCoreApplication::translate("Shelf", "Day");
    case core::Granularity::Hourly:
        return QCoreApplication::translate("Shelf", "Hour");
    case core::Granularity::Daily:
        return QCoreApplication::translate("Shelf", "Day");
    case core::Granularity::Weekly:
        return QCoreApplication::translate("Shelf", "Week");
    case core::Granularity::Monthly:
        return query.months == query::Months::Billing ? QCoreApplication::translate("Shelf", "Billing month")
                                                      : QCoreApplication::translate("Shelf", "Month");
    case core::Granularity::Quarterly:
        return QCoreApplication::translate("Shelf", "Quarter");
    }
    return {};
}

bool isGrouped(const Query &query, const FieldId &field)
{
    const auto groups = query::groupFields(query);
    return std::find(groups.begin(), groups.end(), field) != groups.end();
}

/// Differences need a period to differ from.
void tidyMeasures(Query &query)
{
    if (query.comparison)
        return;
    std::vector<Measure> kept;
    for (Measure measure : query.measures) {
        if (measure.needsComparison())
            measure.showAs = query::ShowAs::Value;
        if (std::find(kept.begin(), kept.end(), measure) == kept.end())
            kept.push_back(measure);
    }
    query.measures = std::move(kept);
}

void tidyTops(Query &query)
{
    for (query::TopValues &top : query.tops) {
        if (!query::rankedBy(query, top))
            top.by.clear();
    }
    std::erase_if(query.tops, [&](const query::TopValues &top) {
        return !isGrouped(query, top.field) || !query::rankedBy(query, top);
    });
    std::erase_if(query.showEmpty, [&](const FieldId &field) { return !isGrouped(query, field); });
}

/// Another measure in the place of one; what was sorted or ranked by it is by the new one.
Query withMeasure(Query query, ShelfPlace place, const Measure &measure)
{
    const bool isThere = place.zone == Zone::Measures && place.index < int(query.measures.size());
    if (!isThere || chipsOf(query, Zone::Measures).contains(measure.text()))
        return query;
    const Measure old = std::exchange(query.measures[std::size_t(place.index)], measure);
    for (query::SortKey &sort : query.sort) {
        if (sort.key == old.text())
            sort.key = measure.text();
    }
    for (query::TopValues &top : query.tops) {
        if (top.by == old.valueText())
            top.by = measure.aggregate == query::Aggregate::Average ? QString() : measure.valueText();
    }
    return tidied(std::move(query));
}

const Measure &measureAt(const Query &query, ShelfPlace place)
{
    return query.measures.at(std::size_t(place.index));
}

bool isPartOfAWhole(query::ShowAs showAs)
{
    return showAs == query::ShowAs::PercentOfTotal || showAs == query::ShowAs::PercentOfParent ||
           showAs == query::ShowAs::RunningTotal;
}

bool isAdditive(query::Aggregate aggregate)
{
    return aggregate == query::Aggregate::Sum || aggregate == query::Aggregate::Count;
}

} // namespace

QStringList chipsOf(const Query &query, Zone zone)
{
    QStringList chips;
    if (zone == Zone::Measures) {
        for (const Measure &measure : query.measures)
            chips += measure.text();
        return chips;
    }
    const auto &list = zone == Zone::Rows ? query.rows : query.columns;
    return QStringList(list.begin(), list.end());
}

QString chipAt(const Query &query, ShelfPlace place)
{
    return chipsOf(query, place.zone).value(place.index);
}

QString chipText(const Query &query, Zone zone, const QString &chip)
{
    if (zone == Zone::Measures) {
        const auto measure = Measure::fromText(chip);
        return measure ? query::measureLabel(query.dataSet, *measure) : chip;
    }
    const auto field = query::findField(query.dataSet, chip);
    const QString label = field ? query::fieldLabel(*field) : chip;
    const QString name = chip == dateField(query) ? granularityWord(query) : label;
    const auto top = topOf(query, chip);
    if (!top)
        return name;
    const QString count = QLocale().toString(top->count);
    //: A field of which only the largest values are kept apart
    return top->isBottom ? QCoreApplication::translate("Shelf", "%1, bottom %2").arg(name, count)
                         : QCoreApplication::translate("Shelf", "%1, top %2").arg(name, count);
}

QStringList choicesFor(const Query &query, Zone zone)
{
    QStringList choices;
    for (const query::Field &field : query::fields(query.dataSet)) {
        if (zone == Zone::Measures && field.role == query::FieldRole::Measure)
            choices += Measure{query::Aggregate::Sum, field.id}.text();
        if (zone != Zone::Measures && field.role == query::FieldRole::Dimension)
            choices += field.id;
    }
    if (zone == Zone::Measures)
        choices += countText;
    return choices;
}

Query withChip(Query query, ShelfPlace place, const QString &chip)
{
    if (chip.isEmpty() || chipsOf(query, place.zone).contains(chip))
        return query;
    if (place.zone != Zone::Measures) {
        erase(query, Zone::Rows, chip);
        erase(query, Zone::Columns, chip);
    }
    insert(query, place, chip);
    return tidied(std::move(query));
}

Query withReplaced(Query query, ShelfPlace place, const QString &chip)
{
    const QString old = chipAt(query, place);
    if (old.isEmpty() || old == chip || chipsOf(query, place.zone).contains(chip))
        return query;
    erase(query, place.zone, old);
    return withChip(std::move(query), place, chip);
}

Query withOnly(Query query, Zone zone, const QString &chip)
{
    for (const QString &old : chipsOf(query, zone))
        erase(query, zone, old);
    return withChip(std::move(query), {zone, 0}, chip);
}

Query withoutChip(Query query, ShelfPlace place)
{
    const QString chip = chipAt(query, place);
    if (chip.isEmpty() || (place.zone == Zone::Measures && query.measures.size() == 1))
        return query;
    erase(query, place.zone, chip);
    return tidied(std::move(query));
}

Query withMoved(Query query, ShelfPlace from, ShelfPlace to)
{
    const QString chip = chipAt(query, from);
    const bool isBorderKept = (from.zone == Zone::Measures) == (to.zone == Zone::Measures);
    if (chip.isEmpty() || !isBorderKept)
        return query;
    if (from.zone == to.zone && to.index > from.index)
        --to.index;
    erase(query, from.zone, chip);
    insert(query, to, chip);
    return query;
}

Query tidied(Query query)
{
    if (!isGrouped(query, dateField(query)))
        query.granularity = core::Granularity::None;
    tidyMeasures(query);
    tidyTops(query);
    std::erase_if(query.sort, [&](const query::SortKey &sort) {
        return !isGrouped(query, sort.key) && !chipsOf(query, Zone::Measures).contains(sort.key);
    });
    return query;
}

Query withAggregate(Query query, ShelfPlace place, query::Aggregate aggregate)
{
    Measure measure = measureAt(query, place);
    const auto field = query::findField(query.dataSet, measure.field);
    const bool isAmount = field && field->role == query::FieldRole::Measure;
    measure.aggregate = aggregate;
    if (aggregate == query::Aggregate::Count)
        measure.field.clear();
    else if (!isAmount) {
        const auto &fields = query::fields(query.dataSet);
        const auto first = std::ranges::find(fields, query::FieldRole::Measure, &query::Field::role);
        measure.field = first == fields.end() ? FieldId() : first->id;
    }
    if (isPartOfAWhole(measure.showAs) && !isAdditive(aggregate))
        measure.showAs = query::ShowAs::Value;
    return withMeasure(std::move(query), place, measure);
}

Query withShowAs(Query query, ShelfPlace place, query::ShowAs showAs)
{
    Measure measure = measureAt(query, place);
    measure.showAs = showAs;
    return withMeasure(std::move(query), place, measure);
}

QString refusalOf(const Query &query, ShelfPlace place, query::ShowAs showAs)
{
    Measure measure = measureAt(query, place);
    if (isPartOfAWhole(showAs) && !isAdditive(measure.aggregate))
        return QCoreApplication::translate("Shelf", "Only sums and counts are parts of a whole.");
    measure.showAs = showAs;
    if (measure.needsComparison() && !query.comparison)
        return QCoreApplication::translate("Shelf", "Choose a period to compare with first.");
    return {};
}

Query withDistinct(Query query, ShelfPlace place, const FieldId &field)
{
    return withMeasure(std::move(query), place, {query::Aggregate::CountDistinct, field});
}

Query withTop(Query query, const FieldId &field, std::optional<query::TopValues> top)
{
    const auto known = std::ranges::find(query.tops, field, &query::TopValues::field);
    if (known != query.tops.end() && top)
        *known = *top;
    else if (known != query.tops.end())
        query.tops.erase(known);
    else if (top)
        query.tops.push_back(*top);
    if (top)
        std::erase(query.showEmpty, field);
    return tidied(std::move(query));
}

std::optional<query::TopValues> topOf(const Query &query, const FieldId &field)
{
    const auto known = std::ranges::find(query.tops, field, &query::TopValues::field);
    return known == query.tops.end() ? std::nullopt : std::optional(*known);
}

Query withShowEmpty(Query query, const FieldId &field, bool isShown)
{
    std::erase(query.showEmpty, field);
    if (isShown) {
        query = withTop(std::move(query), field, std::nullopt);
        query.showEmpty.push_back(field);
    }
    return query;
}

bool showsEmpty(const Query &query, const FieldId &field)
{
    return std::ranges::find(query.showEmpty, field) != query.showEmpty.end();
}

Query withSwapped(Query query)
{
    std::swap(query.rows, query.columns);
    return query;
}

Query withSort(Query query, const QString &key, bool descending)
{
    query.sort = {{key, descending}};
    return query;
}

Query withoutSort(Query query)
{
    query.sort.clear();
    return query;
}

FieldId dateField(const Query &query)
{
    const FieldId id = query.dateBasis == query::DateBasis::Used ? QStringLiteral("usageDate")
                                                                 : QStringLiteral("reportedDate");
    return query::findField(query.dataSet, id) ? id : FieldId();
}

Query withGranularity(Query query, core::Granularity granularity)
{
    const FieldId date = dateField(query);
    if (date.isEmpty())
        return query;
    query.granularity = granularity;
    if (granularity == core::Granularity::None) {
        erase(query, Zone::Rows, date);
        erase(query, Zone::Columns, date);
        return tidied(std::move(query));
    }
    const auto groups = query::groupFields(query);
    if (std::find(groups.begin(), groups.end(), date) == groups.end())
        query.columns.insert(query.columns.begin(), date);
    return query;
}

std::vector<ShelfPreset> presetsFor(core::DataSet dataSet)
{
    const auto id = [](const char *name) { return QString::fromLatin1(name); };
    std::vector<ShelfPreset> presets{
        {QT_TRANSLATE_NOOP("ShelfPreset", "Customers × months"), {id("customerName")}, true},
        {QT_TRANSLATE_NOOP("ShelfPreset", "Services × months"), {id("meterCategory")}, true},
        {QT_TRANSLATE_NOOP("ShelfPreset", "Subscription → resource group → resource"),
         {id("subscriptionName"), id("resourceGroup"), id("resourceUri")},
         false},
        {QT_TRANSLATE_NOOP("ShelfPreset", "Region × service"),
         {id("resourceLocation"), id("meterCategory")},
         false},
        {QT_TRANSLATE_NOOP("ShelfPreset", "Meter × unit"), {id("meterName"), id("meterUnit")}, false},
    };
    Query probe;
    probe.dataSet = dataSet;
    std::erase_if(presets, [&](const ShelfPreset &preset) {
        const bool lacksField =
            std::any_of(preset.rows.begin(), preset.rows.end(),
                        [&](const FieldId &field) { return !query::findField(dataSet, field); });
        return lacksField || (preset.hasMonths && dateField(probe).isEmpty());
    });
    return presets;
}

Query withPreset(Query query, const ShelfPreset &preset)
{
    query.rows = preset.rows;
    query.columns.clear();
    query.granularity = core::Granularity::None;
    if (preset.hasMonths)
        query = withGranularity(std::move(query), core::Granularity::Monthly);
    return tidied(std::move(query));
}

} // namespace spendglass::filter
