// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/completion.h"
#include "query/filtertext.h"
#include "support/testmain.h"

#include <algorithm>

using namespace spendglass;
using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

/// | is the cursor.
Completions at(QString text, core::DataSet dataSet = core::DataSet::Utilization)
{
    const qsizetype cursor = text.indexOf(u'|');
    const CompletionNames names{{qs("Production"), qs("Old \"ones\"")},
                                {qs("tag:env"), qs("tag:a \"b\""), qs("info:vCores")}};
    return completionsAt(text.remove(cursor, 1), cursor, dataSet, names);
}

QStringList textsOf(const Completions &completions)
{
    QStringList texts;
    for (const Candidate &each : completions.candidates)
        texts << each.text;
    return texts;
}

} // namespace

class TestCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMayStand_data();
    void whatMayStand();
    void whatMayNotStand_data();
    void whatMayNotStand();
    void theWordIsReplaced_data();
    void theWordIsReplaced();
    void valuesAreLookedUp_data();
    void valuesAreLookedUp();
    void candidatesAreLabelled();
    void fieldsAreThoseOfTheDataSet();
    void everyCandidateIsTaken_data();
    void everyCandidateIsTaken();
};

/// All candidates, in order.
void TestCompletion::whatMayStand_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("candidates");
    const auto row = [](const char *text, std::initializer_list<const char *> candidates) {
        QStringList texts;
        for (const char *const each : candidates)
            texts << qs(each);
        QTest::newRow(text) << qs(text) << texts;
    };
    row("cust|", {"customerTenantId", "customer"});
    row("customerN|", {"customer"});
    row("CUSTOMERT|", {"customerTenantId"});
    row("no|", {"not"});
    row("meterR|", {"meterRegion"});
    row("customer is not empty and ser|", {"service", "meterSubcategory"});
    row("regi|on = \"x\" and", {"region", "meterRegion"});
    row("tag|", {"tag[\"env\"]", "tag[\"a \"\"b\"\"\"]", "tag[\""});
    row("tag |", {"["});
    row("tag[|", {"\"env\"", "\"a \"\"b\"\"\""});
    row("tag[\"en|", {"\"env\""});
    row("info[|", {"\"vCores\""});
    row("vcor|", {"info[\"vCores\"]"});
    row("tag[\"env\"|", {"]"});
    row("customer !|", {"!=", "!=="});
    row("customer =|", {"=", "==", "!=", "!=="});
    row("quantity >|", {">", ">="});
    row("customer not |", {"in", "contains", "matches", "like"});
    row("date not |", {"in", "within"});
    row("customer not c|", {"contains", "matches"});
    row("customer starts |", {"with"});
    row("cost is |", {"not available", "available"});
    row("quantity is not |", {"empty", "reported", "available"});
    row("customer = \"x\" |", {"and", "or"});
    row("customer = \"x\"|", {"and", "or"});
    row("customer = \"x\" a|", {"and"});
    row("(customer = \"x\" |", {"and", "or", ")"});
    row("customer in |", {"("});
    row("customer in (\"x\" |", {",", ")"});
    row("date between 2026-01-01 |", {"and"});
    row("quantity top |", {});
    row("quantity top 1|", {});
    row("customer top 10 |", {"by"});
    row("customer top 10 by su|", {"sum(quantity)", "distinct(subscriptionId)", "distinct(subscription)",
                                   "distinct(meterSubcategory)", "distinct(consumptionMeterId)"});
    row("customer top 10 by sum(|", {"quantity"});
    row("customer top 10 by count(|", {")"});
    row("customer top 10 by distinct(partN|", {"partNumber"});
    row("date within l|", {"last month", "last 7 days", "last 3 full months", "last billing period", "last",
                           "this billing period"});
    row("date within last 3 |", {"full", "days", "weeks", "months", "quarters", "years", "billing periods"});
    row("date within last 3 full m|", {"months"});
    row("date within this billing |", {"period"});
    row("date within last month |", {"starting", "and", "or"});
    row("date within last 7 days starting 2 |", {"days"});
    row("off pi|", {"pinned"});
    row("off prod|", {"filter \"Production\""});
    row("filter |", {"\"Production\"", "\"Old \"\"ones\"\"\""});
    row("filter \"pr|", {"\"Production\""});
    row("filter \"ones|", {"\"Old \"\"ones\"\"\""});
    row("named |", {});
    row("named \"p|", {});
    row("all|", {"all"});
    row("all |", {"("});
    row("colour |", {});
    row("customer = \"x\" ; |", {});
    row("customer 'x|", {});
}

void TestCompletion::whatMayStand()
{
    QFETCH(QString, text);
    QFETCH(QStringList, candidates);
    QCOMPARE(textsOf(at(text)), candidates);
}

/// Candidates that must be there, and such that must not.
void TestCompletion::whatMayNotStand_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("must");
    QTest::addColumn<QStringList>("mustNot");
    const auto row = [](const char *text, const char *must, const char *mustNot) {
        QTest::newRow(text) << qs(text) << qs(must).split(u',') << qs(mustNot).split(u',');
    };
    row("|", "customer,date,not,off,named,(,filter \"Production\",true,any", "totalCost,cost,and,or,=");
    row("not |", "customer,not,(,off", "in,contains,and");
    row("off |", "customer,not,pinned", "and");
    row("named \"x\" |", "customer,not,(", "and");
    row("customer = \"x\" and |", "region,not,(", "and,or,=");
    row("customer |", "=,!=,not in,starts with,matches,top,is empty", "<,between,within,and");
    row("quantity |", "=,<,between,top,is not reported", "starts with,==,matches,within");
    row("date |", "within,not within,between,bottom", "contains,==");
    row("customer is |", "empty,not empty,available", "customer,and");
    row("customer top 10 by |", "count(),sum(quantity),max(quantity),distinct(customer)",
        "avg(quantity),sum(customer),distinct(quantity)");
    row("customer top 10 by distinct(|", "customer,region,tag[\"", "quantity");
    row("date within |", "today,yesterday,this month,last 3 full months", "and,customer");
}

void TestCompletion::whatMayNotStand()
{
    QFETCH(QString, text);
    QFETCH(QStringList, must);
    QFETCH(QStringList, mustNot);
    const QStringList texts = textsOf(at(text));
    for (const QString &each : must)
        QVERIFY2(texts.contains(each), qPrintable(each + qs(" is not in ") + texts.join(u' ')));
    for (const QString &each : mustNot)
        QVERIFY2(!texts.contains(each), qPrintable(each));
}

void TestCompletion::theWordIsReplaced_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("replaced"); ///< [ ] are the ends of the range
    const auto row = [](const char *text, const char *replaced) {
        QTest::newRow(text) << qs(text) << qs(replaced);
    };
    row("|", "<>");
    row("cust|", "<cust>");
    row("a b|", "a <b>");
    row("cus|tomer = \"x\"", "<customer> = \"x\"");
    row("|customer", "<customer>");
    row("customer | = 5", "customer <> = 5");
    row("customer |= 5", "customer <=> 5");
    row("quantity >|= 5", "quantity <>=> 5");
    row("customer = |\"Con\" and true", "customer = <\"Con\"> and true");
    row("customer = \"Co|n\" and true", "customer = <\"Con\"> and true");
    row("customer = \"Co|", "customer = <\"Co>");
    row("customer = \"Co| and region = \"x\"", "customer = <\"Co> and region = \"x\"");
    row("customer = \"Con\"| and true", "customer = \"Con\"<> and true");
    row("customer in (|)", "customer in (<>)");
    row("customer in (\"a\", Co|)", "customer in (\"a\", <Co>)");
    row("tag[\"e|nv\"] is empty", "tag[<\"env\">] is empty");
    row("filter Pro|d", "filter <Prod>");
    row("customer = ; x|", "customer = ; x<>");
}

void TestCompletion::theWordIsReplaced()
{
    QFETCH(QString, text);
    QFETCH(QString, replaced);
    const Completions completions = at(text);
    text.remove(u'|');
    text.insert(completions.end, u'>');
    text.insert(completions.start, u'<');
    QCOMPARE(text, replaced);
}

void TestCompletion::valuesAreLookedUp_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *text, const char *field, const char *part) {
        QTest::newRow(text) << qs(text) << qs(field) << qs(part);
    };
    row("customer = |", "customerName", "");
    row("customer = \"|", "customerName", "");
    row("customer = Con|", "customerName", "Con");
    row("customer = \"Contoso L|td\"", "customerName", "Contoso L");
    row("customer = \"a \"\"b|", "customerName", "a \"b");
    row("customer != \"x\" and not (region contains \"we|", "resourceLocation", "we");
    row("customer in (|", "customerName", "");
    row("customer not in (\"a\", \"b|", "customerName", "b");
    row("tag[\"env\"] is \"p|", "tag:env", "p");
    row("customer = \"x\"|", "", "");
    row("customer \"x|", "", "");
    row("quantity > |", "", "");
    row("date = |", "", "");
    row("customer matches \"a|", "", "");
    row("filter \"P|", "", "");
    row("customer|", "", "");
}

void TestCompletion::valuesAreLookedUp()
{
    QFETCH(QString, text);
    QFETCH(QString, field);
    QFETCH(QString, part);
    const Completions completions = at(text);
    QCOMPARE(completions.valuesOf, field);
    QCOMPARE(completions.valuePart, part);
}

void TestCompletion::candidatesAreLabelled()
{
    using Kind = Candidate::Kind;
    const auto only = [](const char *text, const Candidate &expected) {
        const Completions completions = at(qs(text));
        QVERIFY2(completions.candidates.size() == 1, text);
        QVERIFY2(completions.candidates.front() == expected,
                 qPrintable(completions.candidates.front().label));
    };
    only("customerN|", {Kind::Field, qs("customer"), qs("Customer")});
    only("tag[\"en|", {Kind::Field, qs("\"env\""), qs("env")});
    only("vcor|", {Kind::Field, qs("info[\"vCores\"]"), qs("Info vCores")});
    only("customer ends |", {Kind::Operator, qs("with"), qs("ends with")});
    only("customer top 5 |", {Kind::Connective, qs("by"), {}});
    only("customer top 5 by sum(qu|", {Kind::Field, qs("quantity"), qs("Quantity")});
    only("date within tod|", {Kind::Value, qs("today"), {}});
    only("filter \"pro|", {Kind::SavedFilter, qs("\"Production\""), qs("Production")});
}

void TestCompletion::fieldsAreThoseOfTheDataSet()
{
    QCOMPARE(textsOf(at(qs("cost|"), core::DataSet::Spend)), (QStringList{qs("cost"), qs("usdTotalCost")}));
    QCOMPARE(textsOf(at(qs("isUpgraded = |"), core::DataSet::Spend)), (QStringList{qs("true"), qs("false")}));
    QCOMPARE(textsOf(at(qs("tag|"), core::DataSet::Spend)), QStringList());
}

void TestCompletion::everyCandidateIsTaken_data()
{
    QTest::addColumn<QString>("text");
    for (const char *const text :
         {"|", "not |", "customer |", "quantity |", "date |", "usageStart |", "customer is |", "date not |",
          "customer = \"a\" |", "(true |", "customer in (\"a\" |", "customer top 5 by |", "date within |",
          "customer top 5 by min(|", "date within last 3 |", "date within last |", "filter |", "off |"})
        QTest::newRow(text) << qs(text);
}

/// The parser goes on behind a candidate: an error is not before its end.
void TestCompletion::everyCandidateIsTaken()
{
    QFETCH(QString, text);
    const Completions completions = at(text);
    QVERIFY(!completions.candidates.empty());
    text.remove(u'|');
    for (const Candidate &each : completions.candidates) {
        QString longer = text.left(completions.start) + each.text;
        const bool isOpen = longer.endsWith(u"[\"");
        longer += isOpen ? qs("env\"]") : QString();
        const auto parsed = parseFilter(longer, core::DataSet::Utilization);
        QVERIFY2(parsed || parsed.error().position >= longer.size(),
                 qPrintable(longer + qs(": ") + (parsed ? QString() : parsed.error().message)));
    }
}

SPENDGLASS_TEST_MAIN(TestCompletion)
#include "tst_completion.moc"
