// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/page.h"
#include "core/result.h"
#include "net/job.h"

namespace spendglass::api {

/// A Job whose answers are pages of rows. An endpoint derives from it with the request of its first page and
/// the function that decodes any of its pages; pages reach the sink in order, numbered from 0.
template <class Row>
class RowJob : public net::Job
{
public:
    using RowPage = Page<Row>;

protected:
    /// asked: the request that the answer is to; links are relative to it.
    using Decode =
        std::function<core::Result<Page<Row>>(const net::Response &response, const net::Request &asked)>;

    RowJob(net::Client &client, const net::Request &first, Decode decode, Sink<Row> sink, QObject *parent)
        : Job(client, first, parent)
        , m_decode(std::move(decode))
        , m_sink(std::move(sink))
        , m_asked(first)
    {}

    /// For an endpoint whose pages mean something only together.
    virtual core::Result<Page<Row>> read(const net::Response &response, const net::Request &asked)
    {
        return m_decode(response, asked);
    }

    /// Nothing of the job may be touched after the sink ran: it may have deleted the job.
    core::Result<Step> take(const net::Response &response, std::function<void()> took) final
    {
        core::Result<Page<Row>> page = read(response, m_asked);
        if (!page)
            return core::fail(page.error());
        Step step{qint64(page->rows.size()),
                  page->quarantined,
                  page->rounded,
                  page->next,
                  page->total,
                  page->doubt};
        if (page->next)
            m_asked = *page->next;
        page->number = m_number++;
        const Sink<Row> kept = m_sink; // the job's own would die with it while it runs
        kept(std::move(*page), std::move(took));
        return step;
    }

private:
    Decode m_decode;
    Sink<Row> m_sink;
    net::Request m_asked;
    int m_number = 0;
};

} // namespace spendglass::api
