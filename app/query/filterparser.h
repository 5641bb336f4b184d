// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/filterexpectations.h"
#include "query/filterscanner.h"
#include "query/filtertext.h"

#include <QCoreApplication>

#include <optional>
#include <vector>

namespace spendglass::query {

/// Recursive descent over the tokens of a text in the filter language; filtertext.h says what it takes. The
/// first error is kept and ends everything.
class FilterParser
{
    Q_DECLARE_TR_FUNCTIONS(Filter)

public:
    /// expected: is told what could have stood in place of the End.
    FilterParser(std::vector<FilterToken> tokens, core::DataSet dataSet,
                 FilterExpectations *expected = nullptr)
        : m_tokens(std::move(tokens))
        , m_dataSet(dataSet)
        , m_expected(expected)
    {}

    tl::expected<Predicate, TextError> parse();

private:
    struct Prefixes
    {
        bool isOff = false;
        bool isPinned = false;
        std::optional<FilterToken> name;
    };
    struct Sign
    {
        std::optional<Operator> op;
        QString begun; ///< the words that were taken
    };

    const FilterToken &next() const { return m_tokens[m_at]; }
    bool isAtEnd() const { return m_expected && next().kind == FilterToken::Kind::End; }
    bool takeWord(const char *word);
    bool takeSymbol(const char *symbol);
    std::nullopt_t fail(const FilterToken &token, const QString &message);
    std::nullopt_t failExpecting(const QStringList &words);
    std::nullopt_t failUnknown(const FilterToken &token, const FieldId &id);

    std::optional<Predicate> disjunction();
    std::optional<Predicate> conjunction();
    template <class Part>
    std::optional<Predicate> chain(const char *word, Predicate::Kind kind, Part part);
    std::optional<Predicate> node();
    std::optional<Prefixes> prefixes();
    std::optional<Predicate> bareNode();
    std::optional<Predicate> inParentheses();
    std::optional<Predicate> groupOfOne(Predicate::Kind kind);
    std::optional<FilterToken> quotedName();

    std::optional<Predicate> comparison();
    std::optional<FieldId> fieldName(std::optional<FieldRole> role = std::nullopt);
    /// The field where the data set, or what stands before the node, lets it be asked.
    std::optional<Field> askedField(const FieldId &id) const;
    Sign operatorSign(std::span<const Operator> allowed);

    std::optional<QStringList> values(Operator op, const Field &field);
    std::optional<QString> oneValue(const Field &field);
    std::optional<QStringList> twoValues(const Field &field);
    std::optional<QStringList> valueList(const Field &field);
    std::optional<QStringList> searchedText(Operator op, const Field &field);
    std::optional<QStringList> period();
    std::optional<QStringList> ranking(const Field &field);
    std::optional<QString> measure();
    /// Why records cannot be ranked by it; empty when they can.
    QString measureProblem(const Measure &measure) const;

    std::vector<FilterToken> m_tokens;
    core::DataSet m_dataSet;
    FilterExpectations *m_expected;
    std::size_t m_at = 0;
    int m_depth = 0;
    bool m_takesAnyField = false; ///< within a node that is off or pinned
    TextError m_error;
};

} // namespace spendglass::query
