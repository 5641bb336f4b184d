// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/signinend.h"

#include "dialogs/signintext.h"
#include "parts/labels.h"
#include "parts/messagebar.h"

#include <QLabel>
#include <QVBoxLayout>

namespace spendglass::dialogs {

SignInEnd::SignInEnd(QWidget *parent)
    : QWidget(parent)
    , m_who(parts::selectableLabel({}, this))
    , m_kept(parts::mutedLabel(tr("The sign-in is kept in the system's keychain, and nowhere else."), this))
    , m_notKept(new parts::MessageBar(tr("Keychain"), this))
    , m_coverage(new CoverageView(this))
{
    setObjectName(QStringLiteral("signInEnd"));
    m_who->setObjectName(QStringLiteral("signedInWho"));
    m_kept->setObjectName(QStringLiteral("signInKept"));
    m_notKept->setObjectName(QStringLiteral("signInNotKept"));
    auto *heading = parts::plainLabel(tr("What this account reaches"), this);
    heading->setFont(parts::scaled(heading->font(), 1.08, QFont::DemiBold));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_who);
    layout->addWidget(m_kept);
    layout->addWidget(m_notKept);
    layout->addSpacing(10);
    layout->addWidget(heading);
    layout->addWidget(m_coverage);
    layout->addStretch();
}

void SignInEnd::setState(const auth::SessionState &state)
{
    const QString person = personText(state.identity);
    m_who->setText(person);
    m_who->setVisible(!person.isEmpty());
    m_kept->setVisible(!state.notKept);
    m_notKept->setVisible(state.notKept.has_value());
    if (!state.notKept)
        return;
    const Words words = notKeptWords(*state.notKept);
    m_notKept->show(parts::MessageBar::Kind::Warning, sentenceOf(words), false);
}

void SignInEnd::setCoverage(const CoverageLines &lines)
{
    m_coverage->setLines(lines);
}

} // namespace spendglass::dialogs
