// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/currency.h"

#include <QLocale>

namespace spendglass::core {

int currencyDigits(QStringView isoCode)
{
    for (const auto none : {u"JPY", u"KRW", u"CLP", u"ISK", u"VND", u"XAF", u"XOF", u"XPF", u"PYG", u"UGX"}) {
        if (isoCode == none)
            return 0;
    }
    for (const auto three : {u"BHD", u"IQD", u"JOD", u"KWD", u"LYD", u"OMR", u"TND"}) {
        if (isoCode == three)
            return 3;
    }
    return 2;
}

QString currencyOfCulture(QStringView culture)
{
    const auto parts = culture.split(u'-');
    if (parts.size() < 2 || parts.last().size() != 2)
        return {};
    const QLocale locale(culture.toString().replace(QLatin1Char('-'), QLatin1Char('_')));
    // An unknown territory falls back to another one: then nothing is known.
    if (!locale.name().endsWith(parts.last().toString(), Qt::CaseInsensitive))
        return {};
    return locale.currencySymbol(QLocale::CurrencyIsoCode);
}

} // namespace spendglass::core
