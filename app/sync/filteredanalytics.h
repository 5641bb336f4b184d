// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/usageanalytics.h"
#include "net/job.h"
#include "query/query.h"
#include "query/rowfilter.h"

#include <QObject>
#include <QStringList>

namespace spendglass::sync {

/// The raw rows of a question to the analytics service. As much of the filter as the service takes is done
/// there, the rest here: it is sent in the full grammar first, and when the service refuses that (only parts
/// of it are documented), in less and less, down to none. Whether the service tells upper from lower case, and
/// how it compares what is missing, is not documented either: conditions on letters, negations and emptiness are
/// never sent, since a row that it leaves out is lost.
///
///   start ─> asking with filter n ─┬─> rows … ─> finished
///                 ^                │ BadRequest, no row yet
///                 └──── n + 1 <────┘
///
/// finished is emitted once, never from inside start(), also after cancel().
class FilteredAnalytics : public QObject
{
    Q_OBJECT
public:
    /// query: its filter and period; sink: gets every page, without the rows that the filter excludes.
    FilteredAnalytics(net::Client &client, api::Service service, const query::Query &query,
                      api::Sink<api::UsageAnalyticsRow> sink, QObject *parent = nullptr);
    /// The filters in the order in which they are sent, "" last; without repeats.
    static QStringList filtersFor(const query::Query &query);

    void start();
    void cancel();

Q_SIGNALS:
    void refused(const QString &filter,
                 const spendglass::core::Error &error); ///< the next one follows, unless cancelled
    void waiting(const spendglass::core::Error &reason, std::chrono::milliseconds pause);
    void finished(const spendglass::core::Result<spendglass::net::JobTotals> &result);

private:
    void ask();
    void take(api::Page<api::UsageAnalyticsRow> page, std::function<void()> took);
    void onFinished(const core::Result<net::JobTotals> &result);

    net::Client &m_client;
    const api::Service m_service;
    const query::RowFilter m_filter;
    const QStringList m_filters;
    api::UsageAnalyticsQuery m_question;
    api::Sink<api::UsageAnalyticsRow> m_sink;
    net::Job *m_job = nullptr;
    qsizetype m_at = 0;
    bool m_hasRows = false;
    bool m_isCancelled = false;
};

} // namespace spendglass::sync
