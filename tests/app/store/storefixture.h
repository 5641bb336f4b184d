// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "store/store.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <vector>

/// A store in a folder of its own, and short ways to fill it.
class StoreFixture
{
public:
    using Day = spendglass::core::Day;

    StoreFixture() { reopen(); }

    QString path() const { return m_folder.filePath(QStringLiteral("account/store.duckdb")); }
    spendglass::store::Store &store() { return *m_store; }
    void close() { m_store.reset(); }
    bool reopen()
    {
        m_store.reset();
        auto opened = spendglass::store::Store::open(path());
        if (!opened) {
            qWarning("%s", qPrintable(opened.error().text));
            return false;
        }
        m_store = std::move(*opened);
        return true;
    }

    static spendglass::core::Instant now() { return *instant("2026-10-15T12:00:00Z"); }
    static std::optional<spendglass::core::Instant> instant(const char *text)
    {
        return spendglass::core::parseTime(text)->instant;
    }
    static Day day(const char *text) { return *spendglass::core::parseDay(text); }
    static spendglass::core::Decimal decimal(const char *text)
    {
        return spendglass::core::Decimal::parse(text)->value;
    }

    static spendglass::store::WindowRecord window(spendglass::core::DataSet dataSet,
                                                  const char *customer = "c1")
    {
        spendglass::store::WindowRecord window;
        window.key.dataSet = dataSet;
        window.key.customerId = QString::fromUtf8(customer);
        window.key.days = {day("2026-09-01"), day("2026-10-01")};
        return window;
    }

    static spendglass::store::UsageFact usage(const char *customer, const char *quantity,
                                              const char *meter = "m1")
    {
        spendglass::store::UsageFact row;
        row.customerId = row.customerName = customer;
        row.meterId = meter;
        row.unit = "h";
        row.usageDay = day("2026-09-03");
        row.usageStart = *instant("2026-09-03T00:00:00Z");
        row.usageEnd = *instant("2026-09-04T00:00:00Z");
        row.quantity = decimal(quantity);
        return row;
    }

    static spendglass::store::PageRecord page(int number)
    {
        spendglass::store::PageRecord page;
        page.number = number;
        page.call.bytes = 100;
        page.call.requestId = QStringLiteral("request-%1").arg(number);
        page.receivedAt = now();
        return page;
    }

    /// All quantities of a usage data set as text, in order of arrival.
    QStringList quantities(spendglass::core::DataSet dataSet)
    {
        spendglass::query::Query query;
        query.dataSet = dataSet;
        query.measures = {{spendglass::query::Aggregate::Count, {}}};
        const auto table = store().records(query, 0, 1000, now());
        if (!table) {
            qWarning("%s", qPrintable(table.error().text));
            return {};
        }
        QStringList result;
        const int column = table->columnOf(u"quantity");
        for (qsizetype row = 0; row < table->rowCount(); ++row)
            result.append(spendglass::query::valueText(table->at(row, column)));
        return result;
    }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<spendglass::store::Store> m_store;
};

/// Verifies a Result and shows its error's text.
#define VERIFY_DONE(result)                                                                                  \
    do {                                                                                                     \
        const auto &done_ = (result);                                                                        \
        QVERIFY2(done_.has_value(), done_ ? "" : qPrintable(done_.error().text + done_.error().where));      \
    } while (false)
