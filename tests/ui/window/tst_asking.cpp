// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "../widgetmain.h"
#include "demoservice.h"
#include "filter/timeedit.h"
#include "pages/analysispage.h"
#include "pages/recordspage.h"
#include "pages/startqueries.h"
#include "parts/messagebar.h"
#include "query/filtertext.h"
#include "support/manualclock.h"
#include "window/documents.h"

#include <QAction>
#include <QLabel>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>

using namespace spendglass;
using query::Operator;
using query::Predicate;

/// Questions asked by hand in the real window: what a gesture means is what the store then answers.
class TestAsking : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<sandbox::Host> m_host;
    const std::shared_ptr<std::atomic<bool>> m_isLockedOut = std::make_shared<std::atomic<bool>>(false);
    std::unique_ptr<window::MainWindow> m_window;

    static constexpr int patience = 60'000;

    void openDemo()
    {
        m_host = test::demoService();
        QVERIFY(m_host);
        m_window->setWorkspace(
            test::demoWorkspace(m_host, m_folder->filePath(QStringLiteral("store.duckdb")), m_isLockedOut),
            QStringLiteral("Sample data"), true);
        settle();
    }

    pages::AnalysisPage *page() const
    {
        return qobject_cast<pages::AnalysisPage *>(m_window->documents()->page());
    }
    QTreeView *table() const { return qobject_cast<QTreeView *>(page()->view()); }
    void trigger(const char *name) const { action(name)->trigger(); }
    QAction *action(const char *name) const
    {
        return m_window->findChild<QAction *>(QString::fromLatin1(name));
    }
    parts::MessageBar *messages() const { return page()->findChild<parts::MessageBar *>(); }
    void press(const char *text) const
    {
        for (QToolButton *button : messages()->findChildren<QToolButton *>()) {
            if (button->text() == QLatin1String(text))
                return button->click();
        }
        QFAIL(text);
    }
    bool isQuiet() const { return page() && page()->answer() && m_window->isSettled(); }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), patience); }

    /// Records by service, the two with most of them apart.
    void askForTopServices()
    {
        openDemo();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        query::Query query = pages::dataSetQuery(core::DataSet::Analytics);
        query.columns.clear();
        query.granularity = core::Granularity::None;
        query.measures = {{query::Aggregate::Count, {}}};
        query.tops = {{QStringLiteral("meterCategory"), 2}};
        page()->setQuery(query);
        settle();
    }
    QModelIndex lineOf(const QString &label) const
    {
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            const QModelIndex index = table()->model()->index(row, 0);
            if (index.data().toString() == label)
                return index;
        }
        return {};
    }
    qint64 recordsOfRecordsPage()
    {
        auto *records = qobject_cast<pages::RecordsPage *>(m_window->documents()->page());
        if (!records)
            return -1;
        [&] { QTRY_VERIFY_WITH_TIMEOUT(records->isSettled(), patience); }();
        return qobject_cast<QTableView *>(records->view())->model()->rowCount();
    }

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
        m_window.reset();
        m_host.reset();
        m_folder.reset();
    }

    void othersOpenToWhatTheyAre()
    {
        askForTopServices();
        const QModelIndex others = lineOf(QStringLiteral("Other"));
        QVERIFY(others.isValid());
        QCOMPARE(others.row(), table()->model()->rowCount() - 1);
        const qint64 inOthers = m_window->locale().toLongLong(others.siblingAtColumn(1).data().toString());
        QVERIFY(inOthers > 0);
        const QString largest = table()->model()->index(0, 0).data().toString();
        table()->setCurrentIndex(others);
        page()->drill();
        settle();
        QCOMPARE(page()->answer()->records, inOthers);
        QVERIFY(!lineOf(largest).isValid());
        QCOMPARE(page()->query().where.children.size(), std::size_t(1));
        QVERIFY(page()->query().where.children.front().kind == Predicate::Kind::Not);
        QCOMPARE(page()->query().rows, std::vector<query::FieldId>{QStringLiteral("meterCategory")});
    }

    void everyCellLeadsToItsRecords_data()
    {
        QTest::addColumn<int>("row");
        QTest::newRow("the largest") << 0;
        QTest::newRow("Other") << 2;
    }
    void everyCellLeadsToItsRecords()
    {
        QFETCH(int, row);
        askForTopServices();
        const QModelIndex cell = table()->model()->index(row, 1);
        const qint64 count = m_window->locale().toLongLong(cell.data().toString());
        QVERIFY(count > 0);
        table()->setCurrentIndex(cell);
        trigger("actionShowRecords");
        QCOMPARE(recordsOfRecordsPage(), count);
    }

    void drillingAsksLetterByLetter()
    {
        openDemo();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        const QString service = table()->model()->index(0, 0).data().toString();
        table()->setCurrentIndex(table()->model()->index(0, 0));
        page()->drill();
        settle();
        QVERIFY(page()->query().where == Predicate::all({Predicate::leaf(QStringLiteral("meterCategory"),
                                                                         Operator::IsExactly, {service})}));
        QCOMPARE(page()->query().rows, std::vector<query::FieldId>{QStringLiteral("meterSubcategory")});
        QCOMPARE(query::problems(page()->query()), QStringList());
    }

    /// It neither counts there nor gets in the way, and the page says so.
    void pinnedFiltersFollow()
    {
        openDemo();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        query::Query query = page()->query();
        query.where = Predicate::all(
            {Predicate::leaf(QStringLiteral("meterCategory"), Operator::IsNot, {QStringLiteral("Storage")})});
        query.where.children.front().isPinned = true;
        page()->setQuery(query);
        settle();
        m_window->documents()->openDataSet(core::DataSet::Summary);
        settle();
        QVERIFY(page()->query().where == query.where);
        QCOMPARE(page()->answer()->remarks.size(), 1);
        QVERIFY(page()->answer()->records > 0);
    }

    void aComparisonShowsItsDifference()
    {
        openDemo();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        query::Query query = page()->query();
        query.columns.clear();
        query.granularity = core::Granularity::None;
        query = filter::withPeriod(query, {query::RelativeDays::Unit::Day, 14, false});
        query = filter::withComparison(query, query::Comparison());
        page()->setQuery(query);
        settle();
        QVERIFY(!page()->answer()->query.from); // still relative: what it meant stands beside it
        QVERIFY(page()->answer()->resolved.from.has_value());
        bool hasDifference = false;
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            const QString last =
                table()->model()->index(row, table()->model()->columnCount() - 1).data().toString();
            hasDifference |= last.startsWith(QChar(0x25B2)) || last.startsWith(QChar(0x25BC));
        }
        QVERIFY(hasDifference);
        QVERIFY(page()
                    ->findChild<QLabel *>(QStringLiteral("sentence"))
                    ->text()
                    .contains(QLatin1String("last 14 days, compared with the previous period")));
    }

    void theServiceItselfIsAsked()
    {
        openDemo();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        const query::AnswerPtr kept = page()->answer();
        table()->setCurrentIndex(table()->model()->index(0, 0));
        QVERIFY(action("actionShowRecords")->isEnabled());
        trigger("actionAskService");
        QVERIFY(messages()->isVisible()); // that it is being asked
        QTRY_VERIFY_WITH_TIMEOUT(!page()->answer()->remotePart.isEmpty(), patience);
        QVERIFY(page()->answer()->table.cells == kept->table.cells);
        QCOMPARE(messages()->text(), page()->answer()->remotePart);
        table()->setCurrentIndex(table()->model()->index(0, 0));
        QVERIFY(!action("actionShowRecords")->isEnabled()); // nothing of it is kept
        const query::AnswerPtr above = page()->answer();
        page()->drill();
        QTRY_VERIFY_WITH_TIMEOUT(page()->answer() != above, patience);
        QVERIFY(page()->canGoUp() && !page()->answer()->remotePart.isEmpty());
        page()->followSavedFilters({{QStringLiteral("Gone"), Predicate()}}); // none that it names
        QVERIFY(page()->isSettled());

        m_window->documents()->openDataSet(core::DataSet::Utilization);
        settle();
        QVERIFY(!action("actionAskService")->isEnabled() && !action("actionAskService")->isChecked());
        m_window->documents()->setCurrentIndex(m_window->documents()->currentIndex() - 1);
        QVERIFY(action("actionAskService")->isEnabled() && action("actionAskService")->isChecked());
        trigger("actionAskService");
        settle();
        QVERIFY(page()->answer()->remotePart.isEmpty());
    }

    void aQuestionToTheServiceIsWithdrawn()
    {
        openDemo();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        const query::AnswerPtr kept = page()->answer();
        trigger("actionAskService");
        press("Cancel");
        QTRY_VERIFY_WITH_TIMEOUT(messages()->text().contains(QStringLiteral("cancelled")), patience);
        QCOMPARE(page()->answer(), kept);
        press("Use what is kept");
        settle();
        QVERIFY(!action("actionAskService")->isChecked());
        QVERIFY(!messages()->text().contains(QStringLiteral("cancelled")));
        QVERIFY(page()->answer()->remotePart.isEmpty());
    }

    /// The old numbers stay, but never as those of the new question.
    void aQuestionToTheServiceFails()
    {
        openDemo();
        m_window->documents()->openDataSet(core::DataSet::Analytics);
        settle();
        trigger("actionAskService");
        QTRY_VERIFY_WITH_TIMEOUT(!page()->answer()->remotePart.isEmpty(), patience);
        const query::AnswerPtr before = page()->answer();
        *m_isLockedOut = true;
        query::Query other = page()->query();
        other.measures = {{query::Aggregate::Count, {}}};
        page()->setQuery(other);
        const QString stale = QStringLiteral("What you see answers the question before.");
        QTRY_VERIFY_WITH_TIMEOUT(messages()->text().contains(stale), patience);
        QCOMPARE(page()->answer(), before);
        QVERIFY(!action("actionShowRecords")->isEnabled());
        press("Use what is kept");
        QTRY_VERIFY_WITH_TIMEOUT(page()->answer() != before, patience);
        QVERIFY(page()->answer()->remotePart.isEmpty() && !messages()->text().contains(stale));
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestAsking)
#include "tst_asking.moc"
