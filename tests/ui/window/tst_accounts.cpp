// SPDX-License-Identifier: GPL-3.0-or-later
#include "../widgetmain.h"
#include "accountjourney.h"
#include "support/askingkeychain.h"
#include "pages/analysispage.h"
#include "parts/messagebar.h"
#include "window/documents.h"
#include "window/mainwindow.h"

#include <QAbstractButton>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeView>

using namespace spendglass;

/// Journeys of accounts through the real window: the sandbox is the sign-in service, too.
class TestAccounts : public test::AccountJourney
{
    Q_OBJECT

    QString storePath() const
    {
        const auth::AccountBook &book = m_world->sessions->book();
        return book.storePath(book.accounts()->front());
    }
    /// Ends the window, does that to the account's store, and begins anew.
    void reopenOver(const std::function<bool(QFile &)> &harm)
    {
        m_window.reset();
        QFile file(storePath());
        QVERIFY(file.open(QIODevice::ReadWrite) && harm(file));
        file.close();
        openWindow();
        m_window->openLastAccount();
    }
    QString message() const { return find<parts::MessageBar>("messageBar")->text(); }
    QAction *messageAction(int place) const
    {
        const auto *button = find<parts::MessageBar>("messageBar")
                                 ->findChild<QToolButton *>(QStringLiteral("messageAction%1").arg(place));
        return button ? button->defaultAction() : nullptr;
    }
    QStringList messageActions() const
    {
        QStringList texts;
        while (const QAction *const action = messageAction(int(texts.size())))
            texts << action->text();
        return texts;
    }
    void refuseAll(const QByteArray &more)
    {
        m_world->control(*m_host, "POST", QStringLiteral("/sandbox/faults"),
                         "[{\"action\":\"unauthorised\",\"path\":\"/v1/\"" + more + "}]");
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void fromWelcomeToTheData()
    {
        click("signIn");
        fillIn(m_host->address(), QStringLiteral("Contoso & <b>Co</b>"));
        click("signInMain");
        QTRY_VERIFY_WITH_TIMEOUT(isSeen("signInEnd"), patience);
        QVERIFY(find<QLabel>("signedInWho")->text().contains(QStringLiteral("Ada Admin")));
        QVERIFY(isSeen("signInKept"));
        for (int i = 0; i < 6; ++i) {
            const auto state = [this, i] {
                return find<QLabel>("coverageState" + QByteArray::number(i))->text();
            };
            QTRY_VERIFY2_WITH_TIMEOUT(state().contains(QStringLiteral("reachable")), qPrintable(state()),
                                      patience);
        }
        click("signInMain");
        QTRY_VERIFY_WITH_TIMEOUT(isQuiet() && !customers().isEmpty(), patience);
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("Contoso & <b>Co</b>")));
        QVERIFY(bar().isEmpty());
        QCOMPARE(m_world->opened.size(), std::size_t(1));
        QCOMPARE(m_world->keychain->entries.size(), std::size_t(1));
    }

    void aDamagedStoreIsMovedAsideAndFetchedAgain()
    {
        signInFirst();
        const QStringList before = customers();
        const qint64 records = page()->answer()->records;
        reopenOver([](QFile &file) { return file.resize(file.size() / 2); });
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("damaged")), patience);
        QCOMPARE(messageActions(),
                 QStringList({QStringLiteral("Move it aside and fetch again"), QStringLiteral("Details")}));
        messageAction(0)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(isQuiet() && customers() == before, patience);
        QCOMPARE(page()->answer()->records, records);
        QVERIFY2(message().contains(QStringLiteral("is kept as")), qPrintable(message()));
        const QFileInfo info(storePath());
        QCOMPARE(info.dir().entryList({info.fileName() + QStringLiteral(".damaged-*")}).size(), 1);
    }

    void onlyWhatIsDamagedIsOfferedToBeMoved()
    {
        signInFirst();
        reopenOver([](QFile &file) { return file.remove() && QDir().mkpath(file.fileName()); });
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("could not be opened")), patience);
        QCOMPARE(messageActions(), QStringList{QStringLiteral("Details")});
        QVERIFY(!m_window->workspace());
    }

    void byCodeWhereThereIsNoBrowser()
    {
        m_world->hasBrowser = false;
        trigger("actionAddAccount");
        fillIn(m_host->address(), QStringLiteral("Contoso"));
        click("signInMain");
        QTRY_VERIFY(isSeen("browserWarning"));
        click("signInAside");
        QTRY_VERIFY_WITH_TIMEOUT(isSeen("signInEnd") || isSeen("userCode"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen("signInEnd"), patience);
    }

    /// Whose addresses nobody typed in.
    void inACloudOfMicrosofts()
    {
        m_world->hasBrowser = false;
        trigger("actionAddAccount");
        QTRY_VERIFY(isSeen("signInDialog"));
        find<QLineEdit>("accountName")->setText(QStringLiteral("Contoso"));
        find<QLineEdit>("clientId")->setText(QStringLiteral("00001111-aaaa-2222-bbbb-3333cccc4444"));
        click("signInMain");
        QTRY_VERIFY(isSeen("browserWarning"));
        QCOMPARE(m_world->opened.back().host(), QStringLiteral("login.microsoftonline.com"));
    }

    /// Somebody signed in, the keychain asks for its password, and they give up the account.
    void givenUpAtTheKeychainNothingStaysThere()
    {
        const auto asking = std::make_shared<test::AskingKeychain>(m_world->keychain);
        m_world->secrets = asking;
        openWindow();
        trigger("actionAddAccount");
        fillIn(m_host->address(), QStringLiteral("Contoso"));
        click("signInMain");
        QTRY_VERIFY_WITH_TIMEOUT(asking->isAsking(), patience);
        click("signInCancel");
        QVERIFY(m_world->sessions->book().accounts()->empty());
        asking->agree();
        QVERIFY(!m_world->keychain->entries.empty());
        QTRY_VERIFY(m_world->keychain->entries.empty());
        QTRY_VERIFY(QDir(m_world->folder.filePath(QStringLiteral("accounts"))).isEmpty());
    }

    /// The same with an account that is known: nothing waits for the keychain any more.
    void givenUpAtTheKeychainTheRunGoesOn()
    {
        signInFirst();
        trigger("actionSignOut");
        QTRY_VERIFY(isSeen("leaveAccount"));
        click("leaveOk");
        QTRY_VERIFY(bar().contains(QStringLiteral("Not signed in")));
        m_window.reset();
        m_world->secrets = std::make_shared<test::AskingKeychain>(m_world->keychain);
        openWindow();
        m_window->openLastAccount();
        settle();
        trigger("actionSync");
        QTRY_VERIFY(isSeen("accountDetails"));
        const std::size_t before = m_world->opened.size();
        click("signInMain");
        const auto asking = std::static_pointer_cast<test::AskingKeychain>(m_world->secrets);
        QTRY_VERIFY_WITH_TIMEOUT(asking->isAsking(), patience);
        QCOMPARE(m_world->opened.size(), before + 1);
        click("signInCancel");
        QTRY_VERIFY2(bar().contains(QStringLiteral("this run only")), qPrintable(bar()));
        QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
        trigger("actionSync");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
    }

    void theSessionEndsAndThePlaceStays_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<bool>("isRevoked");
        QTest::addColumn<QString>("words");
        QTest::newRow("claims challenge") << QByteArray(",\"claims\":true") << false << "more proof";
        QTest::newRow("revoked") << QByteArray() << true << "The session ended";
    }
    void theSessionEndsAndThePlaceStays()
    {
        QFETCH(QByteArray, fault);
        QFETCH(bool, isRevoked);
        QFETCH(QString, words);
        signInFirst();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        query::Query query = page()->query();
        query.rows = {QStringLiteral("customerName"), QStringLiteral("meterCategory")};
        page()->setQuery(query);
        settle();
        const int tabs = m_window->documents()->count();
        refuseAll(fault);
        if (isRevoked)
            m_world->control(*m_host, "DELETE", QStringLiteral("/sandbox/sign-in"));
        trigger("actionSync");
        QTRY_VERIFY2_WITH_TIMEOUT(bar().contains(words), qPrintable(bar()), patience);
        QVERIFY(find<parts::MessageBar>("messageBar")->text().isEmpty()); // said once
        m_world->control(*m_host, "DELETE", QStringLiteral("/sandbox/faults"));
        settle();
        QTreeView *table = qobject_cast<QTreeView *>(page()->view());
        table->verticalScrollBar()->setValue(table->verticalScrollBar()->maximum() / 2);
        const int scrolled = table->verticalScrollBar()->value();
        clickBar();
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen("signInDialog") && bar().isEmpty(), patience);
        QCOMPARE(m_window->documents()->count(), tabs);
        QCOMPARE(page()->query(), query);
        QCOMPARE(table->verticalScrollBar()->value(), scrolled);
        QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
        trigger("actionSync");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
        QVERIFY(!finished.front().front().value<sync::Report>().error);
        settle();
        QCOMPARE(m_window->documents()->count(), tabs);
        QCOMPARE(page()->query(), query);
    }

    void aSecondFactorIsMissed()
    {
        m_world->control(*m_host, "POST", QStringLiteral("/sandbox/sign-in"), "{\"as\":\"single\"}");
        trigger("actionAddAccount");
        fillIn(m_host->address(), QStringLiteral("Contoso"));
        click("signInMain");
        QTRY_VERIFY_WITH_TIMEOUT(isSeen("signInEnd"), patience);
        const auto state = [this] { return find<QLabel>("coverageState0")->text(); };
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("second factor missing"), patience);
        QVERIFY(isSeen("coverageAdvice0"));
        click("signInMain");
        QTRY_VERIFY2_WITH_TIMEOUT(bar().contains(QStringLiteral("second factor")), qPrintable(bar()),
                                  patience);
        m_world->control(*m_host, "POST", QStringLiteral("/sandbox/sign-in"), "{\"as\":\"admin\"}");
        clickBar();
        QTRY_VERIFY_WITH_TIMEOUT(isSeen("failureText") || bar().isEmpty(), patience);
        // Another person than before: the data of an account belongs to one.
        QVERIFY(find<QLabel>("signInTitle")->text().contains(QStringLiteral("somebody else")));
    }

    void anEndInSightIsAnnounced_data()
    {
        QTest::addColumn<int>("daysUnused");
        QTest::addColumn<bool>("isSaid");
        QTest::newRow("fresh") << 0 << false;
        QTest::newRow("eight days left") << 81 << false;
        QTest::newRow("a week left") << 83 << true;
        QTest::newRow("a day left") << 89 << true;
    }
    void anEndInSightIsAnnounced()
    {
        QFETCH(int, daysUnused);
        QFETCH(bool, isSaid);
        signInFirst();
        m_window.reset();
        m_world->clock->advance(std::chrono::days(daysUnused));
        openWindow();
        m_window->openLastAccount();
        settle();
        QCOMPARE(bar().contains(QStringLiteral("ends in")), isSaid);
    }

    void signedOutTheDataIsThereWithoutANetwork()
    {
        signInFirst();
        const QStringList known = customers();
        trigger("actionSignOut");
        QTRY_VERIFY(isSeen("leaveAccount"));
        QVERIFY(!find<QCheckBox>("withData")->isChecked());
        click("leaveOk");
        QTRY_VERIFY(bar().contains(QStringLiteral("Not signed in")));
        QVERIFY(m_world->keychain->entries.empty());
        QVERIFY(!find<QAction>("actionSignOut")->isEnabled());
        QCOMPARE(customers(), known); // the place is kept here, too
        m_window.reset();
        m_host.reset();
        openWindow();
        click("openAnAccount");
        QTRY_VERIFY(isSeen("openAccount"));
        QVERIFY(find<QListWidget>("accounts")->item(0)->text().contains(QStringLiteral("not signed in")));
        QTest::keyClick(find<QListWidget>("accounts"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(isQuiet() && !customers().isEmpty(), patience);
        QCOMPARE(customers(), known);
    }

    /// Another program changed the account while it was open here.
    void signedOutOfAnAccountThatWasChanged()
    {
        signInFirst();
        auth::AccountBook &book = m_world->sessions->book();
        auth::Account account = book.accounts()->front();
        account.analyticsPath = auth::AnalyticsPath::Later;
        QVERIFY(book.replace(account.name, account));
        Q_EMIT find<QMenu>("menuAccount")->aboutToShow();
        trigger("actionSignOut");
        QTRY_VERIFY(isSeen("leaveAccount"));
        click("leaveOk");
        QTRY_VERIFY(bar().contains(QStringLiteral("Not signed in")));
        QVERIFY(m_world->keychain->entries.empty());
    }

    void synchronisingSignsInFirst()
    {
        signInFirst();
        trigger("actionSignOut");
        QTRY_VERIFY(isSeen("leaveAccount"));
        click("leaveOk");
        QTRY_VERIFY(bar().contains(QStringLiteral("Not signed in")));
        QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
        trigger("actionSync");
        QTRY_VERIFY(isSeen("accountDetails"));
        QCOMPARE(find<QLineEdit>("clientId")->text(), m_host->address().clientId);
        QTest::keyClick(find<QDialog>("signInDialog"), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
        QVERIFY(!finished.front().front().value<sync::Report>().error);
        QVERIFY(bar().isEmpty());
    }

    void signedOutWithItsDataNothingIsLeft()
    {
        signInFirst();
        const auto account = m_world->sessions->book().accounts()->front();
        const QString store = m_world->sessions->book().storePath(account);
        QVERIFY(QFile::exists(store));
        trigger("actionSignOut");
        QTRY_VERIFY(isSeen("leaveAccount"));
        find<QCheckBox>("withData")->setChecked(true);
        click("leaveOk");
        QTRY_VERIFY(!QFile::exists(store));
        QVERIFY(isSeen("welcomePage") && !m_window->workspace());
        QCOMPARE(m_world->sessions->book().accounts()->size(), std::size_t(1));
        QVERIFY(m_world->keychain->entries.empty());
    }

    void twoAccountsAreNeverMixed()
    {
        signInFirst();
        const QStringList first = customers();
        const auto other = m_world->startService(2, 9);
        trigger("actionAddAccount");
        signIn(*other, QStringLiteral("Fabrikam"));
        const QStringList second = customers();
        QCOMPARE(first.size(), 6);
        QCOMPARE(second.size(), 9);
        auto *menu = find<QMenu>("menuAccount");
        for (const auto &[place, wanted] : {std::pair(0, first), {1, second}, {0, first}}) {
            Q_EMIT menu->aboutToShow();
            QAction *choice = menu->actions().at(place);
            QVERIFY(!choice->isChecked());
            QVERIFY(choice->text().contains(QStringLiteral("signed in as")));
            choice->trigger();
            QTRY_VERIFY_WITH_TIMEOUT(isQuiet() && !customers().isEmpty(), patience);
            QCOMPARE(customers(), wanted);
            QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
            trigger("actionSync");
            QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
            QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), patience);
            QCOMPARE(customers(), wanted);
        }
        QCOMPARE(m_world->keychain->entries.size(), std::size_t(2));
        QCOMPARE(m_world->opened.size(), std::size_t(2));
    }

    void switchingDuringASyncAsks()
    {
        signInFirst();
        const auto other = m_world->startService(2);
        const auto added = m_world->sessions->book().add(
            test::AccountWorld::accountOf(other->address(), QStringLiteral("Fabrikam")));
        QVERIFY(added);
        m_world->control(*m_host, "POST", QStringLiteral("/sandbox/faults"),
                         "[{\"action\":\"delay\",\"delayMs\":3000}]");
        trigger("actionSync");
        QVERIFY(m_window->workspace()->isSyncing());
        auto *menu = find<QMenu>("menuAccount");
        Q_EMIT menu->aboutToShow();
        menu->actions().at(1)->trigger();
        QTRY_VERIFY(isSeen("questionBox"));
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("Contoso")));
        click("questionYes");
        QTRY_VERIFY(m_window->windowTitle().contains(QStringLiteral("Fabrikam")));
        QTRY_VERIFY(bar().contains(QStringLiteral("Not signed in")));
    }

    void aLockedKeychainIsSaidAndTheRunGoesOn()
    {
        core::Error locked;
        locked.kind = core::ErrorKind::Keychain;
        locked.serverCode = QLatin1String(auth::secretFaults::locked);
        m_world->keychain->writeError = locked;
        signInFirst();
        QVERIFY(bar().contains(QStringLiteral("this run only")));
        QVERIFY(bar().contains(QStringLiteral("locked")));
        QVERIFY(!customers().isEmpty());
        find<parts::MessageBar>("sessionBar")->hide();
        QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
        trigger("actionSync");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
        QVERIFY(bar().isEmpty()); // said once
    }

    void anotherNameKeepsEverything()
    {
        signInFirst();
        trigger("actionRenameAccount");
        QTRY_VERIFY(isSeen("newName"));
        find<QLineEdit>("newName")->clear();
        click("nameOk");
        QVERIFY(isSeen("newNameProblem"));
        find<QLineEdit>("newName")->setText(QStringLiteral("Woodgrove"));
        click("nameOk");
        QTRY_VERIFY(m_window->windowTitle().contains(QStringLiteral("Woodgrove")));
        QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
        trigger("actionSync");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
        QVERIFY(!finished.front().front().value<sync::Report>().error);
    }

    void removedItIsOffTheList()
    {
        signInFirst();
        trigger("actionRemoveAccount");
        QTRY_VERIFY(isSeen("leaveAccount"));
        find<QCheckBox>("withData")->setChecked(true);
        click("leaveOk");
        QTRY_VERIFY(m_world->sessions->book().accounts()->empty());
        QVERIFY(m_world->keychain->entries.empty());
        QVERIFY(isSeen("welcomePage"));
    }

    void theLastAccountOpensAgainWithoutAQuestion()
    {
        signInFirst();
        const QStringList known = customers();
        m_window.reset();
        openWindow();
        m_window->openLastAccount();
        QTRY_VERIFY_WITH_TIMEOUT(isQuiet() && !customers().isEmpty(), patience);
        QCOMPARE(customers(), known);
        QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
        trigger("actionSync");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
        QVERIFY(!finished.front().front().value<sync::Report>().error);
        QCOMPARE(m_world->opened.size(), std::size_t(1)); // no browser this time
    }

    void coverageCanBeAskedAgain()
    {
        signInFirst();
        trigger("actionCheckCoverage");
        QTRY_VERIFY(isSeen("coverageDialog"));
        const auto state = [this] { return find<QLabel>("coverageState0")->text(); };
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("reachable"), patience);
        click("checkAgain");
        QTRY_COMPARE_WITH_TIMEOUT(state(), QStringLiteral("reachable"), patience);
        click("closeCoverage");
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestAccounts)
#include "tst_accounts.moc"
