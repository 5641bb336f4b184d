// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bench/harness.h"
#include "core/time.h"

#include <QByteArray>
#include <QUrl>

#include <sys/types.h>

#include <vector>

namespace spendglass::bench {

/// A process of its own that answers analytics requests from pages made beforehand, so that the server's work
/// is copying bytes to a socket and nothing else. skip=N asks for page N / rows; past the end: an empty
/// page. Any other path answers an empty collection.
class PageServer
{
public:
    static constexpr int rowsPerPage = 10'000;

    explicit PageServer(int pages, int rows = rowsPerPage);
    ~PageServer();
    PageServer(const PageServer &) = delete;
    PageServer &operator=(const PageServer &) = delete;

    int pages() const { return m_pages; }
    QUrl url() const;
    core::DayRange days() const; ///< the month that all rows lie in
    QByteArray body(int page) const;
    Seconds receiveAll() const; ///< time to receive every page over one raw socket, nothing parsed

private:
    int m_pages;
    int m_rows; ///< of a page
    int m_port = 0;
    pid_t m_process = -1;
    std::vector<QByteArray> m_bodies; ///< a few different ones without their tails, used in turn
};

} // namespace spendglass::bench
