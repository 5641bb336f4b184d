// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/tokenshelf.h"

#include <QObject>

#include <algorithm>
#include <utility>

namespace spendglass::auth {

namespace {

using namespace std::chrono_literals;

/// A token is renewed when so much is left. Source: wire reference, Token answers; short lives are ours.
std::chrono::milliseconds marginOf(std::chrono::milliseconds life)
{
    return std::min<std::chrono::milliseconds>(5min, life / 4);
}

/// A token that came in the place of a refused one is not renewed for so long, whatever the service says.
std::chrono::milliseconds trustOf(std::chrono::milliseconds life)
{
    return std::min<std::chrono::milliseconds>(30s, life / 8);
}

/// After a renewal that failed a token that is good still is used for so long before the next try.
constexpr auto restAfterFailure = 30s;

core::Error closedError()
{
    return core::fail(core::ErrorKind::Cancelled, QStringLiteral("the session is over")).value();
}

/// Brings an answer to the thread and into the life of the one who asked.
class Reply final : public QObject
{
public:
    Reply(QObject *context, TokenShelf::Done done)
        : QObject(context)
        , m_done(std::move(done))
        , m_courier(std::make_shared<core::Courier>(this))
    {}
    ~Reply() override { m_courier->close(); }

    std::function<void(core::Result<QByteArray>)> giver()
    {
        return [this, courier = m_courier](core::Result<QByteArray> result) {
            courier->post([this, result = std::move(result)] { give(result); });
        };
    }

private:
    void give(const core::Result<QByteArray> &result)
    {
        deleteLater();
        if (const auto done = std::exchange(m_done, {}))
            done(result); // may delete this
    }

    TokenShelf::Done m_done;
    std::shared_ptr<core::Courier> m_courier;
};

} // namespace

TokenShelf::TokenShelf(std::shared_ptr<const core::Clock> clock, QObject *session,
                       std::function<void()> wished)
    : m_clock(std::move(clock))
    , m_toSession(session)
    , m_wished(std::move(wished))
{}

void TokenShelf::ask(const QString &name, const std::optional<net::Refusal> &refusal, QObject *context,
                     Done done)
{
    std::unique_lock lock(m_mutex);
    if (m_isClosed) {
        lock.unlock();
        return done(core::fail(closedError()));
    }
    if (const auto token = atHand(name, refusal, false)) {
        lock.unlock();
        return done(*token);
    }
    if (const auto token = m_tokens.find(name); token != m_tokens.end() &&
                                                isRefused(token->second, refusal) &&
                                                m_clock->steady() < token->second.doubtlessUntil) {
        lock.unlock();
        return done(core::fail(refusal->error));
    }
    auto *const reply = new Reply(context, std::move(done));
    m_waiting.push_back({name, refusal, reply->giver()});
    lock.unlock();
    m_toSession.post(m_wished);
}

bool TokenShelf::isRefused(const Token &token, const std::optional<net::Refusal> &refusal)
{
    return refusal && token.secret.is(refusal->token);
}

std::optional<QByteArray> TokenShelf::atHand(const QString &name, const std::optional<net::Refusal> &refusal,
                                             bool isLastResort) const
{
    const auto found = m_tokens.find(name);
    if (found == m_tokens.end() || isRefused(found->second, refusal))
        return std::nullopt;
    const Token &token = found->second;
    const auto end = isLastResort ? token.goodUntil : token.renewFrom;
    return m_clock->steady() < end ? std::optional(token.secret.copy()) : std::nullopt;
}

std::vector<TokenShelf::Wish> TokenShelf::wishes() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<Wish> wishes;
    for (const Waiting &waiting : m_waiting) {
        auto wish = std::ranges::find(wishes, waiting.name, &Wish::name);
        if (wish == wishes.end())
            wish = wishes.insert(wishes.end(), {waiting.name, {}});
        const auto token = m_tokens.find(waiting.name);
        if (token != m_tokens.end() && isRefused(token->second, waiting.refusal))
            wish->refusal = waiting.refusal;
    }
    return wishes;
}

void TokenShelf::put(const QString &name, const QByteArray &token, std::chrono::seconds life)
{
    std::vector<Waiting> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        waiting = takeWaiting(&name);
        const auto now = m_clock->steady();
        const auto before = m_tokens.find(name);
        const bool isRepair =
            before != m_tokens.end() && std::ranges::any_of(waiting, [&before](const Waiting &each) {
                return isRefused(before->second, each.refusal);
            });
        m_tokens.insert_or_assign(name, Token{Secret(token), now + life - marginOf(life), now + life,
                                              isRepair ? now + trustOf(life) : now});
    }
    for (const Waiting &each : waiting)
        each.give(QByteArray(token.constData(), token.size()));
}

void TokenShelf::refuse(const QString &name, const core::Error &error)
{
    std::vector<std::pair<Waiting, core::Result<QByteArray>>> answers;
    {
        const std::scoped_lock lock(m_mutex);
        for (Waiting &each : takeWaiting(&name)) {
            const auto token = atHand(name, each.refusal, true);
            answers.emplace_back(std::move(each),
                                 token ? core::Result<QByteArray>(*token) : core::fail(error));
        }
        if (const auto token = m_tokens.find(name); token != m_tokens.end())
            token->second.renewFrom = std::min(token->second.goodUntil, m_clock->steady() + restAfterFailure);
    }
    for (const auto &[each, answer] : answers)
        each.give(answer);
}

void TokenShelf::clear(const core::Error &error)
{
    std::vector<Waiting> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        m_tokens.clear();
        waiting = takeWaiting(nullptr);
    }
    for (const Waiting &each : waiting)
        each.give(core::fail(error));
}

void TokenShelf::forget()
{
    const std::scoped_lock lock(m_mutex);
    m_tokens.clear();
}

void TokenShelf::close()
{
    m_toSession.close();
    {
        const std::scoped_lock lock(m_mutex);
        m_isClosed = true;
    }
    clear(closedError());
}

/// Those who wait for that name, or all.
std::vector<TokenShelf::Waiting> TokenShelf::takeWaiting(const QString *name)
{
    const auto others =
        std::stable_partition(m_waiting.begin(), m_waiting.end(),
                              [name](const Waiting &waiting) { return name && waiting.name != *name; });
    std::vector<Waiting> taken(std::make_move_iterator(others), std::make_move_iterator(m_waiting.end()));
    m_waiting.erase(others, m_waiting.end());
    return taken;
}

} // namespace spendglass::auth
