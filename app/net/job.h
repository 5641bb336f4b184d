// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/client.h"
#include "net/request.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::net {

/// What a finished job brought.
struct JobTotals
{
    qint64 pages = 0;
    qint64 rows = 0;
    qint64 quarantined = 0; ///< rows with a bad member, counted and left out: the result is then incomplete
    qint64 rounded = 0;     ///< amounts with digits past the 22nd place
    qint64 bytes = 0;
    qint64 requests = 0; ///< repeats included
    QString correlationId;
    QString lastRequestId;
    /// Why the rows may not be all there are, one line each; empty: nothing speaks against it.
    QStringList doubts;
    friend bool operator==(const JobTotals &, const JobTotals &) = default;
};

/// A query of one or more pages against one endpoint. States: idle → running → finished.
/// finished is emitted once, never from inside start(), also after cancel(); deleting a job is silent and
/// aborts its call. The next page is asked for only after the sink took the last. start() twice is a no-op.
class Job : public QObject
{
    Q_OBJECT
public:
    Job(Client &client, Request first, QObject *parent);
    ~Job() override;
    void start();
    void cancel();
    /// The last call that ended, with whatever outcome.
    const core::CallRecord &lastCall() const;
    /// Rows may have gone to the sink twice: pages led back, never ended, or shared rows.
    bool hasDoubles() const;

Q_SIGNALS:
    void finished(const spendglass::core::Result<spendglass::net::JobTotals> &result);
    void waiting(const spendglass::core::Error &reason, std::chrono::milliseconds pause);

protected:
    /// What one answer amounts to.
    struct Step
    {
        qint64 rows = 0;
        qint64 quarantined = 0;
        qint64 rounded = 0;
        std::optional<Request> next; ///< nothing: that was the last page
        /// How many rows the service says there are: in all or on this page, documents differ.
        std::optional<qint64> announced;
        QString doubt; ///< why rows may be missing or double; empty: nothing known
    };
    /// The error that ends the job, with what only the endpoint knows about it.
    virtual core::Error explained(core::Error error) const { return error; }
    /// Decodes an answer and hands its rows to the sink; took must be called once when the sink can take
    /// more, from this thread, now or later. A Malformed answer is asked for again by the retry table:
    /// nothing of it may have reached the sink.
    virtual core::Result<Step> take(const Response &response, std::function<void()> took) = 0;

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace spendglass::net
