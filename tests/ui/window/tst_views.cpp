// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "../widgetmain.h"
#include "demoservice.h"
#include "filter/timeedit.h"
#include "models/navigatormodel.h"
#include "models/roles.h"
#include "pages/analysispage.h"
#include "pages/startqueries.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"
#include "support/manualclock.h"
#include "window/documents.h"
#include "window/navigator.h"

#include <QAction>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeView>

using namespace spendglass;
using models::NavigatorModel;
using query::Operator;
using query::Predicate;
using query::SavedView;

/// Saved views in the real window, with their files.
class TestViews : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<sandbox::Host> m_host;
    std::unique_ptr<window::MainWindow> m_window;

    static constexpr int patience = 60'000;

    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    query::ViewFolder views() const { return query::ViewFolder(path("views")); }

    /// The window over the sample data, with a data set's tab in front.
    void openDemo()
    {
        m_window->setViews(views());
        m_host = test::demoService();
        QVERIFY(m_host);
        m_window->setWorkspace(test::demoWorkspace(m_host, path("store.duckdb")),
                               QStringLiteral("Sample data"), true);
        settle();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
    }
    pages::AnalysisPage *page() const
    {
        return qobject_cast<pages::AnalysisPage *>(m_window->documents()->page());
    }
    bool isQuiet() const { return page() && page()->answer() && m_window->isSettled(); }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), patience); }

    QString tab() const { return m_window->documents()->tabText(m_window->documents()->currentIndex()); }
    void trigger(const char *name) const
    {
        m_window->findChild<QAction *>(QString::fromLatin1(name))->trigger();
    }
    template <class T>
    T *seen(const char *name) const
    {
        for (T *widget : m_window->findChildren<T *>(QString::fromLatin1(name))) {
            if (widget->isVisible())
                return widget;
        }
        return nullptr;
    }
    void click(const char *name) const
    {
        auto *button = seen<QPushButton>(name);
        QVERIFY2(button, name);
        button->click();
    }
    void name(const QString &text) const
    {
        auto *edit = seen<QLineEdit>("newName");
        QVERIFY(edit);
        edit->setText(text);
        click("nameOk");
    }
    void saveAs(const QString &text) const
    {
        trigger("actionSaveViewAs");
        name(text);
    }
    QString message() const
    {
        auto *bar = seen<parts::MessageBar>("messageBar");
        return bar ? bar->text() : QString();
    }

    QTreeView *tree() const { return m_window->findChild<QTreeView *>(QStringLiteral("navigatorTree")); }
    QModelIndex group() const { return tree()->model()->index(3, 0); }
    QStringList lines(int kind) const
    {
        QStringList names;
        for (int row = 0; row < tree()->model()->rowCount(group()); ++row) {
            const QModelIndex line = tree()->model()->index(row, 0, group());
            if (line.data(models::KindRole).toInt() == kind)
                names << line.data().toString();
        }
        return names;
    }
    QModelIndex line(int kind, const QString &text) const
    {
        for (int row = 0; row < tree()->model()->rowCount(group()); ++row) {
            const QModelIndex line = tree()->model()->index(row, 0, group());
            if (line.data(models::KindRole).toInt() == kind && line.data().toString() == text)
                return line;
        }
        return {};
    }
    void choose(const QString &menuText, const QModelIndex &index) const
    {
        Q_EMIT tree()->customContextMenuRequested(tree()->visualRect(index).center());
        auto *menu = seen<QMenu>("viewMenu");
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text().remove(u'&') == menuText) {
                menu->close();
                return action->trigger();
            }
        }
        QFAIL(qPrintable(menuText));
    }
    SavedView viewOf(const QString &name, query::RelativeDays period = {}) const
    {
        query::Query query = pages::dataSetQuery(core::DataSet::Analytics);
        query.period = period;
        return {name, query, std::nullopt};
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<window::MainWindow>(path("window.ini"));
        m_window->resize(1280, 800);
        m_window->show();
    }
    void cleanup()
    {
        parts::prompts::replaceMessage({});
        parts::prompts::replaceAskOpenFile({});
        parts::prompts::replaceAskSaveFile({});
        m_window.reset();
        m_host.reset();
        m_folder.reset();
    }

    void saveKeepsTheQuestionUnderItsName()
    {
        openDemo();
        page()->setQuery(filter::withPeriod(page()->query(), {query::RelativeDays::Unit::Month, 3, true}));
        trigger("actionSaveView");
        QVERIFY(seen<QLineEdit>("newName")->text().contains(QLatin1String("last 3 full months")));
        name(QStringLiteral("  "));
        QVERIFY(seen<QLabel>("newNameProblem"));
        name(QStringLiteral("Services & months"));
        QCOMPARE(tab(), QStringLiteral("Services && months"));
        const auto kept = views().find(QStringLiteral("Services & months"));
        QVERIFY(kept);
        QVERIFY(kept->query == page()->query());
        QVERIFY(kept->query->period && !kept->query->from); // it moves on
        QCOMPARE(lines(NavigatorModel::View), QStringList{QStringLiteral("Services & months")});
    }

    void aChangedQuestionIsMarkedUntilItIsSaved()
    {
        openDemo();
        saveAs(QStringLiteral("Mine"));
        const query::Query before = page()->query();
        page()->view()->setCurrentIndex(page()->view()->model()->index(0, 0));
        page()->drill();
        settle();
        QCOMPARE(tab(), QStringLiteral("Mine •"));
        QVERIFY(views().find(QStringLiteral("Mine"))->query == before); // drilling alters no view
        page()->goBack();
        QCOMPARE(tab(), QStringLiteral("Mine"));
        page()->goForward();
        trigger("actionSaveView");
        QVERIFY(!seen<QLineEdit>("newName")); // it has its name
        QCOMPARE(tab(), QStringLiteral("Mine"));
        QVERIFY(views().find(QStringLiteral("Mine"))->query == page()->query());
    }

    void anotherViewIsReplacedOnlyAfterAQuestion()
    {
        QVERIFY(views().save(viewOf(QStringLiteral("Other"), {query::RelativeDays::Unit::Day, 7})));
        openDemo();
        saveAs(QStringLiteral("other"));
        const auto *question = seen<QMessageBox>("questionBox");
        QVERIFY(question && question->text().contains(QStringLiteral("“Other”")));
        QVERIFY(views().find(QStringLiteral("Other"))->query != page()->query());
        QVERIFY(seen<QLineEdit>("newName")); // to think of another name
        click("questionYes");
        QVERIFY(views().find(QStringLiteral("other"))->query == page()->query());
        QCOMPARE(tab(), QStringLiteral("other"));
        QCOMPARE(lines(NavigatorModel::View), QStringList{QStringLiteral("other")});
    }

    void theListOpensEachViewOnce()
    {
        openDemo();
        QCOMPARE(lines(NavigatorModel::View), QStringList());
        QCOMPARE(lines(NavigatorModel::Hint), QStringList{QStringLiteral("Ctrl+S saves what you see")});
        QVERIFY(views().save(viewOf(QStringLiteral("b"))));
        QVERIFY(views().save(viewOf(QStringLiteral("A"), {query::RelativeDays::Unit::Day, 14})));
        QEvent activated(QEvent::WindowActivate);
        QCoreApplication::sendEvent(m_window.get(), &activated); // another program wrote them
        QCOMPARE(lines(NavigatorModel::View), (QStringList{QStringLiteral("A"), QStringLiteral("b")}));
        QCOMPARE(lines(NavigatorModel::Hint), QStringList());
        const int tabs = m_window->documents()->count();
        Q_EMIT tree()->activated(line(NavigatorModel::View, QStringLiteral("A")));
        settle();
        QCOMPARE(tab(), QStringLiteral("A"));
        QVERIFY(page()->query() == *viewOf({}, {query::RelativeDays::Unit::Day, 14}).query);
        m_window->documents()->openPortfolio();
        Q_EMIT tree()->clicked(line(NavigatorModel::View, QStringLiteral("A")));
        QCOMPARE(tab(), QStringLiteral("A"));
        QCOMPARE(m_window->documents()->count(), tabs + 1);
    }

    void theGroupFoldsAndStaysFolded()
    {
        openDemo();
        QVERIFY(tree()->isExpanded(group()));
        Q_EMIT tree()->clicked(group());
        QVERIFY(!tree()->isExpanded(group()));
        saveAs(QStringLiteral("New"));
        QVERIFY(!tree()->isExpanded(group()));
        Q_EMIT tree()->clicked(group());
        QVERIFY(tree()->isExpanded(group()));
    }

    void renamingKeepsTheTabAndTheFile()
    {
        openDemo();
        saveAs(QStringLiteral("Before"));
        choose(QStringLiteral("Rename…"), line(NavigatorModel::View, QStringLiteral("Before")));
        name(QStringLiteral("After"));
        QCOMPARE(lines(NavigatorModel::View), QStringList{QStringLiteral("After")});
        QCOMPARE(tab(), QStringLiteral("After"));
        QVERIFY(!views().find(QStringLiteral("Before")));
    }

    void deletingAsksAndNames()
    {
        openDemo();
        saveAs(QStringLiteral("Gone"));
        choose(QStringLiteral("Delete…"), line(NavigatorModel::View, QStringLiteral("Gone")));
        QVERIFY(seen<QMessageBox>("questionBox")->text().contains(QStringLiteral("“Gone”")));
        QVERIFY(views().find(QStringLiteral("Gone")));
        click("questionYes");
        QVERIFY(!views().find(QStringLiteral("Gone")));
        QCOMPARE(lines(NavigatorModel::View), QStringList());
        QVERIFY(page()); // what it asks is still there
        QVERIFY(tab() != QStringLiteral("Gone"));
    }

    void viewsGoOutAndIn()
    {
        openDemo();
        saveAs(QStringLiteral("A/B"));
        QString proposed;
        parts::prompts::replaceAskSaveFile([&](const auto &question) {
            proposed = question.fileName;
            return path("out.json");
        });
        choose(QStringLiteral("Export to a File…"), line(NavigatorModel::View, QStringLiteral("A/B")));
        QCOMPARE(proposed, QStringLiteral("A-B.json"));
        QVERIFY(views().remove(QStringLiteral("A/B")));
        parts::prompts::replaceAskOpenFile([&](const auto &) { return path("out.json"); });
        choose(QStringLiteral("Import from a File…"), group());
        QVERIFY(views().find(QStringLiteral("A/B")));
        QCOMPARE(lines(NavigatorModel::View), QStringList{QStringLiteral("A/B")});
        QVERIFY(message().contains(QStringLiteral("“A/B”")));
        choose(QStringLiteral("Import from a File…"), group()); // again: it is there
        QVERIFY(seen<QMessageBox>("questionBox")->text().contains(QStringLiteral("“A/B”")));
    }

    void whatIsNoViewIsSaidOnce()
    {
        QVERIFY(views().save(viewOf(QStringLiteral("Good"))));
        QFile file(path("views/notes: old.json"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{}") == 2);
        file.close();
        openDemo();
        QCOMPARE(lines(NavigatorModel::View), QStringList{QStringLiteral("Good")});
        QVERIFY(message().endsWith(QLatin1String(": notes: old.json")));
        seen<parts::MessageBar>("messageBar")->hide();
        saveAs(QStringLiteral("Another")); // reads the folder again
        QCOMPARE(message(), QString());
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestViews)
#include "tst_views.moc"
