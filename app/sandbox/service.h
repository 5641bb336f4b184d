// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/analytics.h"
#include "sandbox/faults.h"
#include "sandbox/signin.h"
#include "sandbox/spending.h"
#include "sandbox/tokens.h"

#include <deque>
#include <map>

namespace spendglass::sandbox {

/// Answers requests: control calls, faults, signing in, token, then the interface that the path names.
/// Besides the service's own paths there are, without a token:
///   GET    /sandbox/requests   {"total", "byPath": {path: count}, "last": [{"method", "target",
///   "headers"}]}; of the
///                              authorization header only the scheme
///   DELETE /sandbox/requests   forgets them
///   POST   /sandbox/faults     faults.h; an array adds, {"faults": …, "replace": true} replaces
///   DELETE /sandbox/faults     none from now on
///   GET, POST, DELETE /sandbox/sign-in   signin.h
///   GET    /sandbox/truth?dataSet=…&fields=…  exact sums, truth.h
/// Lives on one thread.
class Service
{
public:
    Service(const Options &options, Tokens &tokens);
    core::Result<void> loadFaults(const QString &file);
    Reply answer(Request &request);
    const World &world() const { return m_world; }

private:
    Reply control(const Request &request);
    Tokens::Known rightOf(const Request &request) const;
    Reply route(const Request &request);
    Reply partnerCenter(const Request &request, const Right &right);
    Reply ofCustomer(const Request &request, const Customer &customer);
    Reply crest(const Request &request, const Right &right);
    Reply crestToken(const Request &request);
    Reply crestOfCustomer(const Request &request, const Customer &customer);
    bool isAnalytics(const Request &request) const;
    void note(const Request &request);
    Reply requests() const;
    void addHeaders(const Request &request, Reply &reply) const;
    core::Instant now() const;

    const Options m_options;
    Tokens &m_tokens;
    World m_world;
    Money m_money;
    Spending m_spending;
    Analytics m_analytics;
    SignIn m_signIn;
    FaultQueue m_faults;
    const core::Instant::duration m_shift; ///< of the world's clock against the machine's

    struct Noted
    {
        std::string method, target;
        Headers headers;
    };
    std::deque<Noted> m_last;
    std::map<std::string, qint64> m_counts;
    qint64 m_total = 0;
};

} // namespace spendglass::sandbox
