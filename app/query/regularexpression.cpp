// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/regularexpression.h"

#include <array>

namespace spendglass::query {

namespace {

constexpr qsizetype longest = 1000;
constexpr int mostRepeats = 255; ///< PostgreSQL's limit

struct Shorthand
{
    char16_t letter;
    const char *outside;
    const char *inside; ///< of brackets; null: not allowed there
};

// The engines differ in what beyond ASCII a shorthand means, so it is written out.
constexpr std::array shorthands{
    Shorthand{u'd', "[0-9]", "0-9"},
    Shorthand{u'w', "[0-9A-Za-z_]", "0-9A-Za-z_"},
    Shorthand{u's', "[ \t\r\n\f]", " \t\r\n\f"},
    Shorthand{u'D', "[^0-9]", nullptr},
    Shorthand{u'W', "[^0-9A-Za-z_]", nullptr},
    Shorthand{u'S', "[^ \t\r\n\f]", nullptr},
};

/// Reads a pattern once and writes what every engine takes for the same.
class Reader
{
public:
    explicit Reader(const QString &pattern)
        : m_pattern(pattern)
    {}

    /// Leaves what was read in text; false with why in problem.
    bool read()
    {
        if (m_pattern.size() > longest)
            return fail("the pattern is too long");
        while (m_at < m_pattern.size()) {
            if (!readOne())
                return false;
        }
        return m_depth == 0 || fail("a parenthesis is not closed");
    }

    QString text;
    QString problem;

private:
    bool fail(const char *why)
    {
        problem = QLatin1String(why);
        return false;
    }

    QChar at(qsizetype index) const { return index < m_pattern.size() ? m_pattern.at(index) : QChar(); }
    void keep(qsizetype count)
    {
        text += QStringView(m_pattern).mid(m_at, count);
        m_at += count;
    }

    bool readOne()
    {
        const QChar c = at(m_at);
        if (c == u'\\')
            return m_canRepeat = true, readEscape(false);
        if (c == u'[')
            return m_canRepeat = true, readBrackets();
        if (QStringView(u"*+?{").contains(c))
            return readRepeat();
        m_canRepeat = true;
        if (c == u'(') {
            ++m_depth;
            m_canRepeat = false;
            if (at(m_at + 1) == u'?' && at(m_at + 2) != u':')
                return fail("(? is only allowed as (?:");
            keep(at(m_at + 1) == u'?' ? 3 : 1);
            return true;
        }
        if (c == u')' && --m_depth < 0)
            return fail("a parenthesis is closed that was not opened");
        if (c == u']' || c == u'}')
            return fail("write \\] and \\} for these characters");
        if (c == u'|' || c == u'^' || c == u'$')
            m_canRepeat = false;
        keep(1);
        return true;
    }

    bool readRepeat()
    {
        if (!m_canRepeat)
            return fail("there is nothing to repeat before *, +, ? or {");
        static const QRegularExpression braces(QStringLiteral("\\{(\\d{1,4})(?:(,)(\\d{1,4})?)?\\}"));
        qsizetype length = 1;
        if (at(m_at) == u'{') {
            const auto match = braces.match(m_pattern, m_at, QRegularExpression::NormalMatch,
                                            QRegularExpression::AnchorAtOffsetMatchOption);
            if (!match.hasMatch())
                return fail("{ must be {n}, {n,} or {n,m}; write \\{ for the character");
            const int least = match.captured(1).toInt();
            const int greatest = match.hasCaptured(3) ? match.captured(3).toInt() : least;
            if (least > mostRepeats || greatest > mostRepeats || greatest < least)
                return fail("a number of repetitions is out of order or above 255");
            length = match.capturedLength();
        }
        keep(length);
        if (at(m_at) == u'?')
            keep(1); // as few as possible: finds the same texts
        m_canRepeat = false;
        return true;
    }

    bool readEscape(bool isInside)
    {
        const QChar c = at(m_at + 1);
        for (const Shorthand &each : shorthands) {
            const char *const meaning = isInside ? each.inside : each.outside;
            if (c == each.letter && meaning) {
                text += QLatin1String(meaning);
                m_at += 2;
                return true;
            }
        }
        if (c.unicode() < 0x80 && (c.isPunct() || c.isSymbol())) {
            keep(2);
            return true;
        }
        return fail("\\ is only allowed before punctuation and in \\d, \\s, \\w, \\D, \\S, \\W");
    }

    bool readBrackets()
    {
        keep(at(m_at + 1) == u'^' ? 2 : 1);
        for (bool isFirst = true; m_at < m_pattern.size(); isFirst = false) {
            const QChar c = at(m_at);
            if (c == u']' && !isFirst) {
                keep(1);
                return true;
            }
            if (c == u'[' || (c == u']' && isFirst))
                return fail("write \\[ and \\] inside of brackets");
            if (c == u'\\' ? !readEscape(true) : (keep(1), false))
                return false;
        }
        return fail("a bracket is not closed");
    }

    const QString &m_pattern;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_canRepeat = false;
};

} // namespace

std::optional<QString> regularExpressionProblem(const QString &pattern)
{
    Reader reader(pattern);
    if (!reader.read())
        return reader.problem;
    const QRegularExpression expression(reader.text);
    return expression.isValid() ? std::nullopt : std::optional(expression.errorString());
}

QString engineExpression(const QString &pattern)
{
    Reader reader(pattern);
    return reader.read() ? reader.text : QString();
}

QRegularExpression compiledExpression(const QString &pattern)
{
    // Before an end of line at the very end $ would match, too, and only here.
    QString text;
    bool isEscaped = false;
    bool isInBrackets = false;
    for (const QChar c : engineExpression(pattern)) {
        const bool isDollar = c == u'$' && !isEscaped && !isInBrackets;
        text += isDollar ? QStringLiteral("\\z") : QString(c);
        if (!isEscaped && (c == u'[' || c == u']'))
            isInBrackets = c == u'[';
        isEscaped = c == u'\\' && !isEscaped;
    }
    return QRegularExpression(text, QRegularExpression::CaseInsensitiveOption |
                                        QRegularExpression::DotMatchesEverythingOption);
}

} // namespace spendglass::query
