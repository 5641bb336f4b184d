// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/rowprinter.h"
#include "cli/storerun.h"

namespace spendglass::cli {
namespace {

query::Table inventoryTable(const std::vector<sync::InventoryLine> &lines)
{
    using query::FieldType;
    static constexpr std::pair<const char *, FieldType> columns[]{
        {"dataSet", FieldType::Text},      {"customerTenantId", FieldType::Text},
        {"customerName", FieldType::Text}, {"state", FieldType::Text},
        {"windows", FieldType::Number},    {"rows", FieldType::Number},
        {"from", FieldType::Day},          {"to", FieldType::Day},
        {"loadedAt", FieldType::Instant},  {"reason", FieldType::Text},
    };
    query::Table table;
    for (const auto &[id, type] : columns)
        table.columns.push_back({QLatin1String(id), type, query::FieldRole::Dimension});
    for (const sync::InventoryLine &line : lines) {
        const bool hasDays = !line.days.isEmpty();
        const core::Day last = line.days.to - std::chrono::days(1);
        table.cells.insert(table.cells.end(),
                           {core::dataSetName(line.dataSet), line.customerId, line.customerName, line.state,
                            qint64(line.windows), line.rows,
                            hasDays ? query::Value(line.days.from) : query::Value(),
                            hasDays ? query::Value(last) : query::Value(),
                            line.loadedAt ? query::Value(*line.loadedAt) : query::Value(), line.reason});
    }
    return table;
}

/// What is loaded, and what is not and why.
class CoverageRun final : public StoreRun
{
public:
    using StoreRun::StoreRun;

protected:
    std::optional<int> prepare() override
    {
        const auto format = rowFormat(m_arguments, RowFormat::Table);
        if (!format)
            return m_output.fail(format.error());
        m_format = *format;
        return {};
    }

    void ask(sync::Workspace &workspace) override
    {
        workspace.inventory(this, [this](const core::Result<std::vector<sync::InventoryLine>> &lines) {
            finish([this, lines] { return lines ? print(*lines) : m_output.fail(lines.error()); });
        });
    }

private:
    int print(const std::vector<sync::InventoryLine> &lines)
    {
        RowPrinter printer(m_output, m_format, false);
        printer.print(inventoryTable(lines));
        printer.end({{QStringLiteral("rowCount"), printer.rows()}});
        return Done;
    }

    RowFormat m_format = RowFormat::Table;
};

std::unique_ptr<Command> makeCoverage(const Arguments &arguments, Output &output)
{
    return std::make_unique<CoverageRun>(arguments, output);
}

} // namespace

CommandSpec coverageCommand()
{
    return {"coverage", "", "what is loaded, and what is not and why", {formatOption}, nullptr, makeCoverage};
}

} // namespace spendglass::cli
