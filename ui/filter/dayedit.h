// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <QWidget>

class QCalendarWidget;
class QDate;
class QDateEdit;

namespace spendglass::filter {

/// A day typed as YYYY-MM-DD or picked in the calendar below.
class DayEdit final : public QWidget
{
    Q_OBJECT
public:
    /// The edit gets the object name, the calendar the same with "Calendar" behind it.
    DayEdit(const QString &objectName, const QString &accessibleName, QWidget *parent = nullptr);

    void setDay(core::Day day);
    core::Day day() const;

Q_SIGNALS:
    void dayChanged();

private:
    void calmArrows();
    void take(const QDate &date);

    QDateEdit *m_edit;
    QCalendarWidget *m_calendar;
};

} // namespace spendglass::filter
