// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/coredumps.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace spendglass::core {

void disableCoreDumps()
{
#ifdef Q_OS_UNIX
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
#endif
// The search for leaks attaches to its own process.
#if defined(Q_OS_LINUX) && !defined(__SANITIZE_ADDRESS__)
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

bool areCoreDumpsDisabled()
{
#ifdef Q_OS_UNIX
    rlimit limit{1, 1};
    const bool isLimited = getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0;
#else
    const bool isLimited = false;
#endif
#ifdef Q_OS_LINUX
    return isLimited && prctl(PR_GET_DUMPABLE) == 0;
#else
    return isLimited;
#endif
}

} // namespace spendglass::core
