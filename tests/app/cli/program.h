// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/host.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>

#include <functional>

/// How a run of the program ended. code: -1 when it was killed or did not end.
struct Outcome
{
    int code = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    QString errorKind() const { return json()[QStringLiteral("error")][QStringLiteral("kind")].toString(); }
};

inline QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts);
}

inline bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The program with a profile of its own.
class Program
{
public:
    QString path(const QString &name) const { return m_folder.filePath(name); }

    /// What a run may need besides its words.
    struct Extras
    {
        QByteArray input;
        std::function<void()> inChild; ///< between fork and exec
    };

    Outcome run(const QStringList &line, const Extras &extras = {}) const
    {
        QProcess process;
        if (extras.inChild)
            process.setChildProcessModifier(extras.inChild);
        start(process, line);
        process.write(extras.input);
        process.closeWriteChannel();
        return ended(process);
    }
    Outcome run(const char *line, const Extras &extras = {}) const { return run(words(line), extras); }

    void start(QProcess &process, const QStringList &line) const
    {
        process.start(QStringLiteral(SPENDGLASS_CLI),
                      QStringList{QStringLiteral("--profile"), m_folder.path()} + line);
    }

    static Outcome ended(QProcess &process)
    {
        process.waitForFinished(60'000);
        return outcomeOf(process);
    }

    static Outcome outcomeOf(QProcess &process)
    {
        const bool isOver =
            process.state() == QProcess::NotRunning && process.exitStatus() == QProcess::NormalExit;
        return {isOver ? process.exitCode() : -1, process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    /// An account of this name for a running sandbox, and its token in the file "token".
    bool addAccount(const QString &name, const spendglass::sandbox::Address &address) const
    {
        const QStringList line{QStringLiteral("account"),
                               QStringLiteral("add"),
                               name,
                               QStringLiteral("--api-url"),
                               address.apiUrl.toString(),
                               QStringLiteral("--login-url"),
                               address.loginUrl.toString(),
                               QStringLiteral("--crest-url"),
                               address.crestUrl.toString(),
                               QStringLiteral("--resource"),
                               address.resource,
                               QStringLiteral("--tenant"),
                               address.tenant,
                               QStringLiteral("--client-id"),
                               address.clientId,
                               QStringLiteral("--crest-cid"),
                               address.crestCid};
        return writeFile(path(QStringLiteral("token")), address.token) && run(line).code == 0;
    }

    /// The words, for that account and with its token.
    QStringList signedIn(const char *line, const char *account) const
    {
        return words(line) + QStringList{QStringLiteral("--account"), QString::fromUtf8(account),
                                         QStringLiteral("--access-token-file"),
                                         path(QStringLiteral("token"))};
    }

    QString storePath(const char *account) const
    {
        return run(words("account show --json") << QString::fromUtf8(account))
            .json()[QStringLiteral("store")]
            .toString();
    }

private:
    QTemporaryDir m_folder;
};
