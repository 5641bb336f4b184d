// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace spendglass::dialogs {

/// Why it did not work and what to do; codes and ids are folded away and can be copied.
class SignInFailure final : public QWidget
{
    Q_OBJECT
public:
    explicit SignInFailure(QWidget *parent);
    void setError(const core::Error &error);

Q_SIGNALS:
    void helpRequested();

private:
    void showDetails(bool isOn);

    QLabel *m_text;
    QPushButton *m_fold, *m_copy, *m_help;
    QPlainTextEdit *m_details;
};

} // namespace spendglass::dialogs
