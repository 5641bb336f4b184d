// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "core/decimal.h"
#include "query/relativedays.h"

#include "program.h"
#include "support/testmain.h"

#include <map>

using namespace spendglass;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

/// Words that may hold blanks: they stand between bars.
QStringList barred(const char *line)
{
    QStringList made;
    for (const QString &word : qs(line).split(u'|'))
        made << word.trimmed();
    return made;
}

/// ' stands for ".
QByteArray document(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

core::Decimal amount(const QJsonValue &value)
{
    const auto parsed = core::Decimal::parse(value.toString().toStdString());
    return parsed ? parsed->value : core::Decimal();
}

core::Decimal plus(const core::Decimal &a, const core::Decimal &b)
{
    return a.plus(b).value();
}

QStringList columnIds(const QJsonObject &document)
{
    QStringList ids;
    for (const QJsonValue &column : document[qs("columns")].toArray())
        ids << column[qs("id")].toString();
    return ids;
}

} // namespace

/// query, export and fields, asked by the real program of a store that was filled from the sandbox.
class TestQueryCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void tellsWrongUsage_data();
    void tellsWrongUsage();
    void helpsWithEveryOption();
    void answersEveryMeasure();
    void movesWithToday();
    void comparesPeriods();
    void addsSubtotalsUp();
    void addsSubtotalsOfCrossTablesUp();
    void keepsTheTop();
    void asksAView();
    void namesWhatDoesNotApply();
    void explainsWhatItMeansToday();
    void exportsTheSame();
    void knowsAllOfAField_data();
    void knowsAllOfAField();

private:
    Outcome ask(const char *line) const { return m_program.run(words("query") + barred(line)); }
    QJsonArray rows(const char *line) const
    {
        const Outcome outcome = m_program.run(words("query --json") + barred(line));
        if (outcome.code != 0)
            qWarning("%s: %s", line, outcome.err.constData());
        return outcome.json()[qs("rows")].toArray();
    }

    Program m_program;
    std::unique_ptr<sandbox::Host> m_host;
};

void TestQueryCli::initTestCase()
{
    sandbox::Options options;
    options.customers = 4;
    options.days = 100;
    options.rowsPerDay = 10;
    options.today = core::SystemClock().today();
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    m_host = std::move(*host);
    QVERIFY(m_program.addAccount(qs("a"), m_host->address()));
    const auto synced = m_program.run(m_program.signedIn("sync --interface analytics,spend", "a"));
    QVERIFY2(synced.code == 0, synced.err.constData());
    QVERIFY(
        writeFile(m_program.path(qs("production.json")),
                  document("{'spendglass': 'filter', 'version': 1, 'name': 'Production', "
                           "'where': {'field': 'meterCategory', 'operator': '!=', 'values': ['Storage']}}")));
    QVERIFY(writeFile(m_program.path(qs("services.json")),
                      document("{'spendglass': 'view', 'version': 1, 'name': 'My services', 'query': "
                               "{'version': 1, 'dataSet': 'analytics', 'where': {'all': [{'saved': "
                               "'Production'}]}, 'rows': ['meterCategory'], 'measures': ['sum(quantity)'], "
                               "'sort': [{'key': 'sum(quantity)', 'descending': true}]}}")));
    for (const char *const file : {"production.json", "services.json"})
        QCOMPARE(m_program.run(words("views import") << m_program.path(qs(file))).code, 0);
}

void TestQueryCli::tellsWrongUsage_data()
{
    QTest::addColumn<QString>("named");
    const auto row = [](const char *line, const char *named) { QTest::newRow(line) << qs(named); };
    row("--data-set|analytics|--measure|median(quantity)", "--measure median(quantity)");
    row("--data-set|analytics|--measure|count(),sum(quantity", "--measure sum(quantity");
    row("--data-set|analytics|--measure|sum(quantity) as share", "--measure sum(quantity) as share");
    row("--data-set|analytics|--measure|sum(totalCost)", "totalCost");
    row("--data-set|analytics|--measure|avg(quantity) as % of total", "avg(quantity) as % of total");
    row("--data-set|analytics|--measure|sum(quantity) as difference", "needs a period to compare with");
    row("--data-set|analytics|--period|next week", "--period next week");
    row("--data-set|analytics|--period|last month|--from|2026-09-01", "--period");
    row("--data-set|analytics|--period|last month|--to|2026-09-01", "--period");
    row("--data-set|analytics|--calendar|lunar", "--calendar");
    row("--data-set|analytics|--calendar|billing|--granularity|quarter", "quarters");
    row("--data-set|analytics|--compare|sometimes", "--compare sometimes");
    row("--data-set|analytics|--compare|2026-09-30..2026-09-01", "--compare 2026-09-30..2026-09-01");
    row("--data-set|analytics|--compare|2026-09-01..2026-09-02..2026-09-03", "--compare");
    row("--data-set|analytics|--compare|previous", "comparison needs a period");
    row("--data-set|analytics|--period|last month|--like-for-like", "--like-for-like");
    row("--data-set|analytics|--rows|customerName|--top|customerName 0", "top values");
    row("--data-set|analytics|--rows|customerName|--top|customerName 99999999999", "--top");
    row("--data-set|analytics|--rows|customerName|--top|customerName 10 by median(quantity)", "--top");
    row("--data-set|analytics|--rows|customerName|--top|customerName 10 by count()", "count()");
    row("--data-set|analytics|--rows|customerName|--top|meterCategory 3", "meterCategory");
    row("--data-set|analytics|--rows|customerName|--bottom|", "--bottom");
    row("--data-set|analytics|--rows|customerName|--top|customerName 1|--bottom|customerName 1", "twice");
    row("--data-set|analytics|--rows|customerName|--show-empty|meterCategory", "meterCategory");
    row("--data-set|analytics|--rows|customerName|--sort|sum(quantity) as rank desc",
        "sum(quantity) as rank");
    row("--data-set|analytics|--rows|customerName|--sort|desc", "--sort");
    row("--view|nobody", "--view nobody");
    row("--view|Production", "--view Production");
    row("--view|My services|--data-set|spend", "meterCategory");
    row("--view|My services|--measure|count()", "sum(quantity)");
    row("--subtotals=yes|--data-set|analytics", "--subtotals");
}

void TestQueryCli::tellsWrongUsage()
{
    QFETCH(QString, named);
    for (const char *const command : {"query", "export --output x.csv"}) {
        const Outcome outcome = m_program.run(words(command) + barred(QTest::currentDataTag()));
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.out, QByteArray());
        QCOMPARE(outcome.err.count('\n'), 1);
        QVERIFY2(outcome.err.contains(named.toUtf8()), outcome.err.constData());
    }
}

void TestQueryCli::helpsWithEveryOption()
{
    for (const char *const command : {"query --help", "export --help"}) {
        const QByteArray help = m_program.run(command).out;
        for (const char *const option :
             {"--view", "--measure", "--period", "--complete-days", "--compare", "--like-for-like",
              "--calendar", "--top", "--bottom", "--show-empty", "--subtotals"})
            QVERIFY2(help.contains(option), option);
    }
}

void TestQueryCli::answersEveryMeasure()
{
    const char *const line =
        "--data-set|analytics|--json|--rows|customerName|--measure|sum(quantity), "
        "avg(quantity),min(quantity),"
        "max(quantity)|--measure|distinct(customerName),count(),sum(quantity) as % of total,"
        "sum(quantity) as rank|--sort|sum(quantity) as rank desc,customerName";
    const Outcome outcome = ask(line);
    QVERIFY2(outcome.code == 0, outcome.err.constData());
    QCOMPARE(columnIds(outcome.json()),
             QStringList({qs("customerName"), qs("meterUnit"), qs("sum(quantity)"), qs("avg(quantity)"),
                          qs("min(quantity)"), qs("max(quantity)"), qs("distinct(customerName)"),
                          qs("count()"), qs("sum(quantity) as % of total"), qs("sum(quantity) as rank")}));
    const QJsonArray lines = outcome.json()[qs("rows")].toArray();
    QVERIFY(lines.size() > 1);
    std::map<QString, core::Decimal> shares;
    for (const QJsonValue &row : lines) {
        QVERIFY(amount(row[qs("min(quantity)")]) <= amount(row[qs("avg(quantity)")]));
        QVERIFY(amount(row[qs("avg(quantity)")]) <= amount(row[qs("max(quantity)")]));
        core::Decimal &share = shares[row[qs("meterUnit")].toString()];
        share = plus(share, amount(row[qs("sum(quantity) as % of total")]));
    }
    // Each unit is a whole by itself; a share has 20 places.
    QVERIFY(shares.size() > 1);
    for (const auto &[unit, share] : shares)
        QVERIFY2(share.toString().startsWith(qs("99.999999999999999")) ||
                     share.toString().startsWith(qs("100")),
                 qPrintable(share.toString()));
}

void TestQueryCli::movesWithToday()
{
    const core::DayRange days =
        query::RelativeDays::fromText(u"last 2 full months")->daysAt(core::SystemClock().today());
    const QString from = core::dayText(days.from), last = core::dayText(days.to - std::chrono::days(1));
    const QJsonArray absolute = m_program
                                    .run(words("query --data-set analytics --rows meterUnit --json --from") +
                                         QStringList{from, qs("--to"), last})
                                    .json()[qs("rows")]
                                    .toArray();
    QVERIFY(!absolute.isEmpty());
    QCOMPARE(rows("--data-set|analytics|--rows|meterUnit|--period|last 2 full months"), absolute);
    QVERIFY(rows("--data-set|analytics|--rows|meterUnit|--period|last 1 days") != absolute);
    // Billing periods begin on a 28th.
    for (const QJsonValue &row :
         rows("--data-set|analytics|--granularity|month|--calendar|billing|--period|last 2 full months"))
        QVERIFY(row[qs("usageDate")].toString().endsWith(qs("-28")));
}

void TestQueryCli::comparesPeriods()
{
    const core::DayRange now =
        query::RelativeDays::fromText(u"last month")->daysAt(core::SystemClock().today());
    const core::DayRange before =
        query::RelativeDays::fromText(u"last month")->daysAt(now.to - std::chrono::days(1));
    const QString unit =
        rows("--data-set|analytics|--rows|meterUnit|--limit|1").first()[qs("meterUnit")].toString();
    const auto compared = [&](const QString &with) {
        const Outcome outcome =
            m_program.run(words("query --data-set analytics --json --rows meterUnit --where") +
                          QStringList{qs("meterUnit == \"%1\"").arg(unit), qs("--measure"),
                                      qs("sum(quantity),sum(quantity) as difference"), qs("--period"),
                                      qs("last month"), qs("--compare"), with});
        if (outcome.code != 0)
            qWarning("%s", outcome.err.constData());
        return outcome.json()[qs("rows")].toArray().first().toObject();
    };
    const QJsonObject previous = compared(qs("previous"));
    const QJsonObject byDays =
        compared(core::dayText(before.from) + qs("..") + core::dayText(before.to - std::chrono::days(1)));
    QCOMPARE(previous, byDays);
    const Outcome earlier = m_program.run(words("query --data-set analytics --json --where") +
                                          QStringList{qs("meterUnit == \"%1\"").arg(unit), qs("--from"),
                                                      core::dayText(before.from), qs("--to"),
                                                      core::dayText(before.to - std::chrono::days(1))});
    const core::Decimal then = amount(earlier.json()[qs("rows")][0][qs("sum(quantity)")]);
    QVERIFY(then != core::Decimal());
    QVERIFY(plus(then, amount(previous[qs("sum(quantity) as difference")])) ==
            amount(previous[qs("sum(quantity)")]));
    QVERIFY(!compared(qs("last-year")).isEmpty());
    QVERIFY(!compared(qs("same-days")).isEmpty());
}

void TestQueryCli::addsSubtotalsUp()
{
    const Outcome outcome =
        ask("--data-set|analytics|--rows|customerName,meterCategory|--subtotals|--json|--limit|5");
    QVERIFY2(outcome.code == 0, outcome.err.constData());
    QCOMPARE(columnIds(outcome.json()), QStringList({qs("level"), qs("customerName"), qs("meterCategory"),
                                                     qs("meterUnit"), qs("sum(quantity)")}));
    // The limit is of lines, the subtotals are of all of them.
    std::map<qint64, std::map<QString, core::Decimal>> found;
    qint64 deepest = 2, lines = 0;
    for (const QJsonValue &row : outcome.json()[qs("rows")].toArray()) {
        const qint64 level = row[qs("level")].toInteger();
        QVERIFY(level <= deepest);
        deepest = level;
        lines += level == 2 ? 1 : 0;
        QCOMPARE(row[qs("customerName")].isNull(), level < 1);
        QCOMPARE(row[qs("meterCategory")].isNull(), level < 2);
        core::Decimal &sum = found[level][row[qs("meterUnit")].toString()];
        sum = plus(sum, amount(row[qs("sum(quantity)")]));
    }
    QCOMPARE(lines, 5);
    QVERIFY(found[0].size() > 1);
    QVERIFY(found[1] == found[0]);
    for (const QJsonValue &row : rows("--data-set|analytics|--rows|meterUnit"))
        QVERIFY(found[0][row[qs("meterUnit")].toString()] == amount(row[qs("sum(quantity)")]));
}

void TestQueryCli::addsSubtotalsOfCrossTablesUp()
{
    const Outcome outcome =
        ask("--data-set|analytics|--rows|customerName|--columns|meterCategory|--subtotals|"
            "--json|--measure|count()");
    QVERIFY2(outcome.code == 0, outcome.err.constData());
    const QStringList ids = columnIds(outcome.json());
    QCOMPARE(ids.mid(0, 2), QStringList({qs("level"), qs("customerName")}));
    QCOMPARE(ids.last(), qs("(total)"));
    QVERIFY(ids.size() > 4);
    std::map<QString, qint64> sums;
    const QJsonArray lines = outcome.json()[qs("rows")].toArray();
    QCOMPARE(lines.last()[qs("level")].toInteger(), 0);
    for (const QJsonValue &row : lines) {
        qint64 across = 0;
        for (const QString &id : ids.mid(2)) {
            across += id == ids.last() ? 0 : row[id].toInteger();
            sums[id] += row[qs("level")].toInteger() == 1 ? row[id].toInteger() : 0;
        }
        QCOMPARE(row[ids.last()].toInteger(), across);
    }
    for (const QString &id : ids.mid(2))
        QCOMPARE(lines.last()[id].toInteger(), sums[id]);
    QCOMPARE(sums[ids.last()], outcome.json()[qs("records")].toInteger());
}

void TestQueryCli::keepsTheTop()
{
    const QJsonArray all = rows("--data-set|analytics|--rows|customerName|--measure|count()");
    QCOMPARE(all.size(), 4);
    const QJsonArray top =
        rows("--data-set|analytics|--rows|customerName|--measure|count()|--top|customerName 2 by count()");
    QCOMPARE(top.size(), 3);
    QCOMPARE(top.last()[qs("customerName")].toString(), qs("(other)"));
    qint64 sum = 0, topSum = 0;
    for (const QJsonValue &row : all)
        sum += row[qs("count()")].toInteger();
    for (const QJsonValue &row : top)
        topSum += row[qs("count()")].toInteger();
    QCOMPARE(topSum, sum);
    const QJsonArray bottom =
        rows("--data-set|analytics|--rows|customerName|--measure|count()|--bottom|customerName 1");
    QCOMPARE(bottom.size(), 2);
    QVERIFY(bottom.first()[qs("count()")].toInteger() <= top.first()[qs("count()")].toInteger());
}

void TestQueryCli::asksAView()
{
    const QJsonArray direct =
        rows("--data-set|analytics|--rows|meterCategory|--where|meterCategory != \"Storage\"|"
             "--sort|sum(quantity) desc");
    QVERIFY(direct.size() > 3);
    QCOMPARE(rows("--view|my services"), direct);
    const Outcome byFile = m_program.run(words("query --json --view") << m_program.path(qs("services.json")));
    QCOMPARE(byFile.json()[qs("rows")].toArray(), direct);
    QCOMPARE(rows("--view|My services|--limit|2").size(), 2);
    QCOMPARE(rows("--view|My services|--rows|customerName|--where||--sort|"),
             rows("--data-set|analytics|--rows|customerName"));
    QVERIFY(writeFile(m_program.path(qs("broken.json")), "{\"spendglass\": \"view\"}"));
    const Outcome broken = m_program.run(words("query --json --view") << m_program.path(qs("broken.json")));
    QCOMPARE(broken.code, 7);
    QVERIFY2(broken.err.contains("broken.json"), broken.err.constData());
}

/// A pinned filter follows to data sets that lack its field.
void TestQueryCli::namesWhatDoesNotApply()
{
    QVERIFY(
        writeFile(m_program.path(qs("pinned.json")),
                  document("{'spendglass': 'view', 'version': 1, 'name': 'Pinned', 'query': {'version': 1, "
                           "'dataSet': 'spend', 'where': {'all': [{'field': 'meterCategory', 'operator': "
                           "'=', 'values': ['Storage'], 'pinned': true}]}, 'measures': ['count()']}}")));
    for (const char *const more : {"--json", "--json --explain"}) {
        const Outcome outcome = m_program.run(words("query") + words(more) +
                                              QStringList{qs("--view"), m_program.path(qs("pinned.json"))});
        QVERIFY2(outcome.code == 0, outcome.err.constData());
        QCOMPARE(outcome.json()[qs("remarks")].toArray().size(), 1);
        QVERIFY2(outcome.err.contains("spendglass-cli: note: "), outcome.err.constData());
    }
    const Outcome plain = ask("--data-set|spend|--json");
    QVERIFY(plain.json()[qs("remarks")].isArray());
    QVERIFY(!plain.err.contains("note:"));
}

void TestQueryCli::explainsWhatItMeansToday()
{
    const Outcome outcome = ask("--view|My services|--period|last 2 full months|--explain|--json");
    QVERIFY2(outcome.code == 0, outcome.err.constData());
    const QJsonObject document = outcome.json();
    QVERIFY(!document[qs("sentence")].toString().isEmpty());
    const core::DayRange days =
        query::RelativeDays::fromText(u"last 2 full months")->daysAt(core::SystemClock().today());
    QVERIFY2(document[qs("values")].toArray().contains(core::dayText(days.from)), outcome.out.constData());
    QCOMPARE(document[qs("remote")][qs("startDate")].toString(), core::dayText(days.from));
    QVERIFY(!document[qs("residual")].isUndefined());
    const QByteArray text = ask("--view|My services|--explain").out;
    for (const char *const part : {"sentence: ", "\nsql:\n", "\nvalues:\n", "\nremote:\n", "\nresidual: "})
        QVERIFY2(text.contains(part), part);
}

void TestQueryCli::exportsTheSame()
{
    const QString target = m_program.path(qs("out.csv"));
    for (const char *const line :
         {"--data-set|analytics|--rows|customerName|--columns|meterUnit|--subtotals|--top|customerName 2",
          "--view|My services|--subtotals"}) {
        const Outcome printed = m_program.run(words("query --format csv") + barred(line));
        QCOMPARE(printed.code, 0);
        QCOMPARE(
            m_program.run(words("export --exact-text --output") + QStringList{target} + barred(line)).code,
            0);
        QCOMPARE(readFile(target), printed.out);
    }
}

void TestQueryCli::knowsAllOfAField_data()
{
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *field, const char *expected) { QTest::newRow(field) << qs(expected); };
    row("analytics,meterCategory", "text,dimension,,true,true,Service,Service,"
                                   "customerName > subscriptionName > meterCategory,true,,distinct");
    row("analytics,usageDate", "day,dimension,,true,true,Usage date,Time,,true,"
                               "day; week; month; quarter; billing period,distinct");
    row("analytics,quantity",
        "number,measure,meterUnit,false,false,Quantity,Amounts,,false,,sum; avg; min; max");
    row("utilization,usageStart", "instant,dimension,,false,false,Usage start,Time,,false,hour,distinct");
    row("utilization,tag:KEY", "text,dimension,,false,false,Tag KEY,Resource,,false,,distinct");
    row("spend,isUpgraded", "boolean,dimension,,false,false,On the Azure plan,Customer,,false,,distinct");
}

void TestQueryCli::knowsAllOfAField()
{
    QFETCH(QString, expected);
    const Outcome outcome = m_program.run("fields --json");
    QCOMPARE(outcome.code, 0);
    QCOMPARE(
        columnIds(outcome.json()).join(u','),
        qs("dataSet,id,type,role,unit,operators,serviceFilters,serviceGroups,label,group,path,serviceOrders,"
           "buckets,aggregates"));
    const QStringList wanted = qs(QTest::currentDataTag()).split(u',');
    for (const QJsonValue &row : outcome.json()[qs("rows")].toArray()) {
        if (row[qs("dataSet")].toString() != wanted[0] || row[qs("id")].toString() != wanted[1])
            continue;
        QStringList found;
        for (const QString &id : columnIds(outcome.json()).mid(2)) {
            if (id != qs("operators"))
                found << row[id].toVariant().toString();
        }
        QCOMPARE(found.join(u','), expected);
        QVERIFY(row[qs("operators")].toString().startsWith(qs("=; !=")));
        return;
    }
    QFAIL("no such field");
}

SPENDGLASS_TEST_MAIN(TestQueryCli)
#include "tst_querycli.moc"
