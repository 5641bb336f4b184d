// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/timecontrol.h"

#include "filter/caption.h"
#include "filter/customperiod.h"
#include "filter/shelfedit.h"
#include "filter/timeperiod.h"

#include <QActionGroup>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
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
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_previous, m_period, m_next, m_noDates})
        layout->addWidget(widget);
    layout->addSpacing(8);
    layout->addWidget(m_by);
    layout->addSpacing(4);
    layout->addWidget(m_granularity);
    layout->addStretch();
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
         std::initializer_list<QWidget *>{m_previous, m_period, m_next, m_by, m_granularity})
        widget->setVisible(hasDates);
    m_noDates->setVisible(!hasDates);
    setMinimumHeight(m_granularity->sizeHint().height());

    const Period period = periodOf(m_query, today);
    const QString days = daysText(m_query.from, m_query.to);
    const QString name = periodName(period);
    const bool isNameEnough = days.isEmpty();
    //: A period: %1 its name such as "Last month", %2 its days such as "Oct 2026"
    const QString text = period == Period::Custom && !isNameEnough ? days
                         : isNameEnough                            ? name
                                                                   : tr("%1 · %2").arg(name, days);
    m_period->setText(text + QStringLiteral("  \u25BE"));
    m_period->setAccessibleName(tr("Period: %1").arg(text));
    m_previous->setEnabled(shifted(m_query, -1, today).has_value());
    m_next->setEnabled(shifted(m_query, 1, today).has_value());
    refreshGranularities();
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

void TimeControl::setDays(std::optional<core::DayRange> days)
{
    Query query = m_query;
    query.from = days ? std::optional(days->from) : std::nullopt;
    query.to = days ? std::optional(days->to) : std::nullopt;
    change(query);
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
        setDays(days);
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
        QAction *action = menu->addAction(periodName(period), this, [=, this] { setDays(days); });
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
    auto *popup = new CustomPeriod(m_query, m_clock->today(), this);
    connect(popup, &PopupFrame::closed, popup, &QObject::deleteLater);
    connect(popup, &CustomPeriod::chosen, this, [this](const core::DayRange &days) { setDays(days); });
    popup->showUnder(m_period);
}

void TimeControl::chooseGranularity(int index)
{
    change(withGranularity(m_query, core::Granularity(m_granularity->itemData(index).toInt())));
}

} // namespace spendglass::filter

#include "moc_timecontrol.cpp"
