// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spendglass::query {

/// The characters that IsLike passes over: blanks, ASCII punctuation, and dashes, quotes and spaces of
/// typography. One list for every evaluator, so that all agree.
const QString &ignoredCharacters();
/// The text in lower case without them.
QString foldedText(const QString &text);

} // namespace spendglass::query
