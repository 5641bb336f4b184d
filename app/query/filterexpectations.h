// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/completion.h"

#include <optional>
#include <span>
#include <vector>

namespace spendglass::query {

/// What the parser of the filter language would have taken where its text ended. Nothing is in it twice.
class FilterExpectations
{
public:
    /// names: outlive this.
    FilterExpectations(core::DataSet dataSet, const CompletionNames &names)
        : m_dataSet(dataSet)
        , m_names(names)
    {}

    /// A candidate, and another text by which it is found.
    struct Offer
    {
        Candidate candidate;
        QString alias;
    };
    const std::vector<Offer> &offers() const { return m_offers; }
    FieldId valuesOf; ///< empty unless a text value of that field may stand there

    void add(Candidate::Kind kind, const QString &text, const QString &label = {}, const QString &alias = {});
    void addFields(std::optional<FieldRole> role); ///< all of them without a role
    void addFamilyKeys(const QString &family);     ///< behind 'tag['
    void addMeasures();                            ///< those that records can be ranked by
    /// The operators whose signs go on after that beginning.
    void addOperators(std::span<const Operator> allowed, const QString &begun);
    void addPeriods();
    void addSavedFilters(const QString &before); ///< text that is to stand before the name

private:
    core::DataSet m_dataSet;
    const CompletionNames &m_names;
    std::vector<Offer> m_offers;
};

/// What is missing of an operator's sign after its first words ("not in" after "not": "in"); nothing when it
/// does not go on.
std::optional<QString> restOfSign(Operator op, const QString &begun);

} // namespace spendglass::query
