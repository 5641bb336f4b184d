// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/customperiod.h"

#include "filter/caption.h"
#include "filter/dayedit.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

namespace spendglass::filter {

CustomPeriod::CustomPeriod(std::optional<core::Day> from, std::optional<core::Day> to, core::Day today,
                           QWidget *parent)
    : PopupFrame(parent)
    , m_first(new DayEdit(QStringLiteral("customFirst"), tr("First day")))
    , m_last(new DayEdit(QStringLiteral("customLast"), tr("Last day")))
    , m_problem(new QLabel)
    , m_apply(new QPushButton(tr("&Use this period")))
{
    setObjectName(QStringLiteral("customPeriod"));
    setAccessibleName(tr("Choose a period"));
    m_apply->setObjectName(QStringLiteral("customApply"));
    m_apply->setAccessibleName(tr("Use this period"));
    m_apply->setToolTip(tr("Use this period (Enter)"));
    m_problem->setTextFormat(Qt::PlainText);
    m_first->setDay(from.value_or(core::firstOfMonth(today)));
    m_last->setDay(to ? *to - std::chrono::days(1) : today);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(new Caption(tr("First day")), 0, 0);
    layout->addWidget(new Caption(tr("Last day")), 0, 1);
    layout->addWidget(m_first, 1, 0);
    layout->addWidget(m_last, 1, 1);
    layout->addWidget(m_problem, 2, 0);
    layout->addWidget(m_apply, 2, 1, Qt::AlignTrailing);
    setFocusProxy(m_first);
    m_first->setFocus();
    connect(m_first, &DayEdit::dayChanged, this, &CustomPeriod::check);
    connect(m_last, &DayEdit::dayChanged, this, &CustomPeriod::check);
    connect(m_apply, &QPushButton::clicked, this, &CustomPeriod::apply);
    check();
}

void CustomPeriod::check()
{
    const bool isOrdered = m_first->day() <= m_last->day();
    m_problem->setText(isOrdered ? QString() : tr("The first day is after the last."));
    m_apply->setEnabled(isOrdered);
}

void CustomPeriod::apply()
{
    if (!m_apply->isEnabled())
        return;
    const core::DayRange days{m_first->day(), m_last->day() + std::chrono::days(1)};
    hide();
    Q_EMIT chosen(days);
}

void CustomPeriod::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        apply();
        return;
    }
    PopupFrame::keyPressEvent(event);
}

} // namespace spendglass::filter

#include "moc_customperiod.cpp"
