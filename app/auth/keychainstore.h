// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/secretstore.h"

namespace spendglass::auth {

/// The platform's keychain, through QtKeychain: entries of the service "Spendglass". For the main thread.
/// While a person is asked for a password an answer may take as long as they like; calls come one after the
/// other. Context may go meanwhile; what was asked for is then done, and nobody told.
class KeychainStore final : public SecretStore
{
public:
    void read(const QString &key, QObject *context, OnRead done) override;
    /// tooLarge from 2560 bytes on under Windows, from 64 KiB on elsewhere. Text, without NUL.
    void write(const QString &key, const QByteArray &secret, QObject *context, OnDone done) override;
    void remove(const QString &key, QObject *context, OnDone done) override;
};

} // namespace spendglass::auth
