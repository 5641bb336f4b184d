// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/secret.h"

namespace spendglass::auth {

namespace {

/// Written through a volatile pointer: the compiler would leave out what nobody reads.
void overwrite(QByteArray &bytes)
{
    volatile char *const first = bytes.data();
    for (qsizetype at = 0; at < bytes.size(); ++at)
        first[at] = 0;
}

} // namespace

void Secret::wipe()
{
    auth::wipe(m_bytes);
}

void wipe(QByteArray &bytes)
{
    if (!bytes.isEmpty() && bytes.isDetached())
        overwrite(bytes);
    bytes.resize(0); // the memory stays with it
}

} // namespace spendglass::auth
