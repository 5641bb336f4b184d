// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/courier.h"
#include "query/table.h"
#include "sync/connection.h"

#include <QObject>
#include <QPointer>
#include <QThread>

#include <functional>
#include <map>
#include <memory>

namespace spendglass::sync {

/// The live questions of a workspace, on a thread of their own: one at most on each channel, the latest.
/// Lives on the workspace's thread; every question is answered there once, from the event loop, unless its
/// context is gone.
class LiveQuestions : public QObject
{
public:
    using Then = std::function<void(const core::Result<query::AnswerPtr> &)>;

    LiveQuestions(Connection connection, QString storePath, std::shared_ptr<const core::Clock> clock);
    ~LiveQuestions() override; ///< withdraws them all; waits for what cannot be interrupted, a page at most

    /// Replaces the one of the channel, which is answered with Cancelled.
    void ask(int channel, const query::Query &query, QObject *context, Then then);
    void cancel(int channel);

private:
    class Run;
    struct Entry
    {
        QPointer<QObject> context;
        Then tell;
        int channel = 0;
        Run *run = nullptr;
        bool isWithdrawn = false;
    };
    core::Result<void> check(const query::Query &query) const;
    void withdraw(Entry &entry);
    void answer(int number, const core::Result<query::AnswerPtr> &result);

    const Connection m_connection;
    const QString m_storePath;
    const std::shared_ptr<const core::Clock> m_clock;
    const std::shared_ptr<core::Courier> m_courier;
    std::map<int, Entry> m_entries; ///< by number, of those that are not answered
    int m_number = 0;
    QThread m_thread;
};

} // namespace spendglass::sync
