// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/query.h"

#include <QJsonObject>

namespace spendglass::query {

/// A query as a document of saved views, links and the answer cache:
///
///     {"version": 1, "dataSet": "utilization", "where": {"all": [{"field": "customerName", "operator": "=",
///      "values": ["Contoso"]}]}, "rows": ["meterCategory"], "measures": ["sum(quantity)"],
///      "period": "last 3 full months", "granularity": "month", …}
///
///     from, to: "2026-10-01" · asOf: "2026-10-01T12:00:00Z" · dateBasis: "used", "reported"
///     months: "calendar", "billing" · completeDaysOnly, subtotals: true · limit: 100 · showEmpty:
///     ["usageDate"] sort: [{"key": "sum(quantity)", "descending": true}] comparison: {"with":
///     "previousPeriod" | "sameDaysOfLastMonth" | "samePeriodLastYear" | "days", "from": …,
///                  "to": …, "likeForLike": true}
///     tops: [{"field": "customerName", "count": 5, "by": "sum(quantity)", "bottom": true}]
///
/// A node of the filter is one of {"all": […]}, {"any": […]}, {"not": {…}}, {"saved": "NAME"} and {"field":
/// …, "operator": …, "values": […]}, and may have "on": false, "pinned": true and "name".
///
/// What has its default is not written, but for version and dataSet. Members that this version does not know
/// are kept and written again, at the top and in every node of the filter; with them the version of the
/// document they came in. The same query gives the same bytes.
QJsonObject toJson(const Query &query);
QJsonObject toJson(const Predicate &predicate);

/// Fails with BadRequest: what is wrong, and as where the path of the member ("where.all[1].operator"). A
/// newer version's document is read as far as its parts are known; a kind of node or an operator that is not
/// known is an error. problems() is not asked.
core::Result<Query> queryFromJson(const QJsonObject &document);
core::Result<Predicate> predicateFromJson(const QJsonObject &document);

/// The version that this program writes.
inline constexpr int documentVersion = 1;
/// The same error, of a document that stands in another one as that member.
core::Error insideOf(const QString &member, core::Error error);

} // namespace spendglass::query
