// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/coveragedialog.h"

#include "parts/contentheight.h"
#include "parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace spendglass::dialogs {

CoverageDialog::CoverageDialog(const auth::Account &account, CheckCoverage check, QWidget *parent)
    : QDialog(parent)
    , m_account(account)
    , m_check(std::move(check))
    , m_view(new CoverageView(this))
{
    setObjectName(QStringLiteral("coverageDialog"));
    setWindowTitle(tr("Coverage — %1").arg(account.name));
    auto *title = parts::plainLabel(tr("What this account reaches"), this);
    title->setFont(parts::scaled(title->font(), 1.35, QFont::DemiBold));
    auto *about = parts::mutedLabel(tr("Each interface is asked one small question."), this);
    auto *again = parts::namedButton(tr("Check &again"), "checkAgain", tr("Check again"), this);
    auto *close = parts::namedButton(tr("Close"), "closeCoverage", tr("Close the coverage"), this);
    close->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addWidget(again);
    row->addStretch();
    row->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(22, 20, 22, 18);
    layout->setSpacing(12);
    layout->addWidget(title);
    layout->addWidget(about);
    layout->addWidget(m_view);
    layout->addStretch();
    layout->addLayout(row);
    setMinimumWidth(600);
    parts::growWithContent(this);
    close->setFocus();
    connect(again, &QPushButton::clicked, this, &CoverageDialog::ask);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    ask();
}

void CoverageDialog::ask()
{
    m_asking = std::make_unique<QObject>();
    m_check(m_account, m_asking.get(), [this](const CoverageLines &lines) { m_view->setLines(lines); });
}

} // namespace spendglass::dialogs
