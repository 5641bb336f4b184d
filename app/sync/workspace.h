// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "query/resolve.h"
#include "query/table.h"
#include "sync/connection.h"
#include "sync/housekeeping.h"
#include "sync/inventory.h"
#include "sync/report.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace spendglass::sync {

/// A customer as lists and menus need it.
struct CustomerEntry
{
    QString id;
    QString name;
    bool hasPlan = false;   ///< some subscription is an Azure plan
    bool hasLegacy = false; ///< some subscription is a legacy Azure one
};

/// One opened account: its store, its questions and its synchronisation. The only thing of the lower layers
/// that ui/ and cli/ talk to. Lives on the thread that made it; nothing here waits. Answers come to the
/// callback on that thread, unless context was deleted meanwhile.
class Workspace : public QObject
{
    Q_OBJECT
public:
    template <class T>
    using Then = std::function<void(const core::Result<T> &)>;

    Workspace(QString storePath, Connection connection, std::shared_ptr<const core::Clock> clock,
              QObject *parent = nullptr);
    ~Workspace() override;

    /// The filters that questions name: each is asked with what they are then. A question that names another
    /// one is answered with BadRequest.
    void setSavedFilters(query::SavedFilters filters);
    const query::SavedFilters &savedFilters() const;

    /// Questions of one channel replace each other: the replaced one is answered with Cancelled.
    void ask(int channel, const query::Query &query, QObject *context, Then<query::AnswerPtr> then);
    /// The same question to the service in place of the store: about analytics only, BadRequest else. Nothing
    /// is kept. The answer is as of now and says what of it the service did. Ends when context is deleted.
    void askLive(int channel, const query::Query &query, QObject *context, Then<query::AnswerPtr> then);
    void cancelLive(int channel); ///< the question is answered with Cancelled, if there is one
    void facets(int channel, const query::Query &query, const query::FieldId &field, const QString &search,
                int limit, QObject *context, Then<query::Facets> then);
    void records(int channel, const query::Query &query, qint64 first, qint64 count, QObject *context,
                 Then<std::shared_ptr<const query::Table>> then);
    /// The calls to the service that brought what the question is about.
    void callsBehind(int channel, const query::Query &query, QObject *context,
                     Then<std::shared_ptr<const query::Table>> then);
    /// The fields of the open families ("tag:env") that records have a value in; none without tags.
    void familyFields(core::DataSet dataSet, QObject *context, Then<std::vector<query::FieldId>> then);
    void customers(QObject *context, Then<std::vector<CustomerEntry>> then);
    /// What is loaded, and what is not and why.
    void inventory(QObject *context, Then<std::vector<InventoryLine>> then);

    /// A store that is damaged (core::storeFaults) is kept under another name, with everything of it, and an
    /// empty one is opened: opened() or openFailed() comes again. Nothing is moved that can be read.
    void moveAside();

    Housekeeping &housekeeping(); ///< of its store

    /// What a request would take if it were started now.
    void estimate(const Request &request, QObject *context, Then<Estimate> then);
    /// When the last synchronisation of this store ended, by whatever process; nothing: there was none.
    void lastSync(QObject *context, Then<std::optional<core::Instant>> then);

    bool isSyncing() const;
    bool isSyncPaused() const;
    /// Does nothing while one runs, nor while housekeeping has the store. After a whole one, what is older
    /// than the account keeps is taken out, unless it was asked for.
    void startSync(const Request &request);
    void cancelSync(); ///< ends within 2 s; what has arrived is kept
    void pauseSync();  ///< requests under way end, nothing new is sent
    void resumeSync();
    /// Whose turn comes first, in the run that is under way and in later ones; empty: nobody's.
    void prefer(const QStringList &customerIds);

Q_SIGNALS:
    // One of these two, once, after the constructor returned; and again after moveAside().
    void opened();
    void openFailed(const spendglass::core::Error &error);
    void movedAside(const QString &path); ///< what the damaged store is called now; before opened()
    void syncStarted();
    void syncProgressed(const spendglass::sync::Progress &progress);
    void syncFinished(const spendglass::sync::Report &report);
    /// Ask again: rows came in (at most once a second while syncing, and at the end), or another process has
    /// written some, or has ended that kept this one from synchronising.
    void dataChanged();
    void damageFound(const spendglass::core::Error &error); ///< by a question, in a store that is open

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace spendglass::sync
