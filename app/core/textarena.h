// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace spendglass::core {

/// Keeps the texts of one page of rows in a few large blocks, so that a row is a handful of views and a page
/// of 10,000 rows costs a handful of allocations. Views stay valid when the arena is moved.
class TextArena
{
public:
    TextArena() = default;
    TextArena(TextArena &&) = default;
    TextArena &operator=(TextArena &&) = default;

    std::string_view keep(std::string_view text)
    {
        if (text.empty())
            return {};
        if (text.size() > m_left) {
            const std::size_t size = std::max(blockSize, text.size());
            m_blocks.push_back(std::make_unique_for_overwrite<char[]>(size));
            m_at = m_blocks.back().get();
            m_left = size;
        }
        char *const place = m_at;
        std::memcpy(place, text.data(), text.size());
        m_at += text.size();
        m_left -= text.size();
        return {place, text.size()};
    }

    /// Shares the bytes for as long as the arena lives: views into them need no copy.
    void share(const QByteArray &bytes) { m_shared.append(bytes); }

private:
    static constexpr std::size_t blockSize = 256 * 1024;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    QList<QByteArray> m_shared;
    char *m_at = nullptr;
    std::size_t m_left = 0;
};

} // namespace spendglass::core
