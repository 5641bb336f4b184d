// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>

class QAction;
class QMenu;
class QMenuBar;
class QMainWindow;
class QToolBar;

namespace spendglass::window {

enum class ActionId
{
    OpenAccount,
    ExploreDemo,
    SaveView,
    SaveViewAs,
    ExportSpreadsheet,
    ExportText,
    CloseTab,
    Quit,
    Copy,
    CopyWithHeaders,
    SelectAll,
    Find,
    Back,
    Forward,
    Up,
    ChartAndTable,
    TableOnly,
    ChartOnly,
    ShowNavigator,
    ShowActivity,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    FullScreen,
    Portfolio,
    Sync,
    PauseSync,
    CancelSync,
    RetryFailed,
    AskService,
    RefreshNever,
    RefreshHour,
    RefreshSixHours,
    RefreshDay,
    Drill,
    ShowRecords,
    ShowRequests,
    FocusFilters,
    FocusGrouping,
    ManageData,
    SignIn,
    CheckCoverage,
    RenameAccount,
    SignOut,
    RemoveAccount,
    AddAccount,
    RegisterHelp,
    Shortcuts,
    About,
};

/// Every action of the window, made from one table: text, icon, keys, menu, tip. The menu bar, the tool bar
/// and the list of shortcuts come from the same rows.
class Actions final : public QObject
{
    Q_OBJECT
public:
    explicit Actions(QObject *parent);

    QAction *of(ActionId id) const { return m_actions.value(int(id)); }
    void fillMenus(QMenuBar *bar, QMainWindow *window) const;
    void fillToolBar(QToolBar *bar) const;
    /// The menu that holds that action, once the menus are filled.
    QMenu *menuOf(ActionId id) const;
    /// "Ctrl+E   Export spreadsheet", one line each, by menu.
    QString shortcutList() const;

private:
    QHash<int, QAction *> m_actions;
};

} // namespace spendglass::window
