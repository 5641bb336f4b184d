// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "pages/page.h"

#include <QObject>
#include <QThreadPool>

namespace spendglass::parts {
class MessageBar;
}

namespace spendglass::window {

/// Without the signs that some file system does not take; never empty.
QString safeFileName(QString name);

/// Asks for a place, writes there on a thread of its own, says what became of it. A file is never replaced
/// without having been asked about: the file dialog does that.
class Exporter final : public QObject
{
    Q_OBJECT
public:
    Exporter(parts::MessageBar *messages, QWidget *window);

    /// format: an id of exporting::formats(). isDemo puts the word into the file name.
    void start(const pages::ExportContent &content, const QString &format, bool isDemo);

Q_SIGNALS:
    void finished(const QString &path, bool isWritten);

private:
    void write(const pages::ExportContent &content, const QString &format, const QString &path);
    void onWritten(const QString &path, const core::Result<void> &result);

    parts::MessageBar *m_messages;
    QWidget *m_window;
    QString m_folder;
    QThreadPool m_pool; ///< last: it waits for its work before anything else goes
};

} // namespace spendglass::window
