// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/interrupt.h"

#include <QSocketNotifier>

#ifdef Q_OS_UNIX
#include <csignal>
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>
#endif

namespace spendglass::cli {

#ifdef Q_OS_UNIX
namespace {

// A signal handler reaches nothing but what has a fixed address.
volatile std::sig_atomic_t pipeEnd = -1;
volatile std::sig_atomic_t hardCode = 1;

void noteSignal(int)
{
    static constexpr itimerval patience{{0, 0}, {1, 800'000}};
    setitimer(ITIMER_REAL, &patience, nullptr);
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(pipeEnd, &byte, 1);
}

void endHard(int)
{
    ::_exit(hardCode);
}

void handle(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, nullptr);
}

} // namespace

Interrupt::Interrupt(int hardExitCode, QObject *parent)
    : QObject(parent)
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    pipeEnd = m_pipe[1];
    hardCode = hardExitCode;
    auto *const notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &Interrupt::read);
    handle(SIGALRM, endHard);
    handle(SIGINT, noteSignal);
    handle(SIGTERM, noteSignal);
}

// The handlers and the pipe stay until the process ends: it may be on its way down because of them.
Interrupt::~Interrupt() = default;

void Interrupt::read()
{
    char bytes[16];
    while (::read(m_pipe[0], bytes, sizeof bytes) > 0) {
    }
    Q_EMIT interrupted();
}
#else
Interrupt::Interrupt(int, QObject *parent)
    : QObject(parent)
{}
Interrupt::~Interrupt() = default;
void Interrupt::read() {}
#endif

} // namespace spendglass::cli
