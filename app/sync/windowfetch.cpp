// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/windowfetch.h"

#include <type_traits>

namespace spendglass::sync {

namespace {

using core::DataSet;
using core::ErrorKind;
using store::WindowState;

/// A page and its facts, which are views into it: they travel to the store together.
template <class Row, class Fact>
struct Batch
{
    api::Page<Row> page;
    std::shared_ptr<const Origin> origin;
    std::vector<Fact> facts;
    qint64 quarantined = 0;
};

template <class Row>
struct FactOf
{
    using Type = store::UsageFact;
};
template <>
struct FactOf<api::CustomerUsageRow>
{
    using Type = store::SpendFact;
};
template <>
struct FactOf<api::UsageSummaryRow>
{
    using Type = store::SummaryFact;
};

template <class Row, class Fact>
void addFact(const Row &row, Batch<Row, Fact> &batch)
{
    if constexpr (std::is_same_v<Row, api::UsageAnalyticsRow>) {
        const auto fact = toFact(row);
        // A service that knows only the later contract ignores the dates and sends every day: rows of other
        // days belong to other windows and are no fault.
        if (fact && batch.origin->days.contains(fact->usageDay))
            batch.facts.push_back(*fact);
        else if (!fact)
            ++batch.quarantined;
    } else if constexpr (std::is_same_v<Row, api::UtilizationRow> ||
                         std::is_same_v<Row, api::CrestUsageRow>) {
        batch.facts.push_back(toFact(row, *batch.origin, batch.page.text));
    } else {
        batch.facts.push_back(toFact(row, batch.page.text));
    }
}

core::Result<void> onStore(store::Store &store, const core::Result<store::FetchId> &fetch,
                           const std::function<core::Result<void>(store::Store &, store::FetchId)> &work)
{
    return fetch ? work(store, *fetch) : core::fail(fetch.error());
}

} // namespace

WindowState stateAfter(const core::Error &error)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return WindowState::Planned;
    case ErrorKind::Forbidden:
        return WindowState::Refused;
    case ErrorKind::NotReady:
        return WindowState::NotReady;
    case ErrorKind::NotOffered:
        return WindowState::NotOffered;
    case ErrorKind::Offline:
    case ErrorKind::Timeout:
    case ErrorKind::Unauthorised:
    case ErrorKind::Throttled:
    case ErrorKind::NotFound:
    case ErrorKind::BadRequest:
    case ErrorKind::Server:
    case ErrorKind::Malformed:
    case ErrorKind::Untrusted:
    case ErrorKind::Storage:
    case ErrorKind::File:
    case ErrorKind::Keychain:
        return WindowState::Failed;
    }
    return WindowState::Failed;
}

QString reasonOf(const core::Error &error)
{
    constexpr qsizetype longest = 300;
    QString reason = error.text;
    if (!error.serverText.isEmpty() && !reason.contains(error.serverText))
        reason += QStringLiteral(": ") + error.serverText;
    return reason.simplified().left(longest);
}

struct WindowFetch::Entry
{
    core::Result<store::FetchId> fetch{store::FetchId(0)}; ///< touched on the store's thread only
};

WindowFetch::WindowFetch(PlannedWindow window, Tools &tools, QObject *parent)
    : QObject(parent)
    , m_window(std::move(window))
    , m_tools(tools)
    , m_entry(std::make_shared<Entry>())
{
    m_origin = std::make_shared<Origin>(
        Origin{m_window.customerId.toStdString(), m_window.customerName.toStdString(),
               m_window.subscriptionId.toStdString(), m_window.subscriptionName.toStdString(),
               m_window.entitlementId.toStdString(), m_window.ask});
}

WindowFetch::~WindowFetch() = default;

void WindowFetch::start()
{
    // The journal takes from this instant up to which day the window was asked for.
    const core::Instant askedUpTo = m_window.ask.to;
    const auto begin = [entry = m_entry, record = m_window.record, askedUpTo](store::Store &store) {
        entry->fetch = store.beginFetch(record, askedUpTo);
        return entry->fetch ? core::Result<void>() : core::fail(entry->fetch.error());
    };
    m_tools.intake.write(begin, [](const core::Result<void> &) { /* finishing says it again */ });
    if (m_window.action == PlannedWindow::Action::NotOffered) {
        m_state = WindowState::NotOffered;
        m_reason = m_window.reason;
        QMetaObject::invokeMethod(this, &WindowFetch::settle, Qt::QueuedConnection);
        return;
    }
    m_job = makeJob();
    connect(m_job, &net::Job::finished, this, &WindowFetch::onJobFinished);
    connect(m_job, &net::Job::waiting, this,
            [this](const core::Error &reason, std::chrono::milliseconds pause) {
                ++m_requests;
                Q_EMIT waiting(reason, pause);
            });
    m_job->start();
}

void WindowFetch::cancel()
{
    if (m_job)
        m_job->cancel();
}

net::Job *WindowFetch::makeJob()
{
    const auto &record = m_window.record;
    const core::Instant from = m_window.ask.from, to = m_window.ask.to;
    auto &client = m_tools.client;
    const auto &service = m_tools.service;
    switch (record.key.dataSet) {
    case DataSet::Analytics: {
        api::UsageAnalyticsQuery query;
        query.startDate = core::dayText(m_window.ask.from);
        query.endDate = core::dayText(m_window.ask.to - std::chrono::days(1));
        return new api::UsageAnalytics(client, service, query, sink<api::UsageAnalyticsRow>(), this);
    }
    case DataSet::Utilization: {
        const api::UtilizationQuery query{m_window.customerId, m_window.subscriptionId, from, to,
                                          record.isHourly,     record.showDetails};
        return new api::UtilizationRecords(client, service, query, sink<api::UtilizationRow>(), this);
    }
    case DataSet::Crest: {
        const api::CrestQuery query{m_window.entitlementId, from, to, record.isHourly, record.showDetails};
        return new api::CrestUsageRecords(client, service, query, sink<api::CrestUsageRow>(), this);
    }
    case DataSet::Spend:
        return new api::CustomerUsageRecords(client, service, sink<api::CustomerUsageRow>(), this);
    case DataSet::Summary:
        return new api::UsageSummary(client, service, sink<api::UsageSummaryRow>(), this);
    }
    return nullptr;
}

template <class Row>
api::Sink<Row> WindowFetch::sink()
{
    return [this](api::Page<Row> page, std::function<void()> took) {
        takePage(std::move(page), std::move(took));
    };
}

template <class Row>
void WindowFetch::takePage(api::Page<Row> page, std::function<void()> took)
{
    m_tools.isReached = true;
    auto batch = std::make_shared<Batch<Row, typename FactOf<Row>::Type>>();
    batch->page = std::move(page);
    batch->origin = m_origin;
    batch->facts.reserve(batch->page.rows.size());
    for (const Row &row : batch->page.rows)
        addFact(row, *batch);
    const qint64 quarantined = batch->page.quarantined + batch->quarantined;
    m_rows += qint64(batch->facts.size());
    m_quarantined += quarantined;
    ++m_pages;
    ++m_requests;
    store::PageRecord record{batch->page.number, qint64(batch->facts.size()), quarantined, batch->page.call,
                             m_tools.clock.now()};
    storePage(std::move(batch), std::move(record));
    Q_EMIT pageArrived();
    m_tools.intake.whenRoom(std::move(took));
}

template <class Batch>
void WindowFetch::storePage(std::shared_ptr<Batch> batch, store::PageRecord record)
{
    const auto append = [entry = m_entry, batch = std::move(batch),
                         record = std::move(record)](store::Store &store) -> core::Result<void> {
        if (!entry->fetch)
            return core::fail(entry->fetch.error());
        const std::span<const typename decltype(batch->facts)::value_type> rows(batch->facts);
        auto done = store.appendPage(*entry->fetch, record, rows);
        // A fetch with a hole must not be finished as if it had none.
        if (!done)
            entry->fetch = core::fail(done.error());
        return done;
    };
    m_tools.intake.write(append, [this](const core::Result<void> &outcome) {
        if (outcome)
            Q_EMIT pageStored();
    });
}

void WindowFetch::onJobFinished(const core::Result<net::JobTotals> &result)
{
    if (!result) {
        ++m_requests;
        if (m_job->lastCall().attempts > 0)
            m_failed = m_job->lastCall();
        m_state = stateAfter(result.error());
        m_reason = reasonOf(result.error());
        const auto kind = result.error().kind;
        const bool isLost =
            kind == ErrorKind::Offline || kind == ErrorKind::Timeout || kind == ErrorKind::Untrusted;
        m_tools.isReached = m_tools.isReached || !isLost || m_job->lastCall().status != 0;
        if (kind == ErrorKind::Unauthorised || !m_tools.isReached)
            m_fatal = result.error();
    } else if (m_quarantined > 0) {
        m_state = WindowState::Failed;
        m_reason = QStringLiteral("%1 rows with a missing or wrong member were left out").arg(m_quarantined);
    } else if (!result->doubts.isEmpty()) {
        m_state = WindowState::Failed;
        m_reason = result->doubts.join(QStringLiteral("; "));
    } else {
        m_state = WindowState::Complete;
    }
    // Which of the rows are there once too often cannot be told: better none than wrong sums.
    m_isDropped = m_job->hasDoubles();
    m_rows = m_isDropped ? 0 : m_rows;
    settle();
}

void WindowFetch::settle()
{
    const core::Instant now = m_tools.clock.now();
    const auto finish = [entry = m_entry, record = m_window.record, isDropped = m_isDropped, state = m_state,
                         reason = m_reason, failed = m_failed, now](store::Store &store) {
        if (isDropped && entry->fetch)
            entry->fetch = store.beginFetch(record, now); // drops what the one before has brought
        return onStore(store, entry->fetch, [&](store::Store &open, store::FetchId fetch) {
            return open.finishFetch(fetch, state, reason, now, failed);
        });
    };
    m_tools.intake.write(finish, [this](const core::Result<void> &outcome) {
        if (!outcome) {
            m_state = WindowState::Failed;
            m_reason = reasonOf(outcome.error());
            m_fatal = outcome.error();
        }
        Q_EMIT settled();
    });
    Q_EMIT arrived();
}

} // namespace spendglass::sync
