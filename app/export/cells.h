// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <QByteArray>
#include <QString>

namespace spendglass::exporting {

/// The machine form of a cell in UTF-8: what query::valueText says, without the detour over a QString.
QByteArray cellBytes(const query::Value &value);

/// Without control characters other than TAB, CR and LF, and without what no XML document may hold (lone
/// surrogates, U+FFFE, U+FFFF). Everything else stays, also signs of writing direction.
QString withoutControls(const QString &text);

/// Whether a spreadsheet would run a text cell that begins so: = + - @ (also full width), TAB, CR, LF.
bool startsLikeFormula(const QString &text);

} // namespace spendglass::exporting
