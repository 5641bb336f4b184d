// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/rowjob.h"
#include "api/service.h"
#include "core/decimal.h"
#include "core/time.h"

#include <memory>

namespace spendglass::api {

/// Parameters of GET /v1/ratecards/azure: both are always sent, the language is the service's locale.
/// Source: wire reference, rate card.
struct RateCardQuery
{
    QString currency = QStringLiteral("USD"); ///< ISO code
    QString region = QStringLiteral("US");    ///< ISO country
    bool isShared = false;                    ///< Azure Partner Shared Services: other prices
};

/// The part of a month's quantity from here on, up to the next tier, costs rate.
struct RateTier
{
    core::Decimal from; ///< in the meter's unit
    core::Decimal rate;
    friend bool operator==(const RateTier &, const RateTier &) = default;
};

/// A fraction off every price but those of the listed meters. Whether the rates hold it already is written
/// nowhere.
struct OfferTerm
{
    std::string_view name;
    std::optional<core::Decimal> discount; ///< 0.15: 15 % off
    std::vector<std::string_view> excludedMeterIds;
    std::optional<core::Instant> effectiveDate;
};

/// What is said once for all meters of a card. Texts live in the page, as those of its rows.
struct RateCardTerms
{
    std::string_view locale, currency; ///< as answered, which need not be as asked
    std::optional<bool> isTaxIncluded;
    std::optional<core::Instant> ratingDate; ///< CREST only
    std::vector<OfferTerm> offerTerms;
};

/// A meter's price; names and units come in the language of the card, so that only id is a key.
struct RateCardRow
{
    std::string_view id; ///< as the meter of a utilization row, but for the case
    std::string_view name, category, subcategory, region, unit;
    std::vector<RateTier> tiers; ///< ascending by quantity; none: no price
    std::vector<std::string_view> tags;
    std::optional<core::Decimal> includedQuantity; ///< free each month
    std::optional<core::Instant> effectiveDate;
    std::shared_ptr<const RateCardTerms> terms; ///< one for the whole page
};

/// One page with every meter, tens of thousands of them; takes up to two minutes.
class RateCard final : public RowJob<RateCardRow>
{
public:
    RateCard(net::Client &client, const Service &service, const RateCardQuery &query, Sink<RateCardRow> sink,
             QObject *parent = nullptr);
    static net::Request request(const Service &service, const RateCardQuery &query);
    static core::Result<Page<RateCardRow>> decode(const net::Response &response, const net::Request &asked);
};

/// GET {crest}/{cid}/rate-card?OfferDurableId=…: the same of the older service, in Pascal case.
class CrestRateCard final : public RowJob<RateCardRow>
{
public:
    CrestRateCard(net::Client &client, const Service &service, const QString &offerId, Sink<RateCardRow> sink,
                  QObject *parent = nullptr);
    static net::Request request(const Service &service,
                                const QString &offerId = QStringLiteral("MS-AZR-0145P"));
    static core::Result<Page<RateCardRow>> decode(const net::Response &response, const net::Request &asked);
};

} // namespace spendglass::api
