// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/browserwait.h"

#include "dialogs/countdown.h"
#include "parts/labels.h"
#include "parts/messagebar.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace spendglass::dialogs {

namespace {

/// How long browserSignIn() waits.
constexpr std::chrono::minutes patience(5);

} // namespace

BrowserWait::BrowserWait(OpenUrl openUrl, std::shared_ptr<const core::Clock> clock, QWidget *parent)
    : QWidget(parent)
    , m_openUrl(std::move(openUrl))
    , m_warning(new parts::MessageBar(tr("Browser"), this))
    , m_what(parts::plainLabel({}, this))
    , m_link(new QLineEdit(this))
    , m_copy(parts::namedButton(tr("Cop&y link"), "copyLink", tr("Copy the sign-in link"), this))
    , m_open(parts::namedButton(tr("Open a&gain"), "openLink", tr("Open the sign-in link again"), this))
    , m_linkRow(new QWidget(this))
    , m_left(new Countdown(std::move(clock), this))
{
    setObjectName(QStringLiteral("browserWait"));
    m_warning->setObjectName(QStringLiteral("browserWarning"));
    m_what->setObjectName(QStringLiteral("browserWhat"));
    m_link->setObjectName(QStringLiteral("signInLink"));
    m_link->setAccessibleName(tr("Sign-in link"));
    m_link->setReadOnly(true);
    m_left->setObjectName(QStringLiteral("browserTimeLeft"));
    auto *row = new QHBoxLayout(m_linkRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_link, 1);
    row->addWidget(m_copy);
    row->addWidget(m_open);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_warning);
    layout->addWidget(m_what);
    layout->addWidget(m_linkRow);
    layout->addWidget(m_left);
    layout->addStretch();
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_link->text()); });
    connect(m_open, &QPushButton::clicked, this, &BrowserWait::openAddress);
}

void BrowserWait::reset()
{
    m_address.clear();
    m_hasBrowser = true;
    m_warning->hide();
    m_linkRow->hide();
    m_left->stop();
    m_what->setText(tr("Opening your browser…"));
}

void BrowserWait::setAddress(const QUrl &address)
{
    m_address = address;
    m_link->setText(QString::fromUtf8(address.toEncoded()));
    m_link->setCursorPosition(0);
    m_linkRow->show();
    m_left->startFor(patience);
    openAddress();
}

void BrowserWait::openAddress()
{
    m_hasBrowser = m_openUrl && m_openUrl(m_address);
    if (m_hasBrowser) {
        m_warning->hide();
        m_what->setText(tr("Sign in there with your work account and confirm it with a second factor, then "
                           "come back: this window goes on by itself. If no page opened, take the link."));
        return;
    }
    m_warning->show(parts::MessageBar::Kind::Warning, tr("The browser could not be opened."), false);
    m_what->setText(tr("Copy the link into a browser on this computer. Or use a code: that works with a "
                       "browser on any other computer or telephone."));
    m_link->setFocus();
    m_link->selectAll();
}

void BrowserWait::setAnswered()
{
    m_warning->hide();
    m_linkRow->hide();
    m_left->stop();
    m_what->setText(tr("The browser is done. Fetching the sign-in…"));
}

} // namespace spendglass::dialogs
