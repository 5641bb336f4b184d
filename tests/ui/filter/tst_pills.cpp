// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/pills.h"

#include "filtertest.h"

namespace spendglass::filter {

using core::DataSet;
using query::Operator;
using query::Predicate;

namespace {

Predicate leaf(const char *field, Operator op, const QStringList &values)
{
    return Predicate::leaf(QString::fromLatin1(field), op, values);
}

QStringList letters(qsizetype count)
{
    return QStringLiteral("A,B,C,D,E,F,G").split(QLatin1Char(',')).mid(0, count);
}

} // namespace

class PillsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAsText_data();
    void readsAsText();
    void negatesAndBack_data();
    void negatesAndBack();
    void keepsTheTree();
    void choosesTheOperatorByCount();
    void namesItselfForSpeech();
    void listsAllValuesInTheToolTip();
    void tellsWhatIsIgnored();
    void opensOnlyWhatTheEditorShows_data();
    void opensOnlyWhatTheEditorShows();
    void offersOnlyWhatTheTypeAllows();
};

void PillsTest::readsAsText_data()
{
    QTest::addColumn<Predicate>("pill");
    QTest::addColumn<QString>("text");
    QTest::newRow("one value") << leaf("customerName", Operator::Is, letters(1))
                               << QStringLiteral("Customer is A");
    QTest::newRow("two values") << leaf("meterCategory", Operator::In, letters(2))
                                << QStringLiteral("Service is A, B");
    QTest::newRow("seven values") << leaf("meterCategory", Operator::NotIn, letters(7))
                                  << QStringLiteral("Service is not A, B +5");
    QTest::newRow("range") << leaf("quantity", Operator::Between,
                                   {QStringLiteral("1"), QStringLiteral("1204.5")})
                           << QStringLiteral("Quantity is between 1 and 1,204.5");
    QTest::newRow("empty") << leaf("resourceLocation", Operator::IsEmpty, {})
                           << QStringLiteral("Region is empty");
    QTest::newRow("wrapped not") << Predicate::negation(
                                        leaf("quantity", Operator::Less, {QStringLiteral("5")}))
                                 << QStringLiteral("not: Quantity is less than 5");
    QTest::newRow("marks stay") << leaf("customerName", Operator::Is, {QStringLiteral("A & <b>B</b>")})
                                << QStringLiteral("Customer is A & <b>B</b>");
    QTest::newRow("moving period") << leaf("usageDate", Operator::Within,
                                           {QStringLiteral("last 3 full months")})
                                   << QStringLiteral("Usage date is within last 3 full months");
    QTest::newRow("rank") << leaf("customerName", Operator::Top,
                                  {QStringLiteral("5"), QStringLiteral("sum(quantity)")})
                          << QStringLiteral("Customer is in the top 5 by quantity");
    QTest::newRow("not in a rank") << Predicate::negation(
                                          leaf("quantity", Operator::Bottom, {QStringLiteral("5")}))
                                   << QStringLiteral("not: Quantity is in the bottom 5");
    QTest::newRow("exactly") << leaf("customerName", Operator::IsExactly, letters(1))
                             << QStringLiteral("Customer is exactly A");
    Predicate named = leaf("customerName", Operator::IsNot, letters(1));
    named.name = QStringLiteral("Without A");
    QTest::newRow("named") << named << QStringLiteral("Without A");
    QTest::newRow("saved") << Predicate::saved(QStringLiteral("Production"))
                           << QStringLiteral("★ Production");
    QTest::newRow("unknown field") << leaf("gone", Operator::Is, letters(1)) << QStringLiteral("gone is A");
}

void PillsTest::readsAsText()
{
    QFETCH(Predicate, pill);
    QTEST(pillText(DataSet::Analytics, pill), "text");
}

void PillsTest::negatesAndBack_data()
{
    QTest::addColumn<Predicate>("pill");
    for (const Operator op :
         {Operator::Is, Operator::In, Operator::Contains, Operator::IsEmpty, Operator::Less,
          Operator::Between, Operator::StartsWith, Operator::IsExactly, Operator::IsLike, Operator::Matches,
          Operator::Within, Operator::Top, Operator::IsNotReported, Operator::IsNotAvailable})
        QTest::addRow("operator %d", int(op)) << leaf("quantity", op, letters(2));
    Predicate off = leaf("customerName", Operator::Is, letters(1));
    off.isOn = false;
    QTest::newRow("off") << off;
    Predicate offRange = leaf("quantity", Operator::Greater, letters(1));
    offRange.isOn = false;
    QTest::newRow("off, without opposite") << offRange;
    Predicate pinned = leaf("quantity", Operator::Top, letters(1));
    pinned.isPinned = true;
    pinned.name = QStringLiteral("Large");
    QTest::newRow("pinned and named") << pinned;
    QTest::newRow("saved") << Predicate::saved(QStringLiteral("Production"));
    QTest::newRow("tree") << Predicate::any(
        {leaf("a", Operator::Is, letters(1)), leaf("b", Operator::Is, letters(1))});
}

void PillsTest::negatesAndBack()
{
    QFETCH(Predicate, pill);
    const Predicate turned = negated(pill);
    QVERIFY(!isNegated(pill));
    QVERIFY(isNegated(turned));
    QCOMPARE(turned.isOn, pill.isOn);
    QCOMPARE(turned.isPinned, pill.isPinned);
    Predicate back = negated(turned);
    QCOMPARE(back.isOn, pill.isOn);
    QVERIFY(back == pill);
}

void PillsTest::keepsTheTree()
{
    const Predicate both = sampleQuery().where;
    QCOMPARE(pillsOf(both).size(), 3u);
    QVERIFY(fromPills(pillsOf(both)) == both);
    const Predicate either = Predicate::any({both.children[0], both.children[1]});
    QCOMPARE(pillsOf(either).size(), 1u);
    QVERIFY(!conditionOf(pillsOf(either).front()));
    QVERIFY(pillText(DataSet::Analytics, either).contains(QLatin1String(" or ")));
    QVERIFY(pillsOf({}).empty());
}

void PillsTest::choosesTheOperatorByCount()
{
    const QString field = QStringLiteral("meterCategory");
    QVERIFY(pillOf({field, Operator::Is, letters(2)}).condition.op == Operator::In);
    QVERIFY(pillOf({field, Operator::NotIn, letters(1)}).condition.op == Operator::IsNot);
    QVERIFY(pillOf({field, Operator::Contains, letters(1)}).condition.op == Operator::Contains);
}

void PillsTest::namesItselfForSpeech()
{
    Predicate pill = leaf("meterCategory", Operator::IsNot, {QStringLiteral("Storage")});
    QCOMPARE(pillAccessibleName(DataSet::Analytics, pill, 1, 3),
             QStringLiteral("Filter 2 of 3, Service is not Storage, on"));
    pill.isOn = false;
    QCOMPARE(pillAccessibleName(DataSet::Analytics, pill, 0, 1),
             QStringLiteral("Filter 1 of 1, Service is not Storage, off"));
}

void PillsTest::listsAllValuesInTheToolTip()
{
    const QString text = pillToolTip(DataSet::Analytics, leaf("meterCategory", Operator::In, letters(7)));
    QCOMPARE(text.split(QLatin1Char('\n')).size(), 8);
    QVERIFY(pillToolTip(DataSet::Spend, leaf("meterCategory", Operator::In, letters(7)))
                .contains(QLatin1String("not in this data set")));
}

/// Pinned conditions follow to data sets that have no such field.
void PillsTest::tellsWhatIsIgnored()
{
    Predicate pill = leaf("meterCategory", Operator::Is, letters(1));
    pill.isPinned = true;
    QVERIFY(!isIgnored(DataSet::Analytics, pill));
    QCOMPARE(pillAccessibleName(DataSet::Analytics, pill, 0, 1),
             QStringLiteral("Filter 1 of 1, Service is A, pinned, on"));
    QVERIFY(isIgnored(DataSet::Spend, pill));
    QVERIFY(pillToolTip(DataSet::Spend, pill).startsWith(QLatin1String("Ignored: not in this data set")));
    QVERIFY(pillAccessibleName(DataSet::Spend, pill, 0, 1).contains(QLatin1String("ignored")));
    pill.isPinned = false;
    QVERIFY(!isIgnored(DataSet::Spend, pill));
}

void PillsTest::opensOnlyWhatTheEditorShows_data()
{
    QTest::addColumn<Predicate>("pill");
    QTest::addColumn<bool>("isEditable");
    QTest::newRow("names") << leaf("customerName", Operator::In, letters(3)) << true;
    QTest::newRow("two numbers") << leaf("quantity", Operator::In, {QStringLiteral("1"), QStringLiteral("2")})
                                 << false;
    QTest::newRow("range") << leaf("quantity", Operator::Between, {QStringLiteral("1"), QStringLiteral("2")})
                           << true;
    QTest::newRow("rank") << leaf("customerName", Operator::Top, letters(2)) << true;
    QTest::newRow("not less") << Predicate::negation(leaf("quantity", Operator::Less, letters(1))) << false;
    QTest::newRow("saved") << Predicate::saved(QStringLiteral("Production")) << false;
    QTest::newRow("missing field") << leaf("resourceUri", Operator::Is, letters(1)) << false;
}

void PillsTest::opensOnlyWhatTheEditorShows()
{
    QFETCH(Predicate, pill);
    QTEST(isEditable(DataSet::Analytics, pill), "isEditable");
}

void PillsTest::offersOnlyWhatTheTypeAllows()
{
    using query::FieldType;
    for (const FieldType type :
         {FieldType::Text, FieldType::Number, FieldType::Day, FieldType::Instant, FieldType::Boolean}) {
        QStringList labels;
        for (const Operator op : editorOperators(type))
            labels += operatorLabel(type, op);
        QVERIFY(labels.size() >= 4);
        QCOMPARE(labels.removeDuplicates(), 0);
    }
    QCOMPARE(operatorLabel(FieldType::Day, Operator::Less), QStringLiteral("before"));
    QCOMPARE(valueCount(FieldType::Number, Operator::Between), 2);
    QCOMPARE(valueCount(FieldType::Text, Operator::Is), -1);
    QCOMPARE(valueCount(FieldType::Text, Operator::IsEmpty), 0);
}

} // namespace spendglass::filter

SPENDGLASS_WIDGET_TEST_MAIN(spendglass::filter::PillsTest)
#include "tst_pills.moc"
