// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/format.h"

#include "core/currency.h"
#include "core/storefault.h"

#include <QCoreApplication>
#include <QDateTime>

namespace spendglass::models {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Format", text);
}

bool isCurrency(QStringView unit)
{
    return unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](QChar c) {
               return c >= QLatin1Char('A') && c <= QLatin1Char('Z');
           });
}

bool isShare(QStringView unit)
{
    return unit == QLatin1Char('%');
}

QDate dateOf(core::Day day)
{
    return QDate(1970, 1, 1).addDays(day.time_since_epoch().count());
}

QString plainDay(const QLocale &locale, const QDate &date)
{
    return tr("%1 %2 %3")
        .arg(date.day())
        .arg(locale.monthName(date.month(), QLocale::ShortFormat))
        .arg(date.year());
}

/// From a day of one month to the day before it in the next: "28 Oct – 27 Nov 2026".
QString monthlyPeriod(const QLocale &locale, const QDate &first)
{
    const QDate last = first.addMonths(1).addDays(-1);
    const QString start =
        tr("%1 %2").arg(first.day()).arg(locale.monthName(first.month(), QLocale::ShortFormat));
    //: First and last day of a billing month
    return tr("%1 – %2").arg(start, plainDay(locale, last));
}

QString dayLabel(const QLocale &locale, core::Day day, core::Granularity granularity)
{
    const QDate date = dateOf(day);
    switch (granularity) {
    case core::Granularity::Monthly:
        if (date.day() == core::billingStartDay)
            return monthlyPeriod(locale, date);
        return tr("%1 %2")
            .arg(locale.standaloneMonthName(date.month(), QLocale::ShortFormat))
            .arg(date.year());
    case core::Granularity::Quarterly:
        return tr("Q%1 %2").arg((date.month() + 2) / 3).arg(date.year());
    case core::Granularity::Weekly:
        //: A calendar week, named by its Monday
        return tr("Week of %1").arg(locale.toString(date, QLocale::ShortFormat));
    case core::Granularity::None:
    case core::Granularity::Hourly:
    case core::Granularity::Daily:
        return plainDay(locale, date);
    }
    Q_UNREACHABLE();
}

struct ValueText
{
    const QLocale &locale;
    core::Granularity granularity;

    QString operator()(std::monostate) const { return tr("(empty)"); }
    QString operator()(const QString &text) const { return text.isEmpty() ? tr("(empty)") : text; }
    QString operator()(core::Decimal value) const { return amountText(locale, value, {}); }
    QString operator()(qint64 value) const { return locale.toString(value); }
    QString operator()(core::Day day) const { return dayLabel(locale, day, granularity); }
    QString operator()(core::Instant instant) const { return instantLabel(locale, instant); }
    QString operator()(bool value) const { return value ? tr("yes") : tr("no"); }
    QString operator()(query::Others) const { return tr("Other"); }
};

} // namespace

QString noValueText()
{
    return QStringLiteral("—");
}

QString decimalText(const QLocale &locale, core::Decimal value, int places)
{
    const QString plain = value.toFixed(places);
    const bool isNegative = plain.startsWith(QLatin1Char('-'));
    const qsizetype start = isNegative ? 1 : 0;
    const qsizetype point = plain.indexOf(QLatin1Char('.'));
    const qsizetype end = point < 0 ? plain.size() : point;
    const char16_t zero = locale.zeroDigit().at(0).unicode();
    QString text = isNegative ? locale.negativeSign() : QString();
    for (qsizetype i = start; i < plain.size(); ++i) {
        if (i == point)
            text += locale.decimalPoint();
        else
            text += QChar(char16_t(zero + plain.at(i).unicode() - u'0'));
        if (i + 1 < end && (end - i - 1) % 3 == 0)
            text += locale.groupSeparator();
    }
    return text;
}

int placesFor(core::Decimal value, QStringView unit)
{
    int places = isCurrency(unit) ? core::currencyDigits(unit) : isShare(unit) ? 1 : 2;
    while (!value.isZero() && places < 8 && value.rounded(places).isZero())
        ++places;
    return places;
}

QString amountText(const QLocale &locale, core::Decimal value, QStringView unit)
{
    const QString number = decimalText(locale, value, placesFor(value, unit));
    //: A number of hundredths
    return isShare(unit) ? tr("%1 %").arg(number) : number;
}

QString differenceText(const QLocale &locale, core::Decimal value, const QString &number)
{
    if (value.isZero())
        return number;
    const bool isLess = value.isNegative();
    const QString sign = isLess ? QString() : locale.positiveSign();
    return QStringLiteral("%1 %2%3").arg(QChar(isLess ? 0x25BC : 0x25B2)).arg(sign, number);
}

QString amountWithUnit(const QLocale &locale, core::Decimal value, QStringView unit)
{
    const QString number = amountText(locale, value, unit);
    //: A number and its unit or currency
    return unit.isEmpty() || isShare(unit) ? number : tr("%1 %2").arg(number, unit);
}

QString valueLabel(const QLocale &locale, const query::Value &value, core::Granularity granularity)
{
    return std::visit(ValueText{locale, granularity}, value);
}

QString shortLabel(const QLocale &locale, const query::Value &value, core::Granularity granularity)
{
    const core::Day *day = std::get_if<core::Day>(&value);
    if (!day || granularity == core::Granularity::Quarterly)
        return valueLabel(locale, value, granularity);
    const QDate date = dateOf(*day);
    if (granularity == core::Granularity::Monthly && date.day() != core::billingStartDay) {
        const QString month = locale.standaloneMonthName(date.month(), QLocale::ShortFormat);
        return date.month() == 1 ? tr("%1 %2").arg(month).arg(date.year()) : month;
    }
    return tr("%1 %2").arg(date.day()).arg(locale.monthName(date.month(), QLocale::ShortFormat));
}

QString instantLabel(const QLocale &locale, core::Instant instant)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(instant.time_since_epoch()).count();
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC);
    //: Date, then time of day
    return tr("%1, %2 UTC")
        .arg(dayLabel(locale, core::dayOf(instant), core::Granularity::Daily),
             time.time().toString(QStringLiteral("HH:mm")));
}

QString plainToolTip(const QString &text)
{
    const bool isHarmless = !text.contains(QLatin1Char('<')) && !text.contains(QLatin1Char('&'));
    return isHarmless ? text : QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped());
}

static QString storeSentence(const core::Error &error)
{
    namespace faults = core::storeFaults;
    const auto is = [&error](const char *fault) { return core::isStoreFault(error, fault); };
    if (is(faults::inUse)) //: %1 is a sentence in English that names the program
        return tr("Another program is using the local store. %1 Try again when it has ended.")
            .arg(error.text);
    if (is(faults::damaged))
        return tr("The local store is damaged. Nothing was deleted; it can be moved aside and everything "
                  "fetched again.");
    if (is(faults::newer))
        return tr("The local store was made by a newer version of Spendglass. Nothing in it was changed; "
                  "update the program.");
    if (is(faults::diskFull))
        return tr("The disk is full. What was stored is kept; make room and synchronise again.");
    if (is(faults::denied))
        return tr("The local store may not be read and written. Check whose its folder is.");
    return tr("The local store could not be read or written.");
}

QString errorSentence(const core::Error &error)
{
    using core::ErrorKind;
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return tr("Stopped. What has arrived so far is kept.");
    case ErrorKind::Offline:
        return tr("No connection to the service. Check the network and synchronise again.");
    case ErrorKind::Timeout:
        return tr("The service took too long to answer. Try again in a moment.");
    case ErrorKind::Unauthorised:
        return tr("The session ended. Sign in again to continue.");
    case ErrorKind::Forbidden:
        return tr("Your account may not see this data. Ask your administrator for the reader role.");
    case ErrorKind::Throttled:
        return tr("The service asked us to slow down. It continues by itself.");
    case ErrorKind::NotFound:
        return tr("The service does not know what was asked for.");
    case ErrorKind::BadRequest:
        return tr("This question cannot be answered as it stands.");
    case ErrorKind::Server:
        return tr("The service has a problem of its own. Try again later.");
    case ErrorKind::Malformed:
        return tr("The service answered in a form that cannot be trusted. Nothing of it was kept.");
    case ErrorKind::Untrusted:
        return tr("The service could not prove who it is, or sent us elsewhere. Nothing was sent there.");
    case ErrorKind::NotReady:
        return tr("The data is not ready at the service yet. It is asked for again later.");
    case ErrorKind::NotOffered:
        return tr("The service does not offer this data for this customer.");
    case ErrorKind::Storage:
        return storeSentence(error);
    case ErrorKind::File:
        return tr("The file could not be written. Nothing was changed.");
    case ErrorKind::Keychain:
        return tr("The system's password store did not answer.");
    }
    Q_UNREACHABLE();
}

QString errorDetails(const core::Error &error)
{
    QStringList lines{core::kindName(error.kind)};
    const auto add = [&lines](const QString &label, const QString &value) {
        if (!value.isEmpty())
            lines << label + QStringLiteral(": ") + value;
    };
    add(tr("What"), error.text);
    add(tr("Where"), error.where);
    add(tr("HTTP status"), error.httpStatus ? QString::number(error.httpStatus) : QString());
    add(tr("Service code"), error.serverCode);
    add(tr("Service text"), error.serverText);
    add(tr("Request id"), error.requestId);
    add(tr("Correlation id"), error.correlationId);
    add(tr("Trace"), error.trace);
    return lines.join(QLatin1Char('\n'));
}

} // namespace spendglass::models
