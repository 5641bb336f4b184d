// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/crumbbar.h"

#include "models/format.h"
#include "parts/icons.h"
#include "parts/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace spendglass::pages {

namespace {

constexpr int longestCrumb = 36; ///< characters; the whole name is in the tooltip

QString shortened(const QString &title)
{
    return title.size() <= longestCrumb ? title : title.left(longestCrumb - 1) + QStringLiteral("…");
}

QLabel *here(const QString &title, QWidget *parent)
{
    auto *label = new QLabel(shortened(title), parent);
    label->setTextFormat(Qt::PlainText);
    label->setObjectName(QStringLiteral("currentCrumb"));
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * 1.25);
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    label->setToolTip(models::plainToolTip(title));
    return label;
}

} // namespace

CrumbBar::CrumbBar(QWidget *parent)
    : QWidget(parent)
    , m_crumbs(new QHBoxLayout)
    , m_badge(new QLabel(this))
{
    setObjectName(QStringLiteral("crumbBar"));
    m_badge->setObjectName(QStringLiteral("asOf"));
    m_badge->setTextFormat(Qt::PlainText);
    m_badge->setForegroundRole(QPalette::PlaceholderText);
    m_crumbs->setSpacing(2);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(m_crumbs);
    layout->addStretch(1);
    layout->addWidget(m_badge);
}

void CrumbBar::setCrumbs(const QStringList &titles)
{
    while (QLayoutItem *item = m_crumbs->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one whose click brought us here
        delete item;
    }
    for (int i = 0; i + 1 < titles.size(); ++i) {
        auto *button = new QToolButton(this);
        button->setText(shortened(titles.at(i)).replace(QLatin1Char('&'), QStringLiteral("&&")));
        button->setAutoRaise(true);
        button->setObjectName(QStringLiteral("crumb%1").arg(i));
        button->setAccessibleName(tr("Step %1 of the path: %2").arg(i + 1).arg(titles.at(i)));
        button->setToolTip(models::plainToolTip(tr("Back to %1").arg(titles.at(i))));
        connect(button, &QToolButton::clicked, this, [this, i] { Q_EMIT crumbChosen(i); });
        m_crumbs->addWidget(button);
        auto *arrow = new QLabel(this);
        arrow->setText(layoutDirection() == Qt::RightToLeft ? QStringLiteral("‹") : QStringLiteral("›"));
        arrow->setForegroundRole(QPalette::PlaceholderText);
        m_crumbs->addWidget(arrow);
    }
    if (!titles.isEmpty())
        m_crumbs->addWidget(here(titles.last(), this));
}

void CrumbBar::setBadge(const QString &text, const QString &explanation)
{
    m_badge->setText(text);
    m_badge->setToolTip(explanation);
}

} // namespace spendglass::pages
