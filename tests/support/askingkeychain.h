// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/memorystore.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>
#include <vector>

namespace spendglass::test {

/// A keychain that asks a person first: until they agree everything waits, and is then done in its turn, also
/// for those who have gone meanwhile.
class AskingKeychain final : public auth::SecretStore
{
public:
    explicit AskingKeychain(std::shared_ptr<auth::MemoryStore> behind)
        : m_behind(std::move(behind))
    {}
    bool isAsking() const { return !m_waiting.empty(); }
    void agree()
    {
        m_hasAgreed = true;
        for (const auto &work : std::exchange(m_waiting, {}))
            work();
    }

    void read(const QString &key, QObject *context, OnRead done) override
    {
        await(context, [=, this](QObject *who) { m_behind->read(key, who, done); });
    }
    void write(const QString &key, const QByteArray &secret, QObject *context, OnDone done) override
    {
        await(context, [=, this](QObject *who) { m_behind->write(key, secret, who, done); });
    }
    void remove(const QString &key, QObject *context, OnDone done) override
    {
        await(context, [=, this](QObject *who) { m_behind->remove(key, who, done); });
    }

private:
    void await(QObject *context, const std::function<void(QObject *)> &work)
    {
        if (m_hasAgreed)
            return work(context);
        m_waiting.emplace_back([work, who = QPointer(context)] {
            QObject nobody; // gone before it is told
            work(who ? who.data() : &nobody);
        });
    }

    std::shared_ptr<auth::MemoryStore> m_behind;
    std::vector<std::function<void()>> m_waiting;
    bool m_hasAgreed = false;
};

} // namespace spendglass::test
