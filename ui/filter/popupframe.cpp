// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/popupframe.h"

#include <QKeyEvent>
#include <QScreen>

#include <algorithm>

namespace spendglass::filter {

PopupFrame::PopupFrame(QWidget *parent)
    : QFrame(parent, Qt::Popup)
{
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
}

void PopupFrame::showUnder(QWidget *anchor, bool isEmbedded)
{
    m_anchor = anchor;
    QWidget *window = anchor->window();
    if (isEmbedded)
        setParent(window, Qt::Widget);
    ensurePolished();
    const QRect room = isEmbedded ? window->rect() : anchor->screen()->availableGeometry();
    resize(sizeHint().expandedTo(minimumSizeHint()).boundedTo(room.size()));
    const bool isRtl = anchor->layoutDirection() == Qt::RightToLeft;
    QPoint corner = isRtl ? QPoint(anchor->width() - width(), anchor->height()) : QPoint(0, anchor->height());
    corner = isEmbedded ? anchor->mapTo(window, corner) : anchor->mapToGlobal(corner);
    corner.setX(std::max(room.left(), std::min(corner.x(), room.right() - width())));
    corner.setY(std::max(room.top(), std::min(corner.y() + 2, room.bottom() - height())));
    move(corner);
    show();
    raise();
}

void PopupFrame::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        hide();
        return;
    }
    QFrame::keyPressEvent(event);
}

void PopupFrame::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    if (m_anchor)
        m_anchor->setFocus(Qt::PopupFocusReason);
    Q_EMIT closed();
}

} // namespace spendglass::filter

#include "moc_popupframe.cpp"
