// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "../widgetmain.h"
#include "models/roles.h"
#include "pages/analysispage.h"
#include "pages/startqueries.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"
#include "sandbox/host.h"
#include "window/documents.h"
#include "window/windowstate.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAction>
#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeView>

using namespace spendglass;

/// Journeys through the real window over real sockets: the sandbox is the service.
class TestMainWindow : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<sandbox::Host> m_host;
    std::unique_ptr<window::MainWindow> m_window;

    static constexpr int patience = 60'000;

    void openDemo() { openSandbox(QStringLiteral("Sample data"), true); }

    void openSandbox(const QString &name, bool isDemo)
    {
        sandbox::Options options;
        options.customers = 8;
        options.days = 40;
        options.rowsPerDay = 60;
        options.today = core::parseDay("2026-11-20");
        auto host = sandbox::Host::start(options);
        QVERIFY(host.has_value());
        m_host = std::move(*host);
        sync::Connection connection;
        connection.apiUrl = m_host->address().apiUrl;
        connection.crestUrl = m_host->address().crestUrl;
        connection.crestCid = m_host->address().crestCid;
        connection.authorize = [host = m_host](const QUrl &) -> core::Result<QByteArray> {
            return host->freshToken();
        };
        m_window->setWorkspace(
            std::make_unique<sync::Workspace>(m_folder->filePath(QStringLiteral("store.duckdb")), connection,
                                              std::make_shared<core::SystemClock>()),
            name, isDemo);
    }

    /// A store as the command line leaves it behind: synchronised once, then closed.
    void makeStore()
    {
        openDemo();
        settle();
        m_window->close();
        m_window = std::make_unique<window::MainWindow>(m_folder->filePath(QStringLiteral("window.ini")));
        m_host.reset();
        m_window->resize(1280, 800);
        m_window->show();
    }
    void offerAccount(const QString &name, const QString &store)
    {
        const dialogs::AccountEntry entry{name, store, QFile::exists(store)};
        m_window->setAccountList([entry] { return std::vector<dialogs::AccountEntry>{entry}; });
    }
    template <class T>
    T *find(const char *name) const
    {
        return m_window->findChild<T *>(QString::fromLatin1(name));
    }
    QString message() const { return find<parts::MessageBar>("messageBar")->text(); }

    pages::AnalysisPage *page() const
    {
        return qobject_cast<pages::AnalysisPage *>(m_window->documents()->page());
    }
    QTreeView *table() const { return qobject_cast<QTreeView *>(page()->view()); }
    void trigger(const char *name) const
    {
        m_window->findChild<QAction *>(QString::fromLatin1(name))->trigger();
    }
    bool isQuiet() const { return page() && page()->answer() && m_window->isSettled(); }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), patience); }
    query::Query monthly() const { return pages::dataSetQuery(core::DataSet::Analytics); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<window::MainWindow>(m_folder->filePath(QStringLiteral("window.ini")));
        m_window->resize(1280, 800);
        m_window->show();
    }

    void cleanup()
    {
        parts::prompts::replaceAskSaveFile({});
        parts::prompts::replaceMessage({});
        m_window.reset();
        m_host.reset();
        m_folder.reset();
    }

    void fromWelcomeToThePortfolio()
    {
        connect(m_window.get(), &window::MainWindow::demoRequested, this, &TestMainWindow::openDemo);
        m_window->findChild<QAbstractButton *>(QStringLiteral("exploreDemo"))->click();
        settle();
        QCOMPARE(page()->query().dataSet, core::DataSet::Spend);
        QVERIFY(table()->model()->rowCount() > 0);
        QVERIFY(m_window->findChild<QWidget *>(QStringLiteral("demoBanner"))->isVisible());
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("Sample data")));
    }

    void anAccountOpensWithoutAConnection()
    {
        makeStore();
        offerAccount(QStringLiteral("Contoso & <b>Co</b>"),
                     m_folder->filePath(QStringLiteral("store.duckdb")));
        find<QAbstractButton>("openAnAccount")->click();
        QTRY_VERIFY(find<QDialog>("openAccount"));
        QCOMPARE(find<QListWidget>("accounts")->item(0)->text(), QStringLiteral("Contoso & <b>Co</b>"));
        QTest::keyClick(find<QListWidget>("accounts"), Qt::Key_Return);
        settle();
        QVERIFY(table()->model()->rowCount() > 0);
        QVERIFY(page()->answer()->asOf.has_value());
        QVERIFY(!m_window->workspace()->isSyncing());
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("Contoso & <b>Co</b>")));
        QVERIFY(!find<QWidget>("demoBanner")->isVisible());
        trigger("actionSync");
        QVERIFY(!m_window->workspace()->isSyncing());
        QVERIFY2(message().contains(QStringLiteral("command line")), qPrintable(message()));
    }

    void withoutAccountsOpenSaysHowOneIsAdded()
    {
        trigger("actionOpen");
        QTRY_VERIFY(find<QLabel>("accountHint"));
        const auto *hint = find<QLabel>("accountHint");
        QVERIFY(hint->text().contains(QStringLiteral("spendglass-cli account add")));
        QCOMPARE(hint->textFormat(), Qt::PlainText);
        QVERIFY(hint->textInteractionFlags() & Qt::TextSelectableByKeyboard);
        QVERIFY(!find<QAbstractButton>("openChosen")->isEnabled());
    }

    void anAccountNeverSynchronisedIsNotOpened()
    {
        offerAccount(QStringLiteral("new"), m_folder->filePath(QStringLiteral("none.duckdb")));
        trigger("actionOpen");
        QTRY_VERIFY(find<QLabel>("accountHint"));
        QVERIFY(find<QLabel>("accountHint")->text().contains(QStringLiteral("--account \"new\"")));
        QTest::keyClick(find<QListWidget>("accounts"), Qt::Key_Return);
        QVERIFY(!m_window->workspace());
        QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("none.duckdb"))));
    }

    void aDamagedStoreIsSaidAndLeftAlone()
    {
        const QString path = m_folder->filePath(QStringLiteral("damaged.duckdb"));
        const QByteArray junk(20'000, 'x');
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(junk) == junk.size());
        file.close();
        offerAccount(QStringLiteral("broken"), path);
        trigger("actionOpen");
        QTRY_VERIFY(find<QAbstractButton>("openChosen"));
        find<QAbstractButton>("openChosen")->click();
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("broken")), patience);
        QVERIFY(message().contains(QStringLiteral("could not be opened")));
        QVERIFY(find<QWidget>("messageBar")->isVisible());
        QVERIFY(find<QWidget>("welcomePage")->isVisible());
        QVERIFY(!m_window->workspace());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), junk);
        openDemo(); // the way on is open
        settle();
        QVERIFY(page()->answer()->records > 0);
    }

    void filterGroupDrillAndBack()
    {
        openDemo();
        settle();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        const qint64 all = page()->answer()->records;
        QVERIFY(all > 0);
        table()->setCurrentIndex(table()->model()->index(0, 0));
        const QString service = table()->currentIndex().data().toString();
        trigger("actionDrill");
        settle();
        QVERIFY(page()->answer()->records < all);
        QCOMPARE(page()->title(), service);
        QCOMPARE(page()->query().rows, std::vector<query::FieldId>{QStringLiteral("meterSubcategory")});
        trigger("actionBack");
        settle();
        QCOMPARE(page()->answer()->records, all);
        trigger("actionForward");
        settle();
        QVERIFY(page()->answer()->records < all);
        trigger("actionUp");
        settle();
        QCOMPARE(page()->answer()->records, all);
        query::Query grouped = page()->query();
        grouped.rows = {QStringLiteral("customerName"), QStringLiteral("meterCategory")};
        page()->setQuery(grouped);
        settle();
        QCOMPARE(page()->answer()->rowFieldCount, 2);
        QVERIFY(table()->model()->rowCount(table()->model()->index(0, 0)) > 0);
    }

    void theSpreadsheetIsWritten()
    {
        openDemo();
        settle();
        const QString path = m_folder->filePath(QStringLiteral("out.xlsx"));
        parts::prompts::replaceAskSaveFile([&](const parts::prompts::SaveQuestion &question) {
            return question.suffix == QLatin1String("xlsx") ? path : QString();
        });
        trigger("actionExportXlsx");
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(QStringLiteral("out.xlsx is written")), patience);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.read(4) == QByteArray("PK\3\4", 4)); // a ZIP; the e2e tests read what is in it
        QVERIFY(file.size() > 4000);
    }

    void exportIsWhatIsShown()
    {
        openDemo();
        settle();
        const QString path = m_folder->filePath(QStringLiteral("out.csv"));
        QString proposed;
        parts::prompts::replaceAskSaveFile([&](const parts::prompts::SaveQuestion &question) {
            proposed = question.fileName;
            return path;
        });
        trigger("actionExportCsv");
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        QVERIFY(proposed.startsWith(QStringLiteral("Demo")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        const query::Table &shown = page()->answer()->table;
        for (qsizetype row = 0; row < shown.rowCount(); ++row) {
            const QString amount = query::valueText(shown.at(row, shown.columnOf(u"sum(totalCost)")));
            QVERIFY2(text.contains(amount), qPrintable(amount));
        }
    }

    void cancelEndsTheSyncAndKeepsTheWindow()
    {
        openDemo();
        QSignalSpy finished(m_window->workspace(), &sync::Workspace::syncFinished);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace()->isSyncing(), patience);
        trigger("actionCancelSync");
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->workspace()->isSyncing(), patience);
        QCOMPARE(finished.count(), 1);
        QVERIFY(m_window->findChild<QAction *>(QStringLiteral("actionSync"))->isEnabled());
    }

    void closingDuringTheSyncIsClean()
    {
        openDemo();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace()->isSyncing(), patience);
        QVERIFY(m_window->close());
        m_window.reset();
        QVERIFY(QFile::exists(m_folder->filePath(QStringLiteral("window.ini"))));
    }

    void theKeyboardAlone()
    {
        QTest::keyClick(m_window->findChild<QWidget *>(QStringLiteral("exploreDemo")), Qt::Key_Tab);
        openDemo();
        settle();
        table()->setFocus();
        table()->setCurrentIndex(table()->model()->index(0, 0));
        QTest::keyClick(table(), Qt::Key_Return);
        settle();
        QCOMPARE(page()->query().dataSet, core::DataSet::Analytics);
        table()->selectAll();
        trigger("actionCopyWithHeaders");
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("Service")));
    }

    void theThemeIsRemembered_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<bool>("isDark");
        QTest::newRow("dark") << "dark" << true;
        QTest::newRow("light") << "light" << false;
    }
    void theThemeIsRemembered()
    {
        QFETCH(QString, theme);
        QFETCH(bool, isDark);
        const QString file = m_folder->filePath(QStringLiteral("window.ini"));
        window::WindowState(file).setValue(QStringLiteral("theme"), theme);
        m_window = std::make_unique<window::MainWindow>(file);
        m_window->resize(1024, 700);
        m_window->show();
        openDemo();
        settle();
        QCOMPARE(parts::isDark(m_window->palette()), isDark);
        const QImage picture = m_window->grab().toImage();
        QCOMPARE(picture.pixelColor(picture.width() - 20, 180).lightness() < 128, isDark);
        QVERIFY(m_window->width() <= 1024); // nothing forces the window wider
    }

    void everyActionHasATipAndItsOwnKeys()
    {
        QSet<QString> keys;
        for (const QAction *action : m_window->actions()) {
            QVERIFY2(!action->statusTip().isEmpty(), qPrintable(action->objectName()));
            for (const QKeySequence &key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                keys << key.toString();
            }
        }
        QVERIFY(keys.contains(QStringLiteral("Ctrl+Q")));
    }

    void everyControlCanBeNamedAndRemoteTextIsPlain()
    {
        openDemo();
        settle();
        for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
            const bool isOurs =
                button->isVisible() && !button->objectName().startsWith(QStringLiteral("qt_")) &&
                button->parent()->objectName() != QLatin1String("documentTabs") &&
                !button->inherits("QLineEditIconButton") && !button->inherits("QTableCornerButton");
            if (isOurs)
                QVERIFY2(!button->objectName().isEmpty() &&
                             (!button->accessibleName().isEmpty() || !button->text().isEmpty()),
                         qPrintable(button->objectName() + QLatin1String(button->metaObject()->className())));
            QVERIFY2(!Qt::mightBeRichText(button->toolTip()) ||
                         button->toolTip().startsWith(QStringLiteral("<qt>")),
                     qPrintable(button->toolTip()));
        }
        for (const char *name :
             {"currentCrumb", "sentence", "statusCounts", "chartTitle", "activitySummary"}) {
            const auto *label = m_window->findChild<QLabel *>(QString::fromLatin1(name));
            QVERIFY2(label && label->textFormat() == Qt::PlainText, name);
        }
    }

    void aVanishedScreenIsNotRestored_data()
    {
        QTest::addColumn<QRect>("given");
        QTest::addColumn<QRect>("expected");
        QTest::newRow("inside") << QRect(10, 10, 800, 600) << QRect(10, 10, 800, 600);
        QTest::newRow("gone to the right") << QRect(3000, 10, 800, 600) << QRect(1120, 10, 800, 600);
        QTest::newRow("above") << QRect(10, -900, 800, 600) << QRect(10, 0, 800, 600);
        QTest::newRow("too large") << QRect(0, 0, 4000, 3000) << QRect(0, 0, 1920, 1200);
    }
    void aVanishedScreenIsNotRestored()
    {
        QFETCH(QRect, given);
        QTEST(window::clampedTo(given, {QRect(0, 0, 1920, 1200)}), "expected");
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
