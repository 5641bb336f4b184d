// SPDX-License-Identifier: GPL-3.0-or-later
// What the remote compiler prints, the sandbox's own parser of the service's grammar takes, at every level.
#include "query/filtertext.h"
#include "query/remotecompiler.h"
#include "sandbox/filter.h"

#include <cstdlib>

using namespace spendglass;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto parsed = query::parseFilter(text, core::DataSet::Analytics);
    query::Query query;
    query.dataSet = core::DataSet::Analytics;
    query.measures = {{query::Aggregate::Count, {}}};
    if (parsed)
        query.where = *parsed;
    if (!parsed || !query::problems(query).isEmpty())
        return 0;
    for (const auto level : {query::GrammarLevel::A, query::GrammarLevel::B, query::GrammarLevel::C}) {
        const query::RemoteQuery remote = query::compileRemote(query, level);
        if (!sandbox::Filter::parse(remote.filter.toStdString()))
            std::abort();
        if (remote.filter.isEmpty() && remote.residual.isAlwaysTrue() && !query.where.isAlwaysTrue())
            std::abort(); // the filter was lost
    }
    return 0;
}
