// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/message.h"
#include "sandbox/world.h"

namespace spendglass::sandbox {

/// GET /v1/ratecards/azure and azure-shared: the prices that the world's costs come from, one meter per
/// region where it matters. currency, region and X-Locale as documented; shared prices are a tenth lower.
Reply rateCard(const World &world, const Request &request, bool isShared);
/// The same for GET /{resellerCid}/rate-card?OfferDurableId=…, in the older service's form.
Reply crestRateCard(const World &world, const Request &request);

} // namespace spendglass::sandbox
