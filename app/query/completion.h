// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace spendglass::query {

/// What may be written at a place of a filter text.
struct Candidate
{
    enum class Kind
    {
        Field,
        Operator,
        Value, ///< true and false, units of periods, measures; values of records are for the caller to look
               ///< up
        Connective, ///< and, or, not, off, pinned, named …, parentheses, commas
        SavedFilter
    };
    Kind kind = Kind::Field;
    QString text;  ///< to be put in place of the replaced range
    QString label; ///< in the user's language where it differs from the text; plain text
    friend bool operator==(const Candidate &, const Candidate &) = default;
};

struct Completions
{
    qsizetype start = 0; ///< the range of the text that a candidate replaces: the word around the cursor
    qsizetype end = 0;
    std::vector<Candidate>
        candidates; ///< those that the word begins, then those that contain it; each by kind
    /// The text field whose values may stand here, and what is written of the value before the cursor,
    /// without its quotes: for a look-up among records. filterValue() makes of a value what replaces the
    /// range.
    FieldId valuesOf;
    QString valuePart;
};

/// What may stand in a filter and only the folder of views and the store know.
struct CompletionNames
{
    QStringList savedFilters;
    std::vector<FieldId> familyFields; ///< "tag:env"
};

/// Candidates at a cursor (0 … size): what the parser of the text before it would have taken next. What is
/// behind the cursor does not matter.
Completions completionsAt(const QString &text, qsizetype cursor, core::DataSet dataSet,
                          const CompletionNames &names = {});

} // namespace spendglass::query
