// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QString>

#include <vector>

namespace spendglass::pages {

/// One step of the path that a person took down into the data.
struct Crumb
{
    QString title;
    query::Query query;
    friend bool operator==(const Crumb &, const Crumb &) = default;
};

/// All that a document shows, as one value: the path; its last crumb is what is on screen.
struct ViewState
{
    std::vector<Crumb> crumbs;
    const query::Query &query() const { return crumbs.back().query; }
    friend bool operator==(const ViewState &, const ViewState &) = default;
};

/// Back and forward through view states, as in a browser: a new state drops what lay ahead.
class History
{
public:
    explicit History(ViewState first)
        : m_states{std::move(first)}
    {}

    const ViewState &current() const { return m_states[m_at]; }
    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_states.size(); }
    void goBack() { m_at -= canGoBack() ? 1 : 0; }
    void goForward() { m_at += canGoForward() ? 1 : 0; }
    void push(ViewState state)
    {
        if (state == current())
            return;
        m_states.resize(++m_at);
        m_states.push_back(std::move(state));
    }

private:
    std::vector<ViewState> m_states;
    std::size_t m_at = 0;
};

} // namespace spendglass::pages
