// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QString>

#include <optional>

class QApplication;

namespace spendglass::parts {

enum class Theme
{
    System,
    Light,
    Dark
};

/// "system", "light", "dark".
QString themeName(Theme theme);
std::optional<Theme> themeFromName(QStringView name);

/// All roles of all groups of a theme. For System: light or dark, as the platform's palette was when the
/// program started.
QPalette themePalette(Theme theme);

/// Sets style and palette; live, every window follows.
void applyTheme(QApplication &application, Theme theme);

bool isDark(const QPalette &palette);

/// a where share is 0, b where it is 1.
QColor blend(const QColor &a, const QColor &b, double share);
/// Text of less weight that still has a contrast of at least 4.5 on the palette's grounds.
QColor mutedText(const QPalette &palette);
/// Thin lines between areas.
QColor hairline(const QPalette &palette);

} // namespace spendglass::parts
