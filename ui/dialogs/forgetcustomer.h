// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/workspace.h"

#include <QDialog>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace spendglass::dialogs {

/// Asks which customer is to be forgotten, and says what goes.
class ForgetCustomer final : public QDialog
{
    Q_OBJECT
public:
    explicit ForgetCustomer(const std::vector<sync::CustomerEntry> &customers, QWidget *parent = nullptr);
    void accept() override;

Q_SIGNALS:
    void confirmed(const QString &id, const QString &name);

private:
    void narrow(const QString &text);
    void showChosen();

    QLineEdit *m_search;
    QListWidget *m_list;
    QPushButton *m_forget;
};

} // namespace spendglass::dialogs
