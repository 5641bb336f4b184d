// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/predicate.h"

#include <QLatin1String>

#include <span>
#include <vector>

namespace spendglass::query {

/// What stands after an operator.
enum class OperandForm
{
    None,
    One,     ///< a value of the field's type
    Two,     ///< two of them
    List,    ///< one or more of them
    Text,    ///< a text that is not empty and need not be a whole value: a part, a pattern
    Period,  ///< the text of RelativeDays
    Ranking, ///< how many (1 to 1000000) and, on fields that are not amounts, the text of a measure
};

/// One row for each operator: all that compilers, parser, files and editors need to know of it.
struct OperatorInfo
{
    Operator op;
    Operator opposite; ///< the operator itself where the language has no opposite
    bool isNegative;   ///< defined as the opposite of the other one
    OperandForm operands;
    const char *sign;  ///< as the filter language and files write it: "=", "not in", "starts with"
    const char *label; ///< untranslated; context "Operator"
};

/// Every operator once, in the order in which an editor offers them.
std::span<const OperatorInfo> operators();
const OperatorInfo &operatorInfo(Operator op);

/// What a field of that type can be asked, in the order in which an editor offers it.
const std::vector<Operator> &operatorsFor(FieldType type);
bool isAllowed(FieldType type, Operator op);
/// The positive operator that a negative one is the exact opposite of (IsNot: Is); the operator itself else.
Operator positiveOf(Operator op);
bool isRanking(Operator op);            ///< Top and Bottom, which look at other records, too
/// Whether the data set has every field that the predicate names, also those that it ranks by.
bool appliesTo(core::DataSet dataSet, const Predicate &predicate);
bool ranks(const Predicate &predicate); ///< whether some leaf of it does, on or off
/// The operator that sign stands for, also in other spellings ("<>", "~=", "is", "is not"); nothing for any
/// other text.
std::optional<Operator> operatorFromSign(QStringView sign);

/// Whether the text is a value of that type in its machine form. Numbers: RFC 8259, at most 22 places, below
/// 9e12 in size; "" is a text only.
bool isValueOf(FieldType type, const QString &text);

} // namespace spendglass::query
