// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings.h"

#include "core/ownfolder.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <array>
#include <optional>

namespace spendglass::settings {

namespace {

struct Row
{
    Setting setting;
    const char *name; ///< in the file
    SettingRange range;
};
constexpr std::array rows{
    Row{Setting::RetainedMonths, "retainedMonths", {0, 1200, 0}},
};

const Row &rowOf(Setting setting)
{
    return *std::find_if(rows.begin(), rows.end(),
                         [setting](const Row &row) { return row.setting == setting; });
}

bool isWithin(const SettingRange &range, int value)
{
    return range.least <= value && value <= range.most;
}

/// Nothing when there is a file, but not of settings.
std::optional<QJsonObject> read(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return QJsonObject();
    const QJsonDocument document =
        file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()) : QJsonDocument();
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

} // namespace

SettingRange rangeOf(Setting setting)
{
    return rowOf(setting).range;
}

QString Settings::path() const
{
    return m_folder + QStringLiteral("/settings.json");
}

int Settings::number(Setting setting) const
{
    const auto &[which, name, range] = rowOf(setting);
    const int value = read(path()).value_or(QJsonObject())[QLatin1String(name)].toInt(range.usual);
    return isWithin(range, value) ? value : range.usual;
}

core::Result<void> Settings::setNumber(Setting setting, int value)
{
    const auto &[which, name, range] = rowOf(setting);
    if (!isWithin(range, value))
        return core::fail(
            core::ErrorKind::BadRequest,
            QStringLiteral("%1: it is a number from %2 to %3").arg(value).arg(range.least).arg(range.most));
    auto known = read(path());
    if (!known) {
        const QString aside = path() + QStringLiteral(".damaged");
        QFile::remove(aside);
        QFile::rename(path(), aside);
    }
    QJsonObject object = known.value_or(QJsonObject());
    object[QLatin1String(name)] = value;
    const bool hasFolder = core::makeOwnFolder(m_folder);
    QSaveFile file(path());
    if (hasFolder && file.open(QIODevice::WriteOnly) &&
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
        file.write(QJsonDocument(object).toJson()) > 0 && file.commit())
        return {};
    return core::fail(core::ErrorKind::File,
                      QStringLiteral("the setting could not be written: %1").arg(file.errorString()), path());
}

} // namespace spendglass::settings
