// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/codewait.h"

#include "dialogs/countdown.h"
#include "parts/labels.h"
#include "parts/messagebar.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

namespace spendglass::dialogs {

CodeWait::CodeWait(OpenUrl openUrl, std::shared_ptr<const core::Clock> clock, QWidget *parent)
    : QWidget(parent)
    , m_openUrl(std::move(openUrl))
    , m_known(new QWidget(this))
    , m_what(parts::plainLabel({}, this))
    , m_code(parts::selectableLabel({}, m_known))
    , m_url(parts::selectableLabel({}, m_known))
    , m_copyCode(parts::namedButton(tr("Cop&y code"), "copyCode", tr("Copy the code"), m_known))
    , m_copyUrl(parts::namedButton(tr("Copy a&ddress"), "copyAddress", tr("Copy the address"), m_known))
    , m_open(parts::namedButton(tr("O&pen"), "openAddress", tr("Open the address"), m_known))
    , m_warning(new parts::MessageBar(tr("Address"), this))
    , m_left(new Countdown(std::move(clock), this))
{
    setObjectName(QStringLiteral("codeWait"));
    m_what->setObjectName(QStringLiteral("codeWhat"));
    m_warning->setObjectName(QStringLiteral("addressWarning"));
    m_code->setObjectName(QStringLiteral("userCode"));
    m_code->setAccessibleName(tr("Code"));
    m_code->setFont(parts::scaled(QFontDatabase::systemFont(QFontDatabase::FixedFont), 2.4, QFont::DemiBold));
    m_code->setFocusPolicy(Qt::StrongFocus);
    m_code->setWordWrap(false);
    m_left->setObjectName(QStringLiteral("codeTimeLeft"));
    m_url->setObjectName(QStringLiteral("verificationAddress"));
    m_url->setAccessibleName(tr("Address"));
    m_url->setFocusPolicy(Qt::StrongFocus);
    auto *grid = new QGridLayout(m_known);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(12);
    grid->setColumnStretch(0, 1);
    grid->addWidget(m_url, 0, 0);
    grid->addWidget(m_copyUrl, 0, 1);
    grid->addWidget(m_open, 0, 2);
    grid->addWidget(m_code, 1, 0);
    grid->addWidget(m_copyCode, 1, 1, 1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_warning);
    layout->addWidget(m_what);
    layout->addWidget(m_known);
    layout->addWidget(m_left);
    layout->addStretch();
    const auto copies = [this](QPushButton *button, QLabel *label) {
        connect(button, &QPushButton::clicked, label,
                [label] { QGuiApplication::clipboard()->setText(label->text()); });
    };
    copies(m_copyCode, m_code);
    copies(m_copyUrl, m_url);
    connect(m_open, &QPushButton::clicked, this, &CodeWait::openAddress);
}

void CodeWait::reset()
{
    m_warning->hide();
    m_known->hide();
    m_left->stop();
    m_what->setText(tr("Asking the sign-in service for a code…"));
}

void CodeWait::setCode(const auth::DeviceCode &code)
{
    m_address = code.verificationUrl;
    m_url->setText(QString::fromUtf8(m_address.toEncoded()));
    m_code->setText(code.userCode);
    m_what->setText(tr("Open this address in a browser, on this computer or any other device, and type in "
                       "the code. This window goes on by itself when you are done."));
    m_open->setVisible(code.isUrlTrusted);
    if (!code.isUrlTrusted)
        m_warning->show(parts::MessageBar::Kind::Warning,
                        tr("This address is not a secure one and is not opened from here. Type nothing in "
                           "there unless your administrator knows it."),
                        false);
    m_known->show();
    m_left->start(code.until);
    m_copyCode->setFocus();
}

void CodeWait::openAddress()
{
    if (!m_openUrl || !m_openUrl(m_address))
        m_warning->show(parts::MessageBar::Kind::Warning,
                        tr("The browser could not be opened. Copy the address into one."), false);
}

void CodeWait::setAnswered()
{
    reset();
    m_what->setText(tr("The code was accepted. Fetching the sign-in…"));
}

} // namespace spendglass::dialogs
