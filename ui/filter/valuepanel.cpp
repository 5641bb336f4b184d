// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/valuepanel.h"

#include "core/decimal.h"
#include "query/likeness.h"
#include "query/regularexpression.h"
#include "filter/caption.h"
#include "filter/dayedit.h"
#include "filter/numbertext.h"
#include "filter/pills.h"
#include "filter/timeperiod.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace spendglass::filter {

using query::FieldType;
using query::Operator;

namespace {

enum Page
{
    NonePage,
    TextPage,
    NumberPage,
    DatePage,
    PeriodPage,
    RankingPage
};

constexpr int mostRanked = 1'000'000; // as the operator takes
constexpr int mostDaysAgo = 1000;

bool isDate(FieldType type)
{
    return type == FieldType::Day || type == FieldType::Instant;
}

void name(QWidget *widget, const char *objectName, const QString &accessibleName)
{
    widget->setObjectName(QLatin1String(objectName));
    widget->setAccessibleName(accessibleName);
    widget->setToolTip(accessibleName);
}

/// First value, "and", second value in one line, then room below.
QWidget *pairPage(QWidget *first, QLabel *between, QWidget *second)
{
    auto *page = new QWidget;
    auto *layout = new QGridLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->addWidget(first, 0, 0);
    layout->addWidget(between, 0, 1, Qt::AlignTop);
    layout->addWidget(second, 0, 2);
    layout->setColumnStretch(3, 1);
    layout->setRowStretch(1, 1);
    between->setMinimumHeight(QLineEdit().sizeHint().height());
    return page;
}

} // namespace

ValuePanel::ValuePanel(QWidget *parent)
    : QStackedWidget(parent)
{
    m_none = new QLabel;
    m_none->setTextFormat(Qt::PlainText);
    m_none->setWordWrap(true);
    m_none->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    addWidget(m_none);
    addWidget(textPage());
    addWidget(numberPage());
    addWidget(datePage());
    addWidget(periodPage());
    addWidget(rankingPage());
    connect(this, &ValuePanel::changed, this, &ValuePanel::showNotes);
}

QWidget *ValuePanel::textPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    m_text = new QLineEdit;
    name(m_text, "valueText", tr("Text to look for"));
    m_text->setPlaceholderText(tr("Text to look for"));
    m_textNote = new QLabel;
    m_textNote->setObjectName(QStringLiteral("valueNote"));
    m_textNote->setTextFormat(Qt::PlainText);
    m_textNote->setWordWrap(true);
    layout->addWidget(m_text);
    layout->addWidget(m_textNote);
    layout->addStretch();
    connect(m_text, &QLineEdit::textChanged, this, &ValuePanel::changed);
    return page;
}

QWidget *ValuePanel::numberPage()
{
    m_number = new QLineEdit;
    m_numberTo = new QLineEdit;
    m_numberAnd = new QLabel(tr("and"));
    m_numberAnd->setTextFormat(Qt::PlainText);
    name(m_number, "valueNumber", tr("Number"));
    name(m_numberTo, "valueNumberTo", tr("Second number"));
    for (QLineEdit *edit : {m_number, m_numberTo}) {
        //: A typed number without digit grouping; %1 is an example such as 1204.50
        edit->setPlaceholderText(tr("such as %1").arg(typedNumber(QStringLiteral("1204.50"), QLocale())));
        edit->setMinimumWidth(edit->fontMetrics().averageCharWidth() * 24);
        connect(edit, &QLineEdit::textChanged, this, &ValuePanel::changed);
    }
    return pairPage(m_number, m_numberAnd, m_numberTo);
}

QWidget *ValuePanel::datePage()
{
    m_date = new DayEdit(QStringLiteral("valueDate"), tr("Day"));
    m_dateTo = new DayEdit(QStringLiteral("valueDateTo"), tr("Last day"));
    m_dateAnd = new QLabel(tr("and"));
    m_dateAnd->setTextFormat(Qt::PlainText);
    connect(m_date, &DayEdit::dayChanged, this, &ValuePanel::changed);
    connect(m_dateTo, &DayEdit::dayChanged, this, &ValuePanel::changed);
    return pairPage(m_date, m_dateAnd, m_dateTo);
}

QWidget *ValuePanel::periodPage()
{
    m_period = new QComboBox;
    m_daysAgo = new QSpinBox;
    m_periodDays = new Caption;
    name(m_period, "valuePeriod", tr("Period that moves with today"));
    name(m_daysAgo, "valueDaysAgo", tr("How many days ago it starts to count"));
    m_daysAgo->setRange(0, mostDaysAgo);
    m_daysAgo->setSpecialValueText(tr("today"));
    m_periodDays->setObjectName(QStringLiteral("valuePeriodDays"));
    auto *page = new QWidget;
    auto *layout = new QGridLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->addWidget(m_period, 0, 0, 1, 3);
    //: Before a number of days: from which day a period such as "last 7 days" is counted
    layout->addWidget(new Caption(tr("counted from")), 1, 0);
    layout->addWidget(m_daysAgo, 1, 1);
    layout->addWidget(new Caption(tr("days ago")), 1, 2);
    layout->addWidget(m_periodDays, 2, 0, 1, 4);
    layout->setColumnStretch(3, 1);
    layout->setRowStretch(3, 1);
    connect(m_period, &QComboBox::currentIndexChanged, this, &ValuePanel::changed);
    connect(m_daysAgo, &QSpinBox::valueChanged, this, &ValuePanel::changed);
    return page;
}

QWidget *ValuePanel::rankingPage()
{
    m_count = new QSpinBox;
    m_measure = new QComboBox;
    m_by = new Caption(tr("by"));
    name(m_count, "valueCount", tr("How many"));
    name(m_measure, "valueMeasure", tr("What they are ranked by"));
    m_count->setRange(1, mostRanked);
    auto *page = new QWidget;
    auto *layout = new QGridLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->addWidget(m_count, 0, 0);
    layout->addWidget(m_by, 0, 1);
    layout->addWidget(m_measure, 0, 2);
    layout->setColumnStretch(3, 1);
    layout->setRowStretch(1, 1);
    connect(m_count, &QSpinBox::valueChanged, this, &ValuePanel::changed);
    connect(m_measure, &QComboBox::currentIndexChanged, this, &ValuePanel::changed);
    return page;
}

bool ValuePanel::isRange() const
{
    return m_op == Operator::Between;
}

int ValuePanel::pageFor() const
{
    switch (query::operatorInfo(m_op).operands) {
    case query::OperandForm::None:
        return NonePage;
    case query::OperandForm::Period:
        return PeriodPage;
    case query::OperandForm::Ranking:
        return RankingPage;
    case query::OperandForm::Text:
        return TextPage;
    case query::OperandForm::One:
    case query::OperandForm::Two:
    case query::OperandForm::List:
        break;
    }
    return m_type == FieldType::Number ? NumberPage : isDate(m_type) ? DatePage : TextPage;
}

void ValuePanel::setUp(FieldType type, Operator op, const QStringList &values, core::Day today,
                       const std::vector<Ranking> &rankings)
{
    const QSignalBlocker blocker(this);
    m_type = type;
    m_op = op;
    m_today = today;
    const int page = pageFor();
    const auto day = [&](int i) {
        return core::parseDay(values.value(i).left(10).toStdString()).value_or(today);
    };
    m_text->setText(values.value(0));
    m_number->setText(typedNumber(values.value(0), QLocale()));
    m_numberTo->setText(typedNumber(values.value(1), QLocale()));
    m_date->setDay(day(0));
    m_dateTo->setDay(day(1));
    setPeriod(page == PeriodPage ? values.value(0) : QString());
    setRanking(page == RankingPage ? values : QStringList(), rankings);
    for (QWidget *widget : {static_cast<QWidget *>(m_numberAnd), static_cast<QWidget *>(m_numberTo),
                            static_cast<QWidget *>(m_dateAnd), static_cast<QWidget *>(m_dateTo)})
        widget->setVisible(isRange());
    setCurrentIndex(page);
    const std::array<QWidget *, 6> first{m_text, m_text, m_number, m_date, m_period, m_count};
    setFocusProxy(first[std::size_t(page)]);
    showNotes();
}

/// The presets, and the period itself where it is none of them.
void ValuePanel::setPeriod(const QString &text)
{
    const QSignalBlocker blocker(m_period);
    const QSignalBlocker blockerToo(m_daysAgo);
    query::RelativeDays wanted = query::RelativeDays::fromText(text).value_or(
        query::RelativeDays{query::RelativeDays::Unit::Month, 1, true});
    const auto &presets = relativePresets();
    int daysAgo = 0;
    if (std::ranges::find(presets, wanted) == presets.end())
        daysAgo = std::exchange(wanted.startingDaysAgo, 0);
    m_period->clear();
    for (const query::RelativeDays &preset : presets)
        m_period->addItem(relativeLabel(preset), preset.text());
    if (m_period->findData(wanted.text()) < 0)
        m_period->addItem(relativeLabel(wanted), wanted.text());
    m_period->setCurrentIndex(m_period->findData(wanted.text()));
    m_daysAgo->setValue(daysAgo);
}

void ValuePanel::setRanking(const QStringList &values, const std::vector<Ranking> &rankings)
{
    const QSignalBlocker blocker(m_count);
    const QSignalBlocker blockerToo(m_measure);
    m_count->setValue(values.isEmpty() ? 10 : values.value(0).toInt());
    m_measure->clear();
    for (const Ranking &ranking : rankings)
        m_measure->addItem(ranking.label, ranking.text);
    if (values.size() > 1 && m_measure->findData(values[1]) < 0)
        m_measure->addItem(values[1], values[1]);
    m_measure->setCurrentIndex(values.size() > 1 ? m_measure->findData(values[1]) : 0);
    m_measure->setVisible(m_measure->count() > 0);
    m_by->setVisible(m_measure->count() > 0);
}

query::RelativeDays ValuePanel::period() const
{
    query::RelativeDays period =
        query::RelativeDays::fromText(m_period->currentData().toString()).value_or(query::RelativeDays());
    period.startingDaysAgo = std::min(period.startingDaysAgo + m_daysAgo->value(), mostDaysAgo);
    return period;
}

QString ValuePanel::patternProblem() const
{
    const bool isPattern = query::positiveOf(m_op) == Operator::Matches && !m_text->text().isEmpty();
    const auto problem = isPattern ? query::regularExpressionProblem(m_text->text()) : std::nullopt;
    //: %1 says in English what is wrong with a regular expression
    return problem ? tr("\u26A0 Not a regular expression: %1").arg(*problem) : QString();
}

/// What the operator asks, or what is wrong with what is typed, beside it.
void ValuePanel::showNotes()
{
    const QString hint = operatorHint(m_op);
    m_none->setText(hint.isEmpty() ? tr("This needs no value.") : hint);
    const QString wrong = patternProblem();
    m_textNote->setText(wrong.isEmpty() ? hint : wrong);
    const core::DayRange days = period().daysAt(m_today);
    m_periodDays->setText(tr("Today: %1").arg(daysText(days.from, days.to)));
}

/// The day, or where instants are compared its first or its last one.
QString ValuePanel::dayValue(core::Day day, bool isEnd) const
{
    const QString text = core::dayText(day);
    if (m_type != FieldType::Instant)
        return text;
    return text + (isEnd ? QLatin1String("T23:59:59.999999Z") : QLatin1String("T00:00:00Z"));
}

QStringList ValuePanel::values() const
{
    switch (currentIndex()) {
    case TextPage:
        return {m_text->text()};
    case PeriodPage:
        return {period().text()};
    case RankingPage: {
        QStringList ranking{QString::number(m_count->value())};
        if (m_measure->count() > 0)
            ranking << m_measure->currentData().toString();
        return ranking;
    }
    case NumberPage: {
        const QString first = machineNumber(m_number->text(), QLocale()).value_or(QString());
        if (!isRange())
            return {first};
        return {first, machineNumber(m_numberTo->text(), QLocale()).value_or(QString())};
    }
    case DatePage: {
        if (isRange())
            return {dayValue(m_date->day(), false), dayValue(m_dateTo->day(), true)};
        return {dayValue(m_date->day(), m_op == Operator::Greater || m_op == Operator::LessOrEqual)};
    }
    }
    return {};
}

QString ValuePanel::problem() const
{
    const QStringList all = values();
    const Operator asked = query::positiveOf(m_op);
    const QString looked = asked == Operator::IsLike ? query::foldedText(all.value(0)) : all.value(0);
    if (currentIndex() == TextPage && looked.isEmpty() && asked != Operator::IsExactly)
        return tr("Type the text to look for.");
    if (const QString wrong = patternProblem(); currentIndex() == TextPage && !wrong.isEmpty())
        return wrong;
    if (currentIndex() == NumberPage && all.contains(QString())) {
        const bool isTyped = !m_number->text().isEmpty() && (!isRange() || !m_numberTo->text().isEmpty());
        return isTyped ? tr("Type plain numbers: %1 for decimals, no digit grouping.")
                             .arg(QLocale().decimalPoint())
                       : tr("Type a number.");
    }
    if (currentIndex() == NumberPage && isRange() &&
        core::Decimal::parse(all[0].toStdString())->value > core::Decimal::parse(all[1].toStdString())->value)
        return tr("The first number is larger than the second.");
    if (currentIndex() == DatePage && isRange() && all[0] > all[1])
        return tr("The first day is after the last.");
    return {};
}

} // namespace spendglass::filter

#include "moc_valuepanel.cpp"
