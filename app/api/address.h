// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/service.h"
#include "core/time.h"
#include "net/request.h"

#include <QStringList>

namespace spendglass::api {

/// A query parameter; percent-encoded on building the address.
struct Parameter
{
    const char *name;
    QString value;
};

/// Base, path segments (each percent-encoded whole) and parameters in their order. plain: which of the
/// characters that may stand in a query's values stay as they are.
QUrl address(const QUrl &base, const QStringList &segments, const QList<Parameter> &parameters = {},
             const QByteArray &plain = QByteArrayLiteral(",:/()"));

/// Path segments of what belongs to a customer, and of its subscriptions.
QStringList customerPath(const QString &customerId);
QStringList subscriptionsPath(const QString &customerId);

/// A GET of Partner Center. scope: the customer that the service may count it for.
net::Request partnerRequest(const Service &service, QUrl url, const QString &scope = {});

/// Calls of 20 to 120 s are known; the rest keeps the usual deadline.
constexpr std::chrono::seconds slowDeadline{300};

/// The same for what a person has to wait for.
net::Request slowPartnerRequest(const Service &service, QUrl url, const QString &scope = {});

/// A GET of the older service.
net::Request crestRequest(QUrl url, const QString &scope = {});
net::Request slowCrestRequest(QUrl url, const QString &scope = {});

/// "2018-07-21T00:00:00Z": always UTC, never a fraction. Offsets with a plus arrive as blanks.
QString wireTime(core::Instant instant);

} // namespace spendglass::api
