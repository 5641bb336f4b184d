// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "core/time.h"
#include "query/table.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <optional>
#include <string_view>
#include <vector>

namespace spendglass::cli {

// What a member of a row looks like in a cell.

/// A view without data is an absent or null member.
inline query::Value cell(std::string_view text)
{
    if (!text.data())
        return {};
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

/// A list as JSON; an empty one as an absent member.
inline query::Value cell(const std::vector<std::string_view> &texts)
{
    if (texts.empty())
        return {};
    QJsonArray list;
    for (const std::string_view text : texts)
        list << QString::fromUtf8(text.data(), qsizetype(text.size()));
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

template <class T>
query::Value cell(const std::optional<T> &value)
{
    return value ? query::Value(*value) : query::Value();
}

/// The first and the last year that can be written mean "never" and "open ended": nothing is shown.
inline query::Value cell(const std::optional<core::Instant> &instant)
{
    using namespace std::chrono;
    constexpr core::Instant first = sys_days(year(2) / January / 1);
    constexpr core::Instant last = sys_days(year(9999) / January / 1);
    return instant && first <= *instant && *instant < last ? query::Value(*instant) : query::Value();
}

/// A time as the service wrote it, in UTC; what is no time stays as it is.
inline query::Value cell(const std::optional<core::Instant> &instant, std::string_view written)
{
    return instant ? cell(instant) : cell(written);
}

template <class Row, auto member>
query::Value of(const Row &row)
{
    return cell(row.*member);
}

template <class Row, auto member>
query::Value plain(const Row &row)
{
    return row.*member;
}

} // namespace spendglass::cli
