// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spendglass::core {

/// Digits after the point in which amounts of an ISO 4217 currency are shown: JPY and KRW 0, most 2.
/// For painting only; sums keep all digits.
int currencyDigits(QStringView isoCode);

/// The currency that a culture's country presumably uses ("fr-FR" gives EUR), empty when unknown. A guess:
/// the service gives legacy customers a culture instead of a currency. Label it as estimated.
QString currencyOfCulture(QStringView culture);

} // namespace spendglass::core
