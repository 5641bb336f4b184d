// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "cli/access.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/output.h"
#include "store/moveaside.h"

namespace spendglass::cli {
namespace {

/// Blocks: there is nothing else to do meanwhile, and the work is not to be stopped half-way.
int moveAside(const Arguments &arguments, Output &output)
{
    const auto book = openBook(arguments);
    if (!book)
        return output.fail(book.error());
    const auto account = book->find(arguments.value("account"));
    if (!account)
        return output.fail(account.error());
    const auto moved = store::moveAside(book->storePath(*account), core::SystemClock().now());
    if (!moved)
        return output.fail(moved.error());
    if (output.isJson())
        output.write(QJsonObject{{QStringLiteral("store"), *moved}});
    else
        output.say(
            QStringLiteral("the damaged store is kept as %1; a sync fetches everything again").arg(*moved));
    return Done;
}

} // namespace

CommandSpec moveAsideCommand()
{
    return {"store move-aside",
            "",
            "keeps a damaged store under another name, so that a sync can fetch anew",
            {},
            moveAside};
}

} // namespace spendglass::cli
