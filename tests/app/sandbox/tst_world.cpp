// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/money.h"
#include "sandbox/usagewindow.h"
#include "support/testmain.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace spendglass;
using namespace spendglass::sandbox;

class tst_World : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameOptionsSameWorld();
    void otherSeedOtherWorld();
    void size_data();
    void size();
    void seriesStandInTheOrderThatClientsAskFor();
    void isLifelike();
    void movedCustomerChangesOverOnce();
    void quantitiesHaveTheirDigits();
    void hoursAddUpToTheDay();
    void budgetsAreOfEveryKind();

private:
    static Options options();
};

namespace {

/// All of the world's figures in one number.
std::uint64_t fingerprint(const World &world)
{
    std::uint64_t sum = 0;
    for (const Series &series : world.series())
        for (int day = 0; day < world.days(); ++day)
            if (const std::uint64_t dice = world.roll(series, day))
                sum = sum * 31 + static_cast<std::uint64_t>(world.quantity(series, day, dice));
    for (const Customer &customer : world.customers())
        for (const char c : customer.id + customer.name)
            sum = sum * 31 + static_cast<unsigned char>(c);
    return sum;
}

qint64 rowsOn(const World &world, int day)
{
    return std::count_if(world.series().begin(), world.series().end(),
                         [&](const Series &series) { return world.roll(series, day) != 0; });
}

} // namespace

Options tst_World::options()
{
    Options options;
    options.today = core::parseDay("2026-11-20");
    return options;
}

void tst_World::sameOptionsSameWorld()
{
    const World one(options()), two(options());
    QCOMPARE(fingerprint(one), fingerprint(two));
    // The same on every machine. A change of the world changes it: then put the new one here, on purpose.
    QCOMPARE(fingerprint(one), std::uint64_t(0xb4f68779e08139c6));
    QCOMPARE(one.firstDay(), *core::parseDay("2026-07-23"));
}

void tst_World::otherSeedOtherWorld()
{
    Options other = options();
    other.seed = 2;
    QVERIFY(fingerprint(World(options())) != fingerprint(World(other)));
}

void tst_World::size_data()
{
    QTest::addColumn<int>("customers");
    QTest::addColumn<int>("days");
    QTest::addColumn<int>("rowsPerDay");
    QTest::newRow("default") << 60 << 120 << 1200;
    QTest::newRow("one of each") << 1 << 1 << 1;
    QTest::newRow("fewer rows than customers") << 300 << 20 << 100;
    QTest::newRow("large") << 500 << 30 << 20000;
}

void tst_World::size()
{
    QFETCH(int, customers);
    QFETCH(int, days);
    QFETCH(int, rowsPerDay);
    Options asked = options();
    asked.customers = customers;
    asked.days = days;
    asked.rowsPerDay = rowsPerDay;
    const World world(asked);
    QCOMPARE(world.customers().size(), static_cast<std::size_t>(customers));
    QCOMPARE(world.day(world.days() - 1), world.today() - std::chrono::days(1));
    qint64 rows = 0;
    for (int day = 0; day < days; ++day)
        rows += rowsOn(world, day);
    const qint64 wanted = qint64(days) * rowsPerDay;
    QVERIFY2(rows >= wanted * 85 / 100 && rows <= wanted * 115 / 100, qPrintable(QString::number(rows)));
}

void tst_World::seriesStandInTheOrderThatClientsAskFor()
{
    const World world(options());
    const auto key = [&world](const Series &series) {
        const Meter &meter = world.meter(series);
        return std::tuple(std::string_view(world.customers()[series.customer].upperId),
                          std::string_view(world.subscriptions()[series.subscription].upperId),
                          meter.category,
                          meter.subcategory.empty() ? std::string_view("None") : meter.subcategory,
                          meter.unit, world.location(series).id, meter.serviceType);
    };
    QVERIFY(std::is_sorted(world.series().begin(), world.series().end(),
                           [&](const Series &a, const Series &b) { return key(a) < key(b); }));
}

void tst_World::isLifelike()
{
    const World world(options());
    std::set<std::string_view> categories, currencies;
    std::string names;
    std::array<int, 4> kinds{};
    qint64 stopped = 0, late = 0, all = 0;
    for (const Series &series : world.series()) {
        categories.insert(world.meter(series).category);
        stopped += series.endDay < world.moveDay() ? 1 : 0;
        for (int day = 0; day < world.days(); ++day)
            if (const std::uint64_t dice = world.roll(series, day)) {
                ++all;
                late += World::lateDays(dice) > 0 ? 1 : 0;
            }
    }
    std::vector<std::size_t> sizes;
    for (const Customer &customer : world.customers()) {
        ++kinds[static_cast<std::size_t>(customer.kind)];
        currencies.insert(World::currencies()[customer.currency].code);
        names += customer.name + '\n';
        sizes.push_back(customer.endSeries - customer.firstSeries);
    }
    std::sort(sizes.rbegin(), sizes.rend());
    QVERIFY(categories.size() >= 12);
    QCOMPARE(currencies, (std::set<std::string_view>{"EUR", "USD", "GBP", "SEK", "JPY", "CHF"}));
    QVERIFY(kinds[size_t(CustomerKind::Legacy)] >= 12 && kinds[size_t(CustomerKind::Plan)] >= 25);
    QVERIFY(kinds[size_t(CustomerKind::Moved)] >= 1 && kinds[size_t(CustomerKind::Licences)] >= 1);
    QVERIFY(stopped > 0);
    QVERIFY(late * 100 / all >= 20 && late * 100 / all <= 40);
    QVERIFY2(sizes[0] > 5 * sizes[sizes.size() / 2], "a few large and many small customers");
    for (const char *wanted : {"\"", "'", "&", "\n=", "<b>", "株", "شركة", "\\", ";"})
        QVERIFY2(names.find(wanted) != std::string::npos, wanted);
    // Fewer rows on a Sunday than on the Wednesday before it.
    const int sunday = world.dayIndex(*core::parseDay("2026-11-15"));
    QVERIFY(rowsOn(world, sunday) < rowsOn(world, sunday - 4));
}

void tst_World::movedCustomerChangesOverOnce()
{
    const World world(options());
    const auto moved =
        std::find_if(world.customers().begin(), world.customers().end(),
                     [](const Customer &customer) { return customer.kind == CustomerKind::Moved; });
    QVERIFY(moved != world.customers().end());
    qint64 before = 0, after = 0;
    for (std::size_t i = moved->firstSeries; i < moved->endSeries; ++i) {
        const Series &series = world.series()[i];
        const bool isLegacy = world.subscriptions()[series.subscription].isLegacy;
        for (int day = 0; day < world.days(); ++day) {
            if (world.roll(series, day) == 0)
                continue;
            QCOMPARE(isLegacy, day < world.moveDay());
            ++(isLegacy ? before : after);
        }
    }
    QVERIFY(before > 0 && after > 0);
}

void tst_World::quantitiesHaveTheirDigits()
{
    const World world(options());
    qint64 whole = 0, credits = 0;
    std::size_t longest = 0;
    for (const Series &series : world.series()) {
        for (int day = 0; day < world.days(); ++day) {
            const std::uint64_t dice = world.roll(series, day);
            if (dice == 0)
                continue;
            const std::int64_t quantity = world.quantity(series, day, dice);
            QVERIFY(quantity != 0);
            const std::string text = world.decimal(series, quantity).toStdString();
            const std::size_t point = text.find('.');
            whole += point == std::string::npos ? 1 : 0;
            credits += quantity < 0 ? 1 : 0;
            longest = std::max(longest, point == std::string::npos ? 0 : text.size() - point - 1);
        }
    }
    QVERIFY(whole > 0);
    QVERIFY(credits > 0);
    QCOMPARE(longest, std::size_t(15));
}

void tst_World::hoursAddUpToTheDay()
{
    constexpr std::int64_t largest = 9'000'000'000'000'000'000;
    for (const std::int64_t quantity :
         {std::int64_t(1), std::int64_t(-1), std::int64_t(24), std::int64_t(1'234'567), largest, -largest}) {
        std::int64_t sum = 0;
        for (int hour = 0; hour < 24; ++hour)
            sum += hourShare(quantity, hour);
        QCOMPARE(sum, quantity);
    }
}

void tst_World::budgetsAreOfEveryKind()
{
    const World world(options());
    const Money money(world);
    const auto percent = [](int value) { return core::Decimal::fromInteger(value); };
    int none = 0, near = 0, over = 0, negative = 0;
    for (const Spend &spend : money.spends()) {
        none += spend.budget ? 0 : 1;
        near += spend.percentUsed > percent(80) && spend.percentUsed <= percent(100) ? 1 : 0;
        over += spend.percentUsed > percent(100) ? 1 : 0;
        negative += spend.totalCost.isNegative() ? 1 : 0;
        QCOMPARE(spend.usdTotalCost.isZero(), !spend.isPlan);
    }
    QVERIFY(none > 5 && near > 2 && over > 2);
    QCOMPARE(negative, 1);
}

SPENDGLASS_TEST_MAIN(tst_World)
#include "tst_world.moc"
