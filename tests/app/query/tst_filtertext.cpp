// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "support/randomquery.h"
#include "support/testmain.h"

using namespace spendglass;
using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

Predicate leaf(const char *field, Operator op, std::initializer_list<const char *> values)
{
    QStringList texts;
    for (const char *value : values)
        texts << qs(value);
    return Predicate::leaf(qs(field), op, texts);
}

/// What a printed tree comes back as: groups of one are what is in them, the top is an All.
Predicate withoutGroupsOfOne(const Predicate &predicate)
{
    Predicate result{predicate.kind, {}, predicate.condition, true};
    for (const Predicate &child : predicate.children)
        result.children.push_back(withoutGroupsOfOne(child));
    const bool isGroup = predicate.kind == Predicate::Kind::All || predicate.kind == Predicate::Kind::Any;
    return isGroup && result.children.size() == 1 ? Predicate(result.children.front()) : result;
}

Predicate expectedBack(const Predicate &predicate)
{
    const std::optional<Predicate> kept = withoutOff(predicate);
    if (!kept || kept->isAlwaysTrue())
        return {};
    Predicate result = withoutGroupsOfOne(*kept);
    return result.kind == Predicate::Kind::All ? result : Predicate::all({result});
}

} // namespace

Q_DECLARE_METATYPE(spendglass::query::Predicate)

class TestFilterText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsAreRead_data();
    void textsAreRead();
    void wrongTextsAreRefused_data();
    void wrongTextsAreRefused();
    void treesComeBack_data();
    void treesComeBack();
    void partsThatAreOffAreLeftOut();
};

void TestFilterText::textsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Predicate>("expected"); ///< the conjuncts
    QTest::addColumn<QString>("printed");
    const auto row = [](const char *text, std::vector<Predicate> conjuncts, const char *printed = nullptr) {
        QTest::newRow(text) << qs(text) << Predicate::all(std::move(conjuncts))
                            << qs(printed ? printed : text);
    };
    const Predicate contoso = leaf("customerName", Operator::Is, {"Contoso"});
    row("", {});
    row("   ", {}, "");
    row("true", {}, "");
    row("false", {Predicate::any({})});
    row("customer = \"Contoso\"", {contoso});
    row("CUSTOMER=\"Contoso\"", {contoso}, "customer = \"Contoso\"");
    row("customerName == \"Contoso\"", {contoso}, "customer = \"Contoso\"");
    row("((customer = \"Contoso\"))", {contoso}, "customer = \"Contoso\"");
    row("customer = \"Contoso\" and service not in (\"Storage\") and (tag[\"env\"] contains \"prod\" or "
        "quantity > "
        "100)",
        {contoso, leaf("meterCategory", Operator::NotIn, {"Storage"}),
         Predicate::any(
             {leaf("tag:env", Operator::Contains, {"prod"}), leaf("quantity", Operator::Greater, {"100"})})});
    row("tag:env ~= \"prod\"", {leaf("tag:env", Operator::Contains, {"prod"})},
        "tag[\"env\"] contains \"prod\"");
    row("tag[\"cost \"\"center\"\"\"] is empty", {leaf("tag:cost \"center\"", Operator::IsEmpty, {})});
    row("INFO[\"a\"] IS NOT EMPTY", {leaf("info:a", Operator::IsNotEmpty, {})}, "info[\"a\"] is not empty");
    row("customer <> \"a\" or customer != \"b\" and region is empty",
        {Predicate::any({leaf("customerName", Operator::IsNot, {"a"}),
                         Predicate::all({leaf("customerName", Operator::IsNot, {"b"}),
                                         leaf("resourceLocation", Operator::IsEmpty, {})})})},
        "customer != \"a\" or (customer != \"b\" and region is empty)");
    row("(customer = \"a\" or customer = \"b\") and region = \"c\"",
        {Predicate::any(
             {leaf("customerName", Operator::Is, {"a"}), leaf("customerName", Operator::Is, {"b"})}),
         leaf("resourceLocation", Operator::Is, {"c"})});
    row("not (customer = \"Contoso\")", {Predicate::negation(contoso)});
    row("not customer = \"Contoso\" and region = \"c\"",
        {Predicate::negation(contoso), leaf("resourceLocation", Operator::Is, {"c"})},
        "not (customer = \"Contoso\") and region = \"c\"");
    row("date between 2026-09-01 and 2026-09-30 and quantity <= -0.5e3",
        {leaf("usageDate", Operator::Between, {"2026-09-01", "2026-09-30"}),
         leaf("quantity", Operator::LessOrEqual, {"-0.5e3"})});
    row("usageStart >= 2026-09-01T10:00:00Z and date < \"2026-10-01\"",
        {leaf("usageStart", Operator::GreaterOrEqual, {"2026-09-01T10:00:00Z"}),
         leaf("usageDate", Operator::Less, {"2026-10-01"})},
        "usageStart >= 2026-09-01T10:00:00Z and date < 2026-10-01");
    row("date in (2026-09-01, 2026-09-02)", {leaf("usageDate", Operator::In, {"2026-09-01", "2026-09-02"})});
    row("resource starts with \"/sub\" and resource ends with \"/vm\" and service not contains \"x\"",
        {leaf("resourceUri", Operator::StartsWith, {"/sub"}),
         leaf("resourceUri", Operator::EndsWith, {"/vm"}),
         leaf("meterCategory", Operator::DoesNotContain, {"x"})});
    row("customer = \"a\\\"b\"", {leaf("customerName", Operator::Is, {"a\"b"})}, "customer = \"a\"\"b\"");
    row("customer = \"C:\\\\\"", {leaf("customerName", Operator::Is, {"C:\\"})});
    row("customer = \"\\n\"", {leaf("customerName", Operator::Is, {"\\n"})}, "customer = \"\\\\n\"");
    row("customer = \"日本 商事 שלום\"", {leaf("customerName", Operator::Is, {"日本 商事 שלום"})});
    row("customer = \"\"", {leaf("customerName", Operator::Is, {""})});
    row("customer = \" and (or) not \"", {leaf("customerName", Operator::Is, {" and (or) not "})});
}

void TestFilterText::textsAreRead()
{
    QFETCH(QString, text);
    QFETCH(Predicate, expected);
    QFETCH(QString, printed);
    const auto parsed = parseFilter(text, core::DataSet::Utilization);
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().message));
    QVERIFY2(*parsed == expected, qPrintable(printFilter(*parsed)));
    QCOMPARE(printFilter(*parsed), printed);
}

void TestFilterText::wrongTextsAreRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *text, int position, const char *message) {
        QTest::newRow(text) << qs(text) << position << qs(message);
    };
    row("colour = \"red\"", 0, "There is no field \"colour\" here");
    row("cost > 5", 0, "There is no field \"totalCost\" here");
    row("customer = \"a\" and nothing is empty", 19, "There is no field \"nothing\" here");
    row("customer", 8, "Expected an operator such as =, != or contains");
    row("customer \"a\"", 9, "Expected an operator such as =, != or contains");
    row("customer is \"a\"", 9, "Expected an operator such as =, != or contains");
    row("customer starts \"a\"", 9, "Expected an operator such as =, != or contains");
    row("customer not \"a\"", 9, "Expected an operator such as =, != or contains");
    row("customer =", 10, "Expected a value");
    row("customer = )", 11, "Expected a value");
    row("customer = Contoso", 11, "Put text in double quotes");
    row("customer = \"Contoso", 11, "The quote is not closed");
    row("customer = \"Contoso\\\"", 11, "The quote is not closed");
    row("customer = 'Contoso'", 11, "\"'\" has no meaning here");
    row("customer > \"a\"", 9, "customerName cannot be asked like this");
    row("quantity contains \"1\"", 9, "quantity cannot be asked like this");
    row("customer contains \"\"", 18, "There is nothing to look for");
    row("customer in \"a\"", 12, "Expected a list in parentheses");
    row("customer in ()", 13, "Expected a value");
    row("customer in (\"a\" \"b\")", 17, "Expected a comma or a closing parenthesis");
    row("customer in (\"a\",", 17, "Expected a value");
    row("quantity > 1,5", 12, "Expected \"and\" or \"or\"");
    row("quantity > abc", 11, "\"abc\" is not a value of this field");
    row("quantity > +1", 11, "\"+1\" is not a value of this field");
    row("date = 2026-02-30", 7, "\"2026-02-30\" is not a value of this field");
    row("date between 2026-01-01", 23, "Expected \"and\" and a second value");
    row("date between 2026-01-01 and soon", 28, "\"soon\" is not a value of this field");
    row("(customer = \"a\"", 15, "Expected a closing parenthesis");
    row("customer = \"a\")", 14, "Expected \"and\" or \"or\"");
    row("customer = \"a\" customer = \"b\"", 15, "Expected \"and\" or \"or\"");
    row("customer = \"a\" and", 18, "Expected a field");
    row("and customer = \"a\"", 0, "There is no field \"and\" here");
    row("not", 3, "Expected a field");
    row("tag[env] = \"a\"", 4, "Expected a name in double quotes");
    row("tag[\"\"] = \"a\"", 4, "Expected a name in double quotes");
    row("tag[\"env\" = \"a\"", 10, "Expected a closing bracket");
    row("customer = \"a\" & region is empty", 15, "\"&\" has no meaning here");
    row("()", 1, "Expected a field");
    const QByteArray deep = QByteArray(100'000, '(');
    QTest::newRow("deep") << QString::fromLatin1(deep) << 100 << qs("This is nested too deeply");
    const QByteArray nots = QByteArray("not ").repeated(50'000);
    QTest::newRow("nots") << QString::fromLatin1(nots) << 400 << qs("This is nested too deeply");
}

void TestFilterText::wrongTextsAreRefused()
{
    QFETCH(QString, text);
    QFETCH(int, position);
    QFETCH(QString, message);
    const auto parsed = parseFilter(text, core::DataSet::Utilization);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().message, message);
    QCOMPARE(parsed.error().position, qsizetype(position));
}

void TestFilterText::treesComeBack_data()
{
    QTest::addColumn<int>("dataSet");
    for (const core::DataSet each : core::allDataSets)
        QTest::newRow(qPrintable(core::dataSetName(each))) << int(each);
}

void TestFilterText::treesComeBack()
{
    QFETCH(int, dataSet);
    support::RandomQuery made(quint32(23 + dataSet), core::DataSet(dataSet));
    made.records(40);
    int restricting = 0;
    for (int i = 0; i < 1000; ++i) {
        const Predicate predicate = made.predicate(4);
        const QString text = printFilter(predicate);
        const auto parsed = parseFilter(text, core::DataSet(dataSet));
        QVERIFY2(parsed,
                 qPrintable(text + QLatin1Char('\n') + (parsed ? QString() : parsed.error().message)));
        QVERIFY2(*parsed == expectedBack(predicate),
                 qPrintable(text + QLatin1Char('\n') + printFilter(*parsed)));
        QCOMPARE(printFilter(*parsed), text);
        restricting += text.isEmpty() ? 0 : 1;
    }
    QVERIFY(restricting > 500);
}

void TestFilterText::partsThatAreOffAreLeftOut()
{
    Predicate off = leaf("customerName", Operator::Is, {"a"});
    off.isOn = false;
    QCOMPARE(printFilter(Predicate::all({off, leaf("usageDate", Operator::Is, {"2026-01-01"})})),
             qs("date = 2026-01-01"));
    QCOMPARE(printFilter(Predicate::all({off})), QString());
}

SPENDGLASS_TEST_MAIN(TestFilterText)
#include "tst_filtertext.moc"
