// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/pageactions.h"

#include "window/actions.h"
#include "window/documents.h"
#include "window/tablecopy.h"

#include <QAbstractItemView>
#include <QAction>

namespace spendglass::window {

using pages::Page;

PageActions::PageActions(Actions &actions, Documents &documents, QObject *parent)
    : QObject(parent)
    , m_actions(actions)
    , m_documents(documents)
{
    connectViews();
    connectData();
}

/// Nothing happens where there is no page.
template <class Method>
void PageActions::on(ActionId id, Method method)
{
    connect(m_actions.of(id), &QAction::triggered, this, [this, method] {
        if (Page *page = m_documents.page())
            method(page);
    });
}

void PageActions::connectViews()
{
    on(ActionId::Copy, [](Page *page) { copySelection(*page->view(), false); });
    on(ActionId::CopyWithHeaders, [](Page *page) { copySelection(*page->view(), true); });
    on(ActionId::SelectAll, [](Page *page) { page->view()->selectAll(); });
    on(ActionId::Back, [](Page *page) { page->goBack(); });
    on(ActionId::Forward, [](Page *page) { page->goForward(); });
    on(ActionId::Up, [](Page *page) { page->goUp(); });
    on(ActionId::ChartAndTable, [](Page *page) { page->setPanes(pages::Panes::ChartAndTable); });
    on(ActionId::TableOnly, [](Page *page) { page->setPanes(pages::Panes::TableOnly); });
    on(ActionId::ChartOnly, [](Page *page) { page->setPanes(pages::Panes::ChartOnly); });
    on(ActionId::Drill, [](Page *page) { page->drill(); });
    on(ActionId::FocusFilters, [](Page *page) { page->focusFilters(); });
    on(ActionId::FocusGrouping, [](Page *page) { page->focusGrouping(); });
}

void PageActions::connectData()
{
    on(ActionId::CloseTab, [this](Page *) { m_documents.closeTab(m_documents.currentIndex()); });
    on(ActionId::ShowRecords, [this](Page *page) {
        if (const auto query = page->recordsQuery())
            m_documents.openRecords(*query);
    });
    connect(m_actions.of(ActionId::AskService), &QAction::triggered, this, [this](bool isOn) {
        if (Page *page = m_documents.page())
            page->setAskingService(isOn);
    });
    on(ActionId::ShowRequests, [this](Page *page) {
        if (const auto query = page->requestsQuery())
            Q_EMIT requestsRequested(*query);
    });
    for (const auto &[id, format] : {std::pair{ActionId::ExportSpreadsheet, QStringLiteral("xlsx")},
                                     std::pair{ActionId::ExportText, QStringLiteral("csv")}}) {
        on(id, [this, format = format](Page *page) {
            if (const auto content = page->exportContent())
                Q_EMIT exportRequested(*content, format);
        });
    }
}

void PageActions::update()
{
    const Page *page = m_documents.page();
    const auto enable = [this](std::initializer_list<ActionId> ids, bool isOn) {
        for (const ActionId id : ids)
            m_actions.of(id)->setEnabled(isOn);
    };
    const bool canShape = page && page->canShape();
    for (const ActionId id :
         {ActionId::ChartAndTable, ActionId::TableOnly, ActionId::ChartOnly, ActionId::FocusFilters,
          ActionId::FocusGrouping, ActionId::SaveView, ActionId::SaveViewAs}) {
        m_actions.of(id)->setVisible(!page || canShape); // what a page cannot do is absent there
        m_actions.of(id)->setEnabled(canShape);
    }
    for (const ActionId id : {ActionId::ExportSpreadsheet, ActionId::ExportText}) {
        m_actions.of(id)->setVisible(!page || canShape);
        m_actions.of(id)->setEnabled(page && page->exportContent().has_value());
    }
    enable({ActionId::CloseTab, ActionId::Copy, ActionId::CopyWithHeaders, ActionId::SelectAll}, page);
    enable({ActionId::Back}, page && page->canGoBack());
    enable({ActionId::Forward}, page && page->canGoForward());
    enable({ActionId::Up}, page && page->canGoUp());
    enable({ActionId::AskService}, page && page->canAskService());
    m_actions.of(ActionId::AskService)->setChecked(page && page->asksService());
    enable({ActionId::Drill}, page && page->canDrill());
    enable({ActionId::ShowRecords}, page && page->recordsQuery().has_value());
    enable({ActionId::ShowRequests}, page && page->requestsQuery().has_value());
}

} // namespace spendglass::window
