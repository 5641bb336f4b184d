// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;

namespace spendglass::dialogs {

/// Asks before somebody signs out of an account or removes it, and whether its data goes, too.
class LeaveAccount final : public QDialog
{
    Q_OBJECT
public:
    enum class What
    {
        SignOut,
        Remove
    };
    LeaveAccount(What what, const QString &name, QWidget *parent = nullptr);
    void accept() override;

Q_SIGNALS:
    void confirmed(bool withData);

private:
    QCheckBox *m_withData;
};

} // namespace spendglass::dialogs
