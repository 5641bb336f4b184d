// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

class QLocale;

namespace spendglass::filter {

/// Reads what a person typed as a number and answers its machine form ("-1204.5"). The decimal sign is the
/// locale's; a point is taken too unless it groups digits in that locale. Grouped digits, blanks and all else
/// are refused, never guessed: "1.234" in a German locale is nothing, not 1234 and not 1.234.
std::optional<QString> machineNumber(const QString &typed, const QLocale &locale);

/// The machine form with the locale's decimal sign and no grouping, so that it can be typed back.
QString typedNumber(const QString &machine, const QLocale &locale);
/// The machine form in the locale's signs and grouping, all digits kept; other text as it is.
QString shownNumber(const QString &machine, const QLocale &locale);

} // namespace spendglass::filter
