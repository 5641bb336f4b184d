// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/service.h"
#include "core/time.h"
#include "net/request.h"

#include <QStringList>

namespace spendglass::api {

/// A query parameter; percent-encoded on building the address, with "," ":" "/" "(" ")" left as they are.
struct Parameter
{
    const char *name;
    QString value;
};

/// Base, path segments (each percent-encoded whole) and parameters in their order.
QUrl address(const QUrl &base, const QStringList &segments, const QList<Parameter> &parameters = {});

/// A GET of Partner Center. scope: the customer that the service may count it for.
net::Request partnerRequest(const Service &service, QUrl url, const QString &scope = {});

/// "2018-07-21T00:00:00Z": always UTC, never a fraction. Offsets with a plus arrive as blanks.
QString wireTime(core::Instant instant);

} // namespace spendglass::api
