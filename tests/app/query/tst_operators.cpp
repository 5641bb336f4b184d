// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/operators.h"
#include "support/testmain.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

constexpr std::array allTypes{FieldType::Text, FieldType::Number, FieldType::Day, FieldType::Instant,
                              FieldType::Boolean};

} // namespace

class TestOperators : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTableHasEveryOperatorOnce();
    void rowsAreSound_data();
    void rowsAreSound();
    void typesAreAskedInTheirOwnWay_data();
    void typesAreAskedInTheirOwnWay();
    void signsAreRead_data();
    void signsAreRead();
    void valuesAreOfTheirType_data();
    void valuesAreOfTheirType();
};

void TestOperators::theTableHasEveryOperatorOnce()
{
    QSet<int> seen;
    QSet<QString> signs, labels;
    for (const OperatorInfo &info : operators()) {
        seen.insert(int(info.op));
        signs.insert(qs(info.sign));
        labels.insert(qs(info.label));
    }
    QCOMPARE(seen.size(), qsizetype(int(Operator::IsAvailable) + 1)); // the last of the enumeration
    QCOMPARE(std::size_t(seen.size()), operators().size());
    QCOMPARE(signs.size(), seen.size());
    QCOMPARE(labels.size(), seen.size());
}

void TestOperators::rowsAreSound_data()
{
    QTest::addColumn<int>("op");
    for (const OperatorInfo &info : operators())
        QTest::newRow(info.sign) << int(info.op);
}

void TestOperators::rowsAreSound()
{
    QFETCH(int, op);
    const OperatorInfo &info = operatorInfo(Operator(op));
    const OperatorInfo &opposite = operatorInfo(info.opposite);
    QCOMPARE(int(info.op), op);
    QCOMPARE(opposite.opposite, info.op);
    QCOMPARE(opposite.operands, info.operands);
    const bool hasOpposite = info.opposite != info.op;
    QCOMPARE(info.isNegative, hasOpposite && !opposite.isNegative);
    QCOMPARE(positiveOf(info.op), info.isNegative ? info.opposite : info.op);
    QCOMPARE(operatorFromSign(qs(info.sign)), std::optional(info.op));
    QVERIFY(std::ranges::any_of(allTypes, [&](FieldType type) { return isAllowed(type, info.op); }));
    for (const FieldType type : allTypes) {
        const std::vector<Operator> &all = operatorsFor(type);
        QCOMPARE(std::ranges::count(all, info.op), std::ptrdiff_t(isAllowed(type, info.op)));
        QCOMPARE(isAllowed(type, info.opposite), isAllowed(type, info.op));
    }
    QCOMPARE(isRanking(info.op), info.operands == OperandForm::Ranking);
}

void TestOperators::typesAreAskedInTheirOwnWay_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("signs");
    const QString always =
        qs("; is empty; is not empty; is not reported; is reported; is not available; is available");
    const auto row = [&always](const char *name, FieldType type, const char *signs) {
        QTest::newRow(name) << int(type) << qs(signs) + always;
    };
    row("text", FieldType::Text,
        "=; !=; in; not in; contains; not contains; starts with; ends with; matches; not matches; like; not "
        "like; "
        "==; !==; top; bottom");
    row("number", FieldType::Number, "=; !=; in; not in; <; <=; >; >=; between; top; bottom");
    row("day", FieldType::Day, "=; !=; in; not in; <; <=; >; >=; between; within; not within; top; bottom");
    row("instant", FieldType::Instant,
        "=; !=; in; not in; <; <=; >; >=; between; within; not within; top; bottom");
    row("boolean", FieldType::Boolean, "=; !=");
}

void TestOperators::typesAreAskedInTheirOwnWay()
{
    QFETCH(int, type);
    QFETCH(QString, signs);
    QStringList found;
    for (const Operator op : operatorsFor(FieldType(type)))
        found << qs(operatorInfo(op).sign);
    QCOMPARE(found.join(qs("; ")), signs);
}

void TestOperators::signsAreRead_data()
{
    QTest::addColumn<int>("op"); ///< -1: none
    QTest::newRow("<>") << int(Operator::IsNot);
    QTest::newRow("~=") << int(Operator::Contains);
    QTest::newRow("is") << int(Operator::Is);
    QTest::newRow("is not") << int(Operator::IsNot);
    for (const char *const other : {"", "not", "IN", "not  in", " =", "===", "starts", "is not "})
        QTest::newRow(other) << -1;
}

void TestOperators::signsAreRead()
{
    QFETCH(int, op);
    const auto read = operatorFromSign(qs(QTest::currentDataTag()));
    QCOMPARE(read ? int(*read) : -1, op);
}

void TestOperators::valuesAreOfTheirType_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isValue");
    const auto row = [](const char *name, FieldType type, const char *text, bool isValue) {
        QTest::addRow("%s %s", name, text) << int(type) << qs(text) << isValue;
    };
    row("text", FieldType::Text, "", true);
    row("text", FieldType::Text, "x", true);
    for (const char *const text : {"0", "-0.5e3", "8999999999999.9", "1E-22", "0.0000000000000000000001"})
        row("number", FieldType::Number, text, true);
    for (const char *const text :
         {"", "+1", "1,5", ".5", "1.", "01", "0x1", "1e-23", "9e12", "-9e12", " 1", "NaN"})
        row("number", FieldType::Number, text, false);
    row("day", FieldType::Day, "2024-02-29", true);
    for (const char *const text : {"", "2026-02-29", "2026-2-1", "2026-02-01T00:00:00Z", "today"})
        row("day", FieldType::Day, text, false);
    for (const char *const text : {"2026-02-01T10:00:00Z", "2026-02-01T10:00:00.5+02:00", "2026-02-01"})
        row("instant", FieldType::Instant, text, true);
    for (const char *const text : {"", "10:00", "2026-02-01T25:00:00Z"})
        row("instant", FieldType::Instant, text, false);
    row("boolean", FieldType::Boolean, "true", true);
    row("boolean", FieldType::Boolean, "false", true);
    for (const char *const text : {"", "TRUE", "1", "yes"})
        row("boolean", FieldType::Boolean, text, false);
}

void TestOperators::valuesAreOfTheirType()
{
    QFETCH(int, type);
    QFETCH(QString, text);
    QFETCH(bool, isValue);
    QCOMPARE(isValueOf(FieldType(type), text), isValue);
}

SPENDGLASS_TEST_MAIN(TestOperators)
#include "tst_operators.moc"
