// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <list>

namespace spendglass::store {

/// The last answers, as long as the data stay as they are: going back to a question costs nothing. Questions
/// are values, so a question that is put together in another way and is the same one is found, too.
class AnswerCache
{
public:
    /// The answer to that question of the same day about the same data; null when it is not here.
    query::AnswerPtr find(const query::Query &query, core::Day day, quint64 generation);
    /// Answers of older data go.
    void keep(query::AnswerPtr answer, core::Day day);

private:
    struct Entry
    {
        core::Day day;
        query::AnswerPtr answer;
    };
    std::list<Entry> m_entries; ///< the one that was used last first
};

} // namespace spendglass::store
