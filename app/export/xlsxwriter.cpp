// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/xlsxwriter.h"

#include "export/cells.h"

#include <xlsxwriter.h>

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <charconv>
#include <string>

namespace spendglass::exporting {
namespace {

constexpr qsizetype longestText = 32767; // Excel's limit, in UTF-16 units
constexpr int mostColumns = 16384;
constexpr qsizetype narrowest = 8, widest = 60; // of a column, in characters

/// Excel counts days from 1899-12-30 and believes in a 29 February 1900: earlier days have no number.
constexpr core::Day dayZero = std::chrono::sys_days{std::chrono::year{1899} / 12 / 30};
constexpr core::Day firstDay = std::chrono::sys_days{std::chrono::year{1900} / 3 / 1};
constexpr core::Day endOfDays = std::chrono::sys_days{std::chrono::year{10000} / 1 / 1};

bool hasSerial(core::Day day)
{
    return firstDay <= day && day < endOfDays;
}

double serialOf(core::Day day)
{
    return double((day - dayZero).count());
}

double serialOf(core::Instant instant)
{
    return double((instant - core::Instant(dayZero)).count()) / 86'400'000'000.0;
}

/// The double nearest to the exact number: the cell's own form, not part of any sum.
double nearest(const core::Decimal &number)
{
    const std::string text = number.toStdString();
    double value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// XML readers turn CR into LF anyway; a text is cut between characters, not inside one.
QString sheetText(const QString &text)
{
    QString clean = withoutControls(text);
    clean.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
    if (clean.size() <= longestText)
        return clean;
    const qsizetype end = clean[longestText - 2].isHighSurrogate() ? longestText - 2 : longestText - 1;
    return clean.first(end) + u'\u2026';
}

QString tr(const char *text)
{
    return QCoreApplication::translate("Export", text);
}

} // namespace

struct XlsxWriter::Book
{
    lxw_workbook *workbook = nullptr;
    lxw_worksheet *sheet = nullptr;
    lxw_format *header = nullptr, *amount = nullptr, *count = nullptr, *day = nullptr, *instant = nullptr,
               *title = nullptr;
    QByteArray path, folder; ///< the library keeps pointers to both

    ~Book()
    {
        if (workbook)
            lxw_workbook_free(workbook);
    }

    lxw_format *format(const char *number)
    {
        lxw_format *const made = workbook_add_format(workbook);
        format_set_num_format(made, number);
        return made;
    }
};

XlsxWriter::XlsxWriter(const QString &path, qint64 rowsPerSheet)
    : m_file(path)
    , m_rowsPerSheet(rowsPerSheet)
{}

XlsxWriter::~XlsxWriter() = default;

core::Result<void> XlsxWriter::check(int code)
{
    if (code == LXW_NO_ERROR)
        return {};
    return core::fail(m_file.error(QString::fromUtf8(lxw_strerror(lxw_error(code)))));
}

core::Result<void> XlsxWriter::begin(const About &about, const std::vector<query::Column> &columns)
{
    m_about = about;
    m_columns = columns;
    if (columns.size() > std::size_t(mostColumns))
        return core::fail(m_file.error(
            QStringLiteral("a sheet has at most 16,384 columns, this table %1").arg(columns.size())));
    const auto opened = m_file.open();
    if (!opened)
        return opened;
    m_book = std::make_unique<Book>();
    m_book->path = QFile::encodeName(m_file.temporaryPath());
    m_book->folder = QFile::encodeName(m_file.folder());
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = m_book->folder.data();
    options.use_zip64 = LXW_TRUE;
    m_book->workbook = workbook_new_opt(m_book->path.constData(), &options);
    if (!m_book->workbook)
        return core::fail(m_file.error(QStringLiteral("out of memory")));
    m_book->header = workbook_add_format(m_book->workbook);
    format_set_bold(m_book->header);
    format_set_bottom(m_book->header, LXW_BORDER_THIN);
    m_book->title = workbook_add_format(m_book->workbook);
    format_set_bold(m_book->title);
    m_book->amount = m_book->format("#,##0.00####");
    m_book->count = m_book->format("#,##0");
    m_book->day = m_book->format("yyyy-mm-dd");
    m_book->instant = m_book->format("yyyy-mm-dd hh:mm:ss");
    return startSheet();
}

core::Result<void> XlsxWriter::startSheet()
{
    const std::size_t number = m_sheets.size() + 1;
    const QByteArray name = number == 1 ? QByteArrayLiteral("Table") : "Table " + QByteArray::number(number);
    m_book->sheet = workbook_add_worksheet(m_book->workbook, name.constData());
    if (!m_book->sheet)
        return core::fail(m_file.error(QStringLiteral("no further sheet could be added")));
    m_sheets.push_back({});
    m_widths.assign(m_columns.size(), narrowest);
    if (m_columns.empty())
        return {};
    m_sheets.back().rows = 1;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const QString text = sheetText(m_columns[i].id);
        m_widths[i] = std::max(m_widths[i], text.size() + 3); // room for the filter's button
        m_sheets.back().cells += 1;                           // with a format even an empty text is a cell
        const auto written = check(worksheet_write_string(m_book->sheet, 0, lxw_col_t(i),
                                                          text.toUtf8().constData(), m_book->header));
        if (!written)
            return written;
    }
    return {};
}

core::Result<void> XlsxWriter::append(const query::Table &rows)
{
    for (qsizetype row = 0; row < rows.rowCount(); ++row) {
        const auto written = writeRow(rows, row);
        if (!written)
            return written;
    }
    return {};
}

core::Result<void> XlsxWriter::writeRow(const query::Table &table, qsizetype row)
{
    if (m_sheets.back().rows == m_rowsPerSheet) {
        const auto next = closeSheet().and_then([this] { return startSheet(); });
        if (!next)
            return next;
    }
    const qint64 cellsBefore = m_sheets.back().cells;
    for (int column = 0; column < int(table.columns.size()); ++column) {
        const auto written = writeCell(column, table.at(row, column));
        if (!written)
            return written;
    }
    // A row of empty cells only takes its place when something stands in it.
    if (m_sheets.back().cells == cellsBefore) {
        m_sheets.back().cells += 1;
        const auto blank =
            check(worksheet_write_blank(m_book->sheet, lxw_row_t(m_sheets.back().rows), 0, m_book->amount));
        if (!blank)
            return blank;
    }
    ++m_sheets.back().rows;
    return {};
}

core::Result<void> XlsxWriter::writeText(int column, const QString &text)
{
    if (text.isEmpty())
        return {};
    const QString fitting = sheetText(text);
    if (fitting.isEmpty())
        return {};
    m_cutTexts += text.size() > longestText ? 1 : 0;
    m_sheets.back().cells += 1;
    qsizetype &width = m_widths[std::size_t(column)];
    width = std::max(width, std::min(widest, fitting.size() + 1));
    return check(worksheet_write_string(m_book->sheet, lxw_row_t(m_sheets.back().rows), lxw_col_t(column),
                                        fitting.toUtf8().constData(), nullptr));
}

core::Result<void> XlsxWriter::writeCell(int column, const query::Value &value)
{
    const auto number = [this, column](double cell, lxw_format *format, qsizetype width) {
        m_sheets.back().cells += 1;
        m_widths[std::size_t(column)] = std::max(m_widths[std::size_t(column)], width);
        return check(worksheet_write_number(m_book->sheet, lxw_row_t(m_sheets.back().rows), lxw_col_t(column),
                                            cell, format));
    };
    if (std::holds_alternative<std::monostate>(value))
        return {};
    if (const auto *text = std::get_if<QString>(&value))
        return writeText(column, *text);
    if (const auto *amount = std::get_if<core::Decimal>(&value))
        return number(nearest(*amount), m_book->amount, 18);
    if (const auto *count = std::get_if<qint64>(&value))
        return number(double(*count), m_book->count, 12);
    if (const auto *day = std::get_if<core::Day>(&value); day && hasSerial(*day))
        return number(serialOf(*day), m_book->day, 12);
    if (const auto *instant = std::get_if<core::Instant>(&value); instant && hasSerial(core::dayOf(*instant)))
        return number(serialOf(*instant), m_book->instant, 20);
    if (const auto *truth = std::get_if<bool>(&value)) {
        m_sheets.back().cells += 1;
        return check(worksheet_write_boolean(m_book->sheet, lxw_row_t(m_sheets.back().rows),
                                             lxw_col_t(column), *truth, nullptr));
    }
    return writeText(column, QString::fromUtf8(cellBytes(value)));
}

core::Result<void> XlsxWriter::closeSheet()
{
    if (m_columns.empty())
        return {};
    for (std::size_t i = 0; i < m_widths.size(); ++i)
        worksheet_set_column(m_book->sheet, lxw_col_t(i), lxw_col_t(i), double(std::min(m_widths[i], widest)),
                             nullptr);
    worksheet_freeze_panes(m_book->sheet, 1, 0);
    return check(worksheet_autofilter(m_book->sheet, 0, 0, lxw_row_t(m_sheets.back().rows - 1),
                                      lxw_col_t(m_columns.size() - 1)));
}

core::Result<void> XlsxWriter::writeAbout()
{
    std::vector<std::pair<QString, QString>> lines{{m_about.title, {}}};
    lines.insert(lines.end(), m_about.lines.begin(), m_about.lines.end());
    lines.emplace_back(tr("Precision"), tr("rounded to 15 digits; exact values in CSV"));
    if (m_sheets.size() > 1)
        lines.emplace_back(tr("Sheets"), tr("the table continues over %1 sheets").arg(m_sheets.size()));
    if (m_cutTexts > 0)
        lines.emplace_back(tr("Texts"), tr("%1 cut to 32,767 characters; whole in CSV").arg(m_cutTexts));
    m_book->sheet = workbook_add_worksheet(m_book->workbook, "About this data");
    if (!m_book->sheet)
        return core::fail(m_file.error(QStringLiteral("no further sheet could be added")));
    m_sheets.push_back({});
    m_widths.assign(2, narrowest);
    for (const auto &line : lines) {
        const bool isBlank = line.first.isEmpty() && line.second.isEmpty();
        const QString label = isBlank ? QStringLiteral("-") : line.first;
        const auto written = writeText(0, label).and_then([&] { return writeText(1, line.second); });
        if (!written)
            return written;
        ++m_sheets.back().rows;
    }
    worksheet_set_column(m_book->sheet, 0, 0, 28, m_book->title);
    worksheet_set_column(m_book->sheet, 1, 1, double(widest), nullptr);
    return {};
}

core::Result<void> XlsxWriter::finish()
{
    const auto written = closeSheet().and_then([this] { return writeAbout(); });
    if (!written)
        return written;
    const int code = workbook_close(m_book->workbook); // frees it, whatever it answers
    m_book->workbook = nullptr;
    const auto closed = check(code);
    if (!closed)
        return closed;
    const QString problem = workbookProblem(m_file.temporaryPath(), m_sheets);
    if (!problem.isEmpty())
        return core::fail(
            m_file.error(QStringLiteral("the workbook did not reach the disk whole: %1").arg(problem)));
    return m_file.publish();
}

} // namespace spendglass::exporting
