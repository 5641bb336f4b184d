// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace spendglass::query {

/// How much of the filter grammar the service is trusted with. Source: wire reference, analytics, Grammar.
enum class GrammarLevel
{
    A, ///< eq and ne: the document's prose
    B, ///< and le: the document's example
    C, ///< and lt, ge, gt, contains on names, eq '' for empty: evidence of sibling calls only; may be refused
};

/// Parameters of the analytics call and what it cannot do. Source: wire reference, analytics, Parameters.
/// Values are plain text, not yet percent-encoded. The service may ignore startDate and endDate: check the
/// usage dates of what arrives.
struct RemoteQuery
{
    QString filter;
    QString groupBy;
    QString aggregationLevel; ///< only with usageDate in groupBy; may be finer than the query's granularity
    QString orderBy;          ///< complete, so that paging is stable; sums are sorted here
    QString startDate;        ///< YYYY-MM-DD
    QString endDate;          ///< inclusive
    Predicate residual;       ///< to be applied to the rows that arrive; always true when nothing is left
    bool isGroupedRemotely = false; ///< false: raw rows arrive and are grouped here
};

/// The query as far as the service can do it; filter and residual together are the whole filter. For a data
/// set other than analytics all of it is residual.
RemoteQuery compileRemote(const Query &query, GrammarLevel level = GrammarLevel::B);

/// A predicate in the analytics grammar, "" when it always holds; nothing when some part of it cannot be said
/// there. The service is taken to compare text as this program does.
std::optional<QString> odataFilter(const Predicate &predicate, GrammarLevel level = GrammarLevel::B);

} // namespace spendglass::query
