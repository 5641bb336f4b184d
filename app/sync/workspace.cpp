// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/workspace.h"

#include "core/courier.h"
#include "core/storefault.h"
#include "store/moveaside.h"
#include "store/storethread.h"
#include "sync/forecast.h"
#include "sync/livequestions.h"
#include "sync/run.h"
#include "sync/synclock.h"

#include <QFileInfo>
#include <QLoggingCategory>
#include <QPointer>
#include <QThread>
#include <QTimer>

#include <map>

namespace spendglass::sync {

namespace {

using core::ErrorKind;
using namespace std::chrono_literals;

Q_LOGGING_CATEGORY(log, "spendglass.sync", QtWarningMsg)

constexpr auto changedEvery = 1s;
constexpr auto lookForOtherEvery = 2s;

core::Result<std::vector<CustomerEntry>> customerEntries(store::Store &store)
{
    const auto customers = store.customers();
    if (!customers)
        return core::fail(customers.error());
    const auto subscriptions = store.subscriptions();
    if (!subscriptions)
        return core::fail(subscriptions.error());
    std::vector<CustomerEntry> entries;
    std::map<QString, std::size_t> places;
    for (const auto &customer : *customers) {
        const auto id = QString::fromStdString(customer.id);
        places[id.toCaseFolded()] = entries.size();
        entries.push_back({id, QString::fromStdString(customer.name)});
    }
    for (const auto &subscription : *subscriptions) {
        const auto place = places.find(QString::fromStdString(subscription.customerId).toCaseFolded());
        if (place == places.end())
            continue;
        entries[place->second].hasPlan |= subscription.kind == "plan";
        entries[place->second].hasLegacy |= subscription.kind == "legacy";
    }
    return entries;
}

Course courseOf(const Connection &connection, const Request &request, core::Instant now)
{
    return {request, {}, now, connection.notOffered, !connection.crestCid.isEmpty(), {}};
}

core::Result<Estimate> estimateOf(store::Store &store, Course course)
{
    const auto interrupted = store.interruptedRun(requestText(course.request), course.now);
    if (!interrupted)
        return core::fail(interrupted.error());
    if (*interrupted)
        course.continues = (*interrupted)->startedAt;
    return readForecast(store, course).map([](const Forecast &forecast) { return forecast.whole; });
}

core::Result<std::optional<core::Instant>> lastSyncOf(store::Store &store)
{
    return store.lastRun().map([](const std::optional<store::SyncRun> &run) {
        return run ? std::optional(run->endedAt.value_or(run->startedAt)) : std::nullopt;
    });
}

core::Result<std::shared_ptr<const query::Table>> shared(core::Result<query::Table> table)
{
    if (!table)
        return core::fail(std::move(table.error()));
    return std::make_shared<const query::Table>(std::move(*table));
}

/// Nobody waits for this answer; what is older goes at the next synchronisation, then.
void noteRetained(const core::Result<core::Removed> &removed)
{
    if (!removed)
        qCWarning(log, "what is older than the account keeps could not be taken out: %s",
                  qUtf8Printable(removed.error().text));
}

} // namespace

class Workspace::State : public QObject
{
public:
    State(Workspace &owner, QString path, Connection givenConnection,
          std::shared_ptr<const core::Clock> givenClock);
    ~State() override;

    void tellOpened(const core::Result<void> &outcome); ///< from the store's thread
    void onOpened(const core::Result<void> &outcome);
    void moveAside();
    void tellDamage(const core::Error &error);
    void startSync(const Request &request);
    void setPaused(bool isPaused);
    void onFinished(const Report &report);
    void lookForOther();
    QString lockPath() const { return syncLockPath(storePath); }
    void noteChange();

    /// Runs work on the store's thread and then on the owner's, unless context died meanwhile.
    template <class T>
    void ask(int channel, QObject *context, std::function<core::Result<T>(store::Store &)> work,
             Then<T> then);

    query::Query whole(const query::Query &query) const { return query::withSavedFilters(query, filters); }

    Workspace &workspace;
    const QString storePath;
    const Connection connection;
    const std::shared_ptr<const core::Clock> clock;
    const std::shared_ptr<core::Courier> courier;
    std::unique_ptr<store::StoreThread> store;
    std::unique_ptr<Housekeeping> housekeeping;
    LiveQuestions live;
    query::SavedFilters filters;
    bool isRetaining = false; ///< after the sync that runs
    QThread network;
    Synchroniser *run = nullptr; ///< lives on the network thread
    bool isSyncing = false, isPaused = false;
    QStringList preferred;
    QTimer changedTimer;
    QTimer otherTimer;   ///< runs while another process synchronises
    int ownChannel = -1; ///< for questions that nothing replaces; counts down
};

Workspace::State::State(Workspace &owner, QString path, Connection givenConnection,
                        std::shared_ptr<const core::Clock> givenClock)
    : workspace(owner)
    , storePath(std::move(path))
    , connection(std::move(givenConnection))
    , clock(std::move(givenClock))
    , courier(std::make_shared<core::Courier>(this))
    , live(connection, storePath, clock)
{
    changedTimer.setSingleShot(true);
    connect(&changedTimer, &QTimer::timeout, &workspace, &Workspace::dataChanged);
    connect(&otherTimer, &QTimer::timeout, this, &State::lookForOther);
    network.setObjectName(QStringLiteral("network"));
    store::StoreThread::Told told;
    told.opened = [this](const core::Result<void> &outcome) { tellOpened(outcome); };
    told.changed = [this, mail = courier] { mail->post([this] { noteChange(); }); };
    store = std::make_unique<store::StoreThread>(storePath, told);
    housekeeping = std::make_unique<Housekeeping>(
        *store, storePath, clock, [this] { return isSyncing; }, nullptr);
    connect(housekeeping.get(), &Housekeeping::changed, &workspace, &Workspace::dataChanged);
}

Workspace::State::~State()
{
    courier->close();
    if (run) {
        run->disconnect(this);
        run->deleteLater(); // there: it owns what the network thread made
    }
    network.quit();
    network.wait();
    housekeeping.reset();
    store.reset();
}

void Workspace::State::tellOpened(const core::Result<void> &outcome)
{
    courier->post([this, outcome] { onOpened(outcome); });
}

void Workspace::State::onOpened(const core::Result<void> &outcome)
{
    if (outcome)
        Q_EMIT workspace.opened();
    else
        Q_EMIT workspace.openFailed(outcome.error());
}

void Workspace::State::moveAside()
{
    const auto moved = std::make_shared<core::Result<QString>>();
    store->whileClosed([path = storePath, now = clock->now(), moved] {
        *moved = store::moveAside(path, now); //
    });
    store->write([this, moved](const core::Result<store::Store *> &open) {
        const bool isSound = !*moved && core::isStoreFault(moved->error(), core::storeFaults::sound);
        if (*moved)
            courier->post([this, name = **moved] { Q_EMIT workspace.movedAside(name); });
        if (*moved || isSound)
            tellOpened(open.map([](store::Store *) {}));
        else
            tellOpened(core::fail(moved->error()));
    });
}

void Workspace::State::tellDamage(const core::Error &error)
{
    if (core::isStoreFault(error, core::storeFaults::damaged))
        Q_EMIT workspace.damageFound(error);
}

template <class T>
void Workspace::State::ask(int channel, QObject *context, std::function<core::Result<T>(store::Store &)> work,
                           Then<T> then)
{
    live.cancel(channel);
    const auto answer = [this, mail = courier, guard = QPointer<QObject>(context), work = std::move(work),
                         then = std::move(then)](const core::Result<store::Store *> &open) {
        core::Result<T> result = open ? work(**open) : core::Result<T>(core::fail(open.error()));
        mail->post([this, guard, then, result = std::move(result)] {
            if (!result)
                tellDamage(result.error());
            if (guard)
                then(result);
        });
    };
    store->ask(channel, answer);
}

void Workspace::State::startSync(const Request &request)
{
    if (isSyncing || housekeeping->isBusy())
        return;
    isSyncing = true;
    isPaused = false;
    otherTimer.stop();
    Request kept = request;
    kept.keptFrom = housekeeping->keptFrom();
    isRetaining = kept.keptFrom && !request.from;
    Q_EMIT workspace.syncStarted();
    if (connection.apiUrl.isEmpty()) {
        Report report;
        report.error = core::fail(ErrorKind::Offline, QStringLiteral("this account has no address")).value();
        courier->post([this, report] { onFinished(report); });
        return;
    }
    RunParts parts;
    parts.store = store.get();
    parts.service = connection.service();
    parts.clock = clock;
    parts.authorize = connection.authorize;
    parts.lockPath = lockPath();
    run = new Synchroniser(std::move(parts), courseOf(connection, kept, clock->now()));
    run->prefer(preferred);
    connect(run, &Synchroniser::progressed, &workspace, &Workspace::syncProgressed);
    connect(run, &Synchroniser::stored, this, &State::noteChange);
    connect(run, &Synchroniser::finished, this, &State::onFinished);
    if (!network.isRunning())
        network.start();
    run->moveToThread(&network);
    QMetaObject::invokeMethod(run, &Synchroniser::start, Qt::QueuedConnection);
}

void Workspace::State::onFinished(const Report &report)
{
    if (run)
        run->deleteLater();
    run = nullptr;
    isSyncing = isPaused = false;
    changedTimer.stop();
    if (report.isElsewhere)
        otherTimer.start(lookForOtherEvery);
    if (isRetaining && report.isComplete())
        housekeeping->retain(this, noteRetained);
    const QPointer<Workspace> alive(&workspace);
    Q_EMIT workspace.syncFinished(report);
    if (alive && report.error)
        tellDamage(*report.error);
    if (alive)
        Q_EMIT alive->dataChanged();
}

void Workspace::State::setPaused(bool wanted)
{
    if (!run || isPaused == wanted)
        return;
    isPaused = wanted;
    QMetaObject::invokeMethod(
        run, [target = run, wanted] { target->setPaused(wanted); }, Qt::QueuedConnection);
}

/// The lock goes with the process that holds it; one that is killed leaves it there, and then the next
/// synchronisation finds out.
void Workspace::State::lookForOther()
{
    if (QFileInfo::exists(lockPath()))
        return;
    otherTimer.stop();
    Q_EMIT workspace.dataChanged();
}

void Workspace::State::noteChange()
{
    if (!changedTimer.isActive())
        changedTimer.start(changedEvery);
}

Workspace::Workspace(QString storePath, Connection connection, std::shared_ptr<const core::Clock> clock,
                     QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(*this, std::move(storePath), std::move(connection), std::move(clock)))
{}

Workspace::~Workspace() = default;

void Workspace::setSavedFilters(query::SavedFilters filters)
{
    m_state->filters = std::move(filters);
}

const query::SavedFilters &Workspace::savedFilters() const
{
    return m_state->filters;
}

void Workspace::ask(int channel, const query::Query &query, QObject *context, Then<query::AnswerPtr> then)
{
    m_state->ask<query::AnswerPtr>(
        channel, context,
        [whole = m_state->whole(query), now = m_state->clock->now()](store::Store &store) {
            return store.answer(whole, now);
        },
        std::move(then));
}

void Workspace::askLive(int channel, const query::Query &query, QObject *context, Then<query::AnswerPtr> then)
{
    // What the store was asked on this channel is replaced, too.
    m_state->store->ask(channel, [](const core::Result<store::Store *> &) {});
    m_state->live.ask(channel, m_state->whole(query), context, std::move(then));
}

void Workspace::cancelLive(int channel)
{
    m_state->live.cancel(channel);
}

void Workspace::facets(int channel, const query::Query &query, const query::FieldId &field,
                       const QString &search, int limit, QObject *context, Then<query::Facets> then)
{
    m_state->ask<query::Facets>(
        channel, context,
        [=, whole = m_state->whole(query), now = m_state->clock->now()](store::Store &store) {
            return store.facets(whole, field, search, limit, now);
        },
        std::move(then));
}

void Workspace::records(int channel, const query::Query &query, qint64 first, qint64 count, QObject *context,
                        Then<std::shared_ptr<const query::Table>> then)
{
    m_state->ask<std::shared_ptr<const query::Table>>(
        channel, context,
        [=, whole = m_state->whole(query), now = m_state->clock->now()](store::Store &store) {
            return shared(store.records(whole, first, count, now));
        },
        std::move(then));
}

void Workspace::callsBehind(int channel, const query::Query &query, QObject *context,
                            Then<std::shared_ptr<const query::Table>> then)
{
    m_state->ask<std::shared_ptr<const query::Table>>(
        channel, context,
        [=, whole = m_state->whole(query), now = m_state->clock->now()](store::Store &store) {
            return shared(store.callsBehind(whole, now));
        },
        std::move(then));
}

void Workspace::familyFields(core::DataSet dataSet, QObject *context, Then<std::vector<query::FieldId>> then)
{
    m_state->ask<std::vector<query::FieldId>>(
        m_state->ownChannel--, context,
        [dataSet](store::Store &store) { return store.familyFields(dataSet); }, std::move(then));
}

void Workspace::customers(QObject *context, Then<std::vector<CustomerEntry>> then)
{
    m_state->ask<std::vector<CustomerEntry>>(m_state->ownChannel--, context, customerEntries,
                                             std::move(then));
}

void Workspace::inventory(QObject *context, Then<std::vector<InventoryLine>> then)
{
    m_state->ask<std::vector<InventoryLine>>(m_state->ownChannel--, context, inventoryOf, std::move(then));
}

void Workspace::estimate(const Request &request, QObject *context, Then<Estimate> then)
{
    Request kept = request;
    kept.keptFrom = m_state->housekeeping->keptFrom();
    const auto course = courseOf(m_state->connection, kept, m_state->clock->now());
    m_state->ask<Estimate>(
        m_state->ownChannel--, context, [course](store::Store &store) { return estimateOf(store, course); },
        std::move(then));
}

void Workspace::lastSync(QObject *context, Then<std::optional<core::Instant>> then)
{
    m_state->ask<std::optional<core::Instant>>(m_state->ownChannel--, context, lastSyncOf, std::move(then));
}

void Workspace::pauseSync()
{
    m_state->setPaused(true);
}

void Workspace::resumeSync()
{
    m_state->setPaused(false);
}

bool Workspace::isSyncPaused() const
{
    return m_state->isPaused;
}

void Workspace::prefer(const QStringList &customerIds)
{
    if (m_state->preferred == customerIds)
        return;
    m_state->preferred = customerIds;
    if (m_state->run)
        QMetaObject::invokeMethod(
            m_state->run, [target = m_state->run, customerIds] { target->prefer(customerIds); },
            Qt::QueuedConnection);
}

Housekeeping &Workspace::housekeeping()
{
    return *m_state->housekeeping;
}

bool Workspace::isSyncing() const
{
    return m_state->isSyncing;
}

void Workspace::startSync(const Request &request)
{
    m_state->startSync(request);
}

void Workspace::moveAside()
{
    m_state->moveAside();
}

void Workspace::cancelSync()
{
    if (m_state->run)
        QMetaObject::invokeMethod(m_state->run, &Synchroniser::cancel, Qt::QueuedConnection);
}

} // namespace spendglass::sync
