// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"

namespace spendglass::store {

/// The tables of a data set. Only these names are ever put into a statement's text.
struct Tables
{
    const char *fact;
    const char *stage;
    const char *history;          ///< null where the service itself keeps the past
    bool isByReportedDay = false; ///< windows are of reported days: each row is given its window's first
};

inline Tables tablesOf(core::DataSet dataSet)
{
    switch (dataSet) {
    case core::DataSet::Analytics:
        return {"analytics_fact", "analytics_stage", nullptr};
    case core::DataSet::Utilization:
        return {"utilization_fact", "utilization_stage", nullptr, true};
    case core::DataSet::Crest:
        return {"crest_fact", "crest_stage", nullptr, true};
    case core::DataSet::Spend:
        return {"spend_fact", "spend_stage", "spend_history"};
    case core::DataSet::Summary:
        return {"summary_fact", "summary_stage", "summary_history"};
    }
    Q_UNREACHABLE();
}

} // namespace spendglass::store
