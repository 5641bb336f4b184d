// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/facts.h"
#include "sync/report.h"

#include <deque>

namespace spendglass::sync {

/// The books of a run: one entry per data set and customer, from which both the report and the picture for
/// the activity list are made.
class Ledger
{
public:
    struct Entry
    {
        Line line;
        Activity activity;
    };

    /// Its entries stay where they are. Order: as opened.
    Entry &open(core::DataSet dataSet, const QString &customerId, const QString &customerName);

    static void plan(Entry &entry) { entry.activity.windowsPlanned = ++entry.line.planned; }
    /// One planned window has come to its end, or needed nothing.
    static void close(Entry &entry, store::WindowState state, const QString &reason);
    static void skip(Entry &entry); ///< it was up to date
    /// A call that had to succeed before anything could be planned did not.
    static void fail(Entry &entry, store::WindowState state, const QString &reason);
    static void pause(Entry &entry, const QString &note);
    static void resume(Entry &entry);
    static void end(Entry &entry); ///< nothing more will come for it

    void endAll(); ///< those whose turn never came

    // What the books say; the rest of both is for the run to fill in.
    Report report() const; ///< by data set, then name
    Progress progress() const;

private:
    std::deque<Entry> m_entries;
};

} // namespace spendglass::sync
