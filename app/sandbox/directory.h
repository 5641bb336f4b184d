// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/message.h"
#include "sandbox/money.h"

namespace spendglass::sandbox {

// The calls that list: each answers one page of the world.
Reply customers(const World &world, const Request &request);      ///< /v1/customers
Reply customerById(const World &world, const Customer &customer); ///< /v1/customers/{c}
Reply subscriptions(const World &world, const Customer &customer,
                    const Request &request); ///< …/subscriptions
Reply azureEntitlements(const World &world, const Customer &customer,
                        std::string_view planId); ///< …/azureEntitlements
Reply customerUsageRecords(const World &world, const Money &money,
                           const Request &request);         ///< /v1/customers/usagerecords
Reply usageSummary(const World &world, const Money &money); ///< /v1/usagesummary

// CREST's
Reply crestCustomerByIdentity(const World &world, const Request &request); ///< /customers/get-by-identity
Reply crestEntitlements(const World &world, const Customer &customer);     ///< /{customerCid}/Entitlements

} // namespace spendglass::sandbox
