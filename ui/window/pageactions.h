// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

#include <QObject>

namespace spendglass::window {

class Actions;
class Documents;
enum class ActionId;

/// The actions that the page in view carries out: connects them, and enables those that it can.
class PageActions final : public QObject
{
    Q_OBJECT
public:
    PageActions(Actions &actions, Documents &documents, QObject *parent);
    void update(); ///< to be called when the page is another, or can do something else

Q_SIGNALS:
    void exportRequested(const spendglass::pages::ExportContent &content, const QString &format);
    void requestsRequested(const spendglass::query::Query &query);

private:
    void connectViews();
    void connectData();
    template <class Method>
    void on(ActionId id, Method method);

    Actions &m_actions;
    Documents &m_documents;
};

} // namespace spendglass::window
