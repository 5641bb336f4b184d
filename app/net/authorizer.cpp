// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/authorizer.h"

namespace spendglass::net {

Authorizer authorizerOf(std::function<core::Result<QByteArray>(const QUrl &)> bearer)
{
    return [bearer = std::move(bearer)](const QUrl &url, const std::optional<Refusal> &refusal, QObject *,
                                        const std::function<void(core::Result<QByteArray>)> &done) {
        const auto token = bearer(url);
        const bool isOld = refusal && token && *token == refusal->token;
        done(isOld ? core::fail(refusal->error) : token);
    };
}

} // namespace spendglass::net
