// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "core/result.h"
#include "core/textarena.h"
#include "core/time.h"
#include "net/request.h"

#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace spendglass::api {

class JsonValue;

/// What reading a value came to. Bad: well-formed JSON of the wrong kind, the row is left out and counted.
/// Broken: no JSON, or a document that promises what it does not hold; the page is lost.
enum class Read
{
    Good,
    Absent,
    Bad,
    Broken
};

/// A member of an object and where its value goes. target is the object that the table is for.
struct Member
{
    std::string_view name; ///< compared without regard to case
    Read (*read)(void *target, JsonValue &value);
    bool isRequired = false; ///< absent or null makes the object Bad
};

/// A value of the document that is being read. Read it once.
class JsonValue
{
public:
    struct Place; ///< hides the parser

    /// Texts are kept in the page's arena: no data for null, "" for empty. A number gives its digits.
    Read read(std::string_view &to);
    Read read(core::Decimal &to); ///< exact, from a number or a text that holds one
    Read read(qint64 &to);
    Read read(bool &to);
    Read read(core::WrittenTime &to);
    Read read(core::Instant &to);
    Read read(std::vector<std::string_view> &to); ///< a list of texts; null leaves it empty
    template <class T>
    Read read(std::optional<T> &to);
    Read readTime(core::WrittenTime &to, std::string_view &asWritten);
    /// An object (or array) as received, a text unescaped, a number's digits: for tags and the like.
    Read readRaw(std::string_view &to);
    /// Every known member goes where its row says, unknown ones are checked and dropped. A member that comes
    /// twice breaks the page: parsers disagree on which one counts.
    Read readObject(std::span<const Member> members, void *target);
    /// Hands every member of an object to each, for objects whose names are data. The name is valid until the
    /// value is read. Anything but an object is Bad, as it is when each says so of a member.
    Read readMembers(Read (*each)(void *target, std::string_view name, JsonValue &value), void *target);
    /// Hands every element to each; anything but an array is Bad. Stops at the first Broken.
    Read readArray(Read (*each)(void *target, JsonValue &value), void *target);
    /// A text that holds a JSON object. Bad when it holds something else.
    Read readObjectInText(std::span<const Member> members, void *target);
    Read skip(); ///< checks the whole value all the same

    bool isArray() const;
    bool isObject() const;

    /// Amounts with digits past the 22nd place so far; writable so that a dropped row can take its own back.
    qint64 &rounded();
    /// Says why the document is not what it should be.
    Read broken(const char *why);

private:
    friend class JsonDocument;
    explicit JsonValue(Place &place)
        : m_place(place)
    {}
    Read readText(std::string_view &to, bool acceptsNumber);
    Read readNumber(std::string_view &to);
    Place &m_place;
};

template <class T>
Read JsonValue::read(std::optional<T> &to)
{
    T value{};
    const Read result = read(value);
    if (result == Read::Good)
        to = value;
    return result;
}

/// Readers for the tables of one kind of object: Members<Row>::field<&Row::name>.
template <class Target>
struct Members
{
    template <auto member>
    static Read field(void *target, JsonValue &value)
    {
        return value.read(static_cast<Target *>(target)->*member);
    }
    template <auto member>
    static Read raw(void *target, JsonValue &value)
    {
        return value.readRaw(static_cast<Target *>(target)->*member);
    }
    /// A time whose own text is kept beside it.
    template <auto time, auto text>
    static Read written(void *target, JsonValue &value)
    {
        core::WrittenTime read;
        Target &row = *static_cast<Target *>(target);
        const Read result = value.readTime(read, row.*text);
        if (result == Read::Good) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(row.*time)>, core::WrittenTime>)
                row.*time = read;
            else
                row.*time = read.instant;
        }
        return result;
    }
    /// A nested object whose members belong to the same target.
    template <const auto &table>
    static Read nested(void *target, JsonValue &value)
    {
        return value.readObject(table, target);
    }
};

/// Reads the whole body of an answer: content type, byte order mark, every byte to the end. Malformed
/// errors; top gets the one value of the document. Texts go to the arena.
/// Answers the count of amounts with digits past the 22nd place.
core::Result<qint64> readJson(const net::Response &response, const net::Request &asked,
                              core::TextArena &arena, Read (*top)(void *target, JsonValue &value),
                              void *target);

/// A Malformed error about an answer, with its identifiers.
core::Error malformed(const net::Response &response, QString text);

} // namespace spendglass::api
