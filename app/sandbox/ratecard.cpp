// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/ratecard.h"

#include "sandbox/jsonwriter.h"
#include "sandbox/problem.h"
#include "sandbox/random.h"

#include <algorithm>
#include <array>

namespace spendglass::sandbox {

namespace {

constexpr std::string_view effectiveDate = "2017-04-01T00:00:00Z";
constexpr std::string_view usual = "en-US";

/// Units as a German card writes them; meters that are not here keep their English one.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> germanUnits{{
    {"Hours", "Stunden"},
    {"1 Hour", "1 Stunde"},
    {"1/Hour", "1/Stunde"},
    {"1/Day", "1/Tag"},
    {"1/Month", "1/Monat"},
}};

std::string_view unitIn(std::string_view locale, std::string_view unit)
{
    const auto found = std::find_if(germanUnits.begin(), germanUnits.end(),
                                    [unit](const auto &row) { return row.first == unit; });
    return locale.starts_with("de") && found != germanUnits.end() ? found->second : unit;
}

const Currency *currencyWith(std::string_view code, std::string_view Currency::*member)
{
    const auto &list = World::currencies();
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const Currency &currency) { return currency.*member == code; });
    return found == list.end() ? nullptr : &*found;
}

/// Calls take(series of that meter and place) for each line of the card.
template <class Take>
void forEachMeter(Take take)
{
    for (std::size_t meter = 0; meter < meters().size(); ++meter) {
        const std::size_t places = meters()[meter].isRegional ? locations().size() : 1;
        for (std::size_t place = 0; place < places; ++place) {
            Series series;
            series.meter = static_cast<std::uint16_t>(meter);
            series.location = static_cast<std::uint8_t>(place);
            take(series);
        }
    }
}

/// What the price list says, in the currency: millionths of a dollar times thousandths.
std::string price(const Meter &meter, const Currency &currency, bool isShared)
{
    std::string text;
    appendNumber(text, meter.priceMicros * currency.perMilleUsd * (isShared ? 9 : 10), 10);
    return text;
}

/// One meter with steps, out of order and with keys of two forms, as recorded. Nobody in this world uses it.
void writeTiers(JsonWriter &out, const Currency &currency)
{
    const auto rate = [&](std::int64_t micros) {
        std::string text;
        appendNumber(text, micros * currency.perMilleUsd, 9);
        return text;
    };
    out.open('{').field("id", "9995d93a-7d35-4d3f-9c69-7a7fea447ef4").field("name", "Data Transfer Out (GB)");
    out.key("rates").open('{').number("10240", rate(70'000)).number("0", "0.0").number("5", rate(87'000));
    out.number("51200.0", rate(60'000)).close('}').key("tags").open('[').close(']');
    out.field("category", "Networking")
        .field("subcategory", "")
        .field("region", "Zone 1")
        .field("unit", "GB");
    out.number("includedQuantity", "5.0").field("effectiveDate", effectiveDate).close('}');
}

} // namespace

Reply rateCard(const World &world, const Request &request, bool isShared)
{
    const std::string locale = request.header("X-Locale").value_or(std::string(usual));
    const std::string code = upperCase(request.parameter("currency").value_or(""));
    const std::string region = upperCase(request.parameter("region").value_or(""));
    const bool hasNeither = code.empty() && region.empty();
    const Currency *currency = hasNeither ? currencyWith(locale, &Currency::locale)
                                          : currencyWith(code.empty() ? "USD" : code, &Currency::code);
    if (!currency && hasNeither)
        currency = currencyWith("USD", &Currency::code);
    if (!currency || (!region.empty() && region.size() != 2))
        return problem(400, 3000, "The currency or the region is not valid.", {"currency", "region"});
    JsonWriter out;
    out.open('{').field("locale", locale).field("currency", currency->code).flag("isTaxIncluded", false);
    out.key("meters").open('[');
    forEachMeter([&](const Series &series) {
        const Meter &meter = world.meter(series);
        out.open('{').field("id", world.meterId(series)).field("name", meter.name).key("rates").open('{');
        out.number("0", price(meter, *currency, isShared)).close('}').key("tags").open('[').close(']');
        out.field("category", meter.category).field("subcategory", meter.subcategory);
        out.field("region", world.meterRegion(series)).field("unit", unitIn(locale, meter.unit));
        out.number("includedQuantity", "0.0").field("effectiveDate", effectiveDate).close('}');
    });
    writeTiers(out, *currency);
    out.close(']').key("offerTerms").open('[').open('{').field("name", "Overage discount");
    out.number("discount", "0.15").key("excludedMeterIds").open('[').close(']');
    out.field("effectiveDate", "2014-01-01T00:00:00").close('}').close(']');
    return json(out.objectType("AzureRateCard").close('}').take());
}

Reply crestRateCard(const World &world, const Request &request)
{
    if (request.parameter("OfferDurableId").value_or("").empty())
        return crestProblem(400, "60001", "OfferDurableId is needed.");
    const Currency &currency = *currencyWith("USD", &Currency::code);
    JsonWriter out;
    out.open('{').key("OfferTerms").open('[').close(']').key("Meters").open('[');
    forEachMeter([&](const Series &series) {
        const Meter &meter = world.meter(series);
        out.open('{').field("MeterId", world.meterId(series)).field("MeterName", meter.name);
        out.field("MeterCategory", meter.category).field("MeterSubCategory", meter.subcategory);
        out.field("Unit", meter.unit).key("MeterRates").open('{');
        out.number("0", price(meter, currency, false)).close('}').field("EffectiveDate", effectiveDate);
        out.number("IncludedQuantity", "0.0").close('}');
    });
    out.close(']').field("Currency", currency.code).field("Locale", usual);
    out.field("RatingDate", core::formatDay(world.today()) + "T00:00:00Z").flag("IsTaxIncluded", false);
    return json(out.close('}').take());
}

} // namespace spendglass::sandbox
