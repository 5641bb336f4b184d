// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/jsonreader.h"
#include "api/links.h"
#include "api/page.h"
#include "core/result.h"

#include <algorithm>
#include <array>

namespace spendglass::api {

/// What an answer with rows holds beside them, while it is read. Wire is the row with the members that only
/// the reader needs; table says where they stand; settle fills in what follows from others, false: no row.
template <class Row, class Wire, const auto &table, bool (*settle)(Wire &)>
struct Collection
{
    Page<Row> page;
    Link next;
    std::string_view continuationToken;
    bool hasItems = false;
    std::optional<qint64> total;

    using Self = Collection;

    static Read readRow(void *target, JsonValue &value)
    {
        Self &self = *static_cast<Self *>(target);
        const qint64 rounded = value.rounded();
        Wire row;
        const Read result = value.readObject(table, &row);
        if (result == Read::Broken)
            return result;
        if (result == Read::Good && settle(row)) {
            self.page.rows.push_back(std::move(row));
        } else {
            value.rounded() = rounded;
            ++self.page.quarantined;
        }
        return Read::Good;
    }
    static Read readItems(void *target, JsonValue &value)
    {
        const Read result = value.readArray(&readRow, target);
        static_cast<Self *>(target)->hasItems = result == Read::Good;
        return result == Read::Bad ? value.broken("the items are no array") : result;
    }
    static Read readLinks(void *target, JsonValue &value)
    {
        return readNextLink(&static_cast<Self *>(target)->next, value);
    }
    static Read readTotal(void *target, JsonValue &value)
    {
        const Read result = value.read(static_cast<Self *>(target)->total);
        return result == Read::Bad ? Read::Absent : result; // never trusted, so never a reason to fail
    }
    static Read read(void *target, JsonValue &value)
    {
        static constexpr std::array members{
            Member{"totalCount", &readTotal},
            Member{"items", &readItems, true},
            Member{"continuationToken", &Members<Self>::template field<&Self::continuationToken>},
            Member{"links", &readLinks},
        };
        const Read result = value.readObject(members, target);
        const bool lacksItems = value.isObject() && !static_cast<Self *>(target)->hasItems;
        return result == Read::Bad && lacksItems ? value.broken("there are no items") : result;
    }
};

/// Two tables as one.
template <std::size_t left, std::size_t right>
constexpr std::array<Member, left + right> joined(const std::array<Member, left> &first,
                                                  const std::array<Member, right> &second)
{
    std::array<Member, left + right> both{};
    std::ranges::copy(first, both.begin());
    std::ranges::copy(second, both.begin() + left);
    return both;
}

template <class Row>
bool alwaysSettled(Row &)
{
    return true;
}

/// Notes on a page what the answer says about itself.
template <class Row>
void describePage(Page<Row> &page, const net::Response &response, qint64 rounded)
{
    page.rounded = rounded;
    page.call = response.call;
}

/// How the rows of a collection go on.
enum class Paging
{
    Links,        ///< by links.next only
    LinksOrToken, ///< a continuationToken without a link is followed too
    Href,         ///< CREST
};

/// The whole decoder of an endpoint with "items".
template <class Row, class Wire, const auto &table, bool (*settle)(Wire &) = alwaysSettled<Wire>>
core::Result<Page<Row>> decodeCollection(const net::Response &response, const net::Request &asked,
                                         Paging paging)
{
    using Items = Collection<Row, Wire, table, settle>;
    Items items;
    const auto rounded = readJson(response, asked, items.page.text, &Items::read, &items);
    if (!rounded)
        return core::fail(rounded.error());
    describePage(items.page, response, *rounded);
    items.page.total = items.total;
    core::Result<net::Request> next = asked;
    const bool hasToken = !items.continuationToken.empty() && paging == Paging::LinksOrToken;
    if (items.next.isPresent)
        next = paging == Paging::Href ? followHref(asked, items.next)
                                      : followLink(asked, items.next, items.continuationToken);
    else if (hasToken)
        next = followToken(asked, items.continuationToken);
    if (!next)
        return core::fail(next.error());
    if (items.next.isPresent || hasToken)
        items.page.next = *next;
    return std::move(items.page);
}

/// The whole decoder of an endpoint that answers with one object. top: reads it, Bad when it is no row.
template <class Row, class Wire>
core::Result<Page<Row>> decodeOne(const net::Response &response, const net::Request &asked,
                                  Read (*top)(void *target, JsonValue &value))
{
    Page<Row> page;
    Wire row;
    const auto rounded = readJson(response, asked, page.text, top, &row);
    if (!rounded)
        return core::fail(rounded.error());
    describePage(page, response, *rounded);
    page.rows.push_back(std::move(row));
    return page;
}

} // namespace spendglass::api
