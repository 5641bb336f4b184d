// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <string>

namespace spendglass::sandbox {

/// The three forms that a date in a header may have (RFC 9110, 5.6.7).
enum class DateForm
{
    Fixdate, ///< "Mon, 27 Jan 2020 04:02:10 GMT"
    Rfc850,  ///< "Monday, 27-Jan-20 04:02:10 GMT"
    Asctime  ///< "Mon Jan 27 04:02:10 2020"
};

std::string httpDate(core::Instant instant, DateForm form = DateForm::Fixdate);

} // namespace spendglass::sandbox
