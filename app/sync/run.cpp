// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/run.h"

#include "core/ownfolder.h"

#include <QFileInfo>
#include <QRandomGenerator>
#include <QSet>

#include <algorithm>
#include <chrono>

namespace spendglass::sync {

namespace {

using core::DataSet;
using core::ErrorKind;
using store::WindowState;
using namespace std::chrono_literals;

/// More than the client sends at once, so that its gate always has something to choose from.
constexpr std::size_t lanesAtOnce = 8;
constexpr auto showEvery = 100ms;

} // namespace

Synchroniser::Synchroniser(RunParts parts, Request request)
    : m_parts(std::move(parts))
    , m_courier(std::make_shared<core::Courier>(this))
    , m_showTimer(this)
{
    m_course.request = std::move(request);
    m_course.notOffered = m_parts.notOffered;
    m_showTimer.setSingleShot(true);
    connect(&m_showTimer, &QTimer::timeout, this, &Synchroniser::show);
}

Synchroniser::~Synchroniser()
{
    m_courier->close();
    // Lanes and jobs before the client that they call.
    for (Lane *const lane : findChildren<Lane *>(QString(), Qt::FindDirectChildrenOnly))
        delete lane;
    delete m_customersJob;
}

void Synchroniser::start()
{
    m_course.now = m_parts.clock->now();
    makeTools();
    if (lock())
        readJournal();
    else
        QMetaObject::invokeMethod(this, &Synchroniser::finishWhenDone, Qt::QueuedConnection);
}

bool Synchroniser::lock()
{
    core::makeOwnFolder(QFileInfo(m_parts.lockPath).path());
    m_lock = std::make_unique<QLockFile>(m_parts.lockPath);
    m_lock->setStaleLockTime(0); // a dead holder is known by its process id, not by its age
    m_isPlanned = !m_lock->tryLock(0);
    if (!m_isPlanned)
        return true;
    qint64 process = 0;
    QString host, program;
    m_lock->getLockInfo(&process, &host, &program);
    m_error = core::fail(ErrorKind::Storage,
                         QStringLiteral("process %1 is synchronising this account already").arg(process),
                         m_parts.lockPath)
                  .value();
    return false;
}

void Synchroniser::makeTools()
{
    QList<QUrl> origins{m_parts.service.apiUrl};
    if (!m_parts.service.crestCid.isEmpty())
        origins.append(m_parts.service.crestUrl);
    net::ClientParts parts;
    parts.transport = std::make_shared<net::HttpTransport>();
    parts.clock = m_parts.clock;
    parts.authorize = m_parts.authorize;
    parts.random = [] { return QRandomGenerator::global()->generateDouble(); };
    m_client = std::make_unique<net::Client>(std::move(parts), origins);
    m_intake = std::make_unique<Intake>(*m_parts.store, m_courier, [this] { finishWhenDone(); });
    m_tools = std::make_unique<Tools>(Tools{*m_client, m_parts.service, *m_intake, *m_parts.clock});
}

void Synchroniser::readJournal()
{
    const auto windows = std::make_shared<std::vector<store::WindowRecord>>();
    const auto read = [windows](store::Store &store) -> core::Result<void> {
        auto known = store.windows();
        if (!known)
            return core::fail(known.error());
        *windows = std::move(*known);
        return {};
    };
    m_intake->write(read, [this, windows](const core::Result<void> &outcome) {
        if (!outcome)
            endRun(outcome.error());
        m_course.journal = Journal(*windows);
        onJournal();
    });
}

void Synchroniser::onJournal()
{
    if (m_error) { // before anything was planned
        m_isPlanned = true;
        finishWhenDone();
        return;
    }
    for (const auto dataSet : core::allDataSets) {
        const bool isAbsent = m_parts.notOffered.count(dataSet) > 0;
        if ((isAbsent || !isPerCustomer(dataSet)) && wants(dataSet))
            addLane(new Lane(dataSet, m_course, *m_tools, m_ledger, this));
    }
    const bool hasCrest = m_parts.notOffered.count(DataSet::Crest) == 0;
    if (hasCrest && wants(DataSet::Crest) && m_parts.service.crestCid.isEmpty()) {
        auto &entry = m_ledger.open(DataSet::Crest, {}, {});
        Ledger::fail(entry, WindowState::NotOffered,
                     QStringLiteral("CREST is switched off for this account"));
        Ledger::end(entry);
    }
    m_isPlanned = perCustomerSets().empty();
    if (!m_isPlanned)
        readCustomers();
    pump();
    finishWhenDone();
}

void Synchroniser::write(Intake::Work work)
{
    m_intake->write(std::move(work), [this](const core::Result<void> &outcome) {
        if (!outcome)
            endRun(outcome.error());
    });
}

void Synchroniser::readCustomers()
{
    std::vector<store::WindowRecord> entries;
    for (const auto dataSet : perCustomerSets())
        entries.push_back(unplannedEntry(dataSet, {}, m_course.journal));
    write([entries](store::Store &store) { return store.planWindows(entries); });
    const auto sink = [this](const api::Page<api::CustomerRow> &page, const std::function<void()> &took) {
        m_tools->isReached = true;
        for (const auto &row : page.rows)
            m_customers.push_back(toRecord(row));
        took();
    };
    m_customersJob = new api::Customers(*m_client, m_parts.service, sink, this);
    connect(m_customersJob, &net::Job::finished, this, &Synchroniser::onCustomers);
    m_customersJob->start();
}

void Synchroniser::onCustomers(const core::Result<net::JobTotals> &result)
{
    const DirectoryOutcome outcome = outcomeOf(result, *m_customersJob);
    m_customersJob->deleteLater();
    m_customersJob = nullptr;
    m_isPlanned = true;
    const auto dataSets = perCustomerSets();
    if (outcome.state != WindowState::Complete) {
        for (const auto dataSet : dataSets) {
            auto &entry = m_ledger.open(dataSet, {}, {});
            entry.line.quarantined = result ? result->quarantined : 0;
            Ledger::fail(entry, outcome.state, outcome.reason);
            Ledger::end(entry);
        }
    }
    if (result) {
        write([rows = m_customers](store::Store &store) { return store.saveCustomers(rows); });
        openCustomers(outcome.state == WindowState::Complete);
    } else {
        const auto kind = result.error().kind;
        if (kind == ErrorKind::Unauthorised || kind == ErrorKind::Offline || kind == ErrorKind::Timeout)
            endRun(result.error());
    }
    if (m_unplanned == 0 || outcome.state != WindowState::Complete)
        closeDirectory(outcome);
    pump();
    finishWhenDone();
}

void Synchroniser::onPlanned()
{
    if (--m_unplanned == 0)
        closeDirectory({});
}

void Synchroniser::closeDirectory(const DirectoryOutcome &outcome)
{
    auto entries = entriesToClose(perCustomerSets(), {}, m_course.journal, outcome);
    // Of the customers that were not asked for this run knows nothing: who was missing stays missing.
    if (outcome.state == WindowState::Complete && !m_course.request.customerIds.isEmpty())
        std::erase_if(entries, [this](const auto &entry) { return m_course.journal.find(entry.key); });
    if (entries.empty())
        return;
    write([entries, outcome, now = m_parts.clock->now()](store::Store &store) {
        return closeEntries(store, entries, outcome, now);
    });
}

/// hasAll: nobody is missing in the list.
void Synchroniser::openCustomers(bool hasAll)
{
    QSet<QString> wanted;
    for (const QString &id : std::as_const(m_course.request.customerIds))
        wanted.insert(id.toCaseFolded());
    const bool wantsAll = wanted.isEmpty();
    const auto dataSets = perCustomerSets();
    QSet<QString> seen;
    for (const auto &customer : m_customers) {
        const QString id = QString::fromStdString(customer.id).toCaseFolded();
        if (seen.contains(id) || (!wantsAll && !wanted.contains(id)))
            continue;
        seen.insert(id);
        auto *const lane = new Lane(customer, dataSets, m_course, *m_tools, m_ledger, this);
        if (hasAll) {
            ++m_unplanned;
            connect(lane, &Lane::planned, this, &Synchroniser::onPlanned);
        }
        addLane(lane);
    }
    for (const QString &id : std::as_const(m_course.request.customerIds)) {
        if (seen.contains(id.toCaseFolded()))
            continue;
        auto &entry = m_ledger.open(perCustomerSets().front(), id, {});
        Ledger::fail(entry, WindowState::Failed, QStringLiteral("there is no such customer"));
        Ledger::end(entry);
    }
}

void Synchroniser::addLane(Lane *lane)
{
    connect(lane, &Lane::pageStored, this, &Synchroniser::stored);
    connect(lane, &Lane::failed, this, &Synchroniser::endRun);
    connect(lane, &Lane::ended, this, [this, lane] { onLaneEnded(lane); });
    connect(lane, &Lane::changed, this, [this] {
        showSoon();
        pump();
    });
    m_waitingLanes.push_back(lane);
}

void Synchroniser::pump()
{
    if (m_error)
        m_waitingLanes.clear(); // those that came to be after the end
    const auto isBusy = [](const Lane *lane) { return !lane->isPaused(); };
    while (!m_waitingLanes.empty() &&
           std::size_t(std::count_if(m_runningLanes.begin(), m_runningLanes.end(), isBusy)) < lanesAtOnce) {
        Lane *const lane = m_waitingLanes.front();
        m_waitingLanes.pop_front();
        m_runningLanes.push_back(lane);
        lane->start();
    }
}

void Synchroniser::onLaneEnded(Lane *lane)
{
    m_runningLanes.erase(std::remove(m_runningLanes.begin(), m_runningLanes.end(), lane),
                         m_runningLanes.end());
    lane->deleteLater();
    showSoon();
    pump();
    finishWhenDone();
}

void Synchroniser::cancel()
{
    endRun(core::fail(ErrorKind::Cancelled, QStringLiteral("cancelled")).value());
}

void Synchroniser::endRun(const core::Error &error)
{
    if (m_error || m_isFinished)
        return;
    m_error = error;
    m_waitingLanes.clear();
    if (m_customersJob)
        m_customersJob->cancel();
    for (Lane *const lane : std::as_const(m_runningLanes))
        lane->cancel();
    finishWhenDone();
}

void Synchroniser::finishWhenDone()
{
    if (m_isFinished || !m_isPlanned || !m_waitingLanes.empty() || !m_runningLanes.empty() ||
        !m_intake->isIdle())
        return;
    m_isFinished = true;
    m_showTimer.stop();
    m_lock->unlock();
    m_ledger.endAll();
    show();
    Q_EMIT finished(m_ledger.report(m_client->requestsSent(), m_error));
}

void Synchroniser::showSoon()
{
    if (!m_showTimer.isActive() && !m_isFinished)
        m_showTimer.start(showEvery);
}

void Synchroniser::show()
{
    Q_EMIT progressed(m_ledger.progress(m_client->requestsSent()));
}

bool Synchroniser::wants(DataSet dataSet) const
{
    const auto &wanted = m_course.request.dataSets;
    if (wanted.empty())
        return dataSet != DataSet::Crest || !m_parts.service.crestCid.isEmpty();
    return std::find(wanted.begin(), wanted.end(), dataSet) != wanted.end();
}

std::vector<DataSet> Synchroniser::perCustomerSets() const
{
    std::vector<DataSet> sets;
    for (const auto dataSet : core::allDataSets) {
        const bool isOn = m_parts.notOffered.count(dataSet) == 0 &&
                          (dataSet != DataSet::Crest || !m_parts.service.crestCid.isEmpty());
        if (isPerCustomer(dataSet) && wants(dataSet) && isOn)
            sets.push_back(dataSet);
    }
    return sets;
}

} // namespace spendglass::sync
