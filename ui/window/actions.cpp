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

#define TEXT(text) QT_TRANSLATE_NOOP("Actions", text)
constexpr auto noKey = QKeySequence::UnknownKey;

const Row rows[] = {
    {ActionId::OpenAccount, "actionOpen", TEXT("&File"), TEXT("&Open…"),
     TEXT("Open an account of this computer"), "folder", QKeySequence::Open, "Ctrl+O", Plain},
    {ActionId::ExploreDemo, "actionExploreDemo", TEXT("&File"), TEXT("&Explore Sample Data"),
     TEXT("Open the sample Partner Center"), "sample", noKey, "", Plain},
    {ActionId::ExportSpreadsheet, "actionExportXlsx", TEXT("&File"), TEXT("Export &Spreadsheet…"),
     TEXT("Write what you see to an XLSX file"), "export", noKey, "Ctrl+E", SeparatorBefore},
    {ActionId::ExportText, "actionExportCsv", TEXT("&File"), TEXT("Export &CSV…"),
     TEXT("Write what you see to a CSV file"), "", noKey, "Ctrl+Shift+E", Plain},
    {ActionId::CloseTab, "actionCloseTab", TEXT("&File"), TEXT("C&lose Tab"), TEXT("Close this tab"), "",
     QKeySequence::Close, "", SeparatorBefore},
    {ActionId::Quit, "actionQuit", TEXT("&File"), TEXT("&Quit"), TEXT("Close the program"), "",
     QKeySequence::Quit, "Ctrl+Q", Plain},
    {ActionId::Copy, "actionCopy", TEXT("&Edit"), TEXT("&Copy"), TEXT("Copy the selected cells"), "copy",
     QKeySequence::Copy, "", Plain},
    {ActionId::CopyWithHeaders, "actionCopyWithHeaders", TEXT("&Edit"), TEXT("Copy with &Headers"),
     TEXT("Copy the selected cells under their headings"), "", noKey, "Ctrl+Shift+C", Plain},
    {ActionId::SelectAll, "actionSelectAll", TEXT("&Edit"), TEXT("Select &All"), TEXT("Select every line"),
     "", QKeySequence::SelectAll, "", Plain},
    {ActionId::Find, "actionFind", TEXT("&Edit"), TEXT("&Find Customer"),
     TEXT("Search the list of customers"), "search", QKeySequence::Find, "", SeparatorBefore},
    {ActionId::Back, "actionBack", TEXT("&View"), TEXT("&Back"), TEXT("Back to what you saw before"), "back",
     QKeySequence::Back, "", Plain},
    {ActionId::Forward, "actionForward", TEXT("&View"), TEXT("F&orward"), TEXT("Forward again"), "forward",
     QKeySequence::Forward, "", Plain},
    {ActionId::Up, "actionUp", TEXT("&View"), TEXT("&Up"), TEXT("Up one step of the path"), "up", noKey,
     "Alt+Up", Plain},
    {ActionId::ChartAndTable, "actionChartAndTable", TEXT("&View"), TEXT("Chart &and Table"),
     TEXT("Show chart and table"), "chart-table", noKey, "Ctrl+1", SeparatorBefore},
    {ActionId::TableOnly, "actionTableOnly", TEXT("&View"), TEXT("&Table Only"), TEXT("Show the table alone"),
     "table", noKey, "Ctrl+2", Plain},
    {ActionId::ChartOnly, "actionChartOnly", TEXT("&View"), TEXT("&Chart Only"), TEXT("Show the chart alone"),
     "chart", noKey, "Ctrl+3", Plain},
    {ActionId::ShowNavigator, "actionShowNavigator", TEXT("&View"), TEXT("&Navigator"),
     TEXT("Show or hide the navigator"), "navigator", noKey, "Ctrl+Shift+N", Checkable | SeparatorBefore},
    {ActionId::ShowActivity, "actionShowActivity", TEXT("&View"), TEXT("Acti&vity"),
     TEXT("Show or hide what is being loaded"), "activity", noKey, "Ctrl+Shift+A", Checkable},
    {ActionId::ThemeSystem, "actionThemeSystem", TEXT("&View"), TEXT("As the &System"),
     TEXT("Light or dark, as the system is"), "", noKey, "", Checkable | InThemeMenu},
    {ActionId::ThemeLight, "actionThemeLight", TEXT("&View"), TEXT("&Light"), TEXT("Light theme"), "", noKey,
     "", Checkable | InThemeMenu},
    {ActionId::ThemeDark, "actionThemeDark", TEXT("&View"), TEXT("&Dark"), TEXT("Dark theme"), "", noKey, "",
     Checkable | InThemeMenu},
    {ActionId::FullScreen, "actionFullScreen", TEXT("&View"), TEXT("F&ull Screen"),
     TEXT("Use the whole screen"), "", QKeySequence::FullScreen, "F11", Checkable},
    {ActionId::Portfolio, "actionPortfolio", TEXT("&Data"), TEXT("&Portfolio"),
     TEXT("All customers at a glance"), "home", noKey, "Alt+Home", Plain},
    {ActionId::Sync, "actionSync", TEXT("&Data"), TEXT("&Synchronise"),
     TEXT("Load what is new or may have changed"), "sync", QKeySequence::Refresh, "Ctrl+R", SeparatorBefore},
    {ActionId::PauseSync, "actionPauseSync", TEXT("&Data"), TEXT("Pa&use Synchronising"),
     TEXT("Ask for nothing more until you go on"), "pause", noKey, "Ctrl+Shift+P", Checkable},
    {ActionId::CancelSync, "actionCancelSync", TEXT("&Data"), TEXT("&Cancel Synchronising"),
     TEXT("Stop loading; what has arrived is kept"), "stop", noKey, "Ctrl+.", Plain},
    {ActionId::RetryFailed, "actionRetryFailed", TEXT("&Data"), TEXT("Retry &Failed"),
     TEXT("Ask again only for what failed, was refused or was not ready"), "retry", noKey, "Ctrl+Shift+R",
     Plain},
    {ActionId::RefreshNever, "actionRefreshNever", TEXT("&Data"), TEXT("&Never"),
     TEXT("Synchronise only when you say so"), "", noKey, "", Checkable | InRefreshMenu},
    {ActionId::RefreshHour, "actionRefreshHour", TEXT("&Data"), TEXT("Every &Hour"),
     TEXT("Synchronise every hour while the program is open"), "", noKey, "", Checkable | InRefreshMenu},
    {ActionId::RefreshSixHours, "actionRefreshSixHours", TEXT("&Data"), TEXT("Every &Six Hours"),
     TEXT("Synchronise every six hours while the program is open"), "", noKey, "", Checkable | InRefreshMenu},
    {ActionId::RefreshDay, "actionRefreshDay", TEXT("&Data"), TEXT("Every &Day"),
     TEXT("Synchronise every day while the program is open"), "", noKey, "", Checkable | InRefreshMenu},
    {ActionId::Drill, "actionDrill", TEXT("&Data"), TEXT("&Drill Down"),
     TEXT("Look inside the selected line (Enter)"), "", noKey, "Alt+Down", SeparatorBefore},
    {ActionId::ShowRecords, "actionShowRecords", TEXT("&Data"), TEXT("Show &Records"),
     TEXT("Open the records behind the selected line"), "records", noKey, "Ctrl+Return", Plain},
    {ActionId::ShowRequests, "actionShowRequests", TEXT("&Data"), TEXT("Show Re&quests…"),
     TEXT("The calls to the service that brought the selected line, with their ids"), "", noKey,
     "Ctrl+Shift+Return", Plain},
    {ActionId::FocusFilters, "actionFocusFilters", TEXT("&Data"), TEXT("&Filter"),
     TEXT("Go to the filter bar"), "filter", noKey, "Ctrl+L", SeparatorBefore},
    {ActionId::FocusGrouping, "actionFocusGrouping", TEXT("&Data"), TEXT("&Group"),
     TEXT("Go to the grouping"), "", noKey, "Ctrl+G", Plain},
    {ActionId::ManageData, "actionManageData", TEXT("&Data"), TEXT("&Manage Data…"),
     TEXT("What is kept on this computer: size, retention, export"), "", noKey, "", SeparatorBefore},
    {ActionId::SignIn, "actionSignIn", TEXT("&Account"), TEXT("&Sign In…"),
     TEXT("Sign in to the account that is open"), "signin", noKey, "", SeparatorBefore},
    {ActionId::CheckCoverage, "actionCheckCoverage", TEXT("&Account"), TEXT("Check &Coverage…"),
     TEXT("Ask which interfaces this account reaches"), "", noKey, "", Plain},
    {ActionId::RenameAccount, "actionRenameAccount", TEXT("&Account"), TEXT("Re&name…"),
     TEXT("Give the account that is open another name"), "", noKey, "", Plain},
    {ActionId::SignOut, "actionSignOut", TEXT("&Account"), TEXT("Sign &Out…"),
     TEXT("Delete the sign-in of the account that is open"), "", noKey, "", SeparatorBefore},
    {ActionId::RemoveAccount, "actionRemoveAccount", TEXT("&Account"), TEXT("&Remove…"),
     TEXT("Take the account that is open off this computer"), "", noKey, "", Plain},
    {ActionId::AddAccount, "actionAddAccount", TEXT("&Account"), TEXT("&Add Account…"),
     TEXT("Sign in to another account"), "add", noKey, "", SeparatorBefore},
    {ActionId::RegisterHelp, "actionRegisterHelp", TEXT("&Help"), TEXT("&Registering the Application"),
     TEXT("What an administrator does before the first sign-in"), "help", noKey, "", Plain},
    {ActionId::Shortcuts, "actionShortcuts", TEXT("&Help"), TEXT("&Keyboard Shortcuts"),
     TEXT("Every key of this window"), "", noKey, "Ctrl+/", Plain},
    {ActionId::About, "actionAbout", TEXT("&Help"), TEXT("&About Spendglass"), TEXT("Version and licence"),
     "", noKey, "", Plain},
};

const Submenu submenus[] = {
    {InThemeMenu, "menuTheme", TEXT("T&heme"), "theme"},
    {InRefreshMenu, "menuRefresh", TEXT("Refresh &Automatically"), ""},
};
#undef TEXT

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
