// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/time.h"
#include "query/measure.h"
#include "query/operators.h"
#include "query/predicate.h"
#include "query/relativedays.h"

#include <QJsonObject>
#include <QMetaType>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace spendglass::query {

/// Which of a row's two dates the time restriction and the time buckets look at.
enum class DateBasis
{
    Used,
    Reported
};

struct SortKey
{
    QString key; ///< a field id of rows or a measure's text
    bool descending = false;
    friend bool operator==(const SortKey &, const SortKey &) = default;
};

/// How long a month is: in time buckets, and where a comparison moves by whole months. A relative period names
/// its unit itself ("last 3 full billing periods").
enum class Months
{
    Calendar,
    Billing ///< from the 28th to the 27th, as the service bills legacy subscriptions
};

/// The period that differences are made to. Data sets without dates are compared with how they stood then.
struct Comparison
{
    enum class With
    {
        PreviousPeriod,      ///< as long, right before; as many months where the period is whole months
        SameDaysOfLastMonth, ///< one month back
        SamePeriodLastYear,
        Days ///< from, to
    };
    With with = With::PreviousPeriod;
    std::optional<core::Day> from = {}; ///< Days only: first day
    std::optional<core::Day> to = {};   ///< Days only: first day no longer in it
    /// As many days on both sides: of a period that is not over, only the days so far.
    bool isLikeForLike = false;
    friend bool operator==(const Comparison &, const Comparison &) = default;
};

/// The values of a row or column field that an answer keeps apart; the others become one line, Others.
struct TopValues
{
    FieldId field;
    int count = 10; ///< 1 to 1000000; equals share a place, so it can be more
    QString by =
        {}; ///< the text of one of the query's measures as a value, no average; empty: the first such
    bool isBottom = false; ///< the smallest stay
    friend bool operator==(const TopValues &, const TopValues &) = default;
};

/// The only description of what a person wants to see. A value: widgets edit copies, compilers read it.
///
/// The answer has one line for each distinct combination of the row and column fields. usageDate (or
/// reportedDate) among them is cut to the granularity: a bucket is named by its first day, a week by its
/// Monday. With granularity None the day itself stands. Hourly cuts usageStart to hours and leaves days be.
///
/// Top values are ranked among the lines that share a parent, each unit by itself, over all columns, by what
/// they are in the period itself; no amount ranks last. What has no record there belongs to Others.
///
/// A comparison puts what the records of its period come to beside the same lines: their days are moved onto
/// the period, by whole months where both begin on the same day of the month (and no weeks are asked for),
/// else by days. A line that only the comparison has is there, too, without amounts.
///
/// Ranking conditions look at the records that the period and the conjuncts at the top let through which rank
/// nothing, also for the records of a comparison: they rank by unit, a missing unit like an empty one, equals
/// share a place (1, 1, 3), no amount never ranks. A value is in if it is for any unit.
///
/// Empty values: a row field shows every value that some record of the data set has, below each parent that
/// is there, dates every bucket of the period; fields below that do not show empty values have none then, nor
/// has the unit. Such a row has a line for every column. A column field shows them the same way, below the
/// column fields before it, and then every row has a line for every column. Sums of such lines are no value,
/// counts 0.
struct Query
{
    core::DataSet dataSet = core::DataSet::Spend;
    Predicate where = {};
    std::vector<FieldId> rows = {};
    std::vector<FieldId> columns = {};
    std::vector<Measure> measures = {};
    std::optional<core::Day> from = {}; ///< first day wanted
    std::optional<core::Day> to = {};   ///< first day no longer wanted; data sets without dates ignore both
    DateBasis dateBasis = DateBasis::Used;
    std::optional<core::Instant> asOf =
        {}; ///< as the data stood then; spend and summary only, the rest has no past
    core::Granularity granularity = core::Granularity::None;
    std::vector<SortKey> sort = {};   ///< empty: by row fields, ascending
    std::optional<qint64> limit = {}; ///< of answer lines; subtotals are of all lines

    std::optional<RelativeDays> period = {}; ///< a period that moves with today, in place of from and to
    bool completeDaysOnly = false;           ///< leave out days from the first that is not loaded whole on
    Months months = Months::Calendar;
    std::optional<Comparison> comparison = {}; ///< needs a period in data sets with dates
    std::vector<TopValues> tops = {};          ///< at most one of each row and column field
    std::vector<FieldId> showEmpty = {}; ///< row and column fields that show values without records, too
    bool subtotals = false;              ///< the answer has levels, too
    QJsonObject unknown = {};            ///< members of a document that a newer version wrote; kept
    friend bool operator==(const Query &, const Query &) = default;
};

/// The row fields followed by the column fields, as asked for.
std::vector<FieldId> groupFields(const Query &query);

/// The field whose values must not be mixed in that measure; nothing where it has none.
std::optional<FieldId> unitFieldOf(const Query &query, const Measure &measure);
/// The one value of a field that a conjunct at the top lets through; nothing without such a condition.
std::optional<QString> pinnedValue(const Query &query, const FieldId &id);

/// The unit fields that the measures need beside them and that neither groups nor filters pin: an answer
/// gets them as extra fields after the row fields, so that no sum mixes units or currencies.
std::vector<FieldId> splitFields(const Query &query);

/// The measure by which top values are ranked, as a value; nothing when the query has no such measure.
std::optional<Measure> rankedBy(const Query &query, const TopValues &top);

/// Why the query cannot be answered, for a person, in English; empty when it can. Checks field ids,
/// operators against types, value forms, measures, sort keys, top values, comparison and the order of from
/// and to. What is off is not looked at, nor are pinned nodes whose field the data set lacks.
QStringList problems(const Query &query);

} // namespace spendglass::query

Q_DECLARE_METATYPE(spendglass::query::Query)
