// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/message.h"
#include "sandbox/world.h"

namespace spendglass::sandbox {

// The calls that list what there is; of a customer those below /v1/customers/{c}.
Reply customers(const World &world, const Request &request);      ///< /v1/customers
Reply customerById(const World &world, const Customer &customer); ///< /v1/customers/{c}
Reply subscriptions(const World &world, const Customer &customer, const Request &request);
/// …/subscriptions/{plan}/azureEntitlements; the plan was found.
Reply azureEntitlements(const World &world, const Customer &customer, const Request &request);
Reply azureEntitlement(const World &world, const Customer &customer, const Request &request); ///< …/{id}
Reply entitlements(const World &world, const Customer &customer, const Request &request);

// CREST's
Reply crestCustomerByIdentity(const World &world, const Request &request); ///< /customers/get-by-identity
/// /{customerCid}/Entitlements
Reply crestEntitlements(const World &world, const Customer &customer, const Request &request);
/// /{resellerCid}/subscriptions?recipient_customer_id={customerCid}
Reply crestSubscriptions(const World &world, const Customer &customer);

} // namespace spendglass::sandbox
