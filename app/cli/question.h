// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/arguments.h"
#include "core/result.h"
#include "query/query.h"
#include "query/table.h"

#include <vector>

namespace spendglass::cli {

/// The options that ask the store a question, the same for query and export.
const std::vector<Option> &questionOptions();

/// The question of the line. BadRequest with the option at fault, and for filters the position.
core::Result<query::Query> questionFrom(const Arguments &arguments);

/// The same question as the store is asked it: a cross table is cut after it was turned, not before.
query::Query asAsked(const query::Query &question);

/// An answer as printed and exported: with column fields one column per value, headed VALUE, or
/// VALUE MEASURE when there are several measures; lines keep their order, at most limit of them.
query::Table answerTable(const query::Answer &answer, std::optional<qint64> limit);

} // namespace spendglass::cli
