// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spendglass::core {

/// A signed 128-bit integer; pedantic mode wants the extension marked once.
__extension__ typedef __int128 Int128;

/// An exact decimal number: a 128-bit count of 1e-22. It holds every amount the service has been seen to
/// send, up to 16 digits before the point, and is the same thing as DECIMAL(38,22) in a database.
/// Arithmetic never rounds silently and never wraps: it answers nothing on overflow.
class Decimal
{
public:
    static constexpr int scale = 22;

    constexpr Decimal() = default;
    static constexpr Decimal fromUnits(Int128 units) { return Decimal(units); }
    static constexpr Decimal fromInteger(std::int64_t value);

    struct Parsed; ///< a value and whether digits past the 22nd place were rounded away (half even)

    /// Reads a number in the grammar of RFC 8259 section 6 and nothing else: no blanks, no leading zeros or
    /// plus, no NaN; exponents are fine. Nothing when the text is not of that form or out of range.
    /// Time is linear in the length, memory constant.
    static std::optional<Parsed> parse(std::string_view text);

    constexpr Int128 units() const { return (Int128(m_high) << 64) | Int128(m_low); } ///< in 1e-22
    constexpr bool isZero() const { return units() == 0; }
    constexpr bool isNegative() const { return units() < 0; }

    std::optional<Decimal> plus(Decimal other) const;
    std::optional<Decimal> minus(Decimal other) const;
    std::optional<Decimal> times(std::int64_t factor) const;
    /// this / divisor, rounded half even at the 22nd place; nothing when the divisor is zero or on overflow.
    std::optional<Decimal> dividedBy(Decimal divisor) const;
    /// Rounded half even to so many places after the point (0..22).
    Decimal rounded(int places) const;

    /// For geometry only (bar lengths, chart points): never in a sum, never shown as a number.
    double approximate() const;

    /// Plain notation, all digits, no exponent, no trailing zeros: "120.5682999999995904716", "-0.5", "0".
    std::string toStdString() const;
    QString toString() const;
    /// With exactly so many places after the point, rounded half even: "2.68", "1204.10".
    QString toFixed(int places) const;

    friend constexpr auto operator<=>(const Decimal &, const Decimal &) = default;

private:
    constexpr explicit Decimal(Int128 units)
        : m_high(std::int64_t(units >> 64))
        , m_low(std::uint64_t(units))
    {}
    // Two halves, since an Int128 would make every cell of an answer 48 bytes in place of 32. They compare as
    // the whole does.
    std::int64_t m_high = 0;
    std::uint64_t m_low = 0;
};

struct Decimal::Parsed
{
    Decimal value;
    bool rounded = false;
};

constexpr Int128 powerOfTen(int exponent)
{
    Int128 result = 1;
    for (int i = 0; i < exponent; ++i)
        result *= 10;
    return result;
}

constexpr Decimal Decimal::fromInteger(std::int64_t value)
{
    return Decimal(Int128(value) * powerOfTen(scale));
}

} // namespace spendglass::core

Q_DECLARE_METATYPE(spendglass::core::Decimal)
