// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"

namespace spendglass::api {

/// A customer of the partner. Of the billing profile nothing is kept: it holds persons' data.
/// Source: wire reference, directory.
struct CustomerRow
{
    std::string_view id; ///< also the tenant's
    std::string_view domain, companyName;
    std::string_view relationshipToPartner; ///< only "reseller" has billing data; more may come
    std::string_view commerceId, associatedPartnerId;
    std::optional<bool> allowDelegatedAccess; ///< by id only
    std::vector<std::string_view> customDomains;
};

/// The service's own search: one field, a case-blind comparison.
struct CustomerSearch
{
    enum class Field
    {
        CompanyName,
        Domain,
        IndirectReseller,
        IndirectCloudSolutionProvider
    } field = Field::CompanyName;
    enum class Operator
    {
        StartsWith, ///< the documented one
        Equals      ///< by the service's own error text
    } comparison = Operator::StartsWith;
    QString value;
};

/// Parameters of GET /v1/customers.
struct CustomersQuery
{
    int size = 500; ///< rows per page: 500 is the most that was seen to be accepted; fewer may come
    std::optional<CustomerSearch> search;
};

/// GET /v1/customers, all pages.
class Customers final : public RowJob<CustomerRow>
{
public:
    Customers(net::Client &client, const Service &service, Sink<CustomerRow> sink, QObject *parent = nullptr);
    Customers(net::Client &client, const Service &service, const CustomersQuery &query,
              Sink<CustomerRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const CustomersQuery &query = {});
    static core::Result<Page<CustomerRow>> decode(const net::Response &response, const net::Request &asked);
};

/// GET /v1/customers/{id}: one row, the full form. Throttled by name: not for every row of a list.
class CustomerById final : public RowJob<CustomerRow>
{
public:
    CustomerById(net::Client &client, const Service &service, const QString &customerId,
                 Sink<CustomerRow> sink, QObject *parent = nullptr);
    static net::Request request(const Service &service, const QString &customerId);
    static core::Result<Page<CustomerRow>> decode(const net::Response &response, const net::Request &asked);
};

} // namespace spendglass::api
