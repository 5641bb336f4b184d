// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/rowprinter.h"
#include "cli/storerun.h"

namespace spendglass::cli {
namespace {

query::Table gapTable(const std::vector<sync::Gap> &gaps)
{
    query::Table table;
    for (const char *const id : {"dataSet", "customerTenantId", "state", "reason"})
        table.columns.push_back({QLatin1String(id), query::FieldType::Text, query::FieldRole::Dimension});
    table.columns.push_back({QStringLiteral("windows"), query::FieldType::Number, query::FieldRole::Measure});
    for (const sync::Gap &gap : gaps) {
        for (const QString &text : {core::dataSetName(gap.dataSet), gap.customerId, gap.state, gap.reason})
            table.cells.emplace_back(text);
        table.cells.emplace_back(qint64(gap.windows));
    }
    return table;
}

/// What is missing in the store, and why.
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
        workspace.gaps(this, [this](const core::Result<std::vector<sync::Gap>> &gaps) {
            Q_EMIT finished(gaps ? print(*gaps) : m_output.fail(gaps.error()));
        });
    }

private:
    int print(const std::vector<sync::Gap> &gaps)
    {
        RowPrinter printer(m_output, m_format, false);
        printer.print(gapTable(gaps));
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
    return {"coverage", "", "what is missing in the store, and why", {formatOption}, nullptr, makeCoverage};
}

} // namespace spendglass::cli
