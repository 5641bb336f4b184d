// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/collection.h"
#include "api/spending.h"

namespace spendglass::api {

/// A row of the spending family with the older duplicates of id and name.
template <class Row>
struct SpendWire : Row
{
    std::string_view id, name;
};

/// The members that all of them share.
template <class Row, class Wire = SpendWire<Row>, class In = Members<Wire>>
constexpr std::array spendMembers{
    Member{"resourceId", &In::template field<&Wire::resourceId>},
    Member{"id", &In::template field<&Wire::id>},
    Member{"resourceName", &In::template field<&Wire::resourceName>},
    Member{"name", &In::template field<&Wire::name>},
    Member{"totalCost", &In::template field<&Wire::totalCost>, true},
    Member{"currencyCode", &In::template field<&Wire::currencyCode>},
    Member{"currencyLocale", &In::template field<&Wire::currencyLocale>},
    Member{"currencySymbol", &In::template field<&Wire::currencySymbol>},
    Member{"usdTotalCost", &In::template field<&Wire::usdTotalCost>},
    Member{"lastModifiedDate", &In::template written<&Wire::lastModified, &Wire::lastModifiedText>},
};

/// The two ends of a billing period.
template <class Wire, class In = Members<Wire>>
constexpr std::array periodMembers{
    Member{"billingStartDate", &In::template written<&Wire::billingStart, &Wire::billingStartText>, true},
    Member{"billingEndDate", &In::template written<&Wire::billingEnd, &Wire::billingEndText>, true},
};

/// Takes the older names where the newer are missing; false: it belongs to nothing.
template <class Wire>
bool settleSpend(Wire &row)
{
    row.resourceId = row.resourceId.empty() ? row.id : row.resourceId;
    row.resourceName = row.resourceName.empty() ? row.name : row.resourceName;
    return !row.resourceId.empty();
}

/// Reads an answer that is one row of the family.
template <class Wire, const auto &table>
Read readSpend(void *target, JsonValue &value)
{
    const Read result = value.readObject(table, target);
    return result == Read::Good && !settleSpend(*static_cast<Wire *>(target)) ? Read::Bad : result;
}

} // namespace spendglass::api
