// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>

class QAbstractItemView;

namespace spendglass::window {

/// The selected cells as text/plain (tab separated, the locale's decimal point, no group separators, all
/// digits) and text/html in the vocabulary that spreadsheets read as numbers and text. Hidden columns are
/// left out, columns are in visual order.
struct TableText
{
    QString plain;
    QString html;
};
TableText selectedText(const QAbstractItemView &view, bool withHeaders, const QLocale &locale);

/// Puts it on the clipboard; does nothing when nothing is selected.
void copySelection(const QAbstractItemView &view, bool withHeaders);

} // namespace spendglass::window
