// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/completion.h"
#include "query/filterparser.h"

#include <algorithm>
#include <utility>

namespace spendglass::query {

namespace {

using Kind = FilterToken::Kind;
using Offer = FilterExpectations::Offer;

bool isBracket(const FilterToken &token)
{
    return token.kind == Kind::Symbol && QStringView(u"()[],").contains(token.text);
}

/// Takes what is being written at the cursor, at the end of the tokens, out of them.
FilterToken takePart(std::vector<FilterToken> &tokens, qsizetype cursor)
{
    FilterToken part{Kind::End, {}, cursor, cursor};
    if (tokens.size() < 2)
        return part;
    const FilterToken &last = tokens[tokens.size() - 2];
    if (last.end != cursor || last.kind == Kind::Text || isBracket(last))
        return part;
    part = last;
    tokens.erase(tokens.end() - 2);
    return part;
}

/// Where the word ends that begins at start and goes on behind the cursor.
qsizetype endOfWord(const QString &text, qsizetype start, qsizetype cursor)
{
    if (start == text.size() || text.at(start).isSpace())
        return cursor;
    const std::vector<FilterToken> tokens = filterTokens(text.mid(start));
    const FilterToken &word = tokens.front();
    const bool isQuoted = word.kind == Kind::Text || word.kind == Kind::Open;
    // With a quote open further on, the one that closes this text is more likely the next one's first.
    const bool isQuoteOpen =
        std::ranges::any_of(tokens, [](const FilterToken &each) { return each.kind == Kind::Open; });
    if (isBracket(word) || word.kind == Kind::Stray || (isQuoted && isQuoteOpen))
        return cursor;
    return std::max(cursor, start + word.end);
}

bool fits(const Offer &offer, const FilterToken &part, bool (*compare)(const QString &, const QString &))
{
    // In quotes only what is itself in quotes can stand.
    if (part.kind == Kind::Open && !offer.candidate.text.startsWith(u'"'))
        return false;
    const auto texts = {offer.candidate.text, offer.candidate.label, offer.alias};
    return std::ranges::any_of(texts, [&](const QString &each) { return compare(each, part.text); });
}

/// First fields, then values, operators, saved filters, and what joins them last.
int place(Candidate::Kind kind)
{
    switch (kind) {
    case Candidate::Kind::Field:
        return 0;
    case Candidate::Kind::Value:
        return 1;
    case Candidate::Kind::Operator:
        return 2;
    case Candidate::Kind::SavedFilter:
        return 3;
    case Candidate::Kind::Connective:
        break;
    }
    return 4;
}

/// Those that the part begins, then those that contain it.
std::vector<Candidate> fitting(std::vector<Offer> offers, const FilterToken &part)
{
    const auto begins = [](const QString &text, const QString &with) {
        return text.startsWith(with, Qt::CaseInsensitive);
    };
    const auto contains = [](const QString &text, const QString &what) {
        return text.contains(what, Qt::CaseInsensitive);
    };
    std::ranges::stable_sort(offers, {}, [](const Offer &each) { return place(each.candidate.kind); });
    std::erase_if(offers, [&](const Offer &each) { return !fits(each, part, contains); });
    std::stable_partition(offers.begin(), offers.end(),
                          [&](const Offer &each) { return fits(each, part, begins); });
    std::vector<Candidate> result;
    for (Offer &each : offers)
        result.push_back(std::move(each.candidate));
    return result;
}

} // namespace

Completions completionsAt(const QString &text, qsizetype cursor, core::DataSet dataSet,
                          const CompletionNames &names)
{
    cursor = std::clamp(cursor, qsizetype(0), text.size());
    std::vector<FilterToken> tokens = filterTokens(text.left(cursor));
    const FilterToken part = takePart(tokens, cursor);
    FilterExpectations expected(dataSet, names);
    static_cast<void>(FilterParser(std::move(tokens), dataSet, &expected).parse());

    Completions result;
    result.start = part.position;
    result.end = endOfWord(text, part.position, cursor);
    result.candidates = fitting(expected.offers(), part);
    result.valuesOf = expected.valuesOf;
    result.valuePart = result.valuesOf.isEmpty() ? QString() : part.text;
    return result;
}

} // namespace spendglass::query
