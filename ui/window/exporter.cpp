// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/exporter.h"

#include "models/format.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>

namespace spendglass::window {

QString safeFileName(QString name)
{
    static const QRegularExpression unsafe(QStringLiteral("[\\\\/:*?\"<>|\\x00-\\x1f]"));
    name = name.replace(unsafe, QStringLiteral("_")).simplified().left(80);
    while (name.endsWith(QLatin1Char('.')))
        name.chop(1);
    return name.isEmpty() ? QStringLiteral("spendglass") : name;
}

Exporter::Exporter(parts::MessageBar *messages, QWidget *window)
    : QObject(window)
    , m_messages(messages)
    , m_window(window)
    , m_folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
{
    m_pool.setMaxThreadCount(1);
}

void Exporter::start(const pages::ExportContent &content, const QString &formatId, bool isDemo)
{
    const exporting::Format *format = exporting::findFormat(formatId);
    if (!format)
        return;
    const QString label = exporting::formatLabel(*format);
    parts::prompts::SaveQuestion question;
    question.title = tr("Export");
    question.folder = m_folder;
    //: File name of an export of made-up data
    const QString name = isDemo ? tr("Demo - %1").arg(content.fileName) : content.fileName;
    question.fileName = safeFileName(name) + QLatin1Char('.') + format->suffix;
    question.filter = QStringLiteral("%1 (*.%2)").arg(label, format->suffix);
    question.suffix = format->suffix;
    parts::prompts::askSaveFile(m_window, question, [this, content, formatId](const QString &path) {
        write(content, formatId, path);
    });
}

void Exporter::write(const pages::ExportContent &content, const QString &formatId, const QString &path)
{
    m_folder = QFileInfo(path).absolutePath();
    m_messages->show(parts::MessageBar::Kind::Information, tr("Writing %1…").arg(QFileInfo(path).fileName()));
    m_pool.start([this, content, formatId, path] {
        exporting::Options options;
        options.byteOrderMark = true; // spreadsheets take UTF-8 for something else without it
        const exporting::Format *format = exporting::findFormat(formatId);
        const auto result = exporting::writeFile(*format, path, options, content.about, *content.table);
        QMetaObject::invokeMethod(
            this, [this, path, result] { onWritten(path, result); }, Qt::QueuedConnection);
    });
}

void Exporter::onWritten(const QString &path, const core::Result<void> &result)
{
    if (!result) {
        const core::Error error = result.error();
        m_messages->show(parts::MessageBar::Kind::Error, models::errorSentence(error));
        connect(m_messages->addAction(tr("Details")), &QAction::triggered, this, [this, error] {
            parts::prompts::showMessage(
                m_window, {tr("Details"), models::errorSentence(error), models::errorDetails(error)});
        });
    } else {
        const QFileInfo file(path);
        m_messages->show(parts::MessageBar::Kind::Success, tr("%1 is written.").arg(file.fileName()));
        connect(m_messages->addAction(tr("Open")), &QAction::triggered, this,
                [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
        connect(m_messages->addAction(tr("Show in folder")), &QAction::triggered, this,
                [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(file.absolutePath())); });
        connect(m_messages->addAction(tr("Copy path")), &QAction::triggered, this,
                [path] { QGuiApplication::clipboard()->setText(QDir::toNativeSeparators(path)); });
    }
    Q_EMIT finished(path, result.has_value());
}

} // namespace spendglass::window
