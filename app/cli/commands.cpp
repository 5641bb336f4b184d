// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"

namespace spendglass::cli {

const std::vector<CommandSpec> &commands()
{
    static const std::vector<CommandSpec> all = [] {
        std::vector<CommandSpec> list = accountCommands();
        const auto add = [&list](const std::vector<CommandSpec> &more) {
            list.insert(list.end(), more.begin(), more.end());
        };
        for (const auto &more : {signInCommands(), signOutCommands(), requestCommands(), storeCommands()})
            add(more);
        add({syncCommand(), queryCommand(), exportCommand()});
        add(viewsCommands());
        add({fieldsCommand(), coverageCommand(), moveAsideCommand(), sandboxCommand(), doctorCommand()});
        return list;
    }();
    return all;
}

} // namespace spendglass::cli
