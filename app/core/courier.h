// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <mutex>

namespace spendglass::core {

/// Carries work from any thread to the thread of one QObject. The sender may outlive the receiver: what
/// comes after close() is dropped, what was under way when the receiver dies never runs.
class Courier
{
public:
    explicit Courier(QObject *target)
        : m_target(target)
    {}

    void post(std::function<void()> work)
    {
        const std::lock_guard lock(m_mutex);
        if (m_target)
            QMetaObject::invokeMethod(m_target, std::move(work), Qt::QueuedConnection);
    }

    void close() ///< by the receiver, first thing in its destructor
    {
        const std::lock_guard lock(m_mutex);
        m_target = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_target;
};

} // namespace spendglass::core
