// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QString>
#include <QStringList>

namespace spendglass::query {

/// Parameters of the analytics call and what it cannot do. Source: wire reference, analytics, Parameters.
struct RemoteQuery
{
    QString filter;
    QString groupBy;
    QString aggregationLevel; ///< only with groupBy
    QString orderBy;
    QString startDate;        ///< YYYY-MM-DD
    QString endDate;          ///< inclusive
    Predicate residual;       ///< to be applied to the rows that arrive; always true when nothing is left
    bool isGroupedRemotely = false; ///< false: raw rows arrive and are grouped here
};

RemoteQuery compileRemote(const Query &query);

/// A predicate in the analytics grammar; nothing when some part of it cannot be said there.
std::optional<QString> odataFilter(const Predicate &predicate);

} // namespace spendglass::query
