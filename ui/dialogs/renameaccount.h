// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;

namespace spendglass::dialogs {

/// Asks for another name of an account.
class RenameAccount final : public QDialog
{
    Q_OBJECT
public:
    /// rename: does it; what is wrong with the name, empty when nothing is.
    using Rename = std::function<QString(const QString &name)>;
    RenameAccount(const QString &name, Rename rename, QWidget *parent = nullptr);
    void accept() override;

private:
    Rename m_rename;
    QLineEdit *m_name;
    QLabel *m_problem;
};

} // namespace spendglass::dialogs
