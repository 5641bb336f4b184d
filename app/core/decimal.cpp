// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decimal.h"

#include <algorithm>
#include <array>

namespace spendglass::core {

namespace {

__extension__ typedef unsigned __int128 UInt128;

// 38 nines: what DECIMAL(38,22) holds. Kept as our limit so that every Decimal can be stored.
constexpr Int128 limit = powerOfTen(38) - 1;
constexpr int mostIntegerDigits = 38 - Decimal::scale;

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// The parts of a JSON number, checked against its grammar; views into the text.
struct NumberParts
{
    bool negative = false;
    std::string_view integer;
    std::string_view fraction;
    std::int64_t exponent = 0;
};

std::string_view takeDigits(std::string_view &rest)
{
    const auto end = std::find_if_not(rest.begin(), rest.end(), isDigit);
    const auto digits = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
    rest.remove_prefix(digits.size());
    return digits;
}

std::optional<std::int64_t> takeExponent(std::string_view &rest)
{
    rest.remove_prefix(1);
    const bool negative = !rest.empty() && rest.front() == '-';
    if (!rest.empty() && (rest.front() == '-' || rest.front() == '+'))
        rest.remove_prefix(1);
    const auto digits = takeDigits(rest);
    if (digits.empty())
        return std::nullopt;
    // Past any exponent that could matter the value is only "huge": larger ones are clamped.
    constexpr std::int64_t clamp = 1'000'000'000;
    std::int64_t value = 0;
    for (const char c : digits)
        value = std::min(clamp, value * 10 + (c - '0'));
    return negative ? -value : value;
}

std::optional<NumberParts> splitNumber(std::string_view text)
{
    NumberParts parts;
    if (!text.empty() && text.front() == '-') {
        parts.negative = true;
        text.remove_prefix(1);
    }
    parts.integer = takeDigits(text);
    if (parts.integer.empty() || (parts.integer.size() > 1 && parts.integer.front() == '0'))
        return std::nullopt;
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        parts.fraction = takeDigits(text);
        if (parts.fraction.empty())
            return std::nullopt;
    }
    if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
        const auto exponent = takeExponent(text);
        if (!exponent)
            return std::nullopt;
        parts.exponent = *exponent;
    }
    if (!text.empty())
        return std::nullopt;
    return parts;
}

/// Half even on a non-negative quotient.
UInt128 roundHalfEven(UInt128 quotient, UInt128 remainder, UInt128 divisor)
{
    const UInt128 half = divisor - remainder;
    if (remainder > half || (remainder == half && (quotient & 1) != 0))
        return quotient + 1;
    return quotient;
}

UInt128 magnitude(Int128 value)
{
    return value < 0 ? UInt128(0) - UInt128(value) : UInt128(value);
}

/// The digits as one number; at most 19 of them.
std::uint64_t shortNumber(std::string_view integer, std::string_view fraction)
{
    std::uint64_t value = 0;
    for (const char c : integer)
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    for (const char c : fraction)
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    return value;
}

constexpr auto powersOfTen = [] {
    std::array<UInt128, Decimal::scale + 1> powers{};
    for (std::size_t i = 0; i < powers.size(); ++i)
        powers[i] = UInt128(powerOfTen(static_cast<int>(i)));
    return powers;
}();

std::optional<Int128> withinLimit(UInt128 value, bool negative)
{
    if (value > UInt128(limit))
        return std::nullopt;
    return negative ? -Int128(value) : Int128(value);
}

} // namespace

std::optional<Decimal::Parsed> Decimal::parse(std::string_view text)
{
    const auto parts = splitNumber(text);
    if (!parts)
        return std::nullopt;

    const auto integerDigits = static_cast<std::int64_t>(parts->integer.size());
    const auto digitCount = integerDigits + static_cast<std::int64_t>(parts->fraction.size());
    constexpr int wordDigits = 19; // what 64 bits hold
    if (digitCount <= wordDigits && integerDigits <= mostIntegerDigits && parts->exponent == 0) {
        const UInt128 units = UInt128(shortNumber(parts->integer, parts->fraction)) *
                              powersOfTen[scale - parts->fraction.size()];
        return Parsed{Decimal(parts->negative ? -Int128(units) : Int128(units)), false};
    }
    const auto digitAt = [&](std::int64_t i) {
        return i < integerDigits ? parts->integer[static_cast<std::size_t>(i)]
                                 : parts->fraction[static_cast<std::size_t>(i - integerDigits)];
    };
    // Digit i counts 10^(integerDigits - 1 - i + exponent); those below 1e-22 decide the rounding only.
    const std::int64_t kept = integerDigits + parts->exponent + scale;
    UInt128 units = 0;
    // Asked before the step: ten times the limit is more than 128 bits hold, and wraps to less than the
    // limit.
    for (std::int64_t i = 0; i < std::min(kept, digitCount); ++i) {
        if (units > UInt128(limit) / 10)
            return std::nullopt;
        units = units * 10 + UInt128(digitAt(i) - '0');
    }
    for (std::int64_t i = digitCount; i < kept && units != 0; ++i) {
        if (units > UInt128(limit) / 10)
            return std::nullopt;
        units *= 10;
    }

    bool rounded = false;
    bool aboveHalf = false;
    bool exactlyHalf = false;
    for (std::int64_t i = std::max<std::int64_t>(kept, 0); i < digitCount; ++i) {
        const char digit = digitAt(i);
        rounded = rounded || digit != '0';
        if (i == kept) {
            aboveHalf = digit > '5';
            exactlyHalf = digit == '5';
        } else if (exactlyHalf && digit != '0') {
            exactlyHalf = false;
            aboveHalf = true;
        }
    }
    if (aboveHalf || (exactlyHalf && (units & 1) != 0))
        ++units;
    const auto value = withinLimit(units, parts->negative);
    if (!value)
        return std::nullopt;
    return Parsed{Decimal(*value), rounded};
}

std::optional<Decimal> Decimal::plus(Decimal other) const
{
    Int128 sum = 0;
    if (__builtin_add_overflow(units(), other.units(), &sum) || sum > limit || sum < -limit)
        return std::nullopt;
    return Decimal(sum);
}

std::optional<Decimal> Decimal::times(std::int64_t factor) const
{
    Int128 product = 0;
    if (__builtin_mul_overflow(units(), Int128(factor), &product))
        return std::nullopt;
    return Decimal(product);
}

std::optional<Decimal> Decimal::minus(Decimal other) const
{
    return plus(Decimal(-other.units()));
}

std::optional<Decimal> Decimal::dividedBy(Decimal divisor) const
{
    if (divisor.isZero())
        return std::nullopt;
    // Long division, one decimal place at a time: the remainder stays below the divisor (< 1e38), and ten
    // times that still fits the unsigned range (3.4e38) only after splitting the step in two.
    const UInt128 d = magnitude(divisor.units());
    UInt128 quotient = magnitude(units()) / d;
    UInt128 remainder = magnitude(units()) % d;
    for (int place = 0; place < scale; ++place) {
        UInt128 digit = 0;
        UInt128 next = 0;
        for (int i = 0; i < 10; ++i) {
            next += remainder;
            if (next >= d) {
                next -= d;
                ++digit;
            }
        }
        remainder = next;
        if (quotient > UInt128(limit) / 10)
            return std::nullopt;
        quotient = quotient * 10 + digit;
    }
    const auto value =
        withinLimit(roundHalfEven(quotient, remainder, d), isNegative() != divisor.isNegative());
    return value ? std::optional(Decimal(*value)) : std::nullopt;
}

Decimal Decimal::rounded(int places) const
{
    const auto divisor = UInt128(powerOfTen(scale - std::clamp(places, 0, scale)));
    const UInt128 value = magnitude(units());
    const UInt128 units = roundHalfEven(value / divisor, value % divisor, divisor) * divisor;
    return Decimal(isNegative() ? -Int128(units) : Int128(units));
}

double Decimal::approximate() const
{
    return static_cast<double>(units()) / 1e22;
}

std::string Decimal::toStdString() const
{
    std::array<char, 42> buffer{};
    auto *const end = buffer.data() + buffer.size();
    char *at = end;
    UInt128 rest = magnitude(units());
    bool significant = false;
    for (int place = 0; place < scale || rest != 0 || place == scale; ++place) {
        if (place == scale && significant)
            *--at = '.';
        const char digit = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
        significant = significant || digit != '0' || place >= scale;
        if (significant)
            *--at = digit;
    }
    if (isNegative())
        *--at = '-';
    return {at, end};
}

QString Decimal::toString() const
{
    return QString::fromStdString(toStdString());
}

QString Decimal::toFixed(int places) const
{
    QString text = rounded(places).toString();
    if (places <= 0)
        return text;
    const auto point = text.indexOf(QLatin1Char('.'));
    const auto present = point < 0 ? 0 : text.size() - point - 1;
    if (point < 0)
        text += QLatin1Char('.');
    return text + QString(places - present, QLatin1Char('0'));
}

} // namespace spendglass::core
