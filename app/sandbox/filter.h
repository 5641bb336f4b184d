// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "sandbox/analyticsfield.h"

#include <string>
#include <string_view>
#include <vector>

namespace spendglass::sandbox {

/// An analytics filter. The whole grammar of the wire reference, levels A to C:
///   or-expr = and-expr *("or" and-expr); and-expr = primary *("and" primary)
///   primary = field op value | contains(field, 'text') | ( or-expr )
///   op = eq ne lt le gt ge (the last four on usageDate only); value = 'text' (quote doubled), cast('date',
///   Edm.DateTimeOffset), number, true, false. contains takes names, categories and the like, not usageDate.
/// Texts are compared as they are, with regard to case.
class Filter
{
public:
    Filter() = default; ///< lets everything pass
    /// BadRequest with the place and the trouble.
    static core::Result<Filter> parse(std::string_view text);

    bool matches(const World &world, const Series &series, core::Day day) const
    {
        return m_nodes.empty() || holds(world, series, day, m_root);
    }

private:
    enum class Kind
    {
        And,
        Or,
        Equal,
        NotEqual,
        Less,
        LessEqual,
        Greater,
        GreaterEqual,
        Contains
    };
    struct Node
    {
        Kind kind = Kind::And;
        std::size_t left = 0, right = 0;
        AnalyticsField field = AnalyticsField::CustomerTenantId;
        std::string text;
        core::Day day;
    };
    class Parser;
    bool holds(const World &world, const Series &series, core::Day day, std::size_t node) const;
    static bool compares(Kind kind, core::Day a, core::Day b);

    std::vector<Node> m_nodes;
    std::size_t m_root = 0;
};

} // namespace spendglass::sandbox
