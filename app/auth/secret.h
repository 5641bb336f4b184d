// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace spendglass::auth {

/// A secret in memory of its own, which is overwritten before it is given back. What copy() gives is the
/// taker's affair.
class Secret
{
public:
    Secret() = default;
    explicit Secret(const QByteArray &bytes)
        : m_bytes(bytes.constData(), bytes.size()) // deep
    {}
    Secret(Secret &&other) noexcept { m_bytes.swap(other.m_bytes); }
    Secret &operator=(Secret &&other) noexcept
    {
        wipe();
        m_bytes.swap(other.m_bytes);
        return *this;
    }
    ~Secret() { wipe(); }

    bool isEmpty() const { return m_bytes.isEmpty(); }
    bool is(const QByteArray &bytes) const { return m_bytes == bytes; }
    QByteArray copy() const { return {m_bytes.constData(), m_bytes.size()}; }
    const char *bytes() const { return m_bytes.constData(); } ///< where it lies
    void wipe();

private:
    QByteArray m_bytes; ///< never shared
};

/// Overwrites what is there if nobody shares it, and empties it.
void wipe(QByteArray &bytes);

} // namespace spendglass::auth
