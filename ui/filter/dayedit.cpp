// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/dayedit.h"

#include <QCalendarWidget>
#include <QDateEdit>
#include <QTextCharFormat>
#include <QToolButton>
#include <QVBoxLayout>

namespace spendglass::filter {

DayEdit::DayEdit(const QString &objectName, const QString &accessibleName, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QDateEdit)
    , m_calendar(new QCalendarWidget)
{
    m_edit->setObjectName(objectName);
    m_edit->setAccessibleName(accessibleName);
    m_edit->setToolTip(accessibleName);
    m_edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    m_edit->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_calendar->setObjectName(objectName + QStringLiteral("Calendar"));
    m_calendar->setAccessibleName(tr("%1, calendar").arg(accessibleName));
    m_calendar->setToolTip(tr("Pick a day"));
    m_calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    // Weekends are red by default, whatever the palette.
    for (const Qt::DayOfWeek day : {Qt::Saturday, Qt::Sunday})
        m_calendar->setWeekdayTextFormat(day, {});
    calmArrows();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_edit);
    layout->addWidget(m_calendar);
    layout->addStretch();
    setFocusProxy(m_edit);
    connect(m_edit, &QDateEdit::dateChanged, this, &DayEdit::take);
    connect(m_calendar, &QCalendarWidget::clicked, this, &DayEdit::take);
    connect(m_calendar, &QCalendarWidget::activated, this, &DayEdit::take);
}

/// The calendar brings coloured pictures for its arrows; plain ones follow the palette.
void DayEdit::calmArrows()
{
    const bool isRtl = layoutDirection() == Qt::RightToLeft;
    auto *previous = m_calendar->findChild<QToolButton *>(QStringLiteral("qt_calendar_prevmonth"));
    auto *next = m_calendar->findChild<QToolButton *>(QStringLiteral("qt_calendar_nextmonth"));
    if (!previous || !next)
        return;
    previous->setArrowType(isRtl ? Qt::RightArrow : Qt::LeftArrow);
    next->setArrowType(isRtl ? Qt::LeftArrow : Qt::RightArrow);
    for (QToolButton *button : {previous, next}) {
        QPalette onBar = button->palette();
        onBar.setColor(QPalette::ButtonText, onBar.color(QPalette::HighlightedText));
        onBar.setColor(QPalette::WindowText, onBar.color(QPalette::HighlightedText));
        button->setPalette(onBar);
    }
}

void DayEdit::setDay(core::Day day)
{
    take(QDate::fromString(core::dayText(day), Qt::ISODate));
}

core::Day DayEdit::day() const
{
    return core::Day(std::chrono::days(QDate(1970, 1, 1).daysTo(m_edit->date())));
}

void DayEdit::take(const QDate &date)
{
    const QSignalBlocker editBlocker(m_edit);
    const QSignalBlocker calendarBlocker(m_calendar);
    m_edit->setDate(date);
    m_calendar->setSelectedDate(date);
    Q_EMIT dayChanged();
}

} // namespace spendglass::filter

#include "moc_dayedit.cpp"
