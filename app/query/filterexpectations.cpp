// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/filterexpectations.h"
#include "query/filterscanner.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace spendglass::query {

namespace {

constexpr std::array periods{
    "today",       "yesterday",          "this month",          "last month",
    "last 7 days", "last 3 full months", "this billing period", "last billing period"};

QString measureText(Aggregate aggregate, const FieldId &field)
{
    return QLatin1String(aggregateName(aggregate)) + u'(' + printedField(field) + u')';
}

} // namespace

void FilterExpectations::add(Candidate::Kind kind, const QString &text, const QString &label,
                             const QString &alias)
{
    const bool isKnown =
        std::ranges::any_of(m_offers, [&](const Offer &each) { return each.candidate.text == text; });
    if (!isKnown)
        m_offers.push_back({{kind, text, label == text ? QString() : label}, alias});
}

void FilterExpectations::addFields(std::optional<FieldRole> role)
{
    for (const Field &field : fields(m_dataSet)) {
        if (!role || field.role == *role)
            add(Candidate::Kind::Field, printedField(field.id), fieldLabel(field), field.id);
    }
    for (const FieldId &id : m_names.familyFields) {
        const std::optional<Field> field = findField(m_dataSet, id);
        if (field && (!role || field->role == *role))
            add(Candidate::Kind::Field, printedField(id), fieldLabel(*field), id);
    }
    for (const QString &family : {QStringLiteral("tag"), QStringLiteral("info")}) {
        const std::optional<Field> member = findField(m_dataSet, family + QStringLiteral(":\u2026"));
        if (member && (!role || member->role == *role))
            add(Candidate::Kind::Field, family + QStringLiteral("[\""), fieldLabel(*member));
    }
}

void FilterExpectations::addFamilyKeys(const QString &family)
{
    for (const FieldId &id : m_names.familyFields) {
        if (!id.startsWith(family + u':') || !findField(m_dataSet, id))
            continue;
        const QString key = id.mid(family.size() + 1);
        add(Candidate::Kind::Field, quotedForFilter(key), key);
    }
}

void FilterExpectations::addMeasures()
{
    add(Candidate::Kind::Value, measureText(Aggregate::Count, {}));
    for (const Aggregate aggregate : {Aggregate::Sum, Aggregate::Minimum, Aggregate::Maximum}) {
        for (const Field &field : fields(m_dataSet)) {
            if (field.role == FieldRole::Measure)
                add(Candidate::Kind::Value, measureText(aggregate, field.id), {}, field.id);
        }
    }
    for (const Field &field : fields(m_dataSet)) {
        if (field.role == FieldRole::Dimension)
            add(Candidate::Kind::Value, measureText(Aggregate::CountDistinct, field.id), {}, field.id);
    }
}

void FilterExpectations::addOperators(std::span<const Operator> allowed, const QString &begun)
{
    for (const Operator op : allowed) {
        if (const std::optional<QString> rest = restOfSign(op, begun)) {
            add(Candidate::Kind::Operator, *rest,
                QCoreApplication::translate("Operator", operatorInfo(op).label));
        }
    }
}

void FilterExpectations::addPeriods()
{
    for (const char *const each : periods)
        add(Candidate::Kind::Value, QLatin1String(each));
}

void FilterExpectations::addSavedFilters(const QString &before)
{
    for (const QString &name : m_names.savedFilters)
        add(Candidate::Kind::SavedFilter, before + quotedForFilter(name), name, name);
}

std::optional<QString> restOfSign(Operator op, const QString &begun)
{
    const QString sign = QLatin1String(operatorInfo(op).sign);
    if (begun.isEmpty())
        return sign;
    return sign.startsWith(begun + u' ') ? std::optional(sign.mid(begun.size() + 1)) : std::nullopt;
}

} // namespace spendglass::query
