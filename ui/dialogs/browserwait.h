// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QUrl>
#include <QWidget>

#include <functional>
#include <memory>

class QLabel;
class QLineEdit;
class QPushButton;

namespace spendglass::parts {
class MessageBar;
}

namespace spendglass::dialogs {

class Countdown;

/// Opens a web address in the system's browser; false when there is none.
using OpenUrl = std::function<bool(const QUrl &)>;

/// While a person is in the browser: what to do there, the link in case nothing opened, the time left.
class BrowserWait final : public QWidget
{
    Q_OBJECT
public:
    BrowserWait(OpenUrl openUrl, std::shared_ptr<const core::Clock> clock, QWidget *parent);
    void reset(); ///< nothing is known yet
    void setAddress(const QUrl &address);
    void setAnswered(); ///< the person is done
    bool hasBrowser() const { return m_hasBrowser; }

private:
    void openAddress();

    OpenUrl m_openUrl;
    QUrl m_address;
    bool m_hasBrowser = true;
    parts::MessageBar *m_warning;
    QLabel *m_what;
    QLineEdit *m_link;
    QPushButton *m_copy, *m_open;
    QWidget *m_linkRow;
    Countdown *m_left;
};

} // namespace spendglass::dialogs
