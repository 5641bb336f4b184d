// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/completenessof.h"

#include "core/rereading.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace spendglass::store {

namespace {

using core::DataSet;
using core::Day;
using query::Lack;

bool isPerCustomer(DataSet dataSet)
{
    return dataSet == DataSet::Utilization || dataSet == DataSet::Crest;
}

/// Gathers lacks of one state and reason into one line.
class Lacks
{
public:
    void add(const QString &state, const QString &reason, const WindowKey &key, core::DayRange days,
             bool isMissing)
    {
        auto &[lack, customers] = m_lacks[{!isMissing, state, reason}];
        lack.state = state;
        lack.reason = reason;
        lack.isMissing = isMissing;
        if (!days.isEmpty())
            lack.days = lack.days.isEmpty() ? days
                                            : core::DayRange{std::min(lack.days.from, days.from),
                                                             std::max(lack.days.to, days.to)};
        ++lack.windows;
        if (!key.customerId.isEmpty())
            customers.insert(key.customerId);
        lack.customers = int(customers.size());
    }
    std::vector<Lack> take() const
    {
        std::vector<Lack> result;
        for (const auto &[key, entry] : m_lacks)
            result.push_back(entry.first);
        return result;
    }

private:
    std::map<std::tuple<bool, QString, QString>, std::pair<Lack, std::set<QString>>> m_lacks;
};

/// One judgement over the windows that a question looks at.
class Judgement
{
public:
    Judgement(DataSet dataSet, const Scope &scope, Day today)
        : m_dataSet(dataSet)
        , m_scope(scope)
        , m_today(today)
        , m_end(scope.to ? std::min(*scope.to, today) : today)
    {}

    query::Completeness of(std::span<const WindowRecord> windows)
    {
        const bool hasAllNamed = findNamed(windows);
        bool isAnyThere = false;
        for (const WindowRecord &window : windows) {
            const WindowKey &key = window.key;
            if (key.dataSet != m_dataSet || !isOfTheCustomers(key, hasAllNamed))
                continue;
            isAnyThere = true;
            if (!key.days.isEmpty())
                cover(key);
            if (isInThePeriod(key.days))
                look(window);
        }
        if (!isAnyThere)
            m_lacks.add(QStringLiteral("neverAsked"), {}, {m_dataSet, {}, {}, {}}, {}, true);
        endCover();
        m_result.lacks = m_lacks.take();
        judgeStanding();
        return std::move(m_result);
    }

private:
    /// Whether every customer that the question names has windows: then it does not matter who else there is.
    bool findNamed(std::span<const WindowRecord> windows) const
    {
        if (!m_scope.customers || !isPerCustomer(m_dataSet))
            return false;
        std::set<QString> there;
        for (const WindowRecord &window : windows) {
            if (window.key.dataSet == m_dataSet && !window.key.customerId.isEmpty())
                there.insert(window.key.customerId.toCaseFolded());
        }
        return std::includes(there.begin(), there.end(), m_scope.customers->begin(),
                             m_scope.customers->end());
    }

    bool isOfTheCustomers(const WindowKey &key, bool hasAllNamed) const
    {
        if (key.customerId.isEmpty())
            return !hasAllNamed;
        return !m_scope.customers || m_scope.customers->contains(key.customerId.toCaseFolded());
    }

    bool isInThePeriod(core::DayRange days) const
    {
        if (days.isEmpty())
            return true;
        // Usage of the last days is reported in the days after.
        const bool isLate = isPerCustomer(m_dataSet) && m_scope.dateBasis == query::DateBasis::Used;
        const auto end = isLate && m_scope.to ? core::settledOn(m_dataSet, *m_scope.to) : m_scope.to;
        return (!m_scope.from || days.to > *m_scope.from) && (!end || days.from < *end);
    }

    void look(const WindowRecord &window)
    {
        const WindowKey &key = window.key;
        if (window.loadedAt && (!m_result.loadedAt || *window.loadedAt > *m_result.loadedAt))
            m_result.loadedAt = window.loadedAt;
        if (!key.days.isEmpty()) {
            m_lastEnd = std::max(m_lastEnd.value_or(key.days.to), key.days.to);
            m_isSettled = m_isSettled && isReadSettled(window);
        }
        if (window.state == WindowState::Complete && window.quarantined == 0)
            return;
        const bool isOffered = window.state != WindowState::NotOffered;
        const Day due = std::min(key.days.to, m_end);
        core::DayRange days = key.days;
        bool isMissing = isOffered;
        if (window.hasContent && isOffered && window.quarantined == 0) {
            const core::DayRange unread{window.fetchedTo.value_or(key.days.from), due};
            isMissing = !unread.isEmpty();
            days = isMissing ? unread : days;
        }
        m_lacks.add(windowStateName(window.state), window.reason, key, days, isMissing);
    }

    /// Of a window that reaches beyond the period only the part that late usage of the period comes in counts.
    bool isReadSettled(const WindowRecord &window) const
    {
        const Day end = window.key.days.to;
        const auto settled = core::settledOn(m_dataSet, m_scope.to ? std::min(end, *m_scope.to) : end);
        return window.state == WindowState::Complete && settled && window.completedAt &&
               core::dayOf(*window.completedAt) >= *settled;
    }

    /// Days of the period before the first window of a customer's subscription, between its windows, and
    /// after the last: these come in the order of their days.
    void cover(const WindowKey &key)
    {
        const bool isSame = m_covered && m_covered->customerId == key.customerId &&
                            m_covered->subscriptionId == key.subscriptionId;
        if (!isSame) {
            endCover();
            m_covered = key;
            m_covered->days.to = m_scope.from.value_or(key.days.from);
        }
        addUncovered({m_covered->days.to, std::min(key.days.from, m_end)});
        m_covered->days.to = std::max(m_covered->days.to, key.days.to);
    }
    void endCover()
    {
        if (m_covered && m_scope.to)
            addUncovered({m_covered->days.to, m_end});
    }
    void addUncovered(core::DayRange days)
    {
        const bool isAsked = m_scope.from || m_scope.to; // a question without a period is about all there is
        if (isAsked && !days.isEmpty())
            m_lacks.add(QStringLiteral("neverAsked"), {}, *m_covered, days, true);
    }

    void judgeStanding()
    {
        if (!m_lastEnd)
            return;
        const Day end = m_scope.to ? std::min(*m_scope.to, *m_lastEnd) : *m_lastEnd;
        const auto settled = core::settledOn(m_dataSet, end);
        if (!settled)
            return;
        const bool isOver = end <= m_today;
        if (isOver)
            m_result.standing = m_isSettled ? query::Standing::Settled : query::Standing::Settling;
        // Where late usage should be there by now and nobody has looked, no day can be promised.
        if (!isOver || m_isSettled || *settled > m_today)
            m_result.settlesOn = settled;
    }

    DataSet m_dataSet;
    const Scope &m_scope;
    Day m_today, m_end;
    Lacks m_lacks;
    query::Completeness m_result;
    std::optional<WindowKey> m_covered; ///< the subscription in turn; days.to: up to where its windows reach
    std::optional<Day> m_lastEnd;
    bool m_isSettled = true;
};

} // namespace

query::Completeness completenessOf(DataSet dataSet, std::span<const WindowRecord> windows, const Scope &scope,
                                   Day today)
{
    return Judgement(dataSet, scope, today).of(windows);
}

} // namespace spendglass::store
