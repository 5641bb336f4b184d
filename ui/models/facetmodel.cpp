// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/facetmodel.h"

#include "models/format.h"

#include <algorithm>
#include <utility>

namespace spendglass::models {

namespace {

core::Decimal magnitude(core::Decimal amount)
{
    return amount.isNegative() ? core::Decimal().minus(amount).value_or(core::Decimal()) : amount;
}

/// Value, every amount with its unit, records.
QString spoken(const query::Facet &facet, const QString &text, const QString &separator)
{
    const QLocale locale;
    QStringList parts{text};
    for (const auto &[unit, amount] : facet.amounts)
        parts += amountWithUnit(locale, amount, unit);
    parts += FacetModel::tr("records: %1").arg(locale.toString(facet.records));
    return parts.join(separator);
}

} // namespace

void FacetModel::setFacets(std::vector<query::Facet> facets)
{
    beginResetModel();
    std::erase_if(facets, [](const query::Facet &facet) { return query::valueText(facet.value).isEmpty(); });
    m_facets = std::move(facets);
    m_texts.clear();
    for (const query::Facet &facet : m_facets)
        m_texts += query::valueText(facet.value);
    measure();
    endResetModel();
}

/// Bars compare amounts only where all are of one unit.
void FacetModel::measure()
{
    QSet<QString> units;
    m_largestAmount = {};
    m_largestRecords = 0;
    for (const query::Facet &facet : m_facets) {
        m_largestRecords = std::max(m_largestRecords, facet.records);
        for (const auto &[unit, amount] : facet.amounts) {
            units.insert(unit);
            m_largestAmount = std::max(m_largestAmount, magnitude(amount));
        }
    }
    m_isOneUnit = units.size() == 1 && !m_largestAmount.isZero();
}

int FacetModel::share(const query::Facet &facet) const
{
    if (!m_isOneUnit)
        return m_largestRecords > 0 ? int(facet.records * 1000 / m_largestRecords) : 0;
    if (facet.amounts.empty())
        return 0;
    // For geometry only: an approximate length is all a bar needs.
    return int(1000 * magnitude(facet.amounts.front().second).approximate() / m_largestAmount.approximate());
}

void FacetModel::setChecked(const QStringList &values)
{
    m_checked = values;
    m_checked.removeDuplicates();
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
}

QStringList FacetModel::checked() const
{
    QStringList result;
    for (const QString &text : m_texts) {
        if (m_checked.contains(text, Qt::CaseInsensitive))
            result += text;
    }
    for (const QString &text : m_checked) {
        if (!result.contains(text, Qt::CaseInsensitive))
            result += text;
    }
    return result;
}

void FacetModel::announce()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
    Q_EMIT checkedChanged();
}

void FacetModel::checkAll()
{
    m_checked += m_texts;
    m_checked.removeDuplicates();
    announce();
}

void FacetModel::checkNone()
{
    m_checked.clear();
    announce();
}

void FacetModel::invert()
{
    for (const QString &text : std::as_const(m_texts)) {
        if (m_checked.contains(text, Qt::CaseInsensitive))
            m_checked.removeIf(
                [&](const QString &other) { return other.compare(text, Qt::CaseInsensitive) == 0; });
        else
            m_checked += text;
    }
    announce();
}

int FacetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_facets.size());
}

QVariant FacetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const query::Facet &facet = m_facets[std::size_t(index.row())];
    const QString &text = m_texts[index.row()];
    QStringList list;
    switch (role) {
    case Qt::DisplayRole:
    case MachineRole:
        return text;
    case Qt::CheckStateRole:
        return m_checked.contains(text, Qt::CaseInsensitive) ? Qt::Checked : Qt::Unchecked;
    case RecordsRole:
        return facet.records;
    case UnitsRole:
        for (const auto &amount : facet.amounts)
            list += amount.first;
        return list;
    case AmountsRole:
        for (const auto &amount : facet.amounts)
            list += amount.second.toString();
        return list;
    case Qt::AccessibleTextRole:
        return spoken(facet, text, QStringLiteral(", "));
    case Qt::ToolTipRole:
        return plainToolTip(spoken(facet, text, QStringLiteral("\n")));
    case ShareRole:
        return share(facet);
    }
    return {};
}

bool FacetModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const QString &text = m_texts[index.row()];
    m_checked.removeIf([&](const QString &other) { return other.compare(text, Qt::CaseInsensitive) == 0; });
    if (value.toInt() == Qt::Checked)
        m_checked += text;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT checkedChanged();
    return true;
}

Qt::ItemFlags FacetModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags base = QAbstractListModel::flags(index);
    return index.isValid() ? base | Qt::ItemIsUserCheckable : base;
}

} // namespace spendglass::models
