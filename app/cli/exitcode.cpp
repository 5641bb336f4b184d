// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/exitcode.h"

#include "auth/signinproblem.h"
#include "core/storefault.h"

#include <array>

namespace spendglass::cli {
namespace {

using core::ErrorKind;

struct Row
{
    ErrorKind kind;
    ExitCode code;
    const char *whose;
    const char *what;
};

constexpr std::array rows{
    Row{ErrorKind::Cancelled, Incomplete, "nobody's: it was stopped",
        "run it again; what has arrived is kept"},
    Row{ErrorKind::Offline, NetworkFailed, "the network or the address",
        "check the account's addresses and the connection, then run it again"},
    Row{ErrorKind::Timeout, NetworkFailed, "the network or the service", "run it again later"},
    Row{ErrorKind::Unauthorised, SignInNeeded, "the sign-in",
        "sign in again, or give a fresh token with --access-token-file FILE"},
    Row{ErrorKind::Forbidden, SignInNeeded, "the signed-in user's rights",
        "ask an administrator for the missing role or relationship"},
    Row{ErrorKind::Throttled, Failed, "the service: too many calls", "wait and run it again"},
    Row{ErrorKind::NotFound, Failed, "what was asked for",
        "check the identifiers and the account's addresses"},
    Row{ErrorKind::BadRequest, Failed, "what was asked for",
        "change the question; the service says what is wrong with it"},
    Row{ErrorKind::Server, Failed, "the service", "run it again later; tell support the request id"},
    Row{ErrorKind::Malformed, Failed, "the service, or something between here and there",
        "check the account's addresses and any proxy"},
    Row{ErrorKind::Untrusted, NetworkFailed, "whoever answers at that address",
        "check the account's addresses, the certificate and any proxy; nothing was sent on to another "
        "address"},
    Row{ErrorKind::NotReady, Incomplete, "the service: the data is not there yet", "run it again later"},
    Row{ErrorKind::NotOffered, Failed, "nobody's: this interface does not serve that",
        "ask another interface"},
    Row{ErrorKind::Storage, StoreFailed, "the store on this machine",
        "see what the store says; nothing was deleted"},
    Row{ErrorKind::File, FileFailed, "the file or its folder",
        "choose another file or mend the folder; an existing file is unchanged"},
    Row{ErrorKind::Keychain, SignInNeeded, "the keychain", "unlock it, or use --access-token-file FILE"},
};

/// What helps where the store tells more than that it is the store.
struct StoreRow
{
    const char *fault;
    const char *whose;
    const char *what;
};
namespace faults = core::storeFaults;
constexpr std::array storeRows{
    StoreRow{faults::inUse, "the other program that has the store", "wait until it has ended, or end it"},
    StoreRow{faults::damaged, "the store on this machine",
             "spendglass-cli store move-aside keeps it under another name; a sync then fetches everything "
             "again"},
    StoreRow{faults::newer, "nobody's: the store is newer than this program", "update Spendglass"},
    StoreRow{faults::diskFull, "the disk", "make room and run it again; what was stored is kept"},
    StoreRow{faults::denied, "the rights of the store or its folder", "see whose they are"},
    StoreRow{faults::sound, "nobody's", "nothing: the store can be used"},
    StoreRow{faults::absent, "nobody's", "nothing: a sync makes the store"},
};

const Row &rowOf(ErrorKind kind)
{
    for (const Row &row : rows) {
        if (row.kind == kind)
            return row;
    }
    return rows.front();
}

bool isWrongUsage(const core::Error &error)
{
    return error.kind == ErrorKind::BadRequest && error.httpStatus == 0;
}

/// What the command line has for who has to sign in.
constexpr const char *signInHere =
    " Here: spendglass-cli account sign-in NAME, or a fresh token with --access-token-file FILE.";

/// Whose fault it is where the sign-in tells more than the kind of the error; null where it does not.
const char *whoseFault(auth::SignInProblem problem)
{
    using Problem = auth::SignInProblem;
    switch (problem) {
    case Problem::Settings:
        return "the account's settings, or the registration of the application";
    case Problem::Consent:
        return "nobody's: an administrator has not agreed yet";
    case Problem::Service:
        return "the sign-in service";
    case Problem::NotSignedIn:
        return "nobody's: there is no sign-in yet";
    case Problem::WrongAccount:
        return "who signed in";
    case Problem::TimedOut:
    case Problem::Expired:
        return "nobody's: nobody finished the sign-in in time";
    case Problem::None:
    case Problem::Ended:
    case Problem::MoreProof:
    case Problem::SecondFactor:
    case Problem::WrongAudience:
    case Problem::Refused:
    case Problem::Keychain:
    case Problem::Record:
        return nullptr;
    }
    return nullptr;
}

/// Where the command line's way in is worth saying.
bool isMendedBySigningIn(auth::SignInProblem problem)
{
    using Problem = auth::SignInProblem;
    return problem != Problem::None && problem != Problem::Service && problem != Problem::Settings &&
           problem != Problem::WrongAccount && problem != Problem::Record;
}

} // namespace

ExitCode exitCodeOf(const core::Error &error)
{
    const auth::SignInProblem problem = auth::problemOf(error);
    if (problem == auth::SignInProblem::Service)
        return NetworkFailed;
    if (problem != auth::SignInProblem::None && problem != auth::SignInProblem::Record)
        return SignInNeeded;
    return isWrongUsage(error) ? WrongUsage : rowOf(error.kind).code;
}

Advice adviceOn(const core::Error &error)
{
    const Row &row = rowOf(error.kind);
    const auth::SignInProblem problem = auth::problemOf(error);
    if (problem != auth::SignInProblem::None) {
        const char *const whose = whoseFault(problem);
        const QString step = auth::nextStep(problem);
        return {QString::fromUtf8(whose ? whose : row.whose),
                isMendedBySigningIn(problem) ? step + QLatin1String(signInHere) : step};
    }
    if (isWrongUsage(error))
        return {QStringLiteral("the command line"), QStringLiteral("see spendglass-cli --help")};
    for (const StoreRow &each : storeRows) {
        if (core::isStoreFault(error, each.fault))
            return {QString::fromUtf8(each.whose), QString::fromUtf8(each.what)};
    }
    return {QString::fromUtf8(row.whose), QString::fromUtf8(row.what)};
}

} // namespace spendglass::cli
