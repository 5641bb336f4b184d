// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "sync/workspace.h"
#include "models/navigatormodel.h"

#include <QSet>
#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace spendglass::window {

/// The list of places to go to, with a search over customers. Its groups fold.
class Navigator final : public QWidget
{
    Q_OBJECT
public:
    explicit Navigator(QWidget *parent = nullptr);
    void setCustomers(std::vector<sync::CustomerEntry> customers);
    void setViews(std::vector<models::NavigatorModel::ViewLine> views);
    void focusSearch();

Q_SIGNALS:
    void homeChosen();
    void dataSetChosen(spendglass::core::DataSet dataSet);
    void customerChosen(const QString &id, const QString &name);
    void viewChosen(int kind, const QString &name); ///< NavigatorModel::View, SavedFilter or ShippedView
    /// Of a view or a filter; of their heading without a name.
    void viewMenuRequested(int kind, const QString &name, const QPoint &globalPosition);

private:
    void choose(const QModelIndex &index);
    void click(const QModelIndex &index);
    void openMenu(const QPoint &position);
    void search(const QString &text);
    void unfold();
    void noteFolded(const QModelIndex &index, bool isFolded);

    models::NavigatorModel *m_model;
    QSortFilterProxyModel *m_filtered;
    QLineEdit *m_search;
    QTreeView *m_tree;
    QSet<int> m_folded; ///< rows of the model that a person folded
    bool m_isUnfolding = false;
};

} // namespace spendglass::window
