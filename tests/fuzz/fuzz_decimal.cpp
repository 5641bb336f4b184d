// SPDX-License-Identifier: GPL-3.0-or-later
// Decimal::parse against its own print: what is read exactly prints as a number that reads back the same.
#include "core/decimal.h"

#include <cstdlib>

using spendglass::core::Decimal;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const auto parsed = Decimal::parse({reinterpret_cast<const char *>(data), size});
    if (!parsed)
        return 0;
    const auto again = Decimal::parse(parsed->value.toStdString());
    if (!again || again->rounded || again->value != parsed->value)
        std::abort();
    const auto doubled = parsed->value.plus(parsed->value);
    if (doubled && doubled->minus(parsed->value) != parsed->value)
        std::abort();
    return 0;
}
