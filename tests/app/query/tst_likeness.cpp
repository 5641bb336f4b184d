// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/likeness.h"
#include "support/testmain.h"

#include <QSet>

using namespace spendglass::query;

class TestLikeness : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsAreFolded_data();
    void textsAreFolded();
    void charactersAreIgnoredOnce();
};

void TestLikeness::textsAreFolded_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("folded");
    const auto row = [](const char *name, const char *text, const char *folded) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(folded);
    };
    row("empty", "", "");
    row("letters", "Contoso", "contoso");
    row("blanks", " Contoso\t \r\nLtd ", "contosoltd");
    row("punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", "");
    row("names", "Virtual_Machines (D-series), v3", "virtualmachinesdseriesv3");
    row("typography", "Fabrikam\u00a0\u2013 \u201cNord\u201d\u2026", "fabrikamnord");
    row("other letters", "\u00c4PFEL \u65e5\u672c-\u5546\u4e8b", "\u00e4pfel\u65e5\u672c\u5546\u4e8b");
    row("accents count", "Caf\u00e9", "caf\u00e9");
    row("signs that count", "5 \u20ac", "5\u20ac");
}

void TestLikeness::textsAreFolded()
{
    QFETCH(QString, text);
    QFETCH(QString, folded);
    QCOMPARE(foldedText(text), folded);
    QCOMPARE(foldedText(folded), folded);
}

/// One list for every evaluator: SQL's translate() takes each character once, and one unit of UTF-16 each.
void TestLikeness::charactersAreIgnoredOnce()
{
    QSet<QChar> seen;
    for (const QChar c : ignoredCharacters()) {
        QVERIFY2(!c.isSurrogate() && !c.isLetterOrNumber(), qPrintable(QString(c)));
        seen.insert(c);
    }
    QCOMPARE(seen.size(), ignoredCharacters().size());
}

SPENDGLASS_TEST_MAIN(TestLikeness)
#include "tst_likeness.moc"
