// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/jsonreader.h"
#include "core/result.h"
#include "net/request.h"

#include <string_view>

namespace spendglass::api {

/// A link to the next page, as received.
struct Link
{
    bool isPresent = false; ///< null counts as absent
    std::string_view uri;   ///< CREST: href
    std::string_view verb;
    std::string_view token; ///< value of the header MS-ContinuationToken; other headers are not followed
};

/// Reads the "links" member of a collection into Link *target; only "next" is kept.
Read readNextLink(void *target, JsonValue &value);

/// Request of the next page by the rules of the reference: "/v1/" is put before a path without it, the token
/// goes verbatim into its header. bodyToken: used when the link has none. Malformed when the link is no link
/// or leaves the origin of asked.
core::Result<net::Request> followLink(const net::Request &asked, const Link &link,
                                      std::string_view bodyToken);

/// The same page address with seekOperation=Next and a token, for bodies with a token and no link.
core::Result<net::Request> followToken(const net::Request &asked, std::string_view token);

/// A link as the analytics service writes it: relative to the request's address, perhaps not escaped.
core::Result<net::Request> followRelative(const net::Request &asked, std::string_view link);

/// CREST's href: relative to the root of the host, escaped already and used as it is, but that QUrl writes
/// "%2b" as "%2B" and "%41" as "A", which is the same address by RFC 3986 section 6.2.2.
core::Result<net::Request> followHref(const net::Request &asked, const Link &link);

} // namespace spendglass::api
