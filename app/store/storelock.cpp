// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storelock.h"

#include "core/storefault.h"
#include "store/storefile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocalSocket>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

namespace spendglass::store {

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto slice = 100ms;    ///< a wait is looked up from so often
constexpr int betweenTries = 20; ///< ms, when there is nothing to wait for
constexpr int handsAtMost = 6;
constexpr auto leftAtTheEnd = 1s; ///< of the patience, once the program wants to end

/// The folder of this user that a session and a schedule share. Not asked for by environment variables: a
/// schedule has others.
QString socketFolder()
{
    const QString own = QStringLiteral("/run/user/%1").arg(::geteuid());
    struct stat found = {};
    const bool isOwn = ::stat(QFile::encodeName(own).constData(), &found) == 0 && S_ISDIR(found.st_mode) &&
                       found.st_uid == ::geteuid();
    return isOwn ? own : QStringLiteral("/tmp");
}

/// Up to the process id.
QString lenderStem(const QString &path)
{
    const QFileInfo file(path);
    const QString folder = file.absoluteDir().canonicalPath(); // the file itself need not be there yet
    const QByteArray name = QFile::encodeName(folder + QLatin1Char('/') + file.fileName());
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex().left(24);
    return QStringLiteral("spendglass-%1-").arg(QLatin1String(hash));
}

/// The asking side: one connection at a time, to whoever holds the store.
class Asking
{
public:
    explicit Asking(const QString &path)
        : m_path(path)
    {}

    /// Waits for a moment, at most a slice, in which that process may have given the store away. False when
    /// it does not listen.
    bool wait(qint64 holder)
    {
        if (m_isTold || holder != m_holder || m_socket.state() != QLocalSocket::ConnectedState)
            connectTo(holder);
        if (m_socket.state() != QLocalSocket::ConnectedState)
            return false;
        m_isAsked = true;
        m_isTold = m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(int(slice.count()));
        return true;
    }
    bool isTold() const { return m_isTold; }
    bool isAsked() const { return m_isAsked; }

private:
    void connectTo(qint64 holder)
    {
        m_socket.abort();
        m_isTold = false;
        m_holder = holder;
        m_socket.connectToServer(lenderName(m_path, holder), QIODevice::ReadOnly);
        m_socket.waitForConnected(int(slice.count()));
    }

    QString m_path;
    QLocalSocket m_socket;
    qint64 m_holder = 0;
    bool m_isTold = false;  ///< that the store was free a moment ago
    bool m_isAsked = false; ///< somebody took the question, whoever it was
};

core::Error inUse(const QString &path, qint64 process, const QString &program, bool isAsked)
{
    const auto text = isAsked ? QStringLiteral("The store is in use by process %1 (%2), which was asked for "
                                               "it and did not give it away in time.")
                              : QStringLiteral("The store is in use by process %1 (%2).");
    return core::storeError(core::storeFaults::inUse, text.arg(process).arg(program), path);
}

/// When the waiting ends.
class Deadline
{
public:
    explicit Deadline(const Patience &patience)
        : m_patience(patience)
    {}

    bool isOver(qint64 holder)
    {
        const auto now = Steady::now();
        if (std::exchange(m_holder, holder) != holder)
            m_end = std::min(now + m_patience.limit, m_begin + m_patience.limit * handsAtMost);
        if (m_patience.stop.stop_requested() && m_last == Steady::time_point::max())
            m_last = now + leftAtTheEnd;
        return now >= std::min(m_end, m_last);
    }

private:
    const Patience &m_patience;
    Steady::time_point m_begin = Steady::now(), m_end = m_begin;
    qint64 m_holder = -1;
    Steady::time_point m_last = Steady::time_point::max(); ///< once the program wants to end
};

} // namespace

QString lenderName(const QString &path, qint64 process)
{
    return socketFolder() + QLatin1Char('/') + lenderStem(path) + QString::number(process);
}

void removeDeadLenders(const QString &path)
{
    QDir folder(socketFolder());
    const QString stem = lenderStem(path);
    const QStringList names = folder.entryList({stem + QLatin1Char('*')}, QDir::System | QDir::Files);
    for (const QString &name : names) {
        const qint64 process = name.mid(stem.size()).toLongLong();
        if (process > 0 && ::kill(pid_t(process), 0) != 0 && errno == ESRCH)
            folder.remove(name);
    }
}

core::Result<std::unique_ptr<QLockFile>> lockStore(const QString &path, const Patience &patience)
{
    auto lock = std::make_unique<QLockFile>(path + QStringLiteral(".lock"));
    lock->setStaleLockTime(0); // by time never; a holder that has died is noticed by its PID
    Asking asking(path);
    Deadline deadline(patience);
    qint64 process = 0;
    QString host, program;
    int wait = 0;
    while (!lock->tryLock(wait)) {
        if (lock->error() != QLockFile::LockFailedError)
            return core::fail(core::storeError(core::storeFaults::denied,
                                               QStringLiteral("The store cannot be locked for this process."),
                                               path));
        lock->getLockInfo(&process, &host, &program); // not to be read in the moment of its making
        if (deadline.isOver(process))
            return core::fail(inUse(path, process, program, asking.isAsked()));
        const bool isHeard = process > 0 && asking.wait(process);
        wait = isHeard && !asking.isTold() ? 0 : betweenTries; // told: try, and let others try
    }
    narrowToOwner(lock->fileName());
    return lock;
}

} // namespace spendglass::store
