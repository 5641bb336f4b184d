// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chartdata.h"

#include <QtCharts/QChartView>

class QAbstractBarSeries;
class QBarSet;

namespace spendglass::charts {

/// The drawing itself: Qt Charts draws bars and grid, this class the labels, which Qt Charts cuts to "…" as
/// soon as they are many. Colours come from the palette and follow it. One line can be selected; ← → ↑ ↓
/// move, Enter drills.
class PlotView final : public QChartView
{
    Q_OBJECT
public:
    explicit PlotView(QWidget *parent = nullptr);

    void setData(ChartData data);
    const ChartData &data() const { return m_data; }
    void selectSeries(int series); ///< -1: none
    int selectedSeries() const { return m_selected; }

    QSize minimumSizeHint() const override { return QSize(320, 180); }
    QSize sizeHint() const override { return QSize(640, 280); }

Q_SIGNALS:
    void seriesSelected(int series);
    void activated(int series, int category);

protected:
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    struct Hit
    {
        int series = -1;
        int category = -1;
    };
    struct Range
    {
        double low = 0, high = 1, step = 1;
    };

    void build();
    void colour();
    void arrange();
    Range valueRange() const;
    Hit hitAt(const QPointF &position) const;
    QRectF barRect(int series, int category) const;
    QString hitText(const Hit &hit) const;
    QString tickText(double value) const;
    double coordinate(double value) const; ///< on the value axis, in the view
    void paintColumnLabels(QPainter *painter) const;
    void paintBarLabels(QPainter *painter) const;
    void announce();

    ChartData m_data;
    Range m_range;
    int m_selected = -1;
    int m_category = 0;
    QList<QBarSet *> m_sets;
    QLocale m_locale;
};

} // namespace spendglass::charts
