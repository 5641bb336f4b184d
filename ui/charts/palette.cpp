// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/palette.h"

#include "parts/theme.h"

#include <array>

namespace spendglass::charts {

namespace {

constexpr std::array<QRgb, 8> colours{0xff2a8c8c, 0xffc7831e, 0xff9846eb, 0xff607334,
                                      0xffb236b2, 0xffeb6a6a, 0xffd9006c, 0xffd16aeb};

} // namespace

QBrush seriesBrush(int series, const QPalette &)
{
    const auto index = std::size_t(series) % colours.size();
    const bool isRepeat = std::size_t(series) >= colours.size();
    return QBrush(QColor::fromRgb(colours[index]), isRepeat ? Qt::Dense3Pattern : Qt::SolidPattern);
}

QBrush otherBrush(const QPalette &palette)
{
    return parts::blend(palette.color(QPalette::Base), palette.color(QPalette::Text), 0.52);
}

QColor faded(const QColor &colour, const QPalette &palette)
{
    return parts::blend(palette.color(QPalette::Base), colour, 0.35);
}

} // namespace spendglass::charts
