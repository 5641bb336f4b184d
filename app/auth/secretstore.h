// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <optional>

class QObject;

namespace spendglass::auth {

/// Where refresh tokens are kept: the platform's keychain, or nowhere. An interface, because tests replace
/// it. There is no version that writes to a plain file. All answers come later, on the caller's thread, and
/// not at all when context is gone. Errors: Keychain, with one of secretFaults as serverCode.
class SecretStore
{
public:
    virtual ~SecretStore() = default;
    /// Nothing: the keychain knows no such entry. That is not the same as signed out.
    using OnRead = std::function<void(const core::Result<std::optional<QByteArray>> &)>;
    using OnDone = std::function<void(const core::Result<void> &)>;
    virtual void read(const QString &key, QObject *context, OnRead done) = 0;
    /// The old entry is there until the new one is.
    virtual void write(const QString &key, const QByteArray &secret, QObject *context, OnDone done) = 0;
    virtual void remove(const QString &key, QObject *context, OnDone done) = 0; ///< also when there is none
};

/// What keeps a keychain from working, as the serverCode of an error.
namespace secretFaults {
inline constexpr const char *absent = "absent";     ///< no keychain service in this session
inline constexpr const char *locked = "locked";     ///< it is there, and locked
inline constexpr const char *denied = "denied";     ///< it, or the person, said no
inline constexpr const char *tooLarge = "tooLarge"; ///< more than it takes
inline constexpr const char *vanished = "vanished"; ///< what was kept there is not there any more
inline constexpr const char *other = "other";
} // namespace secretFaults

core::Error secretError(const char *fault, QString text);

} // namespace spendglass::auth
