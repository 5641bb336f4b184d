// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/savedview.h"

#include <QObject>
#include <QPointer>
#include <QSet>

#include <functional>
#include <optional>

class QWidget;

namespace spendglass::dialogs {
class FilterDefinition;
class NameDialog;
} // namespace spendglass::dialogs
namespace spendglass::pages {
class AnalysisPage;
}
namespace spendglass::parts {
class MessageBar;
}
namespace spendglass::sync {
class Workspace;
}

namespace spendglass::window {

class Documents;
class Navigator;

/// What saved views show themselves in.
struct ViewsHost
{
    Documents &documents;
    Navigator &navigator;
    parts::MessageBar &messages;
    QWidget &window;
};

/// Everything of the window that is about saved views and filters: keeping the question of a tab or a pill of
/// its filter bar under a name, the list in the navigator, and files that go in and out. The workspace gets
/// the filters, so that questions can name them. The folder is read again whenever the window becomes
/// active: what was put there by hand or by the command line counts.
class Views final : public QObject
{
    Q_OBJECT
public:
    Views(ViewsHost host, QObject *parent);

    void setFolder(query::ViewFolder folder);      ///< without one nothing can be saved
    void setWorkspace(sync::Workspace *workspace); ///< null: nothing is open
    void save(); ///< the question of the tab in front, under its view's name; asks where it has none
    void saveAs();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using Kind = query::SavedView::Kind;

    void reload();
    void showList();
    query::SavedFilters filters() const; ///< of the folder as it was read last
    void shareFilters();
    void followFiles();
    void tellUnreadable();
    const query::SavedView *find(const QString &name, Kind kind) const;
    bool keep(const query::SavedView &view);
    /// Then, at once, or once the person agreed to lose what another program wrote meanwhile.
    void makeSureOfChange(QWidget *parent, const QString &name, bool isChanged, std::function<void()> then);
    /// Then, once the person agreed when that name is taken by another one than own.
    void makeSure(QWidget *parent, const query::SavedView &view, const QString &own,
                  std::function<void()> then);
    void open(int kind, const QString &name);
    void openMenu(int kind, const QString &name, const QPoint &position);
    void rename(const QString &name);
    void saveFilter(const query::Predicate &pill);
    void editFilter(const QString &name);
    // What the dialogs of these give; each closes its dialog when it is done.
    void saveUnder(const QString &name, const QPointer<pages::AnalysisPage> &tab,
                   dialogs::NameDialog *dialog);
    void renameTo(const QString &name, const query::SavedView &view, dialogs::NameDialog *dialog);
    void saveFilterUnder(const QString &name, const query::Predicate &pill,
                         const QPointer<pages::AnalysisPage> &tab, dialogs::NameDialog *dialog);
    void saveDefinition(const query::Predicate &edited, const query::SavedView &opened,
                        dialogs::FilterDefinition *dialog);
    void followName(const QString &before, const query::SavedView &renamed);
    query::SavedView asKnown(query::SavedView view) const;
    QString filterProblem(const query::SavedView &filter) const;
    QStringList usersOf(const QString &filter) const;
    void askToRemove(const QString &name, Kind kind);
    void exportToFile(const query::SavedView &view);
    void importFromFile();
    void take(const QString &path);
    void showError(const QString &what, const core::Error &error);

    ViewsHost m_host;
    sync::Workspace *m_workspace = nullptr;
    std::optional<query::ViewFolder> m_folder;
    const std::vector<query::SavedView> m_shipped;
    query::ViewFolder::Listing m_listing; ///< as it was read last
    QSet<QString> m_said;                 ///< what cannot be read: once is enough
};

} // namespace spendglass::window
