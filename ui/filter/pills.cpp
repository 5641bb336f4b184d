// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/pills.h"

#include "query/filtertext.h"
#include "query/operators.h"
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

constexpr qsizetype shownValues = 2;

std::optional<Operator> opposite(Operator op)
{
    const Operator other = query::operatorInfo(op).opposite;
    return other == op ? std::nullopt : std::optional(other);
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
    const query::OperandForm form = query::operatorInfo(op).operands;
    if (form == query::OperandForm::Two && shown.size() == 2)
        return {tr("%1 and %2").arg(shown[0], shown[1])};
    return shown;
}

/// The words of a sentence: periods and rankings are no values of the field.
bool isInWords(Operator op)
{
    const query::OperandForm form = query::operatorInfo(op).operands;
    return form == query::OperandForm::Period || form == query::OperandForm::Ranking;
}

QString conditionWords(core::DataSet dataSet, const Predicate &pill, const Condition &condition)
{
    const QString words = query::conditionText(dataSet, condition);
    return isNot(pill) ? tr("not: %1").arg(words) : words;
}

/// The tree as text, without its state, which a pill shows in other ways.
QString treeText(const Predicate &pill)
{
    return query::printFilter(dressedAs(pill, {}));
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

bool isEditable(core::DataSet dataSet, const Predicate &pill)
{
    const auto condition = conditionOf(pill);
    const auto field = condition ? query::findField(dataSet, condition->field) : std::nullopt;
    const bool isWhole =
        condition && (condition->values.size() <= 1 || valueCount(FieldType::Text, condition->op) != -1 ||
                      (field && valueCount(field->type, condition->op) == -1));
    return field && isWhole;
}

bool isIgnored(core::DataSet dataSet, const Predicate &pill)
{
    return pill.isPinned && !query::appliesTo(dataSet, pill);
}

bool isNegated(const Predicate &pill)
{
    const Predicate *leaf = leafOf(pill);
    if (!leaf)
        return isNot(pill);
    return (leaf != &pill) != query::operatorInfo(leaf->condition.op).isNegative;
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
    if (isNot(pill))
        return dressedAs(pill.children.front(), pill);
    return dressedAs(Predicate::negation(dressedAs(pill, {})), pill);
}

Predicate dressedAs(Predicate pill, const Predicate &other)
{
    pill.isOn = other.isOn;
    pill.isPinned = other.isPinned;
    pill.unknown = other.unknown;
    if (pill.kind != Predicate::Kind::Saved) // whose name says which filter
        pill.name = other.kind == Predicate::Kind::Saved ? QString() : other.name;
    return pill;
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

QString operatorHint(Operator op)
{
    constexpr std::array<std::pair<Operator, const char *>, 6> hints{{
        {Operator::IsLike,
         QT_TRANSLATE_NOOP("Pills", "The same text, whatever its case, blanks and punctuation")},
        {Operator::IsExactly, QT_TRANSLATE_NOOP("Pills", "The same text, letter by letter")},
        {Operator::Matches,
         QT_TRANSLATE_NOOP("Pills", "A regular expression is found anywhere in it, in any case")},
        {Operator::IsEmpty, QT_TRANSLATE_NOOP("Pills", "Nothing was reported, or an empty text")},
        {Operator::IsNotReported, QT_TRANSLATE_NOOP("Pills", "The service sent nothing here")},
        {Operator::IsNotAvailable, QT_TRANSLATE_NOOP("Pills", "The data set has no such field")},
    }};
    const auto *const found =
        std::ranges::find(hints, query::positiveOf(op), &std::pair<Operator, const char *>::first);
    return found == hints.end() ? QString() : tr(found->second);
}

int valueCount(FieldType type, Operator op)
{
    const bool isList =
        op == Operator::Is || op == Operator::IsNot || op == Operator::In || op == Operator::NotIn;
    switch (query::operatorInfo(op).operands) {
    case query::OperandForm::None:
        return 0;
    case query::OperandForm::Two:
        return 2;
    case query::OperandForm::One:
    case query::OperandForm::List:
    case query::OperandForm::Text:
    case query::OperandForm::Period:
    case query::OperandForm::Ranking:
        break;
    }
    return isList && (type == FieldType::Text || type == FieldType::Boolean) ? -1 : 1;
}

QString fieldName(core::DataSet dataSet, const query::FieldId &id)
{
    const auto field = query::findField(dataSet, id);
    return field ? query::fieldLabel(*field) : id;
}

QString pillText(core::DataSet dataSet, const Predicate &pill)
{
    if (pill.kind == Predicate::Kind::Saved)
        return QStringLiteral("\u2605 ") + pill.name;
    if (!pill.name.isEmpty())
        return pill.name;
    if (isNot(pill) && pill.children.front().kind == Predicate::Kind::Saved)
        return tr("not: %1").arg(pillText(dataSet, pill.children.front()));
    const Predicate *leaf = leafOf(pill);
    if (!leaf)
        return treeText(pill);
    const Condition &condition = leaf->condition;
    if (isInWords(condition.op))
        return conditionWords(dataSet, pill, condition);
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
    if (isIgnored(dataSet, pill))
        return tr("Ignored: not in this data set") + QChar(u'\n') + query::filterText(dataSet, pill);
    if (pill.kind == Predicate::Kind::Saved)
        return tr("The filter that is saved as “%1”").arg(pill.name);
    if (!leaf)
        return treeText(pill);
    if (!query::findField(dataSet, leaf->condition.field))
        return tr("%1 is not in this data set").arg(leaf->condition.field);
    if (isInWords(leaf->condition.op))
        return conditionWords(dataSet, pill, leaf->condition);
    const FieldType type = typeOf(dataSet, leaf->condition.field);
    QStringList lines{heading(dataSet, pill, leaf->condition)};
    for (const QString &value : leaf->condition.values)
        lines += shownValue(type, value);
    return lines.join(QChar(u'\n'));
}

QString pillAccessibleName(core::DataSet dataSet, const Predicate &pill, int index, int count)
{
    const QString state = QCoreApplication::translate("Pills", pill.isOn ? "on" : "off", "state of a filter");
    QStringList states;
    if (pill.isPinned)
        states << tr("pinned");
    states << (isIgnored(dataSet, pill) ? tr("ignored: not in this data set") : state);
    //: %1 of %2 is a position; %3 a condition such as "Service is not Storage"; %4 is "on" or "off"
    return tr("Filter %1 of %2, %3, %4")
        .arg(QString::number(index + 1), QString::number(count), pillText(dataSet, pill),
             states.join(QStringLiteral(", ")));
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
