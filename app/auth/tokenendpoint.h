// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "net/transport.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrl>

#include <functional>
#include <utility>

namespace spendglass::auth {

/// Names and values, in the order they are sent in.
using Form = QList<std::pair<QByteArray, QString>>;

/// "client_id=…&scope=…", every value percent-encoded whole.
QByteArray encoded(const Form &form);

/// An address of the sign-in service: what is "authorize", "token", "devicecode". An empty tenant:
/// "organizations". Source: wire reference, Endpoints.
QUrl signInUrl(const QUrl &authority, const QString &tenant, const QString &what);
/// Whether an authority may be asked at all: https, or http on loopback. Untrusted otherwise.
core::Result<void> checkAuthority(const QUrl &authority);

/// POSTs a form exactly once, with 30 s for the answer; no redirect is followed, no Authorization and no
/// cookie is sent. done is called once, later; not when context, or what is returned (context's child), is
/// gone by then. An answer of any status is a Response; if it is a refusal, the secrets of the form are not
/// in it any more, should the service have echoed them.
net::Exchange *postForm(net::Transport &transport, const QUrl &url, const Form &form, QObject *context,
                        std::function<void(const core::Result<net::Response> &)> done);

} // namespace spendglass::auth
