// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/regularexpression.h"
#include "support/testmain.h"

#include <duckdb.h>

using namespace spendglass::query;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

/// Whether DuckDB's engine finds the pattern in the text; nothing when it refuses the pattern.
class Engine
{
public:
    Engine()
    {
        duckdb_open(nullptr, &m_database);
        duckdb_connect(m_database, &m_connection);
        duckdb_prepare(m_connection, "SELECT regexp_matches(?, ?, 'si')", &m_statement);
    }
    ~Engine()
    {
        duckdb_destroy_prepare(&m_statement);
        duckdb_disconnect(&m_connection);
        duckdb_close(&m_database);
    }
    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    std::optional<bool> finds(const QString &pattern, const QString &text)
    {
        const QByteArray patternBytes = pattern.toUtf8();
        const QByteArray textBytes = text.toUtf8();
        duckdb_bind_varchar_length(m_statement, 1, textBytes.constData(), idx_t(textBytes.size()));
        duckdb_bind_varchar_length(m_statement, 2, patternBytes.constData(), idx_t(patternBytes.size()));
        duckdb_result result{};
        const bool isOk = duckdb_execute_prepared(m_statement, &result) == DuckDBSuccess;
        const bool isFound = isOk && duckdb_value_boolean(&result, 0, 0);
        duckdb_destroy_result(&result);
        return isOk ? std::optional(isFound) : std::nullopt;
    }

private:
    duckdb_database m_database = nullptr;
    duckdb_connection m_connection = nullptr;
    duckdb_prepared_statement m_statement = nullptr;
};

} // namespace

class TestRegularExpression : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patternsFind_data();
    void patternsFind();
    void enginesAgree_data();
    void enginesAgree();
    void othersAreRefused_data();
    void othersAreRefused();

private:
    Engine m_engine;
};

void TestRegularExpression::patternsFind_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isFound");
    const auto row = [](const char *pattern, const char *text, bool isFound) {
        QTest::addRow("%s in %s", pattern, text) << qs(pattern) << qs(text) << isFound;
    };
    row("b", "abc", true);
    row("B", "abc", true);
    row("^b", "abc", false);
    row("^abc$", "abc", true);
    row("^abc$", "abc\n", false);
    row("^b", "a\nb", false);
    row("a.c", "a\nc", true);
    row("a$", "a", true);
    row("\\$", "5 $", true);
    row("[$]", "a", false);
    row("[$]", "$", true);
    row("a|^$", "", true);
    row("(ab)+$", "xabab", true);
    row("(?:ab){2,3}", "ab", false);
    row("a{2}", "aa", true);
    row("colou?r", "Color", true);
    row("\\d", "\u0663", false);
    row("^\\w+$", "a_1", true);
    row("^\\w+$", "\u00e4", false);
    row("\\s", "a\tb", true);
    row("\\s", "a\u00a0b", false);
    row("^\\S+$", "a b", false);
    row("^\\D+$", "a1", false);
    row("\\W", "ab", false);
    row("[\\d\\s]", "a 1", true);
    row("^[^\\d]+$", "ab", true);
    row("[a-c]", "B", true);
    row("^[^a-c]$", "b", false);
    row("[a\\]]", "]", true);
    row("[\\^a]", "^", true);
    row("[a-]", "-", true);
    row("\\.", "a", false);
    row("\\_\\-\\/", "_-/", true);
    row("\u00c4", "\u00e4", true);
    row("^.$", "\U0001F600", true);
    row("^[\u65e5\u672c]+$", "\u65e5\u672c", true);
}

void TestRegularExpression::patternsFind()
{
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QFETCH(bool, isFound);
    QCOMPARE(regularExpressionProblem(pattern).value_or(QString()), QString());
    QCOMPARE(compiledExpression(pattern).match(text).hasMatch(), isFound);
    QCOMPARE(m_engine.finds(engineExpression(pattern), text), std::optional(isFound));
}

/// What is allowed means the same in memory and in the store.
void TestRegularExpression::enginesAgree_data()
{
    QTest::addColumn<QString>("pattern");
    for (const char *const pattern : {"a*?b",
                                      "a+?",
                                      "a??b",
                                      "()",
                                      "(|a)b",
                                      "a||b",
                                      "(a*)*",
                                      "(a|b)*c",
                                      "[]a]",
                                      "[^]a]",
                                      "[a-]",
                                      "[-a]",
                                      "[^-a]",
                                      "[\\d-z]",
                                      "[a-\\d]",
                                      "[+-\\d]",
                                      "[\\w-]",
                                      "[a-c-e]",
                                      "[--a]",
                                      "[!--]",
                                      "[a\\-c]",
                                      "[\\\\]",
                                      "\\\\",
                                      "[.]",
                                      "[*+?]",
                                      "[(]",
                                      "[{}]",
                                      "[|]",
                                      "[a^]",
                                      "[^^]",
                                      "a{0}",
                                      "a{0,0}b",
                                      "(a{255}){255}",
                                      "(a{30}){30}",
                                      "((a{10}){10}){11}",
                                      "(a{100}){10}",
                                      "(a{2,}){255}",
                                      "(?:a{20}b?){50}",
                                      "(?:a{20}b?){51}",
                                      "^*",
                                      "$+",
                                      "(^a)",
                                      "(a$)",
                                      "a$b",
                                      "a^b",
                                      "x*",
                                      "\\-",
                                      "\\#",
                                      "\\\"",
                                      "[z-a]",
                                      "[\u00e4-\u00f6]",
                                      "[&&]",
                                      "[a&&b]",
                                      "[~~]",
                                      "[\\s-a]",
                                      "\u0130",
                                      "\u0131",
                                      "\u017f",
                                      "\u212a",
                                      "s",
                                      "k",
                                      "i",
                                      "\u00df",
                                      "\u03c3",
                                      "\u03c2"})
        QTest::addRow("%s", pattern) << qs(pattern);
    QTest::newRow("as large as may be") << qs("(?:") + QString(300, u'.') + qs("){33}");
    QTest::newRow("letters of all sorts") << qs("(?:[^\u0430-\u044f]{20}){50}");
}

void TestRegularExpression::enginesAgree()
{
    QFETCH(QString, pattern);
    if (regularExpressionProblem(pattern))
        return; // othersAreRefused() has what must be refused
    const char *const texts[] = {"",
                                 "a",
                                 "b",
                                 "-",
                                 "9",
                                 "z",
                                 "]",
                                 "^",
                                 "d",
                                 "5-z",
                                 "aaa",
                                 "+",
                                 ",",
                                 "\\",
                                 "a\n",
                                 "|",
                                 "(",
                                 "{",
                                 "ab",
                                 "bc",
                                 "c",
                                 ".",
                                 "*",
                                 "\"",
                                 "#",
                                 "$",
                                 "s",
                                 "k",
                                 "i",
                                 "I",
                                 "K",
                                 "S",
                                 "&",
                                 "~",
                                 " ",
                                 "!",
                                 "\u00e4",
                                 "\u00d6",
                                 "\u017f",
                                 "\u212a",
                                 "\u0131",
                                 "\u0130",
                                 "\u00df",
                                 "ss",
                                 "\u03a3",
                                 "\u03c2",
                                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaab"};
    for (const char *const text : texts) {
        const std::optional<bool> found = m_engine.finds(engineExpression(pattern), qs(text));
        QVERIFY2(found, "the store refuses it");
        QVERIFY2(*found == compiledExpression(pattern).match(qs(text)).hasMatch(), text);
    }
}

void TestRegularExpression::othersAreRefused_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char *pattern, const char *problem) {
        QTest::newRow(pattern) << qs(pattern) << qs(problem);
    };
    row("(a", "a parenthesis is not closed");
    row("a)", "a parenthesis is closed that was not opened");
    row("a)(", "a parenthesis is closed that was not opened");
    row("[a", "a bracket is not closed");
    row("[", "a bracket is not closed");
    row("a]", "write \\] and \\} for these characters");
    row("a}", "write \\] and \\} for these characters");
    row("[]a]", "write \\[ and \\] inside of brackets");
    row("[[:alpha:]]", "write \\[ and \\] inside of brackets");
    row("(?=a)", "(? is only allowed as (?:");
    row("(?<name>a)", "(? is only allowed as (?:");
    row("(?i)a", "(? is only allowed as (?:");
    row("*a", "there is nothing to repeat before *, +, ? or {");
    row("a**", "there is nothing to repeat before *, +, ? or {");
    row("a++", "there is nothing to repeat before *, +, ? or {");
    row("a|+", "there is nothing to repeat before *, +, ? or {");
    row("(*a)", "there is nothing to repeat before *, +, ? or {");
    row("^*", "there is nothing to repeat before *, +, ? or {");
    row("a{", "{ must be {n}, {n,} or {n,m}; write \\{ for the character");
    row("a{,3}", "{ must be {n}, {n,} or {n,m}; write \\{ for the character");
    row("a{256}", "a number of repetitions is out of order or above 255");
    row("a{3,2}", "a number of repetitions is out of order or above 255");
    row("\\b", "\\ is only allowed before punctuation and in \\d, \\s, \\w, \\D, \\S, \\W");
    row("(a)\\1", "\\ is only allowed before punctuation and in \\d, \\s, \\w, \\D, \\S, \\W");
    row("[\\D]", "\\ is only allowed before punctuation and in \\d, \\s, \\w, \\D, \\S, \\W");
    row("a\\", "\\ is only allowed before punctuation and in \\d, \\s, \\w, \\D, \\S, \\W");
    for (const char *const pattern :
         {"(a{255}){255}", "((a{10}){10}){11}", "(?:a{20}b?){51}", "(a{6,}){200}"})
        row(pattern, "there are too many repetitions within repetitions");
    for (const char *const pattern : {"[a-c-e]", "[\\d-z]", "[a-\\d]", "[--a]", "[!--]", "[^a-c-e]"})
        row(pattern, "write \\- for a hyphen inside of brackets");
    QTest::newRow("large") << qs("(?:") + QString(300, u'.') + qs("){34}")
                           << qs("there are too many repetitions within repetitions");
    QTest::newRow("many") << qs("((.{99}){99})").repeated(2)
                          << qs("there are too many repetitions within repetitions");
    QTest::newRow("long") << QString(1001, u'a') << qs("the pattern is too long");
}

void TestRegularExpression::othersAreRefused()
{
    QFETCH(QString, pattern);
    QFETCH(QString, problem);
    QCOMPARE(regularExpressionProblem(pattern), std::optional(problem));
    QCOMPARE(engineExpression(pattern), QString());
}

SPENDGLASS_TEST_MAIN(TestRegularExpression)
#include "tst_regularexpression.moc"
