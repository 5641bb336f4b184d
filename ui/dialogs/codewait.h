// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/signin.h"
#include "dialogs/browserwait.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace spendglass::parts {
class MessageBar;
}

namespace spendglass::dialogs {

class Countdown;

/// A code to type in somewhere else: large, to copy, with the address as text and the time left.
class CodeWait final : public QWidget
{
    Q_OBJECT
public:
    CodeWait(OpenUrl openUrl, std::shared_ptr<const core::Clock> clock, QWidget *parent);
    void reset(); ///< nothing is known yet
    void setCode(const auth::DeviceCode &code);
    void setAnswered(); ///< the person is done

private:
    void openAddress();

    OpenUrl m_openUrl;
    QUrl m_address;
    QWidget *m_known;
    QLabel *m_what, *m_code, *m_url;
    QPushButton *m_copyCode, *m_copyUrl, *m_open;
    parts::MessageBar *m_warning;
    Countdown *m_left;
};

} // namespace spendglass::dialogs
