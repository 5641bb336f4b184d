// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/upkeep.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace spendglass::store {

/// A column as the database declares it.
struct PortableColumn
{
    QString name, type;
    bool isRequired = false; ///< holds no null
    friend bool operator==(const PortableColumn &, const PortableColumn &) = default;
};

/// One table of a portable folder: a file of that name.
struct PortableTable
{
    QString name;
    qint64 rows = 0;
    qint64 bytes = 0;
    QByteArray sha256; ///< of the file, hexadecimal
    std::vector<PortableColumn> columns;
};

/// manifest.json of a portable folder: what is in it, and how to know that all of it is there.
struct Manifest
{
    core::FolderFormat format = core::FolderFormat::Parquet;
    QString program; ///< the version that made it
    int schema = 0;
    core::Instant madeAt{};
    QString account;
    std::vector<PortableTable> tables; ///< by name

    QString fileName(const PortableTable &table) const; ///< "analytics_fact.parquet"
    core::FolderSummary summary(const QString &folder) const;
    QByteArray toJson() const;
};

/// "parquet", "csv": on the command line, in manifests and as suffix of the files.
QString folderFormatName(core::FolderFormat format);
std::optional<core::FolderFormat> folderFormatFromName(QStringView name);

QString manifestPath(const QString &folder);
/// File, naming the manifest, when it is missing or is not one.
core::Result<Manifest> readManifest(const QString &folder);

/// Every file is there and holds the bytes of which the manifest has size and hash. File, naming the first
/// that is not so. goOn is asked now and then; Cancelled when it says no.
core::Result<void> checkFiles(const Manifest &manifest, const QString &folder,
                              const std::function<bool()> &goOn);
core::Result<QByteArray> sha256Of(const QString &path, const std::function<bool()> &goOn);

} // namespace spendglass::store
