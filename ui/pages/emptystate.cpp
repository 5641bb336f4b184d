// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/emptystate.h"

#include "parts/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace spendglass::pages {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_what(new QLabel(this))
    , m_why(new QLabel(this))
    , m_action(new QPushButton(this))
{
    setObjectName(QStringLiteral("emptyState"));
    m_what->setTextFormat(Qt::PlainText);
    m_what->setObjectName(QStringLiteral("emptyWhat"));
    m_why->setTextFormat(Qt::PlainText);
    m_why->setObjectName(QStringLiteral("emptyWhy"));
    m_why->setWordWrap(true);
    m_why->setAlignment(Qt::AlignHCenter);
    m_why->setMaximumWidth(520);
    m_why->setMinimumWidth(360);
    m_why->setForegroundRole(QPalette::PlaceholderText);
    QFont large = m_what->font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setWeight(QFont::DemiBold);
    m_what->setFont(large);
    m_action->setObjectName(QStringLiteral("emptyAction"));
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionRequested);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addStretch(2);
    // An aligned label of several lines would get the height that it has at the full width.
    auto *why = new QHBoxLayout;
    why->addStretch(1);
    why->addWidget(m_why, 1000);
    why->addStretch(1);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_what, 0, Qt::AlignHCenter);
    layout->addLayout(why);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch(3);
}

void EmptyState::show(const QString &iconName, const QString &what, const QString &why, const QString &action)
{
    m_icon->setPixmap(parts::icon(iconName).pixmap(QSize(40, 40), devicePixelRatioF()));
    m_what->setText(what);
    m_why->setText(why);
    m_why->setVisible(!why.isEmpty());
    m_action->setText(action);
    m_action->setAccessibleName(action);
    m_action->setVisible(!action.isEmpty());
}

QString EmptyState::what() const
{
    return m_what->text();
}

} // namespace spendglass::pages
