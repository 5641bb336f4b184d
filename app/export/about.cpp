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
    About about;
    about.title = query::sentence(answer.query);
    about.lines = {
        {tr("As of"), answer.asOf ? core::instantText(*answer.asOf) : tr("nothing loaded yet")},
        {tr("Status"), tr("estimate; the invoice decides")},
        {tr("Records"), tr("%1 of %2").arg(answer.records).arg(answer.recordsInAll)},
        {tr("Lines"), QString::number(answer.table.rowCount())},
        {tr("Times"), tr("UTC")},
        {tr("Program"), QStringLiteral("Spendglass " SPENDGLASS_VERSION)},
    };
    if (answer.isPartial)
        about.lines.emplace_back(tr("Incomplete"), tr("some periods are not loaded whole"));
    return about;
}

} // namespace spendglass::exporting
