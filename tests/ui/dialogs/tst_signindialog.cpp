// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/signindialog.h"

#include "../widgetmain.h"
#include "dialogs/helppage.h"
#include "dialogs/signintext.h"
#include "fakesignin.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextBrowser>

using namespace spendglass;
using auth::Session;
using dialogs::SignInDialog;

/// Journeys through the dialog; the sign-in, the book and the browser are played.
class TestSignInDialog : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::FakeWork> m_fake;
    std::unique_ptr<SignInDialog> m_dialog;

    template <class T>
    T *find(const QByteArray &name) const
    {
        return m_dialog->findChild<T *>(QString::fromLatin1(name));
    }
    bool isSeen(const QByteArray &name) const
    {
        return find<QWidget>(name) && find<QWidget>(name)->isVisible();
    }
    void click(const QByteArray &name) const { find<QPushButton>(name)->click(); }
    QString text(const QByteArray &name) const { return find<QLabel>(name)->text(); }

    void open(const auth::Account &account = {})
    {
        m_dialog = std::make_unique<SignInDialog>(m_fake->work(), account);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    static auth::Account known()
    {
        auth::Account account;
        account.id = QStringLiteral("known");
        account.name = QStringLiteral("Contoso & <b>Co</b>");
        account.clientId = QStringLiteral("11112222-bbbb-3333-cccc-4444dddd5555");
        return account;
    }
    void fillIn() const
    {
        find<QLineEdit>("accountName")->setText(QStringLiteral("Contoso"));
        find<QLineEdit>("clientId")->setText(known().clientId);
    }
    static core::Error error(core::ErrorKind kind, const QString &code, const QString &words = {})
    {
        core::Error error;
        error.kind = kind;
        error.serverCode = code;
        error.serverText = words;
        error.where = QStringLiteral("POST /organizations/oauth2/v2.0/token");
        error.correlationId = QStringLiteral("c0ffee");
        return error;
    }
    static auth::DeviceCode deviceCode(const QString &url, bool isTrusted)
    {
        auth::DeviceCode code;
        code.userCode = QStringLiteral("ABCD-EFGH");
        code.verificationUrl = QUrl(url);
        code.isUrlTrusted = isTrusted;
        code.validFor = std::chrono::minutes(15);
        return code;
    }

private Q_SLOTS:
    void init() { m_fake = std::make_unique<test::FakeWork>(); }
    void cleanup()
    {
        m_dialog.reset();
        m_fake.reset();
    }

    void fromDetailsToTheOpenAccount()
    {
        open();
        fillIn();
        QSignalSpy signedIn(m_dialog.get(), &SignInDialog::signedIn);
        QSignalSpy opened(m_dialog.get(), &SignInDialog::openRequested);
        click("signInMain");
        QCOMPARE(m_fake->kept.size(), std::size_t(1));
        QCOMPARE(m_fake->ways, std::vector{Session::Way::Browser});
        QVERIFY(m_fake->flow->isStarted);
        Q_EMIT m_fake->flow->addressReady(QUrl(QStringLiteral("https://login.example/authorize?a=b%20c")));
        QCOMPARE(m_fake->opened.size(), std::size_t(1));
        QCOMPARE(find<QLineEdit>("signInLink")->text(),
                 QStringLiteral("https://login.example/authorize?a=b%20c"));
        QCOMPARE(text("browserTimeLeft"), QStringLiteral("Time left: 5:00"));
        Q_EMIT m_fake->flow->answered();
        QVERIFY(!isSeen("signInLink"));
        m_fake->state.identity.user = QStringLiteral("anna@contoso.example");
        m_fake->state.identity.name = QStringLiteral("Anna <b>Adler</b>");
        Q_EMIT m_fake->flow->finished(auth::TokenAnswer());
        QCOMPARE(signedIn.count(), 1);
        QCOMPARE(text("signedInWho"), QStringLiteral("Anna <b>Adler</b> (anna@contoso.example)"));
        QVERIFY(isSeen("signInKept") && !isSeen("signInNotKept"));
        m_fake->shown({{dialogs::CoverageLine::Kind::Refused, QStringLiteral("Spending"),
                        QStringLiteral("no permission"), QStringLiteral("Ask for a role.")}});
        QVERIFY(isSeen("coverageState0") && isSeen("coverageAdvice0"));
        QVERIFY(find<QPushButton>("signInMain")->hasFocus());
        click("signInMain");
        QCOMPARE(opened.count(), 1);
        QVERIFY(!m_dialog->isVisible());
        QVERIFY(m_fake->discarded.empty());
    }

    void whatIsWrongIsSaidBesideTheField_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("value");
        QTest::newRow("no name") << QByteArray("accountName") << QString();
        QTest::newRow("long name") << QByteArray("accountName") << QString(101, QLatin1Char('a'));
        QTest::newRow("no application") << QByteArray("clientId") << QString();
        QTest::newRow("no id of an application") << QByteArray("clientId") << QStringLiteral("spendglass");
        QTest::newRow("tenant with a path") << QByteArray("tenant") << QStringLiteral("a/b");
    }
    void whatIsWrongIsSaidBesideTheField()
    {
        QFETCH(QByteArray, field);
        QFETCH(QString, value);
        open();
        fillIn();
        find<QLineEdit>(field)->setText(value);
        click("signInMain");
        QVERIFY(isSeen(field + "Problem"));
        QVERIFY(find<QLineEdit>(field)->hasFocus());
        QVERIFY(m_fake->kept.empty() && m_fake->ways.empty());
        QTest::keyClicks(find<QLineEdit>(field), QStringLiteral("x"));
        QVERIFY(!isSeen(field + "Problem"));
    }

    void aTakenNameIsSaid()
    {
        m_fake->takenName = QStringLiteral("Contoso");
        open();
        fillIn();
        click("signInMain");
        QVERIFY(isSeen("accountNameProblem"));
        QVERIFY(m_fake->ways.empty());
    }

    void anotherServiceAsksForItsAddresses()
    {
        open();
        fillIn();
        QVERIFY(!isSeen("apiUrl"));
        auto *cloud = find<QComboBox>("cloud");
        cloud->setCurrentIndex(cloud->count() - 1);
        QVERIFY(isSeen("apiUrl") && isSeen("cloudHint"));
        find<QLineEdit>("apiUrl")->setText(QStringLiteral("http://example.com"));
        find<QLineEdit>("loginUrl")->setText(QStringLiteral("http://127.0.0.1:8080"));
        find<QLineEdit>("resource")->setText(QStringLiteral("r"));
        click("signInMain");
        QVERIFY(isSeen("apiUrlProblem") && !isSeen("loginUrlProblem"));
        find<QLineEdit>("apiUrl")->setText(QStringLiteral("https://example.com"));
        find<QLineEdit>("clientId")->setText(QStringLiteral("any-word"));
        click("signInMain");
        QCOMPARE(m_fake->kept.back().cloud, auth::Cloud::Custom);
        QCOMPARE(m_fake->kept.back().addresses.apiUrl, QUrl(QStringLiteral("https://example.com")));
    }

    void whereAnalyticsIsCanBeChosenLater()
    {
        open();
        QVERIFY(!isSeen("analyticsPath"));
        open(known());
        QVERIFY(isSeen("analyticsPath"));
        find<QComboBox>("analyticsPath")->setCurrentIndex(1);
        click("signInMain");
        QCOMPARE(m_fake->kept.back().analyticsPath, auth::AnalyticsPath::Later);
    }

    void withoutABrowserTheLinkComesToTheFront()
    {
        m_fake->hasBrowser = false;
        open(known());
        click("signInMain");
        Q_EMIT m_fake->flow->addressReady(QUrl(QStringLiteral("https://login.example/authorize")));
        QVERIFY(isSeen("browserWarning"));
        QVERIFY(find<QLineEdit>("signInLink")->hasFocus());
        QVERIFY(find<QPushButton>("signInAside")->isDefault());
        click("copyLink");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("https://login.example/authorize"));
        m_fake->hasBrowser = true;
        click("openLink");
        QVERIFY(!isSeen("browserWarning"));
    }

    void theCodeIsLargeAndCanBeCopied()
    {
        open(known());
        click("signInAside");
        QCOMPARE(m_fake->ways, std::vector{Session::Way::DeviceCode});
        auto code = deviceCode(QStringLiteral("https://login.example/device"), true);
        code.until = m_fake->clock->steady() + std::chrono::seconds(61);
        Q_EMIT m_fake->flow->codeReady(code);
        QCOMPARE(text("userCode"), QStringLiteral("ABCD-EFGH"));
        QVERIFY(find<QLabel>("userCode")->font().pointSizeF() > 2 * m_dialog->font().pointSizeF());
        QVERIFY(find<QLabel>("userCode")->textInteractionFlags() & Qt::TextSelectableByKeyboard);
        click("copyCode");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("ABCD-EFGH"));
        QCOMPARE(text("codeTimeLeft"), QStringLiteral("Time left: 1:01"));
        m_fake->clock->advance(std::chrono::seconds(60));
        QTRY_COMPARE(text("codeTimeLeft"), QStringLiteral("Time left: 0:01"));
        click("openAddress");
        QCOMPARE(m_fake->opened.size(), std::size_t(1));
    }

    void anOddAddressIsShownAndNotOpened()
    {
        open(known());
        click("signInAside");
        Q_EMIT m_fake->flow->codeReady(deviceCode(QStringLiteral("http://evil.example/"), false));
        QVERIFY(isSeen("addressWarning") && isSeen("verificationAddress") && !isSeen("openAddress"));
        QVERIFY(m_fake->opened.empty());
    }

    void theWaysCanBeChanged()
    {
        open(known());
        click("signInMain");
        const QPointer<test::FakeSignIn> first = m_fake->flow;
        click("signInAside");
        QVERIFY(!first);
        click("signInAside");
        QCOMPARE(m_fake->ways,
                 (std::vector{Session::Way::Browser, Session::Way::DeviceCode, Session::Way::Browser}));
    }

    void aFailureSaysWhatToDo_data()
    {
        using core::ErrorKind;
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("title");
        QTest::newRow("declined") << int(ErrorKind::Forbidden) << "access_denied"
                                  << "The sign-in was declined";
        QTest::newRow("consent") << int(ErrorKind::Forbidden) << "consent_required"
                                 << "An administrator has to agree first";
        QTest::newRow("settings") << int(ErrorKind::BadRequest) << "unauthorized_client"
                                  << "The settings do not fit";
        QTest::newRow("code too old") << int(ErrorKind::Unauthorised) << "expired_token"
                                      << "The code is too old";
        QTest::newRow("network") << int(ErrorKind::Offline) << ""
                                 << "Signing in did not work";
    }
    void aFailureSaysWhatToDo()
    {
        QFETCH(int, kind);
        QFETCH(QString, code);
        QFETCH(QString, title);
        open(known());
        click("signInMain");
        Q_EMIT m_fake->flow->finished(core::Result<auth::TokenAnswer>(
            core::fail(error(core::ErrorKind(kind), code, QStringLiteral("<img src=x> AADSTS1")))));
        QCOMPARE(text("signInTitle"), title);
        QVERIFY(!text("failureText").isEmpty());
        QVERIFY(!isSeen("failureDetails"));
        click("failureFold");
        QVERIFY(isSeen("failureDetails"));
        click("copyFailure");
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("c0ffee")));
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("<img src=x> AADSTS1")));
        click("signInMain");
        QCOMPARE(m_fake->ways.size(), std::size_t(2));
        QVERIFY(isSeen("browserWait"));
    }

    /// Nothing signs in to an account that was not kept.
    void whatWasNotKeptIsKeptByTheNextTry()
    {
        m_fake->keepError = error(core::ErrorKind::File, {});
        open();
        fillIn();
        click("signInAside");
        QVERIFY(isSeen("failureText") && m_fake->ways.empty());
        m_fake->keepError.reset();
        click("signInMain");
        QCOMPARE(m_fake->kept.size(), std::size_t(1));
        QCOMPARE(m_fake->begun, QStringList(QStringLiteral("id")));
        QCOMPARE(m_fake->ways, std::vector{Session::Way::DeviceCode}); // the way that was wanted
    }

    void aNameThatIsTakenMeanwhileIsSaidBesideIt()
    {
        m_fake->keepError = error(core::ErrorKind::File, {});
        open();
        fillIn();
        click("signInMain");
        QVERIFY(isSeen("failureText"));
        m_fake->keepError.reset();
        m_fake->takenName = QStringLiteral("Contoso");
        click("signInMain");
        QVERIFY(isSeen("accountNameProblem"));
    }

    void theSettingsCanBeChangedAfterAFailure()
    {
        open();
        fillIn();
        click("signInMain");
        Q_EMIT m_fake->flow->finished(core::Result<auth::TokenAnswer>(
            core::fail(error(core::ErrorKind::BadRequest, QStringLiteral("unauthorized_client")))));
        click("signInAside");
        find<QLineEdit>("tenant")->setText(QStringLiteral("contoso.onmicrosoft.com"));
        click("signInMain");
        QCOMPARE(m_fake->kept.back().id, QStringLiteral("id")); // the same account, not a second one
        QCOMPARE(m_fake->kept.back().tenant, QStringLiteral("contoso.onmicrosoft.com"));
    }

    void cancelEndsItAndLeavesNothing_data()
    {
        QTest::addColumn<bool>("isNew");
        QTest::newRow("a new account goes") << true;
        QTest::newRow("a known one stays") << false;
    }
    void cancelEndsItAndLeavesNothing()
    {
        QFETCH(bool, isNew);
        open(isNew ? auth::Account() : known());
        fillIn();
        click("signInMain");
        const QPointer<test::FakeSignIn> flow = m_fake->flow;
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!flow && !m_dialog->isVisible());
        QCOMPARE(m_fake->discarded.size(), std::size_t(isNew));
    }

    void whatIsNotKeptIsSaid_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("word");
        QTest::newRow("absent") << auth::secretFaults::absent << "no keychain";
        QTest::newRow("locked") << auth::secretFaults::locked << "Unlock it";
        QTest::newRow("denied") << auth::secretFaults::denied << "Allow it";
        QTest::newRow("too large") << auth::secretFaults::tooLarge << "larger";
        QTest::newRow("other") << auth::secretFaults::other << "could not keep";
    }
    void whatIsNotKeptIsSaid()
    {
        QFETCH(QString, fault);
        QFETCH(QString, word);
        m_fake->state.notKept = error(core::ErrorKind::Keychain, fault);
        open(known());
        click("signInMain");
        Q_EMIT m_fake->flow->finished(auth::TokenAnswer());
        QVERIFY(isSeen("signInNotKept") && !isSeen("signInKept"));
        const auto labels = find<QWidget>("signInNotKept")->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [&word](const QLabel *label) { return label->text().contains(word); }));
    }

    void whatCannotBeReadIsSaid_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("word");
        QTest::newRow("absent") << auth::secretFaults::absent << "There is no keychain"
                                << "this run only";
        QTest::newRow("locked") << auth::secretFaults::locked << "The keychain is locked"
                                << "Unlock it";
        QTest::newRow("denied") << auth::secretFaults::denied << "The keychain said no"
                                << "Allow it";
        QTest::newRow("vanished") << auth::secretFaults::vanished << "The sign-in is gone from the keychain"
                                  << "Sign in again";
        QTest::newRow("other") << auth::secretFaults::other << "The keychain does not give the sign-in"
                               << "this run only";
    }
    void whatCannotBeReadIsSaid()
    {
        QFETCH(QString, fault);
        QFETCH(QString, word);
        const dialogs::Words words = dialogs::wordsFor(error(core::ErrorKind::Keychain, fault));
        QTEST(words.title, "title");
        QVERIFY2(words.text.contains(word), qPrintable(words.text));
    }

    void theHelpLoadsNothing()
    {
        open();
        QSignalSpy help(m_dialog.get(), &SignInDialog::helpRequested);
        click("clientIdHelp");
        QCOMPARE(help.count(), 1);
        dialogs::HelpPage page;
        page.show();
        const auto *browser = page.findChild<QTextBrowser *>(QStringLiteral("helpText"));
        const QString text = browser->toPlainText();
        for (const char *wanted : {"fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd", "user_impersonation",
                                   "http://localhost", "http://127.0.0.1"})
            QVERIFY2(text.contains(QLatin1String(wanted)), wanted);
        const QString html = browser->toHtml();
        QVERIFY(!html.contains(QStringLiteral("<a href")) && !html.contains(QStringLiteral("<img")));
        page.findChild<QPushButton *>(QStringLiteral("copyHelp"))->click();
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("user_impersonation")));
    }

    void theHelpIsInThePersonsLanguage_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("file");
        QTest::newRow("its own") << "de_DE"
                                 << "register-application_de.html";
        QTest::newRow("its country's") << "pt_BR"
                                       << "register-application_pt_BR.html";
        QTest::newRow("none") << "fr_FR"
                              << "register-application.html";
        QTest::newRow("English") << "en_US"
                                 << "register-application.html";
    }
    void theHelpIsInThePersonsLanguage()
    {
        QFETCH(QString, locale);
        QFETCH(QString, file);
        const QTemporaryDir folder;
        for (const char *name : {"register-application_de.html", "register-application_pt_BR.html"})
            QVERIFY(QFile(folder.filePath(QLatin1String(name))).open(QIODevice::WriteOnly));
        QCOMPARE(dialogs::helpFile(folder.path(), QLocale(locale)), folder.filePath(file));
    }

    void everythingHasANameAndIsReachedByTab_data()
    {
        QTest::addColumn<int>("step");
        for (int step = 0; step < 5; ++step)
            QTest::newRow(qPrintable(QString::number(step))) << step;
    }
    void everythingHasANameAndIsReachedByTab()
    {
        QFETCH(int, step);
        open(known());
        bring(step);
        QSet<QWidget *> reached;
        QWidget *at = QApplication::focusWidget();
        while (at && !reached.contains(at)) {
            reached << at;
            QTest::keyClick(at, Qt::Key_Tab);
            at = QApplication::focusWidget();
        }
        QSet<QString> names;
        for (QWidget *widget : m_dialog->findChildren<QWidget *>()) {
            if (!widget->isVisible() || !widget->isEnabled() ||
                (widget->focusPolicy() & Qt::TabFocus) != Qt::TabFocus || widget->focusProxy())
                continue;
            const QString name = QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name);
            QVERIFY2(reached.contains(widget), qPrintable(widget->objectName()));
            QVERIFY2(!name.isEmpty() && !names.contains(name), qPrintable(widget->objectName() + name));
            names << name;
        }
        for (const QLabel *label : m_dialog->findChildren<QLabel *>())
            QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(),
                     qPrintable(label->text()));
    }
    void bring(int step)
    {
        if (step == 0)
            return;
        click(step == 2 ? "signInAside" : "signInMain");
        if (step == 1)
            Q_EMIT m_fake->flow->addressReady(QUrl(QStringLiteral("https://login.example/authorize")));
        if (step == 2)
            Q_EMIT m_fake->flow->codeReady(deviceCode(QStringLiteral("https://login.example/device"), true));
        if (step == 3)
            Q_EMIT m_fake->flow->finished(core::Result<auth::TokenAnswer>(
                core::fail(error(core::ErrorKind::Forbidden, QStringLiteral("access_denied")))));
        if (step == 4)
            Q_EMIT m_fake->flow->finished(auth::TokenAnswer());
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestSignInDialog)
#include "tst_signindialog.moc"
