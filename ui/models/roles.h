// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace spendglass::models {

/// Roles that the models of this program share, beside Qt's own.
enum Role
{
    AmountRole = Qt::UserRole + 1, ///< core::Decimal; invalid when there is no value
    UnitRole,                      ///< QString: unit or currency of the amount
    ShareRole,                     ///< double, 0 and up: a bar behind the number; invalid without one
    IdRole,                        ///< QString: what the line stands for (customer id, data set name …)
    KindRole,                      ///< int: what kind of line it is, per model
    FractionRole,                  ///< int, 0..100: progress; invalid when unknown
    StrongRole,                    ///< bool: totals and headings
    TrendRole, ///< int: of differences -1 less, 0 the same, 1 more; invalid for other cells
};

} // namespace spendglass::models
