// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/crosstable.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace spendglass::charts {

/// One line of the table, or the rest of them, as a chart draws it.
struct Series
{
    QString name;
    int line = -1; ///< topmost line in the pivot's own order; -1: the rest, "Other"
    std::vector<std::optional<core::Decimal>> values; ///< one per category
    core::Decimal total;
};

/// What a chart draws: geometry only is approximated, later. One unit at a time.
struct ChartData
{
    QStringList categories;      ///< column values, or one empty text without columns
    QStringList shortCategories; ///< the same for the axis
    std::vector<Series> series;  ///< largest total first, then "Other"
    QString unit;
    QString measure;
    bool isAcross = false; ///< columns exist: stacked columns; else horizontal bars

    bool isEmpty() const { return series.empty(); }
};

/// The topmost lines with most of the unit and the rest as "Other". Lines without a value in that unit are
/// left out. Sums that leave the range of a Decimal are left out, too.
ChartData chartData(const models::CrossTable &table, const QString &unit, const QLocale &locale, int top = 9);

/// Everything the chart shows, in one sentence, for a screen reader.
QString summary(const ChartData &data, const QLocale &locale);

/// A step of 1, 2, 2.5 or 5 times a power of ten so that about count steps reach over span; never 0.
double niceStep(double span, int count);

} // namespace spendglass::charts
