// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/chartdata.h"

#include "models/format.h"
#include "query/sentence.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace spendglass::charts {

namespace {

using core::Decimal;
using Sum = std::optional<Decimal>;

QString tr(const char *text)
{
    return QCoreApplication::translate("Chart", text);
}

Sum plus(const Sum &a, const Sum &b)
{
    if (!a || !b)
        return a ? a : b;
    const Sum sum = a->plus(*b);
    return sum ? sum : a;
}

/// A line's amount in one unit: its own cell, or what the lines below it have where it is mixed.
Sum amountIn(const query::PivotNode &node, std::size_t cell, const QString &unit)
{
    if (cell >= node.cells.size())
        return std::nullopt;
    const query::PivotCell &own = node.cells[cell];
    if (own.amount)
        return own.unit == unit || own.unit.isEmpty() ? own.amount : std::nullopt;
    Sum sum;
    for (const query::PivotNode &child : node.children)
        sum = plus(sum, amountIn(child, cell, unit));
    return sum;
}

std::vector<const models::CrossColumn *> firstMeasureColumns(const models::CrossTable &table)
{
    std::vector<const models::CrossColumn *> columns;
    for (const models::CrossColumn &column : table.columns) {
        if (column.measure == 0 && !column.isTotal)
            columns.push_back(&column);
    }
    return columns;
}

Series seriesOf(const query::PivotNode &node, const std::vector<const models::CrossColumn *> &columns,
                const QString &unit)
{
    Series series;
    Sum total;
    for (const models::CrossColumn *column : columns) {
        series.values.push_back(amountIn(node, column->cell, unit));
        total = plus(total, series.values.back());
    }
    series.total = total.value_or(Decimal());
    return series;
}

bool hasValue(const Series &series)
{
    return std::any_of(series.values.begin(), series.values.end(),
                       [](const Sum &value) { return value.has_value(); });
}

Series rest(const std::vector<Series> &all, std::size_t from)
{
    Series other;
    other.name = tr("Other (%1)").arg(all.size() - from);
    other.values.resize(all[from].values.size());
    for (std::size_t i = from; i < all.size(); ++i) {
        for (std::size_t c = 0; c < other.values.size(); ++c)
            other.values[c] = plus(other.values[c], all[i].values[c]);
        other.total = plus(other.total, all[i].total).value_or(other.total);
    }
    return other;
}

std::vector<Series> allSeries(const models::CrossTable &table, const QString &unit, const QLocale &locale)
{
    const auto columns = firstMeasureColumns(table);
    std::vector<Series> all;
    const auto &lines = table.pivot.root.children;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        Series series = seriesOf(lines[line], columns, unit);
        series.name = models::valueLabel(locale, lines[line].label, table.query().granularity);
        series.line = int(line);
        if (hasValue(series))
            all.push_back(std::move(series));
    }
    if (lines.empty() && !table.query().columns.empty()) {
        all.push_back(seriesOf(table.pivot.root, columns, unit));
        all.back().name = tr("All");
    }
    return all;
}

} // namespace

ChartData chartData(const models::CrossTable &table, const QString &unit, const QLocale &locale, int top)
{
    ChartData data;
    const query::Query &query = table.query();
    data.unit = unit;
    data.isAcross = !query.columns.empty();
    if (query.measures.empty())
        return data;
    data.measure = query::measureLabel(query.dataSet, query.measures.front());
    for (const models::CrossColumn *column : firstMeasureColumns(table)) {
        const bool isOne = column->values.size() == 1;
        data.categories << column->header;
        data.shortCategories << (isOne ? models::shortLabel(locale, column->values.front(), query.granularity)
                                       : column->header);
    }
    std::vector<Series> all = allSeries(table, unit, locale);
    const auto larger = [](const Series &a, const Series &b) { return b.total < a.total; };
    std::stable_sort(all.begin(), all.end(), larger);
    const auto kept = std::size_t(top);
    if (all.size() > kept + 1) {
        Series other = rest(all, kept);
        all.resize(kept);
        all.push_back(std::move(other));
    }
    data.series = std::move(all);
    return data;
}

QString summary(const ChartData &data, const QLocale &locale)
{
    if (data.isEmpty())
        return tr("%1: nothing to draw").arg(data.measure);
    const Series &first = data.series.front();
    const QString most = models::amountWithUnit(locale, first.total, data.unit);
    if (data.isAcross)
        //: Measure, number of groups, number of columns, name and amount of the largest group
        return tr("%1, groups: %2, over columns: %3. Largest: %4 with %5.")
            .arg(data.measure)
            .arg(data.series.size())
            .arg(data.categories.size())
            .arg(first.name, most);
    return tr("%1, bars: %2. Largest: %3 with %4.")
        .arg(data.measure)
        .arg(data.series.size())
        .arg(first.name, most);
}

double niceStep(double span, int count)
{
    const double raw = span / std::max(1, count);
    if (!(raw > 0) || !std::isfinite(raw))
        return 1.0;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (raw <= factor * power * (1 + 1e-9))
            return factor * power;
    }
    return 10.0 * power;
}

} // namespace spendglass::charts
