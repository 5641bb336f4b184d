// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/chip.h"

#include "filter/tint.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHoverEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace spendglass::filter {

namespace {

/// The longest text a chip shows before it is cut with "…", in characters.
constexpr int longestText = 44;

} // namespace

Chip::Chip(const QString &label, QWidget *parent)
    : QToolButton(parent)
    , m_label(label)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void Chip::setPlainToolTip(const QString &text)
{
    QString lines = text.toHtmlEscaped();
    setToolTip(QStringLiteral("<qt>%1</qt>").arg(lines.replace(QLatin1Char('\n'), QLatin1String("<br>"))));
}

void Chip::setLook(Glyph glyph, bool isDashed)
{
    m_glyph = glyph;
    m_isDashed = isDashed;
    updateGeometry();
    update();
}

void Chip::setPinned(bool isPinned)
{
    m_isPinned = isPinned;
    updateGeometry();
    update();
}

void Chip::setRemovable(bool isRemovable)
{
    m_isRemovable = isRemovable;
    updateGeometry();
}

void Chip::setMenuMark(bool hasMark)
{
    m_hasMenuMark = hasMark;
    updateGeometry();
}

/// The rhythm everything in a chip keeps: a quarter of the line height, 4 px at the usual font.
int Chip::unit() const
{
    return std::max(4, fontMetrics().height() / 4);
}

QString Chip::glyphText() const
{
    switch (m_glyph) {
    case Glyph::None:
        return {};
    case Glyph::Check:
        return QStringLiteral("\u2713");
    case Glyph::Off:
        return QStringLiteral("\u25CB");
    case Glyph::Text:
        return QStringLiteral("\u0192");
    case Glyph::Warning:
        return QStringLiteral("\u26A0");
    case Glyph::Lifted:
        return QStringLiteral("\u2194");
    }
    return {};
}

QSize Chip::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    int width =
        std::min(metrics.horizontalAdvance(m_label), metrics.averageCharWidth() * longestText) + 4 * unit();
    if (m_glyph != Glyph::None)
        width += metrics.horizontalAdvance(glyphText()) + unit();
    if (m_isPinned)
        width += 3 * unit();
    if (m_isRemovable || m_hasMenuMark)
        width += 4 * unit();
    return {width + 2, metrics.height() + 2 * unit()};
}

QSize Chip::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), fontMetrics().averageCharWidth() * 12), sizeHint().height()};
}

QRect Chip::endRect() const
{
    if (!m_isRemovable && !m_hasMenuMark)
        return {};
    const QRect end(width() - 6 * unit(), 0, 6 * unit(), height());
    return QStyle::visualRect(layoutDirection(), rect(), end);
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHollow = m_glyph == Glyph::Off;
    const bool isMarked = underMouse() || isDown() || m_glyph == Glyph::Lifted;
    const QPalette &colours = palette();
    QPen border(tint(colours, hasFocus() || m_glyph == Glyph::Lifted ? Tint::Accent : Tint::Border),
                hasFocus() || m_glyph == Glyph::Lifted ? 2 : 1);
    if (m_isDashed)
        border.setDashPattern({3, 3});
    painter.setPen(border);
    painter.setBrush(isHollow && !isMarked ? QBrush(Qt::NoBrush)
                                           : QBrush(tint(colours, isMarked ? Tint::ChipHover : Tint::Chip)));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), unit(), unit());

    QRect inner = rect().adjusted(2 * unit(), 0, -2 * unit(), 0);
    painter.setPen(tint(colours, isHollow ? Tint::Quiet : Tint::Text));
    const QString glyph = glyphText();
    if (!glyph.isEmpty()) {
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), inner),
                         Qt::AlignVCenter | Qt::AlignLeading, glyph);
        inner.setLeft(inner.left() + fontMetrics().horizontalAdvance(glyph) + unit());
    }
    if (m_isPinned) {
        const QRect pin(inner.left(), inner.top(), 2 * unit(), inner.height());
        paintPin(painter, QStyle::visualRect(layoutDirection(), rect(), pin));
        inner.setLeft(inner.left() + 3 * unit());
    }
    if (m_isRemovable || m_hasMenuMark)
        inner.setRight(inner.right() - 4 * unit());
    const QString shown = fontMetrics().elidedText(m_label, Qt::ElideRight, inner.width());
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), inner),
                     int(Qt::AlignVCenter | Qt::AlignLeading) | int(Qt::TextSingleLine), shown);
    paintEnd(painter);
}

/// A head and a needle, drawn for the same reason as the × below.
void Chip::paintPin(QPainter &painter, const QRect &place) const
{
    const QColor colour = painter.pen().color();
    const QPointF middle = QRectF(place).center();
    painter.save();
    painter.setPen(QPen(colour, 1.4));
    painter.drawLine(middle, middle + QPointF(0, unit() * 1.4));
    painter.setBrush(colour);
    painter.drawEllipse(middle - QPointF(0, unit() * 0.5), unit() * 0.7, unit() * 0.7);
    painter.restore();
}

/// The × or the ▾, drawn as lines: fonts disagree about those characters.
void Chip::paintEnd(QPainter &painter) const
{
    const QRect end = endRect();
    if (end.isEmpty())
        return;
    const QPointF middle = QRectF(end).center();
    const qreal half = unit() * 0.8;
    painter.setPen(
        QPen(tint(palette(), m_isEndHovered ? Tint::Text : Tint::Quiet), m_isEndHovered ? 2.0 : 1.4));
    if (m_isRemovable) {
        painter.drawLine(middle + QPointF(-half, -half), middle + QPointF(half, half));
        painter.drawLine(middle + QPointF(-half, half), middle + QPointF(half, -half));
    } else {
        painter.drawLine(middle + QPointF(-half, -half / 2), middle + QPointF(0, half / 2));
        painter.drawLine(middle + QPointF(0, half / 2), middle + QPointF(half, -half / 2));
    }
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (m_isDragging && event->key() == Qt::Key_Escape) {
        m_isDragging = false;
        setDown(false);
        Q_EMIT dragCancelled();
        return;
    }
    event->ignore();
    Q_EMIT keyPressed(event);
    if (!event->isAccepted())
        QWidget::keyPressEvent(event);
}

void Chip::mousePressEvent(QMouseEvent *event)
{
    m_pressedAt = event->position().toPoint();
    m_isDragging = false;
    QToolButton::mousePressEvent(event);
}

void Chip::mouseMoveEvent(QMouseEvent *event)
{
    const bool isFar =
        (event->position().toPoint() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    if ((event->buttons() & Qt::LeftButton) && isDown() && (m_isDragging || isFar)) {
        m_isDragging = true;
        Q_EMIT dragMoved(event->globalPosition().toPoint());
        return;
    }
    QToolButton::mouseMoveEvent(event);
}

void Chip::mouseReleaseEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (m_isDragging) {
        m_isDragging = false;
        setDown(false);
        Q_EMIT dragFinished(event->globalPosition().toPoint());
        return;
    }
    if (m_isRemovable && event->button() == Qt::LeftButton && endRect().contains(position) &&
        endRect().contains(m_pressedAt)) {
        setDown(false);
        Q_EMIT removeRequested();
        return;
    }
    QToolButton::mouseReleaseEvent(event);
}

void Chip::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT menuRequested(isByKey ? mapToGlobal(rect().bottomLeft()) : event->globalPos());
}

bool Chip::event(QEvent *event)
{
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverLeave) {
        const auto *hover = static_cast<QHoverEvent *>(event);
        const bool isOver =
            event->type() == QEvent::HoverMove && endRect().contains(hover->position().toPoint());
        if (isOver != m_isEndHovered) {
            m_isEndHovered = isOver;
            update();
        }
    }
    return QToolButton::event(event);
}

} // namespace spendglass::filter

#include "moc_chip.cpp"
