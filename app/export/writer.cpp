// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/writer.h"

#include "export/textwriters.h"
#include "export/xlsxwriter.h"

#include <QCoreApplication>

#include <algorithm>

namespace spendglass::exporting {
namespace {

template <char separator>
std::unique_ptr<Writer> makeDelimited(const QString &path, const Options &options)
{
    return std::make_unique<DelimitedWriter>(path, options, separator);
}

std::unique_ptr<Writer> makeJson(const QString &path, const Options &)
{
    return std::make_unique<JsonWriter>(path);
}

std::unique_ptr<Writer> makeXlsx(const QString &path, const Options &)
{
    return std::make_unique<XlsxWriter>(path);
}

} // namespace

const std::vector<Format> &formats()
{
    static const std::vector<Format> all{
        {QStringLiteral("xlsx"), QStringLiteral("xlsx"), QT_TRANSLATE_NOOP("Format", "Excel workbook"),
         makeXlsx},
        {QStringLiteral("csv"), QStringLiteral("csv"), QT_TRANSLATE_NOOP("Format", "Comma-separated values"),
         makeDelimited<','>},
        {QStringLiteral("tsv"), QStringLiteral("tsv"), QT_TRANSLATE_NOOP("Format", "Tab-separated values"),
         makeDelimited<'\t'>},
        {QStringLiteral("json"), QStringLiteral("json"), QT_TRANSLATE_NOOP("Format", "JSON"), makeJson},
    };
    return all;
}

const Format *findFormat(QStringView id)
{
    const auto &all = formats();
    const auto found =
        std::find_if(all.begin(), all.end(), [id](const Format &format) { return format.id == id; });
    return found == all.end() ? nullptr : &*found;
}

QString formatLabel(const Format &format)
{
    return QCoreApplication::translate("Format", format.label);
}

core::Result<void> writeFile(const Format &format, const QString &path, const Options &options,
                             const About &about, const query::Table &table)
{
    const std::unique_ptr<Writer> writer = format.make(path, options);
    return writer->begin(about, table.columns).and_then([&] { return writer->append(table); }).and_then([&] {
        return writer->finish();
    });
}

} // namespace spendglass::exporting
