// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

namespace spendglass::query {

namespace {

struct ShortName
{
    const char *name;
    const char *id;
};

constexpr std::array shortNames{
    ShortName{"customer", "customerName"},   ShortName{"subscription", "subscriptionName"},
    ShortName{"service", "meterCategory"},   ShortName{"resource", "resourceUri"},
    ShortName{"region", "resourceLocation"}, ShortName{"cost", "totalCost"},
    ShortName{"date", "usageDate"},
};

struct Symbol
{
    const char *text;
    Operator op;
};

// The first spelling of an operator is the one that is printed.
constexpr std::array symbols{
    Symbol{"=", Operator::Is},        Symbol{"==", Operator::IsExactly},
    Symbol{"!=", Operator::IsNot},    Symbol{"<>", Operator::IsNot},
    Symbol{"<", Operator::Less},      Symbol{"<=", Operator::LessOrEqual},
    Symbol{">", Operator::Greater},   Symbol{">=", Operator::GreaterOrEqual},
    Symbol{"~=", Operator::Contains},
};

constexpr int deepest = 100;

QString message(const char *source)
{
    return QCoreApplication::translate("Filter", source);
}

struct Token
{
    enum class Kind
    {
        Word,   ///< name, number, date, keyword
        Text,   ///< was in quotes
        Symbol, ///< operator or bracket
        End
    };
    Kind kind = Kind::End;
    QString text;
    qsizetype position = 0;

    bool isWord(const char *word) const
    {
        return kind == Kind::Word && text.compare(QLatin1String(word), Qt::CaseInsensitive) == 0;
    }
    bool isSymbol(const char *symbol) const { return kind == Kind::Symbol && text == QLatin1String(symbol); }
};

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c.isSurrogate() || QStringView(u"_-.:+$@").contains(c);
}

/// Cuts the text into tokens; the End token last.
class Scanner
{
public:
    explicit Scanner(const QString &text)
        : m_text(text)
    {}

    tl::expected<std::vector<Token>, TextError> tokens()
    {
        std::vector<Token> result;
        for (;;) {
            while (m_at < m_text.size() && m_text.at(m_at).isSpace())
                ++m_at;
            const qsizetype start = m_at;
            if (start == m_text.size()) {
                result.push_back({Token::Kind::End, {}, start});
                return result;
            }
            Token token{Token::Kind::Word, {}, start};
            if (m_text.at(start) == QLatin1Char('"')) {
                token.kind = Token::Kind::Text;
                if (!readText(token.text))
                    return tl::unexpected(TextError{start, message("The quote is not closed")});
            } else if (isWordCharacter(m_text.at(start))) {
                while (m_at < m_text.size() && isWordCharacter(m_text.at(m_at)))
                    ++m_at;
                token.text = m_text.mid(start, m_at - start);
            } else if (token.kind = Token::Kind::Symbol; !readSymbol(token.text)) {
                return tl::unexpected(
                    TextError{start, message("\"%1\" has no meaning here").arg(m_text.at(start))});
            }
            result.push_back(std::move(token));
        }
    }

private:
    /// A doubled quote and \" are a quote, \\ is a backslash; any other backslash stands for itself.
    bool readText(QString &value)
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text.at(m_at);
            const QChar next = m_at + 1 < m_text.size() ? m_text.at(m_at + 1) : QChar();
            const bool isEscape = c == QLatin1Char('\\') && (next == QLatin1Char('"') || next == c);
            const bool isDoubled = c == QLatin1Char('"') && next == c;
            if (isEscape || isDoubled)
                value += m_text.at(++m_at);
            else if (c != QLatin1Char('"'))
                value += c;
            else
                return ++m_at, true;
        }
        return false;
    }

    bool readSymbol(QString &symbol)
    {
        static const std::array all{"==", "!=", "<>", "<=", ">=", "~=", "=",
                                    "<",  ">",  "(",  ")",  "[",  "]",  ","};
        const auto found = std::find_if(all.begin(), all.end(), [&](const char *each) {
            return QStringView(m_text).mid(m_at).startsWith(QLatin1String(each));
        });
        if (found == all.end())
            return false;
        symbol = QLatin1String(*found);
        m_at += symbol.size();
        return true;
    }

    const QString &m_text;
    qsizetype m_at = 0;
};

/// Recursive descent over the tokens. The first error is kept and ends everything.
class Parser
{
public:
    Parser(std::vector<Token> tokens, core::DataSet dataSet)
        : m_tokens(std::move(tokens))
        , m_dataSet(dataSet)
    {}

    tl::expected<Predicate, TextError> parse()
    {
        if (next().kind == Token::Kind::End)
            return Predicate{};
        std::optional<Predicate> result = disjunction();
        if (result && next().kind != Token::Kind::End)
            result = fail(next(), message("Expected \"and\" or \"or\""));
        if (!result)
            return tl::unexpected(m_error);
        if (result->kind == Predicate::Kind::All)
            return *result;
        return Predicate::all({*std::move(result)});
    }

private:
    const Token &next() const { return m_tokens[m_at]; }

    bool takeWord(const char *word)
    {
        const bool is = next().isWord(word);
        m_at += is ? 1 : 0;
        return is;
    }

    bool takeSymbol(const char *symbol)
    {
        const bool is = next().isSymbol(symbol);
        m_at += is ? 1 : 0;
        return is;
    }

    std::nullopt_t fail(const Token &token, const QString &text)
    {
        if (m_error.message.isEmpty())
            m_error = {token.position, text};
        return std::nullopt;
    }

    std::optional<Predicate> disjunction()
    {
        return chain("or", Predicate::Kind::Any, [this] { return conjunction(); });
    }

    std::optional<Predicate> conjunction()
    {
        return chain("and", Predicate::Kind::All, [this] { return negation(); });
    }

    /// part (word part)*; one part alone stays as it is.
    template <class Part>
    std::optional<Predicate> chain(const char *word, Predicate::Kind kind, Part part)
    {
        Predicate result{kind, {}, {}, true};
        do {
            std::optional<Predicate> child = part();
            if (!child)
                return std::nullopt;
            result.children.push_back(*std::move(child));
        } while (takeWord(word));
        return result.children.size() == 1 ? std::move(result.children.front()) : std::move(result);
    }

    std::optional<Predicate> negation()
    {
        if (++m_depth > deepest)
            return fail(next(), message("This is nested too deeply"));
        std::optional<Predicate> result;
        if (takeWord("not")) {
            if (std::optional<Predicate> child = negation())
                result = Predicate::negation(*std::move(child));
        } else if (takeSymbol("(")) {
            result = disjunction();
            if (result && !takeSymbol(")"))
                result = fail(next(), message("Expected a closing parenthesis"));
        } else if (takeWord("true")) {
            result = Predicate::all({});
        } else if (takeWord("false")) {
            result = Predicate::any({});
        } else {
            result = comparison();
        }
        --m_depth;
        return result;
    }

    std::optional<Predicate> comparison()
    {
        const std::optional<Field> field = fieldName();
        if (!field)
            return std::nullopt;
        const Token opToken = next();
        const std::optional<Operator> op = operatorSign();
        if (!op)
            return fail(opToken, message("Expected an operator such as =, != or contains"));
        const std::vector<Operator> &allowed = operatorsFor(field->type);
        if (std::find(allowed.begin(), allowed.end(), *op) == allowed.end())
            return fail(opToken, message("%1 cannot be asked like this").arg(m_fieldId));
        const FieldId id = m_fieldId;
        std::optional<QStringList> list = values(*op, *field);
        if (!list)
            return std::nullopt;
        return Predicate::leaf(id, *op, *list);
    }

    /// Leaves the id as it was written, or what the short name stands for, in m_fieldId.
    std::optional<Field> fieldName()
    {
        const Token token = next();
        if (token.kind != Token::Kind::Word)
            return fail(token, message("Expected a field"));
        ++m_at;
        m_fieldId = token.text;
        for (const ShortName &each : shortNames) {
            if (token.isWord(each.name))
                m_fieldId = QLatin1String(each.id);
        }
        if ((token.isWord("tag") || token.isWord("info")) && takeSymbol("[")) {
            const Token key = next();
            if (key.kind != Token::Kind::Text || key.text.isEmpty())
                return fail(key, message("Expected a name in double quotes"));
            ++m_at;
            if (!takeSymbol("]"))
                return fail(next(), message("Expected a closing bracket"));
            m_fieldId = token.text.toLower() + QLatin1Char(':') + key.text;
        }
        std::optional<Field> field = findField(m_dataSet, m_fieldId);
        if (!field)
            return fail(token, message("There is no field \"%1\" here").arg(m_fieldId));
        return field;
    }

    std::optional<Operator> operatorSign()
    {
        for (const Symbol &each : symbols) {
            if (takeSymbol(each.text))
                return each.op;
        }
        if (takeWord("is")) {
            const bool isNegated = takeWord("not");
            if (takeWord("empty"))
                return isNegated ? Operator::IsNotEmpty : Operator::IsEmpty;
            return std::nullopt;
        }
        if (takeWord("between"))
            return Operator::Between;
        if (takeWord("starts"))
            return takeWord("with") ? std::optional(Operator::StartsWith) : std::nullopt;
        if (takeWord("ends"))
            return takeWord("with") ? std::optional(Operator::EndsWith) : std::nullopt;
        const bool isNegated = takeWord("not");
        if (takeWord("in"))
            return isNegated ? Operator::NotIn : Operator::In;
        if (takeWord("contains"))
            return isNegated ? Operator::DoesNotContain : Operator::Contains;
        return std::nullopt;
    }

    std::optional<QStringList> values(Operator op, const Field &field)
    {
        const Operator positive = positiveOf(op);
        if (positive == Operator::IsEmpty)
            return QStringList();
        if (positive == Operator::In)
            return valueList(field);
        const Token first = next();
        const std::optional<QString> value = oneValue(field);
        if (!value)
            return std::nullopt;
        const bool isSearch =
            positive == Operator::Contains || op == Operator::StartsWith || op == Operator::EndsWith;
        if (isSearch && value->isEmpty())
            return fail(first, message("There is nothing to look for"));
        if (op != Operator::Between)
            return QStringList{*value};
        if (!takeWord("and"))
            return fail(next(), message("Expected \"and\" and a second value"));
        const std::optional<QString> second = oneValue(field);
        if (!second)
            return std::nullopt;
        return QStringList{*value, *second};
    }

    std::optional<QStringList> valueList(const Field &field)
    {
        if (!takeSymbol("("))
            return fail(next(), message("Expected a list in parentheses"));
        QStringList list;
        do {
            const std::optional<QString> value = oneValue(field);
            if (!value)
                return std::nullopt;
            list << *value;
        } while (takeSymbol(","));
        if (!takeSymbol(")"))
            return fail(next(), message("Expected a comma or a closing parenthesis"));
        return list;
    }

    std::optional<QString> oneValue(const Field &field)
    {
        const Token token = next();
        const bool isValueToken = token.kind == Token::Kind::Text || token.kind == Token::Kind::Word;
        if (!isValueToken)
            return fail(token, message("Expected a value"));
        if (field.type == FieldType::Text && token.kind != Token::Kind::Text)
            return fail(token, message("Put text in double quotes"));
        if (!isValueOf(field.type, token.text))
            return fail(token, message("\"%1\" is not a value of this field").arg(token.text));
        ++m_at;
        return token.text;
    }

    std::vector<Token> m_tokens;
    core::DataSet m_dataSet;
    std::size_t m_at = 0;
    int m_depth = 0;
    FieldId m_fieldId;
    TextError m_error;
};

QString quoted(QString value)
{
    value.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    value.replace(QLatin1Char('"'), QLatin1String("\"\""));
    return QLatin1Char('"') + value + QLatin1Char('"');
}

/// One vocabulary over all data sets: an id has the same type wherever it is known.
FieldType typeOf(const FieldId &id)
{
    for (const core::DataSet each : core::allDataSets) {
        if (const std::optional<Field> field = findField(each, id))
            return field->type;
    }
    return FieldType::Text;
}

QString printedField(const FieldId &id)
{
    if (const std::optional<QString> key = tagKey(id))
        return QLatin1String("tag[") + quoted(*key) + QLatin1Char(']');
    if (const std::optional<QString> key = infoKey(id))
        return QLatin1String("info[") + quoted(*key) + QLatin1Char(']');
    for (const ShortName &each : shortNames) {
        if (id == QLatin1String(each.id))
            return QLatin1String(each.name);
    }
    return id;
}

} // namespace

QString filterOperator(Operator op)
{
    return QLatin1String(operatorInfo(op).sign);
}

namespace {

QString printedCondition(const Condition &condition)
{
    const FieldType type = typeOf(condition.field);
    QStringList values;
    for (const QString &value : condition.values)
        values << (type == FieldType::Text || value.isEmpty() ? quoted(value) : value);
    QString text = printedField(condition.field) + QLatin1Char(' ') + filterOperator(condition.op);
    const Operator positive = positiveOf(condition.op);
    if (positive == Operator::In)
        text += QLatin1String(" (") + values.join(QLatin1String(", ")) + QLatin1Char(')');
    else if (!values.isEmpty())
        text += QLatin1Char(' ') + values.join(QLatin1String(" and "));
    return text;
}

/// Groups inside groups get parentheses, so that the tree comes back as it was.
QString printed(const Predicate &predicate, bool isTop)
{
    if (predicate.kind == Predicate::Kind::Leaf)
        return printedCondition(predicate.condition);
    if (predicate.kind == Predicate::Kind::Not)
        return QLatin1String("not (") + printed(predicate.children.front(), true) + QLatin1Char(')');
    const bool isAll = predicate.kind == Predicate::Kind::All;
    if (predicate.children.empty())
        return isAll ? QStringLiteral("true") : QStringLiteral("false");
    if (predicate.children.size() == 1)
        return printed(predicate.children.front(), isTop);
    QStringList parts;
    for (const Predicate &child : predicate.children)
        parts << printed(child, false);
    const QString text = parts.join(isAll ? QLatin1String(" and ") : QLatin1String(" or "));
    return isTop ? text : QLatin1Char('(') + text + QLatin1Char(')');
}

} // namespace

tl::expected<Predicate, TextError> parseFilter(const QString &text, core::DataSet dataSet)
{
    tl::expected<std::vector<Token>, TextError> tokens = Scanner(text).tokens();
    if (!tokens)
        return tl::unexpected(tokens.error());
    return Parser(*std::move(tokens), dataSet).parse();
}

QString printFilter(const Predicate &predicate)
{
    const std::optional<Predicate> kept = withoutOff(predicate);
    return !kept || kept->isAlwaysTrue() ? QString() : printed(*kept, true);
}

} // namespace spendglass::query
