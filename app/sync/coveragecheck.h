// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "sync/connection.h"
#include "sync/interfacereach.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace spendglass::sync {

struct Coverage
{
    std::vector<InterfaceReach> interfaces; ///< the list of customers first, then core::allDataSets
    std::optional<bool> isSecondFactorSeen; ///< what the service says of the token; nothing: it says nothing
    qint64 requests = 0;
    friend bool operator==(const Coverage &, const Coverage &) = default;
};

/// Asks each interface one small question, to tell a person what an account reaches and what to do about the
/// rest. About six requests, never repeated; a 401 costs the renewal of the token besides. Utilization and
/// CREST need a subscription: of at most two customers the subscriptions are asked for.
///
///   start ─> customers, analytics, summary, spend ─> subscriptions ─> utilization, CREST ─> finished
///
/// finished is emitted once, never from inside start(); after cancel() with Cancelled. Deleting it is silent.
class CoverageCheck : public QObject
{
    Q_OBJECT
public:
    CoverageCheck(Connection connection, std::shared_ptr<const core::Clock> clock, QObject *parent = nullptr);
    ~CoverageCheck() override;
    void start();
    void cancel();

Q_SIGNALS:
    /// As each becomes known, in any order.
    void reached(const spendglass::sync::InterfaceReach &one);
    void finished(const spendglass::core::Result<spendglass::sync::Coverage> &result);

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace spendglass::sync
