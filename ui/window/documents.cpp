// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/documents.h"

#include "models/format.h"
#include "pages/recordspage.h"
#include "pages/startqueries.h"
#include "parts/icons.h"
#include "query/sentence.h"

#include <QTabBar>

namespace spendglass::window {

namespace {

constexpr int channelsPerPage = 16;
constexpr int firstChannel = 10000; ///< below are those of the filter editor

/// A tab's text shows "&" as it is only when it is doubled.
QString escaped(QString text)
{
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

Documents::Documents(QWidget *parent)
    : QTabWidget(parent)
{
    setObjectName(QStringLiteral("documents"));
    setAccessibleName(tr("Documents"));
    setDocumentMode(true);
    setTabsClosable(true);
    setMovable(true);
    setElideMode(Qt::ElideRight);
    setUsesScrollButtons(true);
    tabBar()->setObjectName(QStringLiteral("documentTabs"));
    tabBar()->setAccessibleName(tr("Document tabs"));
    tabBar()->setExpanding(false);
    connect(this, &QTabWidget::tabCloseRequested, this, &Documents::closeTab);
    connect(this, &QTabWidget::currentChanged, this, &Documents::pageChanged);
}

void Documents::setWorkspace(sync::Workspace *workspace)
{
    while (count() > 0) {
        QWidget *widget = this->widget(0);
        removeTab(0);
        delete widget;
    }
    m_customers.clear();
    m_workspace = workspace;
}

pages::Page *Documents::page() const
{
    return qobject_cast<pages::Page *>(currentWidget());
}

QStringList Documents::customersInView() const
{
    QStringList ids;
    const auto *analysis = qobject_cast<pages::AnalysisPage *>(page());
    if (!analysis)
        return ids;
    const query::Query query = analysis->recordsQuery().value_or(analysis->query());
    for (const query::Predicate &part : query.where.children) {
        const query::Condition &condition = part.condition;
        const bool isList = condition.op == query::Operator::Is || condition.op == query::Operator::In ||
                            condition.op == query::Operator::IsExactly;
        if (query.where.kind != query::Predicate::Kind::All || part.kind != query::Predicate::Kind::Leaf ||
            !part.isOn || !isList)
            continue;
        if (condition.field == QLatin1String("customerTenantId"))
            ids += condition.values;
        for (const sync::CustomerEntry &customer : m_customers) {
            if (condition.field == QLatin1String("customerName") && condition.values.contains(customer.name))
                ids << customer.id;
        }
    }
    return ids;
}

void Documents::openPortfolio()
{
    openAnalysis(pages::portfolioQuery(), tr("Portfolio"), QStringLiteral("portfolio"));
}

void Documents::openCustomer(const QString &id)
{
    const auto isSame = [&id](const sync::CustomerEntry &entry) { return entry.id == id; };
    const auto found = std::find_if(m_customers.begin(), m_customers.end(), isSame);
    if (found == m_customers.end())
        return;
    const auto hasSameName = [&](const sync::CustomerEntry &entry) { return entry.name == found->name; };
    const bool isUnique = std::count_if(m_customers.begin(), m_customers.end(), hasSameName) == 1;
    openAnalysis(pages::customerQuery(*found, isUnique), found->name, QStringLiteral("customer:") + id);
}

void Documents::openDataSet(core::DataSet dataSet)
{
    openAnalysis(pages::dataSetQuery(dataSet), query::dataSetLabel(dataSet),
                 QStringLiteral("dataSet:") + core::dataSetName(dataSet));
}

void Documents::openAnalysis(const query::Query &query, const QString &title, const QString &key)
{
    if (!m_workspace || raise(key))
        return;
    const bool isHome = key == QLatin1String("portfolio");
    addAnalysis(query, title, key,
                isHome                                      ? QStringLiteral("home")
                : key.startsWith(QLatin1String("customer")) ? QStringLiteral("customer")
                                                            : QStringLiteral("table"));
}

pages::AnalysisPage *Documents::addAnalysis(const query::Query &query, const QString &title,
                                            const QString &key, const QString &iconName)
{
    const auto *before = qobject_cast<pages::AnalysisPage *>(this->page());
    auto *page =
        new pages::AnalysisPage(m_workspace, firstChannel + channelsPerPage * ++m_nextChannel,
                                before ? pages::withPinned(query, before->query()) : query, title, this);
    connect(page, &pages::Page::recordsRequested, this, &Documents::openRecords);
    connect(page, &pages::AnalysisPage::filterSaveRequested, this, &Documents::filterSaveRequested);
    connect(page, &pages::AnalysisPage::filterDefinitionRequested, this,
            &Documents::filterDefinitionRequested);
    add(page, key, iconName);
    return page;
}

std::vector<pages::AnalysisPage *> Documents::analyses() const
{
    std::vector<pages::AnalysisPage *> found;
    for (int i = 0; i < count(); ++i) {
        if (auto *page = qobject_cast<pages::AnalysisPage *>(widget(i)))
            found.push_back(page);
    }
    return found;
}

void Documents::openView(const pages::OpenView &view)
{
    if (!m_workspace || !view.view.query)
        return;
    for (pages::AnalysisPage *page : analyses()) {
        const auto &open = page->openView();
        if (open && open->view.name == view.view.name && open->isShipped == view.isShipped)
            return setCurrentWidget(page);
    }
    addAnalysis(*view.view.query, view.view.name, {}, QStringLiteral("chart-table"))->setOpenView(view);
}

void Documents::openRecords(const query::Query &query)
{
    if (!m_workspace)
        return;
    auto *page =
        new pages::RecordsPage(m_workspace, firstChannel + channelsPerPage * ++m_nextChannel, query, this);
    add(page, {}, QStringLiteral("records"));
}

void Documents::openLargestCustomer()
{
    const auto *portfolio = qobject_cast<pages::AnalysisPage *>(page());
    if (!portfolio || !portfolio->answer())
        return;
    const query::Table &table = portfolio->answer()->table;
    const int currency = table.columnOf(u"currency");
    const int cost = table.columnOf(u"sum(totalCost)");
    std::optional<core::Decimal> most;
    QString name;
    for (qsizetype row = 0; currency >= 0 && cost >= 0 && row < table.rowCount(); ++row) {
        const auto *amount = std::get_if<core::Decimal>(&table.at(row, cost));
        const bool isEuro = query::valueText(table.at(row, currency)) == QLatin1String("EUR");
        if (amount && isEuro && (!most || *most < *amount)) {
            most = *amount;
            name = query::valueText(table.at(row, 0));
        }
    }
    for (const sync::CustomerEntry &customer : m_customers) {
        if (customer.name == name)
            return openCustomer(customer.id);
    }
}

void Documents::openAllRecords(core::DataSet dataSet)
{
    openRecords(pages::dataSetQuery(dataSet));
}

void Documents::add(pages::Page *page, const QString &key, const QString &iconName)
{
    page->setProperty("documentKey", key);
    const int index = addTab(page, parts::icon(iconName), escaped(page->title()));
    connect(page, &pages::Page::titleChanged, this, [this, page] { rename(page); });
    connect(page, &pages::Page::settled, this, &Documents::settled);
    connect(page, &pages::Page::statusChanged, this, &Documents::pageChanged);
    connect(page, &pages::Page::navigationChanged, this, &Documents::pageChanged);
    setCurrentIndex(index);
    rename(page);
}

bool Documents::raise(const QString &key)
{
    for (int i = 0; i < count(); ++i) {
        if (widget(i)->property("documentKey").toString() == key) {
            setCurrentIndex(i);
            return true;
        }
    }
    return false;
}

void Documents::rename(pages::Page *page)
{
    const int index = indexOf(page);
    setTabText(index, escaped(page->title()));
    setTabToolTip(index, models::plainToolTip(page->title()));
}

void Documents::reload()
{
    for (int i = 0; i < count(); ++i) {
        if (auto *document = qobject_cast<pages::Page *>(widget(i)))
            document->reload();
    }
}

void Documents::closeTab(int index)
{
    QWidget *widget = this->widget(index);
    if (!widget)
        return;
    removeTab(index);
    widget->deleteLater();
}

} // namespace spendglass::window
