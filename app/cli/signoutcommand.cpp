// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signinrecord.h"
#include "cli/access.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"

namespace spendglass::cli {
namespace {

/// Signs out, and then what after() does. States: opening → signing out → ended.
class SignOutRun : public Command
{
public:
    SignOutRun(const Arguments &arguments, Output &output)
        : m_arguments(arguments)
        , m_output(output)
    {}

    void start() override
    {
        auto sessions = openSessions(m_arguments);
        if (!sessions) {
            fail(sessions.error());
            return;
        }
        m_sessions = std::move(*sessions);
        const auto account = m_sessions->book().find(namedAccount(m_arguments));
        if (!account) {
            fail(account.error());
            return;
        }
        m_account = *account;
        const auto record = auth::readSignInRecord(m_sessions->book().folderPath(m_account));
        // Where nobody ever signed in, the keychain need not be there.
        const bool isKnown = !record || record->has_value();
        m_session = m_sessions->of(m_account);
        m_session->signOut(this, [this, isKnown](const core::Result<void> &outcome) {
            signedOut(isKnown ? outcome : core::Result<void>());
        });
    }
    void interrupt() override { fail(stopped()); }
    int interruptedCode() const override { return Failed; }

protected:
    virtual void signedOut(const core::Result<void> &outcome)
    {
        if (!outcome) {
            core::Error error = outcome.error();
            error.text =
                QStringLiteral("signed out here, but the keychain still has the entry; sign out again when "
                               "it is there: %1")
                    .arg(error.text);
            fail(error);
            return;
        }
        m_session.reset();
        m_sessions->forget(m_account);
        const auto wiped =
            m_arguments.has("data") ? m_sessions->book().removeData(m_account) : core::Result<void>();
        if (!wiped) {
            fail(wiped.error());
            return;
        }
        end("signedOut", QStringLiteral("signed out of %1"), Done);
    }
    void fail(const core::Error &error) { Q_EMIT finished(m_output.fail(error)); }
    void end(const char *what, const QString &sentence, int code)
    {
        if (m_output.isJson())
            m_output.write(QJsonObject{{QLatin1String(what), m_account.name},
                                       {QStringLiteral("data"), m_arguments.has("data")}});
        else
            m_output.say(sentence.arg(m_account.name));
        Q_EMIT finished(code);
    }

    const Arguments &m_arguments;
    Output &m_output;
    auth::Account m_account;
    std::unique_ptr<auth::Sessions> m_sessions;
    std::shared_ptr<auth::Session> m_session;
};

/// The account goes even where the keychain keeps its token: it may be gone for good.
class RemoveRun final : public SignOutRun
{
public:
    using SignOutRun::SignOutRun;

protected:
    void signedOut(const core::Result<void> &outcome) override
    {
        if (!outcome) {
            m_output.say(QStringLiteral("the account's sign-in could not be taken out of the keychain:"));
            m_output.explain(outcome.error());
        }
        m_session.reset();
        const auto removed = m_sessions->book().remove(m_account.name, m_arguments.has("data"));
        if (!removed) {
            fail(removed.error());
            return;
        }
        m_sessions->forget(m_account);
        end("removed", QStringLiteral("removed the account %1"), outcome ? Done : Incomplete);
    }
};

template <class Run>
std::unique_ptr<Command> make(const Arguments &arguments, Output &output)
{
    return std::make_unique<Run>(arguments, output);
}

} // namespace

std::vector<CommandSpec> signOutCommands()
{
    return {
        {"account sign-out",
         "[NAME]",
         "forgets the account's tokens; its data stays",
         {{"data", nullptr, "and deletes its data"}},
         nullptr,
         make<SignOutRun>},
        {"account remove",
         "NAME",
         "forgets an account and its tokens",
         {{"data", nullptr, "and deletes its store"}},
         nullptr,
         make<RemoveRun>},
    };
}

} // namespace spendglass::cli
