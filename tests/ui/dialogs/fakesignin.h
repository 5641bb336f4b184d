// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/signindialog.h"
#include "support/manualclock.h"

#include <QPointer>

#include <vector>

namespace spendglass::test {

/// A sign-in that does what the test says.
class FakeSignIn final : public auth::SignIn
{
    Q_OBJECT
public:
    using auth::SignIn::SignIn;
    void start() override { isStarted = true; }
    void cancel() override {}
    bool isStarted = false;
};

/// What the dialog works with, played.
struct FakeWork
{
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::vector<auth::Account> kept, discarded;
    std::vector<auth::Session::Way> ways;
    QPointer<FakeSignIn> flow;
    auth::SessionState state;
    std::vector<QUrl> opened;
    bool hasBrowser = true;
    std::function<void(const dialogs::CoverageLines &)> shown;
    QString takenName;
    std::optional<core::Error> keepError;
    QStringList begun; ///< the accounts' ids

    dialogs::SignInWork work()
    {
        dialogs::SignInWork work;
        work.clock = clock;
        work.keep = [this](const auth::Account &account) { return keep(account); };
        work.discard = [this](const auth::Account &account) { discarded.push_back(account); };
        work.begin = [this](const auth::Account &account, auth::Session::Way way) {
            begun << account.id;
            return begin(way);
        };
        work.state = [this](const auth::Account &) { return state; };
        work.check = [this](const auth::Account &, QObject *, auto then) { shown = std::move(then); };
        work.openUrl = [this](const QUrl &url) {
            opened.push_back(url);
            return hasBrowser;
        };
        return work;
    }

    core::Result<auth::Account> keep(auth::Account account)
    {
        if (keepError)
            return core::fail(*keepError);
        if (account.name == takenName)
            return core::fail(core::ErrorKind::BadRequest, QStringLiteral("taken"));
        if (account.id.isEmpty())
            account.id = QStringLiteral("id");
        kept.push_back(account);
        return account;
    }
    std::unique_ptr<auth::SignIn> begin(auth::Session::Way way)
    {
        ways.push_back(way);
        auto made = std::make_unique<FakeSignIn>();
        flow = made.get();
        return made;
    }
};

} // namespace spendglass::test
