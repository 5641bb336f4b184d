// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/predicate.h"

#include <algorithm>
#include <utility>

namespace spendglass::query {

Predicate Predicate::all(std::vector<Predicate> children)
{
    return {Kind::All, std::move(children)};
}

Predicate Predicate::any(std::vector<Predicate> children)
{
    return {Kind::Any, std::move(children)};
}

Predicate Predicate::negation(Predicate child)
{
    Predicate result{Kind::Not};
    result.children.push_back(std::move(child));
    return result;
}

Predicate Predicate::leaf(FieldId field, Operator op, QStringList values)
{
    return {Kind::Leaf, {}, Condition{std::move(field), op, std::move(values)}};
}

Predicate Predicate::saved(QString name)
{
    Predicate result{Kind::Saved};
    result.name = std::move(name);
    return result;
}

bool Predicate::isAlwaysTrue() const
{
    const std::optional<Predicate> rest = withoutOff(*this);
    return !rest || (rest->kind == Kind::All && rest->children.empty());
}

std::optional<Predicate> withoutOff(const Predicate &predicate)
{
    if (!predicate.isOn)
        return std::nullopt;
    if (predicate.kind == Predicate::Kind::Leaf || predicate.kind == Predicate::Kind::Saved)
        return predicate;
    Predicate result = predicate;
    result.children.clear();
    bool isAnyOn = false;
    for (const Predicate &child : predicate.children) {
        std::optional<Predicate> kept = withoutOff(child);
        if (!kept)
            continue;
        isAnyOn = true;
        const bool holdsAlways = kept->kind == Predicate::Kind::All && kept->children.empty();
        if (holdsAlways && predicate.kind == Predicate::Kind::Any)
            return Predicate{};
        if (!holdsAlways || predicate.kind != Predicate::Kind::All)
            result.children.push_back(std::move(*kept));
    }
    const bool mayBeEmpty = predicate.children.empty() && predicate.kind != Predicate::Kind::Not;
    return isAnyOn || mayBeEmpty ? std::optional(std::move(result)) : std::nullopt;
}

namespace {

void collectConjuncts(const Predicate &predicate, std::vector<Predicate> &conjuncts)
{
    if (predicate.kind != Predicate::Kind::All) {
        conjuncts.push_back(predicate);
        return;
    }
    for (const Predicate &child : predicate.children)
        collectConjuncts(child, conjuncts);
}

} // namespace

std::vector<Predicate> conjunctsOf(const Predicate &predicate)
{
    std::vector<Predicate> conjuncts;
    if (const std::optional<Predicate> kept = withoutOff(predicate))
        collectConjuncts(*kept, conjuncts);
    return conjuncts;
}

bool mentions(const Predicate &predicate, const FieldId &field)
{
    return (predicate.kind == Predicate::Kind::Leaf && predicate.condition.field == field) ||
           std::ranges::any_of(predicate.children,
                               [&field](const Predicate &child) { return mentions(child, field); });
}

} // namespace spendglass::query
