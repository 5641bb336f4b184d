// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/signindialog.h"

#include <QDialog>

namespace spendglass::dialogs {

/// What an account reaches, asked anew when it opens and at the button.
class CoverageDialog final : public QDialog
{
    Q_OBJECT
public:
    CoverageDialog(const auth::Account &account, CheckCoverage check, QWidget *parent = nullptr);

private:
    void ask();

    auth::Account m_account;
    CheckCoverage m_check;
    CoverageView *m_view;
    std::unique_ptr<QObject> m_asking; ///< answers to it are wanted
};

} // namespace spendglass::dialogs
