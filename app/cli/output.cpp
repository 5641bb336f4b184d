// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output.h"

#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <cstdio>

namespace spendglass::cli {

QJsonObject errorObject(const core::Error &error)
{
    const Advice advice = adviceOn(error);
    return {
        {QStringLiteral("what"), error.text},
        {QStringLiteral("whose"), advice.whose},
        {QStringLiteral("do"), advice.what},
        {QStringLiteral("kind"), core::kindName(error.kind)},
        {QStringLiteral("httpStatus"), error.httpStatus},
        {QStringLiteral("serverCode"), error.serverCode},
        {QStringLiteral("serverText"), error.serverText},
        {QStringLiteral("requestId"), error.requestId},
        {QStringLiteral("correlationId"), error.correlationId},
        {QStringLiteral("trace"), error.trace},
        {QStringLiteral("where"), error.where},
    };
}

QString printable(const QString &text)
{
    QString clean = text;
    std::replace_if(
        clean.begin(), clean.end(), [](QChar c) { return c.category() == QChar::Other_Control; },
        QChar(u' '));
    return clean;
}

Output::Output(bool isJson)
    : m_isJson(isJson)
{
    m_out.open(stdout, QIODevice::WriteOnly | QIODevice::Unbuffered);
    m_err.open(stderr, QIODevice::WriteOnly | QIODevice::Unbuffered);
}

void Output::write(const QByteArray &bytes)
{
    static constexpr qsizetype enough = 64 * 1024;
    m_buffer += bytes;
    if (m_buffer.size() >= enough)
        flush();
}

void Output::write(const QJsonObject &document)
{
    write(QJsonDocument(document).toJson(QJsonDocument::Indented));
}

void Output::flush()
{
    if (m_failure.isEmpty() && !m_buffer.isEmpty() &&
        (m_out.write(m_buffer) != m_buffer.size() || !m_out.flush()))
        m_failure = m_out.errorString();
    m_buffer.clear();
}

void Output::say(const QString &line)
{
    m_err.write(printable(line).toUtf8() + '\n');
}

void Output::explain(const core::Error &error)
{
    const bool isWrongUsage = exitCodeOf(error) == WrongUsage;
    say(QStringLiteral("spendglass-cli: %1%2")
            .arg(error.text, error.where.isEmpty() || error.text.contains(error.where)
                                 ? QString()
                                 : QStringLiteral(" (%1)").arg(error.where)));
    if (isWrongUsage)
        return;
    const bool isOwnWord = error.httpStatus == 0 && error.serverText.isEmpty(); // "not_signed_in", "locked"
    if (!isOwnWord && !(error.serverCode.isEmpty() && error.serverText.isEmpty()))
        say(QStringLiteral("  the service says: %1")
                .arg(QStringList{error.serverCode, error.serverText}.join(u' ').trimmed()));
    const Advice advice = adviceOn(error);
    say(QStringLiteral("  at fault: %1").arg(advice.whose));
    say(QStringLiteral("  to do: %1").arg(advice.what));
    if (!error.requestId.isEmpty())
        say(QStringLiteral("  %1request %2, correlation %3")
                .arg(error.httpStatus > 0 ? QStringLiteral("HTTP %1, ").arg(error.httpStatus) : QString(),
                     error.requestId, error.correlationId));
    if (!error.trace.isEmpty())
        say(QStringLiteral("  ") + error.trace);
}

int Output::fail(const core::Error &error)
{
    explain(error);
    if (m_isJson)
        write(QJsonObject{{QStringLiteral("error"), errorObject(error)}});
    return exitCodeOf(error);
}

int Output::finish(int code)
{
    flush();
    if (m_failure.isEmpty())
        return code;
    say(QStringLiteral("spendglass-cli: standard output did not take the results: %1").arg(m_failure));
    return FileFailed;
}

} // namespace spendglass::cli
