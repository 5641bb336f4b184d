// SPDX-License-Identifier: GPL-3.0-or-later
#include "randomworld.h"

#include <algorithm>
#include <deque>

using namespace spendglass;
using core::DataSet;
using store::WindowState;
using support::Record;

namespace {

constexpr int windowCount = 6;

/// When a reading came that a later one replaced.
core::Instant earlier()
{
    return StoreFixture::now() - std::chrono::days(34);
}

/// Flat records as the store takes them; keeps the texts that the facts point to.
class Facts
{
public:
    explicit Facts(const std::vector<Record> &records)
    {
        for (const Record &record : records) {
            usage.push_back(usageOf(record));
            spend.push_back(spendOf(record));
        }
    }

    std::vector<store::UsageFact> usage;
    std::vector<store::SpendFact> spend;

private:
    template <class T>
    static std::optional<T> valueOf(const Record &record, const char *id)
    {
        const auto found = record.find(QLatin1String(id));
        const T *value = found == record.end() ? nullptr : std::get_if<T>(&found->second);
        return value ? std::optional<T>(*value) : std::nullopt;
    }

    std::string_view kept(const QByteArray &text) { return m_texts.emplace_back(text.toStdString()); }

    std::string_view text(const Record &record, const char *id)
    {
        const auto value = valueOf<QString>(record, id);
        return value ? kept(value->toUtf8()) : std::string_view();
    }

    std::string_view json(const Record &record, const char *prefix)
    {
        const QByteArray object = support::jsonOf(record, QLatin1String(prefix));
        return object.isEmpty() ? std::string_view() : kept(object);
    }

    store::UsageFact usageOf(const Record &record)
    {
        store::UsageFact row;
        const std::pair<std::string_view &, const char *> texts[]{
            {row.customerId, "customerTenantId"},
            {row.customerName, "customerName"},
            {row.subscriptionId, "subscriptionId"},
            {row.subscriptionName, "subscriptionName"},
            {row.entitlementId, "entitlementId"},
            {row.meterCategory, "meterCategory"},
            {row.meterSubcategory, "meterSubcategory"},
            {row.meterName, "meterName"},
            {row.meterId, "consumptionMeterId"},
            {row.unit, "meterUnit"},
            {row.resourceLocation, "resourceLocation"},
            {row.meterRegion, "meterRegion"},
            {row.reservationOrderId, "reservationOrderId"},
            {row.reservationId, "reservationId"},
            {row.serviceType, "serviceType"},
            {row.resourceUri, "resourceUri"},
            {row.resourceGroup, "resourceGroup"},
            {row.partNumber, "partNumber"},
            {row.orderNumber, "orderNumber"},
        };
        for (const auto &[member, id] : texts)
            member = text(record, id);
        row.tags = json(record, "tag:");
        row.info = json(record, "info:");
        row.usageDay = valueOf<core::Day>(record, "usageDate").value_or(core::Day());
        row.writtenDay = valueOf<core::Day>(record, "usageDateWritten");
        row.usageStart = valueOf<core::Instant>(record, "usageStart").value_or(row.usageDay);
        row.usageEnd = valueOf<core::Instant>(record, "usageEnd").value_or(row.usageDay);
        row.quantity = valueOf<core::Decimal>(record, "quantity").value_or(core::Decimal());
        return row;
    }

    store::SpendFact spendOf(const Record &record)
    {
        store::SpendFact row;
        row.resourceId = text(record, "customerTenantId");
        row.resourceName = text(record, "customerName");
        row.currency = text(record, "currency");
        row.currencyCode = text(record, "currencyCode");
        row.currencyLocale = text(record, "currencyLocale");
        row.currencySymbol = text(record, "currencySymbol");
        row.isUpgraded = valueOf<bool>(record, "isUpgraded");
        row.lastModified = valueOf<core::Instant>(record, "lastModifiedDate");
        row.totalCost = valueOf<core::Decimal>(record, "totalCost");
        row.usdTotalCost = valueOf<core::Decimal>(record, "usdTotalCost");
        row.budgetAmount = valueOf<core::Decimal>(record, "budgetAmount");
        row.percentUsed = valueOf<core::Decimal>(record, "percentUsed");
        return row;
    }

    std::deque<std::string> m_texts;
};

} // namespace

RandomWorld::RandomWorld(quint32 seed, DataSet dataSet)
    : m_dataSet(dataSet)
    , m_questions(seed, dataSet)
    , m_engine(seed)
{
    const std::vector<Record> &made = m_questions.records(60 + below(240));
    m_decoys.assign(made.rbegin(), made.rbegin() + 20);
    const std::size_t share = made.size() / windowCount + 1;
    for (int number = 0; number < windowCount; ++number) {
        const std::size_t from = std::min(made.size(), share * std::size_t(number));
        const std::size_t to = std::min(made.size(), from + share);
        fill(number, {made.begin() + std::ptrdiff_t(from), made.begin() + std::ptrdiff_t(to)});
    }
    if (below(2) == 0)
        check(m_fixture.reopen());
}

const std::vector<Record> &RandomWorld::visibleAt(core::Instant time) const
{
    if (time < earlier())
        return m_nothing;
    return time < StoreFixture::now() ? m_decoys : m_visible;
}

store::WindowRecord RandomWorld::window(int number) const
{
    store::WindowRecord window;
    window.key.dataSet = m_dataSet;
    window.key.customerId = QString::number(number);
    const core::Day from = core::Day(std::chrono::days(20200 + 120 * number));
    window.key.days = {from, from + std::chrono::days(120)};
    return window;
}

store::FetchId RandomWorld::begin(int number)
{
    const auto fetch = store().beginFetch(window(number), StoreFixture::now());
    check(fetch.has_value());
    return fetch.value_or(0);
}

void RandomWorld::append(store::FetchId fetch, const std::vector<Record> &records, core::Instant receivedAt)
{
    const Facts facts(records);
    const std::size_t step = std::size_t(1 + below(40));
    for (std::size_t at = 0; at < records.size(); at += step) {
        store::PageRecord page = StoreFixture::page(int(at / step) + 1);
        page.receivedAt = receivedAt;
        const std::size_t count = std::min(step, records.size() - at);
        const auto done = m_dataSet == DataSet::Spend
                              ? store().appendPage(fetch, page, std::span(facts.spend).subspan(at, count))
                              : store().appendPage(fetch, page, std::span(facts.usage).subspan(at, count));
        check(done.has_value());
    }
}

void RandomWorld::finish(store::FetchId fetch, WindowState state)
{
    check(store().finishFetch(fetch, state, {}, StoreFixture::now()).has_value());
}

/// Fetches decoys, which must not be seen in the end.
void RandomWorld::pretend(int number, WindowState state, core::Instant receivedAt)
{
    const store::FetchId fetch = begin(number);
    append(fetch, m_decoys, receivedAt);
    finish(fetch, state);
}

void RandomWorld::fill(int number, std::vector<Record> records)
{
    const core::Instant now = StoreFixture::now();
    if (number == 1)
        pretend(number, WindowState::Complete, earlier());
    if (number == 2)
        pretend(number, WindowState::Refused, now);
    if (number == 3) {
        append(begin(number), m_decoys, now);
        check(m_fixture.reopen());
    }
    const store::FetchId fetch = begin(number);
    append(fetch, records, now);
    if (number != 4)
        finish(fetch, number == 5 ? WindowState::Failed : WindowState::Complete);
    if (number == 0)
        pretend(number, WindowState::Failed, now);
    for (Record &record : records) {
        const auto reported = record.find(QStringLiteral("reportedDate"));
        if (reported != record.end())
            reported->second = window(number).key.days.from;
        m_visible.push_back(std::move(record));
    }
}

QString dump(const std::vector<query::Value> &cells, std::size_t width)
{
    QString text;
    for (std::size_t i = 0; i < cells.size() && i < 60 * width; ++i) {
        text += std::holds_alternative<std::monostate>(cells[i]) ? QStringLiteral("null")
                                                                 : query::valueText(cells[i]);
        text += QLatin1String((i + 1) % width == 0 ? "\n" : " | ");
    }
    return text;
}
