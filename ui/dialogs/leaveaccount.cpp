// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/leaveaccount.h"

#include "parts/contentheight.h"
#include "parts/labels.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace spendglass::dialogs {

LeaveAccount::LeaveAccount(What what, const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_withData(new QCheckBox(tr("Delete its &data from this computer, too"), this))
{
    const bool isSignOut = what == What::SignOut;
    setObjectName(QStringLiteral("leaveAccount"));
    setWindowTitle(isSignOut ? tr("Sign Out") : tr("Remove the Account"));
    //: %1: name of the account
    const QString question = isSignOut ? tr("Sign out of “%1”?") : tr("Remove “%1” from this computer?");
    auto *title = parts::plainLabel(question.arg(name), this);
    title->setFont(parts::scaled(title->font(), 1.2, QFont::DemiBold));
    auto *text = parts::plainLabel(
        isSignOut
            ? tr("The sign-in is deleted from the keychain. The account stays in the list, and what was "
                 "loaded can be looked at until you sign in again.")
            : tr("The sign-in is deleted from the keychain, and the account is taken off the list."),
        this);
    m_withData->setObjectName(QStringLiteral("withData"));
    m_withData->setAccessibleName(tr("Delete its data from this computer, too"));
    auto *consequence = parts::mutedLabel(
        tr("That is all that was loaded for it, its history of snapshots included: older periods cannot be "
           "loaded again. Exported files stay."),
        this);
    auto *ok = parts::namedButton(isSignOut ? tr("Sign &out") : tr("&Remove"), "leaveOk",
                                  isSignOut ? tr("Sign out") : tr("Remove"), this);
    auto *cancel = parts::namedButton(tr("Cancel"), "leaveCancel", tr("Cancel"), this);
    cancel->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(ok);
    row->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(22, 20, 22, 18);
    layout->setSpacing(10);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addWidget(m_withData);
    layout->addWidget(consequence);
    layout->addSpacing(6);
    layout->addLayout(row);
    setMinimumWidth(520);
    parts::growWithContent(this);
    connect(ok, &QPushButton::clicked, this, &LeaveAccount::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
}

void LeaveAccount::accept()
{
    const bool withData = m_withData->isChecked();
    QDialog::accept();
    Q_EMIT confirmed(withData);
}

} // namespace spendglass::dialogs
