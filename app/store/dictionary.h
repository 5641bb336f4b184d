// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtGlobal>

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace spendglass::store {

class Connection;

/// One dimension table in memory: a tuple of texts to its key. Keys count up from 1; those of rows that were
/// removed leave gaps. What was added since the last commit can be taken back, together with the transaction
/// that wrote it.
class Dictionary
{
public:
    /// The table name is one of the program's own; its columns are key and then so many texts.
    Dictionary(const char *table, std::size_t width)
        : m_table(table)
        , m_width(width)
    {}

    core::Result<void> load(Connection &connection);
    /// The tuple's key, a new one if it was not seen before. A text without data is NULL and differs from "".
    qint32 keyOf(std::span<const std::string_view> texts);
    core::Result<void> writeNew(Connection &connection); ///< rows added since the last commit
    void commit();
    void rollback();
    std::size_t size() const { return m_keys.size(); }

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    qint32 keyOfEncoded();

    const char *m_table;
    std::size_t m_width;
    std::unordered_map<std::string, qint32, Hash, std::equal_to<>> m_keys; ///< by encoded tuple
    std::vector<const std::string *> m_new; ///< encoded tuples in key order; nodes of the map do not move
    std::string m_encoded, m_last;          ///< neighbouring rows often agree: the last tuple is kept
    qint32 m_lastKey = 0;
    qint32 m_highest = 0; ///< key that was given out
};

} // namespace spendglass::store
