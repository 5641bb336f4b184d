// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// What a number's text is worth, worked out digit by digit on paper: texts only, no arithmetic but carrying.
namespace spendglass::fuzz {

struct PaperNumber
{
    std::string plain; ///< as Decimal prints it
    bool rounded = false;
};

/// Nothing when the text is no number of RFC 8259, or does not fit 38 digits of which 22 are places.
std::optional<PaperNumber> onPaper(std::string_view text);

} // namespace spendglass::fuzz
