// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace spendglass::cli {

/// A command that needs the event loop. finished is emitted once, after start() returned or from within it.
class Command : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    /// SIGINT or SIGTERM: come to an orderly end soon.
    virtual void interrupt() = 0;
    /// What to end with when the orderly end does not come in time.
    virtual int interruptedCode() const = 0;
Q_SIGNALS:
    void finished(int exitCode);
};

} // namespace spendglass::cli
