// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/logging.h"

#include "core/logfilter.h"
#include "cli/output.h"

#include <QDateTime>
#include <QFile>
#include <QLoggingCategory>

#include <cstdio>
#include <mutex>

namespace spendglass::cli {
namespace {

/// Where the log goes; Qt's message handler has no context of its own.
struct Log
{
    std::mutex mutex;
    QFile file;
};

Log &theLog()
{
    static Log &log = *new Log; // Qt says things while it is taken down
    return log;
}

const char *typeName(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "critical";
    case QtFatalMsg:
        return "fatal";
    }
    return "";
}

void writeLine(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const QString line =
        QStringLiteral("%1 %2 %3: %4\n")
            .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs), QLatin1String(typeName(type)),
                 QLatin1String(context.category ? context.category : "default"), printable(text));
    const std::lock_guard lock(theLog().mutex);
    theLog().file.write(line.toUtf8());
    theLog().file.flush();
}

} // namespace

core::Result<void> startLogging(const QString &level, const QString &path)
{
    static const QStringList levels{QStringLiteral("debug"), QStringLiteral("info"),
                                    QStringLiteral("warning"), QStringLiteral("critical")};
    const qsizetype least = level.isEmpty() ? 2 : levels.indexOf(level);
    if (least < 0)
        return core::fail(
            core::ErrorKind::BadRequest,
            QStringLiteral("--log-level %1: it is debug, info, warning or critical").arg(level));
    QString rules;
    for (qsizetype i = 0; i < levels.size(); ++i)
        rules += QStringLiteral("*.%1=%2\n")
                     .arg(levels[i], i >= least ? QStringLiteral("true") : QStringLiteral("false"));
    QLoggingCategory::setFilterRules(rules);
    core::silenceToolkitLogs();
    QFile &file = theLog().file;
    file.setFileName(path);
    const bool isOpen = path.isEmpty() ? file.open(stderr, QIODevice::WriteOnly)
                                       : file.open(QIODevice::WriteOnly | QIODevice::Append);
    if (!isOpen)
        return core::fail(core::ErrorKind::File,
                          QStringLiteral("cannot write the log: %1").arg(file.errorString()), path);
    if (!path.isEmpty())
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    qInstallMessageHandler(writeLine);
    return {};
}

} // namespace spendglass::cli
