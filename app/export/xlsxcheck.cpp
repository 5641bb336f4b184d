// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/xlsxcheck.h"

#include <zip.h>

#include <QByteArray>
#include <QFile>

#include <memory>

namespace spendglass::exporting {
namespace {

using Archive = std::unique_ptr<zip_t, void (*)(zip_t *)>;
using Part = std::unique_ptr<zip_file_t, void (*)(zip_file_t *)>;

/// What a part of the archive turned out to hold.
struct Found
{
    bool isReadable = false; ///< to its end, checksum included
    SheetCount count;
    QByteArray tail; ///< the last few bytes, white space dropped
};

/// Markup cannot stand inside a text, where < is always escaped: counting tags is exact.
SheetCount countTags(const QByteArray &chunk)
{
    return {chunk.count("<row "), chunk.count("<c ")};
}

Found readPart(zip_t *archive, const char *name)
{
    Found found;
    const Part part(zip_fopen(archive, name, 0), [](zip_file_t *file) { zip_fclose(file); });
    if (!part)
        return found;
    static constexpr qsizetype overlap = 4; // "<row " may stand across two blocks
    QByteArray block(256 * 1024, Qt::Uninitialized);
    QByteArray carried;
    zip_int64_t count = 0;
    while ((count = zip_fread(part.get(), block.data(), zip_uint64_t(block.size()))) > 0) {
        const QByteArray chunk = carried + QByteArray::fromRawData(block.constData(), qsizetype(count));
        carried = chunk.last(std::min(overlap, chunk.size()));
        const SheetCount tags = countTags(chunk);
        const SheetCount seen = countTags(carried);
        found.count.rows += tags.rows - seen.rows;
        found.count.cells += tags.cells - seen.cells;
        found.tail = (found.tail + chunk).last(std::min<qsizetype>(32, found.tail.size() + chunk.size()));
    }
    const SheetCount rest = countTags(carried);
    found.count.rows += rest.rows;
    found.count.cells += rest.cells;
    found.tail = found.tail.trimmed();
    found.isReadable = count == 0;
    return found;
}

QString allPartsProblem(zip_t *archive)
{
    const zip_int64_t parts = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < parts; ++i) {
        const char *const name = zip_get_name(archive, zip_uint64_t(i), 0);
        const QByteArray part(name ? name : "");
        if (part.startsWith("xl/worksheets/sheet"))
            continue;
        const Found found = readPart(archive, part.constData());
        if (!found.isReadable || !found.tail.endsWith('>'))
            return QStringLiteral("its part %1 is damaged").arg(QString::fromUtf8(part));
    }
    return {};
}

} // namespace

QString workbookProblem(const QString &path, const std::vector<SheetCount> &sheets)
{
    int code = 0;
    const Archive archive(zip_open(QFile::encodeName(path).constData(), ZIP_RDONLY, &code),
                          [](zip_t *open) { zip_discard(open); });
    if (!archive)
        return QStringLiteral("it is not a whole archive");
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const QByteArray name = "xl/worksheets/sheet" + QByteArray::number(i + 1) + ".xml";
        const Found found = readPart(archive.get(), name.constData());
        if (!found.isReadable || !found.tail.endsWith("</worksheet>"))
            return QStringLiteral("its sheet %1 is cut off").arg(i + 1);
        if (found.count != sheets[i])
            return QStringLiteral("its sheet %1 holds %2 rows and %3 cells instead of %4 and %5")
                .arg(i + 1)
                .arg(found.count.rows)
                .arg(found.count.cells)
                .arg(sheets[i].rows)
                .arg(sheets[i].cells);
    }
    return allPartsProblem(archive.get());
}

} // namespace spendglass::exporting
