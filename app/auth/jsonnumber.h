// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace spendglass::auth {

/// Bounds of a number of seconds, and what stands for one that is missing or makes no sense.
struct SecondsRange
{
    int least, most, unsaid;
};

/// A member that counts seconds, as number or as text (v1), within bounds; unsaid where it is missing or no
/// number. Nothing here is an amount of money.
inline std::chrono::seconds secondsIn(const QJsonObject &object, QLatin1String name, SecondsRange range)
{
    const QJsonValue value = object.value(name);
    bool isNumber = value.isDouble();
    const double number = isNumber ? value.toDouble() : value.toString().toDouble(&isNumber);
    if (!isNumber || !std::isfinite(number))
        return std::chrono::seconds(range.unsaid);
    return std::chrono::seconds(int(std::clamp<double>(number, range.least, range.most)));
}

} // namespace spendglass::auth
