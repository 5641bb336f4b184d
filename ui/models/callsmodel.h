// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/table.h"

#include <QAbstractTableModel>
#include <QLocale>

#include <memory>

namespace spendglass::models {

/// The calls to the service behind a number, one a line, in the order in which they were sent: columns as
/// sync::Workspace::callsBehind() gives them.
class CallsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit CallsModel(QObject *parent = nullptr);

    void setCalls(std::shared_ptr<const query::Table> calls);
    /// Everything as tab-separated text with a line of headers, for a support ticket; times and numbers in
    /// their machine form.
    QString plainText() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const query::Table> m_calls = std::make_shared<query::Table>();
    QLocale m_locale;
};

} // namespace spendglass::models
