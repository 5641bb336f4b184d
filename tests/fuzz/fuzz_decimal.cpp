// SPDX-License-Identifier: GPL-3.0-or-later
// Decimal against a number worked out on paper, and its sums against each other.
#include "core/decimal.h"
#include "fuzz/decimaloracle.h"

#include <cstdlib>

using spendglass::core::Decimal;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto parsed = Decimal::parse(text);
    const auto paper = spendglass::fuzz::onPaper(text);
    require(parsed.has_value() == paper.has_value());
    if (!parsed)
        return 0;
    require(parsed->value.toStdString() == paper->plain && parsed->rounded == paper->rounded);
    const auto again = Decimal::parse(paper->plain);
    require(again && !again->rounded && again->value == parsed->value);
    const auto doubled = parsed->value.plus(parsed->value);
    require(!doubled || doubled->minus(parsed->value) == parsed->value);
    const auto one = parsed->value.dividedBy(parsed->value);
    require(one ? *one == Decimal::fromInteger(1) : parsed->value.isZero());
    return 0;
}
