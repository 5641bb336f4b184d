// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rowprinter.h"
#include "query/field.h"
#include "query/filtertext.h"
#include "query/query.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

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

QStringList operatorsOf(const query::Field &field)
{
    QStringList signs;
    for (const query::Operator op : query::operatorsFor(field.type))
        signs << query::filterOperator(op);
    return signs;
}

/// What can be made of the field's values, as a query takes it.
QStringList aggregatesOf(core::DataSet dataSet, const query::Field &field)
{
    QStringList names;
    for (const query::Aggregate aggregate : query::allAggregates()) {
        query::Query question;
        question.dataSet = dataSet;
        question.measures = {{aggregate, field.id}};
        if (query::problems(question).isEmpty())
            names << QLatin1String(query::aggregateName(aggregate));
    }
    return names;
}

/// Where the field stands when one drills down to it: from the top of its path.
QString pathTo(core::DataSet dataSet, const query::FieldId &id)
{
    for (const std::vector<query::FieldId> &path : query::hierarchies(dataSet)) {
        const auto found = std::ranges::find(path, id);
        if (found != path.end())
            return QStringList(path.begin(), found + 1).join(QStringLiteral(" > "));
    }
    return {};
}

/// The lengths that the field's values can be cut to; the last is a month with --calendar billing.
QString bucketsOf(const query::FieldId &id)
{
    if (id == QLatin1String("usageStart"))
        return QStringLiteral("hour");
    const bool isCut = id == QLatin1String("usageDate") || id == QLatin1String("reportedDate");
    return isCut ? QStringLiteral("day; week; month; quarter; billing period") : QString();
}

/// The catalogue, and of each family of fields that is open the pattern of its ids.
std::vector<query::Field> allFields(core::DataSet dataSet)
{
    std::vector<query::Field> all = query::fields(dataSet);
    for (const QString &id : {QStringLiteral("tag:KEY"), QStringLiteral("info:KEY")}) {
        if (const auto family = query::findField(dataSet, id))
            all.push_back(*family);
    }
    return all;
}

/// Columns in the order in which they came to be: what reads them may count.
query::Table fieldTable(const std::vector<core::DataSet> &dataSets)
{
    using query::FieldType;
    static constexpr std::pair<const char *, FieldType> columns[]{
        {"dataSet", FieldType::Text},
        {"id", FieldType::Text},
        {"type", FieldType::Text},
        {"role", FieldType::Text},
        {"unit", FieldType::Text},
        {"operators", FieldType::Text},
        {"serviceFilters", FieldType::Boolean},
        {"serviceGroups", FieldType::Boolean},
        {"label", FieldType::Text},
        {"group", FieldType::Text},
        {"path", FieldType::Text},
        {"serviceOrders", FieldType::Boolean},
        {"buckets", FieldType::Text},
        {"aggregates", FieldType::Text},
    };
    query::Table table;
    for (const auto &[id, type] : columns)
        table.columns.push_back({QLatin1String(id), type, query::FieldRole::Dimension});
    const QString separator = QStringLiteral("; ");
    for (const core::DataSet dataSet : dataSets) {
        for (const query::Field &field : allFields(dataSet)) {
            const bool isMeasure = field.role == query::FieldRole::Measure;
            table.cells.insert(table.cells.end(),
                               {core::dataSetName(dataSet), field.id, typeName(field.type),
                                isMeasure ? QStringLiteral("measure") : QStringLiteral("dimension"),
                                field.unitField, operatorsOf(field).join(separator), field.remoteFilter,
                                field.remoteGroup, query::fieldLabel(field),
                                QCoreApplication::translate("Field", field.group), pathTo(dataSet, field.id),
                                field.remoteOrder, bucketsOf(field.id),
                                aggregatesOf(dataSet, field).join(separator)});
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
    return {
        "fields",
        "",
        "the field catalogue: what each field is, can be asked, and what the service itself can do with it",
        {{"data-set", "S", "analytics, utilization, spend, summary or crest; else all"}, formatOption},
        listFields};
}

} // namespace spendglass::cli
