// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/secretstore.h"

namespace spendglass::cli {

/// Whether the keychain takes an entry, gives it back and removes it: reading alone does not tell a locked
/// one from an empty one. May ask a person to unlock it. done: on this thread, later; not when context is
/// gone.
void checkKeychain(const std::shared_ptr<auth::SecretStore> &secrets, QObject *context,
                   const auth::SecretStore::OnDone &done);

/// In a few English words: "works", or what is the matter.
QString keychainState(const core::Result<void> &checked);

} // namespace spendglass::cli
