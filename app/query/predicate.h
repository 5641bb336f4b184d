// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/field.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>
#include <vector>

namespace spendglass::query {

/// Operators on one field. Values are kept as text in the field's machine form (plain decimal, YYYY-MM-DD,
/// ISO instant, "true"/"false"). operators.h says which values each takes and how it is written.
enum class Operator
{
    Is, ///< one value; text compares without regard to case
    IsNot,
    In, ///< any of the values, as Is
    NotIn,
    IsExactly, ///< one text, letter by letter: what a group of an answer is
    IsNotExactly,
    IsLike, ///< one text; case, blanks and punctuation do not matter (likeness.h)
    IsNotLike,
    Contains, ///< without regard to case, like the two below
    DoesNotContain,
    StartsWith,
    EndsWith,
    Matches, ///< a regular expression is found in the text; without regard to case (regularexpression.h)
    DoesNotMatch,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Between, ///< two values, both ends included
    Within,  ///< a day or instant in a period that moves with today (relativedays.h)
    NotWithin,
    Top, ///< of the largest: on an amount {N}, on another field {N, measure}; see isRanking()
    Bottom,
    IsEmpty, ///< no values; null or ""
    IsNotEmpty,
    IsNotReported, ///< null: the service sent nothing
    IsReported,
    IsNotAvailable, ///< the data set has no such field; the one question that may be asked of any field
    IsAvailable,
};

/// Field, operator, values. An operator and its opposite are exact opposites: one of the two holds for every
/// record, also where the field is null.
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
        Leaf,
        Saved, ///< the filter that is saved under the node's name, as it is when the question is asked
    };

    Kind kind = Kind::All;
    std::vector<Predicate> children = {}; ///< All, Any: any number; Not: one; Leaf, Saved: none
    Condition condition = {};             ///< Leaf only
    bool isOn = true;
    bool isPinned = false;    ///< follows to other data sets; counts as absent where a field is missing
    QString name = {};        ///< what a person calls it; of a Saved the filter's name
    QJsonObject unknown = {}; ///< members of a document that a newer version wrote; kept

    static Predicate all(std::vector<Predicate> children);
    static Predicate any(std::vector<Predicate> children);
    static Predicate negation(Predicate child);
    static Predicate leaf(FieldId field, Operator op, QStringList values);
    static Predicate saved(QString name);

    bool isAlwaysTrue() const; ///< nothing that is on restricts anything
    friend bool operator==(const Predicate &, const Predicate &) = default;
};

/// The tree without what is off and without parts that hold always; nothing when all of it is off. An Any,
/// All or Not of which every child is off is itself absent; an Any that never had children stays and never
/// holds. Names and pins stay on what is left.
std::optional<Predicate> withoutOff(const Predicate &predicate);

/// The conjuncts at the top, whatever the nesting of the Alls: nodes that are on, none of them an All. No
/// record passes the tree that does not pass each of them.
std::vector<Predicate> conjunctsOf(const Predicate &predicate);

/// Whether some leaf of the tree, on or off, is about that field. Ids are compared as written.
bool mentions(const Predicate &predicate, const FieldId &field);

} // namespace spendglass::query
