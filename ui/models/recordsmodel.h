// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QLocale>
#include <QSet>

#include <memory>

namespace spendglass::models {

/// Flat records, any number of them, held in blocks of 128 lines that arrive when they are looked at. A cell
/// whose block is not here yet shows "…". The model asks by blockWanted and waits for setBlock.
class RecordsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr qint64 blockSize = 128;

    explicit RecordsModel(QObject *parent = nullptr);

    /// Starts anew. count beyond what a view can show (2^31 pixels) is cut by the caller.
    void reset(core::DataSet dataSet, qint64 count);
    void setBlock(qint64 first, std::shared_ptr<const query::Table> table);
    /// The block will not come; it is asked for again when it is looked at again.
    void forgetBlock(qint64 first);
    const std::vector<query::Column> &columns() const { return m_columns; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void blockWanted(qint64 first, qint64 count) const;

private:
    using Block = std::shared_ptr<const query::Table>;
    const query::Value *valueAt(const QModelIndex &index) const;
    QString unitAt(const QModelIndex &index) const;

    core::DataSet m_dataSet = core::DataSet::Analytics;
    qint64 m_count = 0;
    std::vector<query::Column> m_columns;
    mutable QCache<qint64, Block> m_blocks{64};
    mutable QSet<qint64> m_wanted;
    QLocale m_locale;
};

} // namespace spendglass::models
