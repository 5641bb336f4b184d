// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/session.h"

#include "auth/sessionstate.h"
#include "auth/tokennames.h"

namespace spendglass::auth {

Session::Session(Account account, SessionParts parts, QObject *parent)
    : QObject(parent)
    , m_state(
          std::make_shared<State>(std::move(account), std::move(parts), [this] { Q_EMIT stateChanged(); }))
{}

Session::~Session() = default;

const Account &Session::account() const
{
    return m_state->account();
}

SessionState Session::state() const
{
    return m_state->seen();
}

net::Authorizer Session::authorizer()
{
    return [shelf = m_state->shelf(),
            account = account()](const QUrl &url, const std::optional<net::Refusal> &refusal,
                                 QObject *context, std::function<void(core::Result<QByteArray>)> done) {
        const auto name = tokenNameFor(account, url);
        name ? shelf->ask(*name, refusal, context, std::move(done)) : done(core::fail(name.error()));
    };
}

std::unique_ptr<SignIn> Session::signIn(Way way)
{
    return m_state->signIn(way);
}

void Session::signOut(QObject *context, std::function<void(const core::Result<void> &)> done)
{
    m_state->signOut(context, std::move(done));
}

} // namespace spendglass::auth
