// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/upkeep.h"

#include <QJsonObject>

namespace spendglass::cli {

// What housekeeping says, as members of --json documents and as text for people. Bytes are whole numbers in
// documents and in powers of ten for people.

QJsonObject sizeObject(const core::StoreSize &size);
QString sizeText(const core::StoreSize &size); ///< lines, each with its end

QJsonObject roomObject(const core::Room &room);
QString roomText(const core::Room &room);

QJsonObject removedObject(const core::Removed &removed);
QString removedText(const core::Removed &removed);

QJsonObject folderObject(const core::FolderSummary &folder);
QString folderText(const core::FolderSummary &folder);

QString retentionText(std::optional<int> months);
QString bytesText(qint64 bytes);

} // namespace spendglass::cli
