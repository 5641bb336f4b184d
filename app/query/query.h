// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/time.h"
#include "query/field.h"

#include <QMetaType>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace spendglass::query {

/// Operators on one field. Values are kept as text in the field's machine form (plain decimal, YYYY-MM-DD,
/// ISO instant, "true"/"false"); text compares without regard to case.
enum class Operator
{
    Is, ///< one value
    IsNot,
    In, ///< any of the values
    NotIn,
    Contains,
    DoesNotContain,
    StartsWith,
    EndsWith,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between, ///< two values, both ends included
    IsEmpty, ///< no values; null or ""
    IsNotEmpty,
};

/// Field, operator, values. IsNot, NotIn and DoesNotContain are exact opposites: they hold for empty fields.
struct Condition
{
    FieldId field;
    Operator op = Operator::Is;
    QStringList values;
    friend bool operator==(const Condition &, const Condition &) = default;
};

/// A predicate tree. An All without children holds always, an Any without children never; a node that is
/// off counts as absent.
struct Predicate
{
    enum class Kind
    {
        All,
        Any,
        Not,
        Leaf
    };

    Kind kind = Kind::All;
    std::vector<Predicate> children; ///< All, Any: any number; Not: one; Leaf: none
    Condition condition;             ///< Leaf only
    bool isOn = true;

    static Predicate all(std::vector<Predicate> children);
    static Predicate any(std::vector<Predicate> children);
    static Predicate negation(Predicate child);
    static Predicate leaf(FieldId field, Operator op, QStringList values);

    bool isAlwaysTrue() const; ///< nothing that is on restricts anything
    friend bool operator==(const Predicate &, const Predicate &) = default;
};

/// The tree without what is off and without parts that hold always; nothing when all of it is off. An Any,
/// All or Not of which every child is off is itself absent; an Any that never had children stays and never
/// holds.
std::optional<Predicate> withoutOff(const Predicate &predicate);

/// What a field of that type can be asked, in the order in which an editor offers it.
const std::vector<Operator> &operatorsFor(FieldType type);
/// The positive operator that a negated one is the exact opposite of (IsNot: Is); the operator itself else.
Operator positiveOf(Operator op);

/// Whether the text is a value of that type in its machine form. Numbers: RFC 8259, at most 22 places, below
/// 9e12 in size; "" is a text only.
bool isValueOf(FieldType type, const QString &text);

enum class Aggregate
{
    Sum,
    Count
};

/// sum(FIELD) or count(); its text heads its column: "sum(quantity)", "count()".
struct Measure
{
    Aggregate aggregate = Aggregate::Sum;
    FieldId field; ///< empty for count()
    QString text() const;
    static std::optional<Measure> fromText(QStringView text); ///< "count()" or "sum(field)"; nothing else
    friend bool operator==(const Measure &, const Measure &) = default;
};

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

/// The only description of what a person wants to see. A value: widgets edit copies, compilers read it.
///
/// The answer has one line for each distinct combination of the row and column fields. usageDate (or
/// reportedDate) among them is cut to the granularity: a bucket is named by its first day, a week by its
/// Monday. With granularity None the day itself stands. Hourly cuts usageStart to hours and leaves days be.
struct Query
{
    core::DataSet dataSet = core::DataSet::Spend;
    Predicate where;
    std::vector<FieldId> rows;
    std::vector<FieldId> columns;
    std::vector<Measure> measures;
    std::optional<core::Day> from; ///< first day wanted
    std::optional<core::Day> to;   ///< first day no longer wanted; data sets without dates ignore both
    DateBasis dateBasis = DateBasis::Used;
    std::optional<core::Instant>
        asOf; ///< as the data stood then; spend and summary only, the rest has no past
    core::Granularity granularity = core::Granularity::None;
    std::vector<SortKey> sort;   ///< empty: by row fields, ascending
    std::optional<qint64> limit; ///< of answer lines
    friend bool operator==(const Query &, const Query &) = default;
};

/// The row fields followed by the column fields, as asked for.
std::vector<FieldId> groupFields(const Query &query);

/// The unit fields that the measures need beside them and that neither groups nor filters pin: an answer
/// gets them as extra fields after the row fields, so that no sum mixes units or currencies.
std::vector<FieldId> splitFields(const Query &query);

/// Why the query cannot be answered, for a person, in English; empty when it can. Checks field ids,
/// operators against types, value forms, measures, sort keys and the order of from and to.
QStringList problems(const Query &query);

} // namespace spendglass::query

Q_DECLARE_METATYPE(spendglass::query::Query)
