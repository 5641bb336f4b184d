// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "filter/popupframe.h"

#include <optional>

class QLabel;
class QPushButton;

namespace spendglass::filter {

class DayEdit;

/// A popup that asks for a first and a last day.
class CustomPeriod final : public PopupFrame
{
    Q_OBJECT
public:
    /// Starts with those days, else with the month to date. to: the first day no longer in it.
    CustomPeriod(std::optional<core::Day> from, std::optional<core::Day> to, core::Day today,
                 QWidget *parent);

Q_SIGNALS:
    void chosen(const spendglass::core::DayRange &days);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void check();
    void apply();

    DayEdit *m_first;
    DayEdit *m_last;
    QLabel *m_problem;
    QPushButton *m_apply;
};

} // namespace spendglass::filter
