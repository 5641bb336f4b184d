// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/views.h"

#include "query/filtertext.h"
#include "query/sentence.h"
#include "sync/workspace.h"
#include "dialogs/filterdefinition.h"
#include "dialogs/namedialog.h"
#include "models/format.h"
#include "filter/pills.h"
#include "pages/analysispage.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"
#include "window/documents.h"
#include "window/exporter.h"
#include "window/navigator.h"
#include "window/shippedviews.h"

#include <QAction>
#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QKeySequence>
#include <QMenu>
#include <QPointer>

#include <algorithm>

namespace spendglass::window {

using models::NavigatorModel;
using pages::AnalysisPage;
using query::Predicate;
using query::SavedView;

namespace {

constexpr qsizetype longestName = 60;

/// The first words, where there are many.
QString shortened(const QString &text)
{
    if (text.size() <= longestName)
        return text;
    const qsizetype blank = text.lastIndexOf(u' ', longestName);
    return text.left(blank > 0 ? blank : longestName) + QChar(0x2026);
}

QString proposedName(const AnalysisPage &page)
{
    return page.openView() ? page.openView()->view.name : shortened(query::sentence(page.query()));
}

QString withoutReason(const QString &unreadable)
{
    const QLatin1String end(".json");
    return unreadable.left(unreadable.indexOf(end + QStringLiteral(": "), 0, Qt::CaseInsensitive) +
                           end.size());
}

QString fileFilter()
{
    return Views::tr("Views (*.json)");
}

/// The query with one of its filters in place of the same by name.
query::Query withReference(query::Query query, const Predicate &pill, const QString &name)
{
    filter::Pills pills = filter::pillsOf(query.where);
    const auto found = std::ranges::find(pills, pill);
    if (found == pills.end())
        return query;
    *found = filter::dressedAs(Predicate::saved(name), *found);
    query.where = filter::fromPills(std::move(pills));
    return query;
}

const SavedView *findIn(const std::vector<SavedView> &views, const QString &name, SavedView::Kind kind)
{
    const auto found = std::ranges::find_if(views, [&](const SavedView &view) {
        return view.kind() == kind && query::isSameName(view.name, name);
    });
    return found == views.end() ? nullptr : &*found;
}

} // namespace

Views::Views(ViewsHost host, QObject *parent)
    : QObject(parent)
    , m_host(host)
    , m_shipped(shippedViews())
{
    connect(&m_host.navigator, &Navigator::viewChosen, this, &Views::open);
    connect(&m_host.navigator, &Navigator::viewMenuRequested, this, &Views::openMenu);
    connect(&m_host.documents, &Documents::filterSaveRequested, this, &Views::saveFilter);
    connect(&m_host.documents, &Documents::filterDefinitionRequested, this, &Views::editFilter);
    m_host.window.installEventFilter(this);
}

void Views::setFolder(query::ViewFolder folder)
{
    m_folder = std::move(folder);
    reload();
}

void Views::setWorkspace(sync::Workspace *workspace)
{
    m_workspace = workspace;
    reload();
}

bool Views::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::WindowActivate)
        reload();
    return QObject::eventFilter(watched, event);
}

void Views::reload()
{
    if (!m_folder || !m_workspace)
        return;
    auto listing = m_folder->list();
    if (!listing) {
        if (!m_said.contains(listing.error().text))
            showError(tr("Your saved views cannot be read."), listing.error());
        m_said.insert(listing.error().text);
        return;
    }
    m_listing = std::move(*listing);
    showList();
    shareFilters();
    followFiles();
    tellUnreadable();
}

void Views::showList()
{
    std::vector<NavigatorModel::ViewLine> lines;
    for (const SavedView &view : m_listing.views) {
        if (view.query)
            lines.push_back({view.name, NavigatorModel::View, query::sentence(*view.query)});
    }
    if (lines.empty()) {
        const QString key = QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText);
        //: %1 is a key such as Ctrl+S
        lines.push_back({tr("%1 saves what you see").arg(key), NavigatorModel::Hint, {}});
    }
    for (const SavedView &view : m_listing.views) {
        if (view.filter)
            lines.push_back({view.name, NavigatorModel::SavedFilter, query::printFilter(*view.filter)});
    }
    for (const SavedView &view : m_shipped)
        lines.push_back({view.name, NavigatorModel::ShippedView, query::sentence(*view.query)});
    m_host.navigator.setViews(std::move(lines));
}

query::SavedFilters Views::filters() const
{
    query::SavedFilters filters;
    for (const SavedView &view : m_listing.views) {
        if (view.filter)
            filters.emplace(view.name, *view.filter);
    }
    return filters;
}

void Views::shareFilters()
{
    const query::SavedFilters before = m_workspace->savedFilters();
    if (filters() == before)
        return;
    m_workspace->setSavedFilters(filters());
    for (AnalysisPage *page : m_host.documents.analyses())
        page->followSavedFilters(before);
}

/// Tabs compare themselves with what is in the folder now.
void Views::followFiles()
{
    for (AnalysisPage *page : m_host.documents.analyses()) {
        const auto &open = page->openView();
        if (!open || open->isShipped)
            continue;
        const SavedView *view = find(open->view.name, Kind::View);
        if (!view)
            page->setOpenView(std::nullopt);
        else if (*view != open->view)
            page->setOpenView(pages::OpenView{*view});
    }
}

void Views::tellUnreadable()
{
    QStringList names;
    QStringList details;
    for (const QString &line : m_listing.unreadable) {
        if (m_said.contains(line))
            continue;
        m_said.insert(line);
        names << withoutReason(line);
        details << line;
    }
    if (names.isEmpty())
        return;
    //: %1 is a list of file names
    const QString text =
        tr("In the folder of views, this was left alone: %1").arg(names.join(QStringLiteral(", ")));
    m_host.messages.show(parts::MessageBar::Kind::Information, text);
    connect(m_host.messages.addAction(tr("Details")), &QAction::triggered, this, [this, text, details] {
        parts::prompts::showMessage(&m_host.window, {tr("Saved Views"), text, details.join(u'\n')});
    });
}

const SavedView *Views::find(const QString &name, Kind kind) const
{
    return findIn(m_listing.views, name, kind);
}

bool Views::keep(const SavedView &view)
{
    const auto saved = m_folder->save(view);
    if (!saved)
        showError(tr("“%1” could not be saved.").arg(view.name), saved.error());
    reload();
    return saved.has_value();
}

void Views::makeSure(QWidget *parent, const SavedView &view, const QString &own, std::function<void()> then)
{
    reload(); // another program may have written one
    const SavedView *known = find(view.name, view.kind());
    if (!known || known->name == own)
        return then();
    const QStringList users = view.filter ? usersOf(known->name) : QStringList();
    const QString text = view.query ? tr("There is a view “%1” already. Replace it?").arg(known->name)
                         : users.isEmpty()
                             ? tr("There is a saved filter “%1” already. Replace it?").arg(known->name)
                             : tr("There is a saved filter “%1” already, and these use it: %2. Replace it?")
                                   .arg(known->name, users.join(QStringLiteral(", ")));
    parts::prompts::ask(parent, {tr("Replace"), text, tr("&Replace")}, std::move(then));
}

void Views::makeSureOfChange(QWidget *parent, const QString &name, bool isChanged, std::function<void()> then)
{
    if (!isChanged)
        return then();
    const QString text =
        tr("“%1” was changed by another program meanwhile. Replace it all the same?").arg(name);
    parts::prompts::ask(parent, {tr("Replace"), text, tr("&Replace")}, std::move(then));
}

void Views::save()
{
    auto *page = qobject_cast<AnalysisPage *>(m_host.documents.page());
    if (!page || !m_folder)
        return;
    if (!page->openView() || page->openView()->isShipped)
        return saveAs();
    const SavedView opened = page->openView()->view;
    reload(); // the tab follows its file
    if (!page->openView())
        return saveAs();
    SavedView view = page->openView()->view;
    const bool isChanged = view != opened;
    view.query = page->query();
    makeSureOfChange(&m_host.window, view.name, isChanged, [this, view] { keep(view); });
}

void Views::saveAs()
{
    auto *page = qobject_cast<AnalysisPage *>(m_host.documents.page());
    if (!page || !m_folder)
        return;
    auto *dialog = new dialogs::NameDialog({tr("Save View"), tr("&Name of the view:"), tr("&Save")},
                                           proposedName(*page), &m_host.window);
    const QPointer<AnalysisPage> tab(page);
    connect(dialog, &dialogs::NameDialog::named, this,
            [=, this](const QString &name) { saveUnder(name, tab, dialog); });
    dialog->open();
}

void Views::saveUnder(const QString &name, const QPointer<AnalysisPage> &tab, dialogs::NameDialog *dialog)
{
    if (name.isEmpty())
        return dialog->showProblem(tr("Give it a name."));
    if (!tab)
        return dialog->done(QDialog::Rejected);
    const auto &open = tab->openView();
    SavedView view = open ? open->view : SavedView();
    view.name = name;
    view.query = tab->query();
    makeSure(dialog, view, open && !open->isShipped ? open->view.name : QString(), [=, this] {
        dialog->done(QDialog::Accepted);
        if (keep(view) && tab)
            tab->setOpenView(pages::OpenView{view});
    });
}

void Views::open(int kind, const QString &name)
{
    if (kind == NavigatorModel::SavedFilter)
        return editFilter(name);
    const bool isShipped = kind == NavigatorModel::ShippedView;
    if (const SavedView *view = isShipped ? findIn(m_shipped, name, Kind::View) : find(name, Kind::View))
        m_host.documents.openView({*view, isShipped});
}

void Views::openMenu(int kind, const QString &name, const QPoint &position)
{
    auto *menu = new QMenu(&m_host.window);
    menu->setObjectName(QStringLiteral("viewMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Kind what = kind == NavigatorModel::SavedFilter ? Kind::Filter : Kind::View;
    const bool isShipped = kind == NavigatorModel::ShippedView;
    const SavedView *view = name.isEmpty() ? nullptr
                            : isShipped    ? findIn(m_shipped, name, what)
                                           : find(name, what);
    if (view) {
        menu->addAction(tr("&Open"), this, [this, kind, name] { open(kind, name); });
        if (view->query && !isShipped) // others name a filter
            menu->addAction(tr("&Rename…"), this, [this, name] { rename(name); });
        menu->addAction(tr("&Export to a File…"), this, [this, view = *view] { exportToFile(view); });
        if (!isShipped) {
            menu->addSeparator();
            menu->addAction(tr("&Delete…"), this, [this, name, what] { askToRemove(name, what); });
        }
    } else {
        menu->addAction(tr("&Import from a File…"), this, &Views::importFromFile);
    }
    menu->popup(position);
}

void Views::rename(const QString &name)
{
    const SavedView *view = find(name, Kind::View);
    if (!view)
        return;
    auto *dialog =
        new dialogs::NameDialog({tr("Rename View"), tr("&New name:"), tr("&Rename")}, name, &m_host.window);
    connect(dialog, &dialogs::NameDialog::named, this,
            [=, this, view = *view](const QString &to) { renameTo(to, view, dialog); });
    dialog->open();
}

void Views::renameTo(const QString &name, const SavedView &view, dialogs::NameDialog *dialog)
{
    if (name.isEmpty())
        return dialog->showProblem(tr("Give it a name."));
    SavedView renamed = view;
    renamed.name = name;
    makeSure(dialog, renamed, view.name, [=, this] {
        dialog->done(QDialog::Accepted);
        const auto done = m_folder->rename(view.name, Kind::View, name);
        done ? followName(view.name, renamed)
             : showError(tr("“%1” could not be renamed.").arg(view.name), done.error());
    });
}

void Views::followName(const QString &before, const SavedView &renamed)
{
    for (AnalysisPage *page : m_host.documents.analyses()) {
        const auto &open = page->openView();
        if (open && !open->isShipped && open->view.name == before)
            page->setOpenView(pages::OpenView{renamed});
    }
    reload();
}

/// The pill becomes a reference to what is saved.
void Views::saveFilter(const Predicate &pill)
{
    auto *page = qobject_cast<AnalysisPage *>(m_host.documents.page());
    if (!page || !m_folder)
        return;
    const QString proposed = shortened(query::filterText(page->query().dataSet, pill));
    auto *dialog = new dialogs::NameDialog({tr("Save Filter"), tr("&Name of the filter:"), tr("&Save")},
                                           pill.name.isEmpty() ? proposed : pill.name, &m_host.window);
    const QPointer<AnalysisPage> tab(page);
    connect(dialog, &dialogs::NameDialog::named, this,
            [=, this](const QString &name) { saveFilterUnder(name, pill, tab, dialog); });
    dialog->open();
}

void Views::saveFilterUnder(const QString &name, const Predicate &pill, const QPointer<AnalysisPage> &tab,
                            dialogs::NameDialog *dialog)
{
    if (name.isEmpty())
        return dialog->showProblem(tr("Give it a name."));
    reload();
    const SavedView kept = asKnown({name, std::nullopt, filter::dressedAs(pill, {})});
    if (const QString problem = filterProblem(kept); !problem.isEmpty())
        return dialog->showProblem(problem);
    makeSure(dialog, kept, {}, [=, this] {
        dialog->done(QDialog::Accepted);
        if (keep(kept) && tab)
            tab->setQuery(withReference(tab->query(), pill, kept.name));
    });
}

void Views::editFilter(const QString &name)
{
    const SavedView *known = find(name, Kind::Filter);
    if (!known || !m_workspace)
        return;
    const auto *page = qobject_cast<AnalysisPage *>(m_host.documents.page());
    auto *dialog = new dialogs::FilterDefinition(m_workspace,
                                                 {known->name, *known->filter,
                                                  page ? page->query().dataSet : core::DataSet::Analytics,
                                                  usersOf(known->name)},
                                                 &m_host.window);
    connect(dialog, &dialogs::FilterDefinition::saved, this,
            [=, this, opened = *known](const Predicate &edited) { saveDefinition(edited, opened, dialog); });
    dialog->open();
}

void Views::saveDefinition(const Predicate &edited, const SavedView &opened,
                           dialogs::FilterDefinition *dialog)
{
    SavedView filter = opened;
    filter.filter = edited;
    if (const QString problem = filterProblem(filter); !problem.isEmpty())
        return dialog->showProblem(problem);
    reload();
    const SavedView *now = find(opened.name, Kind::Filter);
    makeSureOfChange(dialog, opened.name, !now || *now != opened, [=, this] {
        dialog->done(QDialog::Accepted);
        keep(filter);
    });
}

/// A filter under the spelling by which others know it.
SavedView Views::asKnown(SavedView view) const
{
    const SavedView *known = view.filter ? find(view.name, Kind::Filter) : nullptr;
    view.name = known ? known->name : view.name;
    return view;
}

QString Views::filterProblem(const SavedView &filter) const
{
    query::SavedFilters all = filters();
    all[filter.name] = *filter.filter;
    const Predicate reference = Predicate::saved(filter.name);
    return query::unresolvedFilters(reference, all).contains(filter.name)
               ? tr("It would contain itself. Take “%1” out of it.").arg(filter.name)
               : QString();
}

/// The names of what cannot be resolved without that filter.
QStringList Views::usersOf(const QString &filter) const
{
    query::SavedFilters others = filters();
    others.erase(filter);
    QStringList users;
    for (const SavedView &view : m_listing.views) {
        const auto asked = query::withoutOff(view.query ? view.query->where : *view.filter);
        if (asked && query::unresolvedFilters(*asked, others).contains(filter))
            users << view.name;
    }
    return users;
}

void Views::askToRemove(const QString &name, Kind kind)
{
    const auto remove = [this, name, kind] {
        if (const auto done = m_folder->remove(name, kind); !done)
            showError(tr("“%1” could not be deleted.").arg(name), done.error());
        reload();
    };
    const QStringList users = kind == Kind::Filter ? usersOf(name) : QStringList();
    const QString text =
        kind == Kind::View
            ? tr("Delete the view “%1”? What is loaded stays, and so do the tabs that show it.").arg(name)
        : users.isEmpty() ? tr("Delete the saved filter “%1”? No saved view uses it.").arg(name)
                          : tr("Delete the saved filter “%1”? These cannot be answered without it: %2")
                                .arg(name, users.join(QStringLiteral(", ")));
    parts::prompts::ask(&m_host.window, {tr("Delete"), text, tr("&Delete")}, remove);
}

void Views::exportToFile(const SavedView &view)
{
    const QString fileName = safeFileName(view.name);
    parts::prompts::askSaveFile(&m_host.window,
                                {tr("Export to a File"), QDir::homePath(), fileName + QStringLiteral(".json"),
                                 fileFilter(), QStringLiteral("json")},
                                [this, view](const QString &path) {
                                    if (const auto done = query::viewToFile(view, path); !done)
                                        showError(tr("“%1” could not be exported.").arg(view.name),
                                                  done.error());
                                });
}

void Views::importFromFile()
{
    parts::prompts::askOpenFile(&m_host.window, {tr("Import from a File"), QDir::homePath(), fileFilter()},
                                [this](const QString &path) { take(path); });
}

void Views::take(const QString &path)
{
    const auto view = query::viewFromFile(path);
    if (!view)
        return showError(tr("%1 is no view, or cannot be read.").arg(QFileInfo(path).fileName()),
                         view.error());
    makeSure(&m_host.window, *view, {}, [this, view = asKnown(*view)] {
        if (const QString problem = view.filter ? filterProblem(view) : QString(); !problem.isEmpty())
            m_host.messages.show(parts::MessageBar::Kind::Error, problem);
        else if (keep(view))
            m_host.messages.show(parts::MessageBar::Kind::Success, tr("Imported “%1”.").arg(view.name));
    });
}

void Views::showError(const QString &what, const core::Error &error)
{
    m_host.messages.show(parts::MessageBar::Kind::Error, what);
    connect(m_host.messages.addAction(tr("Details")), &QAction::triggered, this, [this, what, error] {
        parts::prompts::showMessage(&m_host.window, {tr("Details"), what, models::errorDetails(error)});
    });
}

} // namespace spendglass::window
