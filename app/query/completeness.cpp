// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/completeness.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

#include <algorithm>
#include <array>

namespace spendglass::query {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("Completeness", source);
}

QString dayLabel(core::Day day)
{
    const QDate date = QDate(1970, 1, 1).addDays(day.time_since_epoch().count());
    return QLocale().toString(date, text("d MMM yyyy"));
}

struct StateWords
{
    const char *state;
    const char *words;
};
constexpr std::array stateWords{
    StateWords{"neverAsked", QT_TRANSLATE_NOOP("Completeness", "never asked for")},
    StateWords{"planned", QT_TRANSLATE_NOOP("Completeness", "not loaded yet")},
    StateWords{"fetching", QT_TRANSLATE_NOOP("Completeness", "loading is under way or was interrupted")},
    StateWords{"notReady", QT_TRANSLATE_NOOP("Completeness", "not ready at the service")},
    StateWords{"refused", QT_TRANSLATE_NOOP("Completeness", "no access")},
    StateWords{"failed", QT_TRANSLATE_NOOP("Completeness", "not loaded whole")},
    StateWords{"stale", QT_TRANSLATE_NOOP("Completeness", "as of an earlier reading")},
    StateWords{"notOffered", QT_TRANSLATE_NOOP("Completeness", "not offered")},
};

QString stateText(const QString &state)
{
    const auto found = std::find_if(stateWords.begin(), stateWords.end(), [&state](const StateWords &row) {
        return state == QLatin1String(row.state);
    });
    return found == stateWords.end() ? state : text(found->words);
}

QString lackLine(const Lack &lack)
{
    QString line = stateText(lack.state);
    if (lack.customers == 1)
        line = text("%1, one customer").arg(line);
    else if (lack.customers > 1)
        line = text("%1, %2 customers").arg(line, QLocale().toString(lack.customers));
    if (!lack.days.isEmpty()) {
        const core::Day last = lack.days.to - std::chrono::days(1);
        line = lack.days.from == last
                   ? text("%1: %2").arg(line, dayLabel(last))
                   : text("%1: %2 to %3").arg(line, dayLabel(lack.days.from), dayLabel(last));
    }
    // Last and by itself: a reason may hold a "%1" of its own.
    return lack.reason.isEmpty() ? line : line + QStringLiteral(" (") + lack.reason + u')';
}

} // namespace

QString standingName(Standing standing)
{
    switch (standing) {
    case Standing::Open:
        return QStringLiteral("open");
    case Standing::Settling:
        return QStringLiteral("settling");
    case Standing::Settled:
        return QStringLiteral("settled");
    }
    return {};
}

bool Completeness::isPartial() const
{
    return std::any_of(lacks.begin(), lacks.end(), [](const Lack &lack) { return lack.isMissing; });
}

QString standingText(const Completeness &completeness)
{
    switch (completeness.standing) {
    case Standing::Open:
        return text("open");
    case Standing::Settling:
        return completeness.settlesOn ? text("settling until %1").arg(dayLabel(*completeness.settlesOn))
                                      : text("settling");
    case Standing::Settled:
        return text("settled");
    }
    return {};
}

QStringList lackLines(const Completeness &completeness, bool missingOnly)
{
    QStringList lines;
    for (const Lack &lack : completeness.lacks) {
        if (lack.isMissing || !missingOnly)
            lines << lackLine(lack);
    }
    return lines;
}

} // namespace spendglass::query
