// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace spendglass::query {

/// A field's id: the document's own name, one vocabulary over all data sets (the command line contract has
/// the table). Two families are open: "tag:KEY" and "info:KEY".
using FieldId = QString;

enum class FieldType
{
    Text,
    Number,
    Day,
    Instant,
    Boolean
};

/// What a field is for. A measure is summed and needs its unit field beside it.
enum class FieldRole
{
    Dimension,
    Measure
};

/// Where a field's values are kept. Fact columns stand in the data set's own table, the others in dimension
/// tables that a fact row points to by key: sql/*.sql has the tables.
enum class FieldTable
{
    Fact,
    Customer,
    Subscription,
    Meter,
    Place,
    Reservation,
    Resource
};

/// One row of the catalogue: all that operators, compilers, widgets and exports need to know of a field.
struct Field
{
    FieldId id;
    const char *label = nullptr; ///< untranslated; context "Field"
    const char *group =
        nullptr; ///< Customer, Subscription, Service, Resource, Time, Amounts, Budget; context "Field"
    FieldType type = FieldType::Text;
    FieldRole role = FieldRole::Dimension;
    FieldTable table = FieldTable::Fact;
    QString column;    ///< in that table; measures: the stem of COLUMN_hi and COLUMN_lo
    QString unitField; ///< for measures: the field whose values must not be mixed in a sum; empty when pure
    bool remoteFilter = false; ///< the analytics service can filter on it
    bool remoteGroup = false;  ///< the analytics service can group by it
    bool remoteOrder = false;  ///< the analytics service can order by it
};

/// The fields of a data set in catalogue order. Immutable, safe from any thread.
const std::vector<Field> &fields(core::DataSet dataSet);

/// The field of that id, also for members of the open families; nothing when the data set lacks it.
std::optional<Field> findField(core::DataSet dataSet, QStringView id);

/// The id under which the catalogue has a field, of which some have two; the id itself where it has none.
FieldId canonicalId(core::DataSet dataSet, const FieldId &id);
/// Whether records are of days: all but spend and summary, which are kept as they stood.
bool hasDates(core::DataSet dataSet);

/// "tag:KEY" and "info:KEY": the KEY, else nothing.
std::optional<QString> tagKey(QStringView id);
std::optional<QString> infoKey(QStringView id);

/// The paths by which the fields of a data set are drilled into, coarse to fine: the main one first
/// (customer, subscription, service, … resource), then region. Fields of a path that the data set lacks are
/// left out, paths of less than two fields, too.
std::vector<std::vector<FieldId>> hierarchies(core::DataSet dataSet);
/// The field below one in the first hierarchy that has it; nothing at the end of the path or outside of one.
std::optional<FieldId> fieldBelow(core::DataSet dataSet, const FieldId &id);

/// A field's label in the user's language.
QString fieldLabel(const Field &field);

} // namespace spendglass::query
