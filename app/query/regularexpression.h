// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>

#include <optional>

namespace spendglass::query {

/// Why a text is not a regular expression that every engine of ours reads alike (RE2, PCRE and PostgreSQL's),
/// for a person, in English (context "Filter"); nothing when it is one. Allowed: characters, . | ( ) (?: ) [
/// ] ^ $ * + ? {n,m} up to 255, and \d \s \w with their opposites outside brackets, \ before punctuation; a
/// hyphen in brackets first, last, or between two characters. No look-around, no references, no possessive or
/// named groups, not more than 1000 repetitions within each other.
std::optional<QString> regularExpressionProblem(const QString &pattern);

/// The pattern with shorthands written out, so that every engine takes it for the same.
QString engineExpression(const QString &pattern);
/// For evaluation in memory; finds anywhere, without regard to case, and . is any character.
QRegularExpression compiledExpression(const QString &pattern);

} // namespace spendglass::query
