// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/caption.h"

#include "filter/tint.h"

#include <QPainter>
#include <QStyle>

namespace spendglass::filter {

Caption::Caption(const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
}

void Caption::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(tint(palette(), Tint::Quiet));
    const auto flags = int(QStyle::visualAlignment(layoutDirection(), alignment())) | int(Qt::TextSingleLine);
    painter.drawText(contentsRect(), flags,
                     fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width()));
}

} // namespace spendglass::filter

#include "moc_caption.cpp"
