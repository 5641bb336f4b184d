// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/decimaloracle.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>

namespace spendglass::fuzz {

namespace {

constexpr long places = 22;
constexpr std::size_t mostDigits = 38;
constexpr long farAway = 100'000; ///< an exponent that no number of digits here makes up for

/// One more in the last place.
void carry(std::string &digits)
{
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        if (*digit != '9') {
            ++*digit;
            return;
        }
        *digit = '0';
    }
    digits.insert(digits.begin(), '1');
}

bool isUp(const std::string &kept, const std::string &dropped)
{
    const bool isOdd = !kept.empty() && (kept.back() - '0') % 2 != 0;
    const std::string half = "5" + std::string(dropped.size() - 1, '0');
    return dropped > half || (dropped == half && isOdd);
}

std::string printed(std::string digits, bool isNegative)
{
    digits.insert(0, std::string(std::size_t(places), '0'));
    std::string whole = digits.substr(0, digits.size() - std::size_t(places));
    std::string fraction = digits.substr(digits.size() - std::size_t(places));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    fraction.erase(fraction.find_last_not_of('0') + 1);
    const std::string number = (whole.empty() ? "0" : whole) + (fraction.empty() ? "" : "." + fraction);
    return isNegative && number != "0" ? "-" + number : number;
}

} // namespace

std::optional<PaperNumber> onPaper(std::string_view text)
{
    static const QRegularExpression form(
        QStringLiteral(R"(\A(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?)0*([0-9]*))?\z)"));
    static const QRegularExpression emptyExponent(QStringLiteral(R"([eE][+-]?\z)"));
    const QString all = QString::fromLatin1(text.data(), qsizetype(text.size()));
    const auto match = form.match(all);
    if (!match.hasMatch() || emptyExponent.match(all).hasMatch())
        return std::nullopt;
    const std::string fraction = match.captured(3).toStdString();
    std::string digits = match.captured(2).toStdString() + fraction;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty())
        return PaperNumber{"0", false};
    const QString power = match.captured(5);
    long exponent = power.size() > 5 ? farAway : power.toLong();
    exponent = match.captured(4) == QLatin1String("-") ? -exponent : exponent;
    const long shift = places + exponent - long(fraction.size()); // units of 1e-22
    PaperNumber number;
    if (shift >= 0) {
        if (shift > long(mostDigits))
            return std::nullopt;
        digits.append(std::size_t(shift), '0');
    } else {
        if (-shift > long(digits.size())) // so that at least one zero is dropped before the digits
            digits.insert(0, std::string(std::size_t(-shift) - digits.size(), '0'));
        const std::string dropped = digits.substr(digits.size() - std::size_t(-shift));
        digits.erase(digits.size() - std::size_t(-shift));
        number.rounded = dropped.find_first_not_of('0') != std::string::npos;
        if (isUp(digits, dropped))
            carry(digits);
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.size() > mostDigits)
        return std::nullopt;
    number.plain = printed(digits, match.captured(1) == QLatin1String("-"));
    return number;
}

} // namespace spendglass::fuzz
