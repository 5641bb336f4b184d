// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spendglass::auth {

/// Who signed in, as the sign-in service names them. Holds no secret. Source: the id_token's claims
/// preferred_username (v1: upn), name, tid, oid.
struct Identity
{
    QString user;     ///< "anna@contoso.example", for a person to recognise
    QString name;     ///< "Anna Adler"; may be empty
    QString tenantId; ///< with userId what a store is bound to
    QString userId;
    friend bool operator==(const Identity &, const Identity &) = default;
};

/// Whether both are known and name one person of one tenant.
inline bool isSamePerson(const Identity &one, const Identity &other)
{
    return !one.userId.isEmpty() && one.userId.compare(other.userId, Qt::CaseInsensitive) == 0 &&
           one.tenantId.compare(other.tenantId, Qt::CaseInsensitive) == 0;
}

} // namespace spendglass::auth
