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

/// Value, every amount with its unit and share, records.
QString spoken(const query::Facet &facet, const QString &text, const QStringList &shares,
               const QString &separator)
{
    const QLocale locale;
    QStringList parts{text};
    for (std::size_t i = 0; i < facet.amounts.size(); ++i) {
        const auto &[unit, amount] = facet.amounts[i];
        //: An amount with its unit, and its share of all
        parts += FacetModel::tr("%1 (%2)").arg(amountWithUnit(locale, amount, unit), shares.value(int(i)));
    }
    parts += FacetModel::tr("records: %1").arg(locale.toString(facet.records));
    return parts.join(separator);
}

} // namespace

void FacetModel::setFacets(query::Facets facets)
{
    beginResetModel();
    std::erase_if(facets.values,
                  [](const query::Facet &facet) { return query::valueText(facet.value).isEmpty(); });
    m_all = std::move(facets);
    m_texts.clear();
    for (const query::Facet &facet : m_all.values)
        m_texts += query::valueText(facet.value);
    measure();
    endResetModel();
}

bool FacetModel::hasOneAmountEach() const
{
    return std::ranges::all_of(m_all.values,
                               [](const query::Facet &facet) { return facet.amounts.size() <= 1; });
}

/// Bars compare amounts only where all are of one unit.
void FacetModel::measure()
{
    QSet<QString> units;
    m_largestAmount = {};
    m_largestRecords = 0;
    for (const query::Facet &facet : m_all.values) {
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

QStringList FacetModel::shares(const query::Facet &facet) const
{
    const QLocale locale;
    const auto percent = [&locale](core::Decimal part, core::Decimal whole) {
        const auto hundredfold = part.times(100);
        const auto share = hundredfold ? hundredfold->dividedBy(whole) : std::nullopt;
        return share ? tr("%1 %").arg(decimalText(locale, *share, 1)) : QString();
    };
    if (facet.amounts.empty())
        return {
            percent(core::Decimal::fromInteger(facet.records), core::Decimal::fromInteger(m_all.records))};
    QStringList result;
    for (const auto &[unit, amount] : facet.amounts) {
        const auto whole = std::ranges::find(m_all.amounts, unit, &query::Amounts::value_type::first);
        result += whole == m_all.amounts.end() ? QString() : percent(amount, whole->second);
    }
    return result;
}

void FacetModel::check(const QString &text)
{
    const QString folded = text.toCaseFolded();
    if (!m_folded.contains(folded))
        m_checked += text;
    m_folded.insert(folded);
}

void FacetModel::setChecked(const QStringList &values)
{
    m_checked.clear();
    m_folded.clear();
    for (const QString &value : values)
        check(value);
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), {Qt::CheckStateRole});
}

QStringList FacetModel::checked() const
{
    QSet<QString> left = m_folded;
    QStringList result;
    for (const QStringList &texts : {m_texts, m_checked}) {
        for (const QString &text : texts) {
            if (left.remove(text.toCaseFolded()))
                result += text;
        }
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
    for (const QString &text : std::as_const(m_texts))
        check(text);
    announce();
}

void FacetModel::checkNone()
{
    m_checked.clear();
    m_folded.clear();
    announce();
}

void FacetModel::invert()
{
    for (const QString &text : std::as_const(m_texts)) {
        if (!m_folded.remove(text.toCaseFolded()))
            check(text);
    }
    announce();
}

int FacetModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_all.values.size());
}

QVariant FacetModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const query::Facet &facet = m_all.values[std::size_t(index.row())];
    const QString &text = m_texts[index.row()];
    QStringList list;
    switch (role) {
    case Qt::DisplayRole:
    case MachineRole:
        return text;
    case Qt::CheckStateRole:
        return isChecked(text) ? Qt::Checked : Qt::Unchecked;
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
        return spoken(facet, text, shares(facet), QStringLiteral(", "));
    case Qt::ToolTipRole:
        return plainToolTip(spoken(facet, text, shares(facet), QStringLiteral("\n")));
    case ShareRole:
        return share(facet);
    case SharesRole:
        return shares(facet);
    }
    return {};
}

bool FacetModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const QString &text = m_texts[index.row()];
    if (value.toInt() == Qt::Checked)
        check(text);
    else
        m_folded.remove(text.toCaseFolded());
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
