// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/targetfile.h"
#include "export/writer.h"
#include "export/xlsxcheck.h"

#include <memory>
#include <vector>

namespace spendglass::exporting {

/// A workbook: sheet "Table" (and "Table 2", … past Excel's 1,048,576 rows) with a frozen header, a filter
/// and column widths, then "About this data". Amounts are numbers with at most 15 exact digits, dates are
/// dates, texts are texts: never a formula, never a link. Row by row to disk, memory does not grow.
class XlsxWriter final : public Writer
{
public:
    /// rowsPerSheet: header included; smaller only in tests.
    explicit XlsxWriter(const QString &path, qint64 rowsPerSheet = 1'048'576);
    ~XlsxWriter() override;
    core::Result<void> begin(const About &about, const std::vector<query::Column> &columns) override;
    core::Result<void> append(const query::Table &rows) override;
    core::Result<void> finish() override;

private:
    struct Book;
    core::Result<void> startSheet();
    core::Result<void> writeRow(const query::Table &table, qsizetype row);
    core::Result<void> writeCell(int column, const query::Value &value);
    core::Result<void> writeText(int column, const QString &text);
    core::Result<void> closeSheet();
    core::Result<void> writeAbout();
    core::Result<void> check(int code);

    TargetFile m_file;
    qint64 m_rowsPerSheet;
    About m_about;
    std::vector<query::Column> m_columns;
    std::vector<qsizetype> m_widths;  ///< longest text of each column, in characters
    std::vector<SheetCount> m_sheets; ///< what was written, for the check at the end
    qint64 m_cutTexts = 0;
    std::unique_ptr<Book> m_book;
};

} // namespace spendglass::exporting
