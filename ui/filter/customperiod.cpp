// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/customperiod.h"

#include <QDateEdit>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

namespace spendglass::filter {

namespace {

core::Day dayFrom(const QDate &date)
{
    return *core::parseDay(date.toString(Qt::ISODate).toStdString());
}

} // namespace

CustomPeriod::CustomPeriod(const query::Query &query, core::Day today, QWidget *parent)
    : PopupFrame(parent)
    , m_first(makeEdit("customFirst", tr("First day"), query.from.value_or(core::firstOfMonth(today))))
    , m_last(makeEdit("customLast", tr("Last day"), query.to ? *query.to - std::chrono::days(1) : today))
    , m_problem(new QLabel)
    , m_apply(new QPushButton(tr("&Use this period")))
{
    setObjectName(QStringLiteral("customPeriod"));
    setAccessibleName(tr("Choose a period"));
    m_apply->setObjectName(QStringLiteral("customApply"));
    m_apply->setAccessibleName(tr("Use this period"));
    m_apply->setToolTip(tr("Use this period (Enter)"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setText(tr("The first day is after the last."));
    auto *layout = new QFormLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setVerticalSpacing(8);
    layout->addRow(tr("&First day"), m_first);
    layout->addRow(tr("&Last day"), m_last);
    layout->addRow(m_problem);
    layout->addRow(m_apply);
    setFocusProxy(m_first);
    m_first->setFocus();
    connect(m_first, &QDateEdit::dateChanged, this, &CustomPeriod::check);
    connect(m_last, &QDateEdit::dateChanged, this, &CustomPeriod::check);
    connect(m_apply, &QPushButton::clicked, this, &CustomPeriod::apply);
    check();
}

QDateEdit *CustomPeriod::makeEdit(const char *name, const QString &accessibleName, core::Day day)
{
    auto *edit = new QDateEdit(QDate::fromString(core::dayText(day), Qt::ISODate));
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(accessibleName);
    edit->setToolTip(accessibleName);
    edit->setCalendarPopup(true);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd"));
    return edit;
}

void CustomPeriod::check()
{
    const bool isOrdered = m_first->date() <= m_last->date();
    m_problem->setVisible(!isOrdered);
    m_apply->setEnabled(isOrdered);
}

void CustomPeriod::apply()
{
    if (!m_apply->isEnabled())
        return;
    const core::DayRange days{dayFrom(m_first->date()), dayFrom(m_last->date().addDays(1))};
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
