// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

namespace spendglass::cli {

core::Error wrongUsage(const QString &text)
{
    core::Error error;
    error.kind = core::ErrorKind::BadRequest;
    error.text = text;
    return error;
}

core::Error stopped()
{
    core::Error error;
    error.kind = core::ErrorKind::Cancelled;
    error.text = QStringLiteral("stopped before it had begun");
    return error;
}

core::Result<qint64> numberOption(const Arguments &arguments, const char *name, qint64 fallback, qint64 least,
                                  qint64 most)
{
    if (!arguments.has(name))
        return fallback;
    bool isNumber = false;
    const qint64 value = arguments.value(name).toLongLong(&isNumber);
    if (!isNumber || value < least || value > most)
        return core::fail(wrongUsage(QStringLiteral("--%1 %2: it is a number from %3 to %4")
                                         .arg(QLatin1String(name), arguments.value(name))
                                         .arg(least)
                                         .arg(most)));
    return value;
}

core::Result<bool> truthOption(const Arguments &arguments, const char *name, bool fallback)
{
    const QString usual = fallback ? QStringLiteral("true") : QStringLiteral("false");
    return wordOption(arguments, name, usual, {QStringLiteral("true"), QStringLiteral("false")})
        .map([](const QString &word) { return word == QLatin1String("true"); });
}

core::Result<std::optional<core::Instant>> instantOption(const Arguments &arguments, const char *name)
{
    if (!arguments.has(name))
        return std::optional<core::Instant>();
    const auto time = core::parseTime(arguments.value(name).toStdString());
    if (!time)
        return core::fail(
            wrongUsage(QStringLiteral("--%1 %2: it is a day or a time such as 2026-10-01T00:00:00Z")
                           .arg(QLatin1String(name), arguments.value(name))));
    return std::optional(time->instant);
}

core::Result<QString> wordOption(const Arguments &arguments, const char *name, const QString &fallback,
                                 const QStringList &words)
{
    if (!arguments.has(name))
        return fallback;
    for (const QString &word : words) {
        if (word.compare(arguments.value(name), Qt::CaseInsensitive) == 0)
            return word;
    }
    return core::fail(
        wrongUsage(QStringLiteral("--%1 %2: it is one of %3")
                       .arg(QLatin1String(name), arguments.value(name), words.join(QStringLiteral(", ")))));
}

core::Result<Period> periodOptions(const Arguments &arguments)
{
    Period period;
    for (const char *const name : {"from", "to"}) {
        const auto instant = instantOption(arguments, name);
        if (!instant)
            return core::fail(instant.error());
        if (!*instant)
            continue;
        const core::Day day = core::dayOf(**instant);
        const bool isDay = core::parseDay(arguments.value(name).toStdString()).has_value();
        if (core::Instant(day) != **instant)
            return core::fail(wrongUsage(QStringLiteral("--%1 %2: it is not the start of a UTC day")
                                             .arg(QLatin1String(name), arguments.value(name))));
        const bool isFrom = name[0] == 'f';
        (isFrom ? period.from : period.to) = !isFrom && isDay ? day + std::chrono::days(1) : day;
    }
    if (period.from && period.to && *period.from >= *period.to)
        return core::fail(wrongUsage(QStringLiteral("--from %1 is after --to %2")
                                         .arg(arguments.value("from"), arguments.value("to"))));
    return period;
}

} // namespace spendglass::cli
