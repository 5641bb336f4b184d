// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filtertext.h"
#include "query/filterparser.h"

namespace spendglass::query {

tl::expected<Predicate, TextError> parseFilter(const QString &text, core::DataSet dataSet)
{
    return FilterParser(filterTokens(text), dataSet).parse();
}

} // namespace spendglass::query
