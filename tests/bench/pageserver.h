// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/harness.h"
#include "bench/loopbackserver.h"
#include "core/time.h"

#include <QByteArray>
#include <QUrl>

#include <optional>
#include <vector>

namespace spendglass::bench {

/// Answers analytics requests from pages made beforehand, so that the server's work
/// is copying bytes to a socket and nothing else. skip=N asks for page N / rows; past the end: an empty
/// page. Any other path answers an empty collection.
class PageServer
{
public:
    static constexpr int rowsPerPage = 10'000;

    explicit PageServer(int pages, int rows = rowsPerPage);

    int pages() const { return m_pages; }
    QUrl url() const { return m_server->url(); }
    core::DayRange days() const; ///< the month that all rows lie in
    QByteArray body(int page) const;
    Seconds receiveAll() const; ///< time to receive every page over one raw socket, nothing parsed

private:
    int m_pages;
    int m_rows;                       ///< of a page
    std::vector<QByteArray> m_bodies; ///< a few different ones without their tails, used in turn
    std::optional<LoopbackServer> m_server;
};

} // namespace spendglass::bench
