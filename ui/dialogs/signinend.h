// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth/session.h"
#include "dialogs/coverageview.h"

#include <QWidget>

class QLabel;

namespace spendglass::parts {
class MessageBar;
}

namespace spendglass::dialogs {

/// Who signed in, where that is kept, and what the account reaches.
class SignInEnd final : public QWidget
{
    Q_OBJECT
public:
    explicit SignInEnd(QWidget *parent);
    void setState(const auth::SessionState &state);
    void setCoverage(const CoverageLines &lines);

private:
    QLabel *m_who, *m_kept;
    parts::MessageBar *m_notKept;
    CoverageView *m_coverage;
};

} // namespace spendglass::dialogs
