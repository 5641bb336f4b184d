// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/message.h"

#include "sandbox/random.h"

#include <algorithm>
#include <cctype>

namespace spendglass::sandbox {

namespace {

constexpr qsizetype headLimit = 64 * 1024;
constexpr qsizetype bodyLimit = 1024 * 1024;

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

std::string encode(std::string_view text, std::string_view hex, bool isForm)
{
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '.' || c == '_' || (c == '~' && !isForm)) {
            out += c;
        } else if (c == ' ' && isForm) {
            out += '+';
        } else {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    return out;
}

/// Calls take(part) for each part between separators.
template <class Take>
void split(std::string_view text, char separator, Take take)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (end > 0)
            take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void parseTarget(Request &request)
{
    const std::string_view target = request.target;
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.path = target.substr(0, mark);
    split(request.path, '/',
          [&](std::string_view step) { request.steps.push_back(percentDecode(step, false)); });
    request.query = parseForm(target.substr(std::min(mark + 1, target.size())));
}

std::optional<Request> parseHead(std::string_view head)
{
    Request request;
    const std::size_t lineEnd = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, lineEnd);
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || last <= first + 1 || !line.substr(last + 1).starts_with("HTTP/1."))
        return std::nullopt;
    request.method = line.substr(0, first);
    request.target = line.substr(first + 1, last - first - 1);
    split(head.substr(std::min(lineEnd + 2, head.size())), '\n', [&](std::string_view field) {
        const std::size_t colon = std::min(field.find(':'), field.size());
        request.headers.emplace_back(field.substr(0, colon),
                                     trimmed(field.substr(std::min(colon + 1, field.size()))));
    });
    const std::string connection = lowerCase(request.header("Connection").value_or(""));
    const bool isOld = line.substr(last + 1) == "HTTP/1.0";
    request.keepsAlive = isOld ? connection == "keep-alive" : connection != "close";
    parseTarget(request);
    return request;
}

const char *reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 302:
        return "Found";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 503:
        return "Service Unavailable";
    default:
        return "Status";
    }
}

} // namespace

std::optional<std::string> findHeader(const Headers &headers, std::string_view name)
{
    const std::string wanted = lowerCase(std::string(name));
    for (const auto &[key, value] : headers)
        if (lowerCase(key) == wanted)
            return value;
    return std::nullopt;
}

std::optional<std::string> Request::parameter(std::string_view name) const
{
    return findHeader(query, name);
}

bool Request::hasLost(std::string_view id) const
{
    return !vanished.empty() && vanished == lowerCase(std::string(id));
}

std::optional<Request> takeRequest(QByteArray &buffer)
{
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return buffer.size() > headLimit ? std::optional(Request{}) : std::nullopt;
    auto request = parseHead(std::string_view(buffer.constData(), static_cast<std::size_t>(end)));
    if (!request || request->header("Transfer-Encoding"))
        return Request{};
    const qsizetype length =
        QByteArray::fromStdString(request->header("Content-Length").value_or("0")).toLongLong();
    if (length < 0 || length > bodyLimit)
        return Request{};
    if (buffer.size() < end + 4 + length)
        return std::nullopt;
    request->body = buffer.mid(end + 4, length).toStdString();
    buffer.remove(0, end + 4 + length);
    return request;
}

QByteArray serialize(const Reply &reply, bool keepsAlive)
{
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + ' ' + reason(reply.status) + "\r\n";
    for (const auto &[name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    if (!reply.body.empty())
        head += "Content-Type: " + reply.contentType + "\r\n";
    head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
    head += keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    QByteArray bytes;
    bytes.reserve(static_cast<qsizetype>(head.size() + reply.body.size()));
    bytes.append(head.data(), static_cast<qsizetype>(head.size()));
    bytes.append(reply.body.data(), static_cast<qsizetype>(reply.body.size()));
    return bytes;
}

std::vector<std::pair<std::string, std::string>> parseForm(std::string_view text)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    split(text, '&', [&](std::string_view pair) {
        const std::size_t equals = std::min(pair.find('='), pair.size());
        pairs.emplace_back(percentDecode(pair.substr(0, equals), true),
                           percentDecode(pair.substr(std::min(equals + 1, pair.size())), true));
    });
    return pairs;
}

std::string percentDecode(std::string_view text, bool plusIsBlank)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0 &&
            hexValue(text[i + 2]) >= 0) {
            out += static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' && plusIsBlank ? ' ' : text[i];
        }
    }
    return out;
}

std::string percentEncode(std::string_view text)
{
    return encode(text, "0123456789ABCDEF", false);
}

std::string formEncode(std::string_view text)
{
    return encode(text, "0123456789abcdef", true);
}

} // namespace spendglass::sandbox
