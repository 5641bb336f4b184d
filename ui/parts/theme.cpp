// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts/theme.h"

#include "parts/style.h"

#include <QApplication>
#include <QStyle>

#include <array>

namespace spendglass::parts {

namespace {

struct Tone
{
    QPalette::ColorRole role;
    QRgb light;
    QRgb dark;
};

// One table for both themes. Contrast of text on its ground is 4.5 or more, of graphics 3 or more.
constexpr std::array tones{
    Tone{QPalette::Window, 0xfff5f6f7, 0xff17191b},
    Tone{QPalette::WindowText, 0xff1b2126, 0xffe6e9eb},
    Tone{QPalette::Base, 0xffffffff, 0xff1e2225},
    Tone{QPalette::AlternateBase, 0xfffafbfb, 0xff23272a},
    Tone{QPalette::Text, 0xff1b2126, 0xffe6e9eb},
    Tone{QPalette::PlaceholderText, 0xff606b74, 0xff9aa4ab},
    Tone{QPalette::Button, 0xffffffff, 0xff2b3034},
    Tone{QPalette::ButtonText, 0xff2a3238, 0xffdde2e5},
    Tone{QPalette::BrightText, 0xffb3261e, 0xffff8a80},
    Tone{QPalette::Light, 0xffffffff, 0xff3d4449},
    Tone{QPalette::Midlight, 0xffeceff1, 0xff30363a},
    Tone{QPalette::Mid, 0xffd3d9dd, 0xff434a50},
    Tone{QPalette::Dark, 0xff8d979e, 0xff767f86},
    Tone{QPalette::Shadow, 0xff59636b, 0xff0c0e0f},
    Tone{QPalette::Highlight, 0xff0e7676, 0xff1f7f7d},
    Tone{QPalette::HighlightedText, 0xffffffff, 0xffffffff},
    Tone{QPalette::Link, 0xff0b6b6b, 0xff63c7c1},
    Tone{QPalette::LinkVisited, 0xff5b4a8a, 0xffb3a4e6},
    Tone{QPalette::ToolTipBase, 0xff23292e, 0xff3a4146},
    Tone{QPalette::ToolTipText, 0xfff3f5f6, 0xfff0f2f3},
};

constexpr std::array disabledTones{
    Tone{QPalette::WindowText, 0xff848e96, 0xff7d878e},
    Tone{QPalette::Text, 0xff848e96, 0xff7d878e},
    Tone{QPalette::ButtonText, 0xff848e96, 0xff7d878e},
    Tone{QPalette::Highlight, 0xffb6c6c8, 0xff3a4a4c},
    Tone{QPalette::HighlightedText, 0xff59636b, 0xff9aa4ab},
    Tone{QPalette::Link, 0xff848e96, 0xff7d878e},
};

bool platformIsDark()
{
    // Asked once, before the first palette of ours is set: afterwards it would be our own answer.
    static const bool dark = isDark(QGuiApplication::palette());
    return dark;
}

} // namespace

QString themeName(Theme theme)
{
    switch (theme) {
    case Theme::System:
        return QStringLiteral("system");
    case Theme::Light:
        return QStringLiteral("light");
    case Theme::Dark:
        return QStringLiteral("dark");
    }
    Q_UNREACHABLE();
}

std::optional<Theme> themeFromName(QStringView name)
{
    for (const Theme theme : {Theme::System, Theme::Light, Theme::Dark}) {
        if (name == themeName(theme))
            return theme;
    }
    return std::nullopt;
}

QPalette themePalette(Theme theme)
{
    const bool dark = theme == Theme::Dark || (theme == Theme::System && platformIsDark());
    QPalette palette;
    for (const Tone &tone : tones)
        palette.setColor(QPalette::All, tone.role, QColor::fromRgb(dark ? tone.dark : tone.light));
    for (const Tone &tone : disabledTones)
        palette.setColor(QPalette::Disabled, tone.role, QColor::fromRgb(dark ? tone.dark : tone.light));
    return palette;
}

void applyTheme(QApplication &application, Theme theme)
{
    platformIsDark();
    if (!qobject_cast<Style *>(application.style()))
        application.setStyle(new Style);
    application.setPalette(themePalette(theme));
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QColor blend(const QColor &a, const QColor &b, double share)
{
    const auto mix = [share](int from, int to) { return int(from + (to - from) * share + 0.5); };
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

QColor mutedText(const QPalette &palette)
{
    return palette.color(QPalette::PlaceholderText);
}

QColor hairline(const QPalette &palette)
{
    return palette.color(isDark(palette) ? QPalette::Midlight : QPalette::Mid);
}

} // namespace spendglass::parts
