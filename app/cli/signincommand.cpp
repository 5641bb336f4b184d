// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/access.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/keychaincheck.h"
#include "cli/options.h"
#include "cli/reachreport.h"

#include <QProcess>

namespace spendglass::cli {
namespace {

constexpr const char *opener = "xdg-open";

/// Whether a browser was asked to show it; it outlives this program.
bool openInBrowser(const QUrl &address)
{
    QProcess process;
    process.setProgram(QLatin1String(opener));
    process.setArguments({address.toString(QUrl::FullyEncoded)});
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    return process.startDetached();
}

QJsonObject signInObject(const auth::SessionState &state)
{
    QJsonObject object{
        {QStringLiteral("user"), state.identity.user},
        {QStringLiteral("userName"), state.identity.name},
        {QStringLiteral("tenantId"), state.identity.tenantId},
        {QStringLiteral("signedIn"), state.phase == auth::SessionState::Phase::SignedIn},
        {QStringLiteral("kept"), !state.notKept},
    };
    if (state.endsAt)
        object[QStringLiteral("endsAt")] = core::instantText(*state.endsAt);
    return object;
}

/// Asks each interface once. States: opening → checking → ended.
class CheckRun : public Command
{
public:
    CheckRun(const Arguments &arguments, Output &output)
        : m_arguments(arguments)
        , m_output(output)
    {}

    void start() override
    {
        const auto book = openBook(m_arguments);
        const auto account = book ? book->find(namedAccount(m_arguments)) : core::fail(book.error());
        if (!account) {
            fail(account.error());
            return;
        }
        auto access = accessTo(m_arguments, *account, m_output);
        if (!access) {
            fail(access.error());
            return;
        }
        m_session = access->session;
        check(*account, std::move(access->authorize));
    }

    void interrupt() override
    {
        if (m_check)
            m_check->cancel();
        else
            fail(stopped());
    }
    int interruptedCode() const override { return Incomplete; }

protected:
    void check(const auth::Account &account, net::Authorizer authorize)
    {
        m_check = std::make_unique<sync::CoverageCheck>(sync::connectionTo(account, std::move(authorize)),
                                                        std::make_shared<core::SystemClock>());
        connect(m_check.get(), &sync::CoverageCheck::finished, this, &CheckRun::onChecked);
        m_check->start();
    }
    void fail(const core::Error &error) { Q_EMIT finished(m_output.fail(error)); }
    virtual void onChecked(const core::Result<sync::Coverage> &coverage)
    {
        if (!coverage) {
            fail(coverage.error());
            return;
        }
        if (m_output.isJson())
            m_output.write(coverageObject(*coverage));
        else
            printCoverage(*coverage, m_output);
        Q_EMIT finished(exitCodeOf(*coverage));
    }

    const Arguments &m_arguments;
    Output &m_output;
    std::shared_ptr<auth::Session> m_session;
    std::unique_ptr<sync::CoverageCheck> m_check;
};

/// States: trying the keychain → waiting for the person → checking the interfaces → ended. Nobody is sent to
/// the browser for a sign-in that could not be kept.
class SignInRun final : public CheckRun
{
public:
    using CheckRun::CheckRun;

    void start() override
    {
        const auto book = openBook(m_arguments);
        const auto account = book ? book->find(namedAccount(m_arguments)) : core::fail(book.error());
        const auth::SessionParts parts = auth::systemSessionParts();
        auto sessions = openSessions(m_arguments, parts);
        if (!account || !sessions) {
            fail(account ? sessions.error() : account.error());
            return;
        }
        if (account->clientId.isEmpty()) {
            fail(wrongUsage(
                QStringLiteral("the account %1 has no application to sign in with: it needs --client-id")
                    .arg(account->name)));
            return;
        }
        m_account = *account;
        m_sessions = std::move(*sessions);
        m_session = m_sessions->of(m_account);
        checkKeychain(parts.secrets, this,
                      [this](const core::Result<void> &outcome) { onKeychain(outcome); });
    }

    void interrupt() override
    {
        if (m_signIn)
            m_signIn->cancel();
        else
            CheckRun::interrupt();
    }
    int interruptedCode() const override { return m_isSignedIn ? Done : SignInNeeded; }

private:
    void onKeychain(const core::Result<void> &outcome)
    {
        if (!outcome) {
            core::Error error = outcome.error();
            error.text =
                QStringLiteral("there is no keychain that would keep the sign-in: %1").arg(error.text);
            fail(error);
            return;
        }
        using Way = auth::Session::Way;
        const bool hasCode = m_arguments.has("device-code");
        m_signIn = m_session->signIn(hasCode ? Way::DeviceCode : Way::Browser);
        connect(m_signIn.get(), &auth::SignIn::addressReady, this, &SignInRun::showAddress);
        connect(m_signIn.get(), &auth::SignIn::codeReady, this, &SignInRun::showCode);
        connect(m_signIn.get(), &auth::SignIn::answered, this,
                [this] { m_output.say(QStringLiteral("answered; fetching the token")); });
        connect(m_signIn.get(), &auth::SignIn::finished, this, &SignInRun::onSignedIn);
        m_signIn->start();
    }

    void showAddress(const QUrl &address)
    {
        m_output.say(QStringLiteral("sign in at this address, in a browser on this machine:"));
        m_output.say(address.toString(QUrl::FullyEncoded));
        if (!m_arguments.has("no-browser") && !openInBrowser(address))
            m_output.say(QStringLiteral("no browser could be opened (%1): open the address yourself, or use "
                                        "--device-code")
                             .arg(QLatin1String(opener)));
    }

    void showCode(const auth::DeviceCode &code)
    {
        m_output.say(QStringLiteral("open %1 on any device and enter the code %2; it is good for %3 minutes")
                         .arg(code.verificationUrl.toString(QUrl::FullyEncoded), code.userCode)
                         .arg(std::chrono::duration_cast<std::chrono::minutes>(code.validFor).count()));
        if (!code.isUrlTrusted)
            m_output.say(
                QStringLiteral("careful: this address is not a secure one; make sure that it is your "
                               "sign-in service's"));
    }

    void onSignedIn(const core::Result<auth::TokenAnswer> &result)
    {
        m_signIn.release()->deleteLater(); // it is the sender
        if (!result) {
            const int code = m_output.fail(result.error());
            Q_EMIT finished(result.error().kind == core::ErrorKind::Cancelled ? int(SignInNeeded) : code);
            return;
        }
        m_isSignedIn = true;
        const auth::SessionState state = m_session->state();
        m_output.say(QStringLiteral("signed in to %1 as %2%3")
                         .arg(m_account.name, state.identity.user,
                              state.identity.name.isEmpty()
                                  ? QString()
                                  : QStringLiteral(" (%1)").arg(state.identity.name)));
        if (state.notKept)
            m_output.explain(*state.notKept);
        check(m_account, m_session->authorizer());
    }

    void onChecked(const core::Result<sync::Coverage> &coverage) override
    {
        const auth::SessionState state = m_session->state();
        QJsonObject document = coverage ? coverageObject(*coverage) : QJsonObject();
        const QJsonObject who = signInObject(state);
        for (auto member = who.begin(); member != who.end(); ++member)
            document[member.key()] = member.value();
        document[QStringLiteral("account")] = m_account.name;
        if (m_output.isJson())
            m_output.write(document);
        else if (coverage)
            printCoverage(*coverage, m_output);
        if (!coverage)
            m_output.explain(coverage.error());
        // Signed in it is, whatever is reached; but for a token that the service does not take.
        const bool isUseless = !coverage || exitCodeOf(*coverage) == SignInNeeded || state.notKept;
        Q_EMIT finished(isUseless ? SignInNeeded : Done);
    }

    auth::Account m_account;
    std::unique_ptr<auth::Sessions> m_sessions;
    std::unique_ptr<auth::SignIn> m_signIn;
    bool m_isSignedIn = false;
};

template <class Run>
std::unique_ptr<Command> make(const Arguments &arguments, Output &output)
{
    return std::make_unique<Run>(arguments, output);
}

} // namespace

std::vector<CommandSpec> signInCommands()
{
    return {
        {"account sign-in",
         "[NAME]",
         "signs in, in the system's browser, and says what the account reaches",
         {{"device-code", nullptr, "with a code to enter on any device, in place of the browser"},
          {"no-browser", nullptr, "shows the address but opens no browser"}},
         nullptr,
         make<SignInRun>},
        {"account check",
         "[NAME]",
         "asks each interface once, to say which of them the account reaches",
         {},
         nullptr,
         make<CheckRun>},
    };
}

} // namespace spendglass::cli
