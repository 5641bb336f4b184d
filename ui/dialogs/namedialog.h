// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;

namespace spendglass::dialogs {

/// Asks for a name: of an account, a view, a filter.
class NameDialog final : public QDialog
{
    Q_OBJECT
public:
    struct Words
    {
        QString title;
        QString label; ///< with mnemonic
        QString verb;  ///< on the button, with mnemonic
    };
    NameDialog(const Words &words, const QString &name, QWidget *parent);

    void showProblem(const QString &problem); ///< of the name that was given; the dialog stays
    void accept() override;

Q_SIGNALS:
    /// Without blanks around it. Who takes it ends the dialog with done(), else says what is wrong.
    void named(const QString &name);

private:
    QLineEdit *m_name;
    QLabel *m_problem;
};

} // namespace spendglass::dialogs
