// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace spendglass::store {

/// A store being made to take the place of another one. It grows beside it, under another name, and goes
/// again unless it took its place. Only under the store's lock and while the store is closed.
class WholeFile
{
public:
    explicit WholeFile(const QString &path);
    ~WholeFile();
    WholeFile(const WholeFile &) = delete;
    WholeFile &operator=(const WholeFile &) = delete;

    const QString &path() const { return m_path; } ///< where to make it
    /// Brings it to disk and renames it over the store: a kill leaves the one or the other, whole. Storage
    /// when either of them has a log that is not written back: that would be read into the wrong file.
    core::Result<void> takePlace();

private:
    QString m_target, m_path;
};

/// What a killed run left beside the store: half a new one, and what it had spilled.
void removeLeftovers(const QString &path);

/// False when the disk did not take the file, or the names of a folder.
bool syncToDisk(const QString &path);

/// Bytes of a store's file and of its log.
qint64 bytesOf(const QString &path);

} // namespace spendglass::store
