// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/lane.h"

#include <algorithm>

namespace spendglass::sync {

using core::ErrorKind;
using store::WindowState;
using Action = PlannedWindow::Action;

Lane::Lane(core::DataSet dataSet, const Course &course, Tools &tools, Ledger &ledger, QObject *parent)
    : QObject(parent)
    , m_course(course)
    , m_tools(tools)
{
    m_entries[dataSet] = &ledger.open(dataSet, {}, {});
}

Lane::Lane(store::CustomerRecord customer, CustomerOutlook outlook, const Course &course, Tools &tools,
           Ledger &ledger, QObject *parent)
    : QObject(parent)
    , m_course(course)
    , m_tools(tools)
    , m_customer(std::move(customer))
    , m_outlook(outlook)
{
    const auto id = QString::fromStdString(m_customer->id), name = QString::fromStdString(m_customer->name);
    m_customerId = id.toCaseFolded();
    for (const auto dataSet : course.customerSets())
        m_entries[dataSet] = &ledger.open(dataSet, id, name);
}

std::optional<qint64> Lane::callsLeft(const PageMeans &means, std::optional<qint64> newcomer) const
{
    if (!m_isPlanned && m_customer)
        return m_outlook.calls ? m_outlook.calls : newcomer;
    qint64 left = 0;
    for (const auto &window : m_queue) {
        const auto calls = window.action == Action::Fetch ? callsFor(window, means) : 0;
        if (!calls)
            return std::nullopt;
        left += *calls;
    }
    if (!m_fetch || m_fetch->window().action != Action::Fetch)
        return left;
    const auto calls = callsFor(m_fetch->window(), means);
    // The page that is being waited for is one more, however many there were the last time.
    return calls ? std::optional(left + std::max<qint64>(1, *calls - m_fetch->pages())) : std::nullopt;
}

void Lane::start()
{
    for (const auto &[dataSet, entry] : m_entries)
        Ledger::resume(*entry);
    Q_EMIT changed();
    if (m_customer)
        readSubscriptions();
    else
        planAll();
}

void Lane::cancel()
{
    m_isCancelled = true;
    m_queue.clear();
    if (m_directoryJob)
        m_directoryJob->cancel();
    if (m_fetch)
        m_fetch->cancel();
}

void Lane::readSubscriptions()
{
    const auto sink = [this](api::Page<api::SubscriptionRow> page, const std::function<void()> &took) {
        for (const auto &row : page.rows)
            m_subscriptions.push_back(toRecord(row, m_customer->id));
        unpause();
        took();
    };
    m_directoryJob = new api::Subscriptions(m_tools.client, m_tools.service,
                                            QString::fromStdString(m_customer->id), sink, this);
    connect(m_directoryJob, &net::Job::waiting, this, &Lane::setPaused);
    connect(m_directoryJob, &net::Job::finished, this, &Lane::onSubscriptions);
    m_directoryJob->start();
}

void Lane::onSubscriptions(const core::Result<net::JobTotals> &result)
{
    const DirectoryOutcome outcome = outcomeOf(result, *m_directoryJob);
    m_directoryJob->deleteLater();
    m_directoryJob = nullptr;
    unpause();
    for (const auto &[dataSet, entry] : m_entries) {
        entry->line.quarantined += result ? result->quarantined : 0;
        if (outcome.state != WindowState::Complete)
            Ledger::fail(*entry, outcome.state, outcome.reason);
        ++entry->line.requests;
    }
    if (!result) {
        note(outcome);
        if (result.error().kind == ErrorKind::Unauthorised)
            Q_EMIT failed(result.error());
        end();
        return;
    }
    const QString id = QString::fromStdString(m_customer->id);
    write([id, rows = m_subscriptions](store::Store &store) { return store.saveSubscriptions(id, rows); });
    planAll();
    note(outcome);
}

void Lane::write(Intake::Work work)
{
    ++m_unsettled;
    m_tools.intake.write(std::move(work), [this](const core::Result<void> &outcome) {
        --m_unsettled;
        if (!outcome)
            Q_EMIT failed(outcome.error());
        if (!m_fetch)
            end();
    });
}

/// What the directory said, in the journal; after the windows that it led to.
void Lane::note(const DirectoryOutcome &outcome)
{
    std::vector<core::DataSet> dataSets;
    for (const auto &[dataSet, entry] : m_entries)
        dataSets.push_back(dataSet);
    auto entries =
        entriesToClose(dataSets, QString::fromStdString(m_customer->id), m_course.journal, outcome);
    if (!entries.empty()) {
        write([entries = std::move(entries), outcome, now = m_tools.clock.now()](store::Store &store) {
            return closeEntries(store, entries, outcome, now);
        });
    }
    if (outcome.state != WindowState::Planned)
        Q_EMIT planned();
}

void Lane::planAll()
{
    m_isPlanned = true;
    std::vector<store::WindowRecord> unknown;
    for (const auto &[dataSet, entry] : m_entries) {
        auto windows = m_customer ? planCustomer(dataSet, *m_customer, m_subscriptions, m_course)
                                  : planPartner(dataSet, m_course);
        for (const auto &window : windows) {
            if (!window.isKnown)
                unknown.push_back(window.record);
        }
        take(dataSet, std::move(windows));
    }
    if (!unknown.empty())
        write([unknown](store::Store &store) { return store.planWindows(unknown); });
    next();
}

void Lane::take(core::DataSet dataSet, std::vector<PlannedWindow> windows)
{
    Ledger::Entry &entry = *m_entries.at(dataSet);
    for (PlannedWindow &window : windows) {
        Ledger::plan(entry);
        if (window.action == Action::UpToDate)
            Ledger::skip(entry);
        else if (window.action == Action::NotOffered && window.record.state == WindowState::NotOffered)
            Ledger::close(entry, WindowState::NotOffered, window.reason);
        else
            m_queue.push_back(std::move(window));
    }
}

void Lane::next()
{
    m_fetch = nullptr;
    Q_EMIT changed();
    if (m_queue.empty() || m_isCancelled) {
        end();
        return;
    }
    auto *const fetch = m_fetch = new WindowFetch(std::move(m_queue.front()), m_tools, this);
    m_queue.pop_front();
    ++m_unsettled;
    auto &entry = *m_entries.at(fetch->window().record.key.dataSet);
    connect(fetch, &WindowFetch::pageStored, this, &Lane::pageStored);
    connect(fetch, &WindowFetch::pageArrived, this, [this, &entry, fetch] {
        entry.activity.rows = entry.line.rows + fetch->rows();
        ++entry.activity.requests;
        unpause();
    });
    connect(fetch, &WindowFetch::waiting, this, &Lane::setPaused);
    connect(fetch, &WindowFetch::arrived, this, [this, &entry, fetch] {
        // Here and not when it is settled: the next window's rows are added to these.
        entry.line.rows += fetch->rows();
        entry.line.quarantined += fetch->quarantined();
        unpause();
        next();
    });
    connect(fetch, &WindowFetch::settled, this, [this, fetch] { onSettled(fetch); });
    fetch->start();
}

void Lane::onSettled(WindowFetch *fetch)
{
    Ledger::Entry &entry = *m_entries.at(fetch->window().record.key.dataSet);
    Ledger::close(entry, fetch->state(), fetch->reason());
    entry.line.requests += fetch->requests();
    --m_unsettled;
    if (fetch->state() == WindowState::Complete)
        Q_EMIT windowFetched(entry.line.dataSet, fetch->pages());
    fetch->deleteLater();
    Q_EMIT changed();
    if (const auto fatal = fetch->fatal())
        Q_EMIT failed(*fatal);
    if (!m_fetch)
        end();
}

void Lane::setPaused(const core::Error &reason, std::chrono::milliseconds pause)
{
    m_isPaused = true;
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(pause).count();
    const auto note = reason.kind == ErrorKind::Throttled || reason.kind == ErrorKind::NotReady
                          ? QStringLiteral("asked to wait %1 s").arg(seconds)
                          : QStringLiteral("%1; again in %2 s").arg(reasonOf(reason)).arg(seconds);
    for (const auto &[dataSet, entry] : m_entries)
        Ledger::pause(*entry, note);
    Q_EMIT changed();
}

void Lane::unpause()
{
    if (!m_isPaused)
        return;
    m_isPaused = false;
    for (const auto &[dataSet, entry] : m_entries)
        Ledger::resume(*entry);
    Q_EMIT changed();
}

void Lane::end()
{
    if (m_unsettled > 0 || m_isEnding)
        return;
    m_isEnding = true;
    for (const auto &[dataSet, entry] : m_entries)
        Ledger::end(*entry);
    QMetaObject::invokeMethod(this, &Lane::ended, Qt::QueuedConnection);
}

} // namespace spendglass::sync
