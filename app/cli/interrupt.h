// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace spendglass::cli {

/// Turns SIGINT and SIGTERM into a signal of Qt, by a pipe: nothing but a write happens in the handler. When
/// the process is still there 1.8 s after the first of them it is ended with hardExitCode: files appear by
/// renaming and the store survives a kill, so nothing is half-written. One at a time.
class Interrupt : public QObject
{
    Q_OBJECT
public:
    explicit Interrupt(int hardExitCode, QObject *parent = nullptr);
    ~Interrupt() override;
Q_SIGNALS:
    void interrupted();

private:
    void read();
    int m_pipe[2] = {-1, -1};
};

} // namespace spendglass::cli
