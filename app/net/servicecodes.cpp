// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/servicecodes.h"

#include <algorithm>
#include <array>

namespace spendglass::net {

namespace {

constexpr const char *noUsage = "does not have usage data";

struct Row
{
    int status; ///< 0: any. The gateway repeats the status as a code
    const char *code;
    const char *words; ///< that the text must hold; empty: any text
    const char *meaning;
};

/// The first row that fits counts.
constexpr std::array rows{
    Row{401, "400", "", "access denied"},
    Row{404, "1000", "", "there is no such thing"},
    Row{0, "2000", "", "the question is not one that the service can answer"},
    Row{0, "2012", "", "the subscription is known by another identifier"},
    Row{403, "2032", "", "access denied"},
    Row{0, "3000", noUsage, "the customer has no usage data"},
    Row{0, "3000", "subscription", "the customer has no such subscription"},
    Row{0, "3000", "partner", "the service does not know this partner"},
    Row{0, "20002", "", "the partner has no relationship with this customer"},
    Row{0, "20003", "", "the customer has no such subscription"},
    Row{0, "60003", "", "there is no such tenant"},
    Row{0, "800001", "", "the token of the partner is missing"},
    Row{0, "800002", "", "the service does not accept what was asked"},
    Row{0, "800003", "", "something unexpected happened in the service"},
    Row{0, "800043", "", "the signed-in user may not see prices"},
    Row{0, "900150", "", "the signed-in user's role lacks the right"},
    Row{0, "900263", "", "this call does not serve legacy subscriptions"},
    Row{0, "900308", "", "the signed-in user lacks the right"},
    Row{0, "900309", "", "a conditional access policy blocks this"},
    Row{0, "900329", "", "this call needs a signed-in user, not an application alone"},
    Row{0, "900420", "", "the token was made for a service that is gone"},
    Row{0, "900421", "", "the sign-in was made without a second factor"},
};

} // namespace

QString meaningOf(int status, const QString &code, const QString &text)
{
    const auto fits = [&](const Row &row) {
        return (row.status == 0 || row.status == status) && code == QLatin1String(row.code) &&
               text.contains(QLatin1String(row.words), Qt::CaseInsensitive);
    };
    const auto row = std::ranges::find_if(rows, fits);
    return row == rows.end() ? QString() : QString::fromLatin1(row->meaning);
}

bool meansNoUsage(const core::Error &error)
{
    return error.serverCode == QLatin1String("3000") &&
           error.serverText.contains(QLatin1String(noUsage), Qt::CaseInsensitive);
}

} // namespace spendglass::net
