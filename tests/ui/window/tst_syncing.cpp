// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/syncing.h"

#include "../widgetmain.h"
#include "net/authorizer.h"
#include "parts/messagebar.h"
#include "sandbox/host.h"
#include "support/manualclock.h"
#include "window/actions.h"
#include "window/activitypanel.h"
#include "window/mainwindow.h"
#include "window/statusstrip.h"
#include "window/windowstate.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QMainWindow>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTemporaryDir>
#include <QToolButton>

#include <algorithm>

using namespace spendglass;

/// What a person sees of a synchronisation and can do about it, over real sockets.
class TestSyncing : public QObject
{
    Q_OBJECT

    static constexpr int patience = 60'000;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<sandbox::Host> m_host;
    std::unique_ptr<sync::Workspace> m_workspace;
    std::unique_ptr<QMainWindow> m_window;
    window::Actions *m_actions = nullptr;
    window::ActivityPanel *m_panel = nullptr;
    parts::MessageBar *m_messages = nullptr;
    window::Syncing *m_syncing = nullptr;
    window::WindowState m_state{QString()};
    bool m_isSignedIn = true;
    int m_signIns = 0;

    /// A world that answers by that fault file, and a window that has opened its store.
    void open(const QByteArray &faults, qint64 askAbove = 1000)
    {
        sandbox::Options options;
        options.customers = 4;
        options.days = 20;
        options.rowsPerDay = 20;
        options.today = core::dayOf(test::ManualClock::start);
        if (!faults.isEmpty()) {
            options.faultFile = m_folder->filePath(QStringLiteral("faults.json"));
            QFile file(options.faultFile);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(faults) > 0);
        }
        auto host = sandbox::Host::start(options);
        QVERIFY(host.has_value());
        m_host = std::move(*host);
        sync::Connection connection;
        connection.apiUrl = m_host->address().apiUrl;
        connection.authorize = net::authorizerOf(
            [host = m_host](const QUrl &) -> core::Result<QByteArray> { return host->freshToken(); });
        m_workspace =
            std::make_unique<sync::Workspace>(m_folder->filePath(QStringLiteral("a/store.duckdb")),
                                              connection, std::make_shared<test::ManualClock>(1000));
        QSignalSpy opened(m_workspace.get(), &sync::Workspace::opened);
        makeWindow(askAbove);
        m_syncing->setWorkspace(m_workspace.get(), nullptr);
        QVERIFY(opened.wait(patience));
        m_syncing->opened();
        m_syncing->updateActions(true);
    }

    void makeWindow(qint64 askAbove)
    {
        m_window = std::make_unique<QMainWindow>();
        m_actions = new window::Actions(m_window.get());
        m_panel = new window::ActivityPanel(m_window.get());
        m_messages = new parts::MessageBar(QStringLiteral("Message"), m_window.get());
        window::SyncHost host{*m_actions,
                              m_state,
                              m_panel,
                              new window::StatusStrip(m_window->statusBar()),
                              m_messages,
                              [this] { return m_isSignedIn; },
                              [this] { ++m_signIns; },
                              [this] { m_syncing->updateActions(true); }};
        host.askAbove = askAbove;
        m_syncing = new window::Syncing(std::move(host), m_window.get());
    }

    QAction *action(const char *name) const
    {
        return m_window->findChild<QAction *>(QString::fromLatin1(name));
    }
    QPushButton *button(const char *name) const
    {
        return m_panel->findChild<QPushButton *>(QString::fromLatin1(name));
    }
    QString summary() const
    {
        return m_panel->findChild<QLabel *>(QStringLiteral("activitySummary"))->text();
    }
    void syncOnce()
    {
        QSignalSpy finished(m_workspace.get(), &sync::Workspace::syncFinished);
        m_syncing->start();
        QVERIFY(finished.wait(patience));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_isSignedIn = true;
        m_signIns = 0;
    }
    void cleanup()
    {
        m_window.reset();
        m_workspace.reset();
        m_host.reset();
        m_folder.reset();
    }

    void pausesAndGoesOn()
    {
        open(R"([{"action": "delay", "delayMs": 20}])");
        QVERIFY(!button("pauseSync")->isEnabled() && !action("actionPauseSync")->isEnabled());
        QSignalSpy finished(m_workspace.get(), &sync::Workspace::syncFinished);
        action("actionSync")->trigger();
        QVERIFY(m_workspace->isSyncing());
        QVERIFY(button("pauseSync")->isEnabled() && action("actionPauseSync")->isEnabled());
        action("actionPauseSync")->trigger();
        QVERIFY(m_workspace->isSyncPaused());
        QTRY_VERIFY_WITH_TIMEOUT(summary().startsWith(QLatin1String("Paused")), patience);
        QVERIFY(button("pauseSync")->isChecked());
        QVERIFY(finished.isEmpty());
        button("pauseSync")->click();
        QVERIFY(!m_workspace->isSyncPaused() && !action("actionPauseSync")->isChecked());
        QVERIFY(finished.wait(patience));
        QVERIFY(finished.front().front().value<sync::Report>().isComplete());
        QCOMPARE(summary(), QStringLiteral("Everything is loaded."));
        QVERIFY(!button("pauseSync")->isEnabled() && !button("retryFailed")->isEnabled());
    }

    void repeatsWhatFailed()
    {
        open(R"([{"path": "/utilizations", "status": 403, "times": 1}])");
        syncOnce();
        QVERIFY(button("retryFailed")->isEnabled() && action("actionRetryFailed")->isEnabled());
        QSignalSpy finished(m_workspace.get(), &sync::Workspace::syncFinished);
        button("retryFailed")->click();
        QVERIFY(!button("retryFailed")->isEnabled() && !action("actionRetryFailed")->isEnabled());
        QVERIFY(finished.wait(patience));
        const auto report = finished.front().front().value<sync::Report>();
        QVERIFY(report.isComplete());
        QCOMPARE(std::ranges::count_if(report.lines, [](const auto &line) { return line.planned > 0; }), 1);
        QVERIFY(!button("retryFailed")->isEnabled());
    }

    /// What it takes is told before; and when that is much, a click more is wanted.
    void tellsWhatItTakes()
    {
        open({}, 5);
        syncOnce();
        QTRY_VERIFY_WITH_TIMEOUT(action("actionSync")->toolTip().contains(QLatin1String("about")), patience);
        action("actionSync")->trigger();
        QVERIFY(!m_workspace->isSyncing());
        QVERIFY2(m_messages->text().startsWith(QLatin1String("Needs about ")),
                 qPrintable(m_messages->text()));
        QSignalSpy finished(m_workspace.get(), &sync::Workspace::syncFinished);
        QToolButton *go = nullptr;
        for (QToolButton *candidate : m_messages->findChildren<QToolButton *>()) {
            if (candidate->text() == QLatin1String("Synchronise"))
                go = candidate;
        }
        QVERIFY(go);
        go->click();
        QVERIFY(m_workspace->isSyncing());
        QVERIFY(finished.wait(patience));
    }

    void signsInFirst()
    {
        open({});
        m_isSignedIn = false;
        action("actionSync")->trigger();
        QVERIFY(!m_workspace->isSyncing());
        QCOMPARE(m_signIns, 1);
    }

    /// In the words of the source: the plurals come with the translation.
    void putsTimeIntoWords_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("a second") << 1 << QStringLiteral("Less than a minute left");
        QTest::newRow("a minute") << 60 << QStringLiteral("About 1 minute(s) left");
        QTest::newRow("a bit more") << 61 << QStringLiteral("About 2 minute(s) left");
        QTest::newRow("an hour and a half") << 90 * 60 << QStringLiteral("About 90 minute(s) left");
        QTest::newRow("two hours and a bit") << 121 * 60 << QStringLiteral("About 3 hour(s) left");
    }
    void putsTimeIntoWords()
    {
        QFETCH(int, seconds);
        QTEST(window::timeLeftText(std::chrono::seconds(seconds)), "text");
    }

    void remembersHowOftenItRefreshes()
    {
        const QString file = m_folder->filePath(QStringLiteral("window.ini"));
        {
            window::MainWindow window(file);
            QVERIFY(window.findChild<QAction *>(QStringLiteral("actionRefreshNever"))->isChecked());
            window.findChild<QAction *>(QStringLiteral("actionRefreshSixHours"))->trigger();
        }
        const window::MainWindow window(file);
        QVERIFY(window.findChild<QAction *>(QStringLiteral("actionRefreshSixHours"))->isChecked());
        QVERIFY(!window.findChild<QAction *>(QStringLiteral("actionRefreshNever"))->isChecked());
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestSyncing)
#include "tst_syncing.moc"
