// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/time.h"
#include "query/query.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QToolButton;

namespace spendglass::filter {

/// The period, the bucket size and the comparison of a query: ◀ period ▶ by granularity, compared with,
/// options. A data set without dates shows "Current billing period" instead of the first two.
class TimeControl final : public QWidget
{
    Q_OBJECT
public:
    explicit TimeControl(std::shared_ptr<const core::Clock> clock, QWidget *parent = nullptr);

    void setQuery(const query::Query &query); ///< no signal
    const query::Query &query() const { return m_query; }

    void showPrevious();
    void showNext();

Q_SIGNALS:
    void queryChanged(const spendglass::query::Query &query);

protected:
    void changeEvent(QEvent *event) override;

private:
    void pointArrows();
    void build();
    void refresh();
    void refreshGranularities();
    void change(const query::Query &query);
    void refreshComparison();
    void shift(int direction);
    void openMenu();
    void openCustom();
    void openComparisons();
    void openCustomComparison();
    void compareWith(query::Comparison comparison);
    void openOptions();
    void chooseGranularity(int index);

    std::shared_ptr<const core::Clock> m_clock;
    query::Query m_query;
    QToolButton *m_previous;
    QToolButton *m_period;
    QToolButton *m_next;
    QLabel *m_by;
    QComboBox *m_granularity;
    QLabel *m_noDates;
    QToolButton *m_compare;
    QToolButton *m_options;
};

} // namespace spendglass::filter
