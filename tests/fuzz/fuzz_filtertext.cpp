// SPDX-License-Identifier: GPL-3.0-or-later
// The filter language: what parses prints as a text that parses to the same tree; errors point into the text;
// completions replace a range of the text around the cursor.
#include "query/completion.h"
#include "query/filtertext.h"

#include <cstdlib>

using namespace spendglass;

namespace {

void complete(const QString &text, qsizetype cursor)
{
    const query::Completions completions = query::completionsAt(
        text, cursor, core::DataSet::Utilization,
        {{QStringLiteral("Production"), QStringLiteral("a \"b\"")}, {QStringLiteral("tag:a \"b\"")}});
    const bool isRange = 0 <= completions.start && completions.start <= cursor && cursor <= completions.end &&
                         completions.end <= text.size();
    if (!isRange || (completions.valuesOf.isEmpty() && !completions.valuePart.isEmpty()))
        std::abort();
    for (const query::Candidate &each : completions.candidates) {
        if (each.text.isEmpty())
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    complete(text, text.size());
    complete(text, size == 0 ? 0 : data[size - 1] % (text.size() + 1));
    const auto parsed = query::parseFilter(text, core::DataSet::Utilization);
    if (!parsed) {
        if (parsed.error().position < 0 || parsed.error().position > text.size() ||
            parsed.error().message.isEmpty())
            std::abort();
        return 0;
    }
    const auto again = query::parseFilter(query::printFilter(*parsed), core::DataSet::Utilization);
    if (!again || *again != *parsed)
        std::abort();
    return 0;
}
