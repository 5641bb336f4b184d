// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

class QObject;

namespace spendglass::auth {

/// How the keychain of a free desktop stands.
enum class SecretServiceState
{
    Unknown, ///< another platform, or no clear answer
    Absent,  ///< no message bus, or nobody on it who keeps secrets
    Locked,  ///< the default collection is
    Open     ///< also when there is no collection yet
};

/// Asks the service org.freedesktop.secrets without starting or unlocking it. QtKeychain does not tell:
/// under a locked collection it reads "no such entry" and deletes with success. The answer comes later,
/// not at all when context is gone.
void askSecretService(QObject *context, std::function<void(SecretServiceState)> done);

} // namespace spendglass::auth
