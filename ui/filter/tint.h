// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace spendglass::filter {

/// The few colours that these widgets paint with, all mixed from the palette: light, dark and high contrast
/// follow by themselves.
enum class Tint
{
    Text,
    Quiet, ///< captions and glyphs: text towards its background, contrast kept above 4.5
    Border,
    Accent, ///< focus, insertion mark, bars
    Chip,
    ChipHover
};

QColor tint(const QPalette &palette, Tint tint);

} // namespace spendglass::filter
