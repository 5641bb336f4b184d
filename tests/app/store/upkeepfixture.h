// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/duckdb.h"

#include "storefixture.h"

#include <QFile>
#include <QFileInfo>

/// A store with two customers in every table: one to stay and one whose every text holds "Vanish", in other
/// capitals here and there.
class UpkeepFixture : public StoreFixture
{
public:
    using DataSet = spendglass::core::DataSet;

    static QString gone() { return QStringLiteral("VANISH-1"); }

    void fill()
    {
        using spendglass::store::CustomerRecord, spendglass::store::SubscriptionRecord;
        QVERIFY(fillUse(DataSet::Analytics, "", "2026-08-01", "2026-09-01", {theirs("1"), others("2")}));
        QVERIFY(fillUse(DataSet::Analytics, "", "2026-09-01", "2026-10-01",
                        {theirs("3"), others("4"), others("5")}));
        QVERIFY(fillUse(DataSet::Utilization, "Vanish-1", "2026-09-01", "2026-10-01",
                        {theirs("6"), theirs("7")}));
        QVERIFY(fillUse(DataSet::Utilization, "c2", "2026-09-01", "2026-10-01", {others("8")}));
        QVERIFY(fillUse(DataSet::Crest, "vanish-1", "2026-08-01", "2026-09-01", {theirs("9")}));
        for (const char *cost : {"10", "11"})
            fillSpend(cost);
        const std::vector<CustomerRecord> customers{{"vanish-1", "Vanish Ltd", "vanish.example", ""},
                                                    {"c2", "Stays", "stays.example", ""}};
        QVERIFY(store().saveCustomers(customers));
        const std::vector<SubscriptionRecord> ofTheirs{
            {"s-vanish", "vanish-1", "Vanish Azure", "offer", "e-vanish", "active", "legacy"}};
        const std::vector<SubscriptionRecord> ofOthers{
            {"s2", "c2", "Azure", "offer", "e2", "active", "legacy"}};
        QVERIFY(store().saveSubscriptions(QStringLiteral("vanish-1"), ofTheirs));
        QVERIFY(store().saveSubscriptions(QStringLiteral("c2"), ofOthers));
    }

    static spendglass::store::UsageFact theirs(const char *quantity)
    {
        auto row = usage("vanish-1", quantity, "m-vanish");
        row.customerName = "Vanish Ltd";
        row.subscriptionId = "s-vanish";
        row.subscriptionName = "Vanish Azure";
        row.resourceUri = "/subscriptions/s-vanish/resourceGroups/vanish";
        row.resourceGroup = "vanish";
        row.tags = R"({"owner":"vanish"})";
        return row;
    }
    static spendglass::store::UsageFact others(const char *quantity)
    {
        auto row = usage("c2", quantity);
        row.customerName = "Stays";
        row.resourceUri = "/subscriptions/s2";
        return row;
    }

    bool fillUse(DataSet dataSet, const char *customer, const char *from, const char *to,
                 const std::vector<spendglass::store::UsageFact> &rows)
    {
        auto wanted = window(dataSet, customer);
        wanted.key.days = {day(from), day(to)};
        auto fetch = store().beginFetch(wanted, now());
        auto one = page(1);
        one.call.path = QStringLiteral("/v1/customers/%1/x").arg(QString::fromUtf8(customer));
        return fetch && store().appendPage(*fetch, one, rows) &&
               store().finishFetch(*fetch, spendglass::store::WindowState::Complete, {}, now());
    }

    void fillSpend(const char *cost)
    {
        auto wanted = window(DataSet::Spend, "");
        wanted.key.days = {};
        std::vector<spendglass::store::SpendFact> rows(2);
        rows[0].resourceId = "VANISH-1";
        rows[0].resourceName = "Vanish Ltd";
        rows[1].resourceId = "c2";
        rows[1].resourceName = "Stays";
        for (auto &row : rows) {
            row.totalCost = decimal(cost);
            row.currency = row.currencyCode = "EUR";
        }
        auto fetch = store().beginFetch(wanted, now());
        QVERIFY(fetch);
        VERIFY_DONE(store().appendPage(*fetch, page(1), rows));
        VERIFY_DONE(store().finishFetch(*fetch, spendglass::store::WindowState::Complete, {}, now()));
    }

    /// Whether the file or its log holds the text, in whatever case. The store is closed for it.
    bool fileHolds(const QByteArray &text)
    {
        close();
        for (const QString &name : {path(), path() + QStringLiteral(".wal")}) {
            QFile file(name);
            if (file.open(QIODevice::ReadOnly) && file.readAll().toLower().contains(text.toLower()))
                return true;
        }
        return false;
    }

    /// Every row of every table as text, in order of arrival; read from the closed file.
    static QStringList content(const QString &path)
    {
        namespace store = spendglass::store;
        QStringList lines;
        auto opened = store::Connection::open(path, store::Limits::ofThisMachine());
        if (!opened)
            return {opened.error().text};
        std::vector<std::string> tables;
        const auto read = [&tables](const store::RowView &row) { tables.emplace_back(row.text(0)); };
        if (!(*opened)->run("select table_name from duckdb_tables() order by 1", {}, read))
            return {QStringLiteral("no tables")};
        for (const std::string &table : tables) {
            const auto add = [&](const store::RowView &row) {
                lines << QString::fromStdString(table) + QStringLiteral(": ") + row.string(0);
            };
            if (!(*opened)->run("select cast(whole as varchar) from " + table + " as whole order by rowid",
                                {}, add))
                lines << QStringLiteral("unreadable: ") + QString::fromStdString(table);
        }
        return lines;
    }
};
