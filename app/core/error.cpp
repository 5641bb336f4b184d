// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/error.h"

namespace spendglass::core {

QString kindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Cancelled: return QStringLiteral("Cancelled");
    case ErrorKind::Offline: return QStringLiteral("Offline");
    case ErrorKind::Timeout: return QStringLiteral("Timeout");
    case ErrorKind::Unauthorised: return QStringLiteral("Unauthorised");
    case ErrorKind::Forbidden: return QStringLiteral("Forbidden");
    case ErrorKind::Throttled: return QStringLiteral("Throttled");
    case ErrorKind::NotFound: return QStringLiteral("NotFound");
    case ErrorKind::BadRequest: return QStringLiteral("BadRequest");
    case ErrorKind::Server: return QStringLiteral("Server");
    case ErrorKind::Malformed: return QStringLiteral("Malformed");
    case ErrorKind::Untrusted: return QStringLiteral("Untrusted");
    case ErrorKind::NotReady: return QStringLiteral("NotReady");
    case ErrorKind::NotOffered: return QStringLiteral("NotOffered");
    case ErrorKind::Storage: return QStringLiteral("Storage");
    case ErrorKind::File: return QStringLiteral("File");
    case ErrorKind::Keychain: return QStringLiteral("Keychain");
    }
    return {};
}

} // namespace spendglass::core
