// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/accounts.h"

#include "dialogs/coveragedialog.h"
#include "dialogs/coveragetext.h"
#include "dialogs/helppage.h"
#include "dialogs/leaveaccount.h"
#include "dialogs/namedialog.h"
#include "dialogs/signintext.h"
#include "models/format.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"
#include "sync/connection.h"
#include "sync/coveragecheck.h"

#include <QActionGroup>
#include <QDir>
#include <QFileInfo>
#include <QMenu>

#include <algorithm>

namespace spendglass::window {

using Phase = auth::SessionState::Phase;
using parts::MessageBar;

namespace {

constexpr std::chrono::days announcedBefore(7);

} // namespace

Accounts::Accounts(AccountParts parts, AccountHost host, MessageBar *bar, QWidget *window)
    : QObject(window)
    , m_parts(std::move(parts))
    , m_host(std::move(host))
    , m_bar(bar)
    , m_window(window)
    , m_choices(new QActionGroup(this))
{
    connect(m_choices, &QActionGroup::triggered, this,
            [this](const QAction *choice) { open(choice->data().toString()); });
}

Accounts::~Accounts() = default;

bool Accounts::isSignedIn() const
{
    return m_session && m_session->state().phase == Phase::SignedIn;
}

bool Accounts::isSignedOut() const
{
    return !m_session || m_session->state().phase == Phase::SignedOut;
}

core::Result<auth::Account> Accounts::find(const QString &id) const
{
    const auto accounts = m_parts.sessions->book().accounts();
    if (!accounts)
        return core::fail(accounts.error());
    const auto found = std::ranges::find(*accounts, id, &auth::Account::id);
    if (found == accounts->end())
        return core::fail(core::ErrorKind::NotFound, QStringLiteral("this account is gone"));
    return *found;
}

core::Result<auth::Account> Accounts::keep(const auth::Account &account)
{
    auth::AccountBook &book = m_parts.sessions->book();
    if (account.id.isEmpty())
        return book.add(account);
    const auto former = find(account.id);
    if (!former)
        return core::fail(former.error());
    if (*former == account)
        return account;
    const auto replaced = book.replace(former->name, account);
    return replaced ? find(account.id) : core::fail(replaced.error());
}

std::vector<dialogs::AccountEntry> Accounts::entries() const
{
    std::vector<dialogs::AccountEntry> entries;
    const auto accounts = m_parts.sessions->book().accounts();
    if (!accounts)
        return entries;
    for (const auth::Account &account : *accounts) {
        const auth::SessionState state = m_parts.sessions->of(account)->state();
        entries.push_back(
            {account.id, account.name, dialogs::stateText(state), m_account && m_account->id == account.id,
             QFileInfo::exists(m_parts.sessions->book().storePath(account)), state.phase == Phase::SignedIn});
    }
    return entries;
}

void Accounts::fillMenu(QMenu *menu)
{
    qDeleteAll(m_choices->actions());
    const QList<QAction *> others = menu->actions();
    int number = 0;
    for (const dialogs::AccountEntry &entry : entries()) {
        QString name = entry.name;
        name.replace(QLatin1Char('&'), QStringLiteral("&&"));
        const QString key = ++number < 10 ? QStringLiteral("&%1  ").arg(number) : QString();
        auto *choice = new QAction(QStringLiteral("%1%2 — %3").arg(key, name, entry.state), m_choices);
        choice->setObjectName(QStringLiteral("account%1").arg(number));
        choice->setData(entry.id);
        choice->setCheckable(true);
        choice->setChecked(entry.isCurrent);
        menu->insertAction(others.isEmpty() ? nullptr : others.front(), choice);
    }
}

void Accounts::showList()
{
    const auto accounts = m_parts.sessions->book().accounts();
    if (!accounts)
        return m_host.showError(accounts.error());
    auto *dialog = new dialogs::OpenAccount(entries(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::OpenAccount::chosen, this, &Accounts::open);
    connect(dialog, &dialogs::OpenAccount::addRequested, this, &Accounts::add);
    connect(dialog, &dialogs::OpenAccount::signInRequested, this, [this](const QString &id) {
        if (const auto account = find(id))
            ask(*account);
    });
    dialog->open();
}

void Accounts::open(const QString &id)
{
    if (m_account && m_account->id == id)
        return;
    const auto account = find(id);
    if (!account)
        return m_host.showError(account.error());
    m_host.leave([this, account = *account] { openNow(account); });
}

void Accounts::openKnown(const QString &id)
{
    if (const auto account = find(id))
        openNow(*account);
}

void Accounts::openNow(const auth::Account &account)
{
    const QString store = m_parts.sessions->book().storePath(account);
    const bool isFirst = !QFileInfo::exists(store);
    m_account = account;
    m_session = m_parts.sessions->of(account);
    m_said.clear();
    connect(m_session.get(), &auth::Session::stateChanged, this, &Accounts::showState, Qt::UniqueConnection);
    m_host.show(std::make_unique<sync::Workspace>(store, sync::connectionTo(account, m_session->authorizer()),
                                                  m_parts.clock),
                account.name);
    showState();
    if (isFirst && isSignedIn())
        m_host.synchronise();
}

void Accounts::closed()
{
    if (m_session)
        m_session->disconnect(this);
    m_session.reset();
    m_account.reset();
    m_bar->hide();
}

dialogs::CheckCoverage Accounts::coverage()
{
    return [this](const auth::Account &account, QObject *context, auto shown) {
        auto *check = new sync::CoverageCheck(
            sync::connectionTo(account, m_parts.sessions->of(account)->authorizer()), m_parts.clock, context);
        auto known = std::make_shared<std::vector<sync::InterfaceReach>>();
        connect(check, &sync::CoverageCheck::reached, context, [known, shown](const auto &one) {
            known->push_back(one);
            shown(dialogs::coverageLines(*known));
        });
        connect(check, &sync::CoverageCheck::finished, context, [shown](const auto &all) {
            if (all)
                shown(dialogs::coverageLines(all->interfaces, all->isSecondFactorSeen));
        });
        shown(dialogs::coverageLines({}));
        check->start();
    };
}

dialogs::SignInWork Accounts::work()
{
    dialogs::SignInWork work;
    work.clock = m_parts.clock;
    work.keep = [this](const auth::Account &account) { return keep(account); };
    work.discard = [this](const auth::Account &account) {
        m_parts.sessions->book().remove(account.name, false);
        // They may have signed in already, while the keychain still asks whether it may take that.
        m_parts.sessions->of(account)->signOut(this, [this, account](const core::Result<void> &) {
            m_parts.sessions->forget(account);
            QDir().rmdir(m_parts.sessions->book().folderPath(account)); // if there is nothing in it
        });
    };
    work.begin = [this](const auth::Account &account, auth::Session::Way way) {
        return m_parts.sessions->of(account)->signIn(way);
    };
    work.state = [this](const auth::Account &account) { return m_parts.sessions->of(account)->state(); };
    work.check = coverage();
    work.openUrl = m_parts.openUrl;
    return work;
}

dialogs::SignInDialog *Accounts::ask(const auth::Account &account)
{
    if (m_dialog) {
        m_dialog->raise();
        return m_dialog;
    }
    m_dialog = new dialogs::SignInDialog(work(), account, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &dialogs::SignInDialog::helpRequested, this, [this] { showHelp(m_dialog); });
    connect(m_dialog, &dialogs::SignInDialog::signedIn, this, &Accounts::onSignedIn);
    connect(m_dialog, &dialogs::SignInDialog::openRequested, this,
            [this](const auth::Account &signedIn) { open(signedIn.id); });
    connect(m_dialog, &QDialog::rejected, this, [this] { m_isSyncWanted = false; });
    m_dialog->open();
    return m_dialog;
}

void Accounts::add()
{
    auth::Account account;
    account.usesLocalhost = true; // what the portal offers
    ask(account);
}

void Accounts::signIn()
{
    signInAgain(false);
}

void Accounts::signInToSynchronise()
{
    m_isSyncWanted = true;
    signInAgain(false);
}

void Accounts::signInAgain(bool atOnce)
{
    if (!m_account)
        return add();
    dialogs::SignInDialog *dialog = ask(find(m_account->id).value_or(*m_account));
    dialog->setBrief(true);
    if (atOnce)
        dialog->signIn(auth::Session::Way::Browser);
}

/// The workspace stays as it is, and the place in it, unless the account itself is another one now.
void Accounts::onSignedIn(const auth::Account &account)
{
    if (!m_account || m_account->id != account.id)
        return;
    if (m_session != m_parts.sessions->of(account)) {
        m_account.reset();
        return open(account.id);
    }
    m_account = account;
    showState();
    if (std::exchange(m_isSyncWanted, false))
        m_host.synchronise();
}

void Accounts::checkCoverage()
{
    if (!m_account)
        return;
    auto *dialog = new dialogs::CoverageDialog(*m_account, coverage(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void Accounts::rename()
{
    if (!m_account)
        return;
    auto *dialog = new dialogs::NameDialog(
        {tr("Rename the Account"), tr("&Name of the account:"), tr("&Rename")}, m_account->name, m_window);
    const auto change = [this, dialog](const QString &name) {
        // Another program may have changed it.
        auth::Account renamed = find(m_account->id).value_or(*m_account);
        renamed.name = name;
        if (!auth::accountProblem(renamed).isEmpty())
            return dialog->showProblem(tr("Give it a name of at most 100 characters."));
        const auto kept = keep(renamed);
        if (!kept)
            return dialog->showProblem(kept.error().kind == core::ErrorKind::BadRequest
                                           ? tr("There is an account of that name already.")
                                           : models::errorSentence(kept.error()));
        m_account = *kept;
        m_host.changed();
        dialog->done(QDialog::Accepted);
    };
    connect(dialog, &dialogs::NameDialog::named, this, change);
    dialog->open();
}

void Accounts::askToSignOut()
{
    if (!m_account)
        return;
    auto *dialog = new dialogs::LeaveAccount(dialogs::LeaveAccount::What::SignOut, m_account->name, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::LeaveAccount::confirmed, this, &Accounts::signOut);
    dialog->open();
}

void Accounts::askToRemove()
{
    if (!m_account)
        return;
    auto *dialog = new dialogs::LeaveAccount(dialogs::LeaveAccount::What::Remove, m_account->name, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &dialogs::LeaveAccount::confirmed, this, &Accounts::remove);
    dialog->open();
}

/// What the keychain refuses is said, and does not keep the rest from being done.
void Accounts::forgetTokens(const auth::Account &account, std::function<void()> then)
{
    const bool isOpen = m_session && m_account->id == account.id; // as it was, if it was changed since
    const auto session = isOpen ? m_session : m_parts.sessions->of(account);
    session->signOut(this, [this, then, session](const core::Result<void> &outcome) {
        if (!outcome && outcome.error().kind == core::ErrorKind::Cancelled)
            return; // somebody signed in meanwhile: the account is wanted
        then();
        if (!outcome)
            m_host.showError(outcome.error());
    });
}

void Accounts::signOut(bool withData)
{
    if (!m_account)
        return;
    if (!withData)
        return forgetTokens(*m_account, [this] { showState(); });
    m_host.leave([this, account = *m_account] {
        forgetTokens(account, [this, account] {
            const auto wiped = m_parts.sessions->book().removeData(account);
            m_parts.sessions->forget(account);
            if (!wiped)
                m_host.showError(wiped.error());
        });
    });
}

void Accounts::remove(bool withData)
{
    if (!m_account)
        return;
    m_host.leave([this, account = *m_account, withData] {
        forgetTokens(account, [this, account, withData] {
            const auto removed = m_parts.sessions->book().remove(account.name, withData);
            m_parts.sessions->forget(account);
            if (!removed)
                m_host.showError(removed.error());
        });
    });
}

void Accounts::showHelp(QWidget *parent)
{
    auto *page = new dialogs::HelpPage(parent ? parent : m_window);
    page->setAttribute(Qt::WA_DeleteOnClose);
    page->open();
}

bool Accounts::takeUp(const core::Error &error)
{
    if (!m_account || auth::problemOf(error) == auth::SignInProblem::None)
        return false;
    m_said.clear(); // somebody asked for data just now: it is worth saying again
    showProblem(error);
    return true;
}

void Accounts::showState()
{
    m_host.changed();
    if (!m_session)
        return;
    const auth::SessionState state = m_session->state();
    switch (state.phase) {
    case Phase::SignedOut:
        return showProblem(state.problem.value_or(auth::errorOf(auth::SignInProblem::NotSignedIn, {})));
    case Phase::Ended:
        return showProblem(state.problem.value_or(auth::errorOf(auth::SignInProblem::Ended, {})));
    case Phase::SignedIn:
        return state.problem ? showProblem(*state.problem) : showNotice(state);
    }
}

/// Once for the same thing: who closed the bar has read it.
bool Accounts::isNews(const QString &text)
{
    return std::exchange(m_said, text) != text;
}

void Accounts::showProblem(const core::Error &error)
{
    const dialogs::Words words = dialogs::wordsFor(error);
    if (!isNews(dialogs::sentenceOf(words)))
        return;
    const bool isQuiet = auth::problemOf(error) == auth::SignInProblem::NotSignedIn;
    m_bar->show(isQuiet ? MessageBar::Kind::Information : MessageBar::Kind::Warning, m_said);
    const bool isStillThere = isSignedIn() && error.kind == core::ErrorKind::Keychain;
    if (isStillThere)
        connect(m_bar->addAction(tr("Try again")), &QAction::triggered, this,
                [this] { m_host.synchronise(); });
    const QAction *signInAction = m_bar->addAction(isStillThere ? tr("Sign in for this run")
                                                   : isQuiet    ? tr("Sign in")
                                                                : tr("Sign in again"));
    connect(signInAction, &QAction::triggered, this, [this] { signInAgain(true); });
    if (isQuiet)
        return;
    const QString details = models::errorDetails(error);
    connect(m_bar->addAction(tr("Details")), &QAction::triggered, this, [this, words, details] {
        parts::prompts::showMessage(m_window, {words.title, words.text, details});
    });
}

void Accounts::showNotice(const auth::SessionState &state)
{
    using namespace std::chrono;
    const auto left = state.endsAt ? floor<days>(*state.endsAt - m_parts.clock->now()) : days::max();
    if (state.notKept) {
        const dialogs::Words words = dialogs::notKeptWords(*state.notKept);
        if (isNews(dialogs::sentenceOf(words)))
            m_bar->show(MessageBar::Kind::Warning, m_said);
    } else if (left <= announcedBefore) {
        const QString text = tr("This sign-in ends in %n day(s) unless it is used. Synchronise, or sign in "
                                "again.",
                                nullptr, std::max(0, int(left.count())));
        if (isNews(text))
            m_bar->show(MessageBar::Kind::Information, text);
    } else {
        m_said.clear();
        m_bar->hide();
    }
}

} // namespace spendglass::window
