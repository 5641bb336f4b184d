// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/crosstable.h"

#include "models/format.h"
#include "query/sentence.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <set>

namespace spendglass::models {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CrossTable", text);
}

QString fieldName(core::DataSet dataSet, const QString &id)
{
    const auto field = query::findField(dataSet, id);
    return field ? query::fieldLabel(*field) : id;
}

/// How many of the topmost lines have something in that unit.
qsizetype linesWith(const query::Answer &answer, const query::Value &unit)
{
    std::set<query::Value> lines;
    for (qsizetype row = 0; row < answer.table.rowCount(); ++row) {
        if (answer.table.at(row, answer.rowFieldCount) == unit)
            lines.insert(answer.rowFieldCount > 0 ? answer.table.at(row, 0) : query::Value());
    }
    return qsizetype(lines.size());
}

/// One line per unit, the unit of most lines first.
std::vector<query::PivotNode> totalsOf(const query::Answer &answer, std::vector<query::PivotNode> totals)
{
    if (answer.splitFieldCount == 0)
        return totals;
    std::map<query::Value, qsizetype> lines;
    for (const query::PivotNode &total : totals)
        lines[total.label] = linesWith(answer, total.label);
    std::stable_sort(totals.begin(), totals.end(),
                     [&lines](const auto &a, const auto &b) { return lines[a.label] > lines[b.label]; });
    return totals;
}

QString columnHeader(const query::Query &query, const std::vector<query::Value> &values,
                     const QLocale &locale)
{
    QStringList parts;
    for (const query::Value &value : values)
        parts << valueLabel(locale, value, query.granularity);
    return parts.join(QStringLiteral(" · "));
}

std::vector<CrossColumn> columnsOf(const query::Query &query, const query::Pivot &pivot,
                                   const QLocale &locale)
{
    std::vector<CrossColumn> columns;
    const bool isFlat = query.columns.empty();
    const std::size_t measures = pivot.measures.size();
    for (std::size_t c = 0; c < (isFlat ? 1 : pivot.columnValues.size()); ++c) {
        for (std::size_t m = 0; m < measures; ++m) {
            CrossColumn column;
            column.cell = c * measures + m;
            column.measure = m;
            const QString measure = query::measureLabel(query.dataSet, query.measures.at(m));
            if (!isFlat) {
                column.values = pivot.columnValues.at(c);
                column.header = columnHeader(query, column.values, locale);
            }
            if (isFlat || measures > 1)
                column.header += (isFlat ? QString() : QStringLiteral(" · ")) + measure;
            columns.push_back(column);
        }
    }
    for (std::size_t m = 0; !isFlat && pivot.columnValues.size() > 1 && m < measures; ++m) {
        CrossColumn column;
        column.cell = pivot.columnValues.size() * measures + m;
        column.measure = m;
        column.isTotal = true;
        column.header = measures > 1
                            ? tr("Total · %1").arg(query::measureLabel(query.dataSet, query.measures.at(m)))
                            : tr("Total");
        columns.push_back(column);
    }
    return columns;
}

/// A unit level of one line says nothing that the line above it does not say.
void foldSingleUnits(query::PivotNode &node, std::size_t levelsLeft)
{
    if (levelsLeft == 0) {
        if (node.children.size() == 1)
            node.children.clear();
        return;
    }
    for (query::PivotNode &child : node.children)
        foldSingleUnits(child, levelsLeft - 1);
}

} // namespace

QString CrossTable::unitOf(const query::PivotNode &node)
{
    const auto isMixed = [](const query::PivotCell &cell) { return cell.isMixed; };
    if (std::any_of(node.cells.begin(), node.cells.end(), isMixed))
        return {};
    // The unit of a share beside an amount says nothing of the line.
    const auto hasUnit = [](const query::PivotCell &cell) { return cell.amount && !cell.unit.isEmpty(); };
    const auto found = std::ranges::find_if(node.cells, [&hasUnit](const query::PivotCell &cell) {
        return hasUnit(cell) && cell.unit != QLatin1String("%");
    });
    if (found != node.cells.end())
        return found->unit;
    const auto share = std::ranges::find_if(node.cells, hasUnit);
    return share == node.cells.end() ? QString() : share->unit;
}

std::vector<QString> CrossTable::units() const
{
    std::vector<QString> result;
    for (const query::PivotNode &line : totals) {
        const QString unit = unitOf(line);
        if (std::find(result.begin(), result.end(), unit) == result.end())
            result.push_back(unit);
    }
    return result;
}

bool CrossTable::isAdditive(std::size_t measure) const
{
    return query().measures.at(measure).field != QLatin1String("percentUsed");
}

const query::PivotCell *CrossTable::budgetOf(const query::PivotNode &node, const CrossColumn &column) const
{
    const auto &measures = query().measures;
    if (measures.at(column.measure).field != QLatin1String("percentUsed"))
        return nullptr;
    for (std::size_t i = 0; i < measures.size(); ++i) {
        const std::size_t cell = column.cell - column.measure + i;
        if (measures[i].field == QLatin1String("budgetAmount") && cell < node.cells.size())
            return &node.cells[cell];
    }
    return nullptr;
}

CrossTablePtr crossTable(const query::AnswerPtr &answer, const QLocale &locale)
{
    auto table = std::make_shared<CrossTable>();
    const query::Query &query = answer->query;
    table->answer = answer;
    table->rowLevels = std::size_t(answer->rowFieldCount);
    table->pivot = query::pivot(*answer);
    table->totals = totalsOf(*answer, table->pivot.totals);
    table->columns = columnsOf(query, table->pivot, locale);
    QStringList names;
    for (const query::FieldId &field : query.rows)
        names << fieldName(query.dataSet, field);
    table->rowHeader = names.join(QStringLiteral(" › "));
    if (answer->splitFieldCount > 0) {
        table->unitHeader = fieldName(query.dataSet, table->levelField(table->rowLevels));
        foldSingleUnits(table->pivot.root, table->rowLevels);
    }
    return table;
}

} // namespace spendglass::models
