// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/dictionary.h"

#include "store/appender.h"

#include <algorithm>
#include <cstring>

namespace spendglass::store {

namespace {

constexpr quint32 nullLength = 0xffffffffU;

/// Each text is written with its length in front, so that no two tuples share an encoding.
void encode(std::string &target, std::string_view text)
{
    const quint32 length = text.data() ? quint32(text.size()) : nullLength;
    char head[sizeof length];
    std::memcpy(head, &length, sizeof length);
    target.append(head, sizeof length);
    target.append(text);
}

/// The text at the front; the rest stays in encoded.
std::string_view takeText(std::string_view &encoded)
{
    quint32 length = 0;
    std::memcpy(&length, encoded.data(), sizeof length);
    encoded.remove_prefix(sizeof length);
    if (length == nullLength)
        return {};
    const std::string_view text = encoded.substr(0, length);
    encoded.remove_prefix(length);
    return text;
}

} // namespace

core::Result<void> Dictionary::load(Connection &connection)
{
    m_keys.clear();
    m_new.clear();
    m_last.clear();
    m_highest = 0;
    return connection.run("select * from " + std::string(m_table), {}, [this](const RowView &row) {
        std::string encoded;
        for (std::size_t i = 1; i <= m_width; ++i)
            encode(encoded, row.text(i));
        m_highest = std::max(m_highest, qint32(row.integer(0)));
        m_keys.emplace(std::move(encoded), qint32(row.integer(0)));
    });
}

qint32 Dictionary::keyOf(std::span<const std::string_view> texts)
{
    Q_ASSERT(texts.size() == m_width);
    m_encoded.clear();
    for (const std::string_view text : texts)
        encode(m_encoded, text);
    if (m_encoded == m_last)
        return m_lastKey;
    m_lastKey = keyOfEncoded();
    m_last.swap(m_encoded);
    return m_lastKey;
}

qint32 Dictionary::keyOfEncoded()
{
    if (const auto known = m_keys.find(std::string_view(m_encoded)); known != m_keys.end())
        return known->second;
    const auto added = m_keys.emplace(m_encoded, ++m_highest).first;
    m_new.push_back(&added->first);
    return added->second;
}

core::Result<void> Dictionary::writeNew(Connection &connection)
{
    if (m_new.empty())
        return {};
    auto appender = Appender::open(connection, m_table);
    if (!appender)
        return core::fail(appender.error());
    qint32 key = m_highest - qint32(m_new.size());
    for (const std::string *encoded : m_new) {
        std::string_view rest = *encoded;
        (*appender)->put(++key);
        for (std::size_t i = 0; i < m_width; ++i)
            (*appender)->put(takeText(rest));
        if (auto done = (*appender)->endRow(); !done)
            return done;
    }
    return (*appender)->close();
}

void Dictionary::commit()
{
    m_new.clear();
}

void Dictionary::rollback()
{
    for (const std::string *encoded : m_new)
        m_keys.erase(m_keys.find(*encoded));
    m_highest -= qint32(m_new.size());
    m_new.clear();
    m_last.clear();
}

} // namespace spendglass::store
