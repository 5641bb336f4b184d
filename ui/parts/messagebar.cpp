// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts/messagebar.h"

#include "parts/icons.h"
#include "parts/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace spendglass::parts {

namespace {

/// The edge that tells kinds apart beside their icons; 3:1 on both grounds.
QColor edge(MessageBar::Kind kind, const QPalette &palette)
{
    switch (kind) {
    case MessageBar::Kind::Information:
    case MessageBar::Kind::Success:
        return palette.color(QPalette::Highlight);
    case MessageBar::Kind::Warning:
        return QColor(0xc7, 0x83, 0x1e);
    case MessageBar::Kind::Error:
        return palette.color(QPalette::BrightText);
    }
    Q_UNREACHABLE();
}

QString iconName(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Information:
        return QStringLiteral("info");
    case MessageBar::Kind::Success:
        return QStringLiteral("check");
    case MessageBar::Kind::Warning:
    case MessageBar::Kind::Error:
        return QStringLiteral("warning");
    }
    Q_UNREACHABLE();
}

} // namespace

MessageBar::MessageBar(const QString &accessibleName, QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_buttons(new QHBoxLayout)
    , m_close(new QToolButton(this))
{
    setAccessibleName(accessibleName);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setIcon(icon(QStringLiteral("close")));
    m_close->setAutoRaise(true);
    m_close->setObjectName(QStringLiteral("closeMessage"));
    m_close->setAccessibleName(tr("Close: %1").arg(accessibleName));
    m_close->setToolTip(tr("Close this message"));
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 5, 8, 5);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addLayout(m_buttons);
    layout->addWidget(m_close);
    hide();
}

void MessageBar::show(Kind kind, const QString &text, bool canClose)
{
    m_kind = kind;
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_icon->setPixmap(icon(iconName(kind)).pixmap(QSize(18, 18), devicePixelRatioF()));
    m_text->setText(text);
    m_close->setVisible(canClose);
    setVisible(true);
    update();
}

QAction *MessageBar::addAction(const QString &text)
{
    auto *button = new QToolButton(this);
    auto *action = new QAction(text, button);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setObjectName(QStringLiteral("messageAction%1").arg(m_buttons->count()));
    button->setAccessibleName(tr("%1: %2").arg(accessibleName(), text));
    m_buttons->addWidget(button);
    return action;
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor colour = edge(m_kind, palette());
    painter.fillRect(rect(), blend(palette().color(QPalette::Base), colour, 0.12));
    painter.fillRect(QRect(layoutDirection() == Qt::RightToLeft ? width() - 4 : 0, 0, 4, height()), colour);
}

} // namespace spendglass::parts
