// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/tokens.h"

#include <QUuid>

namespace spendglass::sandbox {

QByteArray Tokens::fresh(Right right)
{
    const std::string token = "sandbox." + newId() + "." + newId();
    const std::scoped_lock lock(m_mutex);
    m_entries[token] = {std::chrono::steady_clock::now() + m_seconds, right};
    return QByteArray::fromStdString(token);
}

Tokens::Known Tokens::find(const std::string &token) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_entries.find(token);
    if (found == m_entries.end())
        return {};
    const bool isGood = std::chrono::steady_clock::now() < found->second.until;
    return {isGood ? State::Good : State::Expired, found->second.right};
}

std::string newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
}

} // namespace spendglass::sandbox
