// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QStringList>

/// Finds secrets in whatever a program leaves or shows: as they are, as UTF-16, and in base64.
class Canary
{
public:
    /// words: beginnings of secrets, letters and points, behind which hexadecimal digits follow.
    explicit Canary(const QByteArrayList &words)
    {
        QStringList forms;
        for (const QByteArray &word : words) {
            forms << QRegularExpression::escape(QString::fromLatin1(word)) + QStringLiteral("[0-9a-f]{8}-");
            for (qsizetype shift = 0; shift < 3; ++shift)
                forms << QRegularExpression::escape(QString::fromLatin1(inBase64(word, shift)));
        }
        m_pattern.setPattern(forms.join(QLatin1Char('|')));
    }

    /// The first secret in there; empty when there is none.
    QString findIn(QByteArray bytes) const
    {
        const QString found = m_pattern.match(QString::fromLatin1(bytes)).captured();
        if (!found.isEmpty())
            return found;
        bytes.replace(QByteArrayView("\0", 1), ""); // UTF-16 of either end
        return m_pattern.match(QString::fromLatin1(bytes)).captured();
    }

    /// All files with a secret in content or name; searched: how many there were.
    QStringList findBelow(const QString &folder, int &searched) const
    {
        QStringList found;
        QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            ++searched;
            const QString secret = findIn(file.fileName().toUtf8() + '\n' + file.readAll());
            if (!secret.isEmpty())
                found << file.fileName() + QStringLiteral(": ") + secret;
        }
        return found;
    }

    struct Seen
    {
        int processes = 0; ///< whose arguments were searched
        int environments =
            0; ///< of them, could be read: a program that keeps others out shows its own to root
    };

    /// The same in the arguments and environments of this process's descendants, and of those whose
    /// environment holds the mark.
    QStringList findInProcesses(const QByteArray &mark, Seen &seen) const
    {
        QStringList found;
        for (const QString &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
            const QByteArray environment = contentOf(QStringLiteral("/proc/%1/environ").arg(process));
            if (!environment.contains(mark) && !isDescendant(process))
                continue;
            ++seen.processes;
            seen.environments += environment.isEmpty() ? 0 : 1;
            const QByteArray line = contentOf(QStringLiteral("/proc/%1/cmdline").arg(process));
            const QString secret = findIn(line + '\n' + environment);
            if (!secret.isEmpty())
                found << QString::fromLatin1(line) + QStringLiteral(": ") + secret;
        }
        return found;
    }

private:
    /// What is sure to stand in the base64 of a text with the word so many bytes behind a multiple of three.
    static QByteArray inBase64(const QByteArray &word, qsizetype shift)
    {
        const QByteArray text = (QByteArray(shift, ' ') + word).toBase64(QByteArray::OmitTrailingEquals);
        const qsizetype first = (shift * 8 + 5) / 6, last = (shift + word.size()) * 8 / 6;
        return text.mid(first, last - first);
    }
    /// By the parents' numbers, which everybody may read.
    static bool isDescendant(QString process)
    {
        const QString self = QString::number(QCoreApplication::applicationPid());
        while (process.toLongLong() > 1) {
            const QByteArray stat = contentOf(QStringLiteral("/proc/%1/stat").arg(process));
            process = QString::fromLatin1(stat.mid(stat.lastIndexOf(')') + 4).split(' ').value(0));
            if (process == self)
                return true;
        }
        return false;
    }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    QRegularExpression m_pattern;
};
