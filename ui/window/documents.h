// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/workspace.h"
#include "pages/analysispage.h"

#include <QTabWidget>

namespace spendglass::window {

/// The document tabs over one workspace: opens pages, names them, forgets them.
class Documents final : public QTabWidget
{
    Q_OBJECT
public:
    explicit Documents(QWidget *parent = nullptr);

    /// Closes every tab; null leaves it empty.
    void setWorkspace(sync::Workspace *workspace);
    void setCustomers(std::vector<sync::CustomerEntry> customers) { m_customers = std::move(customers); }
    const std::vector<sync::CustomerEntry> &customers() const { return m_customers; }

    pages::Page *page() const;           ///< the tab in front; null when there is none
    QStringList customersInView() const; ///< ids of those that it is about; empty: it is about all
    void openPortfolio();                ///< the first tab, made once
    void openCustomer(const QString &id);
    void openLargestCustomer(); ///< in euro, of the portfolio in front, once that is answered
    void openDataSet(core::DataSet dataSet);
    /// The tab that shows it comes to the front; a new one when there is none.
    void openView(const pages::OpenView &view);
    std::vector<pages::AnalysisPage *> analyses() const; ///< the tabs that ask questions
    void openRecords(const query::Query &query);
    void openAllRecords(core::DataSet dataSet);
    void reload();
    void closeTab(int index);

Q_SIGNALS:
    void pageChanged(); ///< another tab, or something about the one in front
    void settled();
    // Of the tab in front:
    void filterSaveRequested(const spendglass::query::Predicate &pill);
    void filterDefinitionRequested(const QString &name);

private:
    void openAnalysis(const query::Query &query, const QString &title, const QString &key);
    pages::AnalysisPage *addAnalysis(const query::Query &query, const QString &title, const QString &key,
                                     const QString &iconName);
    void add(pages::Page *page, const QString &key, const QString &iconName);
    bool raise(const QString &key);
    void rename(pages::Page *page);

    sync::Workspace *m_workspace = nullptr;
    std::vector<sync::CustomerEntry> m_customers;
    int m_nextChannel = 0;
};

} // namespace spendglass::window
