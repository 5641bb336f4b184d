// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/memorystore.h"

#include <QObject>

namespace spendglass::auth {

namespace {

template <class Done, class Answer>
void answerLater(QObject *context, Done done, Answer answer)
{
    QMetaObject::invokeMethod(
        context, [done = std::move(done), answer = std::move(answer)] { done(answer); },
        Qt::QueuedConnection);
}

} // namespace

void MemoryStore::read(const QString &key, QObject *context, OnRead done)
{
    if (isSilent)
        return;
    core::Result<std::optional<QByteArray>> answer;
    if (readError)
        answer = core::fail(*readError);
    else if (const auto found = entries.find(key); found != entries.end())
        answer = found->second;
    answerLater(context, std::move(done), std::move(answer));
}

void MemoryStore::write(const QString &key, const QByteArray &secret, QObject *context, OnDone done)
{
    if (isSilent)
        return;
    core::Result<void> answer;
    if (writeError)
        answer = core::fail(*writeError);
    else
        entries[key] = secret;
    answerLater(context, std::move(done), std::move(answer));
}

void MemoryStore::remove(const QString &key, QObject *context, OnDone done)
{
    if (isSilent)
        return;
    core::Result<void> answer;
    if (removeError)
        answer = core::fail(*removeError);
    else
        entries.erase(key);
    answerLater(context, std::move(done), std::move(answer));
}

} // namespace spendglass::auth
