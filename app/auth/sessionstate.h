// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/accountsignin.h"
#include "auth/adoption.h"
#include "auth/crestexchange.h"
#include "auth/renewal.h"
#include "auth/session.h"
#include "auth/signoff.h"
#include "auth/tokenshelf.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace spendglass::auth {

/// What a session knows and does, on its own thread. One thing at a time: a renewal, the taking over of a
/// sign-in, or a sign-out; a later one puts an end to the earlier.
class Session::State final : public QObject
{
public:
    /// changed is called from the event loop, whenever seen() may have changed.
    State(Account account, SessionParts parts, std::function<void()> changed);
    ~State() override;

    const Account &account() const { return m_account; }
    const SessionState &seen() const { return m_seen; }
    std::shared_ptr<TokenShelf> shelf() const { return m_shelf; }

    std::unique_ptr<SignIn> signIn(Way way);
    void signOut(QObject *context, std::function<void(const core::Result<void> &)> done);

private:
    using OnSignedIn = std::function<void(const core::Result<TokenAnswer> &)>;
    template <class Done>
    struct Waiting
    {
        QPointer<QObject> who;
        Done done;
    };

    void start();
    void noticeOthers();
    void save();
    void serve();
    void serveAccount(const std::optional<net::Refusal> &refusal);
    void fetchCrest(const QString &tokenName);
    void renew();
    void onRenewed(Renewal::Outcome outcome);
    void onNotRenewed(const core::Error &error, const Renewal::Outcome &outcome);
    void takeOver(const TokenAnswer &answer, QObject *context, OnSignedIn done);
    void answerEntering(const core::Result<TokenAnswer> &answer);
    core::Result<void> checkPerson(const std::optional<Identity> &identity);
    void onAdopted(const TokenAnswer &answer, Adoption::Outcome outcome);
    void onSignedOff(core::Result<void> result);
    void answerLeaving(const core::Result<void> &result);
    void accept(const TokenAnswer &answer, Secret kept, std::optional<core::Error> notKept);
    void end(const core::Error &problem, const QByteArray &claims);
    void demand(const QByteArray &claims);
    void forgetTokens();
    void show(SessionState seen);

    const Account m_account;
    const SessionParts m_parts;
    const std::function<void()> m_changed;
    SessionState m_seen;
    SignInRecord m_record;
    std::shared_ptr<TokenShelf> m_shelf;
    Secret m_kept;              ///< the refresh token, while the keychain has not got it
    bool m_isLastToken = false; ///< there is no refresh token
    std::unique_ptr<CrestExchange> m_crest;
    std::unique_ptr<Renewal> m_renewal;
    std::unique_ptr<Adoption> m_adoption;
    std::unique_ptr<SignOff> m_signOff;
    Waiting<OnSignedIn> m_entering; ///< who waits for the adoption
    std::vector<Waiting<std::function<void(const core::Result<void> &)>>> m_leaving; ///< … for the sign-out
};

} // namespace spendglass::auth
