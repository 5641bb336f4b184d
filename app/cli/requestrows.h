// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/azureentitlements.h"
#include "api/azureresourceusagerecords.h"
#include "api/crestdirectory.h"
#include "api/crestusagerecords.h"
#include "api/customerentitlements.h"
#include "api/customers.h"
#include "api/customerusagerecords.h"
#include "api/customerusagesummary.h"
#include "api/meterusagerecords.h"
#include "api/ratecard.h"
#include "api/resourceusagerecords.h"
#include "api/subscriptions.h"
#include "api/subscriptionusagerecords.h"
#include "api/subscriptionusagesummary.h"
#include "api/usageanalytics.h"
#include "api/usagebudget.h"
#include "api/usagesummary.h"
#include "api/utilizationrecords.h"
#include "query/table.h"

#include <QStringList>

#include <vector>

namespace spendglass::cli {

/// A column of what an interface answers: the document's own name, members of members joined by a point.
template <class Row>
struct RowColumn
{
    const char *name;
    query::FieldType type;
    query::Value (*value)(const Row &);
};

/// The columns of an interface, in the order of its document. Times in UTC, texts as received.
template <class Row>
const std::vector<RowColumn<Row>> &rowColumns();
template <>
const std::vector<RowColumn<api::UsageAnalyticsRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::UtilizationRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::CrestUsageRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::UsageSummaryRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::CustomerUsageRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::CustomerUsageSummaryRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::SubscriptionUsageSummaryRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::SubscriptionUsageRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::AzureResourceUsageRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::ResourceUsageRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::MeterUsageRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::UsageBudgetRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::CustomerRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::SubscriptionRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::EntitlementRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::CustomerEntitlementRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::RateCardRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::CrestCustomerRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::CrestEntitlementRow>> &rowColumns();
template <>
const std::vector<RowColumn<api::CrestSubscriptionRow>> &rowColumns();

/// A page as a table. only: these columns, in this order, then quantity (grouped answers); empty: all.
template <class Row>
query::Table rowTable(const std::vector<Row> &rows, const QStringList &only = {})
{
    std::vector<const RowColumn<Row> *> chosen;
    const auto choose = [&chosen](const QString &name) {
        for (const RowColumn<Row> &column : rowColumns<Row>()) {
            if (name.compare(QLatin1String(column.name), Qt::CaseInsensitive) == 0)
                chosen.push_back(&column);
        }
    };
    for (const QString &name : only)
        choose(name);
    if (!only.isEmpty())
        choose(QStringLiteral("quantity"));
    for (const RowColumn<Row> &column : rowColumns<Row>()) {
        if (only.isEmpty())
            chosen.push_back(&column);
    }
    query::Table table;
    for (const RowColumn<Row> *column : chosen)
        table.columns.push_back({QLatin1String(column->name), column->type,
                                 column->type == query::FieldType::Number ? query::FieldRole::Measure
                                                                          : query::FieldRole::Dimension});
    table.cells.reserve(rows.size() * chosen.size());
    for (const Row &row : rows) {
        for (const RowColumn<Row> *column : chosen)
            table.cells.push_back(column->value(row));
    }
    return table;
}

} // namespace spendglass::cli
