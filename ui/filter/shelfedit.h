// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QString>

#include <optional>
#include <vector>

namespace spendglass::filter {

/// The three zones of the grouping shelf.
enum class Zone
{
    Rows,
    Columns,
    Measures
};

/// A chip's place: a zone and a position in it.
struct ShelfPlace
{
    Zone zone = Zone::Rows;
    int index = 0;
    friend bool operator==(const ShelfPlace &, const ShelfPlace &) = default;
};

/// The chips of a zone: field ids, or measures as their texts.
QStringList chipsOf(const query::Query &query, Zone zone);
/// What stands there; empty outside.
QString chipAt(const query::Query &query, ShelfPlace place);
/// How a chip reads: a field's label, for the date that is cut to buckets their size ("Month"), or a
/// measure's label.
QString chipText(const query::Query &query, Zone zone, const QString &chip);

/// The fields a zone can take, in catalogue order. Measures: sums, then count(), as measure texts.
QStringList choicesFor(const query::Query &query, Zone zone);

// Edits answer the changed query, or the same one when nothing can be done. Each keeps the sort keys to what
// is still asked for, never names a field twice among rows and columns, and leaves at least one measure.
query::Query withChip(query::Query query, ShelfPlace place,
                      const QString &chip); ///< inserted, or moved there
query::Query withReplaced(query::Query query, ShelfPlace place, const QString &chip);
query::Query withOnly(query::Query query, Zone zone, const QString &chip); ///< the zone holds just this
query::Query withoutChip(query::Query query, ShelfPlace place);
query::Query withMoved(query::Query query, ShelfPlace from,
                       ShelfPlace to);        ///< to: counted before taking it out
query::Query withSwapped(query::Query query); ///< rows and columns
// Of a measure's chip. Where the aggregate changes, show-as stays as far as it has a meaning.
query::Query withAggregate(query::Query query, ShelfPlace place, query::Aggregate aggregate);
query::Query withShowAs(query::Query query, ShelfPlace place, query::ShowAs showAs);
/// Why a measure cannot be shown so, for a person; empty when it can.
QString refusalOf(const query::Query &query, ShelfPlace place, query::ShowAs showAs);
query::Query withDistinct(query::Query query, ShelfPlace place, const query::FieldId &field);
// Of a row or column field's chip: its top values apart from Others, or the values without records, too.
query::Query withTop(query::Query query, const query::FieldId &field,
                     std::optional<query::TopValues> top); ///< nothing: all values apart
std::optional<query::TopValues> topOf(const query::Query &query, const query::FieldId &field);
query::Query withShowEmpty(query::Query query, const query::FieldId &field, bool isShown);
bool showsEmpty(const query::Query &query, const query::FieldId &field);
/// Without what has lost its meaning: sort keys, top values and empty values of fields that are not grouped
/// by, differences without a comparison, buckets without a date.
query::Query tidied(query::Query query);
query::Query withSort(query::Query query, const QString &key, bool descending);
query::Query withoutSort(query::Query query);
/// Sets the granularity; a bucket size puts the date on columns if nothing groups by it, None takes it away.
query::Query withGranularity(query::Query query, core::Granularity granularity);

/// The field that buckets look at: the used or the reported day; empty when the data set has none.
query::FieldId dateField(const query::Query &query);

/// A ready arrangement: rows, columns, measures.
struct ShelfPreset
{
    const char *label = nullptr; ///< untranslated; context "ShelfPreset"
    std::vector<query::FieldId> rows;
    bool hasMonths = false;
};
/// Those whose fields the data set has.
std::vector<ShelfPreset> presetsFor(core::DataSet dataSet);
query::Query withPreset(query::Query query, const ShelfPreset &preset);

} // namespace spendglass::filter
