// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/arguments.h"
#include "core/result.h"
#include "query/query.h"

#include <vector>

namespace spendglass::cli {

/// The options that ask the store a question, the same for query and export.
const std::vector<Option> &questionOptions();

/// The question of the line: that of --view, with the parts that other options name in place of its own, and
/// with saved filters put in. BadRequest with the option at fault, and for filters the position.
core::Result<query::Query> questionFrom(const Arguments &arguments);

/// The same question as the store is asked it: a cross table is cut after it was turned, not before.
query::Query asAsked(const query::Query &question);

} // namespace spendglass::cli
