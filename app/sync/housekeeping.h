// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/courier.h"
#include "core/result.h"
#include "core/upkeep.h"
#include "settings/settings.h"

#include <QLockFile>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace spendglass::store {
class StopSign;
class Store;
class StoreThread;
} // namespace spendglass::store

namespace spendglass::sync {

/// What an account's store takes, and the work that keeps it small or carries it elsewhere. A part of a
/// Workspace, on its thread; nothing here waits. One piece of work at a time, and none while the account
/// synchronises: it ends with BadRequest then. Questions wait while the work has the file.
class Housekeeping : public QObject
{
    Q_OBJECT
public:
    template <class T>
    using Then = std::function<void(const core::Result<T> &)>;

    Housekeeping(store::StoreThread &store, const QString &storePath,
                 std::shared_ptr<const core::Clock> clock, std::function<bool()> isSyncing, QObject *parent);
    ~Housekeeping() override;

    void size(QObject *context, Then<core::StoreSize> then); ///< a question: at any time

    bool isBusy() const { return m_stop != nullptr; }
    void stop(); ///< the running work ends with Cancelled soon, the store as it was before

    /// Gives the room of deleted rows back.
    void compact(QObject *context, Then<core::Room> then);
    /// Takes out all of a customer, by id or by name, and compacts, so that nothing of it is left in the
    /// file. NotFound for nobody, BadRequest for a name that several have.
    void forget(const QString &customer, QObject *context, Then<core::Forgotten> then);
    /// The whole store as a folder of files; account is the name for its manifest.
    void exportTo(const QString &folder, core::FolderFormat format, const QString &account, QObject *context,
                  Then<core::FolderSummary> then);
    /// The store of such a folder in the place of this one.
    void importFrom(const QString &folder, QObject *context, Then<core::FolderSummary> then);

    /// How many whole months before the present one are kept; nothing: all, which is usual.
    std::optional<int> retainedMonths() const;
    core::Result<void> setRetainedMonths(std::optional<int> months);
    /// The first day that is kept; nothing without such a setting.
    std::optional<core::Day> keptFrom() const;
    core::Day today() const { return core::dayOf(m_clock->now()); }
    /// Takes out what is older than that.
    void retain(QObject *context, Then<core::Removed> then);

Q_SIGNALS:
    void busyChanged(bool isBusy);
    void changed(); ///< the rows are others now: ask again

private:
    template <class T>
    using Work = std::function<core::Result<T>(store::Store &, store::StopSign &)>;
    template <class T>
    void run(QObject *context, Work<T> work, Then<T> then);
    void onEnd();

    store::StoreThread &m_store;
    const std::shared_ptr<const core::Clock> m_clock;
    const std::function<bool()> m_isSyncing;
    QString m_lockPath;
    settings::Settings m_settings; ///< of the account: they lie beside its store
    const std::shared_ptr<core::Courier> m_courier;
    std::shared_ptr<store::StopSign> m_stop; ///< of the running work
    std::unique_ptr<QLockFile> m_lock;       ///< while there is some: nobody may synchronise meanwhile
};

} // namespace spendglass::sync
