// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/time.h"

#include <QString>

#include <optional>
#include <vector>

namespace spendglass::core {

// What housekeeping says of a store: values that cross from the store to whoever shows them.

/// What the store holds of one data set.
struct DataSetSize
{
    DataSet dataSet = DataSet::Analytics;
    qint64 rows = 0;      ///< those that are shown
    qint64 snapshots = 0; ///< rows of how it stood before
    qint64 windows = 0;
    qint64 calls = 0;               ///< answers of the service that brought the rows
    std::optional<Day> first, last; ///< days of use; of spend and summary: days on which they were read
};

/// What the store takes.
struct StoreSize
{
    QString path;
    qint64 fileBytes = 0;
    qint64 logBytes = 0;  ///< of the write-ahead log beside the file
    qint64 freeBytes = 0; ///< of the file, given up and not yet used again
    int schema = 0;
    qint64 customers = 0, subscriptions = 0; ///< of the directory
    std::vector<DataSetSize> dataSets;       ///< all five, in their order

    qint64 rows() const ///< of all data sets, snapshots included
    {
        qint64 sum = 0;
        for (const DataSetSize &part : dataSets)
            sum += part.rows + part.snapshots;
        return sum;
    }
    bool isEmpty() const { return rows() == 0 && customers == 0; } ///< nothing was ever loaded
};

/// What was taken out of the store.
struct Removed
{
    qint64 rows = 0; ///< of use and of spend, snapshots included
    qint64 windows = 0;
    qint64 calls = 0;
    qint64 entries = 0; ///< of the directory
    qint64 texts = 0;   ///< names, identifiers and the like that nothing refers to any more
    friend bool operator==(const Removed &, const Removed &) = default;
};

/// Bytes of the store's file and log.
struct Room
{
    qint64 before = 0, after = 0;
};

struct Forgotten
{
    Removed removed;
    Room room;
};

/// A store as a folder of files that other programs read.
enum class FolderFormat
{
    Parquet,
    Csv
};

/// Such a folder, as its manifest describes it.
struct FolderSummary
{
    QString folder;
    FolderFormat format = FolderFormat::Parquet;
    QString account; ///< the name it had where the folder was made
    Instant madeAt{};
    int schema = 0;
    int files = 0;
    qint64 rows = 0, bytes = 0; ///< of all files; the manifest's own bytes are not counted
};

} // namespace spendglass::core
