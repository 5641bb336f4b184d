// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/secretstore.h"

namespace spendglass::auth {

core::Error secretError(const char *fault, QString text)
{
    core::Error error;
    error.kind = core::ErrorKind::Keychain;
    error.text = std::move(text);
    error.serverCode = QString::fromLatin1(fault);
    return error;
}

} // namespace spendglass::auth
