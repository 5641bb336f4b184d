// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QCryptographicHash>
#include <QString>
#include <QTemporaryFile>

#include <memory>

namespace spendglass::exporting {

/// A file that appears whole or not at all. What is written goes to an owner-only temporary file in the
/// target's folder; publish() brings it to disk and renames it over the target. Without publish() the target
/// stays as it was and the temporary file goes. A link is followed: what it points to is replaced.
/// Errors: File, with a text that says what is wrong with the target.
class TargetFile
{
public:
    explicit TargetFile(const QString &path);

    core::Result<void> open();
    core::Result<void> write(const QByteArray &bytes); ///< every byte accepted by the system, or an error
    core::Result<void> flush();                        ///< what the buffers hold reaches the system
    core::Result<void> readBack();                     ///< the file holds what write() was given
    core::Result<void> publish();

    QString folder() const;
    QString temporaryPath(); ///< for writers that open files by name; valid after open()
    core::Error error(const QString &reason) const;

private:
    QString refusal() const;
    QString m_path; ///< as the person gave it
    QString m_real; ///< where it leads
    std::unique_ptr<QTemporaryFile> m_file;
    QCryptographicHash m_written{QCryptographicHash::Blake2b_256};
};

} // namespace spendglass::exporting
