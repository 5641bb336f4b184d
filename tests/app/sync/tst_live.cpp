// SPDX-License-Identifier: GPL-3.0-or-later
// Live questions over real sockets: whatever the service does of them, the answer is that of the store.
#include "account.h"
#include "query/filtertext.h"
#include "support/randomquery.h"
#include "support/testmain.h"

#include <QDir>
#include <QUrlQuery>

using namespace spendglass;
using core::DataSet;
using core::ErrorKind;
using query::Aggregate;
using query::Query;

class TestLive : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void equalsTheStore_data();
    void equalsTheStore();
    void groupsComeInPlaceOfRows();
    void daysNotAskedForAreLeftOut();
    void endsInFlight_data();
    void endsInFlight();
    void theLatestWins();
    void errorsAreTold_data();
    void errorsAreTold();
    void keepsNothing();

private:
    std::vector<support::Record> records();
    Query inTheWorld(Query query, std::mt19937 &engine) const;
    Query byCustomerAndMonth() const;

    std::unique_ptr<test::Partner> m_partner, m_timeless; ///< the second ignores dates
    std::unique_ptr<test::Account> m_account, m_timelessAccount;
};

namespace {

constexpr int patience = 30'000;

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

/// What differs; empty when nothing does.
QString difference(const query::Table &live, const query::Table &stored)
{
    if (live.columns != stored.columns)
        return qs("other columns");
    if (live.rowCount() != stored.rowCount())
        return qs("%1 lines instead of %2").arg(live.rowCount()).arg(stored.rowCount());
    for (std::size_t cell = 0; cell < live.cells.size(); ++cell) {
        if (live.cells[cell] != stored.cells[cell])
            return qs("cell %1: %2 instead of %3")
                .arg(cell)
                .arg(query::valueText(live.cells[cell]), query::valueText(stored.cells[cell]));
    }
    return {};
}

QString difference(const query::Answer &live, const query::Answer &stored)
{
    QStringList found{difference(live.table, stored.table)};
    if (live.levels.size() != stored.levels.size())
        found << qs("other levels");
    for (std::size_t i = 0; i < std::min(live.levels.size(), stored.levels.size()); ++i)
        found << difference(live.levels[i].table, stored.levels[i].table);
    found.removeAll(QString());
    return found.join(u'\n');
}

QByteArray refusing(const char *path)
{
    return QByteArray("[{\"path\":\"") + path +
           "\",\"status\":400,\"body\":\"{\\\"code\\\":2000,\\\"description\\\":\\\"no\\\"}\"}]";
}

} // namespace

void TestLive::initTestCase()
{
    m_partner = std::make_unique<test::Partner>();
    sandbox::Options options = test::smallWorld();
    options.honoursDates = false;
    m_timeless = std::make_unique<test::Partner>(options);
    sync::Request request;
    request.dataSets = {DataSet::Analytics};
    m_account = std::make_unique<test::Account>(*m_partner);
    m_timelessAccount = std::make_unique<test::Account>(*m_timeless);
    VERIFY_COMPLETE(m_account->sync(request));
    VERIFY_COMPLETE(m_timelessAccount->sync(request));
}

void TestLive::init()
{
    QVERIFY(m_partner->setFaults({}));
    m_partner->forgetRequests();
}

/// What the service has, for values to ask for.
std::vector<support::Record> TestLive::records()
{
    Query all;
    all.dataSet = DataSet::Analytics;
    std::vector<support::Record> found;
    bool isThere = false;
    m_account->workspace().records(7, all, 0, 500, this, [&](const auto &result) {
        isThere = true;
        if (!result)
            return;
        const query::Table &table = **result;
        for (qsizetype row = 0; row < table.rowCount(); ++row) {
            support::Record record;
            for (qsizetype column = 0; column < qsizetype(table.columns.size()); ++column)
                record[table.columns[std::size_t(column)].id] = table.at(row, column);
            found.push_back(std::move(record));
        }
    });
    return QTest::qWaitFor([&isThere] { return isThere; }, patience) ? found : std::vector<support::Record>();
}

/// Its periods moved to where there are rows, half of them to whole months.
Query TestLive::inTheWorld(Query query, std::mt19937 &engine) const
{
    const auto day = [&] {
        const core::Day some = m_partner->world().firstDay() + std::chrono::days(engine() % 50);
        return engine() % 2 ? some : core::firstOfMonth(some);
    };
    const auto move = [&](std::optional<core::Day> &from, std::optional<core::Day> &to) {
        if (from)
            from = day();
        if (to)
            to = day();
        if (from && to && *from >= *to)
            to = core::firstOfMonth(*from + std::chrono::days(31));
    };
    if (query.period) // it may begin where nothing is loaded: in the store no day is complete from there on
        query.completeDaysOnly = false;
    move(query.from, query.to);
    if (query.comparison)
        move(query.comparison->from, query.comparison->to);
    return query;
}

void TestLive::equalsTheStore_data()
{
    QTest::addColumn<QByteArray>("faults");
    QTest::addColumn<bool>("isTimeless");
    QTest::addColumn<int>("questions");
    QTest::newRow("as documented") << QByteArray() << false << SPENDGLASS_LIVE_QUESTIONS;
    QTest::newRow("no filters") << refusing("filter=") << false << SPENDGLASS_LIVE_QUESTIONS / 4;
    QTest::newRow("no groups") << refusing("groupby=") << false << SPENDGLASS_LIVE_QUESTIONS / 4;
    QTest::newRow("no dates") << QByteArray() << true << SPENDGLASS_LIVE_QUESTIONS / 4;
}

void TestLive::equalsTheStore()
{
    QFETCH(QByteArray, faults);
    QFETCH(bool, isTimeless);
    QFETCH(int, questions);
    QVERIFY(m_partner->setFaults(faults));
    test::Account &account = isTimeless ? *m_timelessAccount : *m_account;
    const quint32 seed = quint32(questions) * 7919u + (isTimeless ? 1u : 0u);
    support::RandomQuery made(seed, DataSet::Analytics);
    made.use(records());
    std::mt19937 engine(seed);
    int grouped = 0, filtered = 0;
    for (int i = 0; i < questions; ++i) {
        const Query query = inTheWorld(made.next(), engine);
        const auto stored = account.ask(query);
        const auto live = account.askLive(query);
        const QString text = query::printFilter(query.where);
        QVERIFY2(stored, stored ? "" : qPrintable(stored.error().text + text));
        QVERIFY2(live, live ? "" : qPrintable(live.error().text + text));
        const QString found = difference(**live, **stored);
        QVERIFY2(found.isEmpty(),
                 qPrintable(qs("question %1: %2\n%3\n%4").arg(i).arg(found, (*live)->remotePart, text)));
        QVERIFY((*live)->completeness.lacks.empty());
        QVERIFY((*live)->query == query);
        grouped += (*live)->remotePart.contains(qs("sums by")) ? 1 : 0;
        filtered += (*live)->remotePart.contains(qs("rows where")) ? 1 : 0;
    }
    QVERIFY2(faults.contains("groupby") == (grouped == 0), qPrintable(QString::number(grouped)));
    QVERIFY2(!faults.contains("filter") || filtered == 0, qPrintable(QString::number(filtered)));
}

Query TestLive::byCustomerAndMonth() const
{
    Query query;
    query.dataSet = DataSet::Analytics;
    query.rows = {qs("customerName")};
    query.columns = {qs("usageDate")};
    query.measures = {{Aggregate::Sum, qs("quantity")}};
    query.granularity = core::Granularity::Monthly;
    return query;
}

void TestLive::groupsComeInPlaceOfRows()
{
    const auto stored = m_account->ask(byCustomerAndMonth());
    const auto live = m_account->askLive(byCustomerAndMonth());
    QVERIFY2(live, live ? "" : qPrintable(live.error().text));
    QCOMPARE(difference(**live, **stored), QString());
    QCOMPARE(m_partner->requests(), 1);
    const QUrlQuery sent(
        QUrl(QString::fromStdString(m_partner->lastRequests().front()["target"].text)).query());
    QCOMPARE(sent.queryItemValue(qs("groupby"), QUrl::FullyDecoded), qs("customerName,usageDate,meterUnit"));
    QCOMPARE(sent.queryItemValue(qs("aggregationLevel")), qs("month"));
    QVERIFY((*stored)->recordsInAll > 2000);
    QVERIFY2((*live)->recordsInAll < 150, qPrintable(QString::number((*live)->recordsInAll)));
    QVERIFY2((*live)->remotePart.contains(qs("sums by Customer, Usage date, Unit, in months")),
             qPrintable((*live)->remotePart));
    QVERIFY((*live)->completeness.loadedAt == m_account->clock()->now());
}

void TestLive::daysNotAskedForAreLeftOut()
{
    Query query = byCustomerAndMonth();
    query.measures = {{Aggregate::Count, {}}};
    query.from = m_timeless->world().firstDay() + std::chrono::days(3);
    query.to = *query.from + std::chrono::days(2);
    const auto stored = m_timelessAccount->ask(query);
    const auto live = m_timelessAccount->askLive(query);
    QVERIFY(stored && live);
    QCOMPARE(difference(**live, **stored), QString());
    QCOMPARE((*live)->records, (*stored)->records);
    QCOMPARE((*live)->remarks.size(), 1);
    QVERIFY2((*live)->remarks.front().contains(qs("not asked for")), qPrintable((*live)->remarks.front()));
}

void TestLive::endsInFlight_data()
{
    QTest::addColumn<QString>("how");
    for (const char *const how : {"cancelled", "context gone", "workspace gone"})
        QTest::newRow(how) << qs(how);
}

void TestLive::endsInFlight()
{
    QFETCH(QString, how);
    QVERIFY(m_partner->setFaults("[{\"path\":\"analytics\",\"action\":\"hang\"}]"));
    m_partner->forgetRequests();
    test::Account account(*m_partner);
    auto context = std::make_unique<QObject>();
    std::optional<ErrorKind> end;
    account.workspace().askLive(1, byCustomerAndMonth(), context.get(), [&end](const auto &answer) {
        end = answer ? ErrorKind::Malformed : answer.error().kind; //
    });
    QTRY_COMPARE_WITH_TIMEOUT(m_partner->requests(), 1, patience);
    if (how == qs("workspace gone")) {
        QVERIFY(account.reopen()); // ends the other one first
        QVERIFY(!end);
        return;
    }
    if (how == qs("cancelled"))
        account.workspace().cancelLive(1);
    else
        context.reset();
    // The thread is free again.
    QVERIFY(m_partner->setFaults({}));
    const auto next = account.askLive(byCustomerAndMonth());
    QVERIFY2(next, next ? "" : qPrintable(next.error().text));
    QCOMPARE(end, context ? std::optional(ErrorKind::Cancelled) : std::nullopt);
}

void TestLive::theLatestWins()
{
    QStringList ends;
    const auto note = [&ends](const char *name) {
        return [&ends, name](const core::Result<query::AnswerPtr> &answer) {
            ends << qs(name) + (answer ? QString() : qs(" ") + core::kindName(answer.error().kind));
        };
    };
    sync::Workspace &workspace = m_account->workspace();
    workspace.askLive(1, byCustomerAndMonth(), this, note("first"));
    workspace.askLive(2, byCustomerAndMonth(), this, note("other channel"));
    workspace.askLive(1, byCustomerAndMonth(), this, note("second"));
    QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 3, patience);
    ends.sort();
    QCOMPARE(ends.join(qs(", ")), qs("first Cancelled, other channel, second"));
    ends.clear();
    workspace.askLive(1, byCustomerAndMonth(), this, note("live"));
    workspace.ask(1, byCustomerAndMonth(), this, note("stored"));
    QTRY_COMPARE_WITH_TIMEOUT(ends.size(), 2, patience);
    ends.sort();
    QCOMPARE(ends.join(qs(", ")), qs("live Cancelled, stored"));
}

void TestLive::errorsAreTold_data()
{
    QTest::addColumn<QString>("why");
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("another data set") << qs("spend") << ErrorKind::BadRequest;
    QTest::newRow("a question that is none") << qs("nothing") << ErrorKind::BadRequest;
    QTest::newRow("not offered") << qs("cloud") << ErrorKind::NotOffered;
    QTest::newRow("no address") << qs("offline") << ErrorKind::Offline;
    QTest::newRow("refused token") << qs("token") << ErrorKind::Unauthorised;
    QTest::newRow("not ready") << qs("204") << ErrorKind::NotReady;
}

void TestLive::errorsAreTold()
{
    QFETCH(QString, why);
    QTemporaryDir folder;
    sync::Connection connection = m_partner->connection();
    Query query = byCustomerAndMonth();
    if (why == qs("spend"))
        query.dataSet = DataSet::Spend;
    else if (why == qs("nothing"))
        query.rows = {qs("no such field")};
    else if (why == qs("cloud"))
        connection.notOffered[DataSet::Analytics] = qs("not in this cloud");
    else if (why == qs("offline"))
        connection.apiUrl = QUrl();
    else if (why == qs("token"))
        connection.authorize = net::authorizerOf([](const QUrl &) { return QByteArray("wrong"); });
    else
        QVERIFY(m_partner->setFaults("[{\"path\":\"analytics\",\"status\":204}]"));
    sync::Workspace workspace(folder.filePath(qs("a/store.duckdb")), connection, m_account->clock());
    std::optional<core::Result<query::AnswerPtr>> end;
    workspace.askLive(1, query, this, [&end](const auto &answer) { end = answer; });
    QVERIFY(!end);
    QTRY_VERIFY_WITH_TIMEOUT(end, patience);
    QVERIFY(!*end);
    QTEST((*end).error().kind, "kind");
    QVERIFY(!end->error().text.isEmpty());
}

void TestLive::keepsNothing()
{
    test::Account account(*m_partner);
    QVERIFY(account.askLive(byCustomerAndMonth()));
    const auto stored = account.ask(byCustomerAndMonth());
    QVERIFY(stored);
    QCOMPARE((*stored)->recordsInAll, 0);
    const QStringList files =
        QFileInfo(account.path()).dir().entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    QVERIFY2(files.filter(qs("live")).isEmpty(), qPrintable(files.join(u' ')));
}

SPENDGLASS_TEST_MAIN(TestLive)
#include "tst_live.moc"
