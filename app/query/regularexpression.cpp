// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/regularexpression.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <vector>

namespace spendglass::query {

namespace {

constexpr qsizetype longest = 1000;
constexpr int mostRepeats = 255;  ///< PostgreSQL's limit
constexpr int mostNested = 1000;  ///< RE2's limit for repetitions within repetitions
constexpr int mostSteps = 10'000; ///< with repetitions written out; far below where RE2 runs out of memory

constexpr const char *tooMany =
    QT_TRANSLATE_NOOP("Filter", "there are too many repetitions within repetitions");

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
            return fail(QT_TRANSLATE_NOOP("Filter", "the pattern is too long"));
        while (m_at < m_pattern.size()) {
            if (!readOne())
                return false;
        }
        if (m_groups.back().steps > mostSteps)
            return fail(tooMany);
        return m_groups.size() == 1 || fail(QT_TRANSLATE_NOOP("Filter", "a parenthesis is not closed"));
    }

    QString text;
    QString problem;

private:
    /// How large a part is with its repetitions written out.
    struct Extent
    {
        int nested = 1; ///< the greatest product of repetitions within each other
        int steps = 1;
    };

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
        if (QStringView(u"*+?{").contains(c))
            return readRepeat();
        m_canRepeat = true;
        if (c == u'(')
            return openGroup();
        if (c == u')')
            return closeGroup();
        m_atom = {};
        m_groups.back().steps += 1;
        if (c == u'\\')
            return readEscape(false);
        if (c == u'[')
            return readBrackets();
        if (c == u']' || c == u'}')
            return fail(QT_TRANSLATE_NOOP("Filter", "write \\] and \\} for these characters"));
        if (c == u'|' || c == u'^' || c == u'$')
            m_canRepeat = false;
        keep(1);
        return true;
    }

    bool openGroup()
    {
        const bool hasQuestionMark = at(m_at + 1) == u'?';
        if (hasQuestionMark && at(m_at + 2) != u':')
            return fail(QT_TRANSLATE_NOOP("Filter", "(? is only allowed as (?:"));
        m_groups.push_back({1, 0});
        m_canRepeat = false;
        keep(hasQuestionMark ? 3 : 1);
        return true;
    }

    bool closeGroup()
    {
        if (m_groups.size() == 1)
            return fail(QT_TRANSLATE_NOOP("Filter", "a parenthesis is closed that was not opened"));
        m_atom = m_groups.back();
        m_groups.pop_back();
        m_groups.back().steps += m_atom.steps;
        m_groups.back().nested = std::max(m_groups.back().nested, m_atom.nested);
        keep(1);
        return true;
    }

    bool readRepeat()
    {
        if (!m_canRepeat)
            return fail(QT_TRANSLATE_NOOP("Filter", "there is nothing to repeat before *, +, ? or {"));
        static const QRegularExpression braces(QStringLiteral("\\{(\\d{1,4})(?:(,)(\\d{1,4})?)?\\}"));
        qsizetype length = 1;
        if (at(m_at) == u'{') {
            const auto match = braces.match(m_pattern, m_at, QRegularExpression::NormalMatch,
                                            QRegularExpression::AnchorAtOffsetMatchOption);
            if (!match.hasMatch())
                return fail(
                    QT_TRANSLATE_NOOP("Filter", "{ must be {n}, {n,} or {n,m}; write \\{ for the character"));
            const int least = match.captured(1).toInt();
            const int greatest = match.hasCaptured(3) ? match.captured(3).toInt() : least;
            if (least > mostRepeats || greatest > mostRepeats || greatest < least)
                return fail(
                    QT_TRANSLATE_NOOP("Filter", "a number of repetitions is out of order or above 255"));
            length = match.capturedLength();
            const int times = std::max(least, greatest);
            m_groups.back().steps += (times - 1) * m_atom.steps;
            m_groups.back().nested = std::max(m_groups.back().nested, times * m_atom.nested);
        }
        if (m_groups.back().nested > mostNested || m_groups.back().steps > mostSteps)
            return fail(tooMany);
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
        return fail(QT_TRANSLATE_NOOP(
            "Filter", "\\ is only allowed before punctuation and in \\d, \\s, \\w, \\D, \\S, \\W"));
    }

    bool readBrackets()
    {
        keep(at(m_at + 1) == u'^' ? 2 : 1);
        bool canBeginRange = false;
        bool isInRange = false;
        for (bool isFirst = true; m_at < m_pattern.size(); isFirst = false) {
            const QChar c = at(m_at);
            if (c == u']' && !isFirst) {
                keep(1);
                return true;
            }
            if (c == u'[' || (c == u']' && isFirst))
                return fail(QT_TRANSLATE_NOOP("Filter", "write \\[ and \\] inside of brackets"));
            const bool isHyphen = c == u'-' && !isFirst && at(m_at + 1) != u']';
            const bool goesOn = at(m_at + 1) != u'-' && !(at(m_at + 1) == u'\\' && at(m_at + 2).isLetter());
            if (isHyphen && !(canBeginRange && goesOn))
                return fail(QT_TRANSLATE_NOOP("Filter", "write \\- for a hyphen inside of brackets"));
            // The engines differ in what a hyphen means beside anything but two characters.
            canBeginRange = !isHyphen && !isInRange && c != u'-' && !(c == u'\\' && at(m_at + 1).isLetter());
            isInRange = isHyphen;
            if (c == u'\\' ? !readEscape(true) : (keep(1), false))
                return false;
        }
        return fail(QT_TRANSLATE_NOOP("Filter", "a bracket is not closed"));
    }

    const QString &m_pattern;
    qsizetype m_at = 0;
    bool m_canRepeat = false;
    std::vector<Extent> m_groups{{1, 0}}; ///< those that are open, the whole first
    Extent m_atom;                        ///< what a repetition would repeat
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
