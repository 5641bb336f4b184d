// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/message.h"

#include <QByteArray>

#include <vector>

namespace spendglass::sandbox {

/// What goes wrong, on which requests. As JSON, in a file or by HTTP, an array of objects or
/// {"faults": [ … ], "replace": true}:
///
/// Which requests (all given members must hold; control calls below /sandbox never match):
///   "path"      text that the path and query must contain, as sent ("/azureusage"); default any
///   "customer"  customer, subscription or entitlement id that the target must contain, without regard to
///   case "nth"       only the nth match, from 1 "every"     every so many matches, the first being the
///   every-th "percent"   0 to 100: by dice, with "seed" "times"     at most so often; default 1 with "nth",
///   else without end
/// What happens ("action", default "status"):
///   "status"       answer with "status" (default 500), "headers" (object), "body" (text), "contentType"
///   "delay"        the right answer after "delayMs"
///   "cut"          the right answer's head and "bytes" of its body, then the connection ends
///   "reset"        the connection is reset without an answer
///   "hang"         no answer, the connection stays open
///   "html"         200 with a captive portal's page
///   "redirect"     302 to "location" (default http://elsewhere.invalid/)
///   "contentType"  the right answer with the content type "contentType" (default text/plain)
///   "tokenLoop"    the next link leads back to the same page
///   "throttle"     429, the gateway's body, Retry-After "retryAfter" seconds (default 1)
///   "unauthorised" 401 as an expired token gives it
/// "delayMs" may stand beside any action. The first fault that applies wins; every fault counts its matches.
struct Fault
{
    enum class Action
    {
        Status,
        Delay,
        Cut,
        Reset,
        Hang,
        Html,
        Redirect,
        ContentType,
        TokenLoop,
        Throttle,
        Unauthorised
    };
    std::string path, customer;
    qint64 nth = 0, every = 0, percent = 100, times = -1;
    quint64 seed = 0;
    Action action = Action::Status;
    int status = 500;
    int delayMs = 0;
    qint64 bytes = 0;
    int retryAfter = 1;
    Headers headers;
    std::string body, contentType, location;
    qint64 matches = 0, done = 0; ///< so far
};

class FaultQueue
{
public:
    /// BadRequest, naming the member, when the text is not of the form above; the queue is then unchanged.
    core::Result<void> load(const QByteArray &json, bool replace = true);
    void clear() { m_faults.clear(); }
    std::size_t size() const { return m_faults.size(); }

    /// The fault for this request, counted as done; nothing for most.
    std::optional<Fault> take(const Request &request);

private:
    std::vector<Fault> m_faults;
};

/// The answer that a fault gives in place of the right one; nothing when it only spoils that (see spoil()).
std::optional<Reply> replacement(const Fault &fault);
void spoil(const Fault &fault, Reply &reply);

} // namespace spendglass::sandbox
