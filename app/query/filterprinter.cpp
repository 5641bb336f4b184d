// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterscanner.h"
#include "query/filtertext.h"

namespace spendglass::query {

QString filterOperator(Operator op)
{
    return QLatin1String(operatorInfo(op).sign);
}

QString filterValue(FieldType type, const QString &value)
{
    return type == FieldType::Text || !isFilterWord(value) ? quotedForFilter(value) : value;
}

namespace {

// Periods and measures stand without quotes where reading them gives the same text again.

QString printedPeriod(const QString &value)
{
    const std::optional<RelativeDays> period = RelativeDays::fromText(value);
    return period && period->text() == value ? value : quotedForFilter(value);
}

QString printedMeasure(const QString &value)
{
    const std::optional<Measure> measure = Measure::fromText(value);
    if (!measure || measure->text() != value || measure->showAs != ShowAs::Value)
        return quotedForFilter(value);
    return QLatin1String(aggregateName(measure->aggregate)) + u'(' + printedField(measure->field) + u')';
}

QString printedOperands(const Condition &condition)
{
    const std::optional<Field> field = fieldAnywhere(condition.field);
    const FieldType type = field ? field->type : FieldType::Text;
    const OperandForm form = operatorInfo(condition.op).operands;
    QStringList values;
    for (const QString &value : condition.values) {
        if (form == OperandForm::Period)
            values << printedPeriod(value);
        else if (form == OperandForm::Ranking)
            values << (values.isEmpty() ? filterValue(FieldType::Number, value) : printedMeasure(value));
        else
            values << filterValue(type, value);
    }
    if (form == OperandForm::List)
        return u'(' + values.join(QLatin1String(", ")) + u')';
    return values.join(form == OperandForm::Ranking ? QLatin1String(" by ") : QLatin1String(" and "));
}

QString printedPrefixes(const Predicate &predicate)
{
    QString text;
    if (!predicate.isOn)
        text += QLatin1String("off ");
    if (predicate.isPinned)
        text += QLatin1String("pinned ");
    if (!predicate.name.isEmpty() && predicate.kind != Predicate::Kind::Saved)
        text += QLatin1String("named ") + quotedForFilter(predicate.name) + u' ';
    return text;
}

QString printed(const Predicate &predicate);

QString joinedChildren(const Predicate &predicate)
{
    QStringList parts;
    for (const Predicate &child : predicate.children)
        parts << printed(child);
    return parts.join(predicate.kind == Predicate::Kind::Any ? QLatin1String(" or ")
                                                             : QLatin1String(" and "));
}

/// What stands in parentheses, or alone.
QString printedInside(const Predicate &predicate)
{
    const bool isBareGroup = predicate.children.size() > 1 && printedPrefixes(predicate).isEmpty() &&
                             predicate.kind != Predicate::Kind::Not;
    return isBareGroup ? joinedChildren(predicate) : printed(predicate);
}

QString printedGroup(const Predicate &group)
{
    const bool isAll = group.kind == Predicate::Kind::All;
    if (group.children.empty())
        return isAll ? QStringLiteral("true") : QStringLiteral("false");
    if (group.children.size() > 1)
        return u'(' + joinedChildren(group) + u')';
    return (isAll ? QLatin1String("all(") : QLatin1String("any(")) + printedInside(group.children.front()) +
           u')';
}

/// As it stands beside "and" and "or".
QString printed(const Predicate &predicate)
{
    const QString before = printedPrefixes(predicate);
    const Condition &condition = predicate.condition;
    switch (predicate.kind) {
    case Predicate::Kind::All:
    case Predicate::Kind::Any:
        return before + printedGroup(predicate);
    case Predicate::Kind::Not:
        return before + QLatin1String("not (") +
               (predicate.children.size() == 1 ? printedInside(predicate.children.front())
                                               : joinedChildren(predicate)) +
               u')';
    case Predicate::Kind::Leaf:
        return before + (printedField(condition.field) + u' ' + filterOperator(condition.op) + u' ' +
                         printedOperands(condition))
                            .trimmed();
    case Predicate::Kind::Saved:
        return before + QLatin1String("filter ") + quotedForFilter(predicate.name);
    }
    return before;
}

} // namespace

QString printFilter(const Predicate &predicate)
{
    const bool isPlainAll = predicate.kind == Predicate::Kind::All && printedPrefixes(predicate).isEmpty();
    if (isPlainAll && predicate.children.empty())
        return {};
    // What is not an All at the top is read as the one part of an All.
    const bool isLoose = isPlainAll && predicate.children.size() == 1 &&
                         predicate.children.front().kind != Predicate::Kind::All;
    return printedInside(isLoose ? predicate.children.front() : predicate);
}

} // namespace spendglass::query
