// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/exitcode.h"
#include "core/error.h"

#include <QByteArray>
#include <QFile>
#include <QJsonObject>
#include <QString>

namespace spendglass::cli {

/// {"what", "whose", "do", "kind", "httpStatus", "serverCode", "serverText", "requestId", "correlationId",
/// "trace", "where"}: an error in --json documents.
QJsonObject errorObject(const core::Error &error);

/// Without what could steer a terminal: control characters become blanks.
QString printable(const QString &text);

/// The two ways out: results to standard output, messages to standard error.
class Output
{
public:
    explicit Output(bool isJson);
    bool isJson() const { return m_isJson; }

    void write(const QByteArray &bytes);     ///< results; a failure is remembered
    void write(const QJsonObject &document); ///< the one document of --json
    void flush();
    void say(const QString &line); ///< one line of progress or message
    /// Tells the error on standard error, with its whose and what to do.
    void explain(const core::Error &error);
    /// explain(), and with --json the document {"error": …}. Answers with the exit code.
    int fail(const core::Error &error);
    /// Flushes; the exit code, or FileFailed when standard output did not take everything.
    int finish(int code);

private:
    bool m_isJson;
    QFile m_out, m_err;
    QByteArray m_buffer;
    QString m_failure;
};

} // namespace spendglass::cli
