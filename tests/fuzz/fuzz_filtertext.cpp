// SPDX-License-Identifier: GPL-3.0-or-later
// The filter language: what parses prints as a text that parses to the same tree; errors point into the text.
#include "query/filtertext.h"

#include <cstdlib>

using namespace spendglass;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto parsed = query::parseFilter(text, core::DataSet::Utilization);
    if (!parsed) {
        if (parsed.error().position < 0 || parsed.error().position > text.size())
            std::abort();
        return 0;
    }
    const auto again = query::parseFilter(query::printFilter(*parsed), core::DataSet::Utilization);
    if (!again || *again != *parsed)
        std::abort();
    return 0;
}
