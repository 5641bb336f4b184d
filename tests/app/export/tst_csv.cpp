// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/csv.h"
#include "export/cells.h"

#include "support/testmain.h"

#include <QRandomGenerator>

using namespace spendglass;
using namespace spendglass::exporting;

namespace {

query::Column textColumn(const QString &id)
{
    return {id, query::FieldType::Text, query::FieldRole::Dimension};
}

query::Table oneCell(const query::Value &value)
{
    return {{textColumn(QStringLiteral("a")), textColumn(QStringLiteral("b"))}, {value, value}};
}

/// RFC 4180 read by the letter; an unclosed quote gives no rows. Bytes: a decoder would drop a leading mark.
std::vector<QByteArrayList> parse(const QByteArray &bytes, char separator)
{
    std::vector<QByteArrayList> rows;
    QByteArrayList row;
    QByteArray cell;
    bool isQuoted = false;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (isQuoted && c == '"' && i + 1 < bytes.size() && bytes[i + 1] == '"')
            cell += bytes[++i];
        else if (c == '"')
            isQuoted = !isQuoted;
        else if (!isQuoted && c == separator)
            row << std::exchange(cell, {});
        else if (!isQuoted && c == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n') {
            row << std::exchange(cell, {});
            rows.push_back(std::exchange(row, {}));
            ++i;
        } else
            cell += c;
    }
    return isQuoted || !cell.isEmpty() || !row.isEmpty() ? std::vector<QByteArrayList>() : rows;
}

QString randomText(QRandomGenerator &random)
{
    static const QString alphabet = QStringLiteral("abc \",;'=+-@\t\r\n&<>\u202E\uFEFF\u0627\u65E5\u672C%0");
    QString text;
    for (int i = random.bounded(8); i > 0; --i)
        text += alphabet[random.bounded(int(alphabet.size()))];
    return random.bounded(9) == 0 ? text + QStringLiteral("\U0001F600") : text;
}

} // namespace

class TestCsv : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsBackAsWritten_data();
    void readsBackAsWritten();
    void neutralisesFormulas_data();
    void neutralisesFormulas();
    void writesMachineForms_data();
    void writesMachineForms();
    void keepsALoneEmptyCell();
};

void TestCsv::readsBackAsWritten_data()
{
    QTest::addColumn<char>("separator");
    QTest::addColumn<int>("width");
    QTest::newRow("csv, five columns") << ',' << 5;
    QTest::newRow("csv, one column") << ',' << 1;
    QTest::newRow("tsv, three columns") << '\t' << 3;
}

void TestCsv::readsBackAsWritten()
{
    QFETCH(char, separator);
    QFETCH(int, width);
    QRandomGenerator random(20261001);
    query::Table table;
    std::vector<QByteArrayList> expected;
    for (int i = 0; i < width; ++i)
        table.columns.push_back(textColumn(randomText(random) + QString::number(i)));
    for (int line = 0; line < 2000; ++line) {
        QByteArrayList row;
        for (int i = 0; i < width; ++i) {
            table.cells.emplace_back(randomText(random));
            row << cellBytes(table.cells.back());
        }
        expected.push_back(row);
    }
    QByteArrayList header;
    for (const query::Column &column : table.columns)
        header << column.id.toUtf8();
    expected.insert(expected.begin(), header);
    QCOMPARE(parse(csvHeader(table.columns, separator) + csvRows(table, false, separator), separator),
             expected);
}

void TestCsv::neutralisesFormulas_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("safe");
    for (const QString &bad :
         {QStringLiteral("=1+1"), QStringLiteral("+1"), QStringLiteral("-1"), QStringLiteral("@SUM(A1)"),
          QStringLiteral("\t=1"), QStringLiteral("\r=1"), QStringLiteral("\n=1"), QStringLiteral("\uFF1D1+1"),
          QStringLiteral("\uFF0B1"), QStringLiteral("\uFF0D1"), QStringLiteral("\uFF20x"),
          QStringLiteral("=HYPERLINK(\"http://x\",\"y\")")})
        QTest::addRow("%s", qPrintable(bad.toHtmlEscaped())) << bad << QString(u'\'' + bad);
    QTest::newRow("hidden behind a control") << QStringLiteral("\u0001=1") << QStringLiteral("'=1");
    QTest::newRow("controls go") << QStringLiteral("a\u0000b\u0007c") << QStringLiteral("abc");
    QTest::newRow("lone surrogate goes")
        << QString(QStringLiteral("a") + QChar(0xD800)) << QStringLiteral("a");
    QTest::newRow("plain") << QStringLiteral("Contoso = Co, \"x\"") << QStringLiteral("Contoso = Co, \"x\"");
    QTest::newRow("writing direction stays") << QStringLiteral("a\u202Eb") << QStringLiteral("a\u202Eb");
}

void TestCsv::neutralisesFormulas()
{
    QFETCH(QString, text);
    QFETCH(QString, safe);
    const std::vector<QByteArrayList> cells = parse(csvRows(oneCell(text), true), ',');
    QCOMPARE(cells, (std::vector<QByteArrayList>{{safe.toUtf8(), safe.toUtf8()}}));
}

void TestCsv::writesMachineForms_data()
{
    QTest::addColumn<QByteArray>("cell");
    QTest::addColumn<QByteArray>("written");
    const auto decimal = [](const char *text) { return query::Value(core::Decimal::parse(text)->value); };
    const auto row = [](const char *name, const query::Value &value, const char *written) {
        QTest::newRow(name) << cellBytes(value) << QByteArray(written);
    };
    row("22 decimals", decimal("0.1999968000511991808131"), "0.1999968000511991808131");
    row("a negative amount stays a number", decimal("-12.50"), "-12.5");
    row("exponent", decimal("1e-7"), "0.0000001");
    row("count", qint64(1234567), "1234567");
    row("day", *core::parseDay("2026-10-01"), "2026-10-01");
    row("instant", core::parseTime("2026-10-01T01:02:03Z")->instant, "2026-10-01T01:02:03Z");
    row("true", true, "true");
    row("nothing", std::monostate(), "");
}

void TestCsv::writesMachineForms()
{
    QFETCH(QByteArray, cell);
    QFETCH(QByteArray, written);
    QCOMPARE(cell, written);
}

void TestCsv::keepsALoneEmptyCell()
{
    const query::Table table{{textColumn(QStringLiteral("a"))}, {QString(), std::monostate()}};
    QCOMPARE(csvRows(table, true), QByteArray("\"\"\r\n\"\"\r\n"));
}

SPENDGLASS_TEST_MAIN(TestCsv)
#include "tst_csv.moc"
