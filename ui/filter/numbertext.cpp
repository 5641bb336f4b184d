// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/numbertext.h"

#include "core/currency.h"

#include <QLocale>

#include <algorithm>

namespace spendglass::filter {

namespace {

constexpr QChar unicodeMinus(0x2212);

bool isCurrency(const QString &unit)
{
    return unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](QChar c) {
               return c >= QLatin1Char('A') && c <= QLatin1Char('Z');
           });
}

QString withoutTrailingZeros(QString text)
{
    if (!text.contains(QLatin1Char('.')))
        return text;
    while (text.endsWith(QLatin1Char('0')))
        text.chop(1);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

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
    const qsizetype point = machine.indexOf(QLatin1Char('.'));
    const qsizetype first = machine.startsWith(QLatin1Char('-')) ? 1 : 0;
    QString whole = point < 0 ? machine : machine.left(point);
    const bool isGrouped = !(locale.numberOptions() & QLocale::OmitGroupSeparator);
    for (qsizetype at = whole.size() - 3; isGrouped && at > first; at -= 3)
        whole.insert(at, locale.groupSeparator());
    return point < 0 ? whole : whole + locale.decimalPoint() + machine.mid(point + 1);
}

QString shownAmount(core::Decimal amount, const QString &unit, const QLocale &locale)
{
    const QString machine = isCurrency(unit) ? amount.toFixed(core::currencyDigits(unit))
                                             : withoutTrailingZeros(amount.toFixed(2));
    const QString number = shownNumber(machine, locale);
    return unit.isEmpty() ? number : number + QChar(QChar::Nbsp) + unit;
}

} // namespace spendglass::filter
