// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "export/writer.h"
#include "query/table.h"

namespace spendglass::exporting {

/// What a reader of the file must know of an answer: the sentence, how old the data is, that amounts are
/// estimates, how many records stand behind it, whether something is missing, and which program wrote it.
About aboutAnswer(const query::Answer &answer);

} // namespace spendglass::exporting
