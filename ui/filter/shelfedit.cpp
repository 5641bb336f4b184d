// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/shelfedit.h"

#include "query/sentence.h"

#include <QCoreApplication>

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

/// Forgets sort keys that name nothing any more, and buckets where nothing groups by the date.
Query tidied(Query query)
{
    const auto groups = query::groupFields(query);
    if (std::find(groups.begin(), groups.end(), dateField(query)) == groups.end())
        query.granularity = core::Granularity::None;
    std::erase_if(query.sort, [&](const query::SortKey &sort) {
        return std::find(groups.begin(), groups.end(), sort.key) == groups.end() &&
               !chipsOf(query, Zone::Measures).contains(sort.key);
    });
    return query;
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

QString granularityWord(core::Granularity granularity)
{
    switch (granularity) {
    case core::Granularity::None:
        return QCoreApplication::translate("Shelf", "Day");
    case core::Granularity::Hourly:
        return QCoreApplication::translate("Shelf", "Hour");
    case core::Granularity::Daily:
        return QCoreApplication::translate("Shelf", "Day");
    case core::Granularity::Weekly:
        return QCoreApplication::translate("Shelf", "Week");
    case core::Granularity::Monthly:
        return QCoreApplication::translate("Shelf", "Month");
    case core::Granularity::Quarterly:
        return QCoreApplication::translate("Shelf", "Quarter");
    }
    return {};
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
    if (chip != dateField(query))
        return label;
    return granularityWord(query.granularity);
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
