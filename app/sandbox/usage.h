// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/message.h"
#include "sandbox/world.h"

namespace spendglass::sandbox {

/// GET /v1/customers/{c}/subscriptions/{s}/utilizations/azure, the subscription already found.
/// now: windows that end later are answered with 204.
Reply utilizations(const World &world, const Customer &customer, const Subscription &subscription,
                   const Request &request, core::Instant now);

/// GET /{cid}/usage-records, the path already checked.
Reply crestUsageRecords(const World &world, const Request &request, core::Instant now);

/// 204 as the service says "ask later", 15 minutes on.
Reply notReady(core::Instant now);

/// A usage time as utilizations writes it: "2018-07-20T00:00:00+00:00", or with the Pacific offset of the
/// day.
std::string writtenTime(core::Instant instant, bool isPacific);
int pacificOffsetHours(core::Instant instant); ///< -7 or -8
std::string pacificMidnight(core::Day day);    ///< "2019-08-28T00:00:00-07:00"

/// Tags and information of a series as JSON objects; an empty text when the service sends none.
std::string tagsOf(const Series &series);
std::string infoOf(const World &world, const Series &series, bool isCrest);

} // namespace spendglass::sandbox
