// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/strictjson.h"

#include <QStringDecoder>

namespace spendglass::fuzz {

namespace {

constexpr int mostDeep = 1000;

class Reader
{
public:
    explicit Reader(std::string_view text)
        : m_text(text)
    {}

    bool document(Json &to)
    {
        const bool isRead = value(to);
        blanks();
        return isRead && m_at == m_text.size();
    }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool take(char c)
    {
        const bool isThere = m_at < m_text.size() && m_text[m_at] == c;
        m_at += isThere ? 1 : 0;
        return isThere;
    }
    void blanks()
    {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')
            ++m_at;
    }
    bool digits()
    {
        const std::size_t from = m_at;
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
        return m_at > from;
    }
    bool number()
    {
        take('-');
        if (!take('0') && !digits())
            return false;
        if (take('.') && !digits())
            return false;
        if (!take('e') && !take('E'))
            return true;
        if (!take('+'))
            take('-');
        return digits();
    }
    bool word(std::string_view word)
    {
        const bool isThere = m_text.substr(m_at, word.size()) == word;
        m_at += isThere ? word.size() : 0;
        return isThere;
    }
    bool escape()
    {
        const char letter = peek();
        if (!letter || std::string_view("\"\\/bfnrtu").find(letter) == std::string_view::npos)
            return false;
        ++m_at;
        for (int i = 0; i < 4 && letter == 'u'; ++i, ++m_at) {
            if (!peek() || std::string_view("0123456789abcdefABCDEF").find(peek()) == std::string_view::npos)
                return false;
        }
        return true;
    }
    bool text()
    {
        if (!take('"'))
            return false;
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            if (static_cast<unsigned char>(m_text[m_at]) < 0x20)
                return false;
            if (m_text[m_at++] == '\\' && !escape())
                return false;
        }
        return take('"');
    }
    bool members(Json &to)
    {
        for (blanks(); !take('}'); blanks()) {
            if (!to.members.empty() && !take(','))
                return false;
            blanks();
            const std::size_t from = m_at + 1;
            if (!text())
                return false;
            to.members.push_back({m_text.substr(from, m_at - from - 1), {}});
            blanks();
            if (!take(':') || !value(to.members.back().value))
                return false;
        }
        return true;
    }
    bool elements(Json &to)
    {
        for (blanks(); !take(']'); blanks()) {
            if (!to.elements.empty() && !take(','))
                return false;
            to.elements.emplace_back();
            if (!value(to.elements.back()))
                return false;
        }
        return true;
    }
    bool scalar(char kind)
    {
        switch (kind) {
        case '"':
            return text();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }
    bool value(Json &to)
    {
        blanks();
        to.kind = peek();
        const std::size_t from = m_at;
        if (!take('{') && !take('[')) {
            const bool isRead = scalar(to.kind);
            to.token = m_text.substr(from, m_at - from);
            return isRead;
        }
        if (++m_depth > mostDeep)
            return false;
        const bool isRead = to.kind == '{' ? members(to) : elements(to);
        --m_depth;
        return isRead;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
};

bool isUtf8(std::string_view text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(QByteArrayView(text.data(), qsizetype(text.size())));
    return !decoder.hasError() && (text.empty() || !decoded.isEmpty());
}

} // namespace

std::optional<Json> parseStrictly(std::string_view text)
{
    Json document;
    if (!isUtf8(text) || !Reader(text).document(document))
        return std::nullopt;
    return document;
}

} // namespace spendglass::fuzz
