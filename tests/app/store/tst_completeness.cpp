// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/completenessof.h"
#include "support/testmain.h"

#include <QTest>

using namespace spendglass;
using core::DataSet;
using query::Standing;
using store::Scope;
using store::WindowRecord;
using store::WindowState;

namespace {

core::Day day(const QString &text)
{
    return *core::parseDay(text.toStdString());
}

/// "utilization c1/s1 2026-09-01 2026-10-01 complete 2026-10-05": customer, subscription, days, state, when
/// it was last read whole (and to which day: the earlier of that and the end); "-" for what there is none of.
WindowRecord windowOf(const QString &text)
{
    const QStringList words = text.split(u' ');
    const QStringList whose = words.at(1).split(u'/');
    WindowRecord window;
    window.key.dataSet = *core::dataSetFromName(words.at(0));
    window.key.customerId = whose.value(0) == QLatin1String("-") ? QString() : whose.value(0);
    window.key.subscriptionId = whose.value(1);
    if (words.at(2) != QLatin1String("-"))
        window.key.days = {day(words.at(2)), day(words.at(3))};
    for (const WindowState state :
         {WindowState::Planned, WindowState::Fetching, WindowState::Complete, WindowState::NotReady,
          WindowState::NotOffered, WindowState::Refused, WindowState::Failed, WindowState::Stale}) {
        if (store::windowStateName(state) == words.at(4))
            window.state = state;
    }
    if (words.value(5) != QLatin1String("-") && words.size() > 5) {
        const core::Day read = day(words.at(5));
        window.completedAt = window.loadedAt = core::Instant(read);
        window.fetchedTo = std::min(read, window.key.days.to);
        window.hasContent = true;
    }
    window.reason = words.value(6);
    return window;
}

/// "state days windows customers missing", a line for each lack.
QString textOf(const query::Completeness &completeness)
{
    QStringList lines;
    for (const query::Lack &lack : completeness.lacks) {
        const QString days = lack.days.isEmpty()
                                 ? QStringLiteral("-")
                                 : core::dayText(lack.days.from) + u'_' + core::dayText(lack.days.to);
        lines << QStringLiteral("%1 %2 %3w %4c%5")
                     .arg(lack.state, days)
                     .arg(lack.windows)
                     .arg(lack.customers)
                     .arg(lack.isMissing ? QStringLiteral(" missing") : QString());
    }
    return lines.join(QStringLiteral("; "));
}

} // namespace

class TestCompleteness : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tellsWhatLacks_data();
    void tellsWhatLacks();
    void tellsWhetherItMoves_data();
    void tellsWhetherItMoves();
    void namesTheNewestArrival();
    void saysItInWords();
};

void TestCompleteness::tellsWhatLacks_data()
{
    QTest::addColumn<QString>("windows");   ///< separated by ", "
    QTest::addColumn<QString>("period");    ///< "FROM TO", "-" for none
    QTest::addColumn<QString>("customers"); ///< "" for all
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *windows, const char *period, const char *customers,
                        const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(windows) << QString::fromLatin1(period)
                            << QString::fromLatin1(customers) << QString::fromLatin1(expected);
    };
    // Today is 2026-11-10.
    row("nothing at all", "", "- -", "", "neverAsked - 1w 0c missing");
    row("whole", "analytics -/ 2026-10-01 2026-11-01 complete 2026-11-05", "- -", "", "");
    row("open month, read five days ago", "analytics -/ 2026-11-01 2026-12-01 complete 2026-11-05", "- -", "",
        "");
    row("planned", "analytics -/ 2026-10-01 2026-11-01 planned", "- -", "",
        "planned 2026-10-01_2026-11-01 1w 0c missing");
    row("another data set does not matter",
        "analytics -/ 2026-10-01 2026-11-01 complete 2026-11-05, spend -/ - - failed", "- -", "", "");
    row("failed outside of the period",
        "analytics -/ 2026-09-01 2026-10-01 failed, analytics -/ 2026-10-01 2026-11-01 complete 2026-11-05",
        "2026-10-01 2026-11-01", "", "");
    row("failed inside",
        "analytics -/ 2026-09-01 2026-10-01 failed, analytics -/ 2026-10-01 2026-11-01 complete 2026-11-05",
        "2026-09-15 2026-11-01", "", "failed 2026-09-01_2026-10-01 1w 0c missing");
    row("not offered is nothing missing", "utilization c1/s1 - - notOffered", "- -", "",
        "notOffered - 1w 1c");
    row("stale, of a month that was over", "analytics -/ 2026-10-01 2026-11-01 stale 2026-11-05", "- -", "",
        "stale 2026-10-01_2026-11-01 1w 0c");
    row("stale, days lack", "analytics -/ 2026-11-01 2026-12-01 stale 2026-11-05", "- -", "",
        "stale 2026-11-05_2026-11-10 1w 0c missing");
    row("stale, days lack that nobody asks for", "analytics -/ 2026-11-01 2026-12-01 stale 2026-11-05",
        "2026-11-01 2026-11-04", "", "stale 2026-11-01_2026-12-01 1w 0c");
    row("never asked before", "analytics -/ 2026-10-01 2026-11-01 complete 2026-11-05",
        "2026-09-10 2026-10-10", "", "neverAsked 2026-09-10_2026-10-01 1w 0c missing");
    row("never asked after", "analytics -/ 2026-10-01 2026-11-01 complete 2026-11-05",
        "2026-10-10 2026-12-31", "", "neverAsked 2026-11-01_2026-11-10 1w 0c missing");
    row("never asked between",
        "analytics -/ 2026-07-01 2026-08-01 complete 2026-11-05, analytics -/ 2026-09-01 2026-10-01 complete "
        "2026-11-05",
        "2026-07-01 2026-10-01", "", "neverAsked 2026-08-01_2026-09-01 1w 0c missing");
    row("a hole nobody asked about",
        "analytics -/ 2026-07-01 2026-08-01 complete 2026-11-05, analytics -/ 2026-09-01 2026-10-01 complete "
        "2026-11-05",
        "- -", "", "");
    row("the days to come are not missing", "analytics -/ 2026-11-01 2026-12-01 complete 2026-11-10",
        "2026-11-01 2027-02-01", "", "");
    row("all in the future", "analytics -/ 2026-11-01 2026-12-01 complete 2026-11-10",
        "2027-01-01 2027-02-01", "", "");
    row("all before", "analytics -/ 2026-10-01 2026-11-01 complete 2026-11-05", "2026-08-01 2026-09-01", "",
        "neverAsked 2026-08-01_2026-09-01 1w 0c missing");
    row("of two customers one",
        "utilization c1/s1 2026-10-01 2026-11-01 complete 2026-11-05, "
        "utilization c2/s2 2026-10-01 2026-11-01 refused",
        "- -", "", "refused 2026-10-01_2026-11-01 1w 1c missing");
    row("of two customers the other",
        "utilization c1/s1 2026-10-01 2026-11-01 complete 2026-11-05, "
        "utilization c2/s2 2026-10-01 2026-11-01 refused",
        "- -", "c1", "");
    row("one reason, many windows",
        "utilization c1/s1 2026-09-01 2026-10-01 refused - no, "
        "utilization c1/s1 2026-10-01 2026-11-01 refused - no, "
        "utilization c2/s2 2026-10-01 2026-11-01 refused - no",
        "- -", "", "refused 2026-09-01_2026-11-01 3w 2c missing");
    row("missing comes first",
        "utilization c1/s1 - - notOffered, utilization c2/s2 2026-10-01 2026-11-01 failed", "- -", "",
        "failed 2026-10-01_2026-11-01 1w 1c missing; notOffered - 1w 1c");
    row("somebody may be missing",
        "utilization -/ - - planned, utilization c1/s1 2026-10-01 2026-11-01 complete 2026-11-05", "- -", "",
        "planned - 1w 0c missing");
    row("but not the one asked for",
        "utilization -/ - - planned, utilization c1/s1 2026-10-01 2026-11-01 complete 2026-11-05", "- -",
        "c1", "");
    row("nothing known of the one asked for",
        "utilization -/ - - planned, utilization c1/s1 2026-10-01 2026-11-01 complete 2026-11-05", "- -",
        "c2", "planned - 1w 0c missing");
    row("who has nothing lacks nothing",
        "utilization -/ - - complete 2026-11-05, utilization c1/s1 2026-10-01 2026-11-01 complete 2026-11-05",
        "- -", "c2", "");
    row("usage of the last days is reported after",
        "utilization c1/s1 2026-10-01 2026-11-01 complete 2026-11-05, utilization c1/s1 2026-11-01 "
        "2026-12-01 failed",
        "2026-10-01 2026-11-01", "", "failed 2026-11-01_2026-12-01 1w 1c missing");
    row("one subscription was never asked about",
        "utilization c1/s1 2026-09-01 2026-10-01 complete 2026-11-05, utilization c1/s1 2026-10-01 "
        "2026-11-01 complete "
        "2026-11-05, utilization c2/s2 2026-10-01 2026-11-01 complete 2026-11-05",
        "2026-09-01 2026-10-01", "", "neverAsked 2026-09-01_2026-10-01 1w 1c missing");
}

void TestCompleteness::tellsWhatLacks()
{
    QFETCH(QString, windows);
    QFETCH(QString, period);
    QFETCH(QString, customers);
    QFETCH(QString, expected);
    std::vector<WindowRecord> records;
    for (const QString &text : windows.split(QStringLiteral(", "), Qt::SkipEmptyParts))
        records.push_back(windowOf(text));
    Scope scope;
    scope.from = core::parseDay(period.section(u' ', 0, 0).toStdString());
    scope.to = core::parseDay(period.section(u' ', 1, 1).toStdString());
    if (!customers.isEmpty())
        scope.customers = std::set{customers};
    const DataSet dataSet = records.empty() ? DataSet::Analytics : records.front().key.dataSet;
    const auto completeness = completenessOf(dataSet, records, scope, day(QStringLiteral("2026-11-10")));
    QCOMPARE(textOf(completeness), expected);
    QCOMPARE(completeness.isPartial(), expected.contains(QLatin1String("missing")));
}

void TestCompleteness::tellsWhetherItMoves_data()
{
    QTest::addColumn<QString>("window");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("today");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *window, const char *to, const char *today,
                        const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(window) << QString::fromLatin1(to)
                            << QString::fromLatin1(today) << QString::fromLatin1(expected);
    };
    const char *october = "analytics -/ 2026-10-01 2026-11-01 complete 2026-11-05";
    row("in the month", october, "", "2026-10-20", "open 2026-12-16");
    row("its last day", october, "", "2026-10-31", "open 2026-12-16");
    row("late usage may come", october, "", "2026-11-05", "settling 2026-12-16");
    row("never read since", october, "", "2027-01-20", "settling ");
    row("read after late usage", "analytics -/ 2026-10-01 2026-11-01 complete 2026-12-16", "", "2027-01-20",
        "settled 2026-12-16");
    row("of a part that is over", october, "2026-10-10", "2026-10-20", "settling 2026-11-24");
    row("reported time", "utilization c1/s1 2026-10-01 2026-11-01 complete 2026-11-04", "", "2026-11-05",
        "settled 2026-11-04");
    row("stale", "analytics -/ 2026-10-01 2026-11-01 stale 2026-12-20", "", "2027-01-20", "settling ");
    row("spend is of the moment", "spend -/ - - complete 2026-11-05", "", "2026-11-05", "open ");
}

void TestCompleteness::tellsWhetherItMoves()
{
    QFETCH(QString, window);
    QFETCH(QString, to);
    QFETCH(QString, today);
    QFETCH(QString, expected);
    const std::vector records{windowOf(window)};
    Scope scope;
    scope.to = core::parseDay(to.toStdString());
    const auto completeness = completenessOf(records.front().key.dataSet, records, scope, day(today));
    QCOMPARE(query::standingName(completeness.standing) + u' ' +
                 (completeness.settlesOn ? core::dayText(*completeness.settlesOn) : QString()),
             expected);
}

void TestCompleteness::namesTheNewestArrival()
{
    const std::vector records{
        windowOf(QStringLiteral("utilization c1/s1 2026-09-01 2026-10-01 complete 2026-11-02")),
        windowOf(QStringLiteral("utilization c2/s2 2026-09-01 2026-10-01 complete 2026-11-05"))};
    Scope scope;
    const auto all = completenessOf(DataSet::Utilization, records, scope, day(QStringLiteral("2026-11-10")));
    QCOMPARE(all.loadedAt, std::optional(core::Instant(day(QStringLiteral("2026-11-05")))));
    scope.customers = std::set{QStringLiteral("c1")};
    const auto one = completenessOf(DataSet::Utilization, records, scope, day(QStringLiteral("2026-11-10")));
    QCOMPARE(one.loadedAt, std::optional(core::Instant(day(QStringLiteral("2026-11-02")))));
}

/// A reason is somebody else's text.
void TestCompleteness::saysItInWords()
{
    query::Completeness completeness;
    completeness.lacks = {{QStringLiteral("refused"),
                           QStringLiteral("100 %1 <b>"),
                           {day(QStringLiteral("2026-09-01")), day(QStringLiteral("2026-11-01"))},
                           3,
                           2,
                           true},
                          {QStringLiteral("notOffered"), {}, {}, 1, 1, false}};
    QCOMPARE(query::lackLines(completeness, false),
             (QStringList{QStringLiteral("no access, 2 customers: 1 Sep 2026 to 31 Oct 2026 (100 %1 <b>)"),
                          QStringLiteral("not offered, one customer")}));
    QCOMPARE(query::lackLines(completeness, true).size(), 1);
    completeness.standing = Standing::Settling;
    completeness.settlesOn = day(QStringLiteral("2026-12-16"));
    QCOMPARE(query::standingText(completeness), QStringLiteral("settling until 16 Dec 2026"));
}

SPENDGLASS_TEST_MAIN(TestCompleteness)
#include "tst_completeness.moc"
