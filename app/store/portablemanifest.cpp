// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/portablemanifest.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace spendglass::store {

namespace {

using core::FolderFormat;

struct FormatName
{
    FolderFormat format;
    QLatin1String name;
};
constexpr std::array formatNames{FormatName{FolderFormat::Parquet, QLatin1String("parquet")},
                                 FormatName{FolderFormat::Csv, QLatin1String("csv")}};

core::Error fileError(const QString &text, const QString &path)
{
    core::Error error;
    error.kind = core::ErrorKind::File;
    error.text = text;
    error.where = path;
    return error;
}

QJsonObject objectOf(const PortableTable &table, const QString &file)
{
    QJsonArray columns;
    for (const PortableColumn &column : table.columns)
        columns << QJsonObject{{QStringLiteral("name"), column.name},
                               {QStringLiteral("type"), column.type},
                               {QStringLiteral("required"), column.isRequired}};
    return {{QStringLiteral("table"), table.name},
            {QStringLiteral("file"), file},
            {QStringLiteral("rows"), table.rows},
            {QStringLiteral("bytes"), table.bytes},
            {QStringLiteral("sha256"), QString::fromLatin1(table.sha256)},
            {QStringLiteral("columns"), columns}};
}

/// Members that a manifest must have, or the first that is missing or not what it should be.
class Members
{
public:
    explicit Members(const QJsonObject &object)
        : m_object(object)
    {}

    QString text(const char *name) { return take(name, QJsonValue::String).toString(); }
    bool truth(const char *name) { return take(name, QJsonValue::Bool).toBool(); }
    QJsonArray list(const char *name) { return take(name, QJsonValue::Array).toArray(); }
    qint64 number(const char *name)
    {
        const qint64 value = take(name, QJsonValue::Double).toInteger(-1);
        require(value >= 0, name);
        return value;
    }
    void require(bool isRight, const char *name)
    {
        if (!isRight && m_wrong.isEmpty())
            m_wrong = QLatin1String(name);
    }
    void include(const QString &wrong)
    {
        if (m_wrong.isEmpty())
            m_wrong = wrong;
    }
    const QString &wrong() const { return m_wrong; }

private:
    QJsonValue take(const char *name, QJsonValue::Type type)
    {
        const QJsonValue value = m_object[QLatin1String(name)];
        require(value.type() == type, name);
        return value;
    }
    QJsonObject m_object;
    QString m_wrong;
};

PortableTable tableFrom(const QJsonObject &object, FolderFormat format, Members &outer)
{
    static const QRegularExpression plainName(QStringLiteral("^[a-z][a-z0-9_]*$"));
    static const QRegularExpression hash(QStringLiteral("^[0-9a-f]{64}$"));
    Members members(object);
    PortableTable table;
    table.name = members.text("table");
    members.require(plainName.match(table.name).hasMatch(), "table");
    members.require(members.text("file") == table.name + u'.' + folderFormatName(format), "file");
    table.rows = members.number("rows");
    table.bytes = members.number("bytes");
    const QString sha256 = members.text("sha256");
    members.require(hash.match(sha256).hasMatch(), "sha256");
    table.sha256 = sha256.toLatin1();
    for (const QJsonValue &value : members.list("columns")) {
        Members column(value.toObject());
        table.columns.push_back({column.text("name"), column.text("type"), column.truth("required")});
        members.include(column.wrong());
    }
    outer.include(members.wrong());
    return table;
}

core::Result<Manifest> manifestFrom(const QByteArray &bytes, const QString &path)
{
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    Members members(document.object());
    Manifest manifest;
    manifest.program = members.text("spendglass");
    manifest.account = members.text("account");
    manifest.schema = int(members.number("schema"));
    members.require(manifest.schema >= 1, "schema");
    const auto format = folderFormatFromName(members.text("format"));
    members.require(format.has_value(), "format");
    manifest.format = format.value_or(FolderFormat::Parquet);
    const auto madeAt = core::parseTime(members.text("madeAt").toStdString());
    members.require(madeAt.has_value(), "madeAt");
    manifest.madeAt = madeAt ? madeAt->instant : core::Instant();
    for (const QJsonValue &value : members.list("tables"))
        manifest.tables.push_back(tableFrom(value.toObject(), manifest.format, members));
    if (!members.wrong().isEmpty())
        return core::fail(
            fileError(QStringLiteral("manifest.json is not the manifest of a store: %1 is missing or "
                                     "wrong.")
                          .arg(members.wrong()),
                      path));
    return manifest;
}

} // namespace

QString folderFormatName(FolderFormat format)
{
    const auto found = std::find_if(formatNames.begin(), formatNames.end(),
                                    [format](const FormatName &row) { return row.format == format; });
    return found->name;
}

std::optional<FolderFormat> folderFormatFromName(QStringView name)
{
    for (const FormatName &row : formatNames) {
        if (name == row.name)
            return row.format;
    }
    return {};
}

QString Manifest::fileName(const PortableTable &table) const
{
    return table.name + u'.' + folderFormatName(format);
}

core::FolderSummary Manifest::summary(const QString &folder) const
{
    core::FolderSummary result{folder, format, account, madeAt, schema, int(tables.size()), 0, 0};
    for (const PortableTable &table : tables) {
        result.rows += table.rows;
        result.bytes += table.bytes;
    }
    return result;
}

QByteArray Manifest::toJson() const
{
    QJsonArray list;
    for (const PortableTable &table : tables)
        list << objectOf(table, fileName(table));
    const QJsonObject document{
        {QStringLiteral("spendglass"), program},
        {QStringLiteral("schema"), schema},
        {QStringLiteral("madeAt"), core::instantText(madeAt)},
        {QStringLiteral("account"), account},
        {QStringLiteral("format"), folderFormatName(format)},
        {QStringLiteral("about"),
         QStringLiteral(
             "One file for each table. Times are UTC. The amount NAME is NAME_hi / 1e6 + NAME_lo / 1e22, "
             "exactly. CSV: UTF-8, RFC 4180; nothing between two commas is no value, \"\" is an "
             "empty text. views.sql shows how to read it all in DuckDB.")},
        {QStringLiteral("tables"), list},
    };
    return QJsonDocument(document).toJson(QJsonDocument::Indented);
}

QString manifestPath(const QString &folder)
{
    return QDir(folder).filePath(QStringLiteral("manifest.json"));
}

core::Result<Manifest> readManifest(const QString &folder)
{
    constexpr qint64 enough = 16 * 1024 * 1024;
    const QString path = manifestPath(folder);
    if (!QFileInfo(folder).isDir())
        return core::fail(fileError(QStringLiteral("There is no folder %1.").arg(folder), folder));
    QFile file(path);
    if (!file.exists())
        return core::fail(
            fileError(QStringLiteral("The folder holds no manifest.json: it is not an exported store, or "
                                     "its export did not come to its end."),
                      path));
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(
            fileError(QStringLiteral("manifest.json cannot be read: %1").arg(file.errorString()), path));
    return manifestFrom(file.read(enough), path);
}

core::Result<QByteArray> sha256Of(const QString &path, const std::function<bool()> &goOn)
{
    constexpr qint64 block = 1024 * 1024;
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(fileError(
            QStringLiteral("%1 cannot be read: %2").arg(QFileInfo(path).fileName(), file.errorString()),
            path));
    while (!file.atEnd()) {
        if (!goOn())
            return core::fail(core::ErrorKind::Cancelled, QStringLiteral("It was stopped."), path);
        const QByteArray bytes = file.read(block);
        if (bytes.isEmpty())
            return core::fail(fileError(
                QStringLiteral("%1 cannot be read: %2").arg(QFileInfo(path).fileName(), file.errorString()),
                path));
        hash.addData(bytes);
    }
    return hash.result().toHex();
}

core::Result<void> checkFiles(const Manifest &manifest, const QString &folder,
                              const std::function<bool()> &goOn)
{
    for (const PortableTable &table : manifest.tables) {
        const QString name = manifest.fileName(table);
        const QString path = QDir(folder).filePath(name);
        const QFileInfo file(path);
        if (!file.isFile())
            return core::fail(
                fileError(QStringLiteral("The file %1 is missing in the folder.").arg(name), path));
        if (file.size() != table.bytes)
            return core::fail(
                fileError(QStringLiteral("The file %1 has %2 bytes and not the %3 of the manifest.")
                              .arg(name)
                              .arg(file.size())
                              .arg(table.bytes),
                          path));
        const auto hash = sha256Of(path, goOn);
        if (!hash)
            return core::fail(hash.error());
        if (*hash != table.sha256)
            return core::fail(fileError(
                QStringLiteral("The file %1 is damaged: it is not the one that was exported.").arg(name),
                path));
    }
    return {};
}

} // namespace spendglass::store
