// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "filter/popupframe.h"
#include "query/query.h"

class QDateEdit;
class QLabel;
class QPushButton;

namespace spendglass::filter {

/// A popup that asks for a first and a last day.
class CustomPeriod final : public PopupFrame
{
    Q_OBJECT
public:
    CustomPeriod(const query::Query &query, core::Day today, QWidget *parent);

Q_SIGNALS:
    void chosen(const spendglass::core::DayRange &days);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QDateEdit *makeEdit(const char *name, const QString &accessibleName, core::Day day);
    void check();
    void apply();

    QDateEdit *m_first;
    QDateEdit *m_last;
    QLabel *m_problem;
    QPushButton *m_apply;
};

} // namespace spendglass::filter
