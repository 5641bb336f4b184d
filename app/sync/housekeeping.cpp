// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/housekeeping.h"

#include "store/maintenance.h"
#include "store/portable.h"
#include "store/storethread.h"
#include "sync/synclock.h"

#include <QFileInfo>
#include <QPointer>

namespace spendglass::sync {

namespace {

using core::ErrorKind;
using settings::Setting;

constexpr int sizeChannel = -1'000'000; ///< below those that a workspace counts down

/// Work on the file itself, which the store closes for it.
template <class T, class FileWork>
core::Result<T> onFile(store::Store &store, const FileWork &work)
{
    core::Result<T> result;
    const auto done = store.whileClosed([&](const QString &path) -> core::Result<void> {
        result = work(path);
        return result ? core::Result<void>() : core::fail(result.error());
    });
    return done ? result : core::Result<T>(core::fail(done.error()));
}

core::Result<core::Room> compacted(store::Store &store, store::StopSign &stop)
{
    return onFile<core::Room>(store, [&stop](const QString &path) { return store::compact(path, stop); });
}

core::Result<QString> idOf(store::Store &store, const QString &customer)
{
    const auto found = store.customersCalled(customer);
    if (!found)
        return core::fail(found.error());
    if (found->empty())
        return core::fail(ErrorKind::NotFound,
                          QStringLiteral("There is no customer “%1” in the store.").arg(customer));
    if (found->size() == 1)
        return found->front().id;
    QStringList ids;
    for (const store::KnownCustomer &one : *found)
        ids << one.id;
    return core::fail(ErrorKind::BadRequest,
                      QStringLiteral("Several customers are called “%1”; say which by its id: %2.")
                          .arg(customer, ids.join(QStringLiteral(", "))));
}

core::Result<core::Forgotten> forgotten(store::Store &store, const QString &customer, store::StopSign &stop)
{
    const auto id = idOf(store, customer);
    if (!id)
        return core::fail(id.error());
    const auto removed = store.forget(*id);
    if (!removed)
        return core::fail(removed.error());
    const auto room = compacted(store, stop);
    if (!room) {
        core::Error error = room.error();
        error.kind = ErrorKind::Storage; // also when it was stopped: not all is as it was
        error.text =
            QStringLiteral("The customer is forgotten, but traces of it are in the store's file until it is "
                           "compacted: %1")
                .arg(error.text);
        return core::fail(error);
    }
    return core::Forgotten{*removed, *room};
}

} // namespace

Housekeeping::Housekeeping(store::StoreThread &store, const QString &storePath,
                           std::shared_ptr<const core::Clock> clock, std::function<bool()> isSyncing,
                           QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(std::move(clock))
    , m_isSyncing(std::move(isSyncing))
    , m_lockPath(syncLockPath(storePath))
    , m_settings(QFileInfo(storePath).absolutePath())
    , m_courier(std::make_shared<core::Courier>(this))
{}

Housekeeping::~Housekeeping()
{
    m_courier->close();
    stop();
}

void Housekeeping::size(QObject *context, Then<core::StoreSize> then)
{
    m_store.ask(sizeChannel, [mail = m_courier, guard = QPointer<QObject>(context),
                              then = std::move(then)](const core::Result<store::Store *> &store) {
        core::Result<core::StoreSize> size = store ? (*store)->size() : core::fail(store.error());
        mail->post([guard, then, size = std::move(size)] {
            if (guard)
                then(size);
        });
    });
}

void Housekeeping::stop()
{
    if (m_stop)
        m_stop->raise();
}

/// The work runs on the store's thread, then here; the outcome is dropped when context died meanwhile.
template <class T>
void Housekeeping::run(QObject *context, Work<T> work, Then<T> then)
{
    const QPointer<QObject> guard(context);
    const auto tell = [guard, then = std::move(then)](const core::Result<T> &result) {
        if (guard)
            then(result);
    };
    if (m_isSyncing() || isBusy()) {
        const QString why = isBusy()
                                ? QStringLiteral("Other work on the store is not at its end yet.")
                                : QStringLiteral("The account is synchronising; wait until that is done.");
        m_courier->post([tell, why] { tell(core::fail(ErrorKind::BadRequest, why)); });
        return;
    }
    auto lock = lockSync(m_lockPath);
    if (!lock) {
        m_courier->post([tell, error = lock.error()] { tell(core::fail(error)); });
        return;
    }
    m_lock = std::move(*lock);
    m_stop = std::make_shared<store::StopSign>();
    Q_EMIT busyChanged(true);
    m_store.write([this, mail = m_courier, stop = m_stop, work = std::move(work),
                   tell](const core::Result<store::Store *> &store) {
        core::Result<T> result = store ? work(**store, *stop) : core::Result<T>(core::fail(store.error()));
        // this is touched only there, and the courier drops what comes after its end.
        mail->post([this, tell, result = std::move(result)] {
            const QPointer<Housekeeping> alive(this);
            onEnd();
            if (alive)
                tell(result);
        });
    });
}

void Housekeeping::onEnd()
{
    m_stop.reset();
    m_lock.reset();
    const QPointer<Housekeeping> alive(this);
    Q_EMIT busyChanged(false);
    if (alive)
        Q_EMIT changed();
}

void Housekeeping::compact(QObject *context, Then<core::Room> then)
{
    run<core::Room>(context, compacted, std::move(then));
}

void Housekeeping::forget(const QString &customer, QObject *context, Then<core::Forgotten> then)
{
    const Work<core::Forgotten> work = [customer](store::Store &store, store::StopSign &stop) {
        return forgotten(store, customer, stop);
    };
    run(context, work, std::move(then));
}

void Housekeeping::exportTo(const QString &folder, core::FolderFormat format, const QString &account,
                            QObject *context, Then<core::FolderSummary> then)
{
    const store::ExportOrder order{folder, format, account, m_clock->now()};
    const Work<core::FolderSummary> work = [order](store::Store &store, store::StopSign &stop) {
        return onFile<core::FolderSummary>(
            store, [&](const QString &path) { return store::exportStore(path, order, stop); });
    };
    run(context, work, std::move(then));
}

void Housekeeping::importFrom(const QString &folder, QObject *context, Then<core::FolderSummary> then)
{
    const Work<core::FolderSummary> work = [folder](store::Store &store, store::StopSign &stop) {
        return onFile<core::FolderSummary>(
            store, [&](const QString &path) { return store::importStore(folder, path, stop); });
    };
    run(context, work, std::move(then));
}

std::optional<int> Housekeeping::retainedMonths() const
{
    const int months = m_settings.number(Setting::RetainedMonths);
    return months > 0 ? std::optional(months) : std::nullopt;
}

core::Result<void> Housekeeping::setRetainedMonths(std::optional<int> months)
{
    return m_settings.setNumber(Setting::RetainedMonths, months.value_or(0));
}

std::optional<core::Day> Housekeeping::keptFrom() const
{
    const auto months = retainedMonths();
    if (!months)
        return {};
    return core::addMonths(core::firstOfMonth(core::dayOf(m_clock->now())), -*months);
}

void Housekeeping::retain(QObject *context, Then<core::Removed> then)
{
    const auto day = keptFrom();
    const Work<core::Removed> work = [day](store::Store &store, store::StopSign &) {
        return day ? store.removeBefore(*day) : core::Result<core::Removed>();
    };
    run(context, work, std::move(then));
}

} // namespace spendglass::sync
