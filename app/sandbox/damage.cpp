// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/damage.h"

#include <QByteArray>

#include <array>
#include <cstdint>

namespace spendglass::sandbox {

namespace {

/// The end of the array that begins at a place; strings in it may hold brackets.
std::size_t endOfArray(const std::string &body, std::size_t at)
{
    int depth = 0;
    bool isText = false;
    for (; at < body.size(); ++at) {
        const char c = body[at];
        if (isText && c == '\\')
            ++at;
        else if (c == '"')
            isText = !isText;
        else if (!isText && c == '[')
            ++depth;
        else if (!isText && c == ']' && --depth == 0)
            return at + 1;
    }
    return body.size();
}

std::uint32_t checksum(const std::string &body)
{
    std::uint32_t crc = 0xffffffffU;
    for (const char c : body) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return ~crc;
}

void appendLittleEndian(std::string &out, std::uint32_t value)
{
    for (int i = 0; i < 4; ++i, value >>= 8)
        out += static_cast<char>(value & 0xffU);
}

} // namespace

bool replaceText(std::string &body, std::string_view find, std::string_view put, bool everywhere)
{
    std::size_t at = find.empty() ? std::string::npos : body.find(find);
    const bool isThere = at != std::string::npos;
    while (at != std::string::npos) {
        body.replace(at, find.size(), put);
        at = everywhere ? body.find(find, at + put.size()) : std::string::npos;
    }
    return isThere;
}

bool setTotal(std::string &body, std::string_view number)
{
    const std::size_t name = body.find("otalCount\":");
    if (name == std::string::npos)
        return false;
    const std::size_t begin = body.find(':', name) + 1;
    body.replace(begin, body.find_first_of(",}", begin) - begin, number);
    return true;
}

bool setItems(std::string &body, std::string_view json)
{
    for (const std::string_view name : {"\"items\":[", "\"Value\":[", "\"value\":["}) {
        const std::size_t begin = body.find(name);
        if (begin == std::string::npos)
            continue;
        std::size_t end = endOfArray(body, begin + name.size() - 1);
        if (!json.empty()) {
            body.replace(begin + name.size() - 1, end - begin - name.size() + 1, json);
            return true;
        }
        // With the comma behind it, so that what stays is JSON.
        end += end < body.size() && body[end] == ',' ? 1 : 0;
        body.erase(begin, end - begin);
        return true;
    }
    return false;
}

bool doubleMember(std::string &body, std::string_view name, std::string_view json)
{
    const std::string key = '"' + std::string(name) + "\":";
    const std::size_t at = body.find(key);
    if (at == std::string::npos)
        return false;
    body.insert(at, key + std::string(json) + ',');
    return true;
}

std::string gzipped(const std::string &body)
{
    // qCompress(): four bytes of length, two of zlib's head, deflated data, four of zlib's checksum.
    const QByteArray packed = qCompress(QByteArray::fromStdString(body));
    constexpr std::array<char, 10> head{'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, '\xff'};
    std::string out(head.begin(), head.end());
    out += packed.mid(6, packed.size() - 10).toStdString();
    appendLittleEndian(out, checksum(body));
    appendLittleEndian(out, static_cast<std::uint32_t>(body.size()));
    return out;
}

} // namespace spendglass::sandbox
