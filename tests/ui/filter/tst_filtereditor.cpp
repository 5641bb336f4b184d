// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filtereditor.h"

#include "filter/facetdelegate.h"
#include "filter/fieldlist.h"
#include "filter/filterbar.h"
#include "filter/groupingshelf.h"
#include "filter/pills.h"

#include "fakeworkspace.h"
#include "filtertest.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDateEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

#include <memory>

namespace spendglass::filter {

using query::Operator;
using query::Query;

class FilterEditorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void makesAFilterByKeys();
    void changesAPillByKeys();
    void leavesAllOnEscape();
    void asksUnderTheOtherFilters();
    void countsWhatIsLeft();
    void keepsTicksOverASearch();
    void ticksAllNoneAndInvert();
    void tellsItsStates();
    void refusesAmbiguousNumbers();
    void asksForARange();
    void asksForDays();
    void keepsInstantsWhole();
    void keepsValuesBetweenLikeOperators();
    void asksForAMovingPeriod();
    void asksForARank();
    void saysWhatIsWrongWithAPattern();
    void asksForNoValueWithAReason();
    void keepsNameAndPinOfAPill();
    void tellsHowManyValuesThereAre();
    void listsFieldsInGroups();
    void offersTheTagsThatRecordsHave();
    void showsTwoAmountsAtMost();
    void namesEveryControl();

private:
    FilterEditor *editor() const { return m_bar->window()->findChild<FilterEditor *>(); }
    template <class T>
    T *find(const char *name) const
    {
        return editor()->findChild<T *>(QLatin1String(name));
    }
    void press(QWidget *widget, int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(widget, Qt::Key(key), modifiers);
    }
    void choose(Operator op)
    {
        auto *combo = find<QComboBox>("filterOperator");
        combo->setCurrentIndex(combo->findData(int(op)));
    }
    QString preview() const { return find<QLabel>("filterPreview")->text(); }
    bool canApply() const { return find<QPushButton>("filterApply")->isEnabled(); }
    query::Condition last() const { return m_bar->query().where.children.back().condition; }

    std::unique_ptr<sync::Workspace> m_workspace;
    std::unique_ptr<FilterBar> m_bar;
    std::unique_ptr<QSignalSpy> m_said;
};

namespace {

query::Facet facet(const char *value, qint64 records)
{
    query::Facet made;
    made.value = QString::fromUtf8(value);
    made.records = records;
    made.amounts.emplace_back(QStringLiteral("EUR"), core::Decimal::fromInteger(records));
    return made;
}

} // namespace

void FilterEditorTest::init()
{
    fakeAnswers() = {};
    fakeAnswers().facets = {facet("Storage", 40), facet("Backup & <b>more</b>", 30), facet("DNS", 20)};
    m_workspace = std::make_unique<sync::Workspace>(QString(), sync::Connection(), nullptr);
    m_bar = std::make_unique<FilterBar>(m_workspace.get(), std::make_shared<FixedClock>("2026-11-20"));
    m_bar->resize(1000, 600);
    m_bar->setEditorEmbedded(true);
    m_bar->setQuery(sampleQuery());
    m_said = std::make_unique<QSignalSpy>(m_bar.get(), &FilterBar::queryChanged);
    m_bar->show();
    m_bar->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_bar.get()));
}

void FilterEditorTest::cleanup()
{
    m_said.reset();
    m_bar.reset();
    m_workspace.reset();
}

void FilterEditorTest::makesAFilterByKeys()
{
    m_bar->openEditor({});
    auto *search = find<QLineEdit>("fieldSearch");
    QVERIFY(search->hasFocus());
    QTest::keyClicks(search, QStringLiteral("service"));
    press(search, Qt::Key_Return);
    QVERIFY(find<QComboBox>("filterOperator")->hasFocus());
    auto *values = find<QLineEdit>("facetSearch");
    values->setFocus();
    press(values, Qt::Key_Down);
    auto *view = find<QListView>("facetView");
    QVERIFY(view->hasFocus());
    QVERIFY(!canApply());
    press(view, Qt::Key_Space);
    press(view, Qt::Key_Down);
    press(view, Qt::Key_Space);
    QVERIFY(canApply());
    press(view, Qt::Key_Return);
    QCOMPARE(m_said->count(), 1);
    QCOMPARE(m_bar->query().where.children.size(), 4u);
    QVERIFY(last() ==
            (query::Condition{QStringLiteral("meterCategory"),
                              Operator::In,
                              {QStringLiteral("Storage"), QStringLiteral("Backup & <b>more</b>")}}));
}

void FilterEditorTest::changesAPillByKeys()
{
    m_bar->openEditorAt(2); // is off, and stays so
    QCOMPARE(find<QListView>("facetView")->model()->rowCount(), 3);
    auto *search = find<QLineEdit>("facetSearch");
    QVERIFY(search->hasFocus());
    press(search, Qt::Key_Down);
    press(find<QListView>("facetView"), Qt::Key_Space);
    choose(Operator::IsNot);
    press(search, Qt::Key_Return);
    QCOMPARE(m_said->count(), 1);
    QCOMPARE(m_bar->query().where.children.size(), 3u);
    QVERIFY(!m_bar->query().where.children.back().isOn);
    QVERIFY(last().op == Operator::NotIn);
    QCOMPARE(last().values, QStringList({QStringLiteral("Storage"), QStringLiteral("westeurope")}));
}

void FilterEditorTest::leavesAllOnEscape()
{
    m_bar->openEditorAt(0);
    press(find<QLineEdit>("facetSearch"), Qt::Key_Down);
    press(find<QListView>("facetView"), Qt::Key_Space);
    press(find<QListView>("facetView"), Qt::Key_Escape);
    QTRY_VERIFY(!editor());
    QCOMPARE(m_said->count(), 0);
    QVERIFY(m_bar->query() == sampleQuery());
    QVERIFY(m_bar->findChild<QWidget *>(QStringLiteral("filterPill0"))->hasFocus());
}

void FilterEditorTest::asksUnderTheOtherFilters()
{
    m_bar->openEditorAt(1);
    QCOMPARE(fakeAnswers().lastFacetField, QStringLiteral("meterCategory"));
    const Query &asked = fakeAnswers().lastFacetQuery;
    QVERIFY(asked.from == sampleQuery().from);
    QVERIFY(asked.measures == sampleQuery().measures);
    QVERIFY(asked.where.children[0] == sampleQuery().where.children[0]);
}

void FilterEditorTest::countsWhatIsLeft()
{
    m_bar->openEditorAt(0);
    QTRY_COMPARE(preview(), QStringLiteral("412 of 98311 records"));
    const Query &asked = fakeAnswers().lastQuestion;
    QVERIFY(asked.rows.empty() && asked.columns.empty() && asked.sort.empty());
    QCOMPARE(asked.measures.size(), 1u);
    QCOMPARE(asked.where.children.size(), 3u);
    fakeAnswers().records = 7;
    press(find<QLineEdit>("facetSearch"), Qt::Key_Down);
    press(find<QListView>("facetView"), Qt::Key_Space);
    QTRY_COMPARE(preview(), QStringLiteral("7 of 98311 records"));
    QVERIFY(fakeAnswers().lastQuestion.where.children.back().condition.op == Operator::In);
}

void FilterEditorTest::keepsTicksOverASearch()
{
    m_bar->openEditor(QStringLiteral("meterCategory"));
    auto *view = find<QListView>("facetView");
    find<QPushButton>("facetAll")->click();
    QTest::keyClicks(find<QLineEdit>("facetSearch"), QStringLiteral("dn"));
    QTRY_COMPARE(view->model()->rowCount(), 1);
    QCOMPARE(fakeAnswers().lastSearch, QStringLiteral("dn"));
    QCOMPARE(editor()->condition().values.size(), 3);
}

void FilterEditorTest::ticksAllNoneAndInvert()
{
    m_bar->openEditor(QStringLiteral("meterCategory"));
    find<QPushButton>("facetAll")->click();
    QCOMPARE(editor()->condition().values.size(), 3);
    QTest::mouseClick(find<QListView>("facetView")->viewport(), Qt::LeftButton, {}, QPoint(60, 10));
    QCOMPARE(editor()->condition().values.size(), 2);
    find<QPushButton>("facetInvert")->click();
    QCOMPARE(editor()->condition().values, QStringList{QStringLiteral("Storage")});
    find<QPushButton>("facetNone")->click();
    QVERIFY(!canApply());
}

void FilterEditorTest::tellsItsStates()
{
    fakeAnswers().isSilent = true;
    m_bar->openEditor(QStringLiteral("meterCategory"));
    QCOMPARE(find<QLabel>("facetState")->text(), QStringLiteral("Loading values …"));
    QVERIFY(!find<QListView>("facetView")->isVisible());
    fakeAnswers() = {};
    m_bar->openEditor(QStringLiteral("meterCategory"));
    QCOMPARE(find<QLabel>("facetState")->text(), QStringLiteral("No record has a value here."));
    QTest::keyClicks(find<QLineEdit>("facetSearch"), QStringLiteral("x"));
    QTRY_COMPARE(find<QLabel>("facetState")->text(), QStringLiteral("No value contains this text."));
}

void FilterEditorTest::refusesAmbiguousNumbers()
{
    m_bar->openEditor(QStringLiteral("quantity"));
    choose(Operator::GreaterOrEqual);
    auto *number = find<QLineEdit>("valueNumber");
    QVERIFY(number->isVisible() && !find<QLineEdit>("valueNumberTo")->isVisible());
    number->setText(QStringLiteral("1,204"));
    QVERIFY(!canApply());
    QVERIFY(preview().contains(QLatin1String("plain numbers")));
    press(number, Qt::Key_Return);
    QCOMPARE(m_said->count(), 0);
    number->setText(QStringLiteral("1204.50"));
    press(number, Qt::Key_Return);
    QCOMPARE(m_said->count(), 1);
    QVERIFY(last() == (query::Condition{QStringLiteral("quantity"),
                                        Operator::GreaterOrEqual,
                                        {QStringLiteral("1204.50")}}));
    QCOMPARE(query::problems(m_bar->query()), QStringList());
}

void FilterEditorTest::asksForARange()
{
    m_bar->openEditor(QStringLiteral("quantity"));
    choose(Operator::Between);
    find<QLineEdit>("valueNumber")->setText(QStringLiteral("5"));
    QVERIFY(!canApply());
    find<QLineEdit>("valueNumberTo")->setText(QStringLiteral("-5"));
    QVERIFY(preview().contains(QLatin1String("larger")));
    find<QLineEdit>("valueNumberTo")->setText(QStringLiteral("10"));
    find<QPushButton>("filterApply")->click();
    QCOMPARE(last().values, QStringList({QStringLiteral("5"), QStringLiteral("10")}));
}

void FilterEditorTest::asksForDays()
{
    m_bar->openEditor(QStringLiteral("usageDate"));
    choose(Operator::Between);
    find<QDateEdit>("valueDate")->setDate(QDate(2026, 11, 21));
    find<QDateEdit>("valueDateTo")->setDate(QDate(2026, 11, 20));
    QVERIFY(!canApply());
    find<QDateEdit>("valueDate")->setDate(QDate(2026, 11, 1));
    find<QPushButton>("filterApply")->click();
    QCOMPARE(last().values, QStringList({QStringLiteral("2026-11-01"), QStringLiteral("2026-11-20")}));
    QCOMPARE(query::problems(m_bar->query()), QStringList());
}

/// Days stand for their instants: none of the last day is cut off.
void FilterEditorTest::keepsInstantsWhole()
{
    Query query = sampleQuery();
    query.dataSet = core::DataSet::Utilization;
    m_bar->setQuery(query);
    m_bar->openEditor(QStringLiteral("usageStart"));
    choose(Operator::Between);
    find<QDateEdit>("valueDate")->setDate(QDate(2026, 11, 1));
    find<QPushButton>("filterApply")->click();
    QCOMPARE(last().values, QStringList({QStringLiteral("2026-11-01T00:00:00Z"),
                                         QStringLiteral("2026-11-20T23:59:59.999999Z")}));
    QCOMPARE(query::problems(m_bar->query()), QStringList());
}

void FilterEditorTest::keepsValuesBetweenLikeOperators()
{
    m_bar->openEditor(QStringLiteral("meterCategory"));
    find<QPushButton>("facetAll")->click();
    choose(Operator::IsNot);
    QCOMPARE(editor()->condition().values.size(), 3);
    choose(Operator::Contains);
    QVERIFY(!canApply());
    auto *text = find<QLineEdit>("valueText");
    text->setText(QStringLiteral("vm"));
    choose(Operator::StartsWith);
    QCOMPARE(editor()->condition().values, QStringList{QStringLiteral("vm")});
    choose(Operator::IsEmpty);
    QVERIFY(canApply());
    QVERIFY(editor()->condition().values.isEmpty());
}

void FilterEditorTest::asksForAMovingPeriod()
{
    m_bar->openEditor(QStringLiteral("usageDate"));
    choose(Operator::Within);
    auto *periods = find<QComboBox>("valuePeriod");
    periods->setCurrentIndex(periods->findText(QStringLiteral("Last 3 full months")));
    QCOMPARE(find<QLabel>("valuePeriodDays")->text(), QStringLiteral("Today: Aug – Oct 2026"));
    QCOMPARE(editor()->condition().values, QStringList{QStringLiteral("last 3 full months")});
    periods->setCurrentIndex(periods->findText(QStringLiteral("Last 7 days")));
    find<QSpinBox>("valueDaysAgo")->setValue(2);
    QCOMPARE(find<QLabel>("valuePeriodDays")->text(), QStringLiteral("Today: 12 – 18 Nov 2026"));
    find<QPushButton>("filterApply")->click();
    QCOMPARE(last().values, QStringList{QStringLiteral("last 7 days starting 2 days ago")});
    QCOMPARE(query::problems(m_bar->query()), QStringList());
    m_bar->openEditorAt(3); // and back into the editor
    QCOMPARE(find<QSpinBox>("valueDaysAgo")->value(), 2);
    QCOMPARE(find<QComboBox>("valuePeriod")->currentText(), QStringLiteral("Last 7 days"));
    choose(Operator::Less);
    choose(Operator::Within); // a day is no period
    QCOMPARE(editor()->condition().values, QStringList{QStringLiteral("last month")});
}

void FilterEditorTest::asksForARank()
{
    m_bar->openEditor(QStringLiteral("customerName"));
    choose(Operator::Top);
    find<QSpinBox>("valueCount")->setValue(5);
    auto *measure = find<QComboBox>("valueMeasure");
    measure->setCurrentIndex(measure->findText(QStringLiteral("Records")));
    find<QPushButton>("filterApply")->click();
    QCOMPARE(last().values, QStringList({QStringLiteral("5"), QStringLiteral("count()")}));
    m_bar->openEditor(QStringLiteral("quantity"));
    choose(Operator::Bottom);
    QVERIFY(!find<QComboBox>("valueMeasure")->isVisible()); // an amount ranks itself
    find<QPushButton>("filterApply")->click();
    QCOMPARE(last().values, QStringList{QStringLiteral("10")});
    QCOMPARE(query::problems(m_bar->query()), QStringList());
}

void FilterEditorTest::saysWhatIsWrongWithAPattern()
{
    m_bar->openEditor(QStringLiteral("meterCategory"));
    choose(Operator::Matches);
    auto *text = find<QLineEdit>("valueText");
    auto *note = find<QLabel>("valueNote");
    QVERIFY(note->text().contains(QLatin1String("regular expression")));
    text->setText(QStringLiteral("vm("));
    QVERIFY(!canApply());
    QVERIFY(note->text().startsWith(QStringLiteral("\u26A0 Not a regular expression")));
    QCOMPARE(preview(), note->text());
    text->setText(QStringLiteral("^vm|sql$"));
    QVERIFY(canApply());
    choose(Operator::Contains); // a text like any other there
    text->setText(QStringLiteral("vm("));
    QVERIFY(canApply());
}

void FilterEditorTest::asksForNoValueWithAReason()
{
    m_bar->openEditor(QStringLiteral("meterCategory"));
    for (const Operator op : {Operator::IsNotReported, Operator::IsNotAvailable, Operator::IsNotEmpty}) {
        choose(op);
        QVERIFY(canApply());
        QVERIFY(editor()->condition().values.isEmpty());
        QVERIFY(editor()->condition().op == op);
    }
    choose(Operator::IsExactly); // the one text that may be empty
    QVERIFY(canApply());
    choose(Operator::IsLike);
    find<QLineEdit>("valueText")->setText(QStringLiteral("- -")); // all of it is passed over
    QVERIFY(!canApply());
    find<QLineEdit>("valueText")->setText(QStringLiteral("v-m"));
    QVERIFY(canApply());
}

void FilterEditorTest::keepsNameAndPinOfAPill()
{
    Query query = sampleQuery();
    query.where.children[0].isPinned = true;
    query.where.children[0].name = QStringLiteral("Mine");
    m_bar->setQuery(query);
    m_bar->openEditorAt(0);
    find<QPushButton>("facetAll")->click();
    find<QPushButton>("filterApply")->click();
    QVERIFY(m_bar->query().where.children[0].isPinned);
    QCOMPARE(m_bar->query().where.children[0].name, QStringLiteral("Mine"));
    QVERIFY(m_bar->query().where.children[0].condition.op == Operator::In);
}

void FilterEditorTest::tellsHowManyValuesThereAre()
{
    m_bar->openEditor(QStringLiteral("meterCategory"));
    QCOMPARE(find<QLabel>("facetCount")->text(), QStringLiteral("Values: 3"));
    fakeAnswers().valueCount = 81234;
    m_bar->openEditor(QStringLiteral("meterCategory"));
    QCOMPARE(find<QLabel>("facetCount")->text(), QStringLiteral("Values: 3 of 81234"));
    const auto *model = find<QListView>("facetView")->model();
    QCOMPARE(FacetDelegate::shareLines(model->index(0, 0)), QStringList{QStringLiteral("44.4 %")});
}

void FilterEditorTest::listsFieldsInGroups()
{
    FieldListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setChoices(filterChoices(sampleQuery()));
    QVERIFY(model.index(0).data(FieldListModel::IdRole).toString().isEmpty());
    QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
    QCOMPARE(model.index(model.firstChoice()).data(FieldListModel::IdRole).toString(),
             QStringLiteral("customerTenantId"));
    const int all = model.rowCount();
    model.setSearch(QStringLiteral("SERVICE"));
    QVERIFY(model.rowCount() > 1 && model.rowCount() < all);
    QVERIFY(model.rowOf(QStringLiteral("meterCategory")) > 0);
    QCOMPARE(model.rowOf(QStringLiteral("resourceLocation")), -1);
    model.setSearch(QStringLiteral("nothing of the kind"));
    QCOMPARE(model.rowCount(), 0);
}

void FilterEditorTest::offersTheTagsThatRecordsHave()
{
    fakeAnswers().familyFields = {QStringLiteral("tag:env"), QStringLiteral("tag:Cost center"),
                                  QStringLiteral("info:vCores")};
    Query question = sampleQuery();
    question.dataSet = core::DataSet::Utilization;
    question.where = query::Predicate::all(
        {query::Predicate::leaf(QStringLiteral("tag:env"), Operator::Is, {QStringLiteral("prod")})});
    m_bar->setQuery(question);
    m_bar->openEditorAt(0);
    QCOMPARE(find<FieldList>("fieldList")->current(),
             QStringLiteral("tag:env")); // it came after the fields of the catalogue
    const auto *model = qobject_cast<FieldListModel *>(find<QListView>("fieldView")->model());
    const auto title = model->index(model->rowOf(QStringLiteral("tag:env")) - 1);
    QCOMPARE(title.data().toString(), QStringLiteral("Tags"));
    QVERIFY(model->rowOf(QStringLiteral("info:vCores")) > model->rowOf(QStringLiteral("tag:Cost center")));

    m_bar->openEditor({});
    QTest::keyClicks(find<QLineEdit>("fieldSearch"), QStringLiteral("cost"));
    QCOMPARE(find<FieldList>("fieldList")->current(), QStringLiteral("tag:Cost center"));
    QCOMPARE(fakeAnswers().lastFacetField, QStringLiteral("tag:Cost center"));

    GroupingShelf shelf(m_workspace.get());
    shelf.setQuery(question);
    shelf.addGroup();
    auto *search = shelf.findChild<FieldPopup *>()->findChild<QLineEdit *>(QStringLiteral("fieldSearch"));
    QTest::keyClicks(search, QStringLiteral("env"));
    press(search, Qt::Key_Return);
    QCOMPARE(shelf.query().rows.back(), QStringLiteral("tag:env"));
}

void FilterEditorTest::showsTwoAmountsAtMost()
{
    query::Facet many = facet("A", 3);
    many.amounts.emplace_back(QStringLiteral("JPY"), core::Decimal::fromInteger(5));
    fakeAnswers().facets = {facet("B", 1), many};
    many.amounts.emplace_back(QStringLiteral("GB"), core::Decimal::fromInteger(5));
    fakeAnswers().facets.push_back(many);
    m_bar->openEditor(QStringLiteral("meterCategory"));
    const auto *model = find<QListView>("facetView")->model();
    QCOMPARE(FacetDelegate::amountLines(model->index(0, 0)), QStringList{QStringLiteral("1.00 EUR")});
    QCOMPARE(FacetDelegate::amountLines(model->index(1, 0)),
             QStringList({QStringLiteral("3.00 EUR"), QStringLiteral("5 JPY")}));
    QCOMPARE(FacetDelegate::amountLines(model->index(2, 0)),
             QStringList({QStringLiteral("3.00 EUR"), QStringLiteral("and 2 more …")}));
}

void FilterEditorTest::namesEveryControl()
{
    m_bar->openEditor(QStringLiteral("meterCategory"));
    QStringList names;
    for (const QWidget *widget : editor()->findChildren<QWidget *>()) {
        const bool isInner = widget->objectName().startsWith(QLatin1String("qt_"));
        if (!widget->isVisible() || isInner || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
        names += widget->accessibleName();
    }
    QVERIFY(names.size() >= 9);
    QCOMPARE(names.removeDuplicates(), 0);
}

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::FilterEditorTest)
#include "tst_filtereditor.moc"
