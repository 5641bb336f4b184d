// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "charts/chartdata.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QListWidget;

namespace spendglass::charts {

class PlotView;

/// Chart, legend and the choice of the one unit that is drawn, over a cross table. Lines are those of the
/// table's outermost level, by their place in the pivot's own order.
class ChartPanel final : public QFrame
{
    Q_OBJECT
public:
    explicit ChartPanel(QWidget *parent = nullptr);

    void setTable(models::CrossTablePtr table); ///< keeps the unit if it still is one
    void selectLine(int line);                  ///< -1: none

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

Q_SIGNALS:
    void lineSelected(int line);
    /// values: those of the column fields; empty for a bar over all.
    void lineActivated(int line, const std::vector<spendglass::query::Value> &values);

private:
    void draw();
    int mostSeries() const; ///< bars need room for their names
    void fillLegend();
    void onSeriesSelected(int series);
    void onActivated(int series, int category);

    models::CrossTablePtr m_table;
    int m_drawnSeries = 0; ///< mostSeries() of the last drawing
    QLabel *m_title;
    QComboBox *m_units;
    PlotView *m_plot;
    QListWidget *m_legend;
    QLocale m_locale;
};

} // namespace spendglass::charts
