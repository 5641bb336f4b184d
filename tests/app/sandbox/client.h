// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "sandbox/host.h"

#include <simdjson.h>

#include <QTcpSocket>
#include <QTest>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace spendglass::test {

/// An answer as it came over the wire.
struct Answer
{
    int status = 0;                       ///< 0: the connection ended or stayed silent
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
    bool isWhole = false; ///< as many bytes as Content-Length says
    bool wasReset = false;
};

/// A plain blocking client on one keep-alive connection; it shares no code with the server.
class Client
{
public:
    explicit Client(const sandbox::Address &address)
        : m_address(address)
        , m_token(address.token)
    {}

    void setToken(const QByteArray &token) { m_token = token; }

    Answer get(const QByteArray &target, const QList<QByteArray> &headers = {}, int waitMs = 5000)
    {
        return send("GET", target, headers, {}, waitMs);
    }
    Answer send(const QByteArray &verb, const QByteArray &target, QList<QByteArray> headers = {},
                const QByteArray &body = {}, int waitMs = 5000)
    {
        if (!m_token.isEmpty())
            headers += "Authorization: Bearer " + m_token;
        QByteArray bytes =
            verb + ' ' + target + " HTTP/1.1\r\nHost: " + m_address.apiUrl.authority().toLatin1() + "\r\n";
        for (const QByteArray &header : headers)
            bytes += header + "\r\n";
        if (!body.isEmpty())
            bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        write(bytes + "\r\n" + body);
        return read(waitMs);
    }
    void write(const QByteArray &bytes)
    {
        if (m_socket.state() != QAbstractSocket::ConnectedState) {
            m_buffer.clear();
            m_socket.connectToHost(m_address.apiUrl.host(), static_cast<quint16>(m_address.apiUrl.port()));
            m_socket.waitForConnected();
        }
        m_socket.write(bytes);
        m_socket.flush();
    }
    Answer read(int waitMs = 5000)
    {
        Answer answer;
        while (!m_buffer.contains("\r\n\r\n"))
            if (!more(waitMs, answer))
                return answer;
        const qsizetype end = m_buffer.indexOf("\r\n\r\n");
        const QList<QByteArray> lines = m_buffer.left(end).split('\n');
        m_buffer.remove(0, end + 4);
        answer.status = lines.first().split(' ').value(1).toInt();
        for (const QByteArray &line : lines.mid(1))
            answer.headers[line.left(line.indexOf(':')).toLower()] =
                line.mid(line.indexOf(':') + 1).trimmed();
        const qsizetype length = answer.headers.value("content-length").toLongLong();
        while (m_buffer.size() < length)
            if (!more(waitMs, answer))
                break;
        answer.isWhole = m_buffer.size() >= length;
        answer.body = m_buffer.left(length);
        m_buffer.remove(0, length);
        return answer;
    }

private:
    bool more(int waitMs, Answer &answer)
    {
        const bool arrived = m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(waitMs);
        m_buffer += m_socket.readAll();
        answer.wasReset = m_socket.error() == QAbstractSocket::RemoteHostClosedError && m_buffer.isEmpty();
        return arrived;
    }

    sandbox::Address m_address;
    QByteArray m_token;
    QTcpSocket m_socket;
    QByteArray m_buffer;
};

/// A JSON value kept as text and parts; numbers keep their digits.
struct Value
{
    std::string text; ///< of strings the content, of numbers and literals the token
    std::map<std::string, Value> members;
    std::vector<Value> items;

    const Value &operator[](const char *name) const
    {
        static const Value none;
        const auto found = members.find(name);
        return found == members.end() ? none : found->second;
    }
    bool has(const char *name) const { return members.count(name) > 0; }
    core::Decimal number() const
    {
        const auto parsed = core::Decimal::parse(text);
        return parsed ? parsed->value : core::Decimal();
    }
};

inline Value valueOf(simdjson::ondemand::value json)
{
    Value value;
    switch (json.type()) {
    case simdjson::ondemand::json_type::object:
        for (auto field : json.get_object()) {
            const std::string key(std::string_view(field.unescaped_key()));
            value.members[key] = valueOf(field.value());
        }
        break;
    case simdjson::ondemand::json_type::array:
        for (auto item : json.get_array())
            value.items.push_back(valueOf(item.value()));
        break;
    case simdjson::ondemand::json_type::string:
        value.text = std::string(std::string_view(json.get_string()));
        break;
    case simdjson::ondemand::json_type::number:
    case simdjson::ondemand::json_type::boolean:
    case simdjson::ondemand::json_type::null:
        value.text = std::string(json.raw_json_token());
        while (!value.text.empty() && value.text.back() <= ' ')
            value.text.pop_back();
        break;
    }
    return value;
}

/// A whole document; an empty Value when it is not JSON. A byte order mark is skipped.
inline Value parse(QByteArray body)
{
    if (body.startsWith("\xEF\xBB\xBF"))
        body.remove(0, 3);
    simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(body.constData(), static_cast<std::size_t>(body.size()));
    simdjson::ondemand::document document;
    simdjson::ondemand::value value;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_value().get(value) != simdjson::SUCCESS)
        return {};
    return valueOf(value);
}

} // namespace spendglass::test
