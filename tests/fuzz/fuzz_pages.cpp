// SPDX-License-Identifier: GPL-3.0-or-later
// Every page decoder: any bytes give an error or a whole page. A page is made of one JSON document
// to the letter, loses no row without counting it, adds up to the sum of the numbers as written, outlives its
// answer, and its next link stays at the origin. The first byte chooses the decoder ('A' the first), the rest
// is the body.
#include "app/api/answers.h"
#include "app/api/rowtext.h"
#include "fuzz/strictjson.h"

#include <array>
#include <cstdlib>

using namespace spendglass;

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

const fuzz::Json *find(const fuzz::Json &object, QByteArrayView name)
{
    for (const auto &[key, value] : object.members) {
        if (name.compare(QByteArrayView(key.data(), qsizetype(key.size())), Qt::CaseInsensitive) == 0)
            return &value;
    }
    return nullptr;
}

/// The list that a page's rows come from; nothing when the document shows none by that name.
const fuzz::Json *listOf(const fuzz::Json &document)
{
    if (document.kind == '[')
        return &document;
    const fuzz::Json *const items = find(document, "items");
    return items ? items : find(document, "value");
}

struct Read
{
    fuzz::Json document;
    net::Request asked;
};

/// What holds of the rows of any page.
template <class Row>
void checkPage(const api::Page<Row> &page, const Read &read)
{
    require(page.quarantined >= 0 && page.rounded >= 0);
    for (const Row &row : page.rows)
        require(!test::line(row).isNull()); // touches every text of it
    if (page.next) {
        require(page.next->url.scheme() == read.asked.url.scheme());
        require(page.next->url.host() == read.asked.url.host() && page.next->url.userInfo().isEmpty());
    }
}

template <class Row>
void checkCount(const api::Page<Row> &page, const Read &read)
{
    const fuzz::Json *const list = listOf(read.document);
    if (list)
        require(page.rows.size() + std::size_t(page.quarantined) == list->elements.size());
}

core::Decimal sumOf(const fuzz::Json &list)
{
    core::Decimal sum;
    for (const fuzz::Json &row : list.elements) {
        const fuzz::Json *const quantity = find(row, "quantity");
        const auto number = core::Decimal::parse(quantity ? quantity->token : "");
        sum = number ? sum.plus(number->value).value_or(sum) : sum;
    }
    return sum;
}

bool isPlain(const fuzz::Json &list)
{
    for (const fuzz::Json &row : list.elements) {
        const fuzz::Json *const quantity = find(row, "quantity");
        if (!quantity || quantity->kind == '"')
            return false;
    }
    return true;
}

void checkSum(const api::Page<api::UsageAnalyticsRow> &page, const Read &read)
{
    const fuzz::Json *const list = listOf(read.document);
    if (!list || page.quarantined > 0 || !isPlain(*list))
        return;
    core::Decimal sum;
    for (const auto &row : page.rows)
        sum = sum.plus(row.quantity).value_or(sum);
    require(sum == sumOf(*list));
}

net::Request askedFor(bool isAnalytics)
{
    return test::asked(isAnalytics ? "https://api.example/partner/v1/analytics/azureusage?top=2&skip=4"
                                   : "https://api.example/v1/customers/c/subscriptions?size=2");
}

enum class Form
{
    List,
    Other
};

/// decode: from answer and request to a page.
template <Form form, class Decode>
void check(const QByteArray &body, bool isAnalytics, Decode decode)
{
    Read read;
    read.asked = askedFor(isAnalytics);
    auto page = [&] {
        net::Response response = test::answer(body);
        response.body.detach(); // dies with the answer
        return decode(response, read.asked);
    }();
    if (!page) {
        const auto kind = page.error().kind; // Untrusted: a next link that leaves the service
        require(kind == core::ErrorKind::Malformed || kind == core::ErrorKind::Untrusted);
        require(!page.error().text.isEmpty());
        return;
    }
    std::string_view text(body.constData(), std::size_t(body.size()));
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    auto document = fuzz::parseStrictly(text);
    require(document.has_value());
    read.document = std::move(*document);
    checkPage(*page, read);
    if constexpr (form == Form::List)
        checkCount(*page, read);
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(page->rows.front())>, api::UsageAnalyticsRow>)
        checkSum(*page, read);
}

template <class Job, Form form = Form::List>
void checkJob(const QByteArray &body)
{
    check<form>(body, false, [](const net::Response &response, const net::Request &asked) {
        return Job::decode(response, asked);
    });
}

void checkAnalytics(const QByteArray &body)
{
    check<Form::List>(body, true, [](const net::Response &response, const net::Request &asked) {
        return api::UsageAnalytics::decode(response, asked, {});
    });
}

void checkGrouped(const QByteArray &body)
{
    api::UsageAnalyticsQuery query;
    query.groupBy = QStringLiteral("meterCategory,meterUnit");
    check<Form::List>(body, true, [&query](const net::Response &response, const net::Request &asked) {
        return api::UsageAnalytics::decode(response, asked, query);
    });
}

/// New ones at the end: the corpora name them by their place.
constexpr std::array decoders{
    &checkAnalytics,
    &checkGrouped,
    &checkJob<api::UtilizationRecords>,
    &checkJob<api::UsageSummary, Form::Other>,
    &checkJob<api::CustomerUsageRecords>,
    &checkJob<api::CrestUsageRecords>,
    &checkJob<api::Customers>,
    &checkJob<api::Subscriptions>,
    &checkJob<api::AzureEntitlements>,
    &checkJob<api::CustomerUsageSummary, Form::Other>,
    &checkJob<api::SubscriptionUsageSummary, Form::Other>,
    &checkJob<api::SubscriptionUsageRecords>,
    &checkJob<api::AzureResourceUsageRecords>,
    &checkJob<api::ResourceUsageRecords>,
    &checkJob<api::MeterUsageRecords>,
    &checkJob<api::UsageBudget, Form::Other>,
    &checkJob<api::RateCard, Form::Other>,
    &checkJob<api::CustomerById, Form::Other>,
    &checkJob<api::AzureEntitlementById, Form::Other>,
    &checkJob<api::CustomerEntitlements>,
    &checkJob<api::CrestCustomer, Form::Other>,
    &checkJob<api::CrestEntitlements>,
    &checkJob<api::CrestSubscriptions>,
    &checkJob<api::CrestRateCard, Form::Other>,
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::size_t chosen = (data[0] + decoders.size() * 3 - 'A') % decoders.size();
    decoders[chosen](QByteArray(reinterpret_cast<const char *>(data) + 1, qsizetype(size - 1)));
    return 0;
}
