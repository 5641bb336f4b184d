// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/ratecard.h"

#include "api/address.h"
#include "api/collection.h"

namespace spendglass::api {

namespace {

using Row = RateCardRow;
using In = Members<RateCardRow>;
using InTerm = Members<OfferTerm>;

/// The quantity stands in the member's name, as text, and the members in any order.
Read readTier(void *target, std::string_view name, JsonValue &value)
{
    const auto from = core::Decimal::parse(name);
    RateTier tier;
    const Read result = value.read(tier.rate);
    if (result == Read::Broken)
        return result;
    if (result != Read::Good || !from || from->rounded || from->value.isNegative())
        return Read::Bad; // a price with a hole in it is no price
    tier.from = from->value;
    static_cast<Row *>(target)->tiers.push_back(tier);
    return Read::Good;
}

Read readTiers(void *target, JsonValue &value)
{
    const Read result = value.readMembers(&readTier, target);
    std::vector<RateTier> &tiers = static_cast<Row *>(target)->tiers;
    std::ranges::sort(tiers, {}, &RateTier::from);
    const bool isTwice = std::ranges::adjacent_find(tiers, {}, &RateTier::from) != tiers.end();
    return result == Read::Good && isTwice ? Read::Bad : result;
}

constexpr std::array meterMembers{
    Member{"id", &In::field<&Row::id>, true},
    Member{"name", &In::field<&Row::name>},
    Member{"rates", &readTiers, true},
    Member{"tags", &In::field<&Row::tags>},
    Member{"category", &In::field<&Row::category>},
    Member{"subcategory", &In::field<&Row::subcategory>},
    Member{"region", &In::field<&Row::region>},
    Member{"unit", &In::field<&Row::unit>},
    Member{"includedQuantity", &In::field<&Row::includedQuantity>},
    Member{"effectiveDate", &In::field<&Row::effectiveDate>},
};
constexpr std::array crestMeterMembers{
    Member{"MeterId", &In::field<&Row::id>, true},
    Member{"MeterName", &In::field<&Row::name>},
    Member{"MeterCategory", &In::field<&Row::category>},
    Member{"MeterSubCategory", &In::field<&Row::subcategory>},
    Member{"Unit", &In::field<&Row::unit>},
    Member{"MeterTags", &In::field<&Row::tags>},
    Member{"MeterRegion", &In::field<&Row::region>},
    Member{"MeterRates", &readTiers, true},
    Member{"EffectiveDate", &In::field<&Row::effectiveDate>},
    Member{"IncludedQuantity", &In::field<&Row::includedQuantity>},
};
constexpr std::array termMembers{
    Member{"name", &InTerm::field<&OfferTerm::name>},
    Member{"discount", &InTerm::field<&OfferTerm::discount>},
    Member{"excludedMeterIds", &InTerm::field<&OfferTerm::excludedMeterIds>},
    Member{"effectiveDate", &InTerm::field<&OfferTerm::effectiveDate>},
};

/// A card while it is read.
struct Card
{
    Page<Row> page;
    std::shared_ptr<RateCardTerms> terms = std::make_shared<RateCardTerms>();
};

template <const auto &table>
Read readMeter(void *target, JsonValue &value)
{
    Card &card = *static_cast<Card *>(target);
    const qint64 rounded = value.rounded();
    Row row;
    const Read result = value.readObject(table, &row);
    if (result == Read::Broken)
        return result;
    if (result == Read::Good) {
        row.terms = card.terms;
        card.page.rows.push_back(std::move(row));
    } else {
        value.rounded() = rounded;
        ++card.page.quarantined;
    }
    return Read::Good;
}

template <const auto &table>
Read readMeters(void *target, JsonValue &value)
{
    const Read result = value.readArray(&readMeter<table>, target);
    return result == Read::Bad ? value.broken("the meters are no array") : result;
}

/// A discount that cannot be read must not pass for none.
Read readTerm(void *target, JsonValue &value)
{
    OfferTerm term;
    const Read result = value.readObject(termMembers, &term);
    if (result != Read::Good)
        return result == Read::Broken ? result : value.broken("an offer term is not of the documented form");
    static_cast<Card *>(target)->terms->offerTerms.push_back(std::move(term));
    return Read::Good;
}

Read readTerms(void *target, JsonValue &value)
{
    return value.readArray(&readTerm, target);
}

template <auto member>
Read readFact(void *target, JsonValue &value)
{
    return value.read((*static_cast<Card *>(target)->terms).*member);
}

template <const auto &meters>
constexpr std::array cardMembers{
    Member{"locale", &readFact<&RateCardTerms::locale>},
    Member{"currency", &readFact<&RateCardTerms::currency>, true},
    Member{"isTaxIncluded", &readFact<&RateCardTerms::isTaxIncluded>},
    Member{"meters", &readMeters<meters>, true},
    Member{"offerTerms", &readTerms},
    Member{"ratingDate", &readFact<&RateCardTerms::ratingDate>},
};

template <const auto &meters>
core::Result<Page<Row>> decodeCard(const net::Response &response, const net::Request &asked)
{
    Card card;
    const auto rounded = readJson(
        response, asked, card.page.text,
        [](void *target, JsonValue &value) { return value.readObject(cardMembers<meters>, target); }, &card);
    if (!rounded)
        return core::fail(rounded.error());
    describePage(card.page, response, *rounded);
    return std::move(card.page);
}

} // namespace

RateCard::RateCard(net::Client &client, const Service &service, const RateCardQuery &query,
                   Sink<RateCardRow> sink, QObject *parent)
    : RowJob(client, request(service, query), &decode, std::move(sink), parent)
{}

net::Request RateCard::request(const Service &service, const RateCardQuery &query)
{
    const QString card = query.isShared ? QStringLiteral("azure-shared") : QStringLiteral("azure");
    return slowPartnerRequest(service, address(service.apiUrl,
                                               {QStringLiteral("v1"), QStringLiteral("ratecards"), card},
                                               {{"currency", query.currency}, {"region", query.region}}));
}

core::Result<Page<RateCardRow>> RateCard::decode(const net::Response &response, const net::Request &asked)
{
    return decodeCard<meterMembers>(response, asked);
}

CrestRateCard::CrestRateCard(net::Client &client, const Service &service, const QString &offerId,
                             Sink<RateCardRow> sink, QObject *parent)
    : RowJob(client, request(service, offerId), &decode, std::move(sink), parent)
{}

net::Request CrestRateCard::request(const Service &service, const QString &offerId)
{
    return slowCrestRequest(address(service.crestUrl, {service.crestCid, QStringLiteral("rate-card")},
                                    {{"OfferDurableId", offerId}}));
}

core::Result<Page<RateCardRow>> CrestRateCard::decode(const net::Response &response,
                                                      const net::Request &asked)
{
    return decodeCard<crestMeterMembers>(response, asked);
}

} // namespace spendglass::api
