// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/pagewriter.h"

#include "store/appender.h"

namespace spendglass::store {

namespace {

constexpr core::Int128 unitsPerMillionth = core::powerOfTen(16);

core::Result<void> tooLarge(const PageTarget &target, core::Decimal amount)
{
    return core::fail(core::ErrorKind::Storage,
                      QStringLiteral("The amount %1 is too large to be kept exactly.").arg(amount.toString()),
                      QStringLiteral("append to ") + QLatin1String(target.table));
}

/// Puts both parts; false when the amount does not fit.
bool putAmount(Appender &appender, const std::optional<core::Decimal> &amount)
{
    if (!amount) {
        appender.putNull();
        appender.putNull();
        return true;
    }
    const auto split = splitAmount(*amount);
    if (!split)
        return false;
    appender.put(split->hi);
    appender.put(split->lo);
    return true;
}

void putCount(Appender &appender, qint64 count)
{
    appender.put(count * 1'000'000);
    appender.put(qint64(0));
}

} // namespace

std::optional<SplitAmount> splitAmount(core::Decimal amount)
{
    core::Int128 hi = amount.units() / unitsPerMillionth;
    core::Int128 lo = amount.units() % unitsPerMillionth;
    if (lo < 0) {
        lo += unitsPerMillionth;
        --hi;
    }
    if (hi != core::Int128(qint64(hi)))
        return std::nullopt;
    return SplitAmount{qint64(hi), qint64(lo)};
}

core::Result<void> PageWriter::load()
{
    if (m_isLoaded)
        return {};
    for (Dictionary &dimension : m_dimensions) {
        if (auto done = dimension.load(m_connection); !done)
            return done;
    }
    m_isLoaded = true;
    return {};
}

PageWriter::Keys PageWriter::keysOf(const UsageFact &row)
{
    using Texts = std::string_view[];
    auto &[customer, subscription, meter, place, reservation, resource] = m_dimensions;
    return {
        customer.keyOf(Texts{row.customerId, row.customerName}),
        subscription.keyOf(Texts{row.subscriptionId, row.subscriptionName, row.entitlementId}),
        meter.keyOf(Texts{row.meterCategory, row.meterSubcategory, row.meterName, row.meterId, row.unit}),
        place.keyOf(Texts{row.resourceLocation, row.meterRegion}),
        reservation.keyOf(Texts{row.reservationOrderId, row.reservationId, row.serviceType}),
        resource.keyOf(
            Texts{row.resourceUri, row.resourceGroup, row.partNumber, row.orderNumber, row.tags, row.info}),
    };
}

core::Result<void> PageWriter::writeDimensions()
{
    for (Dictionary &dimension : m_dimensions) {
        if (auto done = dimension.writeNew(m_connection); !done)
            return done;
    }
    return {};
}

core::Result<void> PageWriter::append(const PageTarget &target, std::span<const UsageFact> rows)
{
    if (auto done = load(); !done)
        return done;
    auto opened = Appender::open(m_connection, target.table);
    if (!opened)
        return core::fail(opened.error());
    Appender &appender = **opened;
    for (const UsageFact &row : rows) {
        appender.put(target.fetch);
        appender.put(qint32(target.page));
        for (const qint32 key : keysOf(row))
            appender.put(key);
        appender.put(row.usageDay);
        appender.put(row.usageStart);
        appender.put(row.usageEnd);
        appender.put(target.reportedDay);
        if (!putAmount(appender, row.quantity))
            return tooLarge(target, row.quantity);
        appender.put(row.writtenDay);
        if (auto done = appender.endRow(); !done)
            return done;
    }
    if (auto done = writeDimensions(); !done)
        return done;
    return appender.close();
}

core::Result<void> PageWriter::append(const PageTarget &target, std::span<const SpendFact> rows)
{
    auto opened = Appender::open(m_connection, target.table);
    if (!opened)
        return core::fail(opened.error());
    Appender &appender = **opened;
    for (const SpendFact &row : rows) {
        appender.put(target.fetch);
        appender.put(qint32(target.page));
        for (const std::string_view text : {row.resourceId, row.resourceName, row.currency, row.currencyCode,
                                            row.currencyLocale, row.currencySymbol})
            appender.put(text);
        appender.put(row.isUpgraded);
        appender.put(row.lastModified);
        for (const auto &amount : {row.totalCost, row.usdTotalCost, row.budgetAmount, row.percentUsed}) {
            if (!putAmount(appender, amount))
                return tooLarge(target, *amount);
        }
        appender.put(target.receivedAt);
        if (auto done = appender.endRow(); !done)
            return done;
    }
    return appender.close();
}

core::Result<void> PageWriter::append(const PageTarget &target, std::span<const SummaryFact> rows)
{
    auto opened = Appender::open(m_connection, target.table);
    if (!opened)
        return core::fail(opened.error());
    Appender &appender = **opened;
    for (const SummaryFact &row : rows) {
        appender.put(target.fetch);
        appender.put(qint32(target.page));
        appender.put(row.resourceId);
        appender.put(row.resourceName);
        appender.put(row.billingStart);
        appender.put(row.billingEnd);
        appender.put(row.currency);
        appender.put(row.currencyLocale);
        appender.put(row.currencySymbol);
        appender.put(row.lastModified);
        if (!putAmount(appender, row.totalCost))
            return tooLarge(target, row.totalCost);
        for (const qint64 count :
             {row.customersOverBudget, row.customersTrendingOver, row.customersWithUsageBasedSubscription})
            putCount(appender, count);
        appender.put(target.receivedAt);
        if (auto done = appender.endRow(); !done)
            return done;
    }
    return appender.close();
}

void PageWriter::commit()
{
    for (Dictionary &dimension : m_dimensions)
        dimension.commit();
}

void PageWriter::rollback()
{
    for (Dictionary &dimension : m_dimensions)
        dimension.rollback();
}

} // namespace spendglass::store
