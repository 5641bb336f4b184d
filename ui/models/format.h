// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decimal.h"
#include "core/error.h"
#include "query/table.h"

#include <QLocale>

namespace spendglass::models {

/// "—": there is no value; the tooltip says why.
QString noValueText();

/// With the locale's digits, group and decimal separators; exact, never through a double.
QString decimalText(const QLocale &locale, core::Decimal value, int places);

/// Places after the point for an amount of that unit: a currency's own, else 2; more when the amount is so
/// small that it would read as zero, since 0.00 is kept for a real zero.
int placesFor(core::Decimal value, QStringView unit);

/// A number as a cell shows it, without its unit; of a share with "%".
QString amountText(const QLocale &locale, core::Decimal value, QStringView unit);
/// The same with its unit behind it, for speech, tooltips and the status bar.
QString amountWithUnit(const QLocale &locale, core::Decimal value, QStringView unit);

/// A difference to another period, of which number is the text: arrow and sign before it, so that no colour is
/// needed to tell more from less.
QString differenceText(const QLocale &locale, core::Decimal value, const QString &number);

/// A value of a field as a label: days by granularity ("Oct 2026", "12 Oct 2026"), "(empty)" for no value.
QString valueLabel(const QLocale &locale, const query::Value &value,
                   core::Granularity granularity = core::Granularity::None);
/// The same for the narrow places of an axis: "Oct", "12 Oct".
QString shortLabel(const QLocale &locale, const query::Value &value, core::Granularity granularity);

/// An instant as day and time, marked UTC.
QString instantLabel(const QLocale &locale, core::Instant instant);

/// A tooltip that shows a text as it is, whatever marks it holds: Qt would take "<b>" for rich text.
QString plainToolTip(const QString &text);

/// What happened, whose doing it is and how to go on, in one plain sentence.
QString errorSentence(const core::Error &error);
/// Status, codes and ids of an error, for "Details" and the clipboard; no secrets.
QString errorDetails(const core::Error &error);

} // namespace spendglass::models
