// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "sync/workspace.h"

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace spendglass::models {
class NavigatorModel;
}

namespace spendglass::window {

/// The list of places to go to, with a search over customers.
class Navigator final : public QWidget
{
    Q_OBJECT
public:
    explicit Navigator(QWidget *parent = nullptr);
    void setCustomers(std::vector<sync::CustomerEntry> customers);
    void focusSearch();

Q_SIGNALS:
    void homeChosen();
    void dataSetChosen(spendglass::core::DataSet dataSet);
    void customerChosen(const QString &id, const QString &name);

private:
    void choose(const QModelIndex &index);
    void search(const QString &text);

    models::NavigatorModel *m_model;
    QSortFilterProxyModel *m_filtered;
    QLineEdit *m_search;
    QTreeView *m_tree;
};

} // namespace spendglass::window
