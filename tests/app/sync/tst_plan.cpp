// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/plan.h"

#include "support/testmain.h"

#include <array>
#include <ctime>

using namespace spendglass;
using core::DataSet;
using store::WindowState;
using Action = sync::PlannedWindow::Action;

namespace {

core::Day day(const QString &text)
{
    return *core::parseDay(text.toStdString());
}

core::Instant instant(const QString &text)
{
    return core::parseTime(text.toStdString())->instant;
}

/// "" is no day.
std::optional<core::Day> maybeDay(const QString &text)
{
    return text.isEmpty() ? std::nullopt : std::optional(day(text));
}

/// "2026-02-01..2026-03-01 asks 2026-02-01..2026-02-20"
QString shown(const sync::PlannedWindow &window)
{
    const auto range = [](const core::DayRange &days) {
        return core::dayText(days.from) + QStringLiteral("..") + core::dayText(days.to);
    };
    const auto &whole = window.record.key.days;
    return whole == window.ask ? range(whole) : range(whole) + QStringLiteral(" asks ") + range(window.ask);
}

QStringList shown(const std::vector<sync::PlannedWindow> &windows)
{
    QStringList texts;
    for (const auto &window : windows)
        texts.append(shown(window));
    return texts;
}

const store::CustomerRecord customer{"c-1", "Contoso", "contoso.example", "reseller"};

store::SubscriptionRecord subscription(const char *id, const char *kind, const char *entitlement = "")
{
    store::SubscriptionRecord record;
    record.id = id;
    record.customerId = customer.id;
    record.name = "Name of " + record.id;
    record.entitlementId = entitlement;
    record.kind = kind;
    return record;
}

store::WindowRecord known(DataSet dataSet, const QString &subscriptionId, const char *from, const char *to)
{
    store::WindowRecord record;
    record.key.dataSet = dataSet;
    if (sync::isPerCustomer(dataSet))
        record.key.customerId = QStringLiteral("c-1");
    record.key.subscriptionId = subscriptionId;
    record.key.days = {day(QLatin1String(from)), day(QLatin1String(to))};
    record.state = WindowState::Complete;
    return record;
}

sync::Course courseOf(const sync::Request &request, const sync::Journal &journal, core::Instant now)
{
    return {request, journal, now, {}, true, {}};
}

std::vector<sync::PlannedWindow> planOf(DataSet dataSet, const sync::Course &course)
{
    if (!sync::isPerCustomer(dataSet))
        return sync::planPartner(dataSet, course);
    const std::array subscriptions{subscription("s-1", "legacy", "e-1")};
    return sync::planCustomer(dataSet, customer, subscriptions, course);
}

std::vector<sync::PlannedWindow> planOf(DataSet dataSet, const sync::Request &request,
                                        const sync::Journal &journal, core::Instant now)
{
    return planOf(dataSet, courseOf(request, journal, now));
}

} // namespace

class TestPlan : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void asksForDays_data();
    void asksForDays();
    void cutsMonths_data();
    void cutsMonths();
    void cutsMonthsAlikeInEveryZone_data();
    void cutsMonthsAlikeInEveryZone();
    void looksAgain_data();
    void looksAgain();
    void goesOnWithAnInterruptedRun_data();
    void goesOnWithAnInterruptedRun();
    void goesOnWithTheMonthToDate();
    void repeatsWhatFailed_data();
    void repeatsWhatFailed();
    void repeatsWhatNoListNamed();
    void hasOneWindowForTheMonthToDate_data();
    void hasOneWindowForTheMonthToDate();
    void plansByKindOfSubscription_data();
    void plansByKindOfSubscription();
    void saysWhyAPlanHasNone();
    void knowsAWindowInAnyCase();
    void namesTheEntitlement_data();
    void namesTheEntitlement();
    void ignoresARepeatedSubscription();
};

void TestPlan::asksForDays_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<bool>("isHourly");
    QTest::addColumn<QString>("wantedFrom");
    QTest::addColumn<QString>("wantedTo");
    const auto row = [](const char *name, const char *now, const char *from, const char *to, bool isHourly,
                        const char *wantedFrom, const char *wantedTo) {
        QTest::newRow(name) << QString::fromLatin1(now) << QString::fromLatin1(from)
                            << QString::fromLatin1(to) << isHourly << QString::fromLatin1(wantedFrom)
                            << QString::fromLatin1(wantedTo);
    };
    row("default", "2026-11-20T12:00:00Z", "", "", false, "2025-11-01", "2026-11-20");
    row("default on a first", "2026-11-01T00:00:00Z", "", "", false, "2025-11-01", "2026-11-01");
    row("default in January", "2026-01-31T23:59:59Z", "", "", false, "2025-01-01", "2026-01-31");
    row("default on a leap day", "2028-02-29T12:00:00Z", "", "", false, "2027-02-01", "2028-02-29");
    row("given", "2026-11-20T12:00:00Z", "2026-08-03", "2026-09-04", false, "2026-08-03", "2026-09-04");
    row("never past today", "2026-11-20T12:00:00Z", "2026-11-01", "2027-01-01", false, "2026-11-01",
        "2026-11-20");
    row("only from", "2026-11-20T12:00:00Z", "2024-02-29", "", false, "2024-02-29", "2026-11-20");
    row("hourly at noon", "2026-11-20T12:00:00Z", "2026-11-01", "", true, "2026-11-01", "2026-11-20");
    row("hourly just after midnight", "2026-11-20T01:59:59Z", "2026-11-01", "", true, "2026-11-01",
        "2026-11-19");
    row("hourly two hours after midnight", "2026-11-20T02:00:00Z", "2026-11-01", "", true, "2026-11-01",
        "2026-11-20");
    row("hourly after New Year", "2027-01-01T00:30:00Z", "", "", true, "2025-12-01", "2026-12-31");
    row("daily just after midnight", "2026-11-20T00:00:00Z", "2026-11-01", "", false, "2026-11-01",
        "2026-11-20");
}

void TestPlan::asksForDays()
{
    QFETCH(QString, now);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(bool, isHourly);
    sync::Request request;
    request.from = maybeDay(from);
    request.to = maybeDay(to);
    request.isHourly = isHourly;
    const core::DayRange days = sync::requestedDays(request, instant(now));
    QTEST(core::dayText(days.from), "wantedFrom");
    QTEST(core::dayText(days.to), "wantedTo");
}

void TestPlan::cutsMonths_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<bool>("isHourly");
    QTest::addColumn<QStringList>("windows");
    const auto row = [](const char *name, const char *now, const char *from, const char *to, bool isHourly,
                        const QStringList &windows) {
        QTest::newRow(name) << QString::fromLatin1(now) << QString::fromLatin1(from)
                            << QString::fromLatin1(to) << isHourly << windows;
    };
    const char *const noon = "2026-11-20T12:00:00Z";
    const QString november = QStringLiteral("2026-11-01..2026-12-01 asks 2026-11-01..2026-11-20");
    const QString october = QStringLiteral("2026-10-01..2026-11-01");
    row("newest first", noon, "2026-10-01", "", false, {november, october});
    row("a day takes its whole month", noon, "2026-10-31", "2026-11-01", false, {october});
    row("up to a first is not the next month", noon, "2026-10-15", "2026-11-01", false, {october});
    row("a day over the edge is", noon, "2026-10-15", "2026-11-02", false, {november, october});
    row("nothing of the future", noon, "2026-12-01", "2027-02-01", false, {});
    row("nothing of today", "2026-11-01T12:00:00Z", "2026-10-15", "", false, {october});
    row("nothing but today", noon, "2026-11-20", "", false, {});
    row("empty request", noon, "2026-10-02", "2026-10-02", false, {});
    row("reversed request", noon, "2026-10-02", "2026-09-02", false, {});
    row("over New Year", "2026-01-02T12:00:00Z", "2025-12-31", "", false,
        {QStringLiteral("2026-01-01..2026-02-01 asks 2026-01-01..2026-01-02"),
         QStringLiteral("2025-12-01..2026-01-01")});
    row("a leap year's February", "2028-03-05T12:00:00Z", "2028-02-29", "2028-03-01", false,
        {QStringLiteral("2028-02-01..2028-03-01")});
    row("on a leap day", "2028-02-29T12:00:00Z", "2028-02-28", "", false,
        {QStringLiteral("2028-02-01..2028-03-01 asks 2028-02-01..2028-02-29")});
    row("after a leap day", "2028-03-01T12:00:00Z", "2028-02-29", "", false,
        {QStringLiteral("2028-02-01..2028-03-01")});
    row("hourly just after midnight", "2026-11-20T01:00:00Z", "2026-11-01", "", true,
        {QStringLiteral("2026-11-01..2026-12-01 asks 2026-11-01..2026-11-19")});
    row("hourly just after a month's end", "2026-11-01T01:00:00Z", "2026-10-05", "", true,
        {QStringLiteral("2026-10-01..2026-11-01 asks 2026-10-01..2026-10-31")});
}

void TestPlan::cutsMonths()
{
    QFETCH(QString, now);
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(bool, isHourly);
    QFETCH(QStringList, windows);
    sync::Request request;
    request.from = maybeDay(from);
    request.to = maybeDay(to);
    request.isHourly = isHourly;
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest, DataSet::Analytics})
        QCOMPARE(shown(planOf(dataSet, request, {}, instant(now))), windows);
}

void TestPlan::cutsMonthsAlikeInEveryZone_data()
{
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QStringList>("windows");
    const auto row = [](const char *name, const char *now, const char *from, const char *windows) {
        QTest::newRow(name) << QString::fromLatin1(now) << QString::fromLatin1(from)
                            << QString::fromLatin1(windows).split(u'|');
    };
    row("the last second of a leap day", "2028-02-29T23:59:59Z", "2028-02-01",
        "2028-02-01..2028-03-01 asks 2028-02-01..2028-02-29");
    row("the first of March, still February in St John's", "2028-03-01T02:00:00Z", "2028-02-01",
        "2028-02-01..2028-03-01");
    row("New Year in Kathmandu alone", "2026-12-31T20:00:00Z", "2026-12-01",
        "2026-12-01..2027-01-01 asks 2026-12-01..2026-12-31");
    row("New Year, not yet in St John's", "2027-01-01T01:00:00Z", "2026-12-01", "2026-12-01..2027-01-01");
    row("a day of 23 hours in Berlin", "2026-03-29T23:30:00Z", "2026-03-01",
        "2026-03-01..2026-04-01 asks 2026-03-01..2026-03-29");
    row("a day of 25 hours in Berlin", "2026-10-25T23:30:00Z", "2026-10-01",
        "2026-10-01..2026-11-01 asks 2026-10-01..2026-10-25");
    row("summer time ends in St John's", "2026-11-01T04:45:00Z", "2026-10-01", "2026-10-01..2026-11-01");
    row("a month's end, the first in Apia", "2026-04-30T11:00:00Z", "2026-03-31",
        "2026-04-01..2026-05-01 asks 2026-04-01..2026-04-30|2026-03-01..2026-04-01");
}

void TestPlan::cutsMonthsAlikeInEveryZone()
{
    QFETCH(QString, now);
    QFETCH(QString, from);
    sync::Request request;
    request.from = maybeDay(from);
    for (const char *const zone :
         {"Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "UTC"}) {
        qputenv("TZ", zone);
        ::tzset();
        QTEST(shown(planOf(DataSet::Utilization, request, {}, instant(now))), "windows");
        QTEST(shown(planOf(DataSet::Analytics, request, {}, instant(now))), "windows");
    }
}

void TestPlan::looksAgain_data()
{
    QTest::addColumn<DataSet>("dataSet");
    QTest::addColumn<QString>("completedAt"); // of October's window
    QTest::addColumn<QString>("fetchedTo");
    QTest::addColumn<WindowState>("state");
    QTest::addColumn<bool>("wasHourly");
    QTest::addColumn<bool>("hadDetails");
    QTest::addColumn<bool>("isUpToDate");
    const auto row = [](DataSet dataSet, const char *name, const char *completedAt, const char *fetchedTo,
                        bool isUpToDate, WindowState state = WindowState::Complete, bool wasHourly = false,
                        bool hadDetails = true) {
        QTest::addRow("%s, %s", qPrintable(core::dataSetName(dataSet)), name)
            << dataSet << QString::fromLatin1(completedAt) << QString::fromLatin1(fetchedTo) << state
            << wasHourly << hadDetails << isUpToDate;
    };
    const char *const end = "2026-11-01";
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest}) {
        row(dataSet, "settled", "2026-12-04T00:00:00Z", end, true);
        row(dataSet, "not yet settled", "2026-12-03T23:59:59Z", end, false);
        row(dataSet, "read within the month", "2026-10-20T12:00:00Z", "2026-10-20", false);
        row(dataSet, "settled but not read to its end", "2026-12-04T12:00:00Z", "2026-10-31", false);
        row(dataSet, "never completed", "", end, false);
        row(dataSet, "no word of how far", "2026-12-10T12:00:00Z", "", false);
        for (const WindowState state : {WindowState::Planned, WindowState::Fetching, WindowState::NotReady,
                                        WindowState::Refused, WindowState::Failed})
            row(dataSet, qPrintable(store::windowStateName(state)), "2026-12-10T12:00:00Z", end, false,
                state);
        row(dataSet, "hourly before", "2026-12-10T12:00:00Z", end, false, WindowState::Complete, true);
        row(dataSet, "no details before", "2026-12-10T12:00:00Z", end, false, WindowState::Complete, false,
            false);
    }
    row(DataSet::Analytics, "settled", "2027-03-01T00:00:00Z", end, true);
    row(DataSet::Analytics, "not yet settled", "2027-02-28T23:59:59Z", end, false);
    row(DataSet::Analytics, "reported data would be settled", "2026-12-10T12:00:00Z", end, false);
}

void TestPlan::looksAgain()
{
    QFETCH(DataSet, dataSet);
    QFETCH(QString, completedAt);
    QFETCH(QString, fetchedTo);
    QFETCH(WindowState, state);
    QFETCH(bool, wasHourly);
    QFETCH(bool, hadDetails);
    const QString id = dataSet == DataSet::Crest         ? QStringLiteral("e-1")
                       : dataSet == DataSet::Utilization ? QStringLiteral("s-1")
                                                         : QString();
    store::WindowRecord record = known(dataSet, id, "2026-10-01", "2026-11-01");
    record.state = state;
    record.isHourly = wasHourly;
    record.showDetails = hadDetails;
    record.fetchedTo = maybeDay(fetchedTo);
    if (!completedAt.isEmpty())
        record.completedAt = instant(completedAt);
    sync::Request request;
    request.from = day(QStringLiteral("2026-10-01"));
    request.to = day(QStringLiteral("2026-11-01"));
    // A year later: it counts when the window was read, not what day it is.
    const auto windows =
        planOf(dataSet, request, sync::Journal({record}), instant(QStringLiteral("2027-10-20T12:00:00Z")));
    QCOMPARE(windows.size(), std::size_t(1));
    QVERIFY(windows.front().isKnown);
    QCOMPARE(windows.front().record.state, state);
    QTEST(windows.front().action == Action::UpToDate, "isUpToDate");
}

void TestPlan::goesOnWithAnInterruptedRun_data()
{
    QTest::addColumn<QString>("completedAt"); // of November's window, which every run reads again
    QTest::addColumn<QString>("fetchedTo");
    QTest::addColumn<bool>("wasHourly");
    QTest::addColumn<bool>("isUpToDate");
    const auto row = [](const char *name, const char *completedAt, const char *fetchedTo, bool wasHourly,
                        bool isUpToDate) {
        QTest::newRow(name) << QString::fromLatin1(completedAt) << QString::fromLatin1(fetchedTo) << wasHourly
                            << isUpToDate;
    };
    row("before the run", "2026-11-20T07:59:59Z", "2026-11-20", false, false);
    row("by the run", "2026-11-20T08:00:00Z", "2026-11-20", false, true);
    row("by the run, but of another kind", "2026-11-20T08:00:00Z", "2026-11-20", true, false);
    row("by the run, on the day before", "2026-11-20T08:00:00Z", "2026-11-19", false, false);
}

void TestPlan::goesOnWithAnInterruptedRun()
{
    QFETCH(QString, completedAt);
    QFETCH(QString, fetchedTo);
    QFETCH(bool, wasHourly);
    sync::Request request;
    request.from = day(QStringLiteral("2026-11-01"));
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest, DataSet::Analytics}) {
        const QString id = dataSet == DataSet::Crest         ? QStringLiteral("e-1")
                           : dataSet == DataSet::Utilization ? QStringLiteral("s-1")
                                                             : QString();
        store::WindowRecord record = known(dataSet, id, "2026-11-01", "2026-12-01");
        record.completedAt = instant(completedAt);
        record.fetchedTo = maybeDay(fetchedTo);
        record.isHourly = wasHourly;
        auto course =
            courseOf(request, sync::Journal({record}), instant(QStringLiteral("2026-11-20T12:00:00Z")));
        QCOMPARE(planOf(dataSet, course).front().action, Action::Fetch);
        course.continues = instant(QStringLiteral("2026-11-20T08:00:00Z"));
        QTEST(planOf(dataSet, course).front().action == Action::UpToDate, "isUpToDate");
    }
}

/// Where a window has no days it is the day of asking that counts.
void TestPlan::goesOnWithTheMonthToDate()
{
    for (const DataSet dataSet : {DataSet::Spend, DataSet::Summary}) {
        store::WindowRecord record = known(dataSet, {}, "1970-01-01", "1970-01-01");
        record.completedAt = instant(QStringLiteral("2026-11-20T08:00:00Z"));
        record.fetchedTo = record.key.days.to;
        auto course = courseOf({}, sync::Journal({record}), instant(QStringLiteral("2026-11-20T12:00:00Z")));
        course.continues = instant(QStringLiteral("2026-11-20T07:00:00Z"));
        QCOMPARE(planOf(dataSet, course).front().action, Action::UpToDate);
        course.now = instant(QStringLiteral("2026-11-21T00:00:00Z"));
        QCOMPARE(planOf(dataSet, course).front().action, Action::Fetch);
    }
}

void TestPlan::repeatsWhatFailed_data()
{
    QTest::addColumn<WindowState>("state");
    QTest::addColumn<int>("planned");
    for (const WindowState state :
         {WindowState::Failed, WindowState::Refused, WindowState::NotReady, WindowState::Stale})
        QTest::newRow(qPrintable(store::windowStateName(state))) << state << 1;
    for (const WindowState state :
         {WindowState::Planned, WindowState::Fetching, WindowState::Complete, WindowState::NotOffered})
        QTest::newRow(qPrintable(store::windowStateName(state))) << state << 0;
}

void TestPlan::repeatsWhatFailed()
{
    QFETCH(WindowState, state);
    sync::Request request;
    request.from = day(QStringLiteral("2026-09-01"));
    request.isRetry = true;
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Analytics}) {
        const QString id = dataSet == DataSet::Utilization ? QStringLiteral("s-1") : QString();
        store::WindowRecord record = known(dataSet, id, "2026-10-01", "2026-11-01");
        record.state = state;
        const auto windows = planOf(dataSet, request, sync::Journal({record}),
                                    instant(QStringLiteral("2026-11-20T12:00:00Z")));
        QTEST(int(windows.size()), "planned");
        for (const auto &window : windows)
            QCOMPARE(window.record.key, record.key);
    }
}

/// Where a list could not be read its windows are not known, and are what failed.
void TestPlan::repeatsWhatNoListNamed()
{
    sync::Request request;
    request.from = day(QStringLiteral("2026-09-01"));
    request.isRetry = true;
    const auto now = instant(QStringLiteral("2026-11-20T12:00:00Z"));
    for (const QString &customerId : {QString(), QStringLiteral("C-1")}) {
        store::WindowRecord entry = known(DataSet::Utilization, {}, "1970-01-01", "1970-01-01");
        entry.key.customerId = customerId;
        entry.state = WindowState::Planned;
        QCOMPARE(planOf(DataSet::Utilization, request, sync::Journal({entry}), now).size(), std::size_t(0));
        entry.state = WindowState::Failed;
        QCOMPARE(planOf(DataSet::Utilization, request, sync::Journal({entry}), now).size(), std::size_t(3));
        QCOMPARE(planOf(DataSet::Crest, request, sync::Journal({entry}), now).size(), std::size_t(0));
    }
}

void TestPlan::hasOneWindowForTheMonthToDate_data()
{
    QTest::addColumn<DataSet>("dataSet");
    QTest::newRow("spend") << DataSet::Spend;
    QTest::newRow("summary") << DataSet::Summary;
}

void TestPlan::hasOneWindowForTheMonthToDate()
{
    QFETCH(DataSet, dataSet);
    store::WindowRecord record = known(dataSet, {}, "1970-01-01", "1970-01-01");
    record.completedAt = instant(QStringLiteral("2026-11-20T11:59:59Z"));
    record.fetchedTo = day(QStringLiteral("2026-11-20"));
    sync::Request request;
    request.from = day(QStringLiteral("2026-01-01"));
    for (const auto &journal : {sync::Journal(), sync::Journal({record})}) {
        const auto windows =
            planOf(dataSet, request, journal, instant(QStringLiteral("2026-11-20T12:00:00Z")));
        QCOMPARE(windows.size(), std::size_t(1));
        QCOMPARE(windows.front().record.key, record.key);
        QCOMPARE(windows.front().action, Action::Fetch); // it is never over
        QCOMPARE(windows.front().isKnown, journal.find(record.key) != nullptr);
    }
}

void TestPlan::plansByKindOfSubscription_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("toFetch");
    QTest::addColumn<int>("notOffered");
    QTest::newRow("legacy") << QStringLiteral("legacy") << 2 << 0;
    QTest::newRow("plan") << QStringLiteral("plan") << 0 << 1;
    QTest::newRow("licence") << QStringLiteral("licence") << 0 << 0;
    QTest::newRow("other") << QStringLiteral("other") << 0 << 0;
    QTest::newRow("unknown") << QString() << 0 << 0;
}

void TestPlan::plansByKindOfSubscription()
{
    QFETCH(QString, kind);
    const std::array subscriptions{subscription("s-1", kind.toLatin1().constData(), "e-1")};
    sync::Request request;
    request.from = day(QStringLiteral("2026-10-01"));
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest}) {
        const auto windows =
            sync::planCustomer(dataSet, customer, subscriptions,
                               courseOf(request, {}, instant(QStringLiteral("2026-11-20T12:00:00Z"))));
        int toFetch = 0, notOffered = 0;
        for (const auto &window : windows)
            ++(window.action == Action::Fetch ? toFetch : notOffered);
        QTEST(toFetch, "toFetch");
        QTEST(notOffered, "notOffered");
    }
}

void TestPlan::saysWhyAPlanHasNone()
{
    const std::array subscriptions{subscription("s-1", "plan", "e-1")};
    const auto now = instant(QStringLiteral("2026-11-20T12:00:00Z"));
    sync::Request request;
    request.isHourly = true;
    const auto first =
        sync::planCustomer(DataSet::Utilization, customer, subscriptions, courseOf(request, {}, now));
    QCOMPARE(first.size(), std::size_t(1));
    QCOMPARE(first.front().action, Action::NotOffered);
    QVERIFY(first.front().reason.contains(QStringLiteral("Azure plan")));
    QVERIFY(!first.front().isKnown);
    // The same window whatever was asked, so that the journal knows it again.
    store::WindowRecord record = first.front().record;
    record.state = WindowState::NotOffered;
    const auto again = sync::planCustomer(DataSet::Utilization, customer, subscriptions,
                                          courseOf({}, sync::Journal({record}), now));
    QCOMPARE(again.size(), std::size_t(1));
    QVERIFY(again.front().isKnown);
    QCOMPARE(again.front().action, Action::NotOffered);
    QCOMPARE(again.front().record.state, WindowState::NotOffered);
    QCOMPARE(again.front().record.key, record.key);
}

void TestPlan::knowsAWindowInAnyCase()
{
    store::WindowRecord record =
        known(DataSet::Utilization, QStringLiteral("S-1"), "2026-10-01", "2026-11-01");
    record.key.customerId = QStringLiteral("C-1");
    const sync::Journal journal({record});
    const auto windows =
        planOf(DataSet::Utilization, {}, journal, instant(QStringLiteral("2026-11-20T12:00:00Z")));
    QCOMPARE(windows.size(), std::size_t(13));
    const auto &october = windows.at(1);
    QVERIFY(october.isKnown);
    QVERIFY(!windows.at(0).isKnown);
    QCOMPARE(october.record.key, record.key);            // the journal's spelling stays
    QCOMPARE(october.customerId, QStringLiteral("c-1")); // the service gets back its own
    QCOMPARE(october.subscriptionId, QStringLiteral("s-1"));
    store::WindowKey other = record.key;
    other.dataSet = DataSet::Crest;
    QVERIFY(!journal.find(other));
    other = record.key;
    other.days.to = day(QStringLiteral("2026-10-31"));
    QVERIFY(!journal.find(other));
}

void TestPlan::namesTheEntitlement_data()
{
    QTest::addColumn<QByteArray>("entitlement");
    QTest::addColumn<QString>("named");
    QTest::newRow("its own") << QByteArray("e-1") << QStringLiteral("e-1");
    QTest::newRow("the subscription's") << QByteArray() << QStringLiteral("s-1");
}

void TestPlan::namesTheEntitlement()
{
    QFETCH(QByteArray, entitlement);
    const std::array subscriptions{subscription("s-1", "legacy", entitlement.constData())};
    const auto now = instant(QStringLiteral("2026-11-20T12:00:00Z"));
    const auto crest = sync::planCustomer(DataSet::Crest, customer, subscriptions, courseOf({}, {}, now));
    QTEST(crest.front().entitlementId, "named");
    QTEST(crest.front().record.key.subscriptionId, "named");
    const auto utilization =
        sync::planCustomer(DataSet::Utilization, customer, subscriptions, courseOf({}, {}, now));
    QTEST(utilization.front().entitlementId, "named");
    QCOMPARE(utilization.front().record.key.subscriptionId, QStringLiteral("s-1"));
    QCOMPARE(utilization.front().customerName, QStringLiteral("Contoso"));
    QCOMPARE(utilization.front().subscriptionName, QStringLiteral("Name of s-1"));
}

void TestPlan::ignoresARepeatedSubscription()
{
    const std::array subscriptions{subscription("s-1", "legacy", "e-1"), subscription("S-1", "legacy", "E-1"),
                                   subscription("s-2", "legacy", "e-2")};
    sync::Request request;
    request.from = day(QStringLiteral("2026-11-01"));
    for (const DataSet dataSet : {DataSet::Utilization, DataSet::Crest}) {
        const auto windows =
            sync::planCustomer(dataSet, customer, subscriptions,
                               courseOf(request, {}, instant(QStringLiteral("2026-11-20T12:00:00Z"))));
        QCOMPARE(windows.size(), std::size_t(2));
        QCOMPARE(windows.at(0).subscriptionId, QStringLiteral("s-1"));
        QCOMPARE(windows.at(1).subscriptionId, QStringLiteral("s-2"));
    }
}

SPENDGLASS_TEST_MAIN(TestPlan)
#include "tst_plan.moc"
