// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/jsonreader.h"

#include "api/jsonescape.h"
#include "api/jsonnumber.h"
#include "api/timememo.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

namespace spendglass::api {

namespace od = simdjson::ondemand;

namespace {

constexpr int depthCap = 200; ///< deeper nesting is an attack on the stack, not an answer

/// What the values of one document share.
struct Context
{
    Context(core::TextArena &kept, std::string_view document)
        : arena(kept)
        , escapes(document)
    {}
    core::TextArena &arena;
    EscapeFinder escapes;
    TimeMemo times;
    bool isShared = false; ///< the arena keeps the document itself
    qint64 rounded = 0;
    int depth = 0;
    std::string why; ///< of the first Broken
    std::string unescaped;
    std::string inner; ///< padded copy of JSON inside a text
    std::unique_ptr<od::parser> innerParser;

    std::string_view keep(std::string_view text)
    {
        return isShared ? text : text.empty() ? "" : arena.keep(text);
    }
};

std::string_view trimmedEnd(std::string_view token)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!token.empty() && isBlank(token.back()))
        token.remove_suffix(1);
    return token;
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isSameName(std::string_view one, std::string_view other)
{
    return one.size() == other.size() && std::equal(one.begin(), one.end(), other.begin(),
                                                    [](char a, char b) { return lower(a) == lower(b); });
}

/// The characters of a key up to its closing quote; the parser has checked that there is one.
std::string_view keyOf(od::raw_json_string raw)
{
    const char *const begin = raw.raw();
    const char *end = begin;
    while (*end != '"')
        end += *end == '\\' ? 2 : 1;
    return {begin, static_cast<std::size_t>(end - begin)};
}

/// Only when nothing but blanks is left. On-Demand is lazy: without this, junk behind the document passes.
bool isAtEnd(od::document &document)
{
    return document.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

/// Looks a name up among those of the table.
std::size_t indexOf(std::span<const Member> members, std::string_view name)
{
    const auto found =
        std::ranges::find_if(members, [name](const Member &member) { return isSameName(member.name, name); });
    return static_cast<std::size_t>(found - members.begin());
}

/// Whether the key is this name to the letter. Most are: answers come in the order of the document they are
/// described in, so that the next row of the table is tried before anything is searched.
bool isKey(od::raw_json_string raw, std::string_view name)
{
    const char *const key = raw.raw();
    constexpr std::size_t step = 8; // a call of memcmp for each member is felt
    std::size_t at = 0;
    for (; at + step <= name.size(); at += step) {
        if (std::memcmp(key + at, name.data() + at, step) != 0)
            return false;
    }
    for (; at < name.size(); ++at) {
        if (key[at] != name[at])
            return false;
    }
    return key[at] == '"';
}

} // namespace

struct JsonValue::Place
{
    Context &context;
    od::value &value; ///< no copy: one for each member took a third of the time of the whole decoder

    Read fail(simdjson::error_code error) const
    {
        if (context.why.empty())
            context.why = error == simdjson::SCALAR_DOCUMENT_AS_VALUE ? "it is no JSON object or list"
                                                                      : simdjson::error_message(error);
        return Read::Broken;
    }
    /// Strips the quotes; nothing when the token is no whole text.
    static std::optional<std::string_view> inQuotes(std::string_view token)
    {
        if (token.size() < 2 || token.front() != '"' || token.back() != '"')
            return std::nullopt;
        return token.substr(1, token.size() - 2);
    }
    std::string_view token() { return trimmedEnd(value.raw_json_token()); }
    /// The token of a value that is no container. A text is taken off the parser, which would otherwise step
    /// over it by itself and take one before a colon for a key: ["a":1} passed.
    std::string_view take()
    {
        const std::string_view token = value.raw_json_token();
        if (token.front() == '"')
            (void)value.get_raw_json_string().error();
        return trimmedEnd(token);
    }
    bool isContainer()
    {
        return *value.raw_json_token().data() == '{' || *value.raw_json_token().data() == '[';
    }
};

Read JsonValue::broken(const char *why)
{
    if (m_place.context.why.empty())
        m_place.context.why = why;
    return Read::Broken;
}

qint64 &JsonValue::rounded()
{
    return m_place.context.rounded;
}

bool JsonValue::isArray() const
{
    return m_place.token().starts_with('[');
}

bool JsonValue::isObject() const
{
    return m_place.token().starts_with('{');
}

Read JsonValue::readText(std::string_view &to, bool acceptsNumber)
{
    Context &context = m_place.context;
    const std::string_view token = m_place.take();
    if (const auto text = Place::inQuotes(token)) {
        if (!context.escapes.isIn(*text)) {
            to = context.keep(*text);
            return Read::Good;
        }
        if (!unescape(*text, context.unescaped))
            return broken("a text with an unknown escape");
        to = context.arena.keep(context.unescaped);
        return Read::Good;
    }
    to = {};
    if (token == "null")
        return Read::Absent;
    if (acceptsNumber && isNumber(token)) {
        to = context.keep(token);
        return Read::Good;
    }
    return skip() == Read::Broken ? Read::Broken : Read::Bad;
}

Read JsonValue::read(std::string_view &to)
{
    return readText(to, true);
}

Read JsonValue::readNumber(std::string_view &to)
{
    const std::string_view token = m_place.take();
    if (token == "null")
        return Read::Absent;
    to = Place::inQuotes(token).value_or(token);
    if (isNumber(to))
        return Read::Good;
    return skip() == Read::Broken ? Read::Broken : Read::Bad;
}

Read JsonValue::read(core::Decimal &to)
{
    const std::string_view token = m_place.take();
    const auto parsed = core::Decimal::parse(Place::inQuotes(token).value_or(token));
    if (!parsed) { // null, no number at all, or one that is out of range
        std::string_view digits;
        const Read result = readNumber(digits);
        return result == Read::Good ? Read::Bad : result;
    }
    to = parsed->value;
    rounded() += parsed->rounded ? 1 : 0;
    return Read::Good;
}

Read JsonValue::read(qint64 &to)
{
    std::string_view digits;
    const Read result = readNumber(digits);
    if (result != Read::Good)
        return result;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), to);
    return error == std::errc() && end == digits.data() + digits.size() ? Read::Good : Read::Bad;
}

Read JsonValue::read(bool &to)
{
    const std::string_view token = m_place.take();
    if (token == "null")
        return Read::Absent;
    if (token != "true" && token != "false")
        return skip() == Read::Broken ? Read::Broken : Read::Bad;
    to = token == "true";
    return Read::Good;
}

Read JsonValue::read(core::WrittenTime &to)
{
    std::string_view text;
    return readTime(to, text);
}

Read JsonValue::read(core::Instant &to)
{
    core::WrittenTime time;
    const Read result = read(time);
    if (result == Read::Good)
        to = time.instant;
    return result;
}

Read JsonValue::read(std::vector<std::string_view> &to)
{
    struct List
    {
        std::vector<std::string_view> &texts;
        bool isBad = false;
    } list{to};
    const auto each = [](void *target, JsonValue &value) {
        List &texts = *static_cast<List *>(target);
        std::string_view text;
        const Read result = value.read(text);
        if (result == Read::Good)
            texts.texts.push_back(text);
        texts.isBad |= result == Read::Bad;
        return result;
    };
    const Read result = readArray(each, &list);
    return result == Read::Good && list.isBad ? Read::Bad : result;
}

Read JsonValue::readTime(core::WrittenTime &to, std::string_view &asWritten)
{
    const Read result = readText(asWritten, false);
    if (result != Read::Good)
        return result;
    if (asWritten.empty())
        return Read::Absent;
    const auto time = m_place.context.times.parse(asWritten);
    if (!time)
        return Read::Bad;
    to = *time;
    return Read::Good;
}

Read JsonValue::readRaw(std::string_view &to)
{
    if (!m_place.isContainer())
        return read(to);
    const char *const begin = m_place.value.raw_json_token().data();
    if (skip() == Read::Broken)
        return Read::Broken;
    // The next token begins behind the value; a comma, bracket or blank stands between at most.
    const char *end = nullptr;
    if (const auto error = simdjson::simdjson_result<const char *>(m_place.value.current_location()).get(end))
        return m_place.fail(error);
    const char closing = *begin == '{' ? '}' : ']';
    while (end > begin && end[-1] != closing)
        --end;
    to = m_place.context.keep({begin, static_cast<std::size_t>(end - begin)});
    return Read::Good;
}

Read JsonValue::readObject(std::span<const Member> members, void *target)
{
    if (!isObject())
        return m_place.token() == "null" ? Read::Absent : skip() == Read::Broken ? Read::Broken : Read::Bad;
    if (++m_place.context.depth > depthCap)
        return broken("nested too deeply");
    od::object object;
    if (const auto error = m_place.value.get_object().get(object))
        return m_place.fail(error);
    std::uint64_t seen = 0;
    std::uint64_t present = 0;
    std::size_t hint = 0;
    Read outcome = Read::Good;
    for (auto next : object) {
        if (const auto error = next.error())
            return m_place.fail(error);
        od::field &field = next.value_unsafe();
        const od::raw_json_string raw = field.key();
        Place inner{m_place.context, field.value()};
        std::size_t at = hint;
        if (hint >= members.size() || !isKey(raw, members[hint].name)) {
            std::string_view name = keyOf(raw);
            if (m_place.context.escapes.isIn(name)) {
                if (!unescape(name, m_place.context.unescaped))
                    return broken("a member name with an unknown escape");
                name = m_place.context.unescaped;
            }
            at = indexOf(members, name);
        }
        JsonValue value(inner);
        const bool isKnown = at < members.size();
        const std::uint64_t bit = isKnown ? std::uint64_t(1) << at : 0;
        if (seen & bit)
            return broken("a member comes twice");
        seen |= bit;
        hint = isKnown ? at + 1 : hint;
        const Read result = isKnown ? members[at].read(target, value) : value.skip();
        if (result == Read::Broken)
            return result;
        present |= result == Read::Good ? bit : 0;
        outcome = isKnown && result == Read::Bad ? Read::Bad : outcome;
    }
    --m_place.context.depth;
    const bool isWhole = present == (std::uint64_t(1) << members.size()) - 1;
    for (std::size_t i = 0; i < members.size() && !isWhole; ++i) {
        if (members[i].isRequired && !(present >> i & 1))
            outcome = Read::Bad;
    }
    return outcome;
}

Read JsonValue::readMembers(Read (*each)(void *, std::string_view, JsonValue &), void *target)
{
    if (!isObject())
        return m_place.token() == "null" ? Read::Absent : skip() == Read::Broken ? Read::Broken : Read::Bad;
    if (++m_place.context.depth > depthCap)
        return broken("nested too deeply");
    od::object object;
    if (const auto error = m_place.value.get_object().get(object))
        return m_place.fail(error);
    Read outcome = Read::Good;
    for (auto next : object) {
        if (const auto error = next.error())
            return m_place.fail(error);
        od::field &field = next.value_unsafe();
        std::string_view name = keyOf(field.key());
        if (m_place.context.escapes.isIn(name)) {
            if (!unescape(name, m_place.context.unescaped))
                return broken("a member name with an unknown escape");
            name = m_place.context.unescaped;
        }
        Place inner{m_place.context, field.value()};
        JsonValue value(inner);
        const Read result = each(target, name, value);
        if (result == Read::Broken)
            return result;
        outcome = result == Read::Bad ? Read::Bad : outcome;
    }
    --m_place.context.depth;
    return outcome;
}

Read JsonValue::readArray(Read (*each)(void *, JsonValue &), void *target)
{
    if (!isArray())
        return m_place.token() == "null" ? Read::Absent : skip() == Read::Broken ? Read::Broken : Read::Bad;
    if (++m_place.context.depth > depthCap)
        return broken("nested too deeply");
    od::array array;
    if (const auto error = m_place.value.get_array().get(array))
        return m_place.fail(error);
    for (auto element : array) {
        if (const auto error = element.error())
            return m_place.fail(error);
        Place inner{m_place.context, element.value_unsafe()};
        JsonValue value(inner);
        if (each(target, value) == Read::Broken)
            return Read::Broken;
    }
    --m_place.context.depth;
    return Read::Good;
}

Read JsonValue::skip()
{
    if (isObject())
        return readObject({}, nullptr);
    if (isArray())
        return readArray([](void *, JsonValue &value) { return value.skip(); }, nullptr);
    const std::string_view token = m_place.take();
    if (token == "true" || token == "false" || token == "null" || isNumber(token))
        return Read::Good;
    const auto text = Place::inQuotes(token);
    if (!text || (m_place.context.escapes.isIn(*text) && !unescape(*text, m_place.context.unescaped)))
        return broken("a value that is no JSON");
    return Read::Good;
}

Read JsonValue::readObjectInText(std::span<const Member> members, void *target)
{
    std::string_view text;
    const Read result = readText(text, false);
    if (result != Read::Good || text.empty())
        return result == Read::Good ? Read::Absent : result;
    Context &context = m_place.context;
    context.inner.assign(text);
    context.inner.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    if (!context.innerParser)
        context.innerParser = std::make_unique<od::parser>();
    od::document document;
    Context innerContext(context.arena, context.inner);
    innerContext.depth = context.depth;
    od::value value;
    Place place{innerContext, value};
    const bool isRead =
        !context.innerParser->iterate(context.inner.data(), context.inner.size(), context.inner.capacity())
             .get(document) &&
        !document.get_value().get(value);
    if (!isRead || JsonValue(place).readObject(members, target) != Read::Good || !isAtEnd(document))
        return Read::Bad;
    return Read::Good;
}

core::Error malformed(const net::Response &response, QString text)
{
    core::Error error;
    error.kind = core::ErrorKind::Malformed;
    error.text = std::move(text);
    error.httpStatus = response.status;
    error.requestId = response.call.requestId;
    error.correlationId = response.call.correlationId;
    return error;
}

namespace {

/// application/json, text/json and application/…+json, whatever parameters follow.
bool isJsonType(const QByteArray &header)
{
    const QByteArray type = header.split(';').first().trimmed().toLower();
    return type == "application/json" || type == "text/json" || type.endsWith("+json");
}

/// Only said of an answer that could not be read: nothing else ends like this.
bool isCut(std::string_view body)
{
    const std::string_view text = trimmedEnd(body);
    return (text.starts_with('{') || text.starts_with('[')) && !text.ends_with('}') && !text.ends_with(']');
}

std::string_view withoutMark(const QByteArray &body)
{
    std::string_view text(body.constData(), static_cast<std::size_t>(body.size()));
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    return text;
}

/// The parser reads a little past the end. Bodies that grew while they were received have room there.
QByteArray padded(const QByteArray &body)
{
    constexpr qsizetype padding = simdjson::SIMDJSON_PADDING;
    if (body.capacity() >= body.size() + padding)
        return body;
    QByteArray copy;
    copy.reserve(body.size() + padding);
    copy.append(body);
    return copy;
}

} // namespace

/// The parser of one document, for readJson alone.
class JsonDocument
{
public:
    /// body: with the parser's padding behind it, and shared with the arena.
    JsonDocument(core::TextArena &arena, std::string_view body)
        : m_body(body)
        , m_context(arena, body)
    {
        m_context.isShared = true;
    }

    Read read(Read (*top)(void *, JsonValue &), void *target)
    {
        od::document document;
        od::value root;
        JsonValue::Place place{m_context, root};
        const std::size_t room = m_body.size() + simdjson::SIMDJSON_PADDING;
        if (const auto error = m_parser.iterate(m_body.data(), m_body.size(), room).get(document))
            return place.fail(error);
        if (const auto error = document.get_value().get(root))
            return place.fail(error);
        JsonValue value(place);
        const Read result = top(target, value);
        if (result == Read::Good && !isAtEnd(document))
            return value.broken("something follows the end of the document");
        return result;
    }

    qint64 rounded() const { return m_context.rounded; }
    QString why() const { return QString::fromStdString(m_context.why); }

private:
    std::string_view m_body;
    Context m_context;
    od::parser m_parser;
};

core::Result<qint64> readJson(const net::Response &response, const net::Request &asked,
                              core::TextArena &arena, Read (*top)(void *, JsonValue &), void *target)
{
    const auto fail = [&](const QString &text) {
        core::Error error = malformed(response, text);
        error.where = net::describe(asked);
        return core::fail(std::move(error));
    };
    const QByteArray type = response.header("Content-Type");
    if (!isJsonType(type))
        return fail(
            QStringLiteral("the answer is not JSON but \"%1\"").arg(QString::fromLatin1(type.left(80))));
    const QByteArray bytes = padded(response.body);
    const std::string_view body = withoutMark(bytes);
    if (body.empty())
        return fail(QStringLiteral("the answer has status 200 and no body"));
    arena.share(bytes);
    JsonDocument document(arena, body);
    switch (document.read(top, target)) {
    case Read::Good:
        return document.rounded();
    case Read::Absent:
    case Read::Bad:
        return fail(QStringLiteral("the answer is not of the documented form"));
    case Read::Broken:
        break;
    }
    if (isCut(body))
        return fail(QStringLiteral("the answer was cut: ") + document.why());
    return fail(QStringLiteral("the answer cannot be read: ") + document.why());
}

} // namespace spendglass::api
