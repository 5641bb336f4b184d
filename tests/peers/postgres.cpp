// SPDX-License-Identifier: GPL-3.0-or-later
#include "peers/postgres.h"

#include <libpq-fe.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <csignal>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace spendglass::peers {

using query::Value;

namespace {

constexpr const char *binaries = "/usr/lib/postgresql/15/bin/"; ///< of Debian's package
constexpr const char *superuser = "spendglass";
constexpr int patience = 60'000; ///< milliseconds for initdb and for the start

// Types of PostgreSQL that the statements and the schema use; catalog/pg_type.d.h of the server's headers.
enum Type : Oid
{
    Bool = 16,
    Int8 = 20,
    Int4 = 23,
    Text = 25,
    Unknown = 705,
    Varchar = 1043,
    Date = 1082,
    Timestamp = 1114,
    Numeric = 1700,
};

struct Bound
{
    Oid type = Text;
    std::string text;
};

Bound bound(const Value &value)
{
    struct TypeOf
    {
        Oid operator()(std::monostate) const { return Text; }
        Oid operator()(const QString &) const { return Text; }
        Oid operator()(core::Decimal) const { return Numeric; }
        Oid operator()(qint64) const { return Int8; }
        Oid operator()(core::Day) const { return Date; }
        Oid operator()(core::Instant) const { return Timestamp; }
        Oid operator()(bool) const { return Bool; }
        Oid operator()(query::Others) const { return Text; }
    };
    return {std::visit(TypeOf{}, value), query::valueText(value).toStdString()};
}

/// A whole number of up to 38 digits.
core::Int128 integerOf(std::string_view text)
{
    core::Int128 number = 0;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            number = number * 10 + (c - '0');
    }
    return text.starts_with('-') ? -number : number;
}

Value cell(Oid type, const char *data)
{
    const std::string text(data);
    switch (type) {
    case Bool:
        return text == "t";
    case Int8:
    case Int4:
        return qint64(integerOf(text));
    case Numeric:
        return text.find('.') == std::string::npos
                   ? Value(core::Decimal::fromUnits(integerOf(text)))
                   : Value(QStringLiteral("with places: ") + QLatin1String(data));
    case Date:
        return *core::parseDay(text);
    case Timestamp: {
        std::string iso = text;
        iso[10] = 'T';
        return core::parseTime(iso)->instant;
    }
    case Text:
    case Varchar:
        return QString::fromUtf8(data);
    default:
        return QStringLiteral("type %1: %2").arg(type).arg(QLatin1String(data));
    }
}

/// Whom the server runs as; null: as the test itself, which is not root.
const passwd *serverUser()
{
    return geteuid() == 0 ? getpwnam("postgres") : nullptr;
}

} // namespace

struct Postgres::Server
{
    QTemporaryDir folder;
    QProcess process;
    PGconn *connection = nullptr;

    QString data() const { return folder.filePath(QStringLiteral("data")); }

    void prepare(QProcess &child) const
    {
        child.setProcessChannelMode(QProcess::MergedChannels);
        child.setWorkingDirectory(folder.path());
        const passwd *const user = serverUser();
        const uid_t uid = user ? user->pw_uid : geteuid();
        const gid_t gid = user ? user->pw_gid : getegid();
        const bool isOther = user != nullptr;
        child.setChildProcessModifier([uid, gid, isOther] {
            if (isOther && (setgroups(0, nullptr) != 0 || setgid(gid) != 0 || setuid(uid) != 0))
                _exit(126);
            prctl(PR_SET_PDEATHSIG, SIGINT); // also when the test crashes
        });
    }

    QString makeDatabase()
    {
        QProcess initdb;
        prepare(initdb);
        initdb.start(QLatin1String(binaries) + QLatin1String("initdb"),
                     {QStringLiteral("-D"), data(), QStringLiteral("-U"), QLatin1String(superuser),
                      QStringLiteral("--locale=C.UTF-8"), QStringLiteral("-E"), QStringLiteral("UTF8"),
                      QStringLiteral("--auth=trust"), QStringLiteral("--no-sync")});
        const bool isDone = initdb.waitForFinished(patience) && initdb.exitStatus() == QProcess::NormalExit &&
                            initdb.exitCode() == 0;
        return isDone ? QString() : QStringLiteral("initdb failed: ") + QString::fromUtf8(initdb.readAll());
    }

    QString startServer()
    {
        prepare(process);
        process.start(QLatin1String(binaries) + QLatin1String("postgres"),
                      {QStringLiteral("-D"), data(), QStringLiteral("-k"), folder.path(),
                       QStringLiteral("-c"), QStringLiteral("listen_addresses="), QStringLiteral("-c"),
                       QStringLiteral("fsync=off"), QStringLiteral("-c"), QStringLiteral("timezone=UTC"),
                       QStringLiteral("-c"), QStringLiteral("log_timezone=UTC"), QStringLiteral("-c"),
                       QStringLiteral("shared_buffers=32MB"), QStringLiteral("-c"), QStringLiteral("jit=off"),
                       QStringLiteral("-c"), QStringLiteral("lc_messages=C")});
        QElapsedTimer timer;
        timer.start();
        QByteArray said;
        while (!said.contains("ready to accept connections")) {
            if (timer.elapsed() > patience || !process.waitForReadyRead(patience))
                return QStringLiteral("postgres did not start: ") +
                       QString::fromUtf8(said + process.readAll());
            said += process.readAll();
        }
        return {};
    }

    QString connect()
    {
        const std::string where =
            "host='" + folder.path().toStdString() + "' user=" + superuser + " dbname=postgres";
        connection = PQconnectdb(where.c_str());
        if (PQstatus(connection) != CONNECTION_OK)
            return QString::fromUtf8(PQerrorMessage(connection));
        PQsetNoticeProcessor(
            connection, [](void *, const char *) {}, nullptr);
        return {};
    }

    QString failure() const { return QString::fromUtf8(PQerrorMessage(connection)); }
};

Postgres::Postgres()
    : m_server(std::make_unique<Server>())
{}

Postgres::~Postgres()
{
    PQfinish(m_server->connection);
    if (m_server->process.state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(m_server->process.processId()), SIGINT); // a fast shutdown
    if (!m_server->process.waitForFinished(patience))
        m_server->process.kill();
}

QString Postgres::start()
{
    if (!QFile::exists(QLatin1String(binaries) + QLatin1String("initdb")))
        return QStringLiteral(
            "PostgreSQL 15 is missing: install Debian's postgresql-15 (packaging/setup --tests)");
    if (!m_server->folder.isValid())
        return m_server->folder.errorString();
    if (geteuid() == 0) {
        const passwd *const user = serverUser();
        const QByteArray path = QFile::encodeName(m_server->folder.path());
        if (!user || chown(path.constData(), user->pw_uid, user->pw_gid) != 0)
            return QStringLiteral("the test is root and there is no user postgres to run PostgreSQL as");
    }
    QString error = m_server->makeDatabase();
    if (error.isEmpty())
        error = m_server->startServer();
    return error.isEmpty() ? m_server->connect() : error;
}

QString Postgres::script(const std::string &sql)
{
    PGresult *const result = PQexec(m_server->connection, sql.c_str());
    const ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? QString() : m_server->failure();
}

QString Postgres::copy(const std::string &table, const std::string &rows)
{
    PGresult *result = PQexec(m_server->connection, ("copy " + table + " from stdin").c_str());
    const bool isReady = PQresultStatus(result) == PGRES_COPY_IN;
    PQclear(result);
    if (!isReady || PQputCopyData(m_server->connection, rows.data(), int(rows.size())) != 1 ||
        PQputCopyEnd(m_server->connection, nullptr) != 1)
        return m_server->failure();
    QString error;
    while ((result = PQgetResult(m_server->connection))) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            error = m_server->failure();
        PQclear(result);
    }
    return error;
}

std::string Postgres::copyField(std::string_view text)
{
    std::string field;
    for (const char c : text) {
        switch (c) {
        case '\\':
            field += "\\\\";
            break;
        case '\t':
            field += "\\t";
            break;
        case '\n':
            field += "\\n";
            break;
        case '\r':
            field += "\\r";
            break;
        default:
            field += c;
        }
    }
    return field;
}

QString Postgres::run(const std::string &sql, const std::vector<Value> &values, std::size_t width,
                      std::vector<Value> &cells)
{
    std::vector<Bound> given;
    for (const Value &value : values)
        given.push_back(bound(value));
    std::vector<Oid> types;
    std::vector<const char *> texts;
    for (std::size_t i = 0; i < given.size(); ++i) {
        types.push_back(given[i].type);
        const bool isNull = std::holds_alternative<std::monostate>(values[i]);
        texts.push_back(isNull ? nullptr : given[i].text.c_str());
    }
    PGresult *const result = PQexecParams(m_server->connection, sql.c_str(), int(given.size()), types.data(),
                                          texts.data(), nullptr, nullptr, 0);
    const ExecStatusType status = PQresultStatus(result);
    const QString error =
        status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? QString() : m_server->failure();
    for (int row = 0; row < PQntuples(result); ++row) {
        for (int column = 0; column < std::min(PQnfields(result), int(width)); ++column)
            cells.push_back(PQgetisnull(result, row, column)
                                ? Value()
                                : cell(PQftype(result, column), PQgetvalue(result, row, column)));
    }
    PQclear(result);
    return error;
}

} // namespace spendglass::peers
