// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QString>

#include <vector>

namespace spendglass::query {

/// How much of the filter grammar the service is trusted with. Source: wire reference, analytics, Grammar.
enum class GrammarLevel
{
    None, ///< no filter at all
    A,    ///< eq: the document's prose
    B,    ///< and le: the document's example
    C,    ///< and ge, gt, contains on names: evidence of sibling calls only; may be refused
};

/// Parameters of the analytics call, and what they leave undone. Source: wire reference, analytics,
/// Parameters. Values are plain text, not yet percent-encoded; empty ones are not sent.
///
/// What comes back is never less than what the query is about: the same query asked of the rows that arrive,
/// whole, gives its answer, whatever of the parameters the service has heeded.
struct RemoteQuery
{
    QString filter;
    Predicate sent; ///< what filter says: holds wherever the query's filter does
    QString groupBy;
    QString aggregationLevel; ///< "day" or "month", only with usageDate in groupBy; a month is its first day
    QString orderBy;          ///< complete, so that paging is stable
    QString startDate;        ///< YYYY-MM-DD
    QString endDate;          ///< inclusive
    Predicate residual; ///< the conjuncts that filter does not say whole; always true when there is none
    bool isGroupedRemotely = false; ///< false: raw rows arrive and are grouped here
};

/// A resolved query as far as the service can do it. For a data set other than analytics all of it is
/// residual.
///
/// Whether the service tells upper from lower case, and how it compares what is missing, is not documented: a
/// row that it leaves out is lost. So conditions on letters, but for exact ones, negations, emptiness and
/// rankings are never sent. It groups where sums and distinct values can be made of its sums: by every field
/// that the query mentions, so that its filter can be asked of the groups again.
RemoteQuery compileRemote(const Query &resolved, GrammarLevel level = GrammarLevel::C, bool mayGroup = true);

/// What to ask, one after the other, as long as the service refuses: less and less of the filter, then the
/// rows in place of groups. Never empty, no two alike; the last one has neither filter nor groups.
std::vector<RemoteQuery> remoteAttempts(const Query &resolved, bool mayGroup = true);

/// What the service did and how much came of it, for a person, in the user's language.
QString remoteText(const RemoteQuery &remote, qint64 rows);

} // namespace spendglass::query
