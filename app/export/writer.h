// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/table.h"

#include <QString>

#include <memory>
#include <vector>

namespace spendglass::exporting {

/// What goes into a file besides the rows: the "About this data" part.
struct About
{
    QString title; ///< the sentence
    std::vector<std::pair<QString, QString>>
        lines; ///< label, value: as of, filters, records, program version
};

struct Options
{
    bool safeText = true;       ///< text cells that a spreadsheet would run are neutralised (CSV, TSV)
    bool byteOrderMark = false; ///< CSV for Excel
};

/// Writes one table into one file format. The target appears whole and verified, or not at all: rows go to
/// a temporary file beside it, which is read back, synced to disk and renamed. Errors: File.
class Writer
{
public:
    virtual ~Writer() = default;
    virtual core::Result<void> begin(const About &about, const std::vector<query::Column> &columns) = 0;
    /// Rows in order; may be called many times. A writer keeps no more than a block of them in memory.
    virtual core::Result<void> append(const query::Table &rows) = 0;
    virtual core::Result<void> finish() = 0;
};

/// One row of the list of formats.
struct Format
{
    QString id; ///< "csv", "tsv", "json", "xlsx"
    QString suffix;
    const char *label; ///< untranslated; context "Format"
    std::unique_ptr<Writer> (*make)(const QString &path, const Options &options);
};

const std::vector<Format> &formats();
const Format *findFormat(QStringView id);  ///< null when there is none
QString formatLabel(const Format &format); ///< in the user's language

/// Writes a whole table with the format. An existing target is replaced only on success.
core::Result<void> writeFile(const Format &format, const QString &path, const Options &options,
                             const About &about, const query::Table &table);

} // namespace spendglass::exporting
