// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sizereport.h"

#include "cli/output.h"

#include <QJsonArray>
#include <QLocale>

namespace spendglass::cli {
namespace {

QJsonValue dayValue(const std::optional<core::Day> &day)
{
    return day ? QJsonValue(core::dayText(*day)) : QJsonValue();
}

QString formatName(core::FolderFormat format)
{
    return format == core::FolderFormat::Csv ? QStringLiteral("csv") : QStringLiteral("parquet");
}

QString line(const QString &name, const QString &value)
{
    return name.leftJustified(16) + value + u'\n';
}

} // namespace

QString bytesText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QJsonObject sizeObject(const core::StoreSize &size)
{
    QJsonArray parts;
    for (const core::DataSetSize &part : size.dataSets)
        parts << QJsonObject{{QStringLiteral("dataSet"), core::dataSetName(part.dataSet)},
                             {QStringLiteral("rows"), part.rows},
                             {QStringLiteral("snapshots"), part.snapshots},
                             {QStringLiteral("windows"), part.windows},
                             {QStringLiteral("calls"), part.calls},
                             {QStringLiteral("first"), dayValue(part.first)},
                             {QStringLiteral("last"), dayValue(part.last)}};
    return {{QStringLiteral("path"), size.path},
            {QStringLiteral("fileBytes"), size.fileBytes},
            {QStringLiteral("logBytes"), size.logBytes},
            {QStringLiteral("freeBytes"), size.freeBytes},
            {QStringLiteral("schema"), size.schema},
            {QStringLiteral("customers"), size.customers},
            {QStringLiteral("subscriptions"), size.subscriptions},
            {QStringLiteral("dataSets"), parts}};
}

QString sizeText(const core::StoreSize &size)
{
    QString text = line(QStringLiteral("store"), printable(size.path));
    text += line(
        QStringLiteral("file"),
        QStringLiteral("%1, of which %2 are free").arg(bytesText(size.fileBytes), bytesText(size.freeBytes)));
    text += line(QStringLiteral("log"), bytesText(size.logBytes));
    text += line(QStringLiteral("schema"), QString::number(size.schema));
    text +=
        line(QStringLiteral("directory"),
             QStringLiteral("%1 customers, %2 subscriptions").arg(size.customers).arg(size.subscriptions));
    for (const core::DataSetSize &part : size.dataSets) {
        QString value =
            QStringLiteral("%1 rows, %2 windows, %3 calls").arg(part.rows).arg(part.windows).arg(part.calls);
        if (part.snapshots > 0)
            value += QStringLiteral(", %1 rows of snapshots").arg(part.snapshots);
        if (part.first && part.last)
            value += QStringLiteral(", %1 to %2").arg(core::dayText(*part.first), core::dayText(*part.last));
        text += line(core::dataSetName(part.dataSet), value);
    }
    return text;
}

QJsonObject roomObject(const core::Room &room)
{
    return {{QStringLiteral("bytesBefore"), room.before},
            {QStringLiteral("bytesAfter"), room.after},
            {QStringLiteral("bytesWon"), room.before - room.after}};
}

QString roomText(const core::Room &room)
{
    return QStringLiteral("%1 now, %2 before").arg(bytesText(room.after), bytesText(room.before));
}

QJsonObject removedObject(const core::Removed &removed)
{
    return {{QStringLiteral("rows"), removed.rows},
            {QStringLiteral("windows"), removed.windows},
            {QStringLiteral("calls"), removed.calls},
            {QStringLiteral("entries"), removed.entries},
            {QStringLiteral("texts"), removed.texts}};
}

QString removedText(const core::Removed &removed)
{
    return QStringLiteral("%1 rows, %2 windows, %3 calls, %4 entries of the directory")
        .arg(removed.rows)
        .arg(removed.windows)
        .arg(removed.calls)
        .arg(removed.entries);
}

QJsonObject folderObject(const core::FolderSummary &folder)
{
    return {{QStringLiteral("folder"), folder.folder},
            {QStringLiteral("format"), formatName(folder.format)},
            {QStringLiteral("account"), folder.account},
            {QStringLiteral("madeAt"), core::instantText(folder.madeAt)},
            {QStringLiteral("schema"), folder.schema},
            {QStringLiteral("files"), folder.files},
            {QStringLiteral("rows"), folder.rows},
            {QStringLiteral("bytes"), folder.bytes}};
}

QString folderText(const core::FolderSummary &folder)
{
    return QStringLiteral("%1 rows in %2 files, %3: %4")
        .arg(folder.rows)
        .arg(folder.files)
        .arg(bytesText(folder.bytes), printable(folder.folder));
}

QString retentionText(std::optional<int> months)
{
    return line(QStringLiteral("kept"), months
                                            ? QStringLiteral("%1 months before the present one").arg(*months)
                                            : QStringLiteral("all months"))
        .chopped(1);
}

} // namespace spendglass::cli
