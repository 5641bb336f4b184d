// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/customers.h"

#include "api/address.h"
#include "api/collection.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace spendglass::api {

namespace {

using Row = CustomerRow;
using In = Members<CustomerRow>;

constexpr std::array profileMembers{
    Member{"domain", &In::field<&Row::domain>},
    Member{"companyName", &In::field<&Row::companyName>},
};
constexpr std::array members{
    Member{"id", &In::field<&Row::id>, true},
    Member{"commerceId", &In::field<&Row::commerceId>},
    Member{"companyProfile", &In::nested<profileMembers>},
    Member{"relationshipToPartner", &In::field<&Row::relationshipToPartner>},
    Member{"allowDelegatedAccess", &In::field<&Row::allowDelegatedAccess>},
    Member{"customDomains", &In::field<&Row::customDomains>},
    Member{"associatedPartnerId", &In::field<&Row::associatedPartnerId>},
};

QString nameOf(CustomerSearch::Field field)
{
    switch (field) {
    case CustomerSearch::Field::CompanyName:
        return QStringLiteral("CompanyName");
    case CustomerSearch::Field::Domain:
        return QStringLiteral("Domain");
    case CustomerSearch::Field::IndirectReseller:
        return QStringLiteral("IndirectReseller");
    case CustomerSearch::Field::IndirectCloudSolutionProvider:
        return QStringLiteral("IndirectCloudSolutionProvider");
    }
    return {};
}

/// {"Field":…,"Operator":…,"Value":…}: QJsonObject sorts its members, and their order means nothing.
QString filterText(const CustomerSearch &search)
{
    const bool isEqual = search.comparison == CustomerSearch::Operator::Equals;
    const QJsonObject filter{
        {QStringLiteral("Field"), nameOf(search.field)},
        {QStringLiteral("Operator"), isEqual ? QStringLiteral("equals") : QStringLiteral("starts_with")},
        {QStringLiteral("Value"), search.value}};
    return QString::fromUtf8(QJsonDocument(filter).toJson(QJsonDocument::Compact));
}

} // namespace

Customers::Customers(net::Client &client, const Service &service, Sink<CustomerRow> sink, QObject *parent)
    : Customers(client, service, CustomersQuery(), std::move(sink), parent)
{}

Customers::Customers(net::Client &client, const Service &service, const CustomersQuery &query,
                     Sink<CustomerRow> sink, QObject *parent)
    : RowJob(client, request(service, query), &decode, std::move(sink), parent)
{}

net::Request Customers::request(const Service &service, const CustomersQuery &query)
{
    QList<Parameter> parameters{{"size", QString::number(query.size)}};
    if (query.search)
        parameters.append({"filter", filterText(*query.search)});
    return slowPartnerRequest(
        service, address(service.apiUrl, {QStringLiteral("v1"), QStringLiteral("customers")}, parameters));
}

core::Result<Page<CustomerRow>> Customers::decode(const net::Response &response, const net::Request &asked)
{
    return decodeCollection<Row, Row, members>(response, asked, Paging::Links);
}

CustomerById::CustomerById(net::Client &client, const Service &service, const QString &customerId,
                           Sink<CustomerRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId), &decode, std::move(sink), parent)
{}

net::Request CustomerById::request(const Service &service, const QString &customerId)
{
    return partnerRequest(service, address(service.apiUrl, customerPath(customerId)), customerId);
}

core::Result<Page<CustomerRow>> CustomerById::decode(const net::Response &response, const net::Request &asked)
{
    return decodeOne<Row, Row>(response, asked, &In::nested<members>);
}

} // namespace spendglass::api
