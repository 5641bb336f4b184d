// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/answercache.h"

#include <algorithm>

namespace spendglass::store {

namespace {

constexpr std::size_t mostAnswers = 64;
constexpr std::size_t mostCells = 2'000'000; ///< of all of them; some 100 MB

std::size_t cellsOf(const query::Answer &answer)
{
    std::size_t cells = answer.table.cells.size();
    for (const query::Level &level : answer.levels)
        cells += level.table.cells.size();
    return cells;
}

} // namespace

query::AnswerPtr AnswerCache::find(const query::Query &query, core::Day day, quint64 generation)
{
    const auto found = std::ranges::find_if(m_entries, [&](const Entry &entry) {
        return entry.day == day && entry.answer->generation == generation && entry.answer->query == query;
    });
    if (found == m_entries.end())
        return nullptr;
    m_entries.splice(m_entries.begin(), m_entries, found);
    return found->answer;
}

void AnswerCache::keep(query::AnswerPtr answer, core::Day day)
{
    m_entries.remove_if([&answer, day](const Entry &entry) {
        return entry.day != day || entry.answer->generation != answer->generation;
    });
    m_entries.push_front({day, std::move(answer)});
    std::size_t cells = 0;
    std::size_t count = 0;
    m_entries.remove_if([&](const Entry &entry) {
        cells += cellsOf(*entry.answer);
        return ++count > mostAnswers || (count > 1 && cells > mostCells);
    });
}

} // namespace spendglass::store
