// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/workspace.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTableView;

namespace spendglass::models {
class CallsModel;
}

namespace spendglass::dialogs {

/// The calls to the service that brought a number, with the ids that support asks for. States: asking →
/// listed | empty | failed.
class ShowRequests final : public QDialog
{
    Q_OBJECT
public:
    /// Asks the workspace at once, on that channel.
    ShowRequests(sync::Workspace &workspace, int channel, const query::Query &query,
                 QWidget *parent = nullptr);

private:
    void makeTable();
    void show(const core::Result<std::shared_ptr<const query::Table>> &calls);
    void copy() const;

    models::CallsModel *m_model;
    QTableView *m_table;
    QLabel *m_summary;
    QPushButton *m_copy;
};

} // namespace spendglass::dialogs
