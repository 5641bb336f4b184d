// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/secret.h"
#include "core/clock.h"
#include "core/courier.h"
#include "net/authorizer.h"

#include <QString>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace spendglass::auth {

/// The access tokens of one session and those who wait for one. Used from any thread; the session alone puts
/// tokens there. It may outlive the session, and is closed then.
class TokenShelf : public std::enable_shared_from_this<TokenShelf>
{
public:
    using Done = std::function<void(core::Result<QByteArray>)>;

    /// session: of which wished is called, on its thread, whenever somebody waits.
    TokenShelf(std::shared_ptr<const core::Clock> clock, QObject *session, std::function<void()> wished);

    /// name: of the token. Answers at once where the shelf has one that is not near its end and not the
    /// refused one; else when the session has given or refused it. A token that is refused though it has just
    /// come in the place of a refused one: the service's error stands. As net::Authorizer otherwise.
    void ask(const QString &name, const std::optional<net::Refusal> &refusal, QObject *context, Done done);

    /// What somebody waits for, each name once; with the refusal of the token that is there now, if there is
    /// one.
    struct Wish
    {
        QString name;
        std::optional<net::Refusal> refusal;
    };
    std::vector<Wish> wishes() const;

    /// Puts a token there that is good for so long from now on and gives it to those who wait.
    void put(const QString &name, const QByteArray &token, std::chrono::seconds life);
    /// Those who wait for that name get the token that is there if it is good still and was not refused to
    /// them, else the error. Nobody asks for another one for a while.
    void refuse(const QString &name, const core::Error &error);
    /// All tokens are forgotten, who waits gets the error.
    void clear(const core::Error &error);
    void forget(); ///< the tokens; who waits goes on waiting
    /// The same, and everybody who asks from now on: the session is gone.
    void close();

private:
    struct Token
    {
        Secret secret;
        std::chrono::steady_clock::time_point renewFrom, goodUntil;
        std::chrono::steady_clock::time_point doubtlessUntil; ///< it came in the place of a refused one
    };
    struct Waiting
    {
        QString name;
        std::optional<net::Refusal> refusal;
        std::function<void(core::Result<QByteArray>)> give; ///< from any thread
    };
    static bool isRefused(const Token &token, const std::optional<net::Refusal> &refusal);
    std::optional<QByteArray> atHand(const QString &name, const std::optional<net::Refusal> &refusal,
                                     bool isLastResort) const;
    std::vector<Waiting> takeWaiting(const QString *name);

    const std::shared_ptr<const core::Clock> m_clock;
    core::Courier m_toSession;
    const std::function<void()> m_wished;
    mutable std::mutex m_mutex;
    std::map<QString, Token> m_tokens;
    std::vector<Waiting> m_waiting;
    bool m_isClosed = false;
};

} // namespace spendglass::auth
