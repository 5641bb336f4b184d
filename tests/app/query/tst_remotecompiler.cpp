// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "query/remotecompiler.h"
#include "support/randomquery.h"
#include "support/testmain.h"

#include <QRegularExpression>

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
    Service(const QString &filter, const support::Record &record)
        : m_record(record)
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
        text = text.mid(1, text.size() - 2).replace(qs("''"), qs("'")).toLower();
        if (isCast) {
            expect(",");
            expect("EdmDateTimeOffset");
            expect(")");
        }
        return text;
    }

    QString valueOf(const QString &field) const
    {
        const auto found = m_record.find(field);
        return found == m_record.end() ? QString() : valueText(found->second).toLower();
    }

    const support::Record &m_record;
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
    void filterAndResidualAreTheWhole_data();
    void filterAndResidualAreTheWhole();
    void groupsAreAskedFor_data();
    void groupsAreAskedFor();
    void periodIsAskedFor();
    void otherDataSetsStayHere();
};

void TestRemoteCompiler::filtersAreSaid_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected"); ///< at levels A, B, C; "-" where it cannot be said
    const auto row = [](const char *text, const char *a, const char *b = nullptr, const char *c = nullptr) {
        b = b ? b : a;
        QTest::newRow(text) << qs(text) << QStringList{qs(a), qs(b), qs(c ? c : b)};
    };
    row("", "");
    row("service = \"Data Management\"", "meterCategory eq 'Data Management'");
    row("customer = \"O'Brien & Söhne\"", "customerName eq 'O''Brien & Söhne'");
    row("customer = \"''\"", "customerName eq ''''''");
    row("customer = \"' or 1 eq 1\"", "customerName eq ''' or 1 eq 1'");
    row("customer = \"\"", "-");
    row("customer != \"a\"", "customerName ne 'a'");
    row("customer in (\"a\", \"b\")", "customerName eq 'a' or customerName eq 'b'");
    row("customer not in (\"a\", \"b\")", "customerName ne 'a' and customerName ne 'b'");
    row("customer in (\"a\", \"b\") and region = \"c\"",
        "(customerName eq 'a' or customerName eq 'b') and resourceLocation eq 'c'");
    row("customer = \"a\" or (service = \"b\" and region = \"c\")",
        "customerName eq 'a' or (meterCategory eq 'b' and resourceLocation eq 'c')");
    row("date = 2018-01-01", "usageDate eq cast('2018-01-01',Edm.DateTimeOffset)");
    row("date <= 2018-04-01", "-", "usageDate le cast('2018-04-01',Edm.DateTimeOffset)");
    row("date < 2018-03-01", "-", "usageDate le cast('2018-02-28',Edm.DateTimeOffset)");
    row("date >= 2018-01-01", "-", "-", "usageDate ge cast('2018-01-01',Edm.DateTimeOffset)");
    row("date > 2018-01-01", "-", "-", "usageDate gt cast('2018-01-01',Edm.DateTimeOffset)");
    row("service = \"a\" or date between 2018-01-01 and 2018-04-01", "-", "-",
        "meterCategory eq 'a' or (usageDate ge cast('2018-01-01',Edm.DateTimeOffset) and usageDate le "
        "cast('2018-04-01',Edm.DateTimeOffset))");
    row("customer contains \"o'b\"", "-", "-", "contains(customerName,'o''b')");
    row("subscription contains \"x\"", "-", "-", "contains(subscriptionName,'x')");
    row("service contains \"x\"", "-");
    row("customer not contains \"x\"", "-");
    row("customer starts with \"x\"", "-");
    row("reservationId is empty", "-", "-", "reservationId eq ''");
    row("reservationId is not empty", "-", "-", "reservationId ne ''");
    row("quantity > 5", "-");
    row("quantity = 5", "-");
    row("not (customer = \"a\")", "customerName ne 'a'");
    row("not (customer = \"a\" and service = \"b\")", "customerName ne 'a' or meterCategory ne 'b'");
    row("not (customer = \"a\" or service not in (\"b\", \"c\")) and region = \"d\"",
        "(customerName ne 'a' and (meterCategory eq 'b' or meterCategory eq 'c')) and resourceLocation eq "
        "'d'");
    row("not (not (customer = \"a\"))", "customerName eq 'a'");
    row("not (date <= 2018-01-01)", "-");
    row("false", "-");
}

void TestRemoteCompiler::filtersAreSaid()
{
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    const Predicate predicate = *parseFilter(text, core::DataSet::Analytics);
    for (const GrammarLevel level : {GrammarLevel::A, GrammarLevel::B, GrammarLevel::C}) {
        QCOMPARE(odataFilter(predicate, level).value_or(qs("-")), expected.at(int(level)));
    }
}

void TestRemoteCompiler::filterAndResidualAreTheWhole_data()
{
    QTest::addColumn<int>("level");
    QTest::newRow("A") << int(GrammarLevel::A);
    QTest::newRow("B") << int(GrammarLevel::B);
    QTest::newRow("C") << int(GrammarLevel::C);
}

void TestRemoteCompiler::filterAndResidualAreTheWhole()
{
    QFETCH(int, level);
    support::RandomQuery made(quint32(31 + level), core::DataSet::Analytics);
    const std::vector<support::Record> records = made.records(40);
    int sent = 0;
    for (int i = 0; i < 300; ++i) {
        Query query = analyticsQuery();
        query.where = Predicate::all({made.predicate(2), made.predicate(1), made.predicate(0)});
        const RemoteQuery remote = compileRemote(query, GrammarLevel(level));
        sent += remote.filter.isEmpty() ? 0 : 1;
        Query rest = analyticsQuery();
        rest.where = remote.residual;
        for (const support::Record &record : records) {
            const std::optional<bool> fromService = Service(remote.filter, record).answer();
            QVERIFY2(fromService, qPrintable(remote.filter));
            QVERIFY2((*fromService && support::passes(rest, record)) == support::passes(query, record),
                     qPrintable(printFilter(query.where) + QLatin1Char('\n') + remote.filter +
                                QLatin1Char('\n') + printFilter(remote.residual)));
        }
    }
    QVERIFY2(sent > 100, qPrintable(QString::number(sent)));
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
    row("pinned unit", "customerName", "sum(quantity)", "meterUnit = \"Hours\"", None, "customerName", "");
    row("total", "", "sum(quantity)", "", None, "meterUnit", "");
    row("nothing to group by", "", "sum(quantity)", "meterUnit = \"Hours\"", None, "", "");
    row("records are counted here", "customerName", "count()", "", None, "", "");
    row("residual", "customerName", "sum(quantity)", "customer ends with \"x\"", None, "", "");
}

void TestRemoteCompiler::groupsAreAskedFor()
{
    QFETCH(QString, rows);
    QFETCH(QString, measures);
    QFETCH(QString, filter);
    QFETCH(int, granularity);
    QFETCH(QString, groupBy);
    QFETCH(QString, level);
    Query query = analyticsQuery();
    for (const QString &id : rows.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.rows.push_back(id);
    for (const QString &text : measures.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        query.measures.push_back(*Measure::fromText(text));
    query.where = *parseFilter(filter, core::DataSet::Analytics);
    query.granularity = core::Granularity(granularity);
    query.sort = {{qs("sum(quantity)"), true}, {qs("customerName"), true}};
    const RemoteQuery remote = compileRemote(query);
    QCOMPARE(remote.groupBy, groupBy);
    QCOMPARE(remote.aggregationLevel, level);
    QCOMPARE(remote.isGroupedRemotely, !groupBy.isEmpty());
    if (groupBy.isEmpty())
        QVERIFY(remote.orderBy.startsWith(qs("usageDate,customerTenantId,subscriptionId,")));
    else if (groupBy.startsWith(qs("customerName")))
        QCOMPARE(remote.orderBy, QString(groupBy).replace(qs("customerName"), qs("customerName desc")));
    else
        QCOMPARE(remote.orderBy, groupBy);
}

void TestRemoteCompiler::periodIsAskedFor()
{
    Query query = analyticsQuery();
    query.from = core::parseDay("2026-09-01");
    QCOMPARE(compileRemote(query).startDate, qs("2026-09-01"));
    QCOMPARE(compileRemote(query).endDate, QString());
    query.to = core::parseDay("2026-12-01");
    QCOMPARE(compileRemote(query).endDate, qs("2026-11-30"));
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
