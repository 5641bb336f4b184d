// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <array>
#include <optional>
#include <string_view>

namespace spendglass::api {

/// The last times read, one for each day of the month: a page holds the same few of them again and again. The
/// texts must outlive it.
class TimeMemo
{
public:
    std::optional<core::WrittenTime> parse(std::string_view text)
    {
        constexpr std::size_t dayAt = 8; // YYYY-MM-DD
        if (text.size() < dayAt + 2)
            return core::parseTime(text);
        const auto tens = static_cast<unsigned char>(text[dayAt]);
        const auto ones = static_cast<unsigned char>(text[dayAt + 1]);
        Entry &entry = m_entries[(tens * 10U + ones) % m_entries.size()];
        if (entry.text != text)
            entry = {text, core::parseTime(text)};
        return entry.time;
    }

private:
    struct Entry
    {
        std::string_view text;
        std::optional<core::WrittenTime> time;
    };
    std::array<Entry, 32> m_entries;
};

} // namespace spendglass::api
