// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterscanner.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spendglass::query {

namespace {

using Kind = FilterToken::Kind;

struct ShortName
{
    const char *name;
    const char *id;
};

constexpr std::array shortNames{
    ShortName{"customer", "customerName"},   ShortName{"subscription", "subscriptionName"},
    ShortName{"service", "meterCategory"},   ShortName{"resource", "resourceUri"},
    ShortName{"region", "resourceLocation"}, ShortName{"cost", "totalCost"},
    ShortName{"date", "usageDate"},
};

// Longer ones first.
constexpr std::array symbols{"!==", "==", "!=", "<>", "<=", ">=", "~=", "=",
                             "<",   ">",  "(",  ")",  "[",  "]",  ","};

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c.isSurrogate() || QStringView(u"_-.:+$@").contains(c);
}

/// Reads what is in quotes, from the first to behind the last; false when they are not closed. A doubled
/// quote and \" are a quote, \\ is a backslash; any other backslash stands for itself.
bool readQuoted(QStringView text, qsizetype &at, QString &value)
{
    for (++at; at < text.size(); ++at) {
        const QChar c = text.at(at);
        const QChar next = at + 1 < text.size() ? text.at(at + 1) : QChar();
        const bool isEscape = c == u'\\' && (next == u'"' || next == c);
        const bool isDoubled = c == u'"' && next == c;
        if (isEscape || isDoubled)
            value += text.at(++at);
        else if (c != u'"')
            value += c;
        else
            return ++at, true;
    }
    return false;
}

/// The token that begins at that place, which is not a blank.
FilterToken tokenAt(QStringView text, qsizetype start)
{
    FilterToken token{Kind::Word, {}, start, start};
    const QChar first = text.at(start);
    if (first == u'"') {
        token.kind = readQuoted(text, token.end, token.text) ? Kind::Text : Kind::Open;
        return token;
    }
    while (token.end < text.size() && isWordCharacter(text.at(token.end)))
        ++token.end;
    if (token.end == start) {
        const auto *const symbol = std::ranges::find_if(
            symbols, [&](const char *each) { return text.mid(start).startsWith(QLatin1String(each)); });
        token.kind = symbol == symbols.end() ? Kind::Stray : Kind::Symbol;
        token.end += symbol == symbols.end() ? 1 : QLatin1String(*symbol).size();
    }
    token.text = text.mid(start, token.end - start).toString();
    return token;
}

} // namespace

std::vector<FilterToken> filterTokens(const QString &text)
{
    std::vector<FilterToken> result;
    for (qsizetype at = 0;;) {
        while (at < text.size() && text.at(at).isSpace())
            ++at;
        const bool isOver = !result.empty() && result.back().kind == Kind::Stray;
        if (at == text.size() || isOver) {
            result.push_back({Kind::End, {}, at, at});
            return result;
        }
        result.push_back(tokenAt(text, at));
        at = result.back().end;
    }
}

bool isFilterWord(const QString &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, isWordCharacter);
}

QString quotedForFilter(QString text)
{
    text.replace(u'\\', QLatin1String("\\\\"));
    text.replace(u'"', QLatin1String("\"\""));
    return u'"' + text + u'"';
}

QString printedField(const FieldId &id)
{
    if (const std::optional<QString> key = tagKey(id))
        return QLatin1String("tag[") + quotedForFilter(*key) + u']';
    if (const std::optional<QString> key = infoKey(id))
        return QLatin1String("info[") + quotedForFilter(*key) + u']';
    for (const ShortName &each : shortNames) {
        if (id == QLatin1String(each.id))
            return QLatin1String(each.name);
    }
    return id;
}

std::optional<Field> fieldAnywhere(const FieldId &id)
{
    for (const core::DataSet each : core::allDataSets) {
        if (std::optional<Field> field = findField(each, id))
            return field;
    }
    return std::nullopt;
}

std::optional<FieldId> fieldOfShortName(const QString &name)
{
    for (const ShortName &each : shortNames) {
        if (name.compare(QLatin1String(each.name), Qt::CaseInsensitive) == 0)
            return QLatin1String(each.id);
    }
    return std::nullopt;
}

} // namespace spendglass::query
