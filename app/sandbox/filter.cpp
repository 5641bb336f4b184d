// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/filter.h"

#include <algorithm>

namespace spendglass::sandbox {

std::optional<AnalyticsField> analyticsField(std::string_view name)
{
    const auto found = std::find(analyticsFieldNames.begin(), analyticsFieldNames.end(), name);
    if (found == analyticsFieldNames.end())
        return std::nullopt;
    return static_cast<AnalyticsField>(found - analyticsFieldNames.begin());
}

std::string_view analyticsText(const World &world, const Series &series, AnalyticsField field)
{
    const Meter &meter = world.meter(series);
    switch (field) {
    case AnalyticsField::CustomerTenantId:
        return world.customers()[series.customer].upperId;
    case AnalyticsField::CustomerName:
        return world.customers()[series.customer].name;
    case AnalyticsField::SubscriptionId:
        return world.subscriptions()[series.subscription].upperId;
    case AnalyticsField::SubscriptionName:
        return world.subscriptions()[series.subscription].name;
    case AnalyticsField::UsageDate:
        return {};
    case AnalyticsField::ResourceLocation:
        return world.location(series).id;
    case AnalyticsField::MeterCategory:
        return meter.category;
    case AnalyticsField::MeterSubcategory:
        return meter.subcategory.empty() ? std::string_view("None") : meter.subcategory;
    case AnalyticsField::MeterUnit:
        return meter.unit;
    case AnalyticsField::ReservationOrderId:
        return world.reservation(series).orderId;
    case AnalyticsField::ReservationId:
        return world.reservation(series).id;
    case AnalyticsField::ConsumptionMeterId:
        return world.meterId(series);
    case AnalyticsField::ServiceType:
        return meter.serviceType;
    }
    return {};
}

/// Recursive descent; the first trouble is kept and ends the rest quickly.
class Filter::Parser
{
public:
    Parser(std::string_view text, Filter &filter)
        : m_text(text)
        , m_filter(filter)
    {}

    bool parse()
    {
        m_filter.m_root = orExpression(0);
        skipBlanks();
        if (m_at != m_text.size())
            trouble("unexpected text");
        return m_trouble.empty();
    }
    QString text() const
    {
        return QStringLiteral("Invalid filter at position %1: %2.")
            .arg(m_at)
            .arg(QString::fromStdString(m_trouble));
    }

private:
    static constexpr int deepest = 200;

    std::size_t trouble(const std::string &what)
    {
        if (m_trouble.empty())
            m_trouble = what;
        return 0;
    }
    void skipBlanks()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }
    bool takeChar(char c)
    {
        skipBlanks();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    std::string_view word()
    {
        skipBlanks();
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && std::string_view(" (),'").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        return m_text.substr(begin, m_at - begin);
    }
    bool takeWord(std::string_view wanted)
    {
        const std::size_t begin = m_at;
        if (word() == wanted)
            return true;
        m_at = begin;
        return false;
    }
    std::size_t add(Node node)
    {
        m_filter.m_nodes.push_back(std::move(node));
        return m_filter.m_nodes.size() - 1;
    }
    std::size_t pair(Kind kind, std::size_t left, std::size_t right)
    {
        Node node;
        node.kind = kind;
        node.left = left;
        node.right = right;
        return add(std::move(node));
    }

    std::size_t orExpression(int depth)
    {
        std::size_t left = andExpression(depth);
        while (m_trouble.empty() && takeWord("or"))
            left = pair(Kind::Or, left, andExpression(depth));
        return left;
    }
    std::size_t andExpression(int depth)
    {
        std::size_t left = primary(depth);
        while (m_trouble.empty() && takeWord("and"))
            left = pair(Kind::And, left, primary(depth));
        return left;
    }
    std::size_t primary(int depth)
    {
        if (depth > deepest)
            return trouble("nested too deeply");
        if (takeChar('(')) {
            const std::size_t inner = orExpression(depth + 1);
            return takeChar(')') || !m_trouble.empty() ? inner : trouble("missing )");
        }
        const std::string_view name = word();
        if (name == "contains")
            return contains();
        const auto field = analyticsField(name);
        return field ? comparison(*field) : trouble("unknown field '" + std::string(name) + "'");
    }
    std::size_t contains()
    {
        Node node;
        node.kind = Kind::Contains;
        const bool isOpen = takeChar('(');
        const auto field = analyticsField(word());
        if (!isOpen || !field || *field == AnalyticsField::UsageDate || !takeChar(','))
            return trouble("contains needs a text field and a text");
        node.field = *field;
        node.text = quoted();
        if (!takeChar(')'))
            return trouble("missing )");
        return add(std::move(node));
    }
    std::size_t comparison(AnalyticsField field)
    {
        constexpr std::array<std::pair<std::string_view, Kind>, 6> operators{{{"eq", Kind::Equal},
                                                                              {"ne", Kind::NotEqual},
                                                                              {"lt", Kind::Less},
                                                                              {"le", Kind::LessEqual},
                                                                              {"gt", Kind::Greater},
                                                                              {"ge", Kind::GreaterEqual}}};
        const std::string_view name = word();
        const auto found = std::find_if(operators.begin(), operators.end(),
                                        [&](const auto &row) { return row.first == name; });
        if (found == operators.end())
            return trouble("unknown operator '" + std::string(name) + "'");
        Node node;
        node.kind = found->second;
        node.field = field;
        if (field == AnalyticsField::UsageDate) {
            node.day = date();
        } else if (node.kind != Kind::Equal && node.kind != Kind::NotEqual) {
            return trouble("operator '" + std::string(name) + "' is for dates");
        } else {
            skipBlanks();
            node.text = m_at < m_text.size() && m_text[m_at] == '\'' ? quoted() : bareValue();
        }
        return add(std::move(node));
    }
    std::string bareValue()
    {
        const std::string_view value = word();
        if (value != "true" && value != "false" && !core::Decimal::parse(value))
            trouble("a value must be a text in single quotes");
        return std::string(value);
    }
    core::Day date()
    {
        const bool isCast = takeWord("cast");
        if (isCast && !takeChar('('))
            trouble("missing (");
        const auto time = core::parseTime(quoted());
        if (isCast && !(takeChar(',') && takeWord("Edm.DateTimeOffset") && takeChar(')')))
            trouble("a date is cast('2026-10-01',Edm.DateTimeOffset)");
        if (!time)
            trouble("not a date");
        return time ? core::dayOf(time->instant) : core::Day();
    }
    std::string quoted()
    {
        std::string value;
        if (!takeChar('\'')) {
            trouble("a text in single quotes is missing");
            return value;
        }
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c != '\'')
                value += c;
            else if (m_at < m_text.size() && m_text[m_at] == '\'')
                value += m_text[m_at++];
            else
                return value;
        }
        trouble("a text does not end");
        return value;
    }

    std::string_view m_text;
    Filter &m_filter;
    std::size_t m_at = 0;
    std::string m_trouble;
};

core::Result<Filter> Filter::parse(std::string_view text)
{
    Filter filter;
    if (text.find_first_not_of(' ') == std::string_view::npos)
        return filter;
    Parser parser(text, filter);
    if (!parser.parse())
        return core::fail(core::ErrorKind::BadRequest, parser.text());
    return filter;
}

bool Filter::compares(Kind kind, core::Day a, core::Day b)
{
    switch (kind) {
    case Kind::Equal:
        return a == b;
    case Kind::NotEqual:
        return a != b;
    case Kind::Less:
        return a < b;
    case Kind::LessEqual:
        return a <= b;
    case Kind::Greater:
        return a > b;
    case Kind::GreaterEqual:
        return a >= b;
    case Kind::And:
    case Kind::Or:
    case Kind::Contains:
        return false;
    }
    return false;
}

bool Filter::holds(const World &world, const Series &series, core::Day day, std::size_t index) const
{
    const Node &node = m_nodes[index];
    if (node.kind == Kind::And)
        return holds(world, series, day, node.left) && holds(world, series, day, node.right);
    if (node.kind == Kind::Or)
        return holds(world, series, day, node.left) || holds(world, series, day, node.right);
    if (node.field == AnalyticsField::UsageDate)
        return compares(node.kind, day, node.day);
    const std::string_view value = analyticsText(world, series, node.field);
    if (node.kind == Kind::Contains)
        return value.find(node.text) != std::string_view::npos;
    return (value == node.text) == (node.kind == Kind::Equal);
}

} // namespace spendglass::sandbox
