// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <duckdb.h>

/// Everything that a store says, as text: in its file it may be compressed.
inline bool tell(const QString &store, const QString &folder)
{
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    if (duckdb_open(store.toUtf8().constData(), &database) != DuckDBSuccess)
        return false;
    duckdb_result result;
    const QString question = QStringLiteral("EXPORT DATABASE '%1' (FORMAT CSV)").arg(folder);
    const bool isTold = duckdb_connect(database, &connection) == DuckDBSuccess &&
                        duckdb_query(connection, question.toUtf8().constData(), &result) == DuckDBSuccess;
    if (connection) {
        duckdb_destroy_result(&result);
        duckdb_disconnect(&connection);
    }
    duckdb_close(&database);
    return isTold;
}
