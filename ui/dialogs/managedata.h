// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/upkeep.h"
#include "sync/workspace.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace spendglass::parts {
class MessageBar;
}

namespace spendglass::dialogs {

/// What an account's store takes, and what can be done about it: how much of the past is kept, compacting,
/// forgetting a customer, the store as a folder and back. One piece of work at a time; while it runs nothing
/// else can be begun, and closing stops it first.
class ManageData final : public QDialog
{
    Q_OBJECT
public:
    /// name: of the account. The workspace is open and outlives the dialog.
    ManageData(sync::Workspace &workspace, const QString &name, QWidget *parent = nullptr);
    void reject() override;

private:
    void makeTable();
    QWidget *makeRetention();
    QWidget *makeButtons();
    QWidget *makeBusyRow();
    void askForSize();
    void showSize(const core::Result<core::StoreSize> &size);
    void setBusy(bool isBusy);
    void begin(const QString &what);
    void showRetention();
    void chooseRetention();
    void retain(std::optional<int> months);
    void compact();
    void askWhomToForget();
    void forget(const QString &id, const QString &name);
    void exportAs(core::FolderFormat format);
    void askWhatToImport();
    void import(const QString &folder);
    void tell(const QString &text);
    void tellError(const core::Error &error);
    QString bytes(qint64 count) const;
    /// The next piece of work may begin; its outcome is text, or an error.
    template <class T, class Text>
    sync::Housekeeping::Then<T> then(Text text);

    sync::Workspace &m_workspace;
    sync::Housekeeping &m_upkeep;
    const QString m_name;
    std::optional<core::StoreSize> m_size;
    QLabel *m_summary;
    QTableWidget *m_table;
    QComboBox *m_retention = nullptr;
    QLabel *m_retentionHint = nullptr;
    QWidget *m_work = nullptr; ///< everything that begins something
    QWidget *m_busy = nullptr;
    QLabel *m_busyText = nullptr;
    QPushButton *m_stop = nullptr;
    parts::MessageBar *m_messages;
    bool m_isClosing = false;
};

} // namespace spendglass::dialogs
