// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace spendglass::settings {

/// What can be set for an account. Each has a row in the table of settings.cpp.
enum class Setting
{
    RetainedMonths, ///< how many whole months before the present one are kept; 0: all
};

/// The least and the most that a setting may be, and what it is until somebody sets it.
struct SettingRange
{
    int least = 0, most = 0, usual = 0;
};
SettingRange rangeOf(Setting setting);

/// The settings of one account: settings.json in its folder, written whole and owner-only. It is read with
/// every question, so that two programs agree; what it holds besides the rows of the table stays. A file
/// that is damaged is kept under another name when the next setting is written, and until then everything
/// is as usual.
class Settings
{
public:
    explicit Settings(QString folder)
        : m_folder(std::move(folder))
    {}

    int number(Setting setting) const; ///< always within its range
    /// BadRequest for a number that is not, File when it cannot be written.
    core::Result<void> setNumber(Setting setting, int value);

private:
    QString path() const;
    QString m_folder;
};

} // namespace spendglass::settings
