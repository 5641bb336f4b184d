// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/completenesslabel.h"

#include "models/format.h"

#include <QCoreApplication>

namespace spendglass::models {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CompletenessLabel", text);
}

} // namespace

QString completenessBadge(const QLocale &locale, const query::Completeness &completeness)
{
    if (!completeness.loadedAt)
        return {};
    QStringList parts{query::standingText(completeness)};
    if (completeness.usedTo)
        parts << tr("used to %1").arg(valueLabel(locale, *completeness.usedTo, core::Granularity::Daily));
    parts << tr("loaded %1").arg(instantLabel(locale, *completeness.loadedAt));
    return parts.join(QStringLiteral(" · "));
}

QString completenessDetails(const query::Completeness &completeness)
{
    QStringList lines;
    switch (completeness.standing) {
    case query::Standing::Open:
        lines << tr("Open: the period is not over, these numbers grow.");
        break;
    case query::Standing::Settling:
        lines << tr("Settling: the period is over, late usage may still come.");
        break;
    case query::Standing::Settled:
        lines << tr("Settled: the period was read after late usage had come in.");
        break;
    }
    return (lines + query::lackLines(completeness, false)).join(u'\n');
}

} // namespace spendglass::models
