// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "query/query.h"

#include <QApplication>
#include <QLocale>
#include <QStandardPaths>
#include <QTest>

/// The common main of widget tests: C locale, UTC, test paths, no screen.
#define SPENDGLASS_WIDGET_TEST_MAIN(TestClass)                                                               \
    int main(int argc, char **argv)                                                                          \
    {                                                                                                        \
        qputenv("TZ", "UTC");                                                                                \
        qputenv("QT_QPA_PLATFORM", "offscreen");                                                             \
        QStandardPaths::setTestModeEnabled(true);                                                            \
        QLocale::setDefault(QLocale::c());                                                                   \
        QApplication app(argc, argv);                                                                        \
        TestClass test;                                                                                      \
        return QTest::qExec(&test, argc, argv);                                                              \
    }

namespace spendglass::filter {

/// A clock that stands still.
class FixedClock final : public core::SystemClock
{
public:
    explicit FixedClock(std::string_view day)
        : m_now(*core::parseDay(day))
    {}
    core::Instant now() const override { return m_now; }

private:
    core::Instant m_now;
};

inline core::Day day(std::string_view text)
{
    return *core::parseDay(text);
}

/// Customers by month, one filter on and one off.
inline query::Query sampleQuery()
{
    using query::Operator;
    using query::Predicate;
    query::Query query;
    query.dataSet = core::DataSet::Analytics;
    query.rows = {QStringLiteral("customerName"), QStringLiteral("meterCategory")};
    query.columns = {QStringLiteral("usageDate")};
    query.granularity = core::Granularity::Monthly;
    query.measures = {{query::Aggregate::Sum, QStringLiteral("quantity")}};
    query.from = day("2026-11-01");
    query.to = day("2026-11-21");
    const QStringList customers{QStringLiteral("Contoso")};
    const QStringList services{QStringLiteral("Storage"), QStringLiteral("Backup"), QStringLiteral("DNS")};
    query.where = Predicate::all(
        {Predicate::leaf(QStringLiteral("customerName"), Operator::Is, customers),
         Predicate::leaf(QStringLiteral("meterCategory"), Operator::NotIn, services),
         Predicate::leaf(QStringLiteral("resourceLocation"), Operator::Is, {QStringLiteral("westeurope")})});
    query.where.children[2].isOn = false;
    return query;
}

} // namespace spendglass::filter
