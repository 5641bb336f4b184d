// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/plotview.h"

#include "charts/palette.h"
#include "models/format.h"
#include "parts/theme.h"

#include <QAccessible>
#include <QGraphicsLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBarSet>
#include <QtCharts/QChart>
#include <QtCharts/QHorizontalStackedBarSeries>
#include <QtCharts/QStackedBarSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>

namespace spendglass::charts {

namespace {

constexpr double barShare = 0.62; ///< of a category's width

double approximate(const std::optional<core::Decimal> &value)
{
    return value ? value->approximate() : 0.0;
}

} // namespace

PlotView::PlotView(QWidget *parent)
    : QChartView(new QChart, parent)
{
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setMargins(QMargins());
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(QStringLiteral("chart"));
    setAccessibleName(tr("Chart"));
    viewport()->setAutoFillBackground(false);
}

void PlotView::setData(ChartData data)
{
    m_data = std::move(data);
    m_selected = -1;
    m_category = 0;
    build();
    setAccessibleDescription(summary(m_data, m_locale));
}

void PlotView::selectSeries(int series)
{
    m_selected = series >= 0 && series < int(m_data.series.size()) ? series : -1;
    colour();
}

PlotView::Range PlotView::valueRange() const
{
    double low = 0;
    double high = 0;
    const auto categories = m_data.isAcross ? m_data.categories.size() : qsizetype(m_data.series.size());
    for (qsizetype c = 0; c < categories; ++c) {
        double above = 0;
        double below = 0;
        for (std::size_t s = 0; s < m_data.series.size(); ++s) {
            if (!m_data.isAcross && qsizetype(s) != c)
                continue;
            const double value =
                approximate(m_data.series[s].values.at(m_data.isAcross ? std::size_t(c) : 0));
            (value < 0 ? below : above) += value;
        }
        low = std::min(low, below);
        high = std::max(high, above);
    }
    Range range;
    range.step = niceStep(high - low, 4);
    range.low = std::floor(low / range.step) * range.step;
    range.high = std::max(std::ceil(high / range.step) * range.step, range.low + range.step);
    return range;
}

void PlotView::build()
{
    chart()->removeAllSeries();
    for (QAbstractAxis *axis : chart()->axes())
        chart()->removeAxis(axis);
    m_sets.clear();
    m_range = valueRange();
    QAbstractBarSeries *bars = nullptr;
    if (m_data.isAcross)
        bars = new QStackedBarSeries(chart());
    else
        bars = new QHorizontalStackedBarSeries(chart());
    bars->setBarWidth(barShare);
    const int lines = int(m_data.series.size());
    for (int s = 0; s < lines; ++s) {
        auto *set = new QBarSet(QString(), bars);
        // Horizontal bars: each line is a category of its own, drawn from below, so the first comes last.
        for (int c = 0; c < (m_data.isAcross ? int(m_data.categories.size()) : lines); ++c) {
            const bool isOwn = m_data.isAcross || c == lines - 1 - s;
            const auto &values = m_data.series[std::size_t(s)].values;
            set->append(isOwn ? approximate(values.at(m_data.isAcross ? std::size_t(c) : 0)) : 0.0);
        }
        m_sets << set;
        bars->append(set);
    }
    chart()->addSeries(bars);
    auto *values = new QValueAxis(chart());
    values->setRange(m_range.low, m_range.high);
    values->setTickCount(int(std::lround((m_range.high - m_range.low) / m_range.step)) + 1);
    values->setLabelsVisible(false);
    values->setLineVisible(false);
    values->setGridLineVisible(false);
    auto *categories = new QBarCategoryAxis(chart());
    for (int c = 0; c < (m_data.isAcross ? int(m_data.categories.size()) : lines); ++c)
        categories->append(QString::number(c));
    categories->setLabelsVisible(false);
    categories->setGridLineVisible(false);
    categories->setLineVisible(false);
    chart()->addAxis(values, m_data.isAcross ? Qt::AlignLeft : Qt::AlignBottom);
    chart()->addAxis(categories, m_data.isAcross ? Qt::AlignBottom : Qt::AlignLeft);
    bars->attachAxis(values);
    bars->attachAxis(categories);
    colour();
    arrange();
}

void PlotView::colour()
{
    const QPalette colours = palette();
    for (int s = 0; s < int(m_sets.size()); ++s) {
        const bool isOther = m_data.series[std::size_t(s)].line < 0 && m_data.series.size() > 1;
        QBrush brush = isOther ? otherBrush(colours)
                               : (m_data.isAcross ? seriesBrush(s, colours) : seriesBrush(0, colours));
        if (m_selected >= 0 && m_selected != s)
            brush.setColor(faded(brush.color(), colours));
        m_sets[s]->setBrush(brush);
        m_sets[s]->setPen(QPen(colours.color(QPalette::Base), 1));
    }
    viewport()->update();
    scene()->update();
}

void PlotView::arrange()
{
    const int line = fontMetrics().height();
    QRectF area(0, 0, viewport()->width(), viewport()->height());
    int side = 0;
    if (m_data.isAcross) {
        for (double tick = m_range.low; tick <= m_range.high + m_range.step / 2; tick += m_range.step)
            side = std::max(side, fontMetrics().horizontalAdvance(tickText(tick)));
        area.adjust(side + 14, line / 2 + 4, -10, -(line + 12));
    } else {
        for (const Series &series : m_data.series)
            side = std::max(side, fontMetrics().horizontalAdvance(series.name));
        side = std::min(side, int(area.width() * 0.3));
        int right = 0;
        for (const Series &series : m_data.series)
            right = std::max(right, fontMetrics().horizontalAdvance(
                                        models::amountText(m_locale, series.total, m_data.unit)));
        area.adjust(side + 16, 2, -(right + 18), -(line + 8));
    }
    chart()->resize(viewport()->size());
    chart()->setPlotArea(area);
    setSceneRect(0, 0, viewport()->width(), viewport()->height());
}

double PlotView::coordinate(double value) const
{
    const QRectF area = chart()->plotArea();
    const double share = (value - m_range.low) / (m_range.high - m_range.low);
    return m_data.isAcross ? area.bottom() - share * area.height() : area.left() + share * area.width();
}

QString PlotView::tickText(double value) const
{
    const int places =
        m_range.step >= 1 ? 0 : std::min(6, int(std::ceil(-std::log10(m_range.step) - 1e-9)) + 1);
    return m_locale.toString(value, 'f', m_range.step == std::floor(m_range.step) ? 0 : places);
}

void PlotView::paintColumnLabels(QPainter *painter) const
{
    const QRectF area = chart()->plotArea();
    const int line = fontMetrics().height();
    for (double tick = m_range.low; tick <= m_range.high + m_range.step / 2; tick += m_range.step) {
        const QRectF place(0, coordinate(tick) - line / 2.0, area.left() - 8, line);
        painter->drawText(place, Qt::AlignRight | Qt::AlignVCenter, tickText(tick));
    }
    const qsizetype count = m_data.shortCategories.size();
    if (count == 0)
        return;
    int widest = 1;
    for (const QString &text : m_data.shortCategories)
        widest = std::max(widest, fontMetrics().horizontalAdvance(text));
    const double width = area.width() / double(count);
    const auto every = qsizetype(std::max(1.0, std::ceil((std::min(widest, 120) + 10) / width)));
    for (qsizetype c = 0; c < count; c += every) {
        const double room = width * double(every);
        const QRectF place(area.left() + width * (double(c) + 0.5) - room / 2, area.bottom() + 8, room, line);
        painter->drawText(place, Qt::AlignHCenter | Qt::AlignVCenter,
                          fontMetrics().elidedText(m_data.shortCategories[c], Qt::ElideRight, int(room)));
    }
}

void PlotView::paintBarLabels(QPainter *painter) const
{
    const QRectF area = chart()->plotArea();
    const int line = fontMetrics().height();
    const double height = area.height() / std::max<double>(1.0, double(m_data.series.size()));
    for (std::size_t s = 0; s < m_data.series.size() && height > line * 0.8; ++s) {
        const Series &series = m_data.series[s];
        const double top = area.top() + height * double(s);
        const QRectF name(4, top, area.left() - 14, height);
        painter->setPen(palette().color(QPalette::Text));
        painter->drawText(name, Qt::AlignRight | Qt::AlignVCenter,
                          fontMetrics().elidedText(series.name, Qt::ElideRight, int(name.width())));
        const double end = coordinate(std::max(0.0, approximate(series.values.front())));
        painter->setPen(parts::mutedText(palette()));
        painter->drawText(QRectF(end + 8, top, width() - end, height), Qt::AlignLeft | Qt::AlignVCenter,
                          models::amountText(m_locale, series.total, m_data.unit));
    }
    painter->setPen(parts::mutedText(palette()));
    double last = -1e9;
    for (double tick = m_range.low; tick <= m_range.high + m_range.step / 2; tick += m_range.step) {
        const QString text = tickText(tick);
        const double half = fontMetrics().horizontalAdvance(text) / 2.0;
        const double middle = coordinate(tick);
        if (middle - half < last + 12)
            continue;
        painter->drawText(QRectF(middle - half - 2, area.bottom() + 6, 2 * half + 4, line), Qt::AlignCenter,
                          text);
        last = middle + half;
    }
}

/// The grid, too, is ours: that of Qt Charts stays where the axis stood before a fixed plot area was set.
void PlotView::drawBackground(QPainter *painter, const QRectF &)
{
    if (m_data.isEmpty())
        return;
    const QRectF area = chart()->plotArea();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(
        QPen(parts::blend(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.12), 1));
    for (double tick = m_range.low; tick <= m_range.high + m_range.step / 2; tick += m_range.step) {
        const double at = coordinate(tick);
        if (m_data.isAcross)
            painter->drawLine(QPointF(area.left(), at), QPointF(area.right(), at));
        else
            painter->drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
    }
    painter->setRenderHint(QPainter::Antialiasing, true);
}

void PlotView::drawForeground(QPainter *painter, const QRectF &)
{
    if (m_data.isEmpty())
        return;
    painter->save();
    painter->setFont(font());
    painter->setPen(parts::mutedText(palette()));
    if (m_data.isAcross)
        paintColumnLabels(painter);
    else
        paintBarLabels(painter);
    painter->setPen(QPen(palette().color(QPalette::Dark), 1));
    const QRectF area = chart()->plotArea();
    const double zero = coordinate(0);
    if (m_data.isAcross)
        painter->drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero));
    else
        painter->drawLine(QPointF(zero, area.top()), QPointF(zero, area.bottom()));
    if (hasFocus() && m_selected >= 0) {
        painter->setPen(QPen(palette().color(QPalette::Text), 1.5));
        painter->drawRect(barRect(m_selected, m_category));
    }
    painter->restore();
}

QRectF PlotView::barRect(int series, int category) const
{
    const QRectF area = chart()->plotArea();
    const auto value = [this](int s, int c) {
        return approximate(m_data.series[std::size_t(s)].values.at(std::size_t(c)));
    };
    if (!m_data.isAcross) {
        const double height = area.height() / double(m_data.series.size());
        const double top = area.top() + height * (series + (1 - barShare) / 2);
        return QRectF(QPointF(coordinate(0), top),
                      QPointF(coordinate(value(series, 0)), top + height * barShare))
            .normalized();
    }
    const double own = value(series, category);
    double base = 0;
    for (int s = 0; s < series; ++s) {
        const double below = value(s, category);
        base += (below < 0) == (own < 0) ? below : 0;
    }
    const double width = area.width() / double(m_data.categories.size());
    const double left = area.left() + width * (category + (1 - barShare) / 2);
    return QRectF(QPointF(left, coordinate(base + own)), QPointF(left + width * barShare, coordinate(base)))
        .normalized();
}

PlotView::Hit PlotView::hitAt(const QPointF &position) const
{
    const int categories = m_data.isAcross ? int(m_data.categories.size()) : 1;
    for (int s = 0; s < int(m_data.series.size()); ++s) {
        for (int c = 0; c < categories; ++c) {
            QRectF bar = barRect(s, c);
            if (!m_data.isAcross) { // a whole line answers: thin bars are hard to hit
                bar.setLeft(0);
                bar.setRight(width());
            }
            if (bar.contains(position))
                return {s, c};
        }
    }
    return {};
}

QString PlotView::hitText(const Hit &hit) const
{
    const Series &series = m_data.series[std::size_t(hit.series)];
    const auto &value = series.values.at(std::size_t(hit.category));
    const QString amount =
        value ? models::amountWithUnit(m_locale, *value, m_data.unit) : models::noValueText();
    const QString category = m_data.isAcross ? m_data.categories.at(hit.category) : QString();
    return category.isEmpty() ? tr("%1: %2").arg(series.name, amount)
                              : tr("%1, %2: %3").arg(category, series.name, amount);
}

void PlotView::announce()
{
    if (m_selected < 0)
        return;
    setAccessibleDescription(hitText({m_selected, m_category}));
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void PlotView::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    arrange();
}

void PlotView::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        colour();
        arrange();
    }
}

void PlotView::keyPressEvent(QKeyEvent *event)
{
    const int count = int(m_data.series.size());
    const int categories = m_data.isAcross ? int(m_data.categories.size()) : 1;
    if (count == 0)
        return QChartView::keyPressEvent(event);
    const int key = event->key();
    const bool isUpDown = key == Qt::Key_Up || key == Qt::Key_Down;
    const int forward = key == Qt::Key_Up || key == Qt::Key_Right ? 1 : -1;
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        if (m_selected >= 0)
            Q_EMIT activated(m_selected, m_category);
        return;
    }
    if (!isUpDown && key != Qt::Key_Left && key != Qt::Key_Right)
        return QChartView::keyPressEvent(event);
    if (m_selected < 0) {
        m_selected = 0;
    } else if (isUpDown) { // stacked upwards, listed downwards
        m_selected = (m_selected + (m_data.isAcross ? forward : -forward) + count) % count;
    } else {
        m_category = (m_category + forward + categories) % categories;
    }
    colour();
    announce();
    Q_EMIT seriesSelected(m_selected);
}

void PlotView::mousePressEvent(QMouseEvent *event)
{
    QChartView::mousePressEvent(event);
    if (event->button() != Qt::LeftButton)
        return;
    const Hit hit = hitAt(event->position());
    m_category = std::max(0, hit.category);
    selectSeries(hit.series);
    Q_EMIT seriesSelected(m_selected);
}

void PlotView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const Hit hit = hitAt(event->position());
    if (hit.series >= 0)
        Q_EMIT activated(hit.series, hit.category);
}

bool PlotView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QChartView::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Hit hit = hitAt(help->pos());
    const QString text = hit.series < 0 ? QString() : models::plainToolTip(hitText(hit));
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace spendglass::charts
