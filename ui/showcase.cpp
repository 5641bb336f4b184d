// SPDX-License-Identifier: GPL-3.0-or-later
#include "showcase.h"

#include "auth/session.h"
#include "dialogs/coveragetext.h"
#include "dialogs/helppage.h"
#include "dialogs/signindialog.h"
#include "dialogs/signintext.h"
#include "parts/messagebar.h"
#include "window/mainwindow.h"

#include <QCoreApplication>
#include <QPainter>
#include <QTimer>

namespace spendglass::showcase {

namespace {

using auth::SignInProblem;

const QString account = QStringLiteral("Contoso CSP");

/// A clock that stands still, so that pictures are the same tomorrow.
class StandingClock final : public core::SystemClock
{
public:
    std::chrono::steady_clock::time_point steady() const override { return {}; }
};

/// Says what the page is about and nothing more.
class MadeUpSignIn final : public auth::SignIn
{
public:
    explicit MadeUpSignIn(QString page)
        : m_page(std::move(page))
    {}
    void start() override
    {
        QTimer::singleShot(0, this, [this] { speak(); });
    }
    void cancel() override {}

private:
    void speak()
    {
        if (m_page == QLatin1String("sign-in-browser"))
            Q_EMIT addressReady(
                QUrl(QStringLiteral("https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/"
                                    "authorize?client_id=…")));
        else if (m_page == QLatin1String("sign-in-code"))
            Q_EMIT codeReady({QStringLiteral("GD4K-R7PQ"),
                              QUrl(QStringLiteral("https://microsoft.com/devicelogin")), true,
                              std::chrono::steady_clock::time_point(std::chrono::seconds(14 * 60 + 32)),
                              std::chrono::minutes(15)});
        else if (m_page == QLatin1String("sign-in-failure"))
            Q_EMIT finished(core::fail(consentError()));
        else
            Q_EMIT finished(auth::TokenAnswer());
    }
    static core::Error consentError()
    {
        core::Error error;
        error.kind = core::ErrorKind::Forbidden;
        error.serverCode = QStringLiteral("consent_required");
        error.serverText = QStringLiteral("AADSTS65001: The user or administrator has not consented.");
        error.correlationId = QStringLiteral("00000000-aaaa-1111-bbbb-222222222222");
        return error;
    }
    QString m_page;
};

/// An account manager without the role for costs.
dialogs::CoverageLines coverage()
{
    using core::DataSet;
    using core::ErrorKind;
    using sync::CoverageAdvice;
    using sync::Reach;
    core::Error refusal;
    refusal.kind = ErrorKind::Forbidden;
    refusal.httpStatus = 403;
    core::Error switchedOff;
    switchedOff.kind = ErrorKind::NotOffered;
    switchedOff.serverCode = QLatin1String(sync::switchedOff);
    return dialogs::coverageLines({{{}, Reach::Reachable, CoverageAdvice::None, {}},
                                   {DataSet::Spend, Reach::Reachable, CoverageAdvice::None, {}},
                                   sync::reachOf(DataSet::Summary, refusal),
                                   {DataSet::Analytics, Reach::Reachable, CoverageAdvice::None, {}},
                                   {DataSet::Utilization, Reach::NotReady, CoverageAdvice::TryLater, {}},
                                   {DataSet::Crest, Reach::NothingToAsk, CoverageAdvice::None, switchedOff}});
}

core::Error keychainError()
{
    return auth::secretError(auth::secretFaults::locked, QStringLiteral("the keychain is locked"));
}

dialogs::SignInWork madeUpWork(const QString &page)
{
    dialogs::SignInWork work;
    work.clock = std::make_shared<StandingClock>();
    work.keep = [](const auth::Account &kept) { return kept; };
    work.discard = [](const auth::Account &) {};
    work.begin = [page](const auth::Account &, auth::Session::Way) {
        return std::make_unique<MadeUpSignIn>(page);
    };
    work.state = [page](const auth::Account &) {
        auth::SessionState state;
        state.phase = auth::SessionState::Phase::SignedIn;
        state.identity = {QStringLiteral("anna@contoso.example"), QStringLiteral("Anna Adler"), {}, {}};
        if (page == QLatin1String("keychain-locked"))
            state.notKept = keychainError();
        return state;
    };
    work.check = [](const auth::Account &, QObject *, const auto &shown) { shown(coverage()); };
    work.openUrl = [](const QUrl &) { return true; };
    return work;
}

void openSignIn(const QString &page, window::MainWindow &window)
{
    auth::Account made;
    made.name = account;
    made.usesLocalhost = true;
    if (page != QLatin1String("sign-in"))
        made.clientId = QStringLiteral("00001111-aaaa-2222-bbbb-3333cccc4444");
    auto *dialog = new dialogs::SignInDialog(madeUpWork(page), made, &window);
    dialog->open();
    if (page == QLatin1String("sign-in"))
        return;
    dialog->signIn(page == QLatin1String("sign-in-code") ? auth::Session::Way::DeviceCode
                                                         : auth::Session::Way::Browser);
}

/// The bar over the data: what is loaded can be looked at meanwhile.
void showBar(window::MainWindow &window, const dialogs::Words &words, const QStringList &actions)
{
    auto *bar = window.findChild<parts::MessageBar *>(QStringLiteral("sessionBar"));
    bar->show(parts::MessageBar::Kind::Warning, dialogs::sentenceOf(words));
    for (const QString &action : actions)
        bar->addAction(action);
    sync::Workspace *workspace = window.workspace();
    QObject::connect(workspace, &sync::Workspace::opened, workspace,
                     [workspace] { workspace->startSync({}); });
}

void showEnded(window::MainWindow &window)
{
    showBar(window, dialogs::wordsFor(SignInProblem::Ended),
            {window::Accounts::tr("Sign in again"), window::Accounts::tr("Details")});
}

void showUnreadable(window::MainWindow &window)
{
    showBar(window, dialogs::wordsFor(keychainError()),
            {window::Accounts::tr("Try again"), window::Accounts::tr("Sign in for this run"),
             window::Accounts::tr("Details")});
}

} // namespace

bool knows(const QString &page)
{
    static const QStringList pages{QStringLiteral("sign-in"),         QStringLiteral("sign-in-browser"),
                                   QStringLiteral("sign-in-code"),    QStringLiteral("sign-in-failure"),
                                   QStringLiteral("coverage"),        QStringLiteral("session-ended"),
                                   QStringLiteral("keychain-locked"), QStringLiteral("keychain-unreadable"),
                                   QStringLiteral("register-help")};
    return pages.contains(page);
}

bool wantsData(const QString &page)
{
    return page == QLatin1String("session-ended") || page == QLatin1String("keychain-unreadable");
}

void show(const QString &page, window::MainWindow &window)
{
    if (page == QLatin1String("session-ended"))
        showEnded(window);
    else if (page == QLatin1String("keychain-unreadable"))
        showUnreadable(window);
    else if (page == QLatin1String("register-help"))
        (new dialogs::HelpPage(&window))->open();
    else
        openSignIn(page, window);
}

QPixmap picture(window::MainWindow &window)
{
    QPixmap picture = window.grab();
    for (QDialog *dialog : window.findChildren<QDialog *>()) {
        if (!dialog->isVisible())
            continue;
        const QPixmap inner = dialog->grab();
        QRectF place(QPointF(), inner.deviceIndependentSize());
        place.moveCenter(QRectF(QPointF(), picture.deviceIndependentSize()).center());
        QPainter painter(&picture);
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 70));
        painter.drawPixmap(place.topLeft(), inner);
        painter.setPen(dialog->palette().color(QPalette::Mid));
        painter.drawRect(place);
    }
    return picture;
}

} // namespace spendglass::showcase
