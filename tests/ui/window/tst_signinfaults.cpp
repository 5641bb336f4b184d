// SPDX-License-Identifier: GPL-3.0-or-later
#include "../widgetmain.h"
#include "accountjourney.h"

#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>

using namespace spendglass;

/// What the window says when something is wrong with a sign-in, and how a person gets out of it.
class TestSignInFaults : public test::AccountJourney
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void aMissingSecondFactorIsSaid()
    {
        signInFirst();
        m_world->control(
            *m_host, "POST", QStringLiteral("/sandbox/faults"),
            "[{\"path\":\"/v1/customers?\",\"status\":200,\"headers\":{\"isMfaCompliant\":\"false\"},"
            "\"contentType\":\"application/json\",\"body\":\"{\\\"totalCount\\\":0,\\\"items\\\":[]}\"}]");
        trigger("actionCheckCoverage");
        const auto *dialog = find<QDialog>("coverageDialog");
        QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QLabel *>(QStringLiteral("coverageWhat6")), patience);
        QCOMPARE(dialog->findChild<QLabel *>(QStringLiteral("coverageWhat6"))->text(),
                 QStringLiteral("Second factor"));
    }

    /// The sign-in is in the keychain, and the next run cannot read it.
    void aKeychainThatGivesNothingIsSaidAndMended_data()
    {
        QTest::addColumn<bool>("isUnlocked");
        QTest::newRow("unlocked, and tried again") << true;
        QTest::newRow("signed in for this run only") << false;
    }
    void aKeychainThatGivesNothingIsSaidAndMended()
    {
        QFETCH(bool, isUnlocked);
        signInFirst();
        m_window.reset();
        const core::Error locked = auth::secretError(auth::secretFaults::locked, QStringLiteral("locked"));
        m_world->keychain->readError = locked;
        m_world->keychain->writeError = locked;
        openWindow();
        m_window->openLastAccount();
        settle();
        QVERIFY2(bar().isEmpty(), qPrintable(bar()));
        trigger("actionSync");
        QTRY_VERIFY2_WITH_TIMEOUT(bar().contains(QStringLiteral("keychain is locked")), qPrintable(bar()),
                                  patience);
        QVERIFY(find<parts::MessageBar>("messageBar")->text().isEmpty()); // said once
        settle();
        if (isUnlocked) {
            m_world->keychain->readError.reset();
            m_world->keychain->writeError.reset();
            clickBar(0);
            QTRY_VERIFY2_WITH_TIMEOUT(bar().isEmpty(), qPrintable(bar()), patience);
        } else {
            clickBar(1);
            QTRY_VERIFY2_WITH_TIMEOUT(bar().contains(QStringLiteral("this run only")) &&
                                          !isSeen("signInDialog"),
                                      qPrintable(bar()), patience);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->workspace()->isSyncing(), patience);
        QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
        trigger("actionSync");
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
        QVERIFY(!finished.front().front().value<sync::Report>().error);
        QCOMPARE(m_world->opened.size(), std::size_t(isUnlocked ? 1 : 2));
    }

    /// Nobody is sent to the browser in vain, and nobody is called signed out.
    void aDamagedRecordIsSaid()
    {
        signInFirst();
        const auto account = m_world->sessions->book().accounts()->front();
        const QString record = m_world->sessions->book().folderPath(account) + QStringLiteral("/signin.json");
        QFile file(record);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray sound = file.readAll();
        file.close();
        const auto write = [&file](const QByteArray &bytes) {
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() &&
                   (file.close(), true);
        };
        m_window.reset();
        QVERIFY(write("{"));
        openWindow();
        m_window->openLastAccount();
        settle();
        QVERIFY2(bar().contains(QStringLiteral("Who signed in")), qPrintable(bar()));
        const std::size_t before = m_world->opened.size();
        clickBar();
        QTRY_VERIFY_WITH_TIMEOUT(isSeen("failureText"), patience);
        QVERIFY(find<QLabel>("failureText")->text().contains(QStringLiteral("whose data")));
        QCOMPARE(m_world->opened.size(), before);
        QVERIFY(write(sound)); // mended, and tried again without a new start
        click("signInMain");
        QTRY_VERIFY2_WITH_TIMEOUT(bar().isEmpty() && !isSeen("signInDialog"), qPrintable(bar()), patience);
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestSignInFaults)
#include "tst_signinfaults.moc"
