// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/showrequests.h"

#include "models/callsmodel.h"
#include "models/format.h"
#include "query/sentence.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace spendglass::dialogs {

ShowRequests::ShowRequests(sync::Workspace &workspace, int channel, const query::Query &query,
                           QWidget *parent)
    : QDialog(parent)
    , m_model(new models::CallsModel(this))
    , m_table(new QTableView(this))
    , m_summary(new QLabel(tr("Looking for the requests…"), this))
{
    setObjectName(QStringLiteral("showRequests"));
    setWindowTitle(tr("Requests Behind This Number"));
    auto *about = new QLabel(query::sentence(query), this);
    about->setObjectName(QStringLiteral("requestsAbout"));
    for (QLabel *label : {about, m_summary}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    m_summary->setObjectName(QStringLiteral("requestsSummary"));
    makeTable();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_copy = buttons->addButton(tr("&Copy"), QDialogButtonBox::ActionRole);
    m_copy->setObjectName(QStringLiteral("copyRequests"));
    m_copy->setAccessibleName(tr("Copy the requests"));
    m_copy->setToolTip(tr("Copies all lines, for a support ticket"));
    m_copy->setEnabled(false);
    QPushButton *close = buttons->button(QDialogButtonBox::Close);
    close->setObjectName(QStringLiteral("closeRequests"));
    close->setAccessibleName(tr("Close the requests"));
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(about);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_summary);
    layout->addWidget(buttons);
    resize(960, 420);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_copy, &QPushButton::clicked, this, &ShowRequests::copy);
    workspace.callsBehind(
        channel, query, this,
        [this](const core::Result<std::shared_ptr<const query::Table>> &calls) { show(calls); });
}

void ShowRequests::makeTable()
{
    m_table->setObjectName(QStringLiteral("requestsTable"));
    m_table->setAccessibleName(tr("Requests"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAlternatingRowColors(true);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
}

void ShowRequests::show(const core::Result<std::shared_ptr<const query::Table>> &calls)
{
    constexpr int widest = 320;
    if (!calls) {
        m_summary->setText(models::errorSentence(calls.error()));
        return;
    }
    m_model->setCalls(*calls);
    const int count = m_model->rowCount();
    m_copy->setEnabled(count > 0);
    m_summary->setText(count == 0
                           ? tr("No request brought this: nothing is loaded for it.")
                           : tr("Requests that brought these records: %1").arg(locale().toString(count)));
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_table->setColumnWidth(column, std::min(widest, m_table->columnWidth(column)));
    m_table->setFocus();
}

void ShowRequests::copy() const
{
    QGuiApplication::clipboard()->setText(m_model->plainText());
}

} // namespace spendglass::dialogs
