// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/arguments.h"
#include "core/result.h"
#include "core/time.h"

#include <QJsonObject>

#include <optional>

namespace spendglass::cli {

/// A usage error that names the option.
core::Error wrongUsage(const QString &text);

/// What a signal makes of a run that has nothing to say yet.
core::Error stopped();

/// Readers of option values: the fallback when the option is absent; BadRequest for what is no such value.
core::Result<qint64> numberOption(const Arguments &arguments, const char *name, qint64 fallback, qint64 least,
                                  qint64 most);
core::Result<bool> truthOption(const Arguments &arguments, const char *name, bool fallback);
core::Result<std::optional<core::Instant>> instantOption(const Arguments &arguments, const char *name);
/// One of the words, without regard to case; the word as in the list.
core::Result<QString> wordOption(const Arguments &arguments, const char *name, const QString &fallback,
                                 const QStringList &words);

/// --from: a day. --to: a day is included, an instant (midnight UTC) is where it ends. Both as half-open
/// days.
struct Period
{
    std::optional<core::Day> from, to;
};
core::Result<Period> periodOptions(const Arguments &arguments);

/// The options of periodOptions, for the lists of commands.
inline constexpr Option fromOption{"from", "D", "first day, YYYY-MM-DD, UTC"};
inline constexpr Option toOption{"to", "D",
                                 "last day, included; an instant such as 2026-10-01T00:00:00Z is excluded"};

} // namespace spendglass::cli
