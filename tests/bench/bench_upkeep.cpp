// SPDX-License-Identifier: GPL-3.0-or-later
// Housekeeping of a store of a million rows: size, retention, compacting, the store as a folder and back;
// beside a plain copy of its bytes to disk, measured in the same run.
#include "bench/fillstore.h"
#include "bench/harness.h"
#include "store/maintenance.h"
#include "store/portable.h"
#include "store/store.h"
#include "store/wholefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cstdlib>

using namespace spendglass;

namespace {

constexpr int pages = 100;

template <class T>
T must(core::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().text));
        std::abort();
    }
    return std::move(*result);
}

template <class Work>
double timed(const char *what, const Work &work)
{
    const bench::Stopwatch watch;
    const qint64 bytes = work();
    const double seconds = watch.elapsed().count();
    std::printf("%-40s %10.2f s %12.1f MB\n", what, seconds, double(bytes) / 1e6);
    return seconds;
}

/// What the disk needs for as many bytes.
qint64 copyPlainly(const QString &from, const QString &to)
{
    QFile source(from), target(to);
    if (!source.open(QIODevice::ReadOnly) || !target.open(QIODevice::WriteOnly))
        std::abort();
    while (!source.atEnd())
        target.write(source.read(1 << 20));
    target.close();
    store::syncToDisk(to);
    return source.size();
}

void benchFolder(const QString &path, const QString &folder, core::FolderFormat format, const char *name)
{
    store::StopSign stop;
    timed((std::string("export as ") + name).c_str(), [&] {
        return must(store::exportStore(path, {folder, format, {}, {}}, stop)).bytes;
    });
    timed((std::string("import of ") + name).c_str(), [&] {
        must(store::importStore(folder, path + QStringLiteral(".copy"), stop));
        return store::bytesOf(path + QStringLiteral(".copy"));
    });
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("bench/store.duckdb"));
    const bench::PageServer server(pages);
    bench::fillStore(server, path);
    std::printf("a store of %d rows\n", pages * bench::PageServer::rowsPerPage);
    store::StopSign stop;
    const double plain = timed("copying the file's bytes, to disk", [&] {
        return copyPlainly(path, folder.filePath(QStringLiteral("bench/plain")));
    });
    const double compacted =
        timed("compact, compared", [&] { return must(store::compact(path, stop)).after; });
    bench::printRatio("  to the copy of the bytes", compacted / plain);
    benchFolder(path, folder.filePath(QStringLiteral("parquet")), core::FolderFormat::Parquet, "Parquet");
    benchFolder(path, folder.filePath(QStringLiteral("csv")), core::FolderFormat::Csv, "CSV");
    {
        auto opened = must(store::Store::open(path));
        timed("size, by data set", [&] { return must(opened->size()).fileBytes; });
        timed("retention, all of it gone", [&] {
            must(opened->removeBefore(server.days().to));
            return store::bytesOf(path);
        });
    }
    timed("compact what is left", [&] { return must(store::compact(path, stop)).after; });
    std::printf("%-40s %10.0f MiB\n", "resident memory", bench::residentMiB());
    return 0;
}
