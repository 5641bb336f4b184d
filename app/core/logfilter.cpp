// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/logfilter.h"

#include <QLoggingCategory>

#include <cstring>

namespace spendglass::core {

namespace {

QLoggingCategory::CategoryFilter usual = nullptr;

/// Rules of the environment go before those of the program; a filter goes before both.
void filter(QLoggingCategory *category)
{
    if (usual) // else it has just been asked
        usual(category);
    if (std::strncmp(category->categoryName(), "qt.", 3) != 0)
        return;
    category->setEnabled(QtDebugMsg, false);
    category->setEnabled(QtInfoMsg, false);
}

} // namespace

void silenceToolkitLogs()
{
    if (!usual)
        usual = QLoggingCategory::installFilter(filter);
}

} // namespace spendglass::core
