// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/fillstore.h"

#include "api/usageanalytics.h"
#include "core/clock.h"
#include "store/store.h"
#include "sync/mapping.h"

#include <cstdlib>
#include <span>
#include <type_traits>
#include <vector>

namespace spendglass::bench {

namespace {

api::Page<api::UsageAnalyticsRow> decode(const PageServer &server, int number)
{
    api::Service service;
    service.apiUrl = server.url();
    const api::UsageAnalyticsQuery query;
    const auto asked = api::UsageAnalytics::request(service, query);
    net::Response response;
    response.status = 200;
    response.headers = {{QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/json")}};
    response.body = server.body(number);
    response.url = asked.url;
    auto page = api::UsageAnalytics::decode(response, asked, query);
    if (!page || page->rows.size() != std::size_t(PageServer::rowsPerPage))
        std::abort();
    return std::move(*page);
}

template <class T>
T mustHave(core::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().text));
        std::abort();
    }
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

} // namespace

Seconds fillStore(const PageServer &server, const QString &path)
{
    const core::SystemClock clock;
    auto store = mustHave(store::Store::open(path));
    store::WindowRecord window;
    window.key.days = server.days();
    const auto fetch = mustHave(store->beginFetch(window, clock.now()));
    Seconds spent{0};
    for (int number = 0; number < server.pages(); ++number) {
        const auto page = decode(server, number);
        std::vector<store::UsageFact> facts;
        for (const auto &row : page.rows)
            facts.push_back(sync::toFact(row).value());
        store::PageRecord record;
        record.number = number;
        record.rows = qint64(facts.size());
        record.receivedAt = clock.now();
        const Stopwatch watch;
        mustHave(store->appendPage(fetch, record, std::span<const store::UsageFact>(facts)));
        spent += watch.elapsed();
    }
    const Stopwatch watch;
    mustHave(store->finishFetch(fetch, store::WindowState::Complete, {}, clock.now()));
    store.reset();
    return spent + watch.elapsed();
}

Seconds decodeAll(const PageServer &server)
{
    const Stopwatch watch;
    for (int number = 0; number < server.pages(); ++number)
        decode(server, number);
    return watch.elapsed();
}

} // namespace spendglass::bench
