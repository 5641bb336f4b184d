// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/numbertext.h"

#include "models/format.h"

#include <QLocale>

#include <algorithm>

namespace spendglass::filter {

namespace {

constexpr QChar unicodeMinus(0x2212);

} // namespace

std::optional<QString> machineNumber(const QString &typed, const QLocale &locale)
{
    QString machine;
    for (const QChar c : typed.trimmed()) {
        if (c.digitValue() >= 0)
            machine += QString::number(c.digitValue());
        else if (machine.isEmpty() && (c == QLatin1Char('-') || c == unicodeMinus))
            machine += QLatin1Char('-');
        else if (c == locale.decimalPoint() || (c == QLatin1Char('.') && c != locale.groupSeparator()))
            machine += QLatin1Char('.');
        else
            return std::nullopt;
    }
    const auto parsed = core::Decimal::parse(machine.toStdString());
    return parsed && !parsed->rounded ? std::optional(machine) : std::nullopt;
}

QString typedNumber(const QString &machine, const QLocale &locale)
{
    QString text = machine;
    return text.replace(QLatin1Char('.'), locale.decimalPoint());
}

QString shownNumber(const QString &machine, const QLocale &locale)
{
    const auto parsed = core::Decimal::parse(machine.toStdString());
    if (!parsed)
        return machine;
    const qsizetype point = machine.indexOf(QLatin1Char('.'));
    const int places = point < 0 ? 0 : std::min(core::Decimal::scale, int(machine.size() - point) - 1);
    return models::decimalText(locale, parsed->value, places);
}

} // namespace spendglass::filter
