// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/usagebudget.h"

#include "api/address.h"
#include "api/collection.h"

namespace spendglass::api {

namespace {

struct Row : UsageBudgetRow
{
    bool hasAmount = false; ///< null counts
    std::string_view objectType;
};
using In = Members<Row>;

Read readAmount(void *target, JsonValue &value)
{
    Row &row = *static_cast<Row *>(target);
    if (row.hasAmount)
        return value.broken("there are two amounts");
    row.hasAmount = true;
    return value.read(row.amount);
}

constexpr std::array attributeMembers{Member{"objectType", &In::field<&Row::objectType>}};
constexpr std::array members{
    Member{"amount", &readAmount},
    Member{"usageSpendingBudget", &In::field<&Row::usageSpendingBudget>},
    Member{"attributes", &In::nested<attributeMembers>},
};

bool isSameText(std::string_view text, QLatin1String other)
{
    return QLatin1String(text.data(), qsizetype(text.size())).compare(other, Qt::CaseInsensitive) == 0;
}

Read readMember(void *target, std::string_view name, JsonValue &value)
{
    for (const Member &member : members) {
        if (isSameText(name, QLatin1String(member.name.data(), qsizetype(member.name.size()))))
            return member.read(target, value);
    }
    // Whatever it is called: the published answer gives it no name at all.
    return value.isObject() ? value.readObject(members, target) : value.skip();
}

/// An object about something else is no budget, and no sign that there is none.
Read readBudget(void *target, JsonValue &value)
{
    const Row &row = *static_cast<Row *>(target);
    const Read result = value.readMembers(&readMember, target);
    const bool isBudget = row.hasAmount || isSameText(row.objectType, QLatin1String("SpendingBudget"));
    return result == Read::Good && !isBudget ? Read::Bad : result;
}

} // namespace

UsageBudget::UsageBudget(net::Client &client, const Service &service, const QString &customerId,
                         Sink<UsageBudgetRow> sink, QObject *parent)
    : RowJob(client, request(service, customerId), &decode, std::move(sink), parent)
{}

net::Request UsageBudget::request(const Service &service, const QString &customerId)
{
    return partnerRequest(
        service,
        address(service.apiUrl, customerPath(customerId) + QStringList{QStringLiteral("usagebudget")}),
        customerId);
}

core::Result<Page<UsageBudgetRow>> UsageBudget::decode(const net::Response &response,
                                                       const net::Request &asked)
{
    return decodeOne<UsageBudgetRow, Row>(response, asked, &readBudget);
}

} // namespace spendglass::api
