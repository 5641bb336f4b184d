// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/usagefill.h"

#include "api/utilizationrecords.h"
#include "store/store.h"
#include "sync/mapping.h"
#include "sync/workspace.h"

#include <QCoreApplication>

#include <cstdlib>
#include <span>

namespace spendglass::bench {

namespace {

[[noreturn]] void giveUp(const QString &why)
{
    std::fprintf(stderr, "%s\n", qPrintable(why));
    std::exit(1);
}

template <class T>
T must(core::Result<T> result)
{
    if (!result)
        giveUp(result.error().text);
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// Answers of the service as its decoder wants them.
class Pages
{
public:
    explicit Pages(const UsageWorld &world)
        : m_pages(world)
    {
        m_response.status = 200;
        m_response.headers = {{QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/json")}};
        m_asked.url =
            QUrl(QStringLiteral("https://bench.example/v1/customers/c/subscriptions/s/utilizations/azure"));
        m_response.url = m_asked.url;
    }

    void make(int subscription, int month, int page)
    {
        m_pages.utilization(m_body, subscription, month, page);
        m_response.body.reserve(qsizetype(m_body.size()) + 64); // as a body that grew while it came has
        m_response.body.resize(0);
        m_response.body.append(m_body.data(), qsizetype(m_body.size()));
    }
    qint64 bytes() const { return m_response.body.size(); }
    api::Page<api::UtilizationRow> decode() const
    {
        return must(api::UtilizationRecords::decode(m_response, m_asked));
    }

private:
    UsagePages m_pages;
    std::string m_body;
    net::Response m_response;
    net::Request m_asked;
};

sync::Origin originOf(int subscription)
{
    const int customer = subscription / UsageWorld::subscriptionsPerCustomer;
    return {UsageWorld::customerId(customer),         UsageWorld::customerName(customer),
            UsageWorld::subscriptionId(subscription), UsageWorld::subscriptionName(subscription),
            UsageWorld::subscriptionId(subscription), UsageWorld::days()};
}

/// The windows of a customer in the order in which a synchronisation plans them.
std::vector<store::WindowRecord> windowsOf(int customer)
{
    std::vector<store::WindowRecord> windows;
    for (int i = 0; i < UsageWorld::subscriptionsPerCustomer; ++i) {
        for (int month = UsageWorld::months - 1; month >= 0; --month) {
            store::WindowRecord window;
            window.key.dataSet = core::DataSet::Utilization;
            window.key.customerId = QString::fromStdString(UsageWorld::customerId(customer));
            window.key.subscriptionId = QString::fromStdString(
                UsageWorld::subscriptionId(customer * UsageWorld::subscriptionsPerCustomer + i));
            window.key.days = UsageWorld::days(month);
            windows.push_back(window);
        }
    }
    return windows;
}

/// Store calls alone are timed.
class TimedStore
{
    template <class Work>
    auto timed(const Work &work)
    {
        const struct Adding
        {
            Seconds &sum;
            Stopwatch watch;
            ~Adding() { sum += watch.elapsed(); }
        } adding{m_spent, {}};
        return work();
    }

public:
    explicit TimedStore(const QString &path)
        : m_store(must(store::Store::open(path)))
    {}

    void fill(const store::WindowRecord &window, Pages &pages, const UsageWorld &world, int subscription,
              int month)
    {
        const core::Instant now = BenchClock().now();
        const auto fetch = timed([&] { return must(m_store->beginFetch(window, now)); });
        const sync::Origin origin = originOf(subscription);
        for (int number = 0; number < world.pagesOf(subscription, month); ++number) {
            pages.make(subscription, month, number);
            auto page = pages.decode();
            std::vector<store::UsageFact> facts;
            for (const auto &row : page.rows)
                facts.push_back(sync::toFact(row, origin, page.text));
            store::PageRecord record;
            record.number = number;
            record.rows = qint64(facts.size());
            record.receivedAt = now;
            record.call = {QStringLiteral("GET"), window.key.subscriptionId, 200, {}, {}, now, {}, 1,
                           pages.bytes()};
            timed(
                [&] { must(m_store->appendPage(fetch, record, std::span<const store::UsageFact>(facts))); });
        }
        timed([&] { must(m_store->finishFetch(fetch, store::WindowState::Complete, {}, now)); });
    }
    void plan(std::span<const store::WindowRecord> windows)
    {
        timed([&] { must(m_store->planWindows(windows)); });
    }
    Seconds close()
    {
        timed([&] { m_store.reset(); });
        return m_spent;
    }

private:
    std::unique_ptr<store::Store> m_store;
    Seconds m_spent{0};
};

void checkReport(const sync::Report &report, const UsageWorld &world)
{
    qint64 rows = 0;
    QStringList reasons;
    for (const auto &line : report.lines) {
        rows += line.rows;
        reasons += line.reasons;
    }
    if (report.error)
        reasons += report.error->text;
    if (!report.isComplete() || rows != world.rows())
        giveUp(QStringLiteral("the run was not complete: %1 rows; %2")
                   .arg(rows)
                   .arg(reasons.mid(0, 5).join(QStringLiteral("; "))));
}

} // namespace

sync::Connection connectionTo(const QUrl &service)
{
    sync::Connection connection;
    connection.apiUrl = service;
    connection.authorize =
        net::authorizerOf([](const QUrl &) { return core::Result<QByteArray>(QByteArrayLiteral("bench")); });
    return connection;
}

Seconds synchronise(QCoreApplication &app, const UsageWorld &world, const QUrl &service, const QString &path)
{
    sync::Workspace workspace(path, connectionTo(service), std::make_shared<BenchClock>());
    sync::Report report;
    QObject::connect(&workspace, &sync::Workspace::syncFinished, &app, [&](const sync::Report &ended) {
        report = ended;
        app.quit();
    });
    sync::Request request;
    request.dataSets = {core::DataSet::Utilization};
    request.from = UsageWorld::days().from;
    request.to = UsageWorld::days().to;
    const Stopwatch watch;
    workspace.startSync(request);
    app.exec();
    const auto elapsed = watch.elapsed();
    checkReport(report, world);
    return elapsed;
}

Seconds decodeOnly(const UsageWorld &world)
{
    Pages pages(world);
    Seconds spent{0};
    qint64 rows = 0;
    for (int subscription = 0; subscription < world.subscriptions(); ++subscription) {
        for (int month = 0; month < UsageWorld::months; ++month) {
            for (int number = 0; number < world.pagesOf(subscription, month); ++number) {
                pages.make(subscription, month, number);
                const Stopwatch watch;
                rows += qint64(pages.decode().rows.size());
                spent += watch.elapsed();
            }
        }
    }
    if (rows != world.rows())
        giveUp(QStringLiteral("%1 rows were decoded").arg(rows));
    return spent;
}

Seconds appendOnly(const UsageWorld &world, const QString &path)
{
    Pages pages(world);
    TimedStore store(path);
    for (int customer = 0; customer < world.customers(); ++customer) {
        const auto windows = windowsOf(customer);
        store.plan(windows);
        for (std::size_t i = 0; i < windows.size(); ++i) {
            const int subscription =
                customer * UsageWorld::subscriptionsPerCustomer + int(i) / UsageWorld::months;
            store.fill(windows[i], pages, world, subscription,
                       UsageWorld::months - 1 - int(i) % UsageWorld::months);
        }
    }
    return store.close();
}

} // namespace spendglass::bench
