// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/querybar.h"

#include "filter/chip.h"
#include "filter/fieldlist.h"
#include "filter/filterbar.h"
#include "filter/filtertextedit.h"
#include "filter/groupingshelf.h"
#include "filter/shelfedit.h"
#include "filter/shelfzone.h"
#include "filter/timecontrol.h"

#include "fakeworkspace.h"
#include "filtertest.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QToolButton>

#include <functional>
#include <memory>

namespace spendglass::filter {

using query::Query;

/// The bar in a window of its own, with what it said since the last question.
class QueryBarTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysNothingWhenSet();
    void saysEachEditOnce_data();
    void saysEachEditOnce();
    void walksThePillsByKeys();
    void editsPillsByKeys();
    void clearsAll();
    void opensThePillMenu();
    void roundTripsThroughText();
    void pointsAtTheErrorInText();
    void offersWhatCanBeWritten();
    void pinsAndNamesPills();
    void choosesMeasuresByMenu();
    void keepsTopValuesApartByMenu();
    void liftsAndDropsByKeys();
    void putsBackByEscape();
    void dragsByMouse();
    void escapeEndsADrag();
    void picksFieldsByTyping();
    void offersTheChipMenu();
    void stepsThroughPeriods();
    void showsDataSetsWithoutDates();
    void namesEveryControl();
    void showsRemoteTextPlain();
    void wrapsInANarrowWindow();
    void mirrorsArrowKeys();

private:
    template <class T>
    T *find(const char *name) const
    {
        return m_bar->findChild<T *>(QLatin1String(name));
    }
    Chip *chip(Zone zone, int index) const
    {
        const char *names[] = {"rowsZone", "columnsZone", "measuresZone"};
        return find<ShelfZone>(names[int(zone)])->chip(index);
    }
    Chip *pill(int index) const { return visiblePills().value(index); }
    QList<Chip *> visiblePills() const;
    void press(QWidget *widget, int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(widget, Qt::Key(key), modifiers);
    }
    void pressFocused(int key) { press(QApplication::focusWidget(), key); }
    QAction *command(const char *name) const;
    QStringList menuTexts(const char *name);
    void trigger(const char *menu, const QString &text);
    QStringList rows() const { return chipsOf(m_bar->query(), Zone::Rows); }
    QStringList columns() const { return chipsOf(m_bar->query(), Zone::Columns); }

    std::unique_ptr<QWidget> m_window;
    QueryBar *m_bar = nullptr;
    std::unique_ptr<QSignalSpy> m_said;
};

void QueryBarTest::init()
{
    fakeAnswers() = {};
    m_window = std::make_unique<QWidget>();
    m_window->resize(1000, 400);
    m_bar = new QueryBar(nullptr, std::make_shared<FixedClock>("2026-11-20"), m_window.get());
    m_bar->setGeometry(0, 0, 1000, 130);
    m_bar->setQuery(sampleQuery());
    m_said = std::make_unique<QSignalSpy>(m_bar, &QueryBar::queryChanged);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void QueryBarTest::cleanup()
{
    m_said.reset();
    m_window.reset();
}

QList<Chip *> QueryBarTest::visiblePills() const
{
    QList<Chip *> pills;
    for (Chip *chip : find<FilterBar>("filterBar")->findChildren<Chip *>()) {
        if (!chip->isHidden())
            pills += chip;
    }
    return pills;
}

QAction *QueryBarTest::command(const char *name) const
{
    for (QAction *action : m_bar->commands()) {
        if (action->objectName() == QLatin1String(name))
            return action;
    }
    return nullptr;
}

QStringList QueryBarTest::menuTexts(const char *name)
{
    QStringList texts;
    for (const QAction *action : m_bar->findChildren<QMenu *>(QLatin1String(name)).last()->actions())
        texts += action->text().remove(QLatin1Char('&'));
    texts.removeAll(QString());
    return texts;
}

void QueryBarTest::trigger(const char *menu, const QString &text)
{
    auto *opened = m_bar->findChildren<QMenu *>(QLatin1String(menu)).last();
    for (QAction *action : opened->actions()) {
        if (action->text().remove(QLatin1Char('&')) == text) {
            action->trigger();
            opened->close();
            return;
        }
    }
    QFAIL(qPrintable(text));
}

void QueryBarTest::saysNothingWhenSet()
{
    Query query = sampleQuery();
    query.rows.clear();
    query.from = day("2026-01-01");
    query.where = {};
    m_bar->setQuery(query);
    QVERIFY(m_bar->query() == query);
    QCOMPARE(m_said->count(), 0);
    QCOMPARE(visiblePills().size(), 0);
    QVERIFY(!chip(Zone::Rows, 0));
}

void QueryBarTest::saysEachEditOnce_data()
{
    QTest::addColumn<std::function<void(QueryBarTest *)>>("edit");
    using Edit = std::function<void(QueryBarTest *)>;
    const auto row = [](const char *name, Edit edit) { QTest::newRow(name) << edit; };
    row("off", [](QueryBarTest *t) { t->press(t->pill(0), Qt::Key_Space); });
    row("negate", [](QueryBarTest *t) { t->press(t->pill(1), Qt::Key_N); });
    row("delete", [](QueryBarTest *t) { t->press(t->pill(2), Qt::Key_Delete); });
    row("clear", [](QueryBarTest *t) { t->command("clearFilters")->trigger(); });
    row("swap", [](QueryBarTest *t) { t->command("swapGroups")->trigger(); });
    row("previous", [](QueryBarTest *t) { t->command("previousPeriod")->trigger(); });
    row("remove chip", [](QueryBarTest *t) { t->press(t->chip(Zone::Rows, 0), Qt::Key_Delete); });
    row("granularity", [](QueryBarTest *t) { t->press(t->find<QComboBox>("granularity"), Qt::Key_Down); });
    row("mouse on ×", [](QueryBarTest *t) {
        QTest::mouseClick(t->pill(0), Qt::LeftButton, {},
                          QPoint(t->pill(0)->width() - 12, t->pill(0)->height() / 2));
    });
}

void QueryBarTest::saysEachEditOnce()
{
    QFETCH(std::function<void(QueryBarTest *)>, edit);
    edit(this);
    QCOMPARE(m_said->count(), 1);
    QVERIFY(m_said->first().first().value<Query>() == m_bar->query());
    QVERIFY(!(m_bar->query() == sampleQuery()));
    QVERIFY(find<FilterBar>("filterBar")->query() == m_bar->query());
    QVERIFY(find<GroupingShelf>("groupingShelf")->query() == m_bar->query());
    QVERIFY(find<TimeControl>("timeControl")->query() == m_bar->query());
}

void QueryBarTest::walksThePillsByKeys()
{
    command("focusFilters")->trigger();
    QVERIFY(pill(0)->hasFocus());
    pressFocused(Qt::Key_Right);
    pressFocused(Qt::Key_Right);
    QVERIFY(pill(2)->hasFocus());
    pressFocused(Qt::Key_Right);
    QVERIFY(find<QToolButton>("filterAdd")->hasFocus());
    pill(2)->setFocus();
    pressFocused(Qt::Key_Home);
    pressFocused(Qt::Key_Left);
    QVERIFY(pill(0)->hasFocus());
    QCOMPARE(m_said->count(), 0);
}

void QueryBarTest::editsPillsByKeys()
{
    command("focusFilters")->trigger();
    pressFocused(Qt::Key_Space);
    QVERIFY(!m_bar->query().where.children[0].isOn);
    QCOMPARE(pill(0)->accessibleName(), QStringLiteral("Filter 1 of 3, Customer is Contoso, off"));
    QVERIFY(pill(0)->hasFocus());
    pressFocused(Qt::Key_N);
    QCOMPARE(pill(0)->label(), QStringLiteral("Customer is not Contoso"));
    pressFocused(Qt::Key_Delete);
    QCOMPARE(visiblePills().size(), 2);
    QVERIFY(pill(0)->hasFocus());
    QCOMPARE(pill(0)->accessibleName(),
             QStringLiteral("Filter 1 of 2, Service is not Storage, Backup +1, on"));
    QCOMPARE(m_said->count(), 3);
}

void QueryBarTest::clearsAll()
{
    command("clearFilters")->trigger();
    QVERIFY(m_bar->query().where.isAlwaysTrue());
    QVERIFY(find<QToolButton>("filterAdd")->hasFocus());
    command("clearFilters")->trigger();
    QCOMPARE(m_said->count(), 1);
}

void QueryBarTest::opensThePillMenu()
{
    Q_EMIT pill(1)->menuRequested({});
    QCOMPARE(menuTexts("filterMenu"),
             QStringList({QStringLiteral("Edit …"), QStringLiteral("Turn off"), QStringLiteral("Include"),
                          QStringLiteral("Pin"), QStringLiteral("Name …"), QStringLiteral("Duplicate"),
                          QStringLiteral("Remove")}));
    trigger("filterMenu", QStringLiteral("Duplicate"));
    QCOMPARE(visiblePills().size(), 4);
    QVERIFY(m_bar->query().where.children[1] == m_bar->query().where.children[2]);
}

void QueryBarTest::roundTripsThroughText()
{
    command("filterTextMode")->trigger();
    auto *text = find<FilterTextEdit>("filterText");
    QVERIFY(text->isVisible() && text->hasFocus());
    QVERIFY(text->toPlainText().contains(QLatin1String("Contoso")));
    press(text, Qt::Key_Return);
    QCOMPARE(m_said->count(), 0);
    QVERIFY(!text->isVisible());
    QVERIFY(m_bar->query() == sampleQuery());

    command("filterTextMode")->trigger();
    text->setPlainText(QStringLiteral("customer = \"A\" or region is empty"));
    press(text, Qt::Key_Return);
    QCOMPARE(m_said->count(), 1);
    QCOMPARE(visiblePills().size(), 1); // the tree as one pill
    press(pill(0), Qt::Key_Return);
    QVERIFY(text->isVisible());
    press(text, Qt::Key_Escape);
    QVERIFY(!text->isVisible());
    QCOMPARE(m_said->count(), 1);
}

void QueryBarTest::pointsAtTheErrorInText()
{
    command("filterTextMode")->trigger();
    auto *text = find<FilterTextEdit>("filterText");
    text->clear();
    QTest::keyClicks(text, QStringLiteral("customer = \"A\" and nofield = 1"));
    auto *message = find<QLabel>("filterTextMessage");
    QVERIFY(message->isVisible());
    QVERIFY(message->text().contains(QLatin1String("20")));
    QCOMPARE(text->mistake(), 19);
    press(text, Qt::Key_Return);
    QCOMPARE(text->textCursor().position(), 19);
    QCOMPARE(m_said->count(), 0);
    QVERIFY(text->isVisible());
    text->setPlainText(QStringLiteral("customer ="));
    QCOMPARE(text->mistake(), 9); // the last character: nothing stands where the value is missing
    text->setPlainText(QStringLiteral("customer = \"A\""));
    QCOMPARE(text->mistake(), -1);
    QVERIFY(!message->isVisible());
    text->setPlainText(QStringLiteral("customer"));
    press(text, Qt::Key_Escape);
    QVERIFY(!text->isVisible());
    QVERIFY(m_bar->query() == sampleQuery());
}

void QueryBarTest::offersWhatCanBeWritten()
{
    command("filterTextMode")->trigger();
    auto *text = find<FilterTextEdit>("filterText");
    text->clear();
    QVERIFY(!text->isOffering());
    QTest::keyClicks(text, QStringLiteral("serv"));
    QVERIFY(text->isOffering());
    auto *offers = QApplication::activePopupWidget();
    QVERIFY(offers && offers->objectName() == QLatin1String("filterOffers"));
    press(offers, Qt::Key_Return);
    QVERIFY(!text->isOffering());
    QCOMPARE(text->toPlainText(), QStringLiteral("service "));
    QTest::keyClicks(text, QStringLiteral("= \"A\""));
    QVERIFY(!text->isOffering()); // it is whole: Enter takes the text
    press(text, Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(text->isOffering());
    press(QApplication::activePopupWidget(), Qt::Key_Escape);
    QVERIFY(!text->isOffering() && text->isVisible());
    press(text, Qt::Key_Return);
    QCOMPARE(m_said->count(), 1);
    QCOMPARE(m_bar->query().where.children.size(), 1u);
}

void QueryBarTest::pinsAndNamesPills()
{
    press(pill(0), Qt::Key_P);
    QVERIFY(m_bar->query().where.children[0].isPinned);
    QCOMPARE(pill(0)->accessibleName(), QStringLiteral("Filter 1 of 3, Customer is Contoso, pinned, on"));
    Q_EMIT pill(0)->menuRequested({});
    trigger("filterMenu", QStringLiteral("Name …"));
    auto *name = find<QLineEdit>("askText");
    QTest::keyClicks(name, QStringLiteral("Mine"));
    press(name, Qt::Key_Return);
    QCOMPARE(m_bar->query().where.children[0].name, QStringLiteral("Mine"));
    QCOMPARE(pill(0)->label(), QStringLiteral("Mine"));
    QVERIFY(pill(0)->toolTip().contains(QLatin1String("Contoso")));
    command("filterTextMode")->trigger();
    press(find<FilterTextEdit>("filterText"), Qt::Key_Return);
    QVERIFY(m_bar->query().where.children[0].isPinned);
    press(pill(0), Qt::Key_P);
    QVERIFY(!m_bar->query().where.children[0].isPinned);
    QCOMPARE(m_said->count(), 3);
}

void QueryBarTest::choosesMeasuresByMenu()
{
    Q_EMIT chip(Zone::Measures, 0)->menuRequested({});
    trigger("chipMenu", QStringLiteral("Average"));
    QCOMPARE(chip(Zone::Measures, 0)->label(), QStringLiteral("Average quantity"));
    Q_EMIT chip(Zone::Measures, 0)->menuRequested({});
    auto *kinds = m_bar->findChildren<QMenu *>(QStringLiteral("showAsMenu")).last();
    for (const QAction *action : kinds->actions()) {
        const bool isPossible =
            action->text() == QLatin1String("Value") || action->text() == QLatin1String("Rank");
        QCOMPARE(action->isEnabled(), isPossible);
        QVERIFY(isPossible || action->toolTip() != action->text()); // the reason
    }
    trigger("showAsMenu", QStringLiteral("Rank"));
    QCOMPARE(m_bar->query().measures.front().text(), QStringLiteral("avg(quantity) as rank"));
    QCOMPARE(m_said->count(), 2);
}

void QueryBarTest::keepsTopValuesApartByMenu()
{
    Q_EMIT chip(Zone::Rows, 0)->menuRequested({});
    trigger("topMenu", QStringLiteral("5 values"));
    QCOMPARE(chip(Zone::Rows, 0)->label(), QStringLiteral("Customer, top 5"));
    Q_EMIT chip(Zone::Rows, 0)->menuRequested({});
    trigger("topMenu", QStringLiteral("Custom …"));
    auto *count = find<QLineEdit>("askText");
    count->setText(QStringLiteral("0"));
    QVERIFY(!find<QPushButton>("askApply")->isEnabled());
    count->setText(QStringLiteral("7"));
    press(count, Qt::Key_Return);
    QCOMPARE(m_bar->query().tops.front().count, 7);
    Q_EMIT chip(Zone::Rows, 0)->menuRequested({});
    trigger("topMenu", QStringLiteral("The smallest"));
    QVERIFY(m_bar->query().tops.front().isBottom);
    Q_EMIT chip(Zone::Rows, 0)->menuRequested({});
    trigger("topMenu", QStringLiteral("All values"));
    QVERIFY(m_bar->query().tops.empty());
    QCOMPARE(m_said->count(), 4);
}

void QueryBarTest::liftsAndDropsByKeys()
{
    chip(Zone::Rows, 0)->setFocus();
    pressFocused(Qt::Key_Space);
    QVERIFY(chip(Zone::Rows, 0)->accessibleName().endsWith(QLatin1String("lifted")));
    pressFocused(Qt::Key_Right);
    QVERIFY(chip(Zone::Rows, 1)->hasFocus());
    pressFocused(Qt::Key_Right);
    QVERIFY(chip(Zone::Columns, 0)->hasFocus());
    QCOMPARE(m_said->count(), 0);
    QVERIFY(m_bar->query() == sampleQuery());
    pressFocused(Qt::Key_Space);
    QCOMPARE(m_said->count(), 1);
    QCOMPARE(rows(), QStringList{QStringLiteral("meterCategory")});
    QCOMPARE(columns(), QStringList({QStringLiteral("customerName"), QStringLiteral("usageDate")}));
    QVERIFY(chip(Zone::Columns, 0)->hasFocus());
}

void QueryBarTest::putsBackByEscape()
{
    chip(Zone::Columns, 0)->setFocus();
    pressFocused(Qt::Key_Space);
    pressFocused(Qt::Key_Left);
    QVERIFY(chip(Zone::Rows, 2)->hasFocus());
    pressFocused(Qt::Key_Escape);
    QVERIFY(chip(Zone::Columns, 0)->hasFocus());
    QCOMPARE(m_said->count(), 0);
    QVERIFY(find<GroupingShelf>("groupingShelf")->query() == sampleQuery());
}

void QueryBarTest::dragsByMouse()
{
    Chip *from = chip(Zone::Rows, 0);
    Chip *to = chip(Zone::Columns, 0);
    const QPoint target = from->mapFromGlobal(to->mapToGlobal(QPoint(2, 5)));
    QTest::mousePress(from, Qt::LeftButton, {}, QPoint(10, 5));
    QTest::mouseMove(from, target);
    QCOMPARE(find<ShelfZone>("columnsZone")->mark(), 0);
    QTest::mouseRelease(from, Qt::LeftButton, {}, target);
    QVERIFY(!find<ShelfZone>("columnsZone")->mark());
    QCOMPARE(m_said->count(), 1);
    QCOMPARE(columns(), QStringList({QStringLiteral("customerName"), QStringLiteral("usageDate")}));
}

void QueryBarTest::escapeEndsADrag()
{
    Chip *from = chip(Zone::Rows, 0);
    const QPoint target = from->mapFromGlobal(chip(Zone::Columns, 0)->mapToGlobal(QPoint(2, 5)));
    QTest::mousePress(from, Qt::LeftButton, {}, QPoint(10, 5));
    QTest::mouseMove(from, target);
    press(from, Qt::Key_Escape);
    QVERIFY(!find<ShelfZone>("columnsZone")->mark());
    QTest::mouseRelease(from, Qt::LeftButton, {}, target);
    QCOMPARE(m_said->count(), 0);
}

void QueryBarTest::picksFieldsByTyping()
{
    command("addGroup")->trigger();
    auto *popup = m_bar->findChild<FieldPopup *>();
    auto *search = popup->findChild<QLineEdit *>(QStringLiteral("fieldSearch"));
    QTest::keyClicks(search, QStringLiteral("regi"));
    press(search, Qt::Key_Return);
    QCOMPARE(m_said->count(), 1);
    QCOMPARE(rows().last(), QStringLiteral("resourceLocation"));
    QCOMPARE(rows().size(), 3);

    find<QToolButton>("rowsTitle")->click();
    popup = m_bar->findChildren<FieldPopup *>().last();
    search = popup->findChild<QLineEdit *>(QStringLiteral("fieldSearch"));
    QTest::keyClicks(search, QStringLiteral("unit"));
    press(search, Qt::Key_Return);
    QCOMPARE(m_said->count(), 2);
    QCOMPARE(rows(), QStringList{QStringLiteral("meterUnit")});
}

void QueryBarTest::offersTheChipMenu()
{
    press(chip(Zone::Rows, 0), Qt::Key_Return);
    const QStringList texts = menuTexts("chipMenu");
    for (const char *text : {"Move right", "Move to columns", "Sort ascending", "Filter …", "Remove"})
        QVERIFY2(texts.contains(QString::fromUtf8(text)), text);
    QVERIFY(!texts.contains(QLatin1String("Move left")));
    trigger("chipMenu", QStringLiteral("Sort descending"));
    QCOMPARE(m_said->count(), 1);
    QCOMPARE(m_bar->query().sort.size(), 1u);
    QVERIFY(chip(Zone::Rows, 0)->label().endsWith(QChar(0x2193)));
    Q_EMIT chip(Zone::Measures, 0)->menuRequested({});
    QVERIFY(!menuTexts("chipMenu").contains(QLatin1String("Remove")));
}

void QueryBarTest::stepsThroughPeriods()
{
    auto *period = find<QToolButton>("period");
    QVERIFY(period->text().startsWith(QLatin1String("This month to date")));
    QVERIFY(!find<QToolButton>("periodNext")->isEnabled());
    command("previousPeriod")->trigger();
    QVERIFY(period->text().contains(QLatin1String("Last month")));
    command("previousPeriod")->trigger();
    QVERIFY(period->text().startsWith(QLatin1String("Sep 2026")));
    command("nextPeriod")->trigger();
    command("nextPeriod")->trigger();
    command("nextPeriod")->trigger();
    QCOMPARE(m_said->count(), 4);
    QVERIFY(m_bar->query() == sampleQuery());
    period->click();
    trigger("periodMenu", QStringLiteral("Year to date"));
    QCOMPARE(m_bar->query().period->text(), QStringLiteral("this year"));
    QVERIFY(!m_bar->query().from);
    QVERIFY(period->text().startsWith(QStringLiteral("Year to date · 1 Jan – 20 Nov 2026")));
    command("previousPeriod")->trigger();
    QVERIFY(!m_bar->query().period);
    QVERIFY(m_bar->query().from == day("2025-01-01"));
}

void QueryBarTest::showsDataSetsWithoutDates()
{
    Query query;
    query.dataSet = core::DataSet::Spend;
    query.measures = {{query::Aggregate::Sum, QStringLiteral("totalCost")}};
    m_bar->setQuery(query);
    QVERIFY(find<QLabel>("noDates")->isVisible());
    QVERIFY(!find<QToolButton>("period")->isVisible());
    QVERIFY(!find<QToolButton>("shelfPresets")->isVisible());
    command("previousPeriod")->trigger();
    QCOMPARE(m_said->count(), 0);
}

void QueryBarTest::namesEveryControl()
{
    QStringList names;
    for (const QWidget *widget : m_bar->findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus)
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        QVERIFY2(!widget->objectName().isEmpty(), qPrintable(widget->accessibleName()));
        QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->objectName()));
        names += widget->accessibleName();
    }
    QVERIFY(names.size() > 12);
    QCOMPARE(names.removeDuplicates(), 0);
}

void QueryBarTest::showsRemoteTextPlain()
{
    Query query = sampleQuery();
    query.where.children[0].condition.values = {QStringLiteral("A & B <b>x</b>")};
    m_bar->setQuery(query);
    QCOMPARE(pill(0)->label(), QStringLiteral("Customer is A & B <b>x</b>"));
    QVERIFY(pill(0)->shortcut().isEmpty());
    QVERIFY(pill(0)->toolTip().contains(QLatin1String("A &amp; B &lt;b&gt;x")));
}

void QueryBarTest::wrapsInANarrowWindow()
{
    const int wide = m_bar->heightForWidth(1000);
    const int narrow = m_bar->heightForWidth(500);
    QVERIFY2(narrow > wide, qPrintable(QStringLiteral("%1 %2").arg(wide).arg(narrow)));
    m_bar->setGeometry(0, 0, 500, narrow);
    for (const Chip *chip : m_bar->findChildren<Chip *>()) {
        if (!chip->isHidden())
            QVERIFY(m_bar->rect().contains(QRect(chip->mapTo(m_bar, QPoint()), chip->size())));
    }
}

void QueryBarTest::mirrorsArrowKeys()
{
    m_window->setLayoutDirection(Qt::RightToLeft);
    QTRY_VERIFY(pill(1)->mapTo(m_bar, QPoint()).x() < pill(0)->mapTo(m_bar, QPoint()).x());
    pill(0)->setFocus();
    pressFocused(Qt::Key_Left);
    QVERIFY(pill(1)->hasFocus());
}

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::QueryBarTest)
#include "tst_querybar.moc"
