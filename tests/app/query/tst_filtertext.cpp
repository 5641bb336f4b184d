// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "support/testmain.h"

#include <random>

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

Predicate off(Predicate predicate)
{
    predicate.isOn = false;
    return predicate;
}

Predicate pinned(Predicate predicate)
{
    predicate.isPinned = true;
    return predicate;
}

Predicate named(const char *name, Predicate predicate)
{
    predicate.name = qs(name);
    return predicate;
}

/// Well-formed trees of every shape, with every flag and every form of operands.
class RandomTrees
{
public:
    Predicate tree(int depth)
    {
        const int kind = below(depth > 0 ? 9 : 3);
        Predicate made = kind < 2    ? conditions()[std::size_t(below(int(conditions().size())))]
                         : kind == 2 ? Predicate::saved(qs(below(2) ? "Production" : "a \"b\" \\"))
                         : kind == 3 ? Predicate::negation(tree(depth - 1))
                                     : group(kind % 2 ? Predicate::Kind::All : Predicate::Kind::Any, depth);
        made.isOn = below(5) > 0;
        made.isPinned = below(5) == 0;
        if (made.kind != Predicate::Kind::Saved && below(5) == 0)
            made.name = qs(below(2) ? "x" : "and (\"off\")");
        return made;
    }

private:
    int below(int limit) { return int(m_engine() % unsigned(limit)); }

    Predicate group(Predicate::Kind kind, int depth)
    {
        Predicate made{kind};
        for (int i = below(4); i > 0; --i)
            made.children.push_back(tree(depth - 1));
        return made;
    }

    static const std::vector<Predicate> &conditions()
    {
        static const std::vector<Predicate> all{
            leaf("customerName", Operator::Is, {"and \"or\" \\"}),
            leaf("tag:cost \"center\"]", Operator::IsNotLike, {"a-b"}),
            leaf("info:a", Operator::DoesNotMatch, {"^\\d+$"}),
            leaf("customerName", Operator::Top, {"10", "sum(quantity)"}),
            leaf("customerName", Operator::Bottom, {"3", "distinct(tag:a  b)"}),
            leaf("usageDate", Operator::Top, {" 3", "distinct(tag:a)b)"}),
            leaf("meterCategory", Operator::Top, {"1000000", " count( ) "}),
            leaf("quantity", Operator::Bottom, {"007"}),
            leaf("quantity", Operator::Between, {"-1e-3", "2"}),
            leaf("usageDate", Operator::Within, {"last 3 full months starting 1 day ago"}),
            leaf("usageDate", Operator::NotWithin, {"LAST  3 months"}),
            leaf("usageDate", Operator::In, {"2026-09-01", "2026-09-02"}),
            leaf("usageStart", Operator::Less, {"2026-09-01T10:00:00Z"}),
            leaf("totalCost", Operator::IsNotAvailable, {}),
            leaf("resourceLocation", Operator::NotIn, {"", "x"}),
            leaf("partNumber", Operator::IsReported, {}),
        };
        return all;
    }

    std::mt19937 m_engine{41};
};

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
    void treesArePrinted_data();
    void treesArePrinted();
    void everyTreeComesBack();
    void aDeepTreeComesBack();
    void everyOperatorComesBack_data();
    void everyOperatorComesBack();
    void whatIsReadHasNoProblems();
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
    row("all (true)", {Predicate{}}, "all(true)");
    row("false", {Predicate::any({})});
    row("customer = \"Contoso\"", {contoso});
    row("CUSTOMER=\"Contoso\"", {contoso}, "customer = \"Contoso\"");
    row("customerName == \"Contoso\"", {leaf("customerName", Operator::IsExactly, {"Contoso"})},
        "customer == \"Contoso\"");
    row("customer !== \"\"", {leaf("customerName", Operator::IsNotExactly, {""})});
    row("customer is \"Contoso\"", {contoso}, "customer = \"Contoso\"");
    row("quantity is not 5", {leaf("quantity", Operator::IsNot, {"5"})}, "quantity != 5");
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
    row("customer matches \"^a|b$\" and service NOT  MATCHES \"x\"",
        {leaf("customerName", Operator::Matches, {"^a|b$"}),
         leaf("meterCategory", Operator::DoesNotMatch, {"x"})},
        "customer matches \"^a|b$\" and service not matches \"x\"");
    row("customer like \"a-b\" and customer not like \"c\"",
        {leaf("customerName", Operator::IsLike, {"a-b"}), leaf("customerName", Operator::IsNotLike, {"c"})});
    row("date within Last 3 FULL month and usageStart not within \"this  week\"",
        {leaf("usageDate", Operator::Within, {"last 3 full months"}),
         leaf("usageStart", Operator::NotWithin, {"this  week"})},
        "date within last 3 full months and usageStart not within \"this  week\"");
    row("date within \"last month\" or date within today",
        {Predicate::any({leaf("usageDate", Operator::Within, {"last month"}),
                         leaf("usageDate", Operator::Within, {"today"})})},
        "date within last month or date within today");
    row("quantity top 10 and customer bottom 3 by SUM ( quantity )",
        {leaf("quantity", Operator::Top, {"10"}),
         leaf("customerName", Operator::Bottom, {"3", "sum(quantity)"})},
        "quantity top 10 and customer bottom 3 by sum(quantity)");
    row("customer top 1 by count() and date top 2 by distinct(tag[\"a b\"]) and region top 3 by "
        "max(quantity)",
        {leaf("customerName", Operator::Top, {"1", "count()"}),
         leaf("usageDate", Operator::Top, {"2", "distinct(tag:a b)"}),
         leaf("resourceLocation", Operator::Top, {"3", "max(quantity)"})});
    row("customer top 5 by \"distinct(customerName)\"",
        {leaf("customerName", Operator::Top, {"5", "distinct(customerName)"})},
        "customer top 5 by distinct(customer)");
    row("partNumber is not reported or partNumber is reported",
        {Predicate::any({leaf("partNumber", Operator::IsNotReported, {}),
                         leaf("partNumber", Operator::IsReported, {})})});
    row("cost is not available and quantity is available and isUpgraded is available",
        {leaf("totalCost", Operator::IsNotAvailable, {}), leaf("quantity", Operator::IsAvailable, {}),
         leaf("isUpgraded", Operator::IsAvailable, {})});
    row("off customer = \"Contoso\"", {off(contoso)});
    row("off pinned named \"My \"\"own\"\"\" customer = \"Contoso\"",
        {off(pinned(named("My \"own\"", contoso)))});
    row("NAMED \"x\" pinned off off customer = \"Contoso\"", {off(pinned(named("x", contoso)))},
        "off pinned named \"x\" customer = \"Contoso\"");
    row("off not pinned customer = \"Contoso\"", {off(Predicate::negation(pinned(contoso)))},
        "off not (pinned customer = \"Contoso\")");
    row("pinned (off customer = \"Contoso\")", {off(pinned(contoso))}, "off pinned customer = \"Contoso\"");
    row("pinned cost > 5 and off (isUpgraded = true or cost top 3)",
        {pinned(leaf("totalCost", Operator::Greater, {"5"})),
         off(Predicate::any(
             {leaf("isUpgraded", Operator::Is, {"true"}), leaf("totalCost", Operator::Top, {"3"})}))});
    row("filter \"Production\" and not (off filter \"Old\")",
        {Predicate::saved(qs("Production")), Predicate::negation(off(Predicate::saved(qs("Old"))))});
    row("any(customer = \"Contoso\") or all(false)",
        {Predicate::any({Predicate::any({contoso}), Predicate::all({Predicate::any({})})})});
    row("all(customer = \"Contoso\" and false)", {Predicate::all({contoso, Predicate::any({})})});
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
    row("customer starts \"a\"", 16, "Expected \"with\"");
    row("customer ends", 13, "Expected \"with\"");
    row("customer not \"a\"", 13, "Expected one of these: in, contains, matches, like");
    row("date not > 2026-01-01", 9, "Expected one of these: in, within");
    row("quantity starts 5", 9, "quantity cannot be asked like this");
    row("customer is", 11, "Expected a value");
    row("customer is nothing", 12, "Put text in double quotes");
    row("quantity is emtpy", 12, "\"emtpy\" is not a number such as 12.5");
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
    row("quantity > abc", 11, "\"abc\" is not a number such as 12.5");
    row("quantity > +1", 11, "\"+1\" is not a number such as 12.5");
    row("date = 2026-02-30", 7, "\"2026-02-30\" is not a day such as 2026-10-01");
    row("date between 2026-01-01", 23, "Expected \"and\" and a second value");
    row("date between 2026-01-01 and soon", 28, "\"soon\" is not a day such as 2026-10-01");
    row("(customer = \"a\"", 15, "Expected a closing parenthesis");
    row("customer = \"a\")", 14, "Expected \"and\" or \"or\"");
    row("customer = \"a\" customer = \"b\"", 15, "Expected \"and\" or \"or\"");
    row("customer = \"a\" and", 18, "Expected a field");
    row("and customer = \"a\"", 0, "Expected a field");
    row("customer = \"a\" or or", 18, "Expected a field");
    row("not", 3, "Expected a field");
    row("tag[env] = \"a\"", 4, "Expected a name in double quotes");
    row("tag[\"\"] = \"a\"", 4, "Expected a name in double quotes");
    row("tag[\"env\" = \"a\"", 10, "Expected a closing bracket");
    row("customer = \"a\" & region is empty", 15, "\"&\" has no meaning here");
    row("()", 1, "Expected a field");
    row("colour = \"red", 0, "There is no field \"colour\" here");
    row("colour is available", 0, "There is no field \"colour\" here");
    row("cost", 0, "There is no field \"totalCost\" here");
    row("cost is empty", 0, "There is no field \"totalCost\" here");
    row("pinned cost > 5 and cost > 5", 20, "There is no field \"totalCost\" here");
    row("pinned colour = \"red\"", 7, "There is no field \"colour\" here");
    row("customer ! \"a\"", 9, "\"!\" has no meaning here");
    row("customer = \"a\" and region ; 5", 26, "\";\" has no meaning here");
    row("customer === \"a\"", 11, "Expected a value");
    row("customer !== Contoso", 13, "Put text in double quotes");
    row("quantity == 5", 9, "quantity cannot be asked like this");
    row("usageStart > 10:00", 13, "\"10:00\" is not a time such as 2026-10-01T08:00:00Z");
    row("off isUpgraded = maybe", 17, "\"maybe\" is neither true nor false");
    row("off isUpgraded in (true)", 15, "isUpgraded cannot be asked like this");
    row("customer like \"\"", 14, "There is nothing to look for");
    row("customer like \"-!\"", 14, "There is nothing to look for but punctuation");
    row("customer not like a", 18, "Put text in double quotes");
    row("customer matches \"a(\"", 17, "This is not a regular expression: a parenthesis is not closed");
    row("customer not matches \"(?=a)\"", 21, "This is not a regular expression: (? is only allowed as (?:");
    row("customer matches", 16, "Expected a value");
    row("customer matches \"\"", 17, "There is nothing to look for");
    row("customer within today", 9, "customerName cannot be asked like this");
    row("date within", 11, "Expected one of these: today, yesterday, this, last");
    row("date within soon", 12, "Expected one of these: today, yesterday, this, last");
    row("date within 3 months", 12, "Expected one of these: today, yesterday, this, last");
    row("date within last 0 months", 17,
        "Expected one of these: full, day, week, month, quarter, year, billing period");
    row("date not within last 3 full fortnights", 28,
        "Expected one of these: days, weeks, months, quarters, years, "
        "billing periods");
    row("date within this billing month", 25, "Expected \"period\"");
    row("date within last 7 days starting 1001 days ago", 33, "Expected a number up to 1000");
    row("date within last 7 days starting 2 days", 39, "Expected \"ago\"");
    row("date within last 7 days ago", 24, "Expected \"and\" or \"or\"");
    row("date within \"soon\"", 12, "\"soon\" is not a period such as last 3 full months");
    row("quantity top", 12, "Expected a number from 1 to 1000000");
    row("quantity top 0", 13, "Expected a number from 1 to 1000000");
    row("quantity bottom 1000001", 16, "Expected a number from 1 to 1000000");
    row("quantity top ten", 13, "Expected a number from 1 to 1000000");
    row("quantity top 10 by sum(quantity)", 16, "Expected \"and\" or \"or\"");
    row("customer top 10", 15, "Expected \"by\" and a measure such as sum(quantity)");
    row("customer top 10 quantity", 16, "Expected \"by\" and a measure such as sum(quantity)");
    row("customer top 10 by", 18, "Expected a measure such as sum(quantity) or count()");
    row("customer top 10 by quantity", 19, "Expected a measure such as sum(quantity) or count()");
    row("customer top 10 by sum", 22, "Expected an opening parenthesis");
    row("customer top 10 by sum()", 23, "Expected a field");
    row("customer top 10 by count(quantity)", 25, "Expected a closing parenthesis");
    row("customer top 10 by sum(quantity", 31, "Expected a closing parenthesis");
    row("customer top 10 by sum(cost)", 23, "There is no field \"totalCost\" here");
    row("customer top 10 by sum(region)", 23, "resourceLocation is not an amount");
    row("customer top 10 by distinct(quantity)", 28,
        "quantity is an amount: its different values are not counted");
    row("customer top 10 by avg(quantity)", 23, "Only sums, counts, smallest and largest values rank");
    row("customer top 10 by \"rank\"", 19, "Expected a measure such as sum(quantity) or count()");
    row("customer top 10 by \"sum(quantity) as rank\"", 19,
        "Only sums, counts, smallest and largest values rank");
    row("customer top 10 by \"sum(cost)\"", 19, "There is no field \"cost\" here");
    row("off", 3, "Expected a field");
    row("pinned and region is empty", 7, "Expected a field");
    row("named customer = \"a\"", 6, "Expected a name in double quotes");
    row("named \"\" customer = \"a\"", 6, "Expected a name in double quotes");
    row("named \"x\" off named \"y\" customer = \"a\"", 20, "Two names for one part");
    row("named \"x\" (named \"y\" customer = \"a\")", 6, "What follows has a name already");
    row("named \"x\" filter \"Production\"", 6, "What follows has a name already");
    row("filter Production", 7, "Expected a name in double quotes");
    row("filter \"\"", 7, "Expected a name in double quotes");
    row("filter \"Production", 7, "The quote is not closed");
    row("unknown", 0, "There is no field \"unknown\" here");
    row("any region is empty", 4, "Expected an opening parenthesis");
    row("all(region is empty", 19, "Expected a closing parenthesis");
    row("all()", 4, "Expected a field");
    row("not (region is empty))", 21, "Expected \"and\" or \"or\"");
    row("true customer = \"a\"", 5, "Expected \"and\" or \"or\"");
    const QByteArray deep = QByteArray(100'000, '(');
    QTest::newRow("deep") << QString::fromLatin1(deep) << 200 << qs("This is nested too deeply");
    const QByteArray nots = QByteArray("not ").repeated(50'000);
    QTest::newRow("nots") << QString::fromLatin1(nots) << 800 << qs("This is nested too deeply");
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

void TestFilterText::treesArePrinted_data()
{
    QTest::addColumn<Predicate>("tree");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *text, const Predicate &tree) { QTest::newRow(text) << tree << qs(text); };
    const Predicate a = leaf("customerName", Operator::Is, {"a"});
    const Predicate b = leaf("quantity", Operator::Greater, {"1"});
    row("", Predicate{});
    row("false", Predicate::all({Predicate::any({})}));
    row("customer = \"a\"", Predicate::all({a}));
    row("all(all(customer = \"a\"))", Predicate::all({Predicate::all({a})}));
    row("all(true)", Predicate::all({Predicate{}}));
    row("all(customer = \"a\" and quantity > 1)", Predicate::all({Predicate::all({a, b})}));
    row("customer = \"a\" or quantity > 1", Predicate::all({Predicate::any({a, b})}));
    row("any(customer = \"a\" or quantity > 1)", Predicate::all({Predicate::any({Predicate::any({a, b})})}));
    row("(customer = \"a\" and quantity > 1) and true",
        Predicate::all({Predicate::all({a, b}), Predicate{}}));
    row("off (customer = \"a\" and quantity > 1)", off(Predicate::all({a, b})));
    row("all(off (customer = \"a\" and quantity > 1))", Predicate::all({off(Predicate::all({a, b}))}));
    row("off all(customer = \"a\")", off(Predicate::all({a})));
    row("named \"x\" true", named("x", Predicate{}));
    row("not (customer = \"a\" and quantity > 1)",
        Predicate::all({Predicate::negation(Predicate::all({a, b}))}));
    row("not (not (any(customer = \"a\")))",
        Predicate::all({Predicate::negation(Predicate::negation(Predicate::any({a})))}));
}

void TestFilterText::treesArePrinted()
{
    QFETCH(Predicate, tree);
    QFETCH(QString, text);
    QCOMPARE(printFilter(tree), text);
    const auto parsed = parseFilter(text, core::DataSet::Utilization);
    QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().message));
    QVERIFY2(*parsed == tree, qPrintable(printFilter(*parsed)));
}

void TestFilterText::everyTreeComesBack()
{
    RandomTrees trees;
    int largest = 0;
    for (int i = 0; i < 5000; ++i) {
        const Predicate tree = trees.tree(4);
        const Predicate expected = tree.kind == Predicate::Kind::All ? tree : Predicate::all({tree});
        const QString text = printFilter(tree);
        const auto parsed = parseFilter(text, core::DataSet::Utilization);
        QVERIFY2(parsed, qPrintable(text + u'\n' + (parsed ? QString() : parsed.error().message)));
        QVERIFY2(*parsed == expected, qPrintable(text + u'\n' + printFilter(*parsed)));
        QCOMPARE(printFilter(*parsed), text);
        largest = std::max(largest, int(text.size()));
    }
    QVERIFY(largest > 1000);
}

void TestFilterText::aDeepTreeComesBack()
{
    Predicate tree = Predicate::any({});
    for (int i = 0; i < 98; ++i)
        tree = Predicate::negation(tree);
    const auto parsed = parseFilter(printFilter(tree), core::DataSet::Spend);
    QVERIFY(parsed);
    QVERIFY(*parsed == Predicate::all({tree}));
}

void TestFilterText::everyOperatorComesBack_data()
{
    QTest::addColumn<Predicate>("condition");
    const std::vector<std::pair<const char *, const char *>> valueOf{{"customerName", "a \\ \"b\""},
                                                                     {"quantity", "-0.50"},
                                                                     {"usageDate", "2026-10-01"},
                                                                     {"usageStart", "2026-10-01T10:00:00Z"},
                                                                     {"isUpgraded", "false"}};
    for (const auto &[field, value] : valueOf) {
        const FieldType type =
            findField(
                core::DataSet(qs(field) == u"isUpgraded" ? core::DataSet::Spend : core::DataSet::Utilization),
                qs(field))
                ->type;
        for (const Operator op : operatorsFor(type)) {
            QStringList values;
            switch (operatorInfo(op).operands) {
            case OperandForm::None:
                break;
            case OperandForm::One:
                values = {qs(value)};
                break;
            case OperandForm::Two:
            case OperandForm::List:
                values = {qs(value), qs(value)};
                break;
            case OperandForm::Text:
                values = {qs("a. \"b\"")};
                break;
            case OperandForm::Period:
                values = {qs("last 2 billing periods")};
                break;
            case OperandForm::Ranking:
                values =
                    type == FieldType::Number ? QStringList{qs("5")} : QStringList{qs("5"), qs("count()")};
                break;
            }
            QTest::addRow("%s %s", field, operatorInfo(op).sign) << Predicate::leaf(qs(field), op, values);
        }
    }
}

void TestFilterText::everyOperatorComesBack()
{
    QFETCH(Predicate, condition);
    const bool isOfSpend = condition.condition.field == u"isUpgraded";
    const core::DataSet dataSet = isOfSpend ? core::DataSet::Spend : core::DataSet::Utilization;
    const QString text = printFilter(condition);
    QVERIFY2(text.contains(filterOperator(condition.condition.op)), qPrintable(text));
    const auto parsed = parseFilter(text, dataSet);
    QVERIFY2(parsed, qPrintable(text + u'\n' + (parsed ? QString() : parsed.error().message)));
    QVERIFY2(*parsed == Predicate::all({condition}), qPrintable(text));
}

/// The parser's checks are those of problems().
void TestFilterText::whatIsReadHasNoProblems()
{
    const char *const texts[] = {
        "customer top 3 by distinct(tag[\"x\"]) and quantity bottom 1 and date top 4 by min(quantity)",
        "customer matches \"a{2}\" and customer like \"x\" and date within last 3 quarters",
        "pinned cost > 5 and off cost > 5 and cost is not available and partNumber is reported",
        "not (region in (\"a\") or any(date between 2026-01-01 and 2026-02-01))",
    };
    for (const char *const text : texts) {
        Query query;
        query.dataSet = core::DataSet::Utilization;
        query.measures = {{Aggregate::Count, {}}};
        const auto parsed = parseFilter(qs(text), query.dataSet);
        QVERIFY2(parsed, text);
        query.where = *parsed;
        QCOMPARE(problems(query), QStringList());
    }
}

SPENDGLASS_TEST_MAIN(TestFilterText)
#include "tst_filtertext.moc"
