// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "query/remotecompiler.h"
#include "query/resolve.h"
#include "support/randomquery.h"
#include "support/testmain.h"

#include <QRegularExpression>

#include <algorithm>

using namespace spendglass;
using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

Query analyticsQuery()
{
    Query query;
    query.dataSet = core::DataSet::Analytics;
    return query;
}

Predicate where(const char *text)
{
    return *parseFilter(qs(text), core::DataSet::Analytics);
}

/// The other end: the service's grammar, read by another hand. Answers nothing for text outside the grammar.
class Service
{
public:
    Service(const QString &filter, const support::Record &record, bool isCaseSensitive)
        : m_record(record)
        , m_isCaseSensitive(isCaseSensitive)
    {
        static const QRegularExpression token(qs("'(?:[^']|'')*'|[A-Za-z]+|[(),]|Edm\\.DateTimeOffset"));
        QRegularExpressionMatchIterator all =
            token.globalMatch(QString(filter).replace(qs("Edm.Date"), qs("EdmDate")));
        while (all.hasNext())
            m_tokens << all.next().captured();
    }

    std::optional<bool> answer()
    {
        if (m_tokens.isEmpty())
            return true;
        const bool result = orExpression();
        return m_at == m_tokens.size() && m_isGood ? std::optional(result) : std::nullopt;
    }

private:
    QString take() { return m_tokens.value(m_at++); }
    bool takeIf(const char *token)
    {
        const bool is = m_tokens.value(m_at) == qs(token);
        m_at += is ? 1 : 0;
        return is;
    }
    void expect(const char *token) { m_isGood = takeIf(token) && m_isGood; }

    bool orExpression()
    {
        bool result = andExpression();
        while (takeIf("or"))
            result = andExpression() || result;
        return result;
    }

    bool andExpression()
    {
        bool result = primary();
        while (takeIf("and"))
            result = primary() && result;
        return result;
    }

    bool primary()
    {
        if (takeIf("(")) {
            const bool result = orExpression();
            expect(")");
            return result;
        }
        if (takeIf("contains")) {
            expect("(");
            const QString text = valueOf(take());
            expect(",");
            const QString part = literal();
            expect(")");
            return text.contains(part);
        }
        const QString field = take();
        const QString op = take();
        const QString value = valueOf(field);
        const QString operand = literal();
        if (op == qs("eq"))
            return value == operand;
        if (op == qs("ne"))
            return value != operand;
        if (op == qs("le"))
            return value <= operand;
        if (op == qs("ge"))
            return value >= operand;
        m_isGood = m_isGood && op == qs("gt");
        return value > operand;
    }

    QString literal()
    {
        const bool isCast = takeIf("cast");
        if (isCast)
            expect("(");
        QString text = take();
        m_isGood = m_isGood && text.size() >= 2 && text.startsWith(QLatin1Char('\''));
        text = text.mid(1, text.size() - 2).replace(qs("''"), qs("'"));
        if (isCast) {
            expect(",");
            expect("EdmDateTimeOffset");
            expect(")");
        }
        return folded(text);
    }

    QString valueOf(const QString &field) const
    {
        const auto found = m_record.find(field);
        return found == m_record.end() ? QString() : folded(valueText(found->second));
    }

    QString folded(const QString &text) const { return m_isCaseSensitive ? text : text.toLower(); }

    const support::Record &m_record;
    const bool m_isCaseSensitive;
    QStringList m_tokens;
    qsizetype m_at = 0;
    bool m_isGood = true;
};

} // namespace

class TestRemoteCompiler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filtersAreSaid_data();
    void filtersAreSaid();
    void exactTextIsSaid_data();
    void exactTextIsSaid();
    void filtersOfMoreAreNotSaid();
    void filterAndResidualAreTheWhole_data();
    void filterAndResidualAreTheWhole();
    void groupsAreAskedFor_data();
    void groupsAreAskedFor();
    void monthsAreAskedFor_data();
    void monthsAreAskedFor();
    void attemptsAskForLess();
    void sentenceSaysWhatWasDone();
    void periodIsAskedFor();
    void otherDataSetsStayHere();
};

void TestRemoteCompiler::filtersAreSaid_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected"); ///< at levels A, B, C
    const auto row = [](const char *text, const char *a, const char *b = nullptr, const char *c = nullptr) {
        b = b ? b : a;
        QTest::newRow(text) << qs(text) << QStringList{qs(a), qs(b), qs(c ? c : b)};
    };
    row("", "");
    row("reservationId = \"12 345\"", "reservationId eq '12 345'");
    row("customer = \"日本 商事\"", "customerName eq '日本 商事'");
    row("customer = \"''\"", "customerName eq ''''''");
    row("reservationId in (\"1\", \"2\")", "reservationId eq '1' or reservationId eq '2'");
    row("reservationId in (\"1\", \"2\") and region = \"3\"",
        "(reservationId eq '1' or reservationId eq '2') and resourceLocation eq '3'");
    row("customer = \"1\" or (service = \"2\" and region = \"3\")",
        "customerName eq '1' or (meterCategory eq '2' and resourceLocation eq '3')");
    row("date = 2018-01-01", "usageDate eq cast('2018-01-01',Edm.DateTimeOffset)");
    row("date <= 2018-04-01", "", "usageDate le cast('2018-04-01',Edm.DateTimeOffset)");
    row("date < 2018-03-01", "", "usageDate le cast('2018-02-28',Edm.DateTimeOffset)");
    row("date >= 2018-01-01", "", "", "usageDate ge cast('2018-01-01',Edm.DateTimeOffset)");
    row("date > 2018-01-01", "", "", "usageDate gt cast('2018-01-01',Edm.DateTimeOffset)");
    row("service = \"1\" or date between 2018-01-01 and 2018-04-01", "", "",
        "meterCategory eq '1' or (usageDate ge cast('2018-01-01',Edm.DateTimeOffset) and usageDate le "
        "cast('2018-04-01',Edm.DateTimeOffset))");
    row("customer contains \"4'2\"", "", "", "contains(customerName,'4''2')");
    row("subscription contains \"42\"", "", "", "contains(subscriptionName,'42')");
    row("service contains \"42\"", "");
    // The service may tell upper from lower case.
    row("service = \"Storage\"", "");
    row("reservationId in (\"1\", \"a\")", "");
    row("customer contains \"42b\"", "");
    row("date = 2018-01-01 and service = \"Storage\"", "usageDate eq cast('2018-01-01',Edm.DateTimeOffset)");
    // A row that a service leaves out of every comparison, or of none, is lost.
    row("customer = \"\"", "");
    row("customer != \"1\"", "");
    row("not (customer = \"1\")", "");
    row("not (not (customer = \"1\"))", "");
    row("customer not in (\"1\", \"2\")", "");
    row("reservationId is empty", "");
    row("reservationId is not empty", "");
    row("reservationId = \"1\" or reservationId is empty", "");
    row("customer starts with \"1\"", "");
    row("quantity > 5", "");
    row("quantity = 5", "");
    row("false", "");
    // Of a part that cannot be said, what it says at least.
    row("(reservationId = \"1\" and quantity > 5) or reservationId = \"2\"",
        "reservationId eq '1' or reservationId eq '2'");
    row("reservationId = \"1\" or quantity > 5", "");
}

void TestRemoteCompiler::filtersAreSaid()
{
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    Query query = analyticsQuery();
    query.where = *parseFilter(text, core::DataSet::Analytics);
    for (const GrammarLevel level : {GrammarLevel::A, GrammarLevel::B, GrammarLevel::C})
        QCOMPARE(compileRemote(query, level).filter, expected.at(int(level) - int(GrammarLevel::A)));
    QCOMPARE(compileRemote(query, GrammarLevel::None).filter, QString());
}

void TestRemoteCompiler::exactTextIsSaid_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *value, const char *expected) {
        QTest::newRow(value) << qs(value) << qs(expected);
    };
    row("Data Management", "meterCategory eq 'Data Management'");
    row("O'Brien & Söhne", "meterCategory eq 'O''Brien & Söhne'");
    row("' or 1 eq 1", "meterCategory eq ''' or 1 eq 1'");
    row("", "");
}

void TestRemoteCompiler::exactTextIsSaid()
{
    QFETCH(QString, value);
    Query query = analyticsQuery();
    query.where = Predicate::leaf(qs("meterCategory"), Operator::IsExactly, {value});
    QTEST(compileRemote(query, GrammarLevel::A).filter, "expected");
    query.where.condition.op = Operator::IsNotExactly;
    QCOMPARE(compileRemote(query).filter, QString());
}

/// What another part of the answer looks at must not be kept away by the filter.
void TestRemoteCompiler::filtersOfMoreAreNotSaid()
{
    const Predicate one = where("reservationId = \"1\"").children.front();
    const Predicate early = where("date <= 2026-10-15").children.front();
    const Predicate ranking =
        Predicate::leaf(qs("customerName"), Operator::Top, {qs("3"), qs("sum(quantity)")});
    Query query = analyticsQuery();
    query.measures = {*Measure::fromText(u"sum(quantity)")};
    query.where = Predicate::all({one, Predicate::any({Predicate::all({ranking, one}), early})});
    QCOMPARE(compileRemote(query).filter, qs("reservationId eq '1'")); // the ranking ranks among all others
    query.where = Predicate::all({one, early});
    query.from = core::parseDay("2026-10-01");
    query.to = core::parseDay("2026-11-01");
    QVERIFY(compileRemote(query).filter.contains(qs(" and usageDate le ")));
    query.comparison = Comparison{Comparison::With::Days, core::parseDay("2026-09-01"), query.from};
    QCOMPARE(compileRemote(query).filter, qs("reservationId eq '1'"));
    QCOMPARE(compileRemote(query).startDate, qs("2026-09-01"));
    query.rows = {qs("customerName")};
    query.showEmpty = query.rows;
    QCOMPARE(compileRemote(query).filter + compileRemote(query).startDate, QString());
}

void TestRemoteCompiler::filterAndResidualAreTheWhole_data()
{
    QTest::addColumn<int>("level");
    QTest::addColumn<bool>("isCaseSensitive");
    for (const bool isCaseSensitive : {true, false}) {
        const char *const name = isCaseSensitive ? "%s, telling case" : "%s, of any case";
        QTest::addRow(name, "none") << int(GrammarLevel::None) << isCaseSensitive;
        QTest::addRow(name, "A") << int(GrammarLevel::A) << isCaseSensitive;
        QTest::addRow(name, "B") << int(GrammarLevel::B) << isCaseSensitive;
        QTest::addRow(name, "C") << int(GrammarLevel::C) << isCaseSensitive;
    }
}

/// Asked of the rows that the service lets through the whole query finds what it finds in all of them.
void TestRemoteCompiler::filterAndResidualAreTheWhole()
{
    QFETCH(int, level);
    QFETCH(bool, isCaseSensitive);
    support::RandomQuery made(quint32(31 + level), core::DataSet::Analytics);
    const std::vector<support::Record> records = made.records(40);
    int sent = 0;
    for (int i = 0; i < 300; ++i) {
        Query query = analyticsQuery();
        query.where = Predicate::all({made.predicate(2), made.predicate(1), made.predicate(0)});
        query = resolved(query, support::RandomQuery::now()).query;
        const RemoteQuery remote = compileRemote(query, GrammarLevel(level));
        sent += remote.filter.isEmpty() ? 0 : 1;
        std::vector<support::Record> arrived;
        for (const support::Record &record : records) {
            const std::optional<bool> fromService = Service(remote.filter, record, isCaseSensitive).answer();
            QVERIFY2(fromService, qPrintable(remote.filter));
            if (*fromService)
                arrived.push_back(record);
        }
        Query rest = query;
        rest.where = remote.residual;
        const std::vector<const support::Record *> wanted = support::passing(query, records);
        for (const Query &asked : {query, rest}) {
            if (asked == rest && (ranks(query.where) || !isCaseSensitive))
                continue; // rankings are among all that pass the rest
            const std::vector<const support::Record *> found = support::passing(asked, arrived);
            const bool isSame = std::ranges::equal(found, wanted, [](auto a, auto b) { return *a == *b; });
            QVERIFY2(isSame, qPrintable(printFilter(query.where) + QLatin1Char('\n') + remote.filter +
                                        QLatin1Char('\n') + printFilter(remote.residual)));
        }
    }
    QVERIFY2(sent > (GrammarLevel(level) == GrammarLevel::None ? -1 : 10), qPrintable(QString::number(sent)));
}

void TestRemoteCompiler::groupsAreAskedFor_data()
{
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QString>("measures");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("granularity");
    QTest::addColumn<QString>("groupBy");
    QTest::addColumn<QString>("level");
    const auto row = [](const char *name, const char *rows, const char *measures, const char *filter,
                        core::Granularity granularity, const char *groupBy, const char *level) {
        QTest::newRow(name) << qs(rows) << qs(measures) << qs(filter) << int(granularity) << qs(groupBy)
                            << qs(level);
    };
    using enum core::Granularity;
    row("by month", "customerName usageDate", "sum(quantity)", "", Monthly,
        "customerName,usageDate,meterUnit", "month");
    row("by quarter", "usageDate", "sum(quantity)", "", Quarterly, "usageDate,meterUnit", "month");
    row("by week", "usageDate", "sum(quantity)", "", Weekly, "usageDate,meterUnit", "day");
    row("by day", "usageDate", "sum(quantity)", "", None, "usageDate,meterUnit", "day");
    row("no date", "customerName", "sum(quantity)", "", Monthly, "customerName,meterUnit", "");
    row("values only", "customerName", "", "", None, "customerName", "");
    row("total", "", "sum(quantity)", "", None, "meterUnit", "");
    row("different values", "customerName", "distinct(subscriptionId)", "", None,
        "customerName,subscriptionId", "");
    row("different days", "customerName", "distinct(usageDate)", "", Monthly, "customerName,usageDate",
        "day");
    row("different amounts", "customerName", "distinct(quantity)", "", None, "", "");
    row("records are counted here", "customerName", "count()", "", None, "", "");
    row("the least", "customerName", "min(quantity)", "", None, "", "");
    row("the filter is among them", "customerName", "sum(quantity)", "region ends with \"x\"", None,
        "customerName,meterUnit,resourceLocation", "");
    row("pinned unit", "customerName", "sum(quantity)", "meterUnit = \"Hours\"", None,
        "customerName,meterUnit", "");
    row("amounts of records", "customerName", "sum(quantity)", "quantity > 5", None, "", "");
    row("months from then on", "customerName", "sum(quantity)", "date >= 2026-10-01", None,
        "customerName,meterUnit,usageDate", "month");
    row("up to a month's end", "customerName", "sum(quantity)", "not (date <= 2026-10-31)", None,
        "customerName,meterUnit,usageDate", "month");
    row("days from then on", "customerName", "sum(quantity)", "date >= 2026-10-02", None,
        "customerName,meterUnit,usageDate", "day");
    row("one day", "customerName", "sum(quantity)", "date = 2026-10-01", None,
        "customerName,meterUnit,usageDate", "day");
}

void TestRemoteCompiler::groupsAreAskedFor()
{
    QFETCH(QString, rows);
    QFETCH(QString, measures);
    QFETCH(QString, filter);
    QFETCH(QString, groupBy);
    QFETCH(int, granularity);
    Query query = analyticsQuery();
    for (const QString &id : rows.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.rows.push_back(id);
    for (const QString &text : measures.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.measures.push_back(*Measure::fromText(text));
    query.where = *parseFilter(filter, core::DataSet::Analytics);
    query.granularity = core::Granularity(granularity);
    const RemoteQuery remote = compileRemote(query);
    QCOMPARE(remote.groupBy, groupBy);
    QTEST(remote.aggregationLevel, "level");
    QCOMPARE(remote.isGroupedRemotely, !groupBy.isEmpty());
    if (groupBy.isEmpty())
        QVERIFY(remote.orderBy.startsWith(qs("usageDate,customerTenantId,subscriptionId,")));
    else
        QCOMPARE(remote.orderBy, groupBy);
}

void TestRemoteCompiler::monthsAreAskedFor_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("comparedFrom");
    QTest::addColumn<bool>("isBilling");
    QTest::addColumn<QString>("level");
    const auto row = [](const char *name, const char *from, const char *to, const char *comparedFrom,
                        bool isBilling, const char *level) {
        QTest::newRow(name) << qs(from) << qs(to) << qs(comparedFrom) << isBilling << qs(level);
    };
    row("whole months", "2026-10-01", "2026-11-01", "", false, "month");
    row("open", "2026-10-01", "", "", false, "month");
    row("a month and a day", "2026-10-01", "2026-11-02", "", false, "day");
    row("billing periods", "2026-10-01", "2026-11-01", "", true, "day");
    row("compared with a month", "2026-10-01", "2026-11-01", "2026-09-01", false, "month");
    row("compared with other days", "2026-10-01", "2026-11-01", "2026-09-02", false, "day");
}

void TestRemoteCompiler::monthsAreAskedFor()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, comparedFrom);
    QFETCH(bool, isBilling);
    Query query = analyticsQuery();
    query.rows = {qs("usageDate")};
    query.measures = {*Measure::fromText(u"sum(quantity)")};
    query.granularity = core::Granularity::Monthly;
    query.months = isBilling ? Months::Billing : Months::Calendar;
    query.from = core::parseDay(from.toStdString());
    query.to = core::parseDay(to.toStdString());
    if (const auto day = core::parseDay(comparedFrom.toStdString()))
        query.comparison = Comparison{Comparison::With::Days, day, query.from};
    QTEST(compileRemote(query).aggregationLevel, "level");
}

/// Less and less of the filter, then rows in place of groups.
void TestRemoteCompiler::attemptsAskForLess()
{
    Query query = analyticsQuery();
    query.rows = {qs("customerName")};
    query.where = where("reservationId = \"1\" and date <= 2026-10-15 and customer contains \"42\"");
    QStringList asked;
    for (const RemoteQuery &remote : remoteAttempts(query))
        asked << QString::number(remote.filter.count(qs(" and ")) + (remote.filter.isEmpty() ? 0 : 1)) +
                     (remote.isGroupedRemotely ? qs(" grouped") : QString());
    QCOMPARE(asked.join(qs(", ")), qs("3 grouped, 2 grouped, 1 grouped, 0 grouped, 3, 2, 1, 0"));
    query.where = {};
    query.measures = {*Measure::fromText(u"count()")};
    QCOMPARE(remoteAttempts(query).size(), std::size_t(1));
}

void TestRemoteCompiler::sentenceSaysWhatWasDone()
{
    Query query = analyticsQuery();
    query.measures = {*Measure::fromText(u"count()")};
    QCOMPARE(remoteText(compileRemote(query), 1234),
             qs("The service sent everything it has: rows 1234. The rest was done here."));
    query.rows = {qs("customerName"), qs("usageDate")};
    query.measures = {*Measure::fromText(u"sum(quantity)")};
    query.granularity = core::Granularity::Monthly;
    query.where = where("reservationId = \"1\" and service = \"Storage\"");
    query.from = core::parseDay("2026-10-01");
    query.to = core::parseDay("2026-11-01");
    QCOMPARE(
        remoteText(compileRemote(query), 12),
        qs("The service was asked for rows where Reservation is 1; days from 1 Oct 2026 to 31 Oct 2026; "
           "sums by Customer, Usage date, Unit, Reservation, Service, in months; it sent 12 rows. The rest "
           "was done here."));
}

void TestRemoteCompiler::periodIsAskedFor()
{
    Query query = analyticsQuery();
    query.from = core::parseDay("2026-09-01");
    QCOMPARE(compileRemote(query).startDate, qs("2026-09-01"));
    QCOMPARE(compileRemote(query).endDate, QString());
    query.to = core::parseDay("2026-12-01");
    QCOMPARE(compileRemote(query).endDate, qs("2026-11-30"));
    query.to = query.from; // no day at all
    QCOMPARE(compileRemote(query).endDate, qs("2026-09-01"));
}

void TestRemoteCompiler::otherDataSetsStayHere()
{
    Query query;
    query.dataSet = core::DataSet::Crest;
    query.rows = {qs("customerName")};
    query.where = where("customer = \"a\"");
    query.from = core::parseDay("2026-09-01");
    const RemoteQuery remote = compileRemote(query);
    QVERIFY(remote.residual == query.where);
    QVERIFY(!remote.isGroupedRemotely);
    QCOMPARE(remote.filter + remote.groupBy + remote.orderBy + remote.startDate, QString());
}

SPENDGLASS_TEST_MAIN(TestRemoteCompiler)
#include "tst_remotecompiler.moc"
