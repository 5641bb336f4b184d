// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "../widgetmain.h"
#include "demoservice.h"
#include "filter/chip.h"
#include "filter/filterbar.h"
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
#include "window/shippedviews.h"

#include <QAction>
#include <QCompleter>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPlainTextEdit>
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
    QModelIndex group() const { return tree()->model()->index(2, 0); }
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
        pick("viewMenu", menuText);
    }
    void choosePill(const QString &menuText) const
    {
        Q_EMIT seen<filter::Chip>("filterPill0")->menuRequested({});
        pick("filterMenu", menuText);
    }
    void pick(const char *menuName, const QString &text) const
    {
        auto *menu = seen<QMenu>(menuName);
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text().remove(u'&') == text) {
                menu->close();
                return action->trigger();
            }
        }
        QFAIL(qPrintable(text));
    }
    void activate() const
    {
        QEvent activated(QEvent::WindowActivate);
        QCoreApplication::sendEvent(m_window.get(), &activated);
    }
    void filterBy(const Predicate &filter)
    {
        query::Query query = page()->query();
        query.where = Predicate::all({filter});
        page()->setQuery(query);
        settle();
    }
    static Predicate withoutStorage()
    {
        return Predicate::leaf(QStringLiteral("meterCategory"), Operator::IsNot, {QStringLiteral("Storage")});
    }
    SavedView viewOf(const QString &name, std::optional<query::RelativeDays> period = {}) const
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
        QVERIFY(views().save(
            viewOf(QStringLiteral("Other"), query::RelativeDays{query::RelativeDays::Unit::Day, 7})));
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
        QVERIFY(views().save(
            viewOf(QStringLiteral("A"), query::RelativeDays{query::RelativeDays::Unit::Day, 14})));
        activate(); // another program wrote them
        QCOMPARE(lines(NavigatorModel::View), (QStringList{QStringLiteral("A"), QStringLiteral("b")}));
        QCOMPARE(lines(NavigatorModel::Hint), QStringList());
        const int tabs = m_window->documents()->count();
        Q_EMIT tree()->activated(line(NavigatorModel::View, QStringLiteral("A")));
        settle();
        QCOMPARE(tab(), QStringLiteral("A"));
        QVERIFY(page()->query() ==
                *viewOf({}, query::RelativeDays{query::RelativeDays::Unit::Day, 14}).query);
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

    void renamingKeepsTheTab()
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
        QCOMPARE(proposed, QStringLiteral("A_B.json"));
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

    void aPillIsSavedAndBecomesAReference()
    {
        openDemo();
        filterBy(withoutStorage());
        const qint64 records = page()->answer()->records;
        QVERIFY(records > 0 && records < page()->answer()->recordsInAll);
        choosePill(QStringLiteral("Save Filter…"));
        name(QStringLiteral("No storage"));
        settle();
        QVERIFY(page()->query().where == Predicate::all({Predicate::saved(QStringLiteral("No storage"))}));
        QVERIFY(seen<filter::Chip>("filterPill0")->accessibleName().contains(QStringLiteral("★ No storage")));
        QCOMPARE(page()->answer()->records, records);
        QCOMPARE(lines(NavigatorModel::SavedFilter), QStringList{QStringLiteral("No storage")});
        QVERIFY(views().filters()->at(QStringLiteral("No storage")) == withoutStorage());
        choosePill(QStringLiteral("Replace by Its Conditions"));
        settle();
        QVERIFY(page()->query().where == Predicate::all({withoutStorage()}));
        QCOMPARE(page()->answer()->records, records);
    }

    /// The reference stays one on the way down.
    void drillingKeepsTheReference()
    {
        QVERIFY(views().save({QStringLiteral("No storage"), std::nullopt, withoutStorage()}));
        openDemo();
        filterBy(Predicate::saved(QStringLiteral("No storage")));
        QVERIFY(page()->answer()->records < page()->answer()->recordsInAll);
        page()->view()->setCurrentIndex(page()->view()->model()->index(0, 0));
        page()->drill();
        settle();
        QCOMPARE(page()->query().where.children.size(), std::size_t(2));
        QVERIFY(page()->query().where.children[0] == Predicate::saved(QStringLiteral("No storage")));
    }

    void savingAFilterChangesEveryTabThatUsesIt()
    {
        QVERIFY(views().save({QStringLiteral("Some"), std::nullopt, withoutStorage()}));
        SavedView user = viewOf(QStringLiteral("User"));
        user.query->where = Predicate::all({Predicate::saved(QStringLiteral("Some"))});
        QVERIFY(views().save(user));
        openDemo();
        filterBy(Predicate::saved(QStringLiteral("Some")));
        pages::AnalysisPage *first = page();
        const qint64 before = first->answer()->records;
        Q_EMIT tree()->activated(line(NavigatorModel::View, QStringLiteral("User")));
        settle();
        Q_EMIT tree()->clicked(line(NavigatorModel::SavedFilter, QStringLiteral("Some")));
        QVERIFY(!seen<QDialog>("filterDefinition")); // a click may be a slip
        Q_EMIT tree()->activated(line(NavigatorModel::SavedFilter, QStringLiteral("Some")));
        auto *dialog = seen<QDialog>("filterDefinition");
        QVERIFY(dialog);
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("filterUsers"))
                    ->text()
                    .contains(QLatin1String("1 (User)")));
        auto *bar = dialog->findChild<filter::FilterBar *>();
        click("definitionAsText");
        auto *text = dialog->findChild<QPlainTextEdit *>(QStringLiteral("filterText"));
        text->setPlainText(QStringLiteral("filter \"Some\""));
        click("definitionSave");
        QVERIFY(seen<QLabel>("definitionProblem")->text().contains(QLatin1String("itself")));
        bar->setTextMode(true);
        text->setPlainText(QStringLiteral("service = "));
        click("definitionSave");
        QVERIFY(seen<QDialog>("filterDefinition")); // there is a mistake in it
        text->setPlainText(QStringLiteral("service != \"Storage\" and service != \"Virtual Machines\""));
        click("definitionSave");
        QVERIFY(!seen<QDialog>("filterDefinition"));
        settle();
        QTRY_VERIFY_WITH_TIMEOUT(first->isSettled(), patience);
        QVERIFY(first->answer()->records < before);
        QCOMPARE(page()->answer()->records, first->answer()->records);
        QVERIFY(page()->isAsSaved()); // its own file is the same
    }

    void aMissingFilterIsNamed()
    {
        SavedView user = viewOf(QStringLiteral("User"));
        user.query->where = Predicate::all({Predicate::saved(QStringLiteral("Lost"))});
        QVERIFY(views().save(user));
        openDemo();
        Q_EMIT tree()->activated(line(NavigatorModel::View, QStringLiteral("User")));
        QTRY_VERIFY_WITH_TIMEOUT(page()->isSettled(), patience);
        auto *bar = page()->findChild<parts::MessageBar *>(QStringLiteral("pageMessage"));
        QVERIFY(bar->isVisible() && bar->text().contains(QStringLiteral("“Lost”")));
        QVERIFY(!page()->answer() && !page()->exportContent());
        QVERIFY(views().save({QStringLiteral("Lost"), std::nullopt, withoutStorage()}));
        activate(); // it is found again
        settle();
        QVERIFY(page()->answer()->records > 0);
        QVERIFY(!bar->isVisible());
    }

    void theBarOffersSavedFilters()
    {
        QVERIFY(views().save({QStringLiteral("A & B"), std::nullopt, withoutStorage()}));
        openDemo();
        auto *menu = page()->findChild<QMenu *>(QStringLiteral("savedFilters"));
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 1);
        QCOMPARE(menu->actions().front()->text(), QStringLiteral("★ A && B"));
        menu->actions().front()->trigger();
        settle();
        QVERIFY(page()->query().where == Predicate::all({Predicate::saved(QStringLiteral("A & B"))}));
        trigger("filterTextMode");
        auto *text = page()->findChild<QPlainTextEdit *>(QStringLiteral("filterText"));
        text->clear();
        QTest::keyClicks(text, QStringLiteral("filt"));
        const auto *offers = text->findChild<QCompleter *>()->popup();
        QCOMPARE(offers->model()->index(0, 0).data().toString(), QStringLiteral("filter \"A & B\" — A & B"));
    }

    void deletingAFilterTellsWhoUsesIt()
    {
        QVERIFY(views().save({QStringLiteral("Inner"), std::nullopt, withoutStorage()}));
        QVERIFY(
            views().save({QStringLiteral("Outer"), std::nullopt, Predicate::saved(QStringLiteral("Inner"))}));
        SavedView user = viewOf(QStringLiteral("User"));
        user.query->where = Predicate::all({Predicate::saved(QStringLiteral("Outer"))});
        QVERIFY(views().save(user));
        openDemo();
        choose(QStringLiteral("Delete…"), line(NavigatorModel::SavedFilter, QStringLiteral("Inner")));
        QVERIFY(seen<QMessageBox>("questionBox")->text().endsWith(QLatin1String(": Outer, User")));
    }

    void shippedViewsAreGoodDocuments()
    {
        QCOMPARE(window::shippedViews().size(), std::size_t(QDir(QStringLiteral(":/views")).count()));
        for (const QFileInfo &info : QDir(QStringLiteral(":/views")).entryInfoList()) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray document = file.readAll();
            const auto view = query::viewFromDocument(document);
            QVERIFY(view && view->unknown.isEmpty() && view->query->unknown.isEmpty());
            QCOMPARE(query::toDocument(*view), document);
            QCOMPARE(query::problems(*view->query), QStringList());
        }
    }

    void shippedViewsAnswer_data()
    {
        QTest::addColumn<QString>("name");
        for (const SavedView &view : window::shippedViews())
            QTest::newRow(qUtf8Printable(view.name)) << view.name;
    }
    void shippedViewsAnswer()
    {
        QFETCH(QString, name);
        openDemo();
        const QModelIndex shipped = line(NavigatorModel::ShippedView, name);
        Q_EMIT tree()->activated(shipped);
        settle();
        QCOMPARE(tab(), name);
        QVERIFY(page()->answer()->records > 0);
        trigger("actionSaveView"); // what is shipped stays as it is: an own one is made
        QCOMPARE(seen<QLineEdit>("newName")->text(), name);
        click("nameOk");
        QCOMPARE(lines(NavigatorModel::View), QStringList{name});
        QVERIFY(page()->openView() && !page()->openView()->isShipped);
        Q_EMIT tree()->activated(line(NavigatorModel::ShippedView, name));
        QVERIFY(page()->openView()->isShipped);
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestViews)
#include "tst_views.moc"
