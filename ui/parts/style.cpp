// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts/style.h"

#include "parts/theme.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace spendglass::parts {

namespace {

constexpr qreal radius = 5.0;

void rounded(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

QColor tint(const QPalette &palette, double share)
{
    return blend(palette.color(QPalette::Base), palette.color(QPalette::Highlight), share);
}

void drawPushPanel(const QStyleOption *option, QPainter *painter)
{
    const QPalette &palette = option->palette;
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool isDefault = button && (button->features & QStyleOptionButton::DefaultButton);
    const bool isFlat = button && (button->features & QStyleOptionButton::Flat);
    const bool hovers = option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled;
    const bool pressed = option->state & (QStyle::State_Sunken | QStyle::State_On);
    QColor fill = isDefault ? palette.color(QPalette::Highlight) : palette.color(QPalette::Button);
    if (pressed || hovers)
        fill = blend(fill, palette.color(QPalette::ButtonText), pressed ? 0.16 : 0.07);
    const QColor line = isDefault ? fill : palette.color(QPalette::Mid);
    if (!isFlat || pressed || hovers)
        rounded(painter, option->rect, fill, isFlat ? QColor() : line);
    if (option->state & QStyle::State_HasFocus && option->state & QStyle::State_KeyboardFocusChange)
        rounded(painter, option->rect.adjusted(2, 2, -2, -2), QColor(),
                palette.color(isDefault ? QPalette::HighlightedText : QPalette::Highlight));
}

void drawToolPanel(const QStyleOption *option, QPainter *painter)
{
    const QPalette &palette = option->palette;
    const bool hovers = option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled;
    const bool pressed = option->state & (QStyle::State_Sunken | QStyle::State_On);
    if (pressed || hovers)
        rounded(painter, option->rect,
                blend(palette.color(QPalette::Window), palette.color(QPalette::ButtonText),
                      pressed ? 0.13 : 0.07),
                QColor());
    if (option->state & QStyle::State_HasFocus)
        rounded(painter, option->rect, QColor(), palette.color(QPalette::Highlight));
}

void drawTab(const QStyleOption *option, QPainter *painter)
{
    const QPalette &palette = option->palette;
    const bool selected = option->state & QStyle::State_Selected;
    const bool hovers = option->state & QStyle::State_MouseOver;
    if (selected || hovers)
        painter->fillRect(option->rect, selected ? palette.color(QPalette::Base)
                                                 : blend(palette.color(QPalette::Window),
                                                         palette.color(QPalette::Base), 0.6));
    if (selected)
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom() - 1, option->rect.width(), 2),
                          palette.color(QPalette::Highlight));
    if (option->state & QStyle::State_HasFocus && option->state & QStyle::State_KeyboardFocusChange)
        rounded(painter, option->rect.adjusted(3, 3, -3, -4), QColor(), palette.color(QPalette::Highlight));
}

void drawHeader(const QStyleOption *option, QPainter *painter)
{
    const QPalette &palette = option->palette;
    const bool hovers = option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled;
    painter->fillRect(option->rect,
                      hovers ? palette.color(QPalette::Midlight)
                             : blend(palette.color(QPalette::Base), palette.color(QPalette::Window), 0.7));
    painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                      hairline(palette));
}

void drawHandle(const QStyleOption *option, QPainter *painter)
{
    const bool isLineDown = option->state & QStyle::State_Horizontal;
    const QPoint middle = option->rect.center();
    const QRect grip =
        isLineDown ? QRect(middle.x(), middle.y() - 12, 2, 24) : QRect(middle.x() - 12, middle.y(), 24, 2);
    painter->fillRect(grip, option->palette.color(QPalette::Mid));
}

void drawProgress(const QStyleOptionProgressBar *option, QPainter *painter, bool isGroove)
{
    const QPalette &palette = option->palette;
    QRect bar = option->rect;
    bar.setTop(bar.center().y() - 2);
    bar.setHeight(5);
    if (isGroove) {
        rounded(painter, bar, palette.color(QPalette::Midlight), QColor());
        return;
    }
    const int range = option->maximum - option->minimum;
    const int width = range > 0 ? int(qint64(bar.width()) * (option->progress - option->minimum) / range) : 0;
    if (option->direction == Qt::RightToLeft)
        bar.setLeft(bar.right() - width + 1);
    else
        bar.setWidth(range > 0 ? width : bar.width());
    if (bar.width() > 1)
        rounded(painter, bar, palette.color(QPalette::Highlight), QColor());
}

/// Selected lines keep the text's own colour on a pale ground: calm, and readable for every delegate.
QStyleOptionViewItem calmSelection(const QStyleOptionViewItem &item)
{
    QStyleOptionViewItem calm = item;
    const bool isActive = item.state & QStyle::State_Active;
    calm.palette.setColor(QPalette::All, QPalette::Highlight, tint(item.palette, isActive ? 0.20 : 0.13));
    calm.palette.setColor(QPalette::All, QPalette::HighlightedText, item.palette.color(QPalette::Text));
    return calm;
}

void drawItemPanel(const QStyleOptionViewItem &item, QPainter *painter)
{
    if (item.backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(item.rect, item.backgroundBrush);
    if (item.state & QStyle::State_Selected)
        painter->fillRect(item.rect, item.palette.color(QPalette::Highlight));
    else if (item.state & QStyle::State_MouseOver)
        painter->fillRect(item.rect, tint(item.palette, 0.06));
}

void drawScrollBar(const QStyleOptionSlider *option, QPainter *painter, const QRect &handle)
{
    const QPalette &palette = option->palette;
    painter->fillRect(option->rect, palette.color(QPalette::Base));
    if (option->minimum == option->maximum)
        return;
    const bool active = option->state & QStyle::State_MouseOver || option->state & QStyle::State_Sunken;
    const QRect inner =
        option->orientation == Qt::Vertical ? handle.adjusted(3, 2, -3, -2) : handle.adjusted(2, 3, -2, -3);
    rounded(painter, inner, palette.color(active ? QPalette::Dark : QPalette::Mid), QColor());
}

/// A box whose edge has 3:1 on both grounds; Fusion's is darker than a dark ground.
void drawCheckBox(const QStyleOption *option, QPainter *painter)
{
    const QPalette &palette = option->palette;
    const bool isFilled = option->state & (QStyle::State_On | QStyle::State_NoChange);
    QRectF box(0, 0, 13, 13);
    box.moveCenter(QRectF(option->rect).center());
    const QPointF middle = box.center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(isFilled ? palette.color(QPalette::Highlight) : mutedText(palette));
    painter->setBrush(palette.color(isFilled ? QPalette::Highlight : QPalette::Base));
    painter->drawRoundedRect(box, 2, 2); // rounder, and it would be a radio button
    painter->setPen(QPen(palette.color(QPalette::HighlightedText), 1.8, Qt::SolidLine, Qt::RoundCap));
    painter->setBrush(Qt::NoBrush);
    if (option->state & QStyle::State_On)
        painter->drawPolyline(
            QPolygonF{middle + QPointF(-3.5, 0), middle + QPointF(-1, 2.7), middle + QPointF(3.5, -2.7)});
    else if (isFilled)
        painter->drawLine(middle + QPointF(-3.5, 0), middle + QPointF(3.5, 0));
    painter->restore();
}

void drawCross(const QStyleOption *option, QPainter *painter)
{
    const QPalette &palette = option->palette;
    if (option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled)
        rounded(painter, option->rect,
                blend(palette.color(QPalette::Window), palette.color(QPalette::ButtonText), 0.12), QColor());
    const QPointF middle = QRectF(option->rect).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(mutedText(palette), 1.4, Qt::SolidLine, Qt::RoundCap));
    painter->drawLine(middle + QPointF(-3.5, -3.5), middle + QPointF(3.5, 3.5));
    painter->drawLine(middle + QPointF(3.5, -3.5), middle + QPointF(-3.5, 3.5));
    painter->restore();
}

void drawMenuTitle(const QStyleOptionMenuItem &item, QPainter *painter)
{
    painter->fillRect(item.rect, item.palette.color(QPalette::Window));
    const bool isOpen = item.state & (QStyle::State_Selected | QStyle::State_Sunken);
    if (isOpen)
        rounded(painter, item.rect.adjusted(1, 1, -1, -1), item.palette.color(QPalette::Midlight), QColor());
    painter->setPen(item.palette.color(QPalette::ButtonText));
    painter->drawText(item.rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextSingleLine, item.text);
}

void drawArrow(QPainter *painter, const QRect &rect, const QColor &colour)
{
    const QPointF middle = QRectF(rect).center();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF points[] = {middle + QPointF(-3.5, -1.5), middle + QPointF(0, 2),
                              middle + QPointF(3.5, -1.5)};
    painter->drawPolyline(points, 3);
    painter->restore();
}

} // namespace

Style::Style()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (auto *view = qobject_cast<QAbstractItemView *>(widget))
        view->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    // Only what differs from Fusion: hence no case for every metric.
    static const QHash<int, int> metrics{
        {PM_ToolBarIconSize, 18},         {PM_SmallIconSize, 16},
        {PM_ButtonIconSize, 16},          {PM_SplitterWidth, 9},
        {PM_ScrollBarExtent, 12},         {PM_TabBarTabHSpace, 28},
        {PM_TabBarTabVSpace, 16},         {PM_TabBarBaseOverlap, 0},
        {PM_TabBarTabShiftVertical, 0},   {PM_HeaderMargin, 7},
        {PM_ToolBarItemSpacing, 4},       {PM_ToolBarItemMargin, 4},
        {PM_ToolBarFrameWidth, 0},        {PM_ToolBarSeparatorExtent, 13},
        {PM_DockWidgetTitleMargin, 9},    {PM_MenuVMargin, 5},
        {PM_MenuBarItemSpacing, 2},       {PM_MenuBarPanelWidth, 0},
        {PM_MenuBarVMargin, 3},           {PM_ButtonShiftHorizontal, 0},
        {PM_ButtonShiftVertical, 0},      {PM_DockWidgetSeparatorExtent, 5},
        {PM_FocusFrameHMargin, 5},        {PM_TabCloseIndicatorWidth, 18},
        {PM_TabCloseIndicatorHeight, 18}, {PM_TreeViewIndentation, 18},
    };
    const auto found = metrics.constFind(int(metric));
    return found != metrics.cend() ? *found : QProxyStyle::pixelMetric(metric, option, widget);
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *data) const
{
    if (hint == SH_EtchDisabledText)
        return 0;
    if (hint == SH_ItemView_ShowDecorationSelected)
        return 1;
    return QProxyStyle::styleHint(hint, option, widget, data);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    const int line = option ? option->fontMetrics.height() : 0;
    if (type == CT_PushButton || type == CT_LineEdit || type == CT_ComboBox)
        result.setHeight(qMax(result.height(), line + 13));
    if (type == CT_PushButton)
        result.rwidth() += 10;
    if (type == CT_ItemViewItem)
        result.setHeight(qMax(result.height(), line + 11));
    if (type == CT_MenuItem)
        result.rheight() += result.height() > 10 ? 5 : 0;
    if (type == CT_ToolButton)
        result += QSize(4, 3);
    if (type == CT_HeaderSection)
        result.setHeight(qMax(result.height(), line + 14));
    return result;
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                            const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    if (control != CC_ScrollBar || !slider)
        return QProxyStyle::subControlRect(control, option, sub, widget);
    // No arrow buttons: the groove is the whole bar.
    const QRect all = slider->rect;
    if (sub == SC_ScrollBarGroove)
        return all;
    if (sub == SC_ScrollBarAddLine || sub == SC_ScrollBarSubLine)
        return {};
    const bool isVertical = slider->orientation == Qt::Vertical;
    const int length = isVertical ? all.height() : all.width();
    const qint64 range = qint64(slider->maximum) - slider->minimum;
    const int wanted =
        range > 0 ? int(qint64(slider->pageStep) * length / (range + slider->pageStep)) : length;
    const int extent = qBound(qMin(28, length), wanted, length);
    const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                              length - extent, slider->upsideDown);
    const QRect handle = isVertical ? QRect(all.left(), all.top() + start, all.width(), extent)
                                    : QRect(all.left() + start, all.top(), extent, all.height());
    if (sub == SC_ScrollBarSlider)
        return visualRect(isVertical ? Qt::LeftToRight : slider->direction, all, handle);
    const bool before = sub == SC_ScrollBarSubPage;
    if (isVertical)
        return before ? QRect(all.topLeft(), QPoint(all.right(), handle.top() - 1))
                      : QRect(QPoint(all.left(), handle.bottom() + 1), all.bottomRight());
    return before ? QRect(all.topLeft(), QPoint(handle.left() - 1, all.bottom()))
                  : QRect(QPoint(handle.right() + 1, all.top()), all.bottomRight());
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const QPalette &palette = option->palette;
    if (element == PE_PanelButtonCommand) {
        drawPushPanel(option, painter);
    } else if (element == PE_PanelButtonTool) {
        drawToolPanel(option, painter);
    } else if (element == PE_PanelLineEdit || element == PE_FrameLineEdit) {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (!frame || frame->lineWidth <= 0)
            return painter->fillRect(option->rect, palette.brush(QPalette::Base));
        const bool focused = option->state & State_HasFocus;
        rounded(painter, option->rect, palette.color(QPalette::Base),
                palette.color(focused ? QPalette::Highlight : QPalette::Mid));
    } else if (element == PE_PanelItemViewItem) {
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option))
            drawItemPanel(*item, painter);
    } else if (element == PE_PanelItemViewRow) {
        // The panel of a cell comes here through CE_ItemViewItem with its palette calmed; a row's does not.
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option))
            drawItemPanel(calmSelection(*item), painter);
    } else if (element == PE_FrameTabBarBase) {
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1),
                          hairline(palette));
    } else if (element == PE_Frame) {
        rounded(painter, option->rect, QColor(), hairline(palette));
    } else if (element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck) {
        drawCheckBox(option, painter);
    } else if (element == PE_IndicatorTabClose) {
        drawCross(option, painter);
    } else if (element == PE_FrameFocusRect) {
        rounded(painter, option->rect, QColor(), palette.color(QPalette::Highlight));
    } else if (element == PE_PanelScrollAreaCorner) {
        painter->fillRect(option->rect, palette.brush(QPalette::Base));
    } else if (element == PE_FrameStatusBarItem || element == PE_PanelMenuBar) {
        return;
    } else {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const QPalette &palette = option->palette;
    const auto *progress = qstyleoption_cast<const QStyleOptionProgressBar *>(option);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option);
    const auto *menu = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (element == CE_TabBarTabShape) {
        drawTab(option, painter);
    } else if (element == CE_HeaderSection || element == CE_HeaderEmptyArea) {
        drawHeader(option, painter);
    } else if (element == CE_Splitter) {
        drawHandle(option, painter);
    } else if (element == CE_ToolBar || element == CE_MenuBarEmptyArea) {
        painter->fillRect(option->rect, palette.color(QPalette::Window));
    } else if (menu && element == CE_MenuBarItem) {
        drawMenuTitle(*menu, painter);
    } else if (progress && (element == CE_ProgressBarGroove || element == CE_ProgressBarContents)) {
        drawProgress(progress, painter, element == CE_ProgressBarGroove);
    } else if (item && element == CE_ItemViewItem) {
        const QStyleOptionViewItem calm = calmSelection(*item);
        QProxyStyle::drawControl(element, &calm, painter, widget);
    } else if (button && element == CE_PushButtonLabel &&
               button->features & QStyleOptionButton::DefaultButton) {
        QStyleOptionButton light = *button;
        light.palette.setColor(QPalette::ButtonText, palette.color(QPalette::HighlightedText));
        QProxyStyle::drawControl(element, &light, painter, widget);
    } else {
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (control == CC_ScrollBar && slider) {
        drawScrollBar(slider, painter, proxy()->subControlRect(control, option, SC_ScrollBarSlider, widget));
    } else if (control == CC_ComboBox && combo && !combo->editable) {
        const QPalette &palette = option->palette;
        const bool hovers = option->state & State_MouseOver && option->state & State_Enabled;
        const bool focused = option->state & State_HasFocus;
        rounded(painter, option->rect,
                hovers ? blend(palette.color(QPalette::Button), palette.color(QPalette::ButtonText), 0.05)
                       : palette.color(QPalette::Button),
                palette.color(focused ? QPalette::Highlight : QPalette::Mid));
        drawArrow(painter, proxy()->subControlRect(control, option, SC_ComboBoxArrow, widget),
                  palette.color(QPalette::ButtonText));
    } else {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace spendglass::parts
