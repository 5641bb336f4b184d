// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/timecontrol.h"

#include "query/resolve.h"
#include "filter/caption.h"
#include "filter/customperiod.h"
#include "filter/flowlayout.h"
#include "filter/shelfedit.h"
#include "filter/timeedit.h"
#include "filter/timeperiod.h"

#include <QActionGroup>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QStandardItemModel>
#include <QToolButton>
#include <QWheelEvent>

namespace spendglass::filter {

using query::Query;

namespace {

QToolButton *periodButton(const char *name, const QString &accessibleName, const QString &toolTip)
{
    auto *button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(accessibleName);
    button->setToolTip(toolTip);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

/// A combo box that leaves the wheel to what scrolls around it unless it has the focus.
class CalmComboBox final : public QComboBox
{
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent *event) override
    {
        if (hasFocus())
            QComboBox::wheelEvent(event);
        else
            event->ignore();
    }
};

} // namespace

TimeControl::TimeControl(std::shared_ptr<const core::Clock> clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(std::move(clock))
    , m_previous(periodButton("periodPrevious", tr("Previous period"), tr("Previous period (Alt+Page Up)")))
    , m_period(periodButton("period", tr("Period"), tr("Choose the period")))
    , m_next(periodButton("periodNext", tr("Next period"), tr("Next period (Alt+Page Down)")))
    , m_by(new Caption(tr("by")))
    , m_granularity(new CalmComboBox)
    , m_noDates(new QLabel(tr("Current billing period")))
    , m_compare(periodButton("compare", tr("Compare"), tr("Choose the period to compare with")))
    , m_options(periodButton("timeOptions", tr("Time options"), tr("Incomplete days, billing months")))
{
    setObjectName(QStringLiteral("timeControl"));
    setAccessibleName(tr("Time"));
    build();
    refresh();
}

void TimeControl::build()
{
    pointArrows();
    m_period->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_granularity->setObjectName(QStringLiteral("granularity"));
    m_granularity->setAccessibleName(tr("Granularity"));
    m_granularity->setToolTip(tr("The time buckets of the columns; None takes time out of the grouping"));
    m_by->setBuddy(m_granularity);
    m_noDates->setTextFormat(Qt::PlainText);
    m_noDates->setObjectName(QStringLiteral("noDates"));
    m_noDates->setToolTip(tr("This data set has one total per billing period and no dates."));
    auto *flow = new FlowLayout(this);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_previous, m_period, m_next, m_noDates, m_by,
                                                            m_granularity, m_compare, m_options})
        flow->insertWidget(-1, widget);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    for (QToolButton *button : {m_compare, m_options}) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAutoRaise(true);
    }
    connect(m_compare, &QToolButton::clicked, this, &TimeControl::openComparisons);
    connect(m_options, &QToolButton::clicked, this, &TimeControl::openOptions);
    connect(m_previous, &QToolButton::clicked, this, &TimeControl::showPrevious);
    connect(m_next, &QToolButton::clicked, this, &TimeControl::showNext);
    connect(m_period, &QToolButton::clicked, this, &TimeControl::openMenu);
    connect(m_granularity, &QComboBox::activated, this, &TimeControl::chooseGranularity);
}

/// Earlier is where reading begins.
void TimeControl::pointArrows()
{
    const bool isRtl = layoutDirection() == Qt::RightToLeft;
    m_previous->setArrowType(isRtl ? Qt::RightArrow : Qt::LeftArrow);
    m_next->setArrowType(isRtl ? Qt::LeftArrow : Qt::RightArrow);
}

void TimeControl::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LayoutDirectionChange)
        pointArrows();
    QWidget::changeEvent(event);
}

void TimeControl::setQuery(const Query &query)
{
    m_query = query;
    refresh();
}

void TimeControl::refresh()
{
    const core::Day today = m_clock->today();
    const bool hasDates = !dateField(m_query).isEmpty();
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_previous, m_period, m_next, m_by, m_granularity, m_options})
        widget->setVisible(hasDates);
    m_noDates->setVisible(!hasDates);
    setMinimumHeight(m_granularity->sizeHint().height());

    const QString text = periodLabel(m_query, today);
    m_period->setText(text + QStringLiteral("  \u25BE"));
    m_period->setAccessibleName(tr("Period: %1").arg(text));
    m_previous->setEnabled(shifted(m_query, -1, today).has_value());
    m_next->setEnabled(shifted(m_query, 1, today).has_value());
    refreshGranularities();
    refreshComparison();
}

void TimeControl::refreshComparison()
{
    const QString with = m_query.comparison ? comparisonLabel(*m_query.comparison) : QString();
    //: Another period beside this one; %1 is "Previous period" and the like
    const QString text = with.isEmpty()                      ? tr("Compare")
                         : m_query.comparison->isLikeForLike ? tr("vs %1, like for like").arg(with)
                                                             : tr("vs %1").arg(with);
    m_compare->setText(text + QStringLiteral("  \u25BE"));
    m_compare->setAccessibleName(with.isEmpty() ? tr("Compare") : tr("Compared with %1").arg(with));
    QStringList options;
    if (m_query.completeDaysOnly)
        options << tr("complete days");
    if (m_query.months == query::Months::Billing)
        options << tr("billing months");
    m_options->setText((options.isEmpty() ? tr("Options") : options.join(QStringLiteral(", "))) +
                       QStringLiteral("  \u25BE"));
}

void TimeControl::refreshGranularities()
{
    const QSignalBlocker blocker(m_granularity);
    m_granularity->clear();
    auto *model = qobject_cast<QStandardItemModel *>(m_granularity->model());
    for (const GranularityOffer &offer : granularityOffers(m_query)) {
        m_granularity->addItem(offer.label, int(offer.granularity));
        QStandardItem *item = model->item(m_granularity->count() - 1);
        item->setEnabled(offer.refusal.isEmpty());
        item->setToolTip(offer.refusal);
    }
    m_granularity->setCurrentIndex(m_granularity->findData(int(m_query.granularity)));
}

void TimeControl::change(const Query &query)
{
    if (query == m_query)
        return;
    m_query = query;
    refresh();
    Q_EMIT queryChanged(m_query);
}

void TimeControl::showPrevious()
{
    shift(-1);
}

void TimeControl::showNext()
{
    shift(1);
}

void TimeControl::shift(int direction)
{
    if (const auto days = shifted(m_query, direction, m_clock->today()))
        change(withDays(m_query, days));
}

void TimeControl::openMenu()
{
    const core::Day today = m_clock->today();
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("periodMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const Period current = periodOf(m_query, today);
    auto *choices = new QActionGroup(menu);
    for (const Period period : namedPeriods()) {
        const auto days = daysOf(period, today);
        const auto relative = relativeOf(period);
        QAction *action = menu->addAction(periodName(period), this, [=, this] {
            change(relative ? withPeriod(m_query, *relative) : withDays(m_query, std::nullopt));
        });
        action->setActionGroup(choices);
        action->setCheckable(true);
        action->setChecked(period == current);
        action->setToolTip(days ? daysText(days->from, days->to) : tr("Everything that was loaded"));
    }
    menu->addSeparator();
    QAction *custom = menu->addAction(tr("Custom …"), this, &TimeControl::openCustom);
    custom->setActionGroup(choices);
    custom->setCheckable(true);
    custom->setChecked(current == Period::Custom);
    menu->popup(m_period->mapToGlobal(m_period->rect().bottomLeft()));
}

void TimeControl::openCustom()
{
    const query::Period now = query::periodAt(m_query, m_clock->today());
    auto *popup = new CustomPeriod(now.from, now.to, m_clock->today(), this);
    connect(popup, &PopupFrame::closed, popup, &QObject::deleteLater);
    connect(popup, &CustomPeriod::chosen, this,
            [this](const core::DayRange &days) { change(withDays(m_query, days)); });
    popup->showUnder(m_period);
}

void TimeControl::openComparisons()
{
    using With = query::Comparison::With;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("compareMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const QString refusal = refusalOfComparison(m_query);
    auto *choices = new QActionGroup(menu);
    const auto add = [&](const QString &text, bool isChosen, auto choose) {
        QAction *action = menu->addAction(text, this, choose);
        action->setCheckable(true);
        action->setChecked(isChosen);
        return action;
    };
    add(tr("&None"), !m_query.comparison, [this] {
        change(withComparison(m_query, std::nullopt));
    })->setActionGroup(choices);
    for (const With with : {With::PreviousPeriod, With::SameDaysOfLastMonth, With::SamePeriodLastYear}) {
        const query::Comparison comparison{with};
        QAction *action =
            add(comparisonLabel(comparison), m_query.comparison && m_query.comparison->with == with,
                [=, this] { compareWith(comparison); });
        action->setActionGroup(choices);
        action->setEnabled(refusal.isEmpty());
        action->setToolTip(refusal.isEmpty() ? action->text() : refusal);
    }
    QAction *custom = add(tr("&Custom …"), m_query.comparison && m_query.comparison->with == With::Days,
                          [this] { openCustomComparison(); });
    custom->setActionGroup(choices);
    custom->setEnabled(refusal.isEmpty());
    menu->addSeparator();
    QAction *like =
        add(tr("&Like for like"), m_query.comparison && m_query.comparison->isLikeForLike, [this] {
            query::Comparison turned = *m_query.comparison;
            turned.isLikeForLike = !turned.isLikeForLike;
            change(withComparison(m_query, turned));
        });
    like->setEnabled(m_query.comparison && !dateField(m_query).isEmpty());
    like->setToolTip(tr("As many days on both sides: of a month that is not over, only the days so far"));
    menu->popup(m_compare->mapToGlobal(m_compare->rect().bottomLeft()));
}

void TimeControl::compareWith(query::Comparison comparison)
{
    comparison.isLikeForLike = m_query.comparison && m_query.comparison->isLikeForLike;
    change(withComparison(m_query, comparison));
}

void TimeControl::openCustomComparison()
{
    const query::Comparison now = m_query.comparison.value_or(query::Comparison{});
    auto *popup = new CustomPeriod(now.from, now.to, m_clock->today(), this);
    connect(popup, &PopupFrame::closed, popup, &QObject::deleteLater);
    connect(popup, &CustomPeriod::chosen, this, [this](const core::DayRange &days) {
        compareWith({query::Comparison::With::Days, days.from, days.to});
    });
    popup->showUnder(m_compare);
}

void TimeControl::openOptions()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("timeOptionsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    QAction *complete = menu->addAction(tr("&Leave out incomplete days"), this, [this] {
        Query query = m_query;
        query.completeDaysOnly = !query.completeDaysOnly;
        change(query);
    });
    complete->setCheckable(true);
    complete->setChecked(m_query.completeDaysOnly);
    complete->setToolTip(tr("Ends before the first day that is not loaded whole"));
    menu->addSeparator();
    auto *choices = new QActionGroup(menu);
    const auto add = [&](const QString &text, query::Months months) {
        QAction *action = menu->addAction(text, this, [=, this] { change(withMonths(m_query, months)); });
        action->setActionGroup(choices);
        action->setCheckable(true);
        action->setChecked(m_query.months == months);
    };
    add(tr("&Calendar months"), query::Months::Calendar);
    add(tr("&Billing months, 28th to 27th"), query::Months::Billing);
    menu->popup(m_options->mapToGlobal(m_options->rect().bottomLeft()));
}

void TimeControl::chooseGranularity(int index)
{
    change(withGranularity(m_query, core::Granularity(m_granularity->itemData(index).toInt())));
}

} // namespace spendglass::filter

#include "moc_timecontrol.cpp"
