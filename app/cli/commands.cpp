// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"

namespace spendglass::cli {

const std::vector<CommandSpec> &commands()
{
    static const std::vector<CommandSpec> all = [] {
        std::vector<CommandSpec> list = accountCommands();
        for (const auto &more : {signInCommands(), signOutCommands(), requestCommands(), storeCommands()})
            list.insert(list.end(), more.begin(), more.end());
        for (const CommandSpec &command :
             {syncCommand(), queryCommand(), exportCommand(), fieldsCommand(), coverageCommand(),
              moveAsideCommand(), sandboxCommand(), doctorCommand()})
            list.push_back(command);
        return list;
    }();
    return all;
}

} // namespace spendglass::cli
