// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/resolve.h"
#include "query/table.h"

#include <QString>

#include <vector>

namespace spendglass::filter {

/// What the stand-in for a workspace answers, and what it was asked. This test program links it in place of
/// the real one, which would need a store with records in it. Answers come at once.
struct FakeAnswers
{
    std::vector<query::Facet> facets;
    std::vector<query::FieldId> familyFields;
    qint64 valueCount = 0; ///< where more were found than are listed
    qint64 records = 412;
    qint64 recordsInAll = 98311;
    query::SavedFilters savedFilters;
    bool isSilent = false; ///< never answers: the loading state

    query::Query lastQuestion;
    query::Query lastFacetQuery;
    query::FieldId lastFacetField;
    QString lastSearch;
};

FakeAnswers &fakeAnswers();

} // namespace spendglass::filter
