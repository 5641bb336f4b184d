// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/mainwindow.h"

#include "core/storefault.h"
#include "dialogs/managedata.h"
#include "dialogs/showrequests.h"
#include "models/format.h"
#include "pages/welcomepage.h"
#include "parts/icons.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"
#include "window/actions.h"
#include "window/activitypanel.h"
#include "window/documents.h"
#include "window/exporter.h"
#include "window/navigator.h"
#include "window/pageactions.h"
#include "window/statusstrip.h"
#include "window/syncing.h"
#include "window/views.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

namespace spendglass::window {

MainWindow::MainWindow(const QString &stateFile, QWidget *parent)
    : QMainWindow(parent)
    , m_state(stateFile)
    , m_actions(new Actions(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Spendglass"));
    setWindowIcon(parts::programIcon());
    setDockOptions(AnimatedDocks | AllowTabbedDocks);
    menuBar()->setObjectName(QStringLiteral("menuBar"));
    makeBars();
    makeCentre();
    makeDocks();
    m_status = new StatusStrip(statusBar());
    m_exporter = new Exporter(m_messages, this);
    makeSyncing();
    m_views = new Views({*m_documents, *m_navigator, *m_messages, *this}, this);
    m_pageActions = new PageActions(*m_actions, *m_documents, this);
    connectActions();
    resize(1280, 800);
    m_state.restore(*this);
    // Nothing to navigate and nothing to say before there is data.
    m_tools->hide();
    statusBar()->hide();
    m_navigatorDock->hide();
    m_activityDock->hide();
    setTheme(parts::themeFromName(m_state.value(QStringLiteral("theme"))).value_or(parts::Theme::System));
    updateActions();
}

MainWindow::~MainWindow()
{
    m_syncing->setWorkspace(nullptr, {});
    m_views->setWorkspace(nullptr);
    m_documents->setWorkspace(nullptr);
}

void MainWindow::makeBars()
{
    m_tools = addToolBar(tr("Tools"));
    m_tools->setObjectName(QStringLiteral("toolBar"));
    m_tools->setMovable(false);
    m_tools->setContextMenuPolicy(Qt::PreventContextMenu);
    m_actions->fillMenus(menuBar(), this);
    m_actions->fillToolBar(m_tools);
}

void MainWindow::makeCentre()
{
    auto *welcome = new pages::WelcomePage(this);
    connect(welcome, &pages::WelcomePage::demoRequested, this, &MainWindow::demoRequested);
    connect(welcome, &pages::WelcomePage::signInRequested, m_actions->of(ActionId::AddAccount),
            &QAction::trigger);
    connect(welcome, &pages::WelcomePage::openRequested, m_actions->of(ActionId::OpenAccount),
            &QAction::trigger);
    auto *work = new QWidget(this);
    m_documents = new Documents(work);
    connect(m_documents, &Documents::pageChanged, this, &MainWindow::updateActions);
    connect(m_documents, &Documents::settled, this, &MainWindow::checkSettled);
    auto *workLayout = new QVBoxLayout(work);
    workLayout->setContentsMargins(0, 0, 0, 0);
    workLayout->addWidget(m_documents);

    m_stack = new QStackedWidget(this);
    m_stack->addWidget(welcome);
    m_stack->addWidget(work);
    m_banner = new parts::MessageBar(tr("Demo data"), this);
    m_banner->setObjectName(QStringLiteral("demoBanner"));
    m_session = new parts::MessageBar(tr("Sign-in"), this);
    m_session->setObjectName(QStringLiteral("sessionBar"));
    m_messages = new parts::MessageBar(tr("Message"), this);
    m_messages->setObjectName(QStringLiteral("messageBar"));
    auto *centre = new QWidget(this);
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_session);
    layout->addWidget(m_messages);
    layout->addWidget(m_stack, 1);
    setCentralWidget(centre);
}

void MainWindow::makeDocks()
{
    m_navigator = new Navigator(this);
    m_navigatorDock = new QDockWidget(tr("Navigator"), this);
    m_navigatorDock->setObjectName(QStringLiteral("navigatorDock"));
    m_navigatorDock->setWidget(m_navigator);
    m_navigatorDock->setTitleBarWidget(new QWidget(m_navigatorDock));
    m_navigatorDock->setFeatures(QDockWidget::DockWidgetClosable);
    addDockWidget(Qt::LeftDockWidgetArea, m_navigatorDock);
    m_activity = new ActivityPanel(this);
    m_activityDock = new QDockWidget(tr("Activity"), this);
    m_activityDock->setObjectName(QStringLiteral("activityDock"));
    m_activityDock->setWidget(m_activity);
    addDockWidget(Qt::BottomDockWidgetArea, m_activityDock);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    resizeDocks({m_navigatorDock}, {240}, Qt::Horizontal);
    resizeDocks({m_activityDock}, {190}, Qt::Vertical);
    m_navigatorDock->hide();
    m_activityDock->hide();
    connect(m_navigator, &Navigator::homeChosen, m_documents, &Documents::openPortfolio);
    connect(m_navigator, &Navigator::dataSetChosen, m_documents, &Documents::openDataSet);
    connect(m_navigator, &Navigator::customerChosen, m_documents, &Documents::openCustomer);
}

void MainWindow::makeSyncing()
{
    const auto maySync = [this] { return m_isDemo || !m_accounts || m_accounts->isSignedIn(); };
    const SyncHost host{*m_actions,
                        m_state,
                        m_activity,
                        m_status,
                        m_messages,
                        maySync,
                        [this] { m_accounts->signInToSynchronise(); },
                        [this] { updateActions(); }};
    m_syncing = new Syncing(host, this);
    connect(m_documents, &Documents::pageChanged, m_syncing,
            [this] { m_syncing->prefer(m_documents->customersInView()); });
}

void MainWindow::connectActions()
{
    const auto on = [this](ActionId id, auto slot) {
        connect(m_actions->of(id), &QAction::triggered, this, slot);
    };
    on(ActionId::ExploreDemo, &MainWindow::demoRequested);
    on(ActionId::Quit, &QWidget::close);
    on(ActionId::Find, [this] {
        m_navigatorDock->show();
        m_navigator->focusSearch();
    });
    on(ActionId::ShowNavigator, [this](bool isOn) { m_navigatorDock->setVisible(isOn); });
    on(ActionId::ShowActivity, [this](bool isOn) { m_activityDock->setVisible(isOn); });
    connect(m_navigatorDock, &QDockWidget::visibilityChanged, m_actions->of(ActionId::ShowNavigator),
            &QAction::setChecked);
    connect(m_activityDock, &QDockWidget::visibilityChanged, m_actions->of(ActionId::ShowActivity),
            &QAction::setChecked);
    connectTheme(ActionId::ThemeSystem, parts::Theme::System);
    connectTheme(ActionId::ThemeLight, parts::Theme::Light);
    connectTheme(ActionId::ThemeDark, parts::Theme::Dark);
    on(ActionId::FullScreen, [this](bool isOn) { isOn ? showFullScreen() : showNormal(); });
    on(ActionId::Portfolio, [this] { m_documents->openPortfolio(); });
    connect(m_actions->of(ActionId::SaveView), &QAction::triggered, m_views, &Views::save);
    connect(m_actions->of(ActionId::SaveViewAs), &QAction::triggered, m_views, &Views::saveAs);
    on(ActionId::ManageData, &MainWindow::manageData);
    on(ActionId::Shortcuts, &MainWindow::showShortcuts);
    on(ActionId::About, &MainWindow::showAbout);
    connect(m_pageActions, &PageActions::requestsRequested, this, &MainWindow::showRequests);
    connect(
        m_pageActions, &PageActions::exportRequested, this,
        [this](const auto &content, const QString &format) { m_exporter->start(content, format, m_isDemo); });
}

void MainWindow::setAccounts(AccountParts parts)
{
    const AccountHost host{
        [this](const auto &then) { leave(then); },
        [this](auto workspace, const QString &name) { setWorkspace(std::move(workspace), name, false); },
        [this] { startSync(); }, [this](const core::Error &error) { showError(error); },
        [this] { updateActions(); }};
    m_clock = parts.clock;
    m_accounts = new Accounts(std::move(parts), host, m_session, this);
    connectAccounts();
    updateActions();
}

void MainWindow::connectAccounts()
{
    const auto on = [this](ActionId id, auto slot) {
        connect(m_actions->of(id), &QAction::triggered, m_accounts, slot);
    };
    on(ActionId::OpenAccount, &Accounts::showList);
    on(ActionId::AddAccount, &Accounts::add);
    on(ActionId::SignIn, &Accounts::signIn);
    on(ActionId::SignOut, &Accounts::askToSignOut);
    on(ActionId::RenameAccount, &Accounts::rename);
    on(ActionId::RemoveAccount, &Accounts::askToRemove);
    on(ActionId::CheckCoverage, &Accounts::checkCoverage);
    on(ActionId::RegisterHelp, [this] { m_accounts->showHelp(this); });
    QMenu *menu = m_actions->menuOf(ActionId::AddAccount);
    connect(menu, &QMenu::aboutToShow, m_accounts, [this, menu] { m_accounts->fillMenu(menu); });
    m_accounts->fillMenu(menu);
}

void MainWindow::setViews(const query::ViewFolder &folder)
{
    m_views->setFolder(folder);
}

void MainWindow::openLastAccount()
{
    if (const QString id = m_state.value(QStringLiteral("account")); m_accounts && !id.isEmpty())
        m_accounts->openKnown(id);
}

void MainWindow::connectTheme(ActionId id, parts::Theme theme)
{
    connect(m_actions->of(id), &QAction::triggered, this, [this, theme] {
        setTheme(theme);
        m_state.setValue(QStringLiteral("theme"), parts::themeName(theme));
    });
}

void MainWindow::setTheme(parts::Theme theme)
{
    parts::applyTheme(*qApp, theme);
    static const QHash<parts::Theme, ActionId> actions{{parts::Theme::System, ActionId::ThemeSystem},
                                                       {parts::Theme::Light, ActionId::ThemeLight},
                                                       {parts::Theme::Dark, ActionId::ThemeDark}};
    m_actions->of(actions.value(theme))->setChecked(true);
}

void MainWindow::setWorkspace(std::unique_ptr<sync::Workspace> workspace, const QString &name, bool isDemo)
{
    m_documents->setWorkspace(nullptr);
    m_syncing->setWorkspace(nullptr, {});
    m_workspace = std::move(workspace);
    m_name = name;
    m_isDemo = isDemo;
    m_isOpen = m_hasCustomers = m_isSyncWanted = m_hasFailed = false;
    m_documents->setWorkspace(m_workspace.get());
    m_syncing->setWorkspace(m_workspace.get(), isDemo ? nullptr : m_clock);
    m_messages->hide();
    m_views->setWorkspace(m_workspace.get());
    if (isDemo && m_accounts)
        m_accounts->closed();
    if (m_accounts && m_accounts->current())
        m_state.setValue(QStringLiteral("account"), m_accounts->current()->id);
    updateTitle();
    if (isDemo) {
        m_banner->show(parts::MessageBar::Kind::Information,
                       tr("Demo data: made-up customers, kept apart from everything else."), false);
        connect(m_banner->addAction(tr("Sign in…")), &QAction::triggered, m_actions->of(ActionId::AddAccount),
                &QAction::trigger);
    } else {
        m_banner->hide();
    }
    showWork();
    connectWorkspace();
    updateActions();
}

void MainWindow::showWork()
{
    m_stack->setCurrentIndex(1);
    m_navigatorDock->show();
    m_tools->show();
    statusBar()->show();
}

void MainWindow::connectWorkspace()
{
    using sync::Workspace;
    const Workspace *workspace = m_workspace.get();
    connect(workspace, &Workspace::opened, this, &MainWindow::onOpened);
    connect(workspace, &Workspace::openFailed, this, &MainWindow::onOpenFailed);
    connect(&m_workspace->housekeeping(), &sync::Housekeeping::busyChanged, this, &MainWindow::updateActions);
    connect(workspace, &Workspace::damageFound, this, &MainWindow::offerToMoveAside);
    connect(workspace, &Workspace::movedAside, this, [this](const QString &path) {
        m_messages->show(parts::MessageBar::Kind::Information,
                         tr("The damaged data is kept as %1. Everything is fetched again.").arg(path));
    });
    connect(workspace, &Workspace::syncFinished, this, &MainWindow::onSyncFinished);
    connect(workspace, &Workspace::dataChanged, this, [this] {
        loadCustomers();
        m_documents->reload();
    });
}

void MainWindow::onOpened()
{
    m_isOpen = true;
    m_documents->openPortfolio();
    loadCustomers();
    if (m_isDemo || std::exchange(m_isSyncWanted, false))
        m_syncing->start();
    m_syncing->opened();
    updateActions();
}

void MainWindow::loadCustomers()
{
    m_workspace->customers(this, [this](const core::Result<std::vector<sync::CustomerEntry>> &customers) {
        if (!customers)
            return;
        m_hasCustomers = !customers->empty();
        m_documents->setCustomers(*customers);
        m_navigator->setCustomers(*customers);
        checkSettled();
    });
}

void MainWindow::onSyncFinished(const sync::Report &report)
{
    updateActions(); // dataChanged follows and asks anew
    if (report.isComplete() || (report.error && m_accounts && m_accounts->takeUp(*report.error)))
        return;
    const bool wasStopped = report.error && report.error->kind == core::ErrorKind::Cancelled;
    m_messages->show(wasStopped ? parts::MessageBar::Kind::Information : parts::MessageBar::Kind::Warning,
                     reportSentence(report));
    connect(m_messages->addAction(tr("Show activity")), &QAction::triggered, m_activityDock, &QWidget::show);
}

void MainWindow::showError(const core::Error &error)
{
    m_messages->show(parts::MessageBar::Kind::Error, models::errorSentence(error));
    showErrorDetails(error);
    Q_EMIT settled();
}

void MainWindow::showErrorDetails(const core::Error &error)
{
    connect(m_messages->addAction(tr("Details")), &QAction::triggered, this, [this, error] {
        parts::prompts::showMessage(
            this, {tr("Details"), models::errorSentence(error), models::errorDetails(error)});
    });
}

/// Back to the welcome page. What has arrived is kept.
void MainWindow::closeWorkspace()
{
    m_syncing->setWorkspace(nullptr, {});
    m_documents->setWorkspace(nullptr);
    m_views->setWorkspace(nullptr);
    m_workspace.reset();
    m_isDemo = m_isSyncWanted = m_hasFailed = false;
    m_name.clear();
    if (m_accounts)
        m_accounts->closed();
    m_banner->hide();
    m_messages->hide();
    showWelcome();
}

void MainWindow::showWelcome()
{
    m_isOpen = false;
    for (QWidget *part : {static_cast<QWidget *>(m_tools), static_cast<QWidget *>(statusBar()),
                          static_cast<QWidget *>(m_navigatorDock), static_cast<QWidget *>(m_activityDock)})
        part->hide();
    m_stack->setCurrentIndex(0);
    updateTitle();
    updateActions();
}

void MainWindow::leave(const std::function<void()> &then)
{
    const auto go = [this, then] {
        closeWorkspace();
        then();
    };
    if (!m_workspace || !m_workspace->isSyncing() || m_isDemo)
        return go();
    parts::prompts::ask(
        this,
        {tr("Synchronising"),
         tr("%1 is being synchronised. Shall that be stopped? What has arrived is kept.").arg(m_name),
         tr("&Stop it")},
        go);
}

void MainWindow::onOpenFailed(const core::Error &error)
{
    if (core::isStoreFault(error, core::storeFaults::damaged)) {
        m_hasFailed = true;
        showWelcome();
        offerToMoveAside(error);
        Q_EMIT settled();
        return;
    }
    const QString name = m_name;
    m_workspace.release()->deleteLater(); // it is the one that is speaking
    closeWorkspace();
    //: What could not be opened, and why
    m_messages->show(parts::MessageBar::Kind::Error,
                     tr("%1 could not be opened. %2").arg(name, models::errorSentence(error)));
    showErrorDetails(error);
    Q_EMIT settled();
}

void MainWindow::offerToMoveAside(const core::Error &error)
{
    const QString text =
        m_hasFailed
            ? tr("%1 could not be opened: its data on this computer is damaged. Nothing was deleted. The "
                 "damaged data can be kept under another name while everything is fetched again.")
            : tr("Some of the data of %1 on this computer is damaged and cannot be read. Nothing was "
                 "deleted. "
                 "It can be kept under another name while everything is fetched again.");
    m_messages->show(parts::MessageBar::Kind::Error, text.arg(m_name));
    connect(m_messages->addAction(tr("Move it aside and fetch again")), &QAction::triggered, this,
            &MainWindow::moveAsideAndFetch);
    showErrorDetails(error);
}

void MainWindow::moveAsideAndFetch()
{
    m_messages->hide();
    m_isOpen = m_hasFailed = m_hasCustomers = false;
    m_documents->setWorkspace(nullptr); // nothing more is asked of what goes
    m_documents->setWorkspace(m_workspace.get());
    m_workspace->moveAside();
    showWork();
    updateActions();
    if (m_isDemo || !m_accounts || m_accounts->isSignedIn())
        startSync(); // once it is open
    else
        m_accounts->signInToSynchronise();
}

void MainWindow::startSync()
{
    m_isSyncWanted = !m_isOpen;
    if (m_isOpen)
        m_syncing->start();
}

void MainWindow::updateTitle()
{
    if (m_accounts && m_accounts->current())
        m_name = m_accounts->current()->name;
    setWindowTitle(m_name.isEmpty() ? QStringLiteral("Spendglass") : tr("%1 — Spendglass").arg(m_name));
}

bool MainWindow::isSettled() const
{
    if (!m_workspace || m_hasFailed)
        return true;
    const pages::Page *page = m_documents->page();
    return m_isOpen && !m_workspace->isSyncing() && m_pendingPage.isEmpty() && (!page || page->isSettled());
}

void MainWindow::checkSettled()
{
    updateStatus();
    const bool isQuiet = m_workspace && m_isOpen && !m_workspace->isSyncing();
    const pages::Page *page = m_documents->page();
    if (isQuiet && m_hasCustomers && page && page->isSettled() && !m_pendingPage.isEmpty())
        showPage(std::exchange(m_pendingPage, {}));
    if (isSettled())
        Q_EMIT settled();
}

bool MainWindow::showPage(const QString &name)
{
    static const QStringList names{QStringLiteral("welcome"), QStringLiteral("portfolio"),
                                   QStringLiteral("customer"), QStringLiteral("filter"),
                                   QStringLiteral("records")};
    if (!names.contains(name))
        return false;
    if (name == names.at(0))
        return true;
    if (!m_workspace || !m_isOpen || m_workspace->isSyncing() || !m_hasCustomers || !m_documents->page() ||
        !m_documents->page()->isSettled()) {
        m_pendingPage = name;
        return true;
    }
    m_documents->openPortfolio();
    if (name == QLatin1String("customer") || name == QLatin1String("filter"))
        m_documents->openLargestCustomer();
    if (name == QLatin1String("records"))
        m_documents->openAllRecords(core::DataSet::Analytics);
    if (name == QLatin1String("filter"))
        m_documents->page()->showFilterEditor();
    return true;
}

void MainWindow::updateActions()
{
    m_pageActions->update();
    const auto enable = [this](std::initializer_list<ActionId> ids, bool isOn) {
        for (const ActionId id : ids)
            m_actions->of(id)->setEnabled(isOn);
    };
    enable({ActionId::Portfolio, ActionId::Find, ActionId::ShowNavigator, ActionId::ShowActivity}, m_isOpen);
    m_syncing->updateActions(m_isOpen);
    enable({ActionId::ManageData},
           m_isOpen && !m_workspace->isSyncing() && !m_workspace->housekeeping().isBusy());
    enable({ActionId::ExploreDemo}, !m_isDemo);
    enable({ActionId::OpenAccount, ActionId::AddAccount, ActionId::RegisterHelp}, m_accounts);
    const bool hasAccount = m_accounts && m_accounts->current();
    enable({ActionId::SignIn, ActionId::RenameAccount, ActionId::RemoveAccount, ActionId::CheckCoverage},
           hasAccount);
    enable({ActionId::SignOut}, hasAccount && !m_accounts->isSignedOut());
    updateTitle();
    updateSeparators();
    updateStatus();
}

/// A line in the tool bar stands between two groups, never at the end.
void MainWindow::updateSeparators()
{
    const QList<QAction *> tools = m_tools->actions();
    bool isFollowed = false;
    for (auto it = tools.rbegin(); it != tools.rend(); ++it) {
        if ((*it)->isSeparator())
            (*it)->setVisible(std::exchange(isFollowed, false));
        else
            isFollowed = isFollowed || (*it)->isVisible();
    }
}

void MainWindow::updateStatus()
{
    const pages::Page *page = m_documents->page();
    m_status->setPage(page ? page->status() : pages::PageStatus());
}

void MainWindow::showShortcuts()
{
    parts::prompts::showMessage(this, {tr("Keyboard shortcuts"), m_actions->shortcutList(), {}});
}

void MainWindow::showRequests(const query::Query &query)
{
    constexpr int channel = 7003; // the next after those of the filter editor
    auto *dialog = new dialogs::ShowRequests(*m_workspace, channel, query, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::manageData()
{
    auto *dialog = new dialogs::ManageData(*m_workspace, m_isDemo ? tr("Demo") : m_name, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout()
{
    parts::prompts::showMessage(
        this,
        {tr("About Spendglass"),
         tr("Spendglass %1\nWhat every customer uses and spends.\n\nFree software under the GNU General "
            "Public License, version 3 or later.")
             .arg(QStringLiteral(SPENDGLASS_VERSION)),
         {}});
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_state.save(*this);
    if (m_workspace && m_workspace->isSyncing())
        m_workspace->cancelSync();
    QMainWindow::closeEvent(event);
}

void MainWindow::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::BackButton)
        m_actions->of(ActionId::Back)->trigger();
    else if (event->button() == Qt::ForwardButton)
        m_actions->of(ActionId::Forward)->trigger();
    else
        QMainWindow::mousePressEvent(event);
}

} // namespace spendglass::window
