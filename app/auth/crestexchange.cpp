// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/crestexchange.h"

#include "auth/tokenanswer.h"
#include "auth/tokennames.h"

#include <QUuid>

#include <utility>

namespace spendglass::auth {

CrestExchange::CrestExchange(Account account, net::ClientParts parts, std::shared_ptr<TokenShelf> shelf,
                             QObject *parent)
    : QObject(parent)
    , m_account(std::move(account))
    , m_shelf(std::move(shelf))
    , m_client(std::move(parts), {m_account.addresses.crestUrl})
{}

void CrestExchange::fetch(const QString &tokenName)
{
    if (m_underWay.contains(tokenName))
        return;
    m_underWay.insert(tokenName);
    net::Request request;
    request.verb = QByteArrayLiteral("POST");
    request.url = crestTokenUrl(m_account, tokenName);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = QByteArrayLiteral("grant_type=client_credentials");
    request.dialect = net::Request::Dialect::Crest;
    request.deadline = std::chrono::seconds(30);
    net::Call *const call = m_client.call(request, QUuid::createUuid().toString(QUuid::WithoutBraces), this);
    connect(call, &net::Call::finished, this,
            [this, call, tokenName](const core::Result<net::Response> &answer) {
                call->deleteLater();
                onAnswer(tokenName, answer);
            });
}

void CrestExchange::onAnswer(const QString &tokenName, const core::Result<net::Response> &answer)
{
    m_underWay.remove(tokenName);
    if (!answer)
        return m_shelf->refuse(tokenName, answer.error());
    const auto token = tokenAnswerFrom(*answer, m_account.clientId);
    if (!token)
        return m_shelf->refuse(tokenName, token.error());
    m_shelf->put(tokenName, token->accessToken, token->expiresIn);
}

} // namespace spendglass::auth
