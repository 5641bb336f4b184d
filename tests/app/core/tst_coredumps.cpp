// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/coredumps.h"

#include "support/testmain.h"

#include <QDir>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

using namespace spendglass;

namespace {

constexpr uid_t nobody = 65534; // root may read everybody's memory

void becomeNobody()
{
    if (getuid() == 0 && (setgid(nobody) != 0 || setuid(nobody) != 0))
        _exit(90);
}

/// What another program of the same user gets to see.
enum Seen
{
    Attached = 1,
    Memory = 2,
    Environment = 4
};

int lookAt(pid_t process)
{
    int seen = 0;
    if (ptrace(PTRACE_ATTACH, process, nullptr, nullptr) == 0) {
        seen |= Attached;
        waitpid(process, nullptr, __WALL);
        ptrace(PTRACE_DETACH, process, nullptr, nullptr);
    }
    const QByteArray folder = "/proc/" + QByteArray::number(process);
    if (open((folder + "/mem").constData(), O_RDONLY) >= 0)
        seen |= Memory;
    if (open((folder + "/environ").constData(), O_RDONLY) >= 0)
        seen |= Environment;
    return seen;
}

/// Runs it in a child; its exit code, or -1.
int inChild(const std::function<int()> &work)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(work());
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Case 103. Not with the sanitizers, which have to look into the process themselves.
class TestCoreDumps : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the process has to stay readable for the search for leaks");
#endif
    }

    void keepsOthersOut_data()
    {
        QTest::addColumn<bool>("isDisabled");
        QTest::newRow("usually") << false; // or the other row shows nothing
        QTest::newRow("with core dumps disabled") << true;
    }
    void keepsOthersOut()
    {
        QFETCH(bool, isDisabled);
        int ready[2];
        QCOMPARE(pipe(ready), 0);
        const pid_t victim = fork();
        if (victim == 0) {
            becomeNobody();
            // Changing the user has made it unreadable, as with a program that is started with more rights.
            prctl(PR_SET_DUMPABLE, 1);
            if (isDisabled)
                core::disableCoreDumps();
            (void)!write(ready[1], "x", 1);
            pause();
            _exit(0);
        }
        char mark = 0;
        QCOMPARE(read(ready[0], &mark, 1), ssize_t(1));
        const int seen = inChild([victim] {
            becomeNobody();
            return lookAt(victim);
        });
        kill(victim, SIGKILL);
        waitpid(victim, nullptr, 0);
        if (!isDisabled && (seen & Environment) == 0)
            QSKIP("nobody sees anything here");
        QCOMPARE(seen != 0, !isDisabled);
    }

    void leavesNoImageOfACrash()
    {
        const QTemporaryDir folder;
        const pid_t victim = fork();
        if (victim == 0) {
            const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
            setrlimit(RLIMIT_CORE, &all);
            if (chdir(folder.path().toLocal8Bit().constData()) != 0)
                _exit(91);
            core::disableCoreDumps();
            std::signal(SIGSEGV, SIG_DFL);
            raise(SIGSEGV);
            _exit(0);
        }
        int status = 0;
        QCOMPARE(waitpid(victim, &status, 0), victim);
        QVERIFY(WIFSIGNALED(status));
        QVERIFY(!WCOREDUMP(status));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void saysWhetherItIsInForce()
    {
        QCOMPARE(inChild([] { return core::areCoreDumpsDisabled() ? 1 : 0; }), 0);
        QCOMPARE(inChild([] {
                     core::disableCoreDumps();
                     return core::areCoreDumpsDisabled() ? 1 : 0;
                 }),
                 1);
    }
};

} // namespace

SPENDGLASS_TEST_MAIN(TestCoreDumps)

#include "tst_coredumps.moc"
