// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"
#include "store/store.h"
#include "store/storestate.h"

namespace spendglass::store {

/// What is kept in memory about the rows is of the past: read again over the same connection.
void Store::renew()
{
    State &old = *m_state;
    m_state = std::make_unique<State>(old.path, std::move(old.lock), std::move(old.connection));
}

core::Result<core::StoreSize> Store::size()
{
    return sizeOf(*m_state->connection, m_state->path);
}

core::Result<std::vector<KnownCustomer>> Store::customersCalled(const QString &text)
{
    return store::customersCalled(*m_state->connection, text);
}

core::Result<core::Removed> Store::forget(const QString &customerId)
{
    auto removed = forgetCustomer(*m_state->connection, customerId);
    renew();
    return removed;
}

core::Result<core::Removed> Store::removeBefore(core::Day day)
{
    auto removed = store::removeBefore(*m_state->connection, day);
    renew();
    return removed;
}

core::Result<void> Store::whileClosed(const FileWork &work)
{
    m_state->connection->close(
        core::fail(core::ErrorKind::Storage, QStringLiteral("The store is closed."), m_state->path).value());
    auto done = work(m_state->path);
    auto opened = openDatabase(m_state->path);
    if (!opened) {
        m_state->connection->close(opened.error());
        return core::fail(opened.error());
    }
    m_state->connection = std::move(*opened);
    renew();
    return done;
}

} // namespace spendglass::store
