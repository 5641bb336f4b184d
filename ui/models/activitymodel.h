// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/report.h"

#include <QAbstractTableModel>
#include <QLocale>

namespace spendglass::models {

/// The running or last synchronisation, one line per data set and customer.
class ActivityModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column
    {
        Customer,
        DataSet,
        State,
        Progress,
        Rows,
        Calls,
        Note
    };

    explicit ActivityModel(QObject *parent = nullptr);

    void setProgress(const sync::Progress &progress);
    const sync::Progress &progress() const { return m_progress; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString stateText(sync::TaskState state);

private:
    QString text(const sync::Activity &activity, Column column) const;

    sync::Progress m_progress;
    QLocale m_locale;
};

} // namespace spendglass::models
