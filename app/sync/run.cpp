// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/run.h"

#include "sync/synclock.h"

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

constexpr qint64 leastNewcomers = 3; ///< before they say anything of the others
constexpr auto showEvery = 100ms;

} // namespace

Synchroniser::Synchroniser(RunParts parts, Course course)
    : m_parts(std::move(parts))
    , m_course(std::move(course))
    , m_courier(std::make_shared<core::Courier>(this))
    , m_showTimer(this)
{
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
    auto lock = lockSync(m_parts.lockPath);
    if (lock) {
        m_lock = std::move(*lock);
        return true;
    }
    m_isPlanned = m_isElsewhere = true;
    m_error = lock.error();
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
    struct Found
    {
        store::SyncRun run;
        Course course;
        Forecast forecast;
    };
    const auto found = std::make_shared<Found>();
    found->course = m_course;
    const auto read = [found](store::Store &store) -> core::Result<void> {
        auto run = store.beginRun(requestText(found->course.request), found->course.now);
        if (!run)
            return core::fail(run.error());
        found->run = *run;
        if (run->isContinued)
            found->course.continues = run->startedAt;
        auto forecast = readForecast(store, found->course);
        if (!forecast)
            return core::fail(forecast.error());
        found->forecast = std::move(*forecast);
        return {};
    };
    m_intake->write(read, [this, found](const core::Result<void> &outcome) {
        if (found->run.id > 0)
            m_journalled = found->run.id;
        if (!outcome)
            endRun(outcome.error());
        m_course = std::move(found->course);
        m_forecast = std::move(found->forecast);
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
    for (const auto dataSet : m_course.partnerSets())
        addLane(new Lane(dataSet, m_course, *m_tools, m_ledger, this));
    const bool isAbsent = m_course.notOffered.count(DataSet::Crest) > 0;
    if (!isAbsent && m_course.wants(DataSet::Crest) && !m_course.hasCrest) {
        auto &entry = m_ledger.open(DataSet::Crest, {}, {});
        Ledger::fail(entry, WindowState::NotOffered,
                     QStringLiteral("CREST is switched off for this account"));
        Ledger::end(entry);
    }
    const auto wanted = customersOf(m_course);
    m_isPlanned = m_course.customerSets().empty() || (wanted && wanted->isEmpty());
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
    for (const auto dataSet : m_course.customerSets())
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
    const auto dataSets = m_course.customerSets();
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

void Synchroniser::closeDirectory(DirectoryOutcome outcome)
{
    static const QString some = QStringLiteral("only some customers were asked for");
    auto entries = entriesToClose(m_course.customerSets(), {}, m_course.journal, outcome);
    const auto wanted = customersOf(m_course);
    // Of the customers that were not asked for this run knows nothing: who was missing stays missing.
    if (outcome.state == WindowState::Complete && wanted) {
        outcome = {WindowState::Planned, some, {}};
        std::erase_if(entries, [this](const auto &entry) {
            const auto *const known = m_course.journal.find(entry.key);
            return known && (known->state != WindowState::Planned || known->reason == some);
        });
    }
    if (entries.empty())
        return;
    write([entries, outcome, now = m_parts.clock->now()](store::Store &store) {
        return closeEntries(store, entries, outcome, now);
    });
}

/// hasAll: nobody is missing in the list.
void Synchroniser::openCustomers(bool hasAll)
{
    const auto wanted = customersOf(m_course);
    QSet<QString> seen;
    for (const auto &customer : m_customers) {
        const QString id = QString::fromStdString(customer.id).toCaseFolded();
        if (seen.contains(id))
            continue;
        seen.insert(id);
        if (wanted && !wanted->contains(id))
            continue;
        auto *const lane =
            new Lane(customer, m_forecast.customers.value(id), m_course, *m_tools, m_ledger, this);
        if (hasAll) {
            ++m_unplanned;
            connect(lane, &Lane::planned, this, &Synchroniser::onPlanned);
        }
        addLane(lane);
    }
    for (const QString &id : std::as_const(m_course.request.customerIds)) {
        if (seen.contains(id.toCaseFolded()))
            continue;
        auto &entry = m_ledger.open(m_course.customerSets().front(), id, {});
        Ledger::fail(entry, WindowState::Failed, QStringLiteral("there is no such customer"));
        Ledger::end(entry);
    }
}

void Synchroniser::addLane(Lane *lane)
{
    connect(lane, &Lane::pageStored, this, &Synchroniser::stored);
    connect(lane, &Lane::failed, this, &Synchroniser::endRun);
    connect(lane, &Lane::windowFetched, this, [this](core::DataSet dataSet, qint64 pages) {
        m_forecast.means.add(dataSet, pages); //
    });
    connect(lane, &Lane::ended, this, [this, lane] { onLaneEnded(lane); });
    connect(lane, &Lane::changed, this, [this] {
        showSoon();
        pump();
    });
    connect(lane, &Lane::planned, this, [this, lane] { noteNewcomer(lane); });
    m_lanes.add(lane);
}

void Synchroniser::pump()
{
    if (m_error)
        m_lanes.forgetWaiting(); // those that came to be after the end
    // A lane that starts says so, and the next one is not to overtake it.
    if (std::exchange(m_isPumping, true))
        return;
    while (Lane *const lane = m_lanes.next())
        lane->start();
    m_isPumping = false;
}

void Synchroniser::onLaneEnded(Lane *lane)
{
    m_lanes.ended(lane);
    lane->deleteLater();
    showSoon();
    pump();
    finishWhenDone();
}

void Synchroniser::prefer(const QStringList &customerIds)
{
    m_lanes.prefer(customerIds);
    pump();
}

void Synchroniser::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    if (m_client)
        m_client->hold(isPaused);
    m_pace.forget();
    showSoon();
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
    m_lanes.forgetWaiting();
    if (m_customersJob)
        m_customersJob->cancel();
    for (Lane *const lane : m_lanes.running())
        lane->cancel();
    finishWhenDone();
}

void Synchroniser::finishWhenDone()
{
    if (m_isFinished || !m_isPlanned || !m_lanes.isEmpty() || !m_intake->isIdle())
        return;
    if (m_journalled) {
        const auto state = m_error ? store::RunState::Stopped : store::RunState::Whole;
        write([run = *std::exchange(m_journalled, std::nullopt), state,
               now = m_parts.clock->now()](store::Store &store) { return store.endRun(run, state, now); });
        return;
    }
    m_isFinished = true;
    m_showTimer.stop();
    m_lock.reset();
    m_ledger.endAll();
    show();
    Report report = m_ledger.report();
    report.requests = m_client->requestsSent();
    report.bytes = m_client->bytesReceived();
    report.error = m_error;
    report.continues = m_course.continues;
    report.isElsewhere = m_isElsewhere;
    Q_EMIT finished(report);
}

/// What customers of whom nothing was known turn out to need says what the next ones will.
void Synchroniser::noteNewcomer(const Lane *lane)
{
    const auto calls = lane->outlook().calls ? std::nullopt : lane->callsLeft(m_forecast.means, {});
    if (!calls)
        return;
    ++m_newcomers;
    m_newcomersCalls += *calls + 1; // its list
}

std::optional<qint64> Synchroniser::callsLeft() const
{
    if (!m_isPlanned)
        return std::nullopt;
    std::optional<qint64> newcomer;
    if (m_newcomers >= leastNewcomers)
        newcomer = (m_newcomersCalls + m_newcomers - 1) / m_newcomers;
    qint64 sum = 0;
    const auto add = [&](const auto &lanes) {
        return std::ranges::all_of(lanes, [&](const Lane *lane) {
            const auto calls = lane->callsLeft(m_forecast.means, newcomer);
            sum += calls.value_or(0);
            return calls.has_value();
        });
    };
    return add(m_lanes.waiting()) && add(m_lanes.running()) ? std::optional(sum) : std::nullopt;
}

void Synchroniser::showSoon()
{
    if (!m_showTimer.isActive() && !m_isFinished)
        m_showTimer.start(showEvery);
}

void Synchroniser::show()
{
    Progress progress = m_ledger.progress();
    progress.requests = m_client->requestsSent();
    progress.bytes = m_client->bytesReceived();
    progress.isPaused = m_isPaused && !m_isFinished;
    progress.callsLeft = m_isFinished ? 0 : callsLeft();
    if (!m_isPaused)
        m_pace.note(m_parts.clock->steady(), progress.requests);
    if (progress.callsLeft && *progress.callsLeft > 0)
        progress.timeLeft = m_pace.timeFor(*progress.callsLeft);
    Q_EMIT progressed(progress);
}

} // namespace spendglass::sync
