// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chartdata.h"

#include "../answers.h"
#include "../widgetmain.h"
#include "charts/palette.h"
#include "charts/plotview.h"

#include <QObject>
#include <QSignalSpy>

#include <cmath>

using namespace spendglass;

class TestChartData : public QObject
{
    Q_OBJECT

    static double luminance(const QColor &colour)
    {
        const auto channel = [](double c) {
            return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) +
               0.0722 * channel(colour.blueF());
    }
    static double contrast(const QColor &a, const QColor &b)
    {
        const double high = std::max(luminance(a), luminance(b));
        const double low = std::min(luminance(a), luminance(b));
        return (high + 0.05) / (low + 0.05);
    }

private Q_SLOTS:
    void drawsOneUnitAtATime()
    {
        const auto table = models::crossTable(test::spendAnswer(), QLocale());
        QCOMPARE(table->units().size(), std::size_t(2));
        const auto euro = charts::chartData(*table, QStringLiteral("EUR"), QLocale());
        QCOMPARE(euro.series.size(), std::size_t(2));
        QCOMPARE(euro.series[0].name, QStringLiteral("Contoso"));
        QCOMPARE(euro.series[1].name, QStringLiteral("Both")); // its yen are left out
        QCOMPARE(euro.series[1].total, test::decimal("10.5"));
        QVERIFY(!euro.isAcross);
    }

    void theRestIsOtherAndNothingIsLost()
    {
        const auto table = models::crossTable(test::usageAnswer(30), QLocale());
        const auto data = charts::chartData(*table, QStringLiteral("Hours"), QLocale(), 9);
        QCOMPARE(data.series.size(), std::size_t(10));
        QCOMPARE(data.series.back().line, -1);
        core::Decimal sum;
        for (const auto &series : data.series)
            sum = *sum.plus(series.total);
        QCOMPARE(sum, *table->totals.front().cells.back().amount);
        QCOMPARE(data.shortCategories, QStringList({QStringLiteral("Oct"), QStringLiteral("Nov")}));
        QVERIFY(charts::summary(data, QLocale()).contains(QStringLiteral("Service 0")));
    }

    void stepsAreNice_data()
    {
        QTest::addColumn<double>("span");
        QTest::addColumn<double>("step");
        QTest::newRow("plain") << 10.0 << 2.5;
        QTest::newRow("odd") << 2257.8 << 1000.0;
        QTest::newRow("small") << 0.037 << 0.01;
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("negative") << -3.0 << 1.0;
    }
    void stepsAreNice()
    {
        QFETCH(double, span);
        QFETCH(double, step);
        QVERIFY(std::abs(charts::niceStep(span, 4) - step) < 1e-9);
    }

    void fillsStandOutOnBothGrounds()
    {
        for (const auto theme : {parts::Theme::Light, parts::Theme::Dark}) {
            const QPalette palette = parts::themePalette(theme);
            for (int i = 0; i < 8; ++i) {
                const double found =
                    contrast(charts::seriesBrush(i, palette).color(), palette.color(QPalette::Base));
                QVERIFY2(found >= 3.0, qPrintable(QStringLiteral("%1: %2").arg(i).arg(found)));
            }
            QVERIFY(contrast(charts::otherBrush(palette).color(), palette.color(QPalette::Base)) >= 3.0);
            QVERIFY(charts::seriesBrush(8, palette).style() != Qt::SolidPattern); // colour never stands alone
        }
    }

    void textStandsOutInBothThemes()
    {
        for (const auto theme : {parts::Theme::Light, parts::Theme::Dark}) {
            const QPalette palette = parts::themePalette(theme);
            for (const auto ground :
                 {QPalette::Window, QPalette::Base, QPalette::AlternateBase, QPalette::Button}) {
                QVERIFY(contrast(palette.color(QPalette::Text), palette.color(ground)) >= 4.5);
                QVERIFY(contrast(palette.color(QPalette::PlaceholderText), palette.color(ground)) >= 4.5);
                QVERIFY(contrast(palette.color(QPalette::Link), palette.color(ground)) >= 4.5);
                QVERIFY(contrast(palette.color(QPalette::Disabled, QPalette::Text), palette.color(ground)) >=
                        3);
            }
            QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >=
                    4.5);
            QVERIFY(contrast(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase)) >=
                    4.5);
        }
    }

    void theKeyboardWalksAndDrills()
    {
        charts::PlotView plot;
        plot.resize(500, 300);
        const auto table = models::crossTable(test::usageAnswer(), QLocale());
        plot.setData(charts::chartData(*table, QStringLiteral("Hours"), QLocale()));
        QSignalSpy selected(&plot, &charts::PlotView::seriesSelected);
        QSignalSpy activated(&plot, &charts::PlotView::activated);
        QTest::keyClick(&plot, Qt::Key_Right);
        QTest::keyClick(&plot, Qt::Key_Right);
        QTest::keyClick(&plot, Qt::Key_Up);
        QTest::keyClick(&plot, Qt::Key_Return);
        QCOMPARE(selected.count(), 3);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.first().at(0).toInt(), 1);
        QCOMPARE(activated.first().at(1).toInt(), 1);
        QVERIFY(plot.accessibleDescription().contains(QStringLiteral("Service 1")));
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestChartData)
#include "tst_chartdata.moc"
