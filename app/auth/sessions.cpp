// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/sessions.h"

#include "auth/keychainstore.h"
#include "net/transport.h"

#include <QRandomGenerator>

#include <utility>

namespace spendglass::auth {

namespace {

/// Another name is no reason to lose tokens that live in memory only.
bool isSameButForName(const Account &one, Account other)
{
    other.name = one.name;
    return one == other;
}

} // namespace

Sessions::Sessions(QString profileFolder, SessionParts parts)
    : m_book(std::move(profileFolder))
    , m_parts(std::move(parts))
{}

Sessions::~Sessions() = default;

std::shared_ptr<Session> Sessions::of(const Account &account)
{
    std::shared_ptr<Session> &session = m_sessions[account.id];
    if (!session || !isSameButForName(session->account(), account)) {
        SessionParts parts = m_parts;
        parts.folder = m_book.folderPath(account);
        session = std::make_shared<Session>(account, std::move(parts));
    }
    return session;
}

void Sessions::forget(const Account &account)
{
    m_sessions.erase(account.id);
}

SessionParts systemSessionParts()
{
    SessionParts parts;
    parts.transport = std::make_shared<net::HttpTransport>();
    parts.secrets = std::make_shared<KeychainStore>();
    parts.clock = std::make_shared<core::SystemClock>();
    parts.random = [] { return QRandomGenerator::global()->generateDouble(); };
    return parts;
}

} // namespace spendglass::auth
