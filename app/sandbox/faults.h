// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/httpdate.h"
#include "sandbox/message.h"

#include <QByteArray>

#include <optional>
#include <string>
#include <vector>

namespace spendglass::sandbox {

/// What goes wrong, on which requests. As JSON, in a file or by HTTP, an array of objects or
/// {"faults": [ … ], "replace": true}:
///
/// Which requests (all given members must hold; control calls below /sandbox never match):
///   "path"      text that the path and query must contain, as sent ("/azureusage"); default any
///   "customer"  customer, subscription or entitlement id that the target must contain, without regard to
///   case "nth"       only the nth match "every"     every so many matches, the first being the every-th
///   "percent"   0 to 100: by dice, with "seed"
///   "times"     at most so often; default 1 with "nth", else without end
/// What happens ("action", default "status"):
///   "status"       answer with "status" (default 500), "headers" (object), "body" (text), "contentType";
///   with
///                  "retryAfter" as below. 204 with and without that header is this
///   "delay"        the right answer after "delayMs"
///   "cut"          the right answer's head and "bytes" of its body, then the connection ends
///   "reset"        the connection is reset without an answer
///   "hang"         no answer, the connection stays open
///   "html"         200 with a captive portal's page
///   "redirect"     302 to "location" (default http://elsewhere.invalid/)
///   "contentType"  the right answer with the content type "contentType" (default text/plain)
///   "throttle"     429, the gateway's body, with "retryAfter" (default 1)
///   "unauthorised" 401 as an expired token gives it; with "claims" (text, or true for a usual one) it asks
///   for
///                  a new sign-in: error="insufficient_claims", the claims in base64
///   "gzip"         the right answer compressed; with "bytes" only so many of its bytes, the length true to
///   that "staleIds"     the right answer with request and correlation ids of another call "vanish" "id", a
///   customer or a subscription (commerce, plan or Azure id), is there no more: left out
///                  of lists, and calls below it get 403 or 404. Without "path" it holds for all calls
/// Next links:
///   "tokenLoop"    leads back to the same page
///   "endless"      leads back to the same page, but each link is another one, without end
///   "pairLoop"     the second page's leads back to the first: A, B, A … (needs two pages to show)
///   "nextLink"     leads to "location", also on a last page; "headers" (object) are put into the link
/// Rows, on every page but the first:
///   "shift"        the page begins "rows" (default 1) too early, as when others were added before it: the
///                  last rows before the page come again, its own last ones never; negative: rows are left
///                  out
///   "repeat"       the page begins so many rows too early and ends where it should: nothing is lost
/// The body's text (written without blanks; other bytes are untouched):
///   "edit"         "find" is replaced by "put", the first one; everywhere with "all": true
///   "totalCount"   says "count" rows (default 25)
///   "items"        the list of rows is "value", JSON ("null", "{}", "7"); without "value" it is absent
///   "duplicateKey" "member" (default quantity) stands twice in the first row, first with "value" (default 0)
/// "retryAfter": seconds, or a text that is sent as it is ("1.5", ""). With "retryAfterForm" "fixdate",
/// "rfc850" or "asctime" the seconds are counted from now and written as a date. "delayMs" may stand beside
/// any action. The first fault that applies wins; every fault counts its matches.
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
        Throttle,
        Unauthorised,
        Gzip,
        StaleIds,
        Vanish,
        TokenLoop,
        Endless,
        PairLoop,
        NextLink,
        Shift,
        Repeat,
        Edit,
        TotalCount,
        Items,
        DuplicateKey
    };
    std::string path, customer;
    qint64 nth = 0, every = 0, percent = 100, times = -1;
    quint64 seed = 0;
    Action action = Action::Status;
    int status = 500;
    int delayMs = 0;
    std::optional<qint64> bytes;
    std::optional<qint64> retryAfter;     ///< seconds
    std::optional<std::string> retryText; ///< the header as it is
    std::optional<DateForm> retryForm;
    Headers headers;
    std::string body, contentType, location, claims, id;
    qint64 rows = 1, count = 25;
    std::string find, put, member, value;
    bool everywhere = false;
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

/// What a fault changes before the right answer is made.
void mislead(const Fault &fault, Request &request);
/// The answer that a fault gives in place of the right one; nothing when it only spoils that (see spoil()).
std::optional<Reply> replacement(const Fault &fault, core::Instant now);
void spoil(const Fault &fault, Reply &reply);

} // namespace spendglass::sandbox
