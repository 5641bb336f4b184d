// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the parser that reads what stands after an operator; the checks are those of problems.cpp.
#include "query/filterparser.h"
#include "query/likeness.h"
#include "query/regularexpression.h"

#include <algorithm>
#include <utility>

namespace spendglass::query {

namespace {

using Kind = FilterToken::Kind;

constexpr int mostRanked = 1'000'000;

std::optional<Aggregate> aggregateOf(const FilterToken &token)
{
    const std::vector<Aggregate> &all = allAggregates();
    const auto found =
        std::ranges::find_if(all, [&token](Aggregate each) { return token.isWord(aggregateName(each)); });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

} // namespace

std::optional<QStringList> FilterParser::values(Operator op, const Field &field)
{
    switch (operatorInfo(op).operands) {
    case OperandForm::None:
        return QStringList();
    case OperandForm::One: {
        const std::optional<QString> value = oneValue(field);
        return value ? std::optional(QStringList{*value}) : std::nullopt;
    }
    case OperandForm::Two:
        return twoValues(field);
    case OperandForm::List:
        return valueList(field);
    case OperandForm::Text:
        return searchedText(op, field);
    case OperandForm::Period:
        return period();
    case OperandForm::Ranking:
        return ranking(field);
    }
    return std::nullopt;
}

std::optional<QString> FilterParser::oneValue(const Field &field)
{
    const FilterToken token = next();
    if (isAtEnd() && field.type == FieldType::Text)
        m_expected->valuesOf = field.id;
    if (isAtEnd() && field.type == FieldType::Boolean) {
        m_expected->add(Candidate::Kind::Value, QStringLiteral("true"));
        m_expected->add(Candidate::Kind::Value, QStringLiteral("false"));
    }
    if (token.kind != Kind::Text && token.kind != Kind::Word)
        return fail(token, tr("Expected a value"));
    if (field.type == FieldType::Text && token.kind != Kind::Text)
        return fail(token, tr("Put text in double quotes"));
    if (!isValueOf(field.type, token.text)) {
        const char *const message = [&field] {
            switch (field.type) {
            case FieldType::Number:
                return QT_TR_NOOP("\"%1\" is not a number such as 12.5");
            case FieldType::Day:
                return QT_TR_NOOP("\"%1\" is not a day such as 2026-10-01");
            case FieldType::Instant:
                return QT_TR_NOOP("\"%1\" is not a time such as 2026-10-01T08:00:00Z");
            case FieldType::Boolean:
            case FieldType::Text:
                break;
            }
            return QT_TR_NOOP("\"%1\" is neither true nor false");
        }();
        return fail(token, tr(message).arg(token.text));
    }
    ++m_at;
    return token.text;
}

std::optional<QStringList> FilterParser::twoValues(const Field &field)
{
    const std::optional<QString> first = oneValue(field);
    if (!first)
        return std::nullopt;
    if (!takeWord("and"))
        return fail(next(), tr("Expected \"and\" and a second value"));
    const std::optional<QString> second = oneValue(field);
    return second ? std::optional(QStringList{*first, *second}) : std::nullopt;
}

std::optional<QStringList> FilterParser::valueList(const Field &field)
{
    if (!takeSymbol("("))
        return fail(next(), tr("Expected a list in parentheses"));
    QStringList list;
    do {
        const std::optional<QString> value = oneValue(field);
        if (!value)
            return std::nullopt;
        list << *value;
    } while (takeSymbol(","));
    if (!takeSymbol(")"))
        return fail(next(), tr("Expected a comma or a closing parenthesis"));
    return list;
}

std::optional<QStringList> FilterParser::searchedText(Operator op, const Field &field)
{
    const FilterToken token = next();
    const Operator positive = positiveOf(op);
    const std::optional<QString> text = oneValue(field);
    if (m_expected && positive == Operator::Matches)
        m_expected->valuesOf.clear(); // a whole value is no pattern
    if (!text)
        return std::nullopt;
    if (text->isEmpty())
        return fail(token, tr("There is nothing to look for"));
    if (positive == Operator::IsLike && foldedText(*text).isEmpty())
        return fail(token, tr("There is nothing to look for but punctuation"));
    if (positive == Operator::Matches) {
        if (const std::optional<QString> problem = regularExpressionProblem(*text))
            return fail(token,
                        tr("This is not a regular expression: %1").arg(tr(problem->toUtf8().constData())));
    }
    return QStringList{*text};
}

/// The words of RelativeDays, or all of them in quotes; quoted ones stay as they are written.
std::optional<QStringList> FilterParser::period()
{
    const FilterToken token = next();
    if (token.kind == Kind::Text) {
        ++m_at;
        if (!RelativeDays::fromText(token.text))
            return fail(token, tr("\"%1\" is not a period such as last 3 full months").arg(token.text));
        return QStringList{token.text};
    }
    QStringList words;
    for (std::size_t at = m_at; m_tokens[at].kind == Kind::Word; ++at)
        words << m_tokens[at].text;
    const RelativeDays::Reading reading = RelativeDays::read(words);
    m_at += std::size_t(reading.used);
    if (isAtEnd() && reading.used == 0)
        m_expected->addPeriods();
    for (const QString &word : isAtEnd() ? reading.next : QStringList())
        m_expected->add(Candidate::Kind::Value, word);
    if (reading.period)
        return QStringList{reading.period->text()};
    if (reading.next.isEmpty())
        return fail(next(), tr("Expected a number up to 1000"));
    return failExpecting(reading.next);
}

std::optional<QStringList> FilterParser::ranking(const Field &field)
{
    const FilterToken token = next();
    bool isNumber = token.kind == Kind::Word || token.kind == Kind::Text;
    const int count = isNumber ? token.text.toInt(&isNumber) : 0;
    if (!isNumber || count < 1 || count > mostRanked)
        return fail(token, tr("Expected a number from 1 to %1").arg(mostRanked));
    ++m_at;
    if (field.type == FieldType::Number)
        return QStringList{token.text};
    if (!takeWord("by"))
        return fail(next(), tr("Expected \"by\" and a measure such as sum(quantity)"));
    const std::optional<QString> by = measure();
    return by ? std::optional(QStringList{token.text, *by}) : std::nullopt;
}

/// Its text, in quotes as it is written.
std::optional<QString> FilterParser::measure()
{
    const FilterToken start = next();
    if (isAtEnd())
        m_expected->addMeasures();
    std::optional<Measure> read;
    if (start.kind == Kind::Text)
        read = Measure::fromText(start.text);
    else if (const std::optional<Aggregate> aggregate = aggregateOf(start))
        read = Measure{*aggregate, {}};
    if (!read)
        return fail(start, tr("Expected a measure such as sum(quantity) or count()"));
    ++m_at;
    FilterToken wrong = start;
    if (start.kind != Kind::Text) {
        if (!takeSymbol("("))
            return fail(next(), tr("Expected an opening parenthesis"));
        if (read->aggregate != Aggregate::Count) {
            const bool isOfAmount = read->aggregate != Aggregate::CountDistinct;
            wrong = next();
            const auto field = fieldName(isOfAmount ? FieldRole::Measure : FieldRole::Dimension);
            if (!field)
                return std::nullopt;
            read->field = *field;
        }
        if (!takeSymbol(")"))
            return fail(next(), tr("Expected a closing parenthesis"));
    }
    if (const QString problem = measureProblem(*read); !problem.isEmpty())
        return fail(wrong, problem);
    return start.kind == Kind::Text ? start.text : read->text();
}

QString FilterParser::measureProblem(const Measure &measure) const
{
    if (measure.showAs != ShowAs::Value || measure.aggregate == Aggregate::Average)
        return tr("Only sums, counts, smallest and largest values rank");
    if (measure.aggregate == Aggregate::Count)
        return {};
    const std::optional<Field> field = askedField(measure.field);
    if (!field)
        return tr("There is no field \"%1\" here").arg(measure.field);
    const bool isOfAmount = measure.aggregate != Aggregate::CountDistinct;
    if (isOfAmount && field->role != FieldRole::Measure)
        return tr("%1 is not an amount").arg(measure.field);
    if (!isOfAmount && field->role == FieldRole::Measure)
        return tr("%1 is an amount: its different values are not counted").arg(measure.field);
    return {};
}

} // namespace spendglass::query
