// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/upkeep.h"

#include "store/maintenance.h"
#include "store/tables.h"
#include "store/wholefile.h"

#include <QFileInfo>

#include <array>

namespace spendglass::store {

namespace {

using core::DataSet;
using query::Value;

/// Which rows of a data set are those of a customer in the temporary tables below; null: none are.
struct Ownership
{
    DataSet dataSet;
    const char *isTheirs;
};
constexpr const char *byKey = "customer_key in (select key from gone_key)";
constexpr std::array ownerships{
    Ownership{DataSet::Analytics, byKey},
    Ownership{DataSet::Utilization, byKey},
    Ownership{DataSet::Crest, byKey},
    Ownership{DataSet::Spend,
              "(lower(resource_id) in (select id from gone_id) or (coalesce(resource_id, '') = '' "
              "and lower(resource_name) in (select name from gone_name)))"},
    Ownership{DataSet::Summary, nullptr},
};

struct Dimension
{
    const char *table;
    const char *key; ///< in the tables of use
};
constexpr std::array dimensions{
    Dimension{"customer", "customer_key"},
    Dimension{"subscription", "subscription_key"},
    Dimension{"meter", "meter_key"},
    Dimension{"place", "place_key"},
    Dimension{"reservation", "reservation_key"},
    Dimension{"resource", "resource_key"},
};

bool isOfUse(DataSet dataSet)
{
    return dataSet != DataSet::Spend && dataSet != DataSet::Summary;
}

/// Every table with rows of the data set.
std::vector<std::string> tablesWithRows(DataSet dataSet)
{
    const Tables tables = tablesOf(dataSet);
    std::vector<std::string> names{tables.fact, tables.stage};
    if (tables.history)
        names.emplace_back(tables.history);
    return names;
}

/// "select WHAT from a union select WHAT from b …" over the tables with rows of the data sets that pass.
template <class Passes>
std::string unionOf(const std::string &what, Passes passes)
{
    std::string sql;
    for (const DataSet dataSet : core::allDataSets) {
        if (!passes(dataSet))
            continue;
        for (const std::string &table : tablesWithRows(dataSet))
            sql += (sql.empty() ? "select " : " union select ") + what + " from " + table;
    }
    return sql;
}

std::string fetchesOfWindows(const std::string &where)
{
    return "select current_fetch as fetch_id from fetch_window where current_fetch is not null and " + where +
           " union select last_fetch from fetch_window where last_fetch is not null and " + where;
}

/// Statements one after the other; the first error stops all that come after it.
class Steps
{
public:
    explicit Steps(Connection &connection)
        : m_connection(connection)
    {}

    void run(const std::string &sql, std::span<const Value> values = {})
    {
        if (m_done)
            m_done = m_connection.run(sql, values);
    }
    /// How many rows the statement changed.
    qint64 count(const std::string &sql, std::span<const Value> values = {})
    {
        if (!m_done)
            return 0;
        const auto changed = m_connection.scalar(sql, values);
        if (!changed)
            m_done = core::fail(changed.error());
        const auto *number = changed ? std::get_if<qint64>(&*changed) : nullptr;
        return number ? *number : 0;
    }
    const core::Result<void> &outcome() const { return m_done; }

private:
    Connection &m_connection;
    core::Result<void> m_done;
};

/// What a change of the rows leaves behind: calls that brought nothing that is still there, texts that
/// nothing refers to.
void removeUnused(Steps &steps, core::Removed &removed)
{
    const auto any = [](DataSet) { return true; };
    removed.calls += steps.count("delete from fetch_call where fetch_id not in (" + fetchesOfWindows("true") +
                                 " union " + unionOf("fetch_id", any) + ")");
    for (const Dimension &dimension : dimensions)
        removed.texts += steps.count("delete from " + std::string(dimension.table) + " where key not in (" +
                                     unionOf(dimension.key, isOfUse) + ")");
}

template <class Work>
core::Result<core::Removed> inTransaction(Connection &connection, const Work &work)
{
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return core::fail(transaction.error());
    Steps steps(connection);
    core::Removed removed;
    work(steps, removed);
    if (!steps.outcome())
        return core::fail(steps.outcome().error());
    if (auto done = transaction->commit(); !done)
        return core::fail(done.error());
    return removed;
}

/// Every (id, name) that the store has for a customer, wherever it stands.
std::string everyCustomer()
{
    std::string sql = "select id, name from customer union select id, name from directory_customer";
    for (const std::string &table : tablesWithRows(DataSet::Spend))
        sql += " union select resource_id, resource_name from " + table;
    return sql + " union select customer_id, null from fetch_window";
}

void listGone(Steps &steps, const QString &id)
{
    const Value value = id;
    steps.run("create temporary table gone_id as select lower($1) as id", {&value, 1});
    steps.run("create temporary table gone_name as select distinct lower(name) as name from (" +
              everyCustomer() + ") where lower(id) in (select id from gone_id) and coalesce(name, '') <> ''");
    // Rows without an id are theirs by name.
    steps.run(
        "create temporary table gone_key as select key from customer where lower(id) in (select id from "
        "gone_id) or (coalesce(id, '') = '' and lower(name) in (select name from gone_name))");
}

core::Result<core::DataSetSize> sizeOfDataSet(Connection &connection, DataSet dataSet)
{
    const Tables tables = tablesOf(dataSet);
    const std::string fact = tables.fact;
    const std::string name = core::dataSetName(dataSet).toStdString();
    std::string fetches = fetchesOfWindows("data_set = '" + name + "'");
    for (const std::string &table : tablesWithRows(dataSet))
        fetches += " union select fetch_id from " + table;
    const std::string days =
        isOfUse(dataSet)
            ? "select min(usage_day) as first, max(usage_day) as last from " + fact
            : "select min(cast(received_at as date)) as first, max(cast(received_at as date)) as "
              "last from fetch_call where page is not null and fetch_id in (" +
                  fetches + ")";
    const std::string snapshots =
        tables.history ? "(select count(*) from " + std::string(tables.history) + ")" : "0::bigint";
    core::DataSetSize size;
    size.dataSet = dataSet;
    auto done = connection.run("select (select count(*) from " + fact + "), " + snapshots +
                                   ", (select count(*) from fetch_window where data_set = '" + name +
                                   "'), (select count(*) from fetch_call where fetch_id in (" + fetches +
                                   ")), first, last from (" + days + ")",
                               {}, [&size](const RowView &row) {
                                   size.rows = row.integer(0);
                                   size.snapshots = row.integer(1);
                                   size.windows = row.integer(2);
                                   size.calls = row.integer(3);
                                   if (!row.isNull(4))
                                       size.first = row.day(4);
                                   if (!row.isNull(5))
                                       size.last = row.day(5);
                               });
    if (!done)
        return core::fail(done.error());
    return size;
}

core::Result<QString> viewsOf(Connection &connection, const char *database)
{
    const Value name = QString::fromLatin1(database);
    const auto sql =
        connection.scalar("select string_agg(sql, ' ' order by view_name) from duckdb_views() where "
                          "database_name = $1 and not internal",
                          {&name, 1});
    if (!sql)
        return core::fail(sql.error());
    return query::valueText(*sql);
}

/// Both databases have the same views, and the same rows in the same tables.
core::Result<bool> isSame(Maintenance &files)
{
    const auto old = files.tables("old");
    const auto fresh = files.tables("new");
    if (!old || !fresh)
        return core::fail((old ? fresh : old).error());
    const auto before = viewsOf(files.connection(), "old");
    const auto after = viewsOf(files.connection(), "new");
    if (!before || !after)
        return core::fail((before ? after : before).error());
    bool result = *old == *fresh && *before == *after;
    for (auto table = old->begin(); result && table != old->end(); ++table) {
        const auto held = files.contentMark("\"old\"." + sqlName(*table));
        const auto holds = files.contentMark("\"new\"." + sqlName(*table));
        if (!held || !holds)
            return core::fail((held ? holds : held).error());
        result = *held == *holds;
    }
    return result;
}

core::Result<void> compare(Maintenance &files, const QString &path)
{
    const auto same = isSame(files);
    if (!same)
        return core::fail(same.error());
    if (*same)
        return {};
    return core::fail(
        core::ErrorKind::Storage,
        QStringLiteral("The compacted store does not hold the same rows; the old one was kept."), path);
}

core::Result<void> copyAll(const QString &path, const QString &target, StopSign &stop)
{
    const QString folder = QFileInfo(path).absolutePath();
    auto maintenance = Maintenance::open(path, {folder}, stop);
    if (!maintenance)
        return core::fail(maintenance.error());
    Maintenance &files = **maintenance;
    auto done = files.attach(path, "old", Attach::ReadOnly);
    if (done)
        done = files.attach(target, "new", Attach::Writable);
    if (done)
        done = files.connection().script("copy from database old to new");
    if (done)
        done = files.finish("new");
    if (done)
        done = files.attach(target, "new", Attach::ReadOnly); // read again from the file
    if (done)
        done = compare(files, path);
    return done;
}

} // namespace

core::Result<core::StoreSize> sizeOf(Connection &connection, const QString &path)
{
    core::StoreSize size;
    size.path = path;
    size.fileBytes = QFileInfo(path).size();
    size.logBytes = bytesOf(path) - size.fileBytes;
    auto done = connection.run(
        "select (select cast(sum(free_blocks * block_size) as bigint) from pragma_database_size()), "
        "(select cast(max(version) as bigint) from schema_version), "
        "(select count(*) from directory_customer), (select count(*) from directory_subscription)",
        {}, [&size](const RowView &row) {
            size.freeBytes = row.integer(0);
            size.schema = int(row.integer(1));
            size.customers = row.integer(2);
            size.subscriptions = row.integer(3);
        });
    if (!done)
        return core::fail(done.error());
    for (const DataSet dataSet : core::allDataSets) {
        auto part = sizeOfDataSet(connection, dataSet);
        if (!part)
            return core::fail(part.error());
        size.dataSets.push_back(*part);
    }
    return size;
}

core::Result<std::vector<KnownCustomer>> customersCalled(Connection &connection, const QString &text)
{
    std::vector<KnownCustomer> found;
    const Value value = text;
    for (const std::string column : {"id", "name"}) {
        auto done = connection.run(
            "select any_value(id), coalesce(max(name), '') from (" + everyCustomer() +
                ") where coalesce(id, '') <> '' and lower(id) in (select lower(id) from (" + everyCustomer() +
                ") where lower(" + column + ") = lower($1)) group by lower(id) order by 2, 1",
            {&value, 1}, [&found](const RowView &row) {
                found.push_back({row.string(0), row.string(1)});
            });
        if (!done)
            return core::fail(done.error());
        if (!found.empty())
            break;
    }
    return found;
}

core::Result<core::Removed> forgetCustomer(Connection &connection, const QString &id)
{
    return inTransaction(connection, [&id](Steps &steps, core::Removed &removed) {
        listGone(steps, id);
        for (const auto &[dataSet, isTheirs] : ownerships) {
            if (!isTheirs)
                continue;
            const std::string where = std::string(" where ") + isTheirs;
            for (const std::string &table : tablesWithRows(dataSet)) {
                // Answers that brought rows of others, too, stay, and count those.
                steps.run(
                    "update fetch_call set row_count = row_count - gone.rows from (select fetch_id, page, "
                    "count(*) as rows from " +
                    table + where +
                    " group by fetch_id, page) as gone where "
                    "fetch_call.fetch_id = gone.fetch_id and fetch_call.page = gone.page");
                removed.rows += steps.count("delete from " + table + where);
            }
        }
        removed.windows =
            steps.count("delete from fetch_window where lower(customer_id) in (select id from gone_id)");
        for (const std::string column : {"customer_id", "id"})
            removed.entries += steps.count("delete from directory_" +
                                           std::string(column == "id" ? "customer" : "subscription") +
                                           " where lower(" + column + ") in (select id from gone_id)");
        removeUnused(steps, removed);
        for (const char *table : {"gone_key", "gone_name", "gone_id"})
            steps.run("drop table " + std::string(table));
    });
}

core::Result<core::Removed> removeBefore(Connection &connection, core::Day day)
{
    return inTransaction(connection, [day](Steps &steps, core::Removed &removed) {
        const Value value = day;
        const std::span values(&value, 1);
        // Windows without days stand for the present, or say why there is none.
        const std::string isOver = "day_from < day_to and day_to <= $1";
        const std::string isGone = " where fetch_id in (select fetch_id from gone_fetch)";
        steps.run("create temporary table gone_fetch as " + fetchesOfWindows(isOver), values);
        for (const DataSet dataSet : core::allDataSets) {
            const Tables tables = tablesOf(dataSet);
            if (tables.history)
                removed.rows += steps.count(
                    "delete from " + std::string(tables.history) + " where valid_to <= $1", values);
            else
                for (const std::string &table : tablesWithRows(dataSet))
                    removed.rows += steps.count("delete from " + table + isGone);
        }
        // The last reading before that day says how it stood on it.
        steps.run(
            "delete from snapshot as s where exists (select 1 from snapshot as later where later.data_set = "
            "s.data_set and later.taken_at > s.taken_at and later.taken_at <= $1)",
            values);
        removed.windows = steps.count("delete from fetch_window where " + isOver, values);
        removeUnused(steps, removed);
        steps.run("drop table gone_fetch");
    });
}

core::Result<core::Room> compact(const QString &path, StopSign &stop)
{
    core::Room room;
    room.before = bytesOf(path);
    WholeFile fresh(path);
    auto done = copyAll(path, fresh.path(), stop);
    if (done)
        done = fresh.takePlace();
    if (!done)
        return core::fail(done.error());
    room.after = bytesOf(path);
    return room;
}

} // namespace spendglass::store
