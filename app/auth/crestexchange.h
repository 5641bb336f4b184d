// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/account.h"
#include "auth/tokenshelf.h"
#include "net/client.h"

#include <QObject>
#include <QSet>
#include <QString>

#include <memory>

namespace spendglass::auth {

/// Exchanges the account's token for SA_Tokens, the reseller's and those of customers, and puts them on the
/// shelf. Source: wire reference, The old exchanges.
class CrestExchange : public QObject
{
    Q_OBJECT
public:
    /// parts: whose authorizer gives the account's token for any address.
    CrestExchange(Account account, net::ClientParts parts, std::shared_ptr<TokenShelf> shelf,
                  QObject *parent);

    /// Does nothing while that one is under way. The shelf gets the token, or the error.
    void fetch(const QString &tokenName);

private:
    void onAnswer(const QString &tokenName, const core::Result<net::Response> &answer);

    const Account m_account;
    const std::shared_ptr<TokenShelf> m_shelf;
    net::Client m_client;
    QSet<QString> m_underWay;
};

} // namespace spendglass::auth
