// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/savedview.h"
#include "sync/workspace.h"
#include "parts/theme.h"
#include "window/accounts.h"
#include "window/windowstate.h"

#include <QMainWindow>

#include <functional>
#include <memory>

class QStackedWidget;

namespace spendglass::parts {
class MessageBar;
}

namespace spendglass::window {

class Actions;
class ActivityPanel;
class Documents;
class Exporter;
class Navigator;
class PageActions;
class StatusStrip;
class Syncing;
class Views;
enum class ActionId;

/// The main window: welcome page, then document tabs between navigator and activity. It is given a
/// workspace and knows nothing of where that one comes from.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
public:
    /// stateFile: where geometry and theme are remembered; empty: nowhere.
    explicit MainWindow(const QString &stateFile, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Replaces what was open and shows the portfolio; the demo starts to synchronise, too.
    void setWorkspace(std::unique_ptr<sync::Workspace> workspace, const QString &name, bool isDemo);
    /// What signing in is done with; once. Without it there are no accounts here.
    void setAccounts(AccountParts parts);
    /// The account that was open when the program ended, if it is still there.
    void openLastAccount();
    /// Where views and filters are saved; without it nothing can be.
    void setViews(const query::ViewFolder &folder);
    /// What could not be opened, and why, on top of what is there.
    void showError(const core::Error &error);
    void setTheme(parts::Theme theme);
    /// "welcome", "portfolio", "customer", "filter", "records": brings that into view once data is there;
    /// false for another name.
    bool showPage(const QString &name);
    bool isSettled() const; ///< nothing is being loaded and every question is answered

    Documents *documents() const { return m_documents; }
    sync::Workspace *workspace() const { return m_workspace.get(); }

Q_SIGNALS:
    void demoRequested();
    void settled();

protected:
    void closeEvent(QCloseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void makeBars();
    void makeCentre();
    void makeDocks();
    void connectActions();
    void connectWorkspace();
    void connectTheme(ActionId id, parts::Theme theme);
    void makeSyncing();
    void updateActions();
    void updateSeparators();
    void updateStatus();
    void loadCustomers();
    void onOpened();
    void onSyncFinished(const sync::Report &report);
    void checkSettled();
    void connectAccounts();
    void closeWorkspace();
    void leave(const std::function<void()> &then);
    void onOpenFailed(const core::Error &error);
    void showWelcome();
    void showWork();
    void offerToMoveAside(const core::Error &error);
    void moveAsideAndFetch();
    void showErrorDetails(const core::Error &error);
    void startSync();
    void updateTitle();
    void showShortcuts();
    void showRequests(const query::Query &query);
    void manageData();
    void showAbout();

    WindowState m_state;
    Actions *m_actions;
    PageActions *m_pageActions = nullptr;
    QToolBar *m_tools = nullptr;
    QStackedWidget *m_stack = nullptr;
    parts::MessageBar *m_banner = nullptr;  ///< "Demo data", as long as it is
    parts::MessageBar *m_session = nullptr; ///< how the sign-in stands
    parts::MessageBar *m_messages = nullptr;
    Documents *m_documents = nullptr;
    Navigator *m_navigator = nullptr;
    ActivityPanel *m_activity = nullptr;
    QDockWidget *m_navigatorDock = nullptr;
    QDockWidget *m_activityDock = nullptr;
    StatusStrip *m_status = nullptr;
    Exporter *m_exporter = nullptr;
    Syncing *m_syncing = nullptr;
    Views *m_views = nullptr;
    std::shared_ptr<const core::Clock> m_clock; ///< of the accounts
    Accounts *m_accounts = nullptr;
    QString m_name;
    QString m_pendingPage;
    bool m_isDemo = false;
    bool m_isOpen = false;
    bool m_hasFailed = false; ///< the workspace is there, but its store is damaged
    bool m_hasCustomers = false;
    bool m_isSyncWanted = false; ///< as soon as the workspace is open
    std::unique_ptr<sync::Workspace> m_workspace;
};

} // namespace spendglass::window
