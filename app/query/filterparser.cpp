// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterparser.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spendglass::query {

namespace {

/// A tree needs two levels of text for each of its own at most.
constexpr int deepest = 200;

constexpr std::array askedOfEveryField{Operator::IsNotAvailable, Operator::IsAvailable};

} // namespace

tl::expected<Predicate, TextError> FilterParser::parse()
{
    if (next().kind == FilterToken::Kind::End && !m_expected)
        return Predicate{};
    std::optional<Predicate> result = disjunction();
    if (result && next().kind != FilterToken::Kind::End)
        result = fail(next(), tr("Expected \"and\" or \"or\""));
    if (!result)
        return tl::unexpected(m_error);
    if (result->kind == Predicate::Kind::All)
        return *result;
    return Predicate::all({*std::move(result)});
}

bool FilterParser::takeWord(const char *word)
{
    const bool is = next().isWord(word);
    if (isAtEnd())
        m_expected->add(Candidate::Kind::Connective, QLatin1String(word));
    m_at += is ? 1 : 0;
    return is;
}

bool FilterParser::takeSymbol(const char *symbol)
{
    const bool is = next().isSymbol(symbol);
    if (isAtEnd())
        m_expected->add(Candidate::Kind::Connective, QLatin1String(symbol));
    m_at += is ? 1 : 0;
    return is;
}

std::nullopt_t FilterParser::fail(const FilterToken &token, const QString &message)
{
    if (!m_error.message.isEmpty())
        return std::nullopt;
    m_error = {token.position, message};
    if (token.kind == FilterToken::Kind::Open)
        m_error.message = tr("The quote is not closed");
    if (token.kind == FilterToken::Kind::Stray)
        m_error.message = tr("\"%1\" has no meaning here").arg(token.text);
    return std::nullopt;
}

std::nullopt_t FilterParser::failExpecting(const QStringList &words)
{
    //: %1 is a list of words of the filter language
    const QString several = tr("Expected one of these: %1").arg(words.join(QLatin1String(", ")));
    return fail(next(), words.size() == 1 ? tr("Expected \"%1\"").arg(words.first()) : several);
}

std::nullopt_t FilterParser::failUnknown(const FilterToken &token, const FieldId &id)
{
    return fail(token, tr("There is no field \"%1\" here").arg(id));
}

std::optional<Predicate> FilterParser::disjunction()
{
    return chain("or", Predicate::Kind::Any, [this] { return conjunction(); });
}

std::optional<Predicate> FilterParser::conjunction()
{
    return chain("and", Predicate::Kind::All, [this] { return node(); });
}

/// part (word part)*; one part alone stays as it is.
template <class Part>
std::optional<Predicate> FilterParser::chain(const char *word, Predicate::Kind kind, Part part)
{
    Predicate result{kind};
    do {
        std::optional<Predicate> child = part();
        if (!child)
            return std::nullopt;
        result.children.push_back(*std::move(child));
    } while (takeWord(word));
    if (result.children.size() > 1)
        return result;
    Predicate only = std::move(result.children.front());
    return only;
}

std::optional<Predicate> FilterParser::node()
{
    if (++m_depth > deepest)
        return fail(next(), tr("This is nested too deeply"));
    const std::optional<Prefixes> before = prefixes();
    if (!before)
        return std::nullopt;
    const bool tookAnyField = m_takesAnyField;
    m_takesAnyField = tookAnyField || before->isOff || before->isPinned;
    std::optional<Predicate> result = bareNode();
    m_takesAnyField = tookAnyField;
    --m_depth;
    if (!result)
        return std::nullopt;
    result->isOn = result->isOn && !before->isOff;
    result->isPinned = result->isPinned || before->isPinned;
    if (before->name && !result->name.isEmpty())
        return fail(*before->name, tr("What follows has a name already"));
    if (before->name)
        result->name = before->name->text;
    return result;
}

std::optional<FilterParser::Prefixes> FilterParser::prefixes()
{
    Prefixes result;
    for (;;) {
        if (takeWord("off")) {
            result.isOff = true;
        } else if (takeWord("pinned")) {
            result.isPinned = true;
        } else if (takeWord("named")) {
            const std::optional<FilterToken> name = quotedName();
            if (!name)
                return std::nullopt;
            if (result.name)
                return fail(*name, tr("Two names for one part"));
            result.name = name;
        } else {
            return result;
        }
    }
}

std::optional<Predicate> FilterParser::bareNode()
{
    if (takeWord("not")) {
        std::optional<Predicate> child = node();
        return child ? std::optional(Predicate::negation(*std::move(child))) : std::nullopt;
    }
    if (takeSymbol("("))
        return inParentheses();
    if (takeWord("true"))
        return Predicate::all({});
    if (takeWord("false"))
        return Predicate::any({});
    if (takeWord("all"))
        return groupOfOne(Predicate::Kind::All);
    if (takeWord("any"))
        return groupOfOne(Predicate::Kind::Any);
    if (isAtEnd())
        m_expected->addSavedFilters(QStringLiteral("filter "));
    if (!takeWord("filter"))
        return comparison();
    if (isAtEnd())
        m_expected->addSavedFilters({});
    const std::optional<FilterToken> name = quotedName();
    return name ? std::optional(Predicate::saved(name->text)) : std::nullopt;
}

/// What follows an opening parenthesis, to behind the closing one.
std::optional<Predicate> FilterParser::inParentheses()
{
    std::optional<Predicate> result = disjunction();
    if (result && !takeSymbol(")"))
        return fail(next(), tr("Expected a closing parenthesis"));
    return result;
}

std::optional<Predicate> FilterParser::groupOfOne(Predicate::Kind kind)
{
    if (!takeSymbol("("))
        return fail(next(), tr("Expected an opening parenthesis"));
    std::optional<Predicate> child = inParentheses();
    if (!child)
        return std::nullopt;
    Predicate result{kind};
    result.children.push_back(*std::move(child));
    return result;
}

std::optional<FilterToken> FilterParser::quotedName()
{
    const FilterToken name = next();
    if (name.kind != FilterToken::Kind::Text || name.text.isEmpty())
        return fail(name, tr("Expected a name in double quotes"));
    ++m_at;
    return name;
}

std::optional<Predicate> FilterParser::comparison()
{
    const FilterToken start = next();
    const std::optional<FieldId> id = fieldName();
    if (!id)
        return std::nullopt;
    const std::optional<Field> known = fieldAnywhere(*id);
    if (!known)
        return failUnknown(start, *id);
    const bool isHere = askedField(*id).has_value();
    const std::span<const Operator> allowed =
        isHere ? std::span(operatorsFor(known->type)) : askedOfEveryField;
    const FilterToken opToken = next();
    const Sign sign = operatorSign(allowed);
    const bool isAllowed = sign.op && std::ranges::find(allowed, *sign.op) != allowed.end();
    if (!isHere && !isAllowed)
        return failUnknown(start, *id);
    if (!sign.op && sign.begun.isEmpty())
        return fail(opToken, tr("Expected an operator such as =, != or contains"));
    QStringList rests;
    for (const Operator op : allowed) {
        if (const std::optional<QString> rest = restOfSign(op, sign.begun))
            rests << *rest;
    }
    if (!sign.op && !rests.isEmpty())
        return failExpecting(rests);
    if (!isAllowed)
        return fail(opToken, tr("%1 cannot be asked like this").arg(*id));
    std::optional<QStringList> list = values(*sign.op, *known);
    return list ? std::optional(Predicate::leaf(*id, *sign.op, *std::move(list))) : std::nullopt;
}

/// The id as it was written, or what the short name stands for.
std::optional<FieldId> FilterParser::fieldName(std::optional<FieldRole> role)
{
    const FilterToken token = next();
    if (isAtEnd())
        m_expected->addFields(role);
    if (token.kind != FilterToken::Kind::Word || token.isWord("and") || token.isWord("or"))
        return fail(token, tr("Expected a field"));
    ++m_at;
    const bool isFamily = token.isWord("tag") || token.isWord("info");
    if (!isFamily || !takeSymbol("["))
        return fieldOfShortName(token.text).value_or(token.text);
    if (isAtEnd())
        m_expected->addFamilyKeys(token.text.toLower());
    const std::optional<FilterToken> key = quotedName();
    if (!key)
        return std::nullopt;
    if (!takeSymbol("]"))
        return fail(next(), tr("Expected a closing bracket"));
    return token.text.toLower() + u':' + key->text;
}

std::optional<Field> FilterParser::askedField(const FieldId &id) const
{
    std::optional<Field> field = findField(m_dataSet, id);
    return field || !m_takesAnyField ? field : fieldAnywhere(id);
}

/// Takes the longest sign that the words make; those of other types, too, so that they can be named as wrong.
FilterParser::Sign FilterParser::operatorSign(std::span<const Operator> allowed)
{
    Sign result;
    for (;;) {
        if (isAtEnd())
            m_expected->addOperators(allowed, result.begun);
        if (next().kind != FilterToken::Kind::Word && next().kind != FilterToken::Kind::Symbol)
            return result;
        const QString longer = (result.begun + u' ' + next().text.toLower()).trimmed();
        const std::optional<Operator> op = operatorFromSign(longer);
        const bool goesOn = std::ranges::any_of(operators(), [&longer](const OperatorInfo &each) {
            return restOfSign(each.op, longer).has_value();
        });
        if (!op && !goesOn)
            return result;
        result = {op, longer};
        ++m_at;
    }
}

} // namespace spendglass::query
