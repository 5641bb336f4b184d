// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/time.h"
#include "store/facts.h"
#include "sync/report.h"

#include <QString>

#include <map>
#include <span>
#include <vector>

namespace spendglass::sync {

/// What the store's journal says, found by window without regard to the case of identifiers: the service
/// writes the same one now in capitals, now not.
class Journal
{
public:
    Journal() = default;
    explicit Journal(const std::vector<store::WindowRecord> &windows);
    const store::WindowRecord *find(const store::WindowKey &key) const; ///< nullptr when unknown

private:
    std::map<QString, store::WindowRecord> m_windows;
};

/// One window and what is to be done about it.
struct PlannedWindow
{
    enum class Action
    {
        Fetch,
        UpToDate,
        NotOffered
    };

    Action action = Action::Fetch;
    store::WindowRecord record; ///< identifiers as the journal spells them; fetchedTo is the end of ask
    bool isKnown = false;       ///< the journal has it
    core::DayRange ask;         ///< what to ask the service for: the window, but nothing of today
    QString reason;             ///< of NotOffered, for a person
    // Identifiers as the service last wrote them, to be sent back unchanged, and names for the rows.
    QString customerId, customerName;
    QString subscriptionId, subscriptionName, entitlementId;
};

/// Data sets with windows per customer and subscription; the others have windows for the whole partner.
bool isPerCustomer(core::DataSet dataSet);

/// The days that a request is about: default ends filled in, never past the start of today, or of yesterday
/// for hours in the first two of today.
core::DayRange requestedDays(const Request &request, core::Instant now);

/// Windows of a partner-wide data set. Analytics: whole calendar months that touch the request, newest first;
/// a request for some customers does not narrow them, for a window is one thing to the journal. Spend and
/// summary: one window.
std::vector<PlannedWindow> planPartner(core::DataSet dataSet, const Request &request, const Journal &journal,
                                       core::Instant now);

/// What stands for a data set that the account's cloud has not, whatever it is per: one NotOffered window.
std::vector<PlannedWindow> planAbsent(core::DataSet dataSet, const QString &reason, const Journal &journal);

/// Windows of Utilization or Crest for one customer: whole calendar months of reported time for each legacy
/// Azure subscription, newest first; one NotOffered window for each Azure plan. Licences have none.
std::vector<PlannedWindow> planCustomer(core::DataSet dataSet, const store::CustomerRecord &customer,
                                        std::span<const store::SubscriptionRecord> subscriptions,
                                        const Request &request, const Journal &journal, core::Instant now);

} // namespace spendglass::sync
