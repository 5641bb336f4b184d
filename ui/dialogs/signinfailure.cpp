// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/signinfailure.h"

#include "dialogs/signintext.h"
#include "models/format.h"
#include "parts/labels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

namespace spendglass::dialogs {

SignInFailure::SignInFailure(QWidget *parent)
    : QWidget(parent)
    , m_text(parts::selectableLabel({}, this))
    , m_fold(parts::namedButton(tr("&Details"), "failureFold", tr("Details"), this))
    , m_copy(parts::namedButton(tr("Cop&y details"), "copyFailure", tr("Copy the details"), this))
    , m_help(parts::namedButton(tr("&How the application is registered"), "failureHelp",
                                tr("How the application is registered"), this))
    , m_details(new QPlainTextEdit(this))
{
    setObjectName(QStringLiteral("signInFailure"));
    m_text->setObjectName(QStringLiteral("failureText"));
    m_details->setObjectName(QStringLiteral("failureDetails"));
    m_details->setAccessibleName(tr("What the service said"));
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_fold->setCheckable(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_fold);
    row->addWidget(m_copy);
    row->addStretch();
    row->addWidget(m_help);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_text);
    layout->addLayout(row);
    layout->addWidget(m_details, 1);
    layout->addStretch();
    connect(m_fold, &QPushButton::toggled, this, &SignInFailure::showDetails);
    connect(m_help, &QPushButton::clicked, this, &SignInFailure::helpRequested);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_details->toPlainText()); });
}

void SignInFailure::setError(const core::Error &error)
{
    using auth::SignInProblem;
    const SignInProblem problem = auth::problemOf(error);
    m_text->setText(wordsFor(error).text);
    m_details->setPlainText(models::errorDetails(error));
    m_help->setVisible(problem == SignInProblem::Settings || problem == SignInProblem::Consent ||
                       problem == SignInProblem::WrongAudience);
    m_fold->setChecked(false);
    showDetails(false);
}

void SignInFailure::showDetails(bool isOn)
{
    m_details->setVisible(isOn);
    m_copy->setVisible(isOn);
}

} // namespace spendglass::dialogs
