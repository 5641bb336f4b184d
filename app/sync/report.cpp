// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/report.h"

#include <algorithm>

namespace spendglass::sync {

QString requestText(const Request &request)
{
    QStringList dataSets, customers;
    for (const auto dataSet : request.dataSets)
        dataSets.append(core::dataSetName(dataSet));
    for (const QString &id : request.customerIds)
        customers.append(id.toCaseFolded());
    const auto list = [](QStringList texts) {
        texts.sort();
        texts.removeDuplicates();
        return texts.isEmpty() ? QStringLiteral("all") : texts.join(u',');
    };
    const auto day = [](const std::optional<core::Day> &given) {
        return given ? core::dayText(*given) : QStringLiteral("default");
    };
    return QStringList{list(dataSets),
                       list(customers),
                       day(request.from),
                       day(request.to),
                       request.isHourly ? QStringLiteral("hourly") : QStringLiteral("daily"),
                       request.showDetails ? QStringLiteral("details") : QStringLiteral("meters"),
                       request.isRetry ? QStringLiteral("retry") : QStringLiteral("all")}
        .join(u';');
}

bool Report::isComplete() const
{
    return !error &&
           std::all_of(lines.begin(), lines.end(), [](const Line &line) { return line.isComplete(); });
}

} // namespace spendglass::sync
