// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/valuepanel.h"

#include "core/decimal.h"
#include "filter/dayedit.h"
#include "filter/numbertext.h"
#include "filter/pills.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QVBoxLayout>

namespace spendglass::filter {

using query::FieldType;
using query::Operator;

namespace {

enum Page
{
    NonePage,
    TextPage,
    NumberPage,
    DatePage
};

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
    auto *none = new QLabel(tr("This needs no value."));
    none->setTextFormat(Qt::PlainText);
    none->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    addWidget(none);
    addWidget(textPage());
    addWidget(numberPage());
    addWidget(datePage());
}

QWidget *ValuePanel::textPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    m_text = new QLineEdit;
    name(m_text, "valueText", tr("Text to look for"));
    m_text->setPlaceholderText(tr("Text to look for"));
    layout->addWidget(m_text);
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

bool ValuePanel::isRange() const
{
    return m_op == Operator::Between;
}

void ValuePanel::setUp(FieldType type, Operator op, const QStringList &values, core::Day today)
{
    const QSignalBlocker blocker(this);
    m_type = type;
    m_op = op;
    const auto day = [&](int i) {
        return core::parseDay(values.value(i).left(10).toStdString()).value_or(today);
    };
    m_text->setText(values.value(0));
    m_number->setText(typedNumber(values.value(0), QLocale()));
    m_numberTo->setText(typedNumber(values.value(1), QLocale()));
    m_date->setDay(day(0));
    m_dateTo->setDay(day(1));
    for (QWidget *widget : {static_cast<QWidget *>(m_numberAnd), static_cast<QWidget *>(m_numberTo),
                            static_cast<QWidget *>(m_dateAnd), static_cast<QWidget *>(m_dateTo)})
        widget->setVisible(isRange());
    const int page = valueCount(type, op) == 0   ? NonePage
                     : type == FieldType::Number ? NumberPage
                     : isDate(type)              ? DatePage
                                                 : TextPage;
    setCurrentIndex(page);
    setFocusProxy(page == NumberPage ? static_cast<QWidget *>(m_number)
                  : page == DatePage ? static_cast<QWidget *>(m_date)
                                     : m_text);
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
    if (currentIndex() == TextPage && all.value(0).isEmpty())
        return tr("Type the text to look for.");
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
