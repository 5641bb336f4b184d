// SPDX-License-Identifier: GPL-3.0-or-later
// A year of daily synchronisations of the spend of 5,000 customers: what the store takes on disk for being
// able to say what stood there on any of those days (goal: under 200 MB). bench_snapshots [customers] [days].
#include "bench/harness.h"
#include "store/store.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTemporaryDir>

#include <random>

using namespace spendglass;

namespace {

constexpr int pageRows = 1000;
constexpr core::Day firstDay{std::chrono::year(2025) / 11 / 20};

template <class T>
T must(core::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().text));
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

core::Decimal amount(qint64 millionths)
{
    return core::Decimal::fromUnits(core::Int128(millionths) * core::powerOfTen(16));
}

/// A customer's month-to-date record, in millionths.
struct Customer
{
    std::string id, name;
    qint64 cost = 0, budget = 0, daily = 0;
    core::Instant modified{};
};

/// 60 % of the customers use something on a day, one in a thousand has its budget changed, and with a month
/// everything begins anew.
class Partner
{
public:
    explicit Partner(int customers)
    {
        for (int i = 0; i < customers; ++i) {
            char id[40];
            std::snprintf(id, sizeof id, "%08x-7c5e-4b18-8a11-%012d", unsigned(i) * 2'654'435'761U, i);
            m_customers.push_back({id, "Customer " + std::to_string(i) + " Ltd", 0,
                                   i % 3 ? qint64(i % 50 + 1) * 100'000'000 : 0,
                                   qint64(200'000'000) / (i + 1) + 3'000'000, firstDay});
        }
    }

    void live(core::Day day)
    {
        for (Customer &customer : m_customers) {
            const bool isNewMonth = day == core::firstOfMonth(day);
            if (isNewMonth)
                customer.cost = 0;
            if (m_engine() % 1000 == 0)
                customer.budget = qint64(m_engine() % 100) * 100'000'000;
            const bool isUsing = m_engine() % 10 < 6;
            if (isUsing)
                customer.cost += qint64(m_engine() % quint64(2 * customer.daily));
            if (isUsing || isNewMonth)
                customer.modified = day + std::chrono::seconds(m_engine() % 86'400);
        }
    }

    std::vector<store::SpendFact> page(std::size_t from) const
    {
        std::vector<store::SpendFact> rows;
        for (std::size_t i = from; i < std::min(m_customers.size(), from + pageRows); ++i) {
            const Customer &customer = m_customers[i];
            store::SpendFact row;
            row.resourceId = customer.id;
            row.resourceName = customer.name;
            row.totalCost = amount(customer.cost);
            row.usdTotalCost = amount(customer.cost / 100 * 108);
            if (customer.budget > 0) {
                row.budgetAmount = amount(customer.budget);
                row.percentUsed = amount(customer.cost * 100 / (customer.budget / 1'000'000));
            }
            row.currency = row.currencyCode = "EUR";
            row.currencyLocale = "de-DE";
            row.currencySymbol = "€";
            row.isUpgraded = i % 4 != 0;
            row.lastModified = customer.modified;
            rows.push_back(row);
        }
        return rows;
    }

    std::size_t size() const { return m_customers.size(); }
    qint64 costs() const
    {
        qint64 sum = 0;
        for (const Customer &customer : m_customers)
            sum += customer.cost;
        return sum;
    }

private:
    std::vector<Customer> m_customers;
    std::mt19937_64 m_engine{20261130};
};

/// As a synchronisation does it: pages, then the new content in place of the old.
void synchronise(store::Store &store, const Partner &partner, core::Day day)
{
    const core::Instant now = day + std::chrono::hours(6);
    store::WindowRecord window;
    window.key.dataSet = core::DataSet::Spend;
    window.key.days = {core::Day(), core::Day()};
    const auto fetch = must(store.beginFetch(window, now));
    int number = 0;
    for (std::size_t from = 0; from < partner.size(); from += pageRows) {
        const auto rows = partner.page(from);
        store::PageRecord page;
        page.number = number++;
        page.receivedAt = now;
        page.call = {
            QStringLiteral("GET"),    QStringLiteral("/v1/customers/usagerecords"), 200, {}, {}, now, {}, 1,
            qint64(rows.size()) * 450};
        must(store.appendPage(fetch, page, std::span<const store::SpendFact>(rows)));
    }
    must(store.finishFetch(fetch, store::WindowState::Complete, {}, now));
}

/// As it stood then; without a day, as it is.
query::Query bySpend(std::optional<core::Day> day = std::nullopt)
{
    query::Query query;
    query.dataSet = core::DataSet::Spend;
    if (day)
        query.asOf = *day + std::chrono::hours(12);
    query.rows = {QStringLiteral("customerTenantId")};
    query.measures = {{query::Aggregate::Sum, QStringLiteral("totalCost")}};
    return query;
}

bool hasSum(const query::Answer &answer, qint64 millionths)
{
    core::Int128 sum = 0;
    const int column = answer.table.columnOf(u"sum(totalCost)");
    for (qsizetype row = 0; row < answer.table.rowCount(); ++row)
        sum += std::get<core::Decimal>(answer.table.at(row, column)).units();
    return sum == core::Int128(millionths) * core::powerOfTen(16);
}

template <class Task>
bench::Samples measured(const Task &task)
{
    bench::Samples samples;
    for (int round = 0; round < 15; ++round) {
        const bench::Stopwatch watch;
        task();
        samples.add(watch.elapsed().count() * 1e3);
    }
    return samples;
}

double megabytes(const QString &path)
{
    return double(QFileInfo(path).size()) / 1e6;
}

} // namespace

int main(int argc, char **argv)
{
    bench::printAtOnce();
    const QCoreApplication app(argc, argv);
    const int customers = argc > 1 ? std::atoi(argv[1]) : 5000;
    const int days = argc > 2 ? std::atoi(argv[2]) : 365;
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bench/store.duckdb"));
    Partner partner(customers);
    const core::Day middle = firstDay + std::chrono::days(days / 2),
                    last = firstDay + std::chrono::days(days - 1);
    qint64 costsThen = 0;
    bench::Samples perDay, newest, then;
    bool isRight = false;
    {
        auto store = must(store::Store::open(path));
        for (core::Day day = firstDay; day <= last; day += std::chrono::days(1)) {
            partner.live(day);
            const bench::Stopwatch watch;
            synchronise(*store, partner, day);
            perDay.add(watch.elapsed().count() * 1e3);
            if (day == middle)
                costsThen = partner.costs();
        }
        const auto ask = [&](const query::Query &query) { return must(store->ask(query, last)); };
        isRight = hasSum(ask(bySpend()), partner.costs()) && hasSum(ask(bySpend(middle)), costsThen);
        newest = measured([&] { ask(bySpend()); });
        then = measured([&] { ask(bySpend(middle)); });
    }
    std::printf("%d customers on %d days\n", customers, days);
    bench::print("a day's synchronisation, the store alone", perDay, "ms");
    bench::print("store file (<200 for 5,000 and a year)", megabytes(path), "MB");
    bench::print("  of it for each day", megabytes(path) * 1e3 / days, "kB");
    bench::print("spend by customer, as it is", newest, "ms");
    bench::print("spend by customer, as of half a year ago", then, "ms");
    if (!isRight)
        std::fprintf(stderr, "the store and the partner disagree\n");
    return isRight ? 0 : 1;
}
