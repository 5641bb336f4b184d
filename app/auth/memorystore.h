// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/secretstore.h"

#include <map>

namespace spendglass::auth {

/// Secrets that live as long as this. For tests, which may let it fail like a keychain, and for sample data.
class MemoryStore final : public SecretStore
{
public:
    void read(const QString &key, QObject *context, OnRead done) override;
    void write(const QString &key, const QByteArray &secret, QObject *context, OnDone done) override;
    void remove(const QString &key, QObject *context, OnDone done) override;

    std::map<QString, QByteArray> entries;
    std::optional<core::Error> readError, writeError, removeError; ///< what such a call answers from now on
    bool isSilent = false; ///< nothing is done or answered: a person is asked and does not react
};

} // namespace spendglass::auth
