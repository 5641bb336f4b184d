// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/operators.h"

#include "core/decimal.h"
#include "core/time.h"
#include "query/field.h"
#include "query/measure.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <functional>

namespace spendglass::query {

namespace {

using enum Operator;
using enum OperandForm;

// The operators. An editor offers them in this order. clang-format would break every line in three.
// clang-format off
constexpr std::array table{
    OperatorInfo{Is, IsNot, false, One, "=", QT_TRANSLATE_NOOP("Operator", "is")},
    OperatorInfo{IsNot, Is, true, One, "!=", QT_TRANSLATE_NOOP("Operator", "is not")},
    OperatorInfo{In, NotIn, false, List, "in", QT_TRANSLATE_NOOP("Operator", "is one of")},
    OperatorInfo{NotIn, In, true, List, "not in", QT_TRANSLATE_NOOP("Operator", "is none of")},
    OperatorInfo{Contains, DoesNotContain, false, Text, "contains", QT_TRANSLATE_NOOP("Operator", "contains")},
    OperatorInfo{DoesNotContain, Contains, true, Text, "not contains", QT_TRANSLATE_NOOP("Operator", "does not contain")},
    OperatorInfo{StartsWith, StartsWith, false, Text, "starts with", QT_TRANSLATE_NOOP("Operator", "starts with")},
    OperatorInfo{EndsWith, EndsWith, false, Text, "ends with", QT_TRANSLATE_NOOP("Operator", "ends with")},
    OperatorInfo{Matches, DoesNotMatch, false, Text, "matches", QT_TRANSLATE_NOOP("Operator", "matches")},
    OperatorInfo{DoesNotMatch, Matches, true, Text, "not matches", QT_TRANSLATE_NOOP("Operator", "does not match")},
    OperatorInfo{IsLike, IsNotLike, false, Text, "like", QT_TRANSLATE_NOOP("Operator", "is like")},
    OperatorInfo{IsNotLike, IsLike, true, Text, "not like", QT_TRANSLATE_NOOP("Operator", "is not like")},
    OperatorInfo{IsExactly, IsNotExactly, false, One, "==", QT_TRANSLATE_NOOP("Operator", "is exactly")},
    OperatorInfo{IsNotExactly, IsExactly, true, One, "!==", QT_TRANSLATE_NOOP("Operator", "is not exactly")},
    OperatorInfo{Less, Less, false, One, "<", QT_TRANSLATE_NOOP("Operator", "is less than")},
    OperatorInfo{LessOrEqual, LessOrEqual, false, One, "<=", QT_TRANSLATE_NOOP("Operator", "is at most")},
    OperatorInfo{Greater, Greater, false, One, ">", QT_TRANSLATE_NOOP("Operator", "is greater than")},
    OperatorInfo{GreaterOrEqual, GreaterOrEqual, false, One, ">=", QT_TRANSLATE_NOOP("Operator", "is at least")},
    OperatorInfo{Between, Between, false, Two, "between", QT_TRANSLATE_NOOP("Operator", "is between")},
    OperatorInfo{Within, NotWithin, false, Period, "within", QT_TRANSLATE_NOOP("Operator", "is within")},
    OperatorInfo{NotWithin, Within, true, Period, "not within", QT_TRANSLATE_NOOP("Operator", "is not within")},
    OperatorInfo{Top, Top, false, Ranking, "top", QT_TRANSLATE_NOOP("Operator", "is in the top")},
    OperatorInfo{Bottom, Bottom, false, Ranking, "bottom", QT_TRANSLATE_NOOP("Operator", "is in the bottom")},
    OperatorInfo{IsEmpty, IsNotEmpty, false, None, "is empty", QT_TRANSLATE_NOOP("Operator", "is empty")},
    OperatorInfo{IsNotEmpty, IsEmpty, true, None, "is not empty", QT_TRANSLATE_NOOP("Operator", "is not empty")},
    OperatorInfo{IsNotReported, IsReported, false, None, "is not reported", QT_TRANSLATE_NOOP("Operator", "is not reported")},
    OperatorInfo{IsReported, IsNotReported, true, None, "is reported", QT_TRANSLATE_NOOP("Operator", "is reported")},
    OperatorInfo{IsNotAvailable, IsAvailable, false, None, "is not available", QT_TRANSLATE_NOOP("Operator", "is not available")},
    OperatorInfo{IsAvailable, IsNotAvailable, true, None, "is available", QT_TRANSLATE_NOOP("Operator", "is available")},
};
// clang-format on

/// Which types a row of the table is for.
bool isFor(FieldType type, const OperatorInfo &info)
{
    const Operator op = info.isNegative ? info.opposite : info.op;
    switch (op) {
    case Is:
    case IsEmpty:
    case IsNotReported:
    case IsNotAvailable:
        return true;
    case In:
    case Top:
    case Bottom:
        return type != FieldType::Boolean;
    case Contains:
    case StartsWith:
    case EndsWith:
    case Matches:
    case IsLike:
    case IsExactly:
        return type == FieldType::Text;
    case Less:
    case LessOrEqual:
    case Greater:
    case GreaterOrEqual:
    case Between:
        return type == FieldType::Number || type == FieldType::Day || type == FieldType::Instant;
    case Within:
        return type == FieldType::Day || type == FieldType::Instant;
    case IsNot:
    case NotIn:
    case IsNotExactly:
    case IsNotLike:
    case DoesNotContain:
    case DoesNotMatch:
    case NotWithin:
    case IsNotEmpty:
    case IsReported:
    case IsAvailable:
        break;
    }
    return false;
}

struct Spelling
{
    const char *sign;
    Operator op;
};

constexpr std::array otherSpellings{Spelling{"<>", IsNot}, Spelling{"~=", Contains}, Spelling{"is", Is},
                                    Spelling{"is not", IsNot}};

/// An amount whose millionths fit the store's 64 bits, with room to spare.
bool isAmount(const QString &text)
{
    const auto parsed = core::Decimal::parse(text.toStdString());
    const auto limit = core::Decimal::fromInteger(9'000'000'000'000);
    return parsed && !parsed->rounded && parsed->value < limit &&
           parsed->value > core::Decimal::fromUnits(-limit.units());
}

} // namespace

std::span<const OperatorInfo> operators()
{
    return table;
}

const OperatorInfo &operatorInfo(Operator op)
{
    return *std::ranges::find(table, op, &OperatorInfo::op);
}

const std::vector<Operator> &operatorsFor(FieldType type)
{
    static const std::array<std::vector<Operator>, 5> all = [] {
        std::array<std::vector<Operator>, 5> made;
        for (const FieldType each :
             {FieldType::Text, FieldType::Number, FieldType::Day, FieldType::Instant, FieldType::Boolean}) {
            for (const OperatorInfo &info : table) {
                if (isFor(each, info))
                    made[std::size_t(each)].push_back(info.op);
            }
        }
        return made;
    }();
    return all[std::size_t(type)];
}

bool isAllowed(FieldType type, Operator op)
{
    return isFor(type, operatorInfo(op));
}

Operator positiveOf(Operator op)
{
    const OperatorInfo &info = operatorInfo(op);
    return info.isNegative ? info.opposite : op;
}

bool isRanking(Operator op)
{
    return op == Top || op == Bottom;
}

bool appliesTo(core::DataSet dataSet, const Predicate &predicate)
{
    const auto has = [dataSet](const FieldId &id) { return findField(dataSet, id).has_value(); };
    const Condition &condition = predicate.condition;
    if (predicate.kind != Predicate::Kind::Leaf)
        return std::ranges::all_of(predicate.children, std::bind_front(appliesTo, dataSet));
    const auto by = isRanking(condition.op) ? Measure::fromText(condition.values.value(1)) : std::nullopt;
    return has(condition.field) && (!by || by->field.isEmpty() || has(by->field));
}

bool ranks(const Predicate &predicate)
{
    return (predicate.kind == Predicate::Kind::Leaf && isRanking(predicate.condition.op)) ||
           std::ranges::any_of(predicate.children, ranks);
}

std::optional<Operator> operatorFromSign(QStringView sign)
{
    for (const OperatorInfo &info : table) {
        if (sign == QLatin1String(info.sign))
            return info.op;
    }
    for (const Spelling &each : otherSpellings) {
        if (sign == QLatin1String(each.sign))
            return each.op;
    }
    return std::nullopt;
}

bool isValueOf(FieldType type, const QString &text)
{
    switch (type) {
    case FieldType::Text:
        return true;
    case FieldType::Number:
        return isAmount(text);
    case FieldType::Day:
        return core::parseDay(text.toStdString()).has_value();
    case FieldType::Instant:
        return core::parseTime(text.toStdString()).has_value();
    case FieldType::Boolean:
        return text == QLatin1String("true") || text == QLatin1String("false");
    }
    return false;
}

} // namespace spendglass::query
