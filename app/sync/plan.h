// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "core/time.h"
#include "store/facts.h"
#include "sync/report.h"

#include <QString>

#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace spendglass::sync {

/// What the store's journal says, found by window without regard to the case of identifiers: the service
/// writes the same one now in capitals, now not.
class Journal
{
public:
    Journal() = default;
    explicit Journal(std::vector<store::WindowRecord> windows);
    const store::WindowRecord *find(const store::WindowKey &key) const; ///< nullptr when unknown
    const std::vector<store::WindowRecord> &windows() const { return m_windows; }

private:
    std::vector<store::WindowRecord> m_windows;
    std::unordered_map<QString, std::size_t> m_places;
};

/// Whether a window in that state is what a person means by "retry what failed".
bool isFailing(store::WindowState state);

/// What a run is about, the same for everything in it.
struct Course
{
    Request request;
    Journal journal;
    core::Instant now;                           ///< when the run began: one over midnight plans for one day
    std::map<core::DataSet, QString> notOffered; ///< by the account's cloud, with the reason
    bool hasCrest = false;                       ///< it is switched on for the account
    /// The interrupted run that is continued began then: what was completed since is not asked for again.
    std::optional<core::Instant> continues;

    bool wants(core::DataSet dataSet) const;
    /// Those that are there to be asked for, of each kind.
    std::vector<core::DataSet> partnerSets() const;
    std::vector<core::DataSet> customerSets() const;
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
    store::WindowRecord record;  ///< identifiers as the journal spells them; fetchedTo is the end of ask
    bool isKnown = false;        ///< the journal has it
    std::optional<qint64> pages; ///< that it had the last time
    core::DayRange ask;          ///< what to ask the service for: the window, but nothing of today
    QString reason;              ///< of NotOffered, for a person
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
/// summary: one window. What the account's cloud has not, whatever it is per: one NotOffered window.
std::vector<PlannedWindow> planPartner(core::DataSet dataSet, const Course &course);

/// Windows of Utilization or Crest for one customer: whole calendar months of reported time for each legacy
/// Azure subscription, newest first; one NotOffered window for each Azure plan. Licences have none.
std::vector<PlannedWindow> planCustomer(core::DataSet dataSet, const store::CustomerRecord &customer,
                                        std::span<const store::SubscriptionRecord> subscriptions,
                                        const Course &course);

} // namespace spendglass::sync
