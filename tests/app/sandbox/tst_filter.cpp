// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/filter.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::sandbox;

/// The filter grammar of the analytics document, level by level, against a plain loop over the rows.
class tst_Filter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
};

namespace {

Options smallWorld()
{
    Options options;
    options.today = core::parseDay("2026-11-20");
    options.customers = 20;
    options.days = 20;
    options.rowsPerDay = 300;
    return options;
}

using Check = std::function<bool(const World &, const Series &, core::Day)>;

std::string_view category(const World &world, const Series &series)
{
    return world.meter(series).category;
}

bool isFrom(core::Day day, const char *text)
{
    return day >= *core::parseDay(text);
}

} // namespace

Q_DECLARE_METATYPE(Check)

void tst_Filter::accepts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Check>("wanted");
    const Check storage = [](const World &w, const Series &s, core::Day) {
        return category(w, s) == "Storage";
    };
    const Check rest = [=](const World &w, const Series &s, core::Day d) { return !storage(w, s, d); };
    const Check since = [](const World &, const Series &, core::Day d) { return isFrom(d, "2026-11-10"); };
    const auto either = [](Check a, Check b) -> Check {
        return [=](const World &w, const Series &s, core::Day d) { return a(w, s, d) || b(w, s, d); };
    };
    const auto both = [](Check a, Check b) -> Check {
        return [=](const World &w, const Series &s, core::Day d) { return a(w, s, d) && b(w, s, d); };
    };
    const Check vms = [](const World &w, const Series &s, core::Day) {
        return category(w, s) == "Virtual Machines";
    };
    const Check obrien = [](const World &w, const Series &s, core::Day) {
        return w.customers()[s.customer].name.starts_with("O'Brien");
    };
    const Check sakura = [](const World &w, const Series &s, core::Day) {
        return w.customers()[s.customer].name == "株式会社さくら電機";
    };
    const Check all = [](const World &, const Series &, core::Day) { return true; };
    const Check unreserved = [](const World &, const Series &s, core::Day) { return s.reservation == 0; };
    QTest::newRow("empty") << QByteArray("  ") << all;
    QTest::newRow("A eq") << QByteArray("meterCategory eq 'Storage'") << storage;
    QTest::newRow("A ne") << QByteArray("meterCategory ne 'Storage'") << rest;
    QTest::newRow("A empty text") << QByteArray("reservationId eq ''") << unreserved;
    QTest::newRow("A doubled quote") << QByteArray("customerName eq 'O''Brien & Sons \"Fine Foods\" Ltd'")
                                     << obrien;
    QTest::newRow("A Japanese") << QByteArray("customerName eq '株式会社さくら電機'") << sakura;
    QTest::newRow("A or") << QByteArray("meterCategory eq 'Storage' or meterCategory eq 'Virtual Machines'")
                          << either(storage, vms);
    QTest::newRow("B le") << QByteArray("usageDate le cast('2026-11-09',Edm.DateTimeOffset)")
                          << Check([=](const World &w, const Series &s, core::Day d) {
                                 return !since(w, s, d);
                             });
    QTest::newRow("B the document's")
        << QByteArray("meterCategory eq 'Storage' or (usageDate le cast('2026-11-09',Edm.DateTimeOffset) and "
                      "usageDate le cast('2026-11-12',Edm.DateTimeOffset))")
        << either(storage, [=](const World &w, const Series &s, core::Day d) { return !since(w, s, d); });
    QTest::newRow("C ge, blank after comma")
        << QByteArray("usageDate ge cast('2026-11-10', Edm.DateTimeOffset)") << since;
    QTest::newRow("C gt, date and time")
        << QByteArray("usageDate gt cast('2026-11-09T00:00:00Z',Edm.DateTimeOffset)") << since;
    QTest::newRow("C lt") << QByteArray("usageDate lt cast('2026-11-10',Edm.DateTimeOffset)")
                          << Check([=](const World &w, const Series &s, core::Day d) {
                                 return !since(w, s, d);
                             });
    QTest::newRow("C contains") << QByteArray("contains(customerName,'O''Brien')") << obrien;
    QTest::newRow("and binds tighter")
        << QByteArray("meterCategory eq 'Storage' or meterCategory eq 'Virtual Machines' and usageDate ge "
                      "cast('2026-11-10',Edm.DateTimeOffset)")
        << either(storage, both(vms, since));
    QTest::newRow("parentheses")
        << QByteArray(
               "((meterCategory eq 'Storage' or meterCategory eq 'Virtual Machines')) and usageDate ge "
               "cast('2026-11-10',Edm.DateTimeOffset)")
        << both(either(storage, vms), since);
}

void tst_Filter::accepts()
{
    QFETCH(QByteArray, text);
    QFETCH(Check, wanted);
    static const World world(smallWorld());
    const auto filter = Filter::parse(text.toStdString());
    QVERIFY2(filter, filter ? "" : qPrintable(filter.error().text));
    qint64 passed = 0, wrong = 0;
    for (const Series &series : world.series()) {
        for (int day = 0; day < world.days(); ++day) {
            const bool passes = filter->matches(world, series, world.day(day));
            passed += passes ? 1 : 0;
            wrong += passes != wanted(world, series, world.day(day)) ? 1 : 0;
        }
    }
    QCOMPARE(wrong, 0);
    QVERIFY(passed > 0);
}

void tst_Filter::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"meterCategory",
                             "meterCategory eq",
                             "meterCategory eq Storage",
                             "meterCategory EQ 'Storage'",
                             "meterCategory eq 'Storage",
                             "quantity eq 5",
                             "meterCategory lt 'Storage'",
                             "usageDate eq 'yesterday'",
                             "usageDate ge cast('2026-11-10')",
                             "usageDate ge cast('2026-02-30',Edm.DateTimeOffset)",
                             "(meterCategory eq 'a'",
                             "meterCategory eq 'a')",
                             "meterCategory eq 'a' and",
                             "or",
                             "not meterCategory eq 'a'",
                             "contains(usageDate,'2')",
                             "contains(customerName 'x')",
                             "startswith(customerName,'x')",
                             "meterCategory in ('a','b')",
                             "meterCategory eq 'a' 'b'"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("deep") << QByteArray(100'000, '(');
}

void tst_Filter::refuses()
{
    QFETCH(QByteArray, text);
    const auto filter = Filter::parse(text.toStdString());
    QVERIFY(!filter);
    QCOMPARE(filter.error().kind, core::ErrorKind::BadRequest);
    QVERIFY(!filter.error().text.isEmpty());
}

SPENDGLASS_TEST_MAIN(tst_Filter)
#include "tst_filter.moc"
