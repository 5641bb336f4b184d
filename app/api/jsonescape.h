// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>
#include <string>
#include <string_view>

namespace spendglass::api {

/// Finds backslashes in a document whose texts are asked about from front to back: one search over the whole
/// of it instead of one for each text.
class EscapeFinder
{
public:
    explicit EscapeFinder(std::string_view document)
        : m_from(document.data())
        , m_next(document.data())
        , m_end(document.data() + document.size())
    {}

    /// Whether there is one in the text, which is a part of the document.
    bool isIn(std::string_view text)
    {
        if (text.data() < m_from || text.data() > m_next) {
            m_from = text.data();
            const void *const found = std::memchr(m_from, '\\', static_cast<std::size_t>(m_end - m_from));
            m_next = found ? static_cast<const char *>(found) : m_end;
        }
        return m_next < text.data() + text.size();
    }

private:
    const char *m_from; ///< there is none from here
    const char *m_next; ///< to here
    const char *m_end;
};

/// Replaces the escapes of a JSON text without its quotes; what to held before is lost. Lone surrogates and
/// NUL become the replacement character. False: an escape that does not exist.
bool unescape(std::string_view text, std::string &to);

} // namespace spendglass::api
