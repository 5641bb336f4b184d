// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "filter/popupframe.h"

class QLineEdit;
class QPushButton;
class QValidator;

namespace spendglass::filter {

/// A popup that asks for one short text: Enter takes it, Esc takes nothing.
class AskPopup final : public PopupFrame
{
    Q_OBJECT
public:
    AskPopup(const QString &question, const QString &text, QWidget *parent);

    void setValidator(QValidator *validator); ///< of what may be answered; takes ownership
    void setMayBeEmpty(bool mayBeEmpty);      ///< else an empty text is no answer

Q_SIGNALS:
    void answered(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void check();
    void answer();

    QLineEdit *m_edit;
    QPushButton *m_apply;
    bool m_mayBeEmpty = false;
};

} // namespace spendglass::filter
