// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/relativedays.h"

#include <algorithm>
#include <array>

namespace spendglass::query {

namespace {

using Unit = RelativeDays::Unit;
using core::Day;
using std::chrono::days;

struct UnitName
{
    Unit unit;
    const char *one;
    const char *many;
};

constexpr std::array unitNames{
    UnitName{Unit::Day, "day", "days"},
    UnitName{Unit::Week, "week", "weeks"},
    UnitName{Unit::Month, "month", "months"},
    UnitName{Unit::Quarter, "quarter", "quarters"},
    UnitName{Unit::Year, "year", "years"},
    UnitName{Unit::BillingPeriod, "billing period", "billing periods"},
};

constexpr int most = 1000;

/// The first day of the unit that the day is in, moved by so many units.
Day unitStart(Unit unit, Day day, int moved)
{
    switch (unit) {
    case Unit::Day:
        return day + days(moved);
    case Unit::Week:
        return core::firstOfWeek(day) + days(7 * moved);
    case Unit::Month:
        return core::addMonths(core::firstOfMonth(day), moved);
    case Unit::Quarter:
        return core::addMonths(core::firstOfQuarter(day), 3 * moved);
    case Unit::Year: {
        const auto january = std::chrono::year_month_day(day).year() / std::chrono::January / 1;
        return core::addMonths(Day(january), 12 * moved);
    }
    case Unit::BillingPeriod:
        return core::addBillingPeriods(core::firstOfBillingPeriod(day), moved);
    }
    return day;
}

/// Walks along the words of a period and keeps what it would have taken where it stopped.
class Reader
{
public:
    explicit Reader(const QStringList &words)
        : m_words(words)
    {}

    RelativeDays::Reading read()
    {
        RelativeDays result;
        const bool isWhole = readPeriod(result);
        return {isWhole ? std::optional(result) : std::nullopt, m_at, m_next};
    }

private:
    bool readPeriod(RelativeDays &result)
    {
        const bool isToday = take(QStringLiteral("today"));
        if (isToday || take(QStringLiteral("yesterday"))) {
            result = {Unit::Day, 1, false, isToday ? 0 : 1};
            return true;
        }
        bool hasCount = false;
        if (!take(QStringLiteral("this"))) {
            if (!take(QStringLiteral("last")))
                return false;
            hasCount = readNumber(result.count, 1);
            result.isFull = take(QStringLiteral("full")) || !hasCount;
        }
        if (!readUnit(result.unit, result.count > 1))
            return false;
        if (!take(QStringLiteral("starting")))
            return true;
        return readNumber(result.startingDaysAgo, 0) && take(QStringLiteral("days"), QStringLiteral("day")) &&
               take(QStringLiteral("ago"));
    }

    /// Either number of the word is taken, the right one is offered.
    bool readUnit(Unit &unit, bool isMany)
    {
        for (const UnitName &each : unitNames) {
            QStringList words = QString::fromLatin1(isMany ? each.many : each.one).split(u' ');
            QStringList others = QString::fromLatin1(isMany ? each.one : each.many).split(u' ');
            const qsizetype start = m_at;
            while (!words.isEmpty() && take(words.first(), others.first(), words.join(u' '))) {
                words.removeFirst();
                others.removeFirst();
            }
            if (words.isEmpty())
                unit = each.unit;
            if (m_at > start)
                return words.isEmpty();
        }
        return false;
    }

    bool take(const QString &word, const QString &other = {}, const QString &offered = {})
    {
        const auto isNext = [this](const QString &each) {
            return m_words.value(m_at).compare(each, Qt::CaseInsensitive) == 0;
        };
        if (m_at < m_words.size() && (isNext(word) || (!other.isEmpty() && isNext(other))))
            return advance();
        m_next << (offered.isEmpty() ? word : offered);
        return false;
    }

    bool readNumber(int &number, int least)
    {
        bool isNumber = !m_words.value(m_at).isEmpty() && m_words.at(m_at).size() <= 4;
        for (const QChar c : m_words.value(m_at))
            isNumber = isNumber && c >= u'0' && c <= u'9';
        const int read = isNumber ? m_words.at(m_at).toInt() : -1;
        if (read < least || read > most)
            return false;
        number = read;
        return advance();
    }

    bool advance()
    {
        ++m_at;
        m_next.clear();
        return true;
    }

    const QStringList &m_words;
    qsizetype m_at = 0;
    QStringList m_next;
};

} // namespace

core::DayRange RelativeDays::daysAt(Day today) const
{
    const Day now = today - days(startingDaysAgo);
    if (isFull)
        return {unitStart(unit, now, -count), unitStart(unit, now, 0)};
    return {unitStart(unit, now, 1 - count), now + days(1)};
}

QString RelativeDays::text() const
{
    const UnitName &name = *std::ranges::find(unitNames, unit, &UnitName::unit);
    QString text;
    if (unit == Unit::Day && count == 1 && !isFull && startingDaysAgo <= 1)
        return startingDaysAgo == 0 ? QStringLiteral("today") : QStringLiteral("yesterday");
    if (count == 1 && !isFull)
        text = QStringLiteral("this %1").arg(QLatin1String(name.one));
    else if (count == 1)
        text = QStringLiteral("last %1").arg(QLatin1String(name.one));
    else
        text = QStringLiteral("last %1 %2%3")
                   .arg(count)
                   .arg(isFull ? QStringLiteral("full ") : QString(), QLatin1String(name.many));
    if (startingDaysAgo > 0)
        text += QStringLiteral(" starting %1 %2 ago")
                    .arg(startingDaysAgo)
                    .arg(startingDaysAgo == 1 ? QStringLiteral("day") : QStringLiteral("days"));
    return text;
}

RelativeDays::Reading RelativeDays::read(const QStringList &words)
{
    return Reader(words).read();
}

std::optional<RelativeDays> RelativeDays::fromText(QStringView text)
{
    const QStringList words = text.toString().simplified().split(u' ');
    const Reading reading = read(words);
    return reading.used == words.size() ? reading.period : std::nullopt;
}

} // namespace spendglass::query
