// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <QAbstractListModel>
#include <QSet>
#include <QStringList>

#include <vector>

namespace spendglass::models {

/// The values of a field as a check list, each with its amounts and records. One row per value, in the order
/// they came; values that are checked stay checked while a search hides them.
class FacetModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    enum Role
    {
        MachineRole = Qt::UserRole, ///< QString, the value's machine form
        RecordsRole,                ///< qint64
        UnitsRole,                  ///< QStringList, beside AmountsRole
        AmountsRole,                ///< QStringList, plain decimals
        ShareRole,  ///< int, 0..1000: of the largest shown; by amount, by records where units mix
        SharesRole, ///< QStringList, beside AmountsRole: "14.2 %" of what all values come to in that unit;
                    ///< without amounts one, of the records
    };

    /// Rows without a value are left out: the operator "is empty" asks for those.
    void setFacets(query::Facets facets);
    const query::Facets &facets() const { return m_all; }
    bool hasOneAmountEach() const;              ///< no row needs more than one line
    void setChecked(const QStringList &values); ///< machine forms; no signal
    /// The checked values: first those shown, in their order, then the others.
    QStringList checked() const;

    void checkAll();  ///< every value shown
    void checkNone(); ///< none at all, hidden ones too
    void invert();    ///< every value shown

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

Q_SIGNALS:
    void checkedChanged();

private:
    void measure();
    int share(const query::Facet &facet) const;
    QStringList shares(const query::Facet &facet) const;
    bool isChecked(const QString &text) const { return m_folded.contains(text.toCaseFolded()); }
    void check(const QString &text);
    void announce();

    query::Facets m_all;
    QStringList m_texts;    ///< machine forms, beside the values
    QStringList m_checked;  ///< in the order in which they were checked; some may be unchecked since
    QSet<QString> m_folded; ///< what is checked, without regard to case: there are thousands
    bool m_isOneUnit = false;
    core::Decimal m_largestAmount;
    qint64 m_largestRecords = 0;
};

} // namespace spendglass::models
