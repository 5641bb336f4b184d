// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/requestspec.h"

#include <algorithm>
#include <iterator>

namespace spendglass::cli {

core::Result<QString> needed(const Arguments &arguments, const char *name)
{
    const QString value = arguments.value(name);
    if (value.isEmpty())
        return core::fail(wrongUsage(QStringLiteral("this request needs --%1").arg(QLatin1String(name))));
    return value;
}

core::Result<void> hasCid(const Target &target)
{
    if (target.service.crestCid.isEmpty())
        return core::fail(
            wrongUsage(QStringLiteral("CREST is switched off for this account: it has no --crest-cid")));
    return {};
}

std::vector<CommandSpec> requestCommands()
{
    std::vector<CommandSpec> all = usageRequests();
    for (auto more : {spendRequests(), directoryRequests()})
        std::move(more.begin(), more.end(), std::back_inserter(all));
    return all;
}

} // namespace spendglass::cli
