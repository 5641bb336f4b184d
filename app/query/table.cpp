// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/table.h"

#include <algorithm>

namespace spendglass::query {

namespace {

static_assert(sizeof(Value) == 32, "an answer can have half a million cells");

struct TextOf
{
    QString operator()(std::monostate) const { return {}; }
    QString operator()(const QString &text) const { return text; }
    QString operator()(core::Decimal amount) const { return amount.toString(); }
    QString operator()(qint64 number) const { return QString::number(number); }
    QString operator()(core::Day day) const { return core::dayText(day); }
    QString operator()(core::Instant instant) const { return core::instantText(instant); }
    QString operator()(Others) const { return QStringLiteral("(other)"); }
    QString operator()(bool is) const { return is ? QStringLiteral("true") : QStringLiteral("false"); }
};

} // namespace

QString valueText(const Value &value)
{
    return std::visit(TextOf{}, value);
}

std::optional<core::Decimal> amountOf(const Value &value)
{
    if (const auto *amount = std::get_if<core::Decimal>(&value))
        return *amount;
    if (const auto *count = std::get_if<qint64>(&value))
        return core::Decimal::fromInteger(*count);
    return std::nullopt;
}

bool precedes(const Value &a, const Value &b)
{
    const auto *const left = std::get_if<QString>(&a);
    const auto *const right = std::get_if<QString>(&b);
    if (!left || !right)
        return a < b;
    const auto [x, y] = std::mismatch(left->begin(), left->end(), right->begin(), right->end());
    if (x == left->end() || y == right->end())
        return x == left->end() && y != right->end();
    // Halves of a pair stand for what lies above every single unit.
    if (x->isSurrogate() != y->isSurrogate())
        return y->isSurrogate();
    return *x < *y;
}

int Table::columnOf(QStringView id) const
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].id == id)
            return int(i);
    }
    return -1;
}

} // namespace spendglass::query
