// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/account.h"
#include "auth/session.h"

#include <map>
#include <memory>

namespace spendglass::auth {

/// The accounts of a profile and a session for each, made when it is first wanted. Lives on one thread.
class Sessions
{
public:
    /// parts: for all of them; the folder is filled in.
    Sessions(QString profileFolder, SessionParts parts);
    ~Sessions();

    const AccountBook &book() const { return m_book; }
    AccountBook &book() { return m_book; }
    /// Of an account of the book. A session whose account has been changed since is replaced, unless only its
    /// name is another.
    std::shared_ptr<Session> of(const Account &account);
    void forget(const Account &account); ///< after it was removed

private:
    AccountBook m_book;
    SessionParts m_parts;
    std::map<QString, std::shared_ptr<Session>> m_sessions; ///< by the account's id
};

/// What the programs give: the network, the platform's keychain and the machine's clock.
SessionParts systemSessionParts();

} // namespace spendglass::auth
