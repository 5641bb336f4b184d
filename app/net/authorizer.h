// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QUrl>

#include <functional>
#include <optional>

class QObject;

namespace spendglass::net {

/// A token that the service has not accepted, and its words: renewal cannot help against a missing second
/// factor (900421), a wrong audience (900420) or a claims challenge.
struct Refusal
{
    QByteArray token;
    core::Error error;
    QByteArray challenge; ///< the header WWW-Authenticate, as sent
};

/// Gives the bearer token for an address (its origin decides, and below CREST its path): without a refusal the one at hand, after a refusal another one than
/// that, or why there is none. done is called once, from here or later, on the caller's thread, and not at
/// all when context is gone. auth/ supplies it; net/ never keeps a token.
using Authorizer = std::function<void(const QUrl &url, const std::optional<Refusal> &refusal,
                                      QObject *context, std::function<void(core::Result<QByteArray>)> done)>;

/// For tokens that are at hand and cannot be renewed: after a refusal the service's own error stands, unless
/// another token has come in the meantime.
Authorizer authorizerOf(std::function<core::Result<QByteArray>(const QUrl &url)> bearer);

} // namespace spendglass::net
