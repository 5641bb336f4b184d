// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QObject>

#include <functional>
#include <vector>

class QLocalSocket;

namespace spendglass::store {

/// The lending side: other processes that want the store connect here and wait. One byte tells them that it
/// is free; they close the connection when they have it, or want it no more. A process that dies closes its
/// connections, too. Lives on a thread with an event loop.
class Lender final : public QObject
{
public:
    /// Those who wait and have not been told, and those who were told and have not taken it yet.
    using Asked = std::function<void(int waiting, int told)>;
    Lender(QString storePath, Asked asked);
    ~Lender() override;

    /// The store is open here. Fails in silence: then nobody can ask, and is told who holds the store.
    void listen();
    /// The store is closed here and not locked any more. Nobody listens until it is open again: whoever
    /// wants it asks the one that has it.
    void tellFree();

private:
    void accept();
    void report() const;

    QString m_path;
    Asked m_asked;
    QLocalServer m_server;
    std::vector<QLocalSocket *> m_waiting, m_told;
};

} // namespace spendglass::store
