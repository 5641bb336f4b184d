// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/pills.h"

#include "query/filtertext.h"
#include "query/sentence.h"
#include "filter/numbertext.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

#include <algorithm>
#include <array>
#include <utility>

namespace spendglass::filter {

using query::Condition;
using query::FieldType;
using query::Operator;
using query::Predicate;

namespace {

constexpr std::array<std::pair<Operator, Operator>, 4> opposites{{
    {Operator::Is, Operator::IsNot},
    {Operator::In, Operator::NotIn},
    {Operator::Contains, Operator::DoesNotContain},
    {Operator::IsEmpty, Operator::IsNotEmpty},
}};
constexpr qsizetype shownValues = 2;

std::optional<Operator> opposite(Operator op)
{
    for (const auto &[positive, negative] : opposites) {
        if (op == positive)
            return negative;
        if (op == negative)
            return positive;
    }
    return std::nullopt;
}

bool isNegative(Operator op)
{
    return std::any_of(opposites.begin(), opposites.end(),
                       [op](const auto &pair) { return pair.second == op; });
}

bool isNot(const Predicate &pill)
{
    return pill.kind == Predicate::Kind::Not && pill.children.size() == 1;
}

/// The leaf of an editable pill: itself, or what stands in a "not".
const Predicate *leafOf(const Predicate &pill)
{
    if (pill.kind == Predicate::Kind::Leaf)
        return &pill;
    if (isNot(pill) && pill.children.front().kind == Predicate::Kind::Leaf && pill.children.front().isOn)
        return &pill.children.front();
    return nullptr;
}

QString tr(const char *text)
{
    return QCoreApplication::translate("Pills", text);
}

FieldType typeOf(core::DataSet dataSet, const query::FieldId &id)
{
    const auto field = query::findField(dataSet, id);
    return field ? field->type : FieldType::Text;
}

/// "Service is not", or "not: Quantity is less than" around a condition without an opposite.
QString heading(core::DataSet dataSet, const Predicate &pill, const Condition &condition)
{
    const FieldType type = typeOf(dataSet, condition.field);
    const QString words =
        fieldName(dataSet, condition.field) + QChar(u' ') + operatorLabel(type, condition.op);
    return isNot(pill) ? tr("not: %1").arg(words) : words;
}

QStringList shownList(FieldType type, const Condition &condition, Operator op)
{
    QStringList shown;
    for (const QString &value : condition.values)
        shown += shownValue(type, value);
    if (op == Operator::Between && shown.size() == 2)
        return {tr("%1 and %2").arg(shown[0], shown[1])};
    return shown;
}

/// The tree as text, also when it is off (off parts are left out of a filter's text).
QString treeText(Predicate pill)
{
    pill.isOn = true;
    return query::printFilter(pill);
}

} // namespace

Pills pillsOf(const Predicate &where)
{
    if (where.kind == Predicate::Kind::All && where.isOn)
        return where.children;
    return {where};
}

Predicate fromPills(Pills pills)
{
    return Predicate::all(std::move(pills));
}

std::optional<Condition> conditionOf(const Predicate &pill)
{
    const Predicate *leaf = leafOf(pill);
    if (!leaf)
        return std::nullopt;
    Condition condition = leaf->condition;
    if (leaf == &pill)
        return condition;
    const auto turned = opposite(condition.op);
    if (!turned)
        return std::nullopt;
    condition.op = *turned;
    return condition;
}

bool isNegated(const Predicate &pill)
{
    const Predicate *leaf = leafOf(pill);
    if (!leaf)
        return isNot(pill);
    return (leaf != &pill) != isNegative(leaf->condition.op);
}

Predicate negated(const Predicate &pill)
{
    if (pill.kind == Predicate::Kind::Leaf) {
        if (const auto turned = opposite(pill.condition.op)) {
            Predicate result = pill;
            result.condition.op = *turned;
            return result;
        }
    }
    Predicate result = isNot(pill) ? pill.children.front() : Predicate::negation(pill);
    if (result.kind == Predicate::Kind::Not)
        result.children.front().isOn = true;
    result.isOn = pill.isOn;
    return result;
}

Predicate pillOf(Condition condition, bool isOn)
{
    constexpr std::array<std::pair<Operator, Operator>, 2> byCount{
        {{Operator::Is, Operator::In}, {Operator::IsNot, Operator::NotIn}}};
    for (const auto &[one, many] : byCount) {
        if (condition.op == one || condition.op == many)
            condition.op = condition.values.size() == 1 ? one : many;
    }
    Predicate pill = Predicate::leaf(condition.field, condition.op, condition.values);
    pill.isOn = isOn;
    return pill;
}

std::vector<Operator> editorOperators(FieldType type)
{
    std::vector<Operator> offered = query::operatorsFor(type);
    std::erase_if(offered, [type](Operator op) {
        const bool isEqual = op == Operator::Is || op == Operator::IsNot;
        return op == Operator::In || op == Operator::NotIn || (type == FieldType::Instant && isEqual);
    });
    return offered;
}

QString operatorLabel(FieldType type, Operator op)
{
    if (type == FieldType::Day || type == FieldType::Instant) {
        constexpr std::array<std::pair<Operator, const char *>, 3> words{{
            {Operator::Is, QT_TRANSLATE_NOOP("Pills", "on")},
            {Operator::Less, QT_TRANSLATE_NOOP("Pills", "before")},
            {Operator::Greater, QT_TRANSLATE_NOOP("Pills", "after")},
        }};
        const auto found =
            std::find_if(words.begin(), words.end(), [op](const auto &w) { return w.first == op; });
        if (found != words.end())
            return tr(found->second);
    }
    if (op == Operator::In)
        return query::operatorText(Operator::Is);
    if (op == Operator::NotIn)
        return query::operatorText(Operator::IsNot);
    return query::operatorText(op);
}

int valueCount(FieldType type, Operator op)
{
    if (op == Operator::IsEmpty || op == Operator::IsNotEmpty)
        return 0;
    if (op == Operator::Between)
        return 2;
    const bool isList =
        op == Operator::Is || op == Operator::IsNot || op == Operator::In || op == Operator::NotIn;
    return isList && (type == FieldType::Text || type == FieldType::Boolean) ? -1 : 1;
}

QString fieldName(core::DataSet dataSet, const query::FieldId &id)
{
    const auto field = query::findField(dataSet, id);
    return field ? query::fieldLabel(*field) : id;
}

QString pillText(core::DataSet dataSet, const Predicate &pill)
{
    const Predicate *leaf = leafOf(pill);
    if (!leaf)
        return treeText(pill);
    const Condition &condition = leaf->condition;
    const FieldType type = typeOf(dataSet, condition.field);
    const QStringList shown = shownList(type, condition, condition.op);
    QString text = heading(dataSet, pill, condition);
    if (!shown.isEmpty())
        text += QChar(u' ') + shown.mid(0, shownValues).join(QStringLiteral(", "));
    if (shown.size() > shownValues)
        text += QStringLiteral(" +%1").arg(shown.size() - shownValues);
    return text;
}

QString pillToolTip(core::DataSet dataSet, const Predicate &pill)
{
    const Predicate *leaf = leafOf(pill);
    if (!leaf)
        return treeText(pill);
    if (!query::findField(dataSet, leaf->condition.field))
        return tr("%1 is not in this data set").arg(leaf->condition.field);
    const FieldType type = typeOf(dataSet, leaf->condition.field);
    QStringList lines{heading(dataSet, pill, leaf->condition)};
    for (const QString &value : leaf->condition.values)
        lines += shownValue(type, value);
    return lines.join(QChar(u'\n'));
}

QString pillAccessibleName(core::DataSet dataSet, const Predicate &pill, int index, int count)
{
    //: %1 of %2 is a position; %3 a condition such as "Service is not Storage"; %4 is "on" or "off"
    return tr("Filter %1 of %2, %3, %4")
        .arg(QString::number(index + 1), QString::number(count), pillText(dataSet, pill),
             QCoreApplication::translate("Pills", pill.isOn ? "on" : "off", "state of a filter"));
}

QString shownValue(FieldType type, const QString &machine)
{
    if (machine.isEmpty())
        return tr("(not reported)");
    switch (type) {
    case FieldType::Number:
        return shownNumber(machine, QLocale());
    case FieldType::Day: {
        const QDate day = QDate::fromString(machine, Qt::ISODate);
        return day.isValid() ? QLocale().toString(day, QLocale::ShortFormat) : machine;
    }
    case FieldType::Boolean:
        return machine == QLatin1String("true") ? tr("yes") : tr("no");
    case FieldType::Text:
    case FieldType::Instant:
        break;
    }
    return machine;
}

} // namespace spendglass::filter
