// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requestrows.h"

#include "cli/rowcells.h"

namespace spendglass::cli {
namespace {

using query::FieldType;
using query::Value;

/// The tiers as the card has them, an object of quantity and rate, in ascending order.
Value ratesOf(const api::RateCardRow &row)
{
    QStringList tiers;
    for (const api::RateTier &tier : row.tiers)
        tiers << QStringLiteral("\"%1\":%2").arg(tier.from.toString(), tier.rate.toString());
    return QString(u'{' + tiers.join(u',') + u'}');
}

/// What is said once for the whole card.
template <auto member>
Value termOf(const api::RateCardRow &row)
{
    return row.terms ? cell((*row.terms).*member) : Value();
}

} // namespace

template <>
const std::vector<RowColumn<api::CustomerRow>> &rowColumns()
{
    using Row = api::CustomerRow;
    static const std::vector<RowColumn<Row>> columns{
        {"id", FieldType::Text, of<Row, &Row::id>},
        {"companyProfile.companyName", FieldType::Text, of<Row, &Row::companyName>},
        {"companyProfile.domain", FieldType::Text, of<Row, &Row::domain>},
        {"relationshipToPartner", FieldType::Text, of<Row, &Row::relationshipToPartner>},
        {"commerceId", FieldType::Text, of<Row, &Row::commerceId>},
        {"allowDelegatedAccess", FieldType::Boolean, of<Row, &Row::allowDelegatedAccess>},
        {"customDomains", FieldType::Text, of<Row, &Row::customDomains>},
        {"associatedPartnerId", FieldType::Text, of<Row, &Row::associatedPartnerId>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::SubscriptionRow>> &rowColumns()
{
    using Row = api::SubscriptionRow;
    static const std::vector<RowColumn<Row>> columns{
        {"id", FieldType::Text, of<Row, &Row::id>},
        {"offerId", FieldType::Text, of<Row, &Row::offerId>},
        {"entitlementId", FieldType::Text, of<Row, &Row::entitlementId>},
        {"offerName", FieldType::Text, of<Row, &Row::offerName>},
        {"friendlyName", FieldType::Text, of<Row, &Row::friendlyName>},
        {"productType.id", FieldType::Text, of<Row, &Row::productTypeId>},
        {"unitType", FieldType::Text, of<Row, &Row::unitType>},
        {"billingType", FieldType::Text, of<Row, &Row::billingType>},
        {"status", FieldType::Text, of<Row, &Row::status>},
        {"creationDate", FieldType::Instant, of<Row, &Row::creationDate>},
        {"effectiveStartDate", FieldType::Instant, of<Row, &Row::effectiveStartDate>},
        {"commitmentEndDate", FieldType::Instant, of<Row, &Row::commitmentEndDate>},
        {"productType.displayName", FieldType::Text, of<Row, &Row::productTypeName>},
        {"quantity", FieldType::Number, of<Row, &Row::quantity>},
        {"billingCycle", FieldType::Text, of<Row, &Row::billingCycle>},
        {"termDuration", FieldType::Text, of<Row, &Row::termDuration>},
        {"renewalTermDuration", FieldType::Text, of<Row, &Row::renewalTermDuration>},
        {"autoRenewEnabled", FieldType::Boolean, of<Row, &Row::autoRenewEnabled>},
        {"isTrial", FieldType::Boolean, of<Row, &Row::isTrial>},
        {"isMicrosoftProduct", FieldType::Boolean, of<Row, &Row::isMicrosoftProduct>},
        {"hasPurchasableAddons", FieldType::Boolean, of<Row, &Row::hasPurchasableAddons>},
        {"attentionNeeded", FieldType::Boolean, of<Row, &Row::attentionNeeded>},
        {"actionTaken", FieldType::Boolean, of<Row, &Row::actionTaken>},
        {"actions", FieldType::Text, of<Row, &Row::actions>},
        {"suspensionReasons", FieldType::Text, of<Row, &Row::suspensionReasons>},
        {"orderId", FieldType::Text, of<Row, &Row::orderId>},
        {"partnerId", FieldType::Text, of<Row, &Row::partnerId>},
        {"publisherName", FieldType::Text, of<Row, &Row::publisherName>},
        {"contractType", FieldType::Text, of<Row, &Row::contractType>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::EntitlementRow>> &rowColumns()
{
    using Row = api::EntitlementRow;
    static const std::vector<RowColumn<Row>> columns{
        {"id", FieldType::Text, of<Row, &Row::id>},
        {"friendlyName", FieldType::Text, of<Row, &Row::friendlyName>},
        {"status", FieldType::Text, of<Row, &Row::status>},
        {"subscriptionId", FieldType::Text, of<Row, &Row::subscriptionId>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::CustomerEntitlementRow>> &rowColumns()
{
    using Row = api::CustomerEntitlementRow;
    static const std::vector<RowColumn<Row>> columns{
        {"entitlementType", FieldType::Text, of<Row, &Row::entitlementType>},
        {"productId", FieldType::Text, of<Row, &Row::productId>},
        {"skuId", FieldType::Text, of<Row, &Row::skuId>},
        {"quantity", FieldType::Number, of<Row, &Row::quantity>},
        {"referenceOrder.id", FieldType::Text, of<Row, &Row::orderId>},
        {"referenceOrder.lineItemId", FieldType::Text, of<Row, &Row::lineItemId>},
        {"quantityDetails", FieldType::Text, of<Row, &Row::quantityDetails>},
        {"entitledArtifacts", FieldType::Text, of<Row, &Row::entitledArtifacts>},
        {"includedEntitlements", FieldType::Text, of<Row, &Row::includedEntitlements>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::RateCardRow>> &rowColumns()
{
    using Row = api::RateCardRow;
    static const std::vector<RowColumn<Row>> columns{
        {"id", FieldType::Text, of<Row, &Row::id>},
        {"name", FieldType::Text, of<Row, &Row::name>},
        {"category", FieldType::Text, of<Row, &Row::category>},
        {"subcategory", FieldType::Text, of<Row, &Row::subcategory>},
        {"region", FieldType::Text, of<Row, &Row::region>},
        {"unit", FieldType::Text, of<Row, &Row::unit>},
        {"rates", FieldType::Text, ratesOf},
        {"includedQuantity", FieldType::Number, of<Row, &Row::includedQuantity>},
        {"effectiveDate", FieldType::Instant, of<Row, &Row::effectiveDate>},
        {"tags", FieldType::Text, of<Row, &Row::tags>},
        {"currency", FieldType::Text, termOf<&api::RateCardTerms::currency>},
        {"locale", FieldType::Text, termOf<&api::RateCardTerms::locale>},
        {"isTaxIncluded", FieldType::Boolean, termOf<&api::RateCardTerms::isTaxIncluded>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::CrestCustomerRow>> &rowColumns()
{
    using Row = api::CrestCustomerRow;
    static const std::vector<RowColumn<Row>> columns{
        {"id", FieldType::Text, of<Row, &Row::id>},
        {"identity.provider", FieldType::Text, of<Row, &Row::provider>},
        {"identity.type", FieldType::Text, of<Row, &Row::type>},
        {"identity.data.tid", FieldType::Text, of<Row, &Row::tid>},
        {"identity.data.etid", FieldType::Text, of<Row, &Row::etid>},
        {"identity.data.eoid", FieldType::Text, of<Row, &Row::eoid>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::CrestEntitlementRow>> &rowColumns()
{
    using Row = api::CrestEntitlementRow;
    static const std::vector<RowColumn<Row>> columns{
        {"id", FieldType::Text, of<Row, &Row::id>},
        {"billing_subscription_uri", FieldType::Text, of<Row, &Row::billingSubscriptionUri>},
    };
    return columns;
}

template <>
const std::vector<RowColumn<api::CrestSubscriptionRow>> &rowColumns()
{
    using Row = api::CrestSubscriptionRow;
    static const std::vector<RowColumn<Row>> columns{
        {"id", FieldType::Text, of<Row, &Row::id>},
        {"order_id", FieldType::Text, of<Row, &Row::orderId>},
        {"offer_uri", FieldType::Text, of<Row, &Row::offerUri>},
        {"etag", FieldType::Text, of<Row, &Row::etag>},
        {"links.entitlement.href", FieldType::Text, of<Row, &Row::entitlementHref>},
    };
    return columns;
}

} // namespace spendglass::cli
