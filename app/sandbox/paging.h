// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sandbox/jsonwriter.h"
#include "sandbox/message.h"

namespace spendglass::sandbox {

std::string pageToken(std::string_view kind, qint64 offset);
/// Where the asked page begins; nothing for a token that is not ours. 0 without seekOperation.
std::optional<qint64> pageStart(const Request &request, std::string_view kind);

/// The rows of a page that begins at offset; a fault may have moved them. The end may lie past the last row.
struct RowRange
{
    qint64 begin = 0, end = 0;
};
RowRange pageRows(const Request &request, qint64 offset, qint64 size);

/// Where the page after this one begins; nothing: there is none. A fault may lead back, or on for ever.
std::optional<qint64> nextOffset(const Request &request, qint64 offset, qint64 size, bool hasMore);
/// The address of a next link, or what a fault puts in its place.
std::string nextUri(const Request &request, std::string uri);
/// "next": a link, with the token as its header and with the headers that a fault adds.
void writeNext(JsonWriter &out, const Request &request, const std::string &uri, const std::string &token);

/// The end of a paged collection, from after its last item.
std::string closePaged(JsonWriter &out, const Request &request, const std::string &self,
                       const std::string &next, const std::string &token);
/// A collection on one page. items: the rows' JSON, joined by commas. No self, no links.
Reply collection(const Request &request, const std::string &items, qint64 count,
                 const std::string &self = {});

} // namespace spendglass::sandbox
