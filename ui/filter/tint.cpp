// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/tint.h"

#include "parts/theme.h"

namespace spendglass::filter {

QColor tint(const QPalette &palette, Tint tint)
{
    const QColor accent = palette.color(QPalette::Highlight);
    switch (tint) {
    case Tint::Text:
        return palette.color(QPalette::WindowText);
    case Tint::Quiet:
        return parts::mutedText(palette);
    case Tint::Border:
        return palette.color(QPalette::Dark);
    case Tint::Accent:
        return accent;
    case Tint::Chip:
        return parts::blend(palette.color(QPalette::Button), accent, 0.10);
    case Tint::ChipHover:
        return parts::blend(palette.color(QPalette::Button), accent, 0.24);
    }
    return accent;
}

} // namespace spendglass::filter
