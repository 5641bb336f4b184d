// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/activitymodel.h"
#include "models/navigatormodel.h"
#include "models/recordsmodel.h"
#include "models/roles.h"
#include "support/testmain.h"

#include <QAbstractItemModelTester>
#include <QObject>
#include <QSignalSpy>

using namespace spendglass;
using Mode = QAbstractItemModelTester::FailureReportingMode;

class TestListModels : public QObject
{
    Q_OBJECT

    static std::shared_ptr<const query::Table> block(qint64 first, qint64 count)
    {
        auto table = std::make_shared<query::Table>();
        table->columns = {
            {QStringLiteral("customerName"), query::FieldType::Text, query::FieldRole::Dimension},
            {QStringLiteral("meterUnit"), query::FieldType::Text, query::FieldRole::Dimension},
            {QStringLiteral("quantity"), query::FieldType::Number, query::FieldRole::Measure}};
        for (qint64 i = first; i < first + count; ++i) {
            table->cells.push_back(QStringLiteral("Customer %1").arg(i));
            table->cells.push_back(QStringLiteral("GB"));
            table->cells.push_back(core::Decimal::fromInteger(i));
        }
        return table;
    }

private Q_SLOTS:
    void recordsArriveInBlocks()
    {
        models::RecordsModel model;
        const QAbstractItemModelTester tester(&model, Mode::Fatal);
        QSignalSpy wanted(&model, &models::RecordsModel::blockWanted);
        model.reset(core::DataSet::Analytics, 100'000);
        model.setBlock(0, block(0, 128));
        wanted.clear();
        QCOMPARE(model.rowCount(), 100'000);
        QCOMPARE(model.index(5, 0).data().toString(), QStringLiteral("Customer 5"));
        QCOMPARE(model.index(5, 2).data(Qt::AccessibleTextRole).toString(), QStringLiteral("5.00 GB"));
        QCOMPARE(wanted.count(), 0);
        QCOMPARE(model.index(99'999, 0).data().toString(), QStringLiteral("…"));
        QCOMPARE(model.index(99'990, 0).data().toString(), QStringLiteral("…"));
        QCOMPARE(wanted.count(), 1); // asked for once, however often it is looked at
        QCOMPARE(wanted.first().at(0).toLongLong(), 99'968);
        QCOMPARE(wanted.first().at(1).toLongLong(), 32);
        model.forgetBlock(99'968);
        QCOMPARE(model.index(99'999, 0).data().toString(), QStringLiteral("…"));
        QCOMPARE(wanted.count(), 2);
    }

    void recordsKeepNoMoreThanTheirCache()
    {
        models::RecordsModel model;
        QSignalSpy wanted(&model, &models::RecordsModel::blockWanted);
        model.reset(core::DataSet::Analytics, 128 * 200);
        for (qint64 i = 0; i < 200; ++i)
            model.setBlock(i * 128, block(i * 128, 128));
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("…"));
        QCOMPARE(model.index(199 * 128, 0).data().toString(), QStringLiteral("Customer 25472"));
        QVERIFY(wanted.count() >= 1);
    }

    void navigatorHoldsOddNamesApart()
    {
        models::NavigatorModel model;
        const QAbstractItemModelTester tester(&model, Mode::Fatal);
        model.setCustomers({{QStringLiteral("1111"), QStringLiteral("A & <b>B</b>"), true, false},
                            {QStringLiteral("aaaa2222"), QStringLiteral("Twin"), true, false},
                            {QStringLiteral("bbbb3333"), QStringLiteral("Twin"), false, true},
                            {QStringLiteral("4444"), QStringLiteral("株式会社"), true, true}});
        const QModelIndex customers = model.index(3, 0);
        QCOMPARE(model.rowCount(customers), 4);
        QCOMPARE(model.index(0, 0, customers).data().toString(), QStringLiteral("A & <b>B</b>"));
        QCOMPARE(model.index(1, 0, customers).data().toString(), QStringLiteral("Twin"));
        QCOMPARE(model.index(2, 0, customers).data().toString(), QStringLiteral("Twin (3333)"));
        QCOMPARE(model.index(3, 0, customers).data(models::IdRole).toString(), QStringLiteral("4444"));
        QCOMPARE(model.rowCount(model.index(1, 0)), int(core::allDataSets.size()));
        QVERIFY(!(model.flags(customers) & Qt::ItemIsSelectable));
        model.setCustomers({});
        QCOMPARE(model.rowCount(customers), 0);
    }

    void navigatorStaysInPlaceWhenTheSameCustomersComeAgain()
    {
        models::NavigatorModel model;
        const QAbstractItemModelTester tester(&model, Mode::Fatal);
        const std::vector<sync::CustomerEntry> before{{QStringLiteral("aaaa2222"), QStringLiteral("Twin")},
                                                      {QStringLiteral("bbbb3333"), QStringLiteral("Twin")}};
        model.setCustomers(before);
        const QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        std::vector<sync::CustomerEntry> after = before;
        after[1].hasLegacy = true;
        model.setCustomers(after);
        QCOMPARE(removed.count(), 0);
        QCOMPARE(changed.count(), 1);
        const QModelIndex twin = model.index(1, 0, model.index(3, 0));
        QCOMPARE(twin.data(Qt::ToolTipRole).toString(), QStringLiteral("Legacy subscriptions"));
        after[1].name = QStringLiteral("Other");
        model.setCustomers(after);
        QCOMPARE(removed.count(), 1);
    }

    void navigatorListsViewsUnderTheirHeading()
    {
        models::NavigatorModel model;
        const QAbstractItemModelTester tester(&model, Mode::Fatal);
        const QModelIndex heading = model.viewsIndex();
        model.setViews({{QStringLiteral("none yet"), models::NavigatorModel::Hint, {}}});
        QVERIFY(!(model.flags(model.index(0, 0, heading)) & Qt::ItemIsSelectable));
        const std::vector<models::NavigatorModel::ViewLine> lines{
            {QStringLiteral("A"), models::NavigatorModel::View, QStringLiteral("<b>cost</b>")},
            {QStringLiteral("A"), models::NavigatorModel::SavedFilter, {}}};
        model.setViews(lines);
        QCOMPARE(model.rowCount(heading), 2);
        const QModelIndex view = model.index(0, 0, heading);
        QVERIFY(model.flags(view) & Qt::ItemIsSelectable);
        QVERIFY(!view.data(Qt::ToolTipRole).toString().contains(QLatin1String("<b>")));
        QCOMPARE(model.index(1, 0, heading).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("Saved filter A"));
        const QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.setViews(lines);
        QCOMPARE(removed.count(), 0); // a view keeps its place
    }

    void activityGrowsShrinksAndTellsStates()
    {
        models::ActivityModel model;
        const QAbstractItemModelTester tester(&model, Mode::Fatal);
        sync::Progress progress;
        for (int state = 0; state <= int(sync::TaskState::Cancelled); ++state) {
            sync::Activity activity;
            activity.state = sync::TaskState(state);
            activity.windowsPlanned = 4;
            activity.windowsDone = 1;
            progress.activities.push_back(activity);
        }
        model.setProgress(progress);
        QCOMPARE(model.rowCount(), int(sync::TaskState::Cancelled) + 1);
        QSet<QString> states;
        for (int row = 0; row < model.rowCount(); ++row)
            states << model.index(row, models::ActivityModel::State).data().toString();
        QCOMPARE(states.size(), model.rowCount());
        QCOMPARE(model.index(0, models::ActivityModel::Progress).data().toString(), QStringLiteral("1 of 4"));
        QCOMPARE(model.index(0, 0).data(models::FractionRole).toInt(), 25);
        model.setProgress({});
        QCOMPARE(model.rowCount(), 0);
    }
};

SPENDGLASS_TEST_MAIN(TestListModels)
#include "tst_listmodels.moc"
