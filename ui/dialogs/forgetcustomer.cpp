// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/forgetcustomer.h"

#include "models/format.h"
#include "parts/contentheight.h"
#include "parts/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

namespace spendglass::dialogs {

ForgetCustomer::ForgetCustomer(const std::vector<sync::CustomerEntry> &customers, QWidget *parent)
    : QDialog(parent)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_forget(parts::namedButton(tr("&Forget"), "forgetOk", tr("Forget the chosen customer"), this))
{
    setObjectName(QStringLiteral("forgetCustomer"));
    setWindowTitle(tr("Forget a Customer"));
    auto *label = new QLabel(tr("&Customer:"), this);
    label->setBuddy(m_search);
    m_search->setObjectName(QStringLiteral("forgetSearch"));
    m_search->setAccessibleName(tr("Search customers"));
    m_search->setPlaceholderText(tr("Name or id"));
    m_search->setClearButtonEnabled(true);
    m_list->setObjectName(QStringLiteral("forgetList"));
    m_list->setAccessibleName(tr("Customers"));
    for (const sync::CustomerEntry &customer : customers) {
        auto *item = new QListWidgetItem(customer.name.isEmpty() ? customer.id : customer.name, m_list);
        item->setData(Qt::UserRole, customer.id);
        item->setToolTip(models::plainToolTip(customer.id));
    }
    auto *what = parts::mutedLabel(tr("Every record, earlier version, request and name of this customer is "
                                      "taken out, and the store is compacted, "
                                      "so that nothing of it is left in the file. Exported files stay. What "
                                      "the service still reports of "
                                      "the customer comes again with the next synchronisation."),
                                   this);
    auto *cancel = parts::namedButton(tr("Cancel"), "forgetCancel", tr("Cancel"), this);
    cancel->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_forget);
    row->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(22, 20, 22, 18);
    layout->setSpacing(10);
    layout->addWidget(label);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addWidget(what);
    layout->addLayout(row);
    setMinimumWidth(480);
    parts::growWithContent(this);
    connect(m_search, &QLineEdit::textChanged, this, &ForgetCustomer::narrow);
    connect(m_list, &QListWidget::itemSelectionChanged, this, &ForgetCustomer::showChosen);
    connect(m_forget, &QPushButton::clicked, this, &ForgetCustomer::accept);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    showChosen();
    m_search->setFocus();
}

void ForgetCustomer::narrow(const QString &text)
{
    for (int row = 0; row < m_list->count(); ++row) {
        QListWidgetItem *item = m_list->item(row);
        item->setHidden(!item->text().contains(text, Qt::CaseInsensitive) &&
                        !item->data(Qt::UserRole).toString().contains(text, Qt::CaseInsensitive));
        if (item->isHidden())
            item->setSelected(false);
    }
}

void ForgetCustomer::showChosen()
{
    m_forget->setEnabled(!m_list->selectedItems().isEmpty());
}

void ForgetCustomer::accept()
{
    const auto chosen = m_list->selectedItems();
    if (chosen.isEmpty())
        return;
    const QString id = chosen.front()->data(Qt::UserRole).toString();
    const QString name = chosen.front()->text();
    QDialog::accept();
    Q_EMIT confirmed(id, name);
}

} // namespace spendglass::dialogs
