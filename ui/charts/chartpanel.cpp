// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chartpanel.h"

#include "charts/palette.h"
#include "charts/plotview.h"
#include "models/format.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace spendglass::charts {

namespace {

/// Paints the mark of the line's series at the time of painting, so that it follows the theme.
class LegendDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem shifted = option;
        initStyleOption(&shifted, index);
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &shifted, painter, option.widget);
        const QRect mark(option.rect.left() + 6, option.rect.center().y() - 5, 11, 11);
        const bool isOther = index.data(Qt::UserRole).toBool();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(isOther ? otherBrush(option.palette) : seriesBrush(index.row(), option.palette));
        painter->drawRoundedRect(QStyle::visualRect(option.direction, option.rect, mark), 2, 2);
        painter->setPen(option.palette.color(QPalette::Text));
        const QRect words =
            QStyle::visualRect(option.direction, option.rect, option.rect.adjusted(26, 0, -4, 0));
        const auto side = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
        painter->drawText(words, int(side | Qt::AlignVCenter) | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(shifted.text, Qt::ElideRight, words.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return QSize(60, option.fontMetrics.height() + 6);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        QColor ground = option->palette.color(QPalette::Highlight);
        ground.setAlphaF(0.2f);
        option->palette.setColor(QPalette::Highlight, ground);
    }
};

} // namespace

ChartPanel::ChartPanel(QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_units(new QComboBox(this))
    , m_plot(new PlotView(this))
    , m_legend(new QListWidget(this))
{
    setObjectName(QStringLiteral("chartPanel"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setObjectName(QStringLiteral("chartTitle"));
    m_units->setObjectName(QStringLiteral("unitChooser"));
    m_units->setAccessibleName(tr("Unit of the chart"));
    m_units->setToolTip(tr("Amounts of different units are never added: choose the one to draw"));
    m_units->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_legend->setObjectName(QStringLiteral("legend"));
    m_legend->setAccessibleName(tr("Legend"));
    m_legend->setItemDelegate(new LegendDelegate(m_legend));
    m_legend->setFrameShape(QFrame::NoFrame);
    m_legend->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_legend->setFixedWidth(210);
    connect(m_units, &QComboBox::currentIndexChanged, this, &ChartPanel::draw);
    connect(m_plot, &PlotView::seriesSelected, this, &ChartPanel::onSeriesSelected);
    connect(m_plot, &PlotView::activated, this, &ChartPanel::onActivated);
    connect(m_legend, &QListWidget::currentRowChanged, m_plot, &PlotView::selectSeries);
    connect(m_legend, &QListWidget::currentRowChanged, this, &ChartPanel::onSeriesSelected);
    connect(m_legend, &QListWidget::itemActivated, this, [this] { onActivated(m_legend->currentRow(), -1); });

    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_units);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(12);
    middle->addWidget(m_plot, 1);
    middle->addWidget(m_legend);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 12, 8);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addLayout(middle, 1);
}

QSize ChartPanel::minimumSizeHint() const
{
    return QSize(420, 160);
}

void ChartPanel::setTable(models::CrossTablePtr table)
{
    const QString before = m_units->currentData().toString();
    m_table = std::move(table);
    {
        const QSignalBlocker blocker(m_units);
        m_units->clear();
        for (const QString &unit : m_table ? m_table->units() : std::vector<QString>())
            m_units->addItem(unit.isEmpty() ? tr("without unit") : unit, unit);
        m_units->setCurrentIndex(std::max(0, m_units->findData(before)));
    }
    m_units->setVisible(m_units->count() > 1);
    draw();
}

int ChartPanel::mostSeries() const
{
    constexpr int most = 9;
    if (!m_table || !m_table->query().columns.empty())
        return most;
    const int lines = (m_plot->height() - 30) / (fontMetrics().height() + 2);
    return std::clamp(lines - 1, 3, most);
}

void ChartPanel::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    layout()->activate();
    if (m_table && m_drawnSeries != mostSeries())
        draw();
}

void ChartPanel::draw()
{
    const QString unit = m_units->currentData().toString();
    m_drawnSeries = mostSeries();
    m_plot->setData(m_table ? chartData(*m_table, unit, m_locale, m_drawnSeries) : ChartData());
    const ChartData &drawn = m_plot->data();
    //: Measure and unit, over the chart
    m_title->setText(unit.isEmpty() ? drawn.measure : tr("%1 · %2").arg(drawn.measure, unit));
    m_plot->setAccessibleName(tr("Chart: %1").arg(m_title->text()));
    fillLegend();
}

void ChartPanel::fillLegend()
{
    const QSignalBlocker blocker(m_legend);
    m_legend->clear();
    const ChartData &drawn = m_plot->data();
    m_legend->setVisible(drawn.isAcross && !drawn.isEmpty());
    for (const Series &series : drawn.series) {
        auto *item = new QListWidgetItem(series.name, m_legend);
        item->setData(Qt::UserRole, series.line < 0);
        item->setToolTip(models::plainToolTip(series.name));
        item->setData(
            Qt::AccessibleTextRole,
            tr("%1: %2").arg(series.name, models::amountWithUnit(m_locale, series.total, drawn.unit)));
    }
}

void ChartPanel::selectLine(int line)
{
    const auto &series = m_plot->data().series;
    const auto isIt = [line](const Series &each) { return each.line == line; };
    const auto found = line < 0 ? series.end() : std::find_if(series.begin(), series.end(), isIt);
    const int index = found == series.end() ? -1 : int(found - series.begin());
    const QSignalBlocker blocker(m_legend);
    m_plot->selectSeries(index);
    m_legend->setCurrentRow(index);
}

void ChartPanel::onSeriesSelected(int series)
{
    const QSignalBlocker blocker(m_legend);
    m_legend->setCurrentRow(series);
    Q_EMIT lineSelected(series < 0 ? -1 : m_plot->data().series.at(std::size_t(series)).line);
}

void ChartPanel::onActivated(int series, int category)
{
    const int line = series < 0 ? -1 : m_plot->data().series.at(std::size_t(series)).line;
    if (line < 0 || !m_table)
        return;
    std::vector<query::Value> values;
    if (category >= 0 && category < int(m_table->pivot.columnValues.size()))
        values = m_table->pivot.columnValues[std::size_t(category)];
    Q_EMIT lineActivated(line, values);
}

} // namespace spendglass::charts
