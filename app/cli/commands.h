// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/arguments.h"

namespace spendglass::cli {

// One file per command; each gives its rows of the list.
std::vector<CommandSpec> accountCommands();
std::vector<CommandSpec> signInCommands();
std::vector<CommandSpec> signOutCommands();
std::vector<CommandSpec> requestCommands();
std::vector<CommandSpec> storeCommands();
std::vector<CommandSpec> viewsCommands();
CommandSpec syncCommand();
CommandSpec queryCommand();
CommandSpec exportCommand();
CommandSpec fieldsCommand();
CommandSpec coverageCommand();
CommandSpec moveAsideCommand();
CommandSpec sandboxCommand();
CommandSpec doctorCommand();

/// All of them, as the help shows them.
const std::vector<CommandSpec> &commands();

} // namespace spendglass::cli
