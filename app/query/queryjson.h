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
/// What has its default is not written. Members that this version does not know are kept and written again,
/// at the top and in every node of the filter. The same query gives the same bytes.
QJsonObject toJson(const Query &query);
QJsonObject toJson(const Predicate &predicate);

/// Fails with BadRequest and the path of the member that is wrong ("where.all[1].operator"). A newer
/// version's document is read as far as its parts are known; a kind of node or an operator that is not known
/// is an error. problems() is not asked.
core::Result<Query> queryFromJson(const QJsonObject &document);
core::Result<Predicate> predicateFromJson(const QJsonObject &document);

} // namespace spendglass::query
