// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/about.h"

#include "query/sentence.h"

#include <QCoreApplication>

namespace spendglass::exporting {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Export", text);
}

} // namespace

About aboutAnswer(const query::Answer &answer)
{
    const query::Completeness &completeness = answer.completeness;
    About about;
    about.title = query::sentence(answer.query);
    about.lines = {
        {tr("As of"),
         completeness.loadedAt ? core::instantText(*completeness.loadedAt) : tr("nothing loaded yet")},
        {tr("Status"), tr("estimate; the invoice decides")},
        {tr("Period"), query::standingText(completeness)},
    };
    if (completeness.usedTo)
        about.lines.emplace_back(tr("Used up to"), core::dayText(*completeness.usedTo));
    about.lines.emplace_back(tr("Complete"), completeness.isPartial() ? tr("no") : tr("yes"));
    for (const QString &line : query::lackLines(completeness, false))
        about.lines.emplace_back(tr("Note"), line);
    about.lines.insert(about.lines.end(),
                       {{tr("Data"), query::dataSetLabel(answer.query.dataSet)},
                        {tr("Records"), tr("%1 of %2").arg(answer.records).arg(answer.recordsInAll)},
                        {tr("Lines"), QString::number(answer.table.rowCount())},
                        {tr("Times"), tr("UTC")},
                        {tr("Program"), QStringLiteral("Spendglass " SPENDGLASS_VERSION)}});
    return about;
}

} // namespace spendglass::exporting
