// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/field.h"

#include <QString>

#include <optional>
#include <vector>

namespace spendglass::query {

/// A piece of a text in the filter language.
struct FilterToken
{
    enum class Kind
    {
        Word,   ///< name, number, date, keyword
        Text,   ///< was in quotes; text is what they mean
        Symbol, ///< operator or bracket
        Open,   ///< a quote that is not closed, to the end
        Stray,  ///< a character that means nothing
        End
    };
    Kind kind = Kind::End;
    QString text = {};
    qsizetype position = 0; ///< of the first character
    qsizetype end = 0;      ///< behind the last

    bool isWord(const char *word) const
    {
        return kind == Kind::Word && text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0;
    }
    bool isSymbol(const char *symbol) const { return kind == Kind::Symbol && text == QLatin1String(symbol); }
};

/// The pieces of a text. The last is an End, the one before it may be Open or Stray.
std::vector<FilterToken> filterTokens(const QString &text);

/// Whether the language can write that without quotes: one word.
bool isFilterWord(const QString &text);
QString quotedForFilter(QString text);

/// A field as the language prints it: by its short name ("customer"), as tag["KEY"], or by its id.
QString printedField(const FieldId &id);
/// The field of that id in the first data set that has it: an id has the same type wherever it is known.
std::optional<Field> fieldAnywhere(const FieldId &id);
/// The field that a short name stands for, in any case.
std::optional<FieldId> fieldOfShortName(const QString &name);

} // namespace spendglass::query
