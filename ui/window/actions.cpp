// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/actions.h"

#include "parts/icons.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

namespace spendglass::window {

namespace {

enum Flag
{
    Plain = 0,
    Checkable = 1,
    SeparatorBefore = 2,
    InThemeMenu = 4,
    InRefreshMenu = 8
};

struct Row
{
    ActionId id;
    const char *name; ///< object name
    const char *menu;
    const char *text;
    const char *tip;
    const char *icon;
    QKeySequence::StandardKey standard;
    const char *keys; ///< used where the platform has no standard key, and added to it otherwise
    int flags;
};

/// A menu inside of one, of which one action at a time is checked.
struct Submenu
{
    Flag flag;
    const char *name; ///< object name
    const char *text;
    const char *icon;
};

// lupdate expands no macro: each text stands in the one that it knows.
constexpr const char *fileMenu = QT_TRANSLATE_NOOP("Actions", "&File");
constexpr const char *editMenu = QT_TRANSLATE_NOOP("Actions", "&Edit");
constexpr const char *viewMenu = QT_TRANSLATE_NOOP("Actions", "&View");
constexpr const char *dataMenu = QT_TRANSLATE_NOOP("Actions", "&Data");
constexpr const char *accountMenu = QT_TRANSLATE_NOOP("Actions", "&Account");
constexpr const char *helpMenu = QT_TRANSLATE_NOOP("Actions", "&Help");
constexpr auto noKey = QKeySequence::UnknownKey;

const Row rows[] = {
    {ActionId::OpenAccount, "actionOpen", fileMenu, QT_TRANSLATE_NOOP("Actions", "&Open…"),
     QT_TRANSLATE_NOOP("Actions", "Open an account of this computer"), "folder", QKeySequence::Open, "Ctrl+O",
     Plain},
    {ActionId::ExploreDemo, "actionExploreDemo", fileMenu,
     QT_TRANSLATE_NOOP("Actions", "&Explore Sample Data"),
     QT_TRANSLATE_NOOP("Actions", "Open the sample Partner Center"), "sample", noKey, "", Plain},
    {ActionId::SaveView, "actionSaveView", fileMenu, QT_TRANSLATE_NOOP("Actions", "Sa&ve View"),
     QT_TRANSLATE_NOOP("Actions", "Keep this question under its name"), "save", QKeySequence::Save, "Ctrl+S",
     SeparatorBefore},
    {ActionId::SaveViewAs, "actionSaveViewAs", fileMenu, QT_TRANSLATE_NOOP("Actions", "Save View &As…"),
     QT_TRANSLATE_NOOP("Actions", "Keep this question under another name"), "", QKeySequence::SaveAs,
     "Ctrl+Shift+S", Plain},
    {ActionId::ExportSpreadsheet, "actionExportXlsx", fileMenu,
     QT_TRANSLATE_NOOP("Actions", "Export &Spreadsheet…"),
     QT_TRANSLATE_NOOP("Actions", "Write what you see to an XLSX file"), "export", noKey, "Ctrl+E",
     SeparatorBefore},
    {ActionId::ExportText, "actionExportCsv", fileMenu, QT_TRANSLATE_NOOP("Actions", "Export &CSV…"),
     QT_TRANSLATE_NOOP("Actions", "Write what you see to a CSV file"), "", noKey, "Ctrl+Shift+E", Plain},
    {ActionId::CloseTab, "actionCloseTab", fileMenu, QT_TRANSLATE_NOOP("Actions", "C&lose Tab"),
     QT_TRANSLATE_NOOP("Actions", "Close this tab"), "", QKeySequence::Close, "", SeparatorBefore},
    {ActionId::Quit, "actionQuit", fileMenu, QT_TRANSLATE_NOOP("Actions", "&Quit"),
     QT_TRANSLATE_NOOP("Actions", "Close the program"), "", QKeySequence::Quit, "Ctrl+Q", Plain},
    {ActionId::Copy, "actionCopy", editMenu, QT_TRANSLATE_NOOP("Actions", "&Copy"),
     QT_TRANSLATE_NOOP("Actions", "Copy the selected cells"), "copy", QKeySequence::Copy, "", Plain},
    {ActionId::CopyWithHeaders, "actionCopyWithHeaders", editMenu,
     QT_TRANSLATE_NOOP("Actions", "Copy with &Headers"),
     QT_TRANSLATE_NOOP("Actions", "Copy the selected cells under their headings"), "", noKey, "Ctrl+Shift+C",
     Plain},
    {ActionId::SelectAll, "actionSelectAll", editMenu, QT_TRANSLATE_NOOP("Actions", "Select &All"),
     QT_TRANSLATE_NOOP("Actions", "Select every line"), "", QKeySequence::SelectAll, "", Plain},
    {ActionId::Find, "actionFind", editMenu, QT_TRANSLATE_NOOP("Actions", "&Find Customer"),
     QT_TRANSLATE_NOOP("Actions", "Search the list of customers"), "search", QKeySequence::Find, "",
     SeparatorBefore},
    {ActionId::Back, "actionBack", viewMenu, QT_TRANSLATE_NOOP("Actions", "&Back"),
     QT_TRANSLATE_NOOP("Actions", "Back to what you saw before"), "back", QKeySequence::Back, "", Plain},
    {ActionId::Forward, "actionForward", viewMenu, QT_TRANSLATE_NOOP("Actions", "F&orward"),
     QT_TRANSLATE_NOOP("Actions", "Forward again"), "forward", QKeySequence::Forward, "", Plain},
    {ActionId::Up, "actionUp", viewMenu, QT_TRANSLATE_NOOP("Actions", "&Up"),
     QT_TRANSLATE_NOOP("Actions", "Up one step of the path"), "up", noKey, "Alt+Up", Plain},
    {ActionId::ChartAndTable, "actionChartAndTable", viewMenu,
     QT_TRANSLATE_NOOP("Actions", "Chart &and Table"), QT_TRANSLATE_NOOP("Actions", "Show chart and table"),
     "chart-table", noKey, "Ctrl+1", SeparatorBefore},
    {ActionId::TableOnly, "actionTableOnly", viewMenu, QT_TRANSLATE_NOOP("Actions", "&Table Only"),
     QT_TRANSLATE_NOOP("Actions", "Show the table alone"), "table", noKey, "Ctrl+2", Plain},
    {ActionId::ChartOnly, "actionChartOnly", viewMenu, QT_TRANSLATE_NOOP("Actions", "&Chart Only"),
     QT_TRANSLATE_NOOP("Actions", "Show the chart alone"), "chart", noKey, "Ctrl+3", Plain},
    {ActionId::ShowNavigator, "actionShowNavigator", viewMenu, QT_TRANSLATE_NOOP("Actions", "&Navigator"),
     QT_TRANSLATE_NOOP("Actions", "Show or hide the navigator"), "navigator", noKey, "Ctrl+Shift+N",
     Checkable | SeparatorBefore},
    {ActionId::ShowActivity, "actionShowActivity", viewMenu, QT_TRANSLATE_NOOP("Actions", "Acti&vity"),
     QT_TRANSLATE_NOOP("Actions", "Show or hide what is being loaded"), "activity", noKey, "Ctrl+Shift+A",
     Checkable},
    {ActionId::ThemeSystem, "actionThemeSystem", viewMenu, QT_TRANSLATE_NOOP("Actions", "As the &System"),
     QT_TRANSLATE_NOOP("Actions", "Light or dark, as the system is"), "", noKey, "", Checkable | InThemeMenu},
    {ActionId::ThemeLight, "actionThemeLight", viewMenu, QT_TRANSLATE_NOOP("Actions", "&Light"),
     QT_TRANSLATE_NOOP("Actions", "Light theme"), "", noKey, "", Checkable | InThemeMenu},
    {ActionId::ThemeDark, "actionThemeDark", viewMenu, QT_TRANSLATE_NOOP("Actions", "&Dark"),
     QT_TRANSLATE_NOOP("Actions", "Dark theme"), "", noKey, "", Checkable | InThemeMenu},
    {ActionId::FullScreen, "actionFullScreen", viewMenu, QT_TRANSLATE_NOOP("Actions", "F&ull Screen"),
     QT_TRANSLATE_NOOP("Actions", "Use the whole screen"), "", QKeySequence::FullScreen, "F11", Checkable},
    {ActionId::Portfolio, "actionPortfolio", dataMenu, QT_TRANSLATE_NOOP("Actions", "&Portfolio"),
     QT_TRANSLATE_NOOP("Actions", "All customers at a glance"), "home", noKey, "Alt+Home", Plain},
    {ActionId::Sync, "actionSync", dataMenu, QT_TRANSLATE_NOOP("Actions", "&Synchronise"),
     QT_TRANSLATE_NOOP("Actions", "Load what is new or may have changed"), "sync", QKeySequence::Refresh,
     "Ctrl+R", SeparatorBefore},
    {ActionId::PauseSync, "actionPauseSync", dataMenu, QT_TRANSLATE_NOOP("Actions", "Pa&use Synchronising"),
     QT_TRANSLATE_NOOP("Actions", "Ask for nothing more until you go on"), "pause", noKey, "Ctrl+Shift+P",
     Checkable},
    {ActionId::CancelSync, "actionCancelSync", dataMenu,
     QT_TRANSLATE_NOOP("Actions", "&Cancel Synchronising"),
     QT_TRANSLATE_NOOP("Actions", "Stop loading; what has arrived is kept"), "stop", noKey, "Ctrl+.", Plain},
    {ActionId::RetryFailed, "actionRetryFailed", dataMenu, QT_TRANSLATE_NOOP("Actions", "Retry &Failed"),
     QT_TRANSLATE_NOOP("Actions", "Ask again only for what failed, was refused or was not ready"), "retry",
     noKey, "Ctrl+Shift+R", Plain},
    {ActionId::AskService, "actionAskService", dataMenu,
     QT_TRANSLATE_NOOP("Actions", "Ask the Service &Itself"),
     QT_TRANSLATE_NOOP("Actions", "Ask analytics in place of what is kept on this computer; keeps nothing"),
     "", noKey, "Ctrl+Shift+I", Checkable | SeparatorBefore},
    {ActionId::RefreshNever, "actionRefreshNever", dataMenu, QT_TRANSLATE_NOOP("Actions", "&Never"),
     QT_TRANSLATE_NOOP("Actions", "Synchronise only when you say so"), "", noKey, "",
     Checkable | InRefreshMenu},
    {ActionId::RefreshHour, "actionRefreshHour", dataMenu, QT_TRANSLATE_NOOP("Actions", "Every &Hour"),
     QT_TRANSLATE_NOOP("Actions", "Synchronise every hour while the program is open"), "", noKey, "",
     Checkable | InRefreshMenu},
    {ActionId::RefreshSixHours, "actionRefreshSixHours", dataMenu,
     QT_TRANSLATE_NOOP("Actions", "Every &Six Hours"),
     QT_TRANSLATE_NOOP("Actions", "Synchronise every six hours while the program is open"), "", noKey, "",
     Checkable | InRefreshMenu},
    {ActionId::RefreshDay, "actionRefreshDay", dataMenu, QT_TRANSLATE_NOOP("Actions", "Every &Day"),
     QT_TRANSLATE_NOOP("Actions", "Synchronise every day while the program is open"), "", noKey, "",
     Checkable | InRefreshMenu},
    {ActionId::Drill, "actionDrill", dataMenu, QT_TRANSLATE_NOOP("Actions", "&Drill Down"),
     QT_TRANSLATE_NOOP("Actions", "Look inside the selected line (Enter)"), "", noKey, "Alt+Down",
     SeparatorBefore},
    {ActionId::ShowRecords, "actionShowRecords", dataMenu, QT_TRANSLATE_NOOP("Actions", "Show &Records"),
     QT_TRANSLATE_NOOP("Actions", "Open the records behind the selected line"), "records", noKey,
     "Ctrl+Return", Plain},
    {ActionId::ShowRequests, "actionShowRequests", dataMenu, QT_TRANSLATE_NOOP("Actions", "Show Re&quests…"),
     QT_TRANSLATE_NOOP("Actions", "The calls to the service that brought the selected line, with their ids"),
     "", noKey, "Ctrl+Shift+Return", Plain},
    {ActionId::FocusFilters, "actionFocusFilters", dataMenu, QT_TRANSLATE_NOOP("Actions", "&Filter"),
     QT_TRANSLATE_NOOP("Actions", "Go to the filter bar"), "filter", noKey, "Ctrl+L", SeparatorBefore},
    {ActionId::FocusGrouping, "actionFocusGrouping", dataMenu, QT_TRANSLATE_NOOP("Actions", "&Group"),
     QT_TRANSLATE_NOOP("Actions", "Go to the grouping"), "", noKey, "Ctrl+G", Plain},
    {ActionId::ManageData, "actionManageData", dataMenu, QT_TRANSLATE_NOOP("Actions", "&Manage Data…"),
     QT_TRANSLATE_NOOP("Actions", "What is kept on this computer: size, retention, export"), "", noKey, "",
     SeparatorBefore},
    {ActionId::SignIn, "actionSignIn", accountMenu, QT_TRANSLATE_NOOP("Actions", "&Sign In…"),
     QT_TRANSLATE_NOOP("Actions", "Sign in to the account that is open"), "signin", noKey, "",
     SeparatorBefore},
    {ActionId::CheckCoverage, "actionCheckCoverage", accountMenu,
     QT_TRANSLATE_NOOP("Actions", "Check &Coverage…"),
     QT_TRANSLATE_NOOP("Actions", "Ask which interfaces this account reaches"), "", noKey, "", Plain},
    {ActionId::RenameAccount, "actionRenameAccount", accountMenu, QT_TRANSLATE_NOOP("Actions", "Re&name…"),
     QT_TRANSLATE_NOOP("Actions", "Give the account that is open another name"), "", noKey, "", Plain},
    {ActionId::SignOut, "actionSignOut", accountMenu, QT_TRANSLATE_NOOP("Actions", "Sign &Out…"),
     QT_TRANSLATE_NOOP("Actions", "Delete the sign-in of the account that is open"), "", noKey, "",
     SeparatorBefore},
    {ActionId::RemoveAccount, "actionRemoveAccount", accountMenu, QT_TRANSLATE_NOOP("Actions", "&Remove…"),
     QT_TRANSLATE_NOOP("Actions", "Take the account that is open off this computer"), "", noKey, "", Plain},
    {ActionId::AddAccount, "actionAddAccount", accountMenu, QT_TRANSLATE_NOOP("Actions", "&Add Account…"),
     QT_TRANSLATE_NOOP("Actions", "Sign in to another account"), "add", noKey, "", SeparatorBefore},
    {ActionId::RegisterHelp, "actionRegisterHelp", helpMenu,
     QT_TRANSLATE_NOOP("Actions", "&Registering the Application"),
     QT_TRANSLATE_NOOP("Actions", "What an administrator does before the first sign-in"), "help", noKey, "",
     Plain},
    {ActionId::Shortcuts, "actionShortcuts", helpMenu, QT_TRANSLATE_NOOP("Actions", "&Keyboard Shortcuts"),
     QT_TRANSLATE_NOOP("Actions", "Every key of this window"), "", noKey, "Ctrl+/", Plain},
    {ActionId::About, "actionAbout", helpMenu, QT_TRANSLATE_NOOP("Actions", "&About Spendglass"),
     QT_TRANSLATE_NOOP("Actions", "Version and licence"), "", noKey, "", Plain},
};

const Submenu submenus[] = {
    {InThemeMenu, "menuTheme", QT_TRANSLATE_NOOP("Actions", "T&heme"), "theme"},
    {InRefreshMenu, "menuRefresh", QT_TRANSLATE_NOOP("Actions", "Refresh &Automatically"), ""},
};

QString translated(const char *text)
{
    return QCoreApplication::translate("Actions", text);
}

QList<QKeySequence> keysOf(const Row &row)
{
    QList<QKeySequence> keys = QKeySequence::keyBindings(row.standard);
    const QKeySequence own(QString::fromLatin1(row.keys));
    if (!own.isEmpty() && !keys.contains(own))
        keys << own;
    return keys;
}

QMenu *addSubmenu(QMenu *menu, const Submenu &submenu)
{
    if (submenu.flag == InThemeMenu)
        menu->addSeparator();
    QMenu *inner = menu->addMenu(translated(submenu.text));
    inner->setObjectName(QString::fromLatin1(submenu.name));
    if (*submenu.icon)
        inner->setIcon(parts::icon(QString::fromLatin1(submenu.icon)));
    return inner;
}

} // namespace

Actions::Actions(QObject *parent)
    : QObject(parent)
{
    QHash<int, QActionGroup *> groups;
    for (const Submenu &submenu : submenus)
        groups.insert(submenu.flag, new QActionGroup(this));
    for (const Row &row : rows) {
        auto *action = new QAction(translated(row.text), this);
        action->setObjectName(QString::fromLatin1(row.name));
        action->setStatusTip(translated(row.tip));
        action->setToolTip(translated(row.tip));
        action->setShortcuts(keysOf(row));
        action->setCheckable(row.flags & Checkable);
        if (*row.icon)
            action->setIcon(parts::icon(QString::fromLatin1(row.icon)));
        for (const Submenu &submenu : submenus) {
            if (row.flags & submenu.flag)
                groups.value(submenu.flag)->addAction(action);
        }
        m_actions.insert(int(row.id), action);
    }
    of(ActionId::Quit)->setMenuRole(QAction::QuitRole);
    of(ActionId::About)->setMenuRole(QAction::AboutRole);
}

void Actions::fillMenus(QMenuBar *bar, QMainWindow *window) const
{
    QMenu *menu = nullptr;
    QHash<int, QMenu *> inner;
    const char *title = nullptr;
    for (const Row &row : rows) {
        if (!title || qstrcmp(title, row.menu) != 0) {
            title = row.menu;
            menu = bar->addMenu(translated(title));
            menu->setObjectName(QStringLiteral("menu") + translated(title).remove(QLatin1Char('&')));
        }
        if (row.flags & SeparatorBefore)
            menu->addSeparator();
        QMenu *place = menu;
        for (const Submenu &submenu : submenus) {
            if (row.flags & submenu.flag)
                place = inner.contains(submenu.flag) ? inner.value(submenu.flag)
                                                     : inner[submenu.flag] = addSubmenu(menu, submenu);
        }
        place->addAction(of(row.id));
        window->addAction(of(row.id)); // keys work with the menu bar hidden, too
    }
}

QMenu *Actions::menuOf(ActionId id) const
{
    for (QObject *object : of(id)->associatedObjects()) {
        if (auto *menu = qobject_cast<QMenu *>(object))
            return menu;
    }
    return nullptr;
}

void Actions::fillToolBar(QToolBar *bar) const
{
    for (const ActionId id : {ActionId::Back, ActionId::Forward, ActionId::Up})
        bar->addAction(of(id));
    bar->addSeparator();
    for (const ActionId id : {ActionId::Portfolio, ActionId::Sync, ActionId::CancelSync})
        bar->addAction(of(id));
    bar->addSeparator();
    for (const ActionId id : {ActionId::ChartAndTable, ActionId::TableOnly, ActionId::ChartOnly})
        bar->addAction(of(id));
    bar->addSeparator();
    bar->addAction(of(ActionId::ExportSpreadsheet));
    for (QAction *action : bar->actions()) {
        auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(action));
        if (!button)
            continue;
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    }
    for (const ActionId id : {ActionId::Sync, ActionId::ExportSpreadsheet, ActionId::Portfolio}) {
        if (auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(of(id))))
            button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    }
}

QString Actions::shortcutList() const
{
    QStringList lines;
    for (const Row &row : rows) {
        const QAction *action = of(row.id);
        if (!action->shortcut().isEmpty())
            lines << QStringLiteral("%1\t%2").arg(action->shortcut().toString(QKeySequence::NativeText),
                                                  action->text().remove(QLatin1Char('&')));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace spendglass::window
