// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rowprinter.h"
#include "query/field.h"
#include "query/filtertext.h"
#include "query/query.h"

#include <algorithm>

namespace spendglass::cli {
namespace {

QString typeName(query::FieldType type)
{
    switch (type) {
    case query::FieldType::Text:
        return QStringLiteral("text");
    case query::FieldType::Number:
        return QStringLiteral("number");
    case query::FieldType::Day:
        return QStringLiteral("day");
    case query::FieldType::Instant:
        return QStringLiteral("instant");
    case query::FieldType::Boolean:
        return QStringLiteral("boolean");
    }
    return {};
}

query::Column textColumn(const char *id)
{
    return {QLatin1String(id), query::FieldType::Text, query::FieldRole::Dimension};
}

query::Table fieldTable(const std::vector<core::DataSet> &dataSets)
{
    query::Table table;
    for (const char *const id : {"dataSet", "id", "type", "role", "unit", "operators"})
        table.columns.push_back(textColumn(id));
    for (const char *const id : {"serviceFilters", "serviceGroups"})
        table.columns.push_back({QLatin1String(id), query::FieldType::Boolean, query::FieldRole::Dimension});
    for (const core::DataSet dataSet : dataSets) {
        for (const query::Field &field : query::fields(dataSet)) {
            QStringList operators;
            for (const query::Operator op : query::operatorsFor(field.type))
                operators << query::filterOperator(op);
            const bool isMeasure = field.role == query::FieldRole::Measure;
            const auto values = {
                query::Value(core::dataSetName(dataSet)),
                query::Value(field.id),
                query::Value(typeName(field.type)),
                query::Value(isMeasure ? QStringLiteral("measure") : QStringLiteral("dimension")),
                query::Value(field.unitField),
                query::Value(operators.join(QStringLiteral("; "))),
                query::Value(field.remoteFilter),
                query::Value(field.remoteGroup)};
            table.cells.insert(table.cells.end(), values.begin(), values.end());
        }
    }
    return table;
}

int listFields(const Arguments &arguments, Output &output)
{
    std::vector<core::DataSet> dataSets(core::allDataSets.begin(), core::allDataSets.end());
    if (arguments.has("data-set")) {
        const auto dataSet = core::dataSetFromName(arguments.value("data-set"));
        if (!dataSet)
            return output.fail(wrongUsage(
                QStringLiteral("--data-set %1: it is one of analytics, utilization, spend, summary, crest")
                    .arg(arguments.value("data-set"))));
        dataSets = {*dataSet};
    }
    const auto format = rowFormat(arguments, RowFormat::Table);
    if (!format)
        return output.fail(format.error());
    RowPrinter printer(output, *format, false);
    printer.print(fieldTable(dataSets));
    printer.end({{QStringLiteral("count"), printer.rows()}});
    return Done;
}

} // namespace

CommandSpec fieldsCommand()
{
    return {"fields",
            "",
            "the field catalogue: id, type, unit, operators, what the service itself can do",
            {{"data-set", "S", "analytics, utilization, spend, summary or crest; else all"}, formatOption},
            listFields};
}

} // namespace spendglass::cli
