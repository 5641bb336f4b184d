// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace spendglass::filter {

/// What a filter bar takes in hand: the parts that an "all of" joins. One condition or one negated condition
/// is a pill that the editor can open; any other part is a pill that only text mode can change.
using Pills = std::vector<query::Predicate>;

Pills pillsOf(const query::Predicate &where);
/// The inverse: an "all of". fromPills(pillsOf(x)) means the same as x.
query::Predicate fromPills(Pills pills);

/// The condition of an editable pill, with a "not" around it moved into the operator where there is one.
std::optional<query::Condition> conditionOf(const query::Predicate &pill);
/// Whether the editor can show all of it; text mode can always.
bool isEditable(core::DataSet dataSet, const query::Predicate &pill);
/// Whether it does not count because it is pinned and the data set lacks a field of it.
bool isIgnored(core::DataSet dataSet, const query::Predicate &pill);
/// Whether it keeps something out: a "not" around it, or a negative operator.
bool isNegated(const query::Predicate &pill);
/// The exact opposite: the opposite operator where there is one, else a "not" around it or taken away.
query::Predicate negated(const query::Predicate &pill);
/// The pill with what a person gave another one: name, pin, state, and what only newer versions know.
query::Predicate dressedAs(query::Predicate pill, const query::Predicate &other);
/// A pill of a condition: one value turns "in" into "is" and the reverse; a "not" stays around.
query::Predicate pillOf(query::Condition condition, bool isOn = true);

/// The operators an editor offers for a field's type, in menu order. Is stands for In, IsNot for NotIn; an
/// exact instant is nobody's question.
std::vector<query::Operator> editorOperators(query::FieldType type);
/// In the user's language; dates say "on", "before" and "after".
QString operatorLabel(query::FieldType type, query::Operator op);
/// What an operator asks, where its name does not say it; else empty.
QString operatorHint(query::Operator op);
/// How many values are typed or picked for the operator: 0, 1, 2, or -1 for any number of ticks.
int valueCount(query::FieldType type, query::Operator op);

/// The field's label; its id when the data set has no such field.
QString fieldName(core::DataSet dataSet, const query::FieldId &id);
/// "Service is not Storage, Backup +5": at most two values, then how many more; a named pill's name, a saved
/// filter's behind a star.
QString pillText(core::DataSet dataSet, const query::Predicate &pill);
/// All values, one line each; plain text.
QString pillToolTip(core::DataSet dataSet, const query::Predicate &pill);
/// "Filter 2 of 3, Service is not Storage, pinned, on".
QString pillAccessibleName(core::DataSet dataSet, const query::Predicate &pill, int index, int count);
/// A value as shown: days and numbers by the locale, texts as they are, "not reported" for nothing.
QString shownValue(query::FieldType type, const QString &machine);

} // namespace spendglass::filter
