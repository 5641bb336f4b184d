// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/arguments.h"
#include "core/result.h"
#include "query/savedview.h"

namespace spendglass::cli {

/// The views of the profile that the line names.
core::Result<query::ViewFolder> openViews(const Arguments &arguments);

/// The question of a view, by its name or else from a file. BadRequest when it is neither; File when the file is
/// no view.
core::Result<query::Query> questionOfView(const Arguments &arguments, const QString &nameOrFile);

/// The question with the saved filters that it names put in.
core::Result<query::Query> withSavedFilters(const Arguments &arguments, const query::Query &question);

} // namespace spendglass::cli
