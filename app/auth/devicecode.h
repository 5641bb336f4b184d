// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>
#include <QUrl>

#include <chrono>

namespace spendglass::net {
struct Response;
}

namespace spendglass::auth {

/// What the device code endpoint gave. RFC 8628 section 3.2; numbers may be strings.
struct DeviceAnswer
{
    QString deviceCode; ///< a secret
    QString userCode;
    QUrl verificationUrl;
    std::chrono::seconds
        validFor; ///< from a minute to an hour, whatever was written; 15 minutes if nothing was
    std::chrono::seconds interval; ///< 5 if nothing sensible was written
};

/// Refusals as signInError() makes them, Malformed when a code or the address is missing.
core::Result<DeviceAnswer> deviceAnswerFrom(const net::Response &response);

/// Whether a person may be sent there by a click: https at the authority's own host or at one of
/// Microsoft's, at the usual port and without user information; or our own loopback authority.
/// RFC 8628 section 5.4.
bool isTrustedVerification(const QUrl &url, const QUrl &authority);

} // namespace spendglass::auth
