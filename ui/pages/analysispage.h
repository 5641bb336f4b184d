// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/savedview.h"
#include "sync/workspace.h"
#include "models/answermodel.h"
#include "pages/history.h"
#include "pages/page.h"
#include "parts/messagebar.h"

#include <QPointer>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace spendglass::charts {
class ChartPanel;
}
namespace spendglass::filter {
class QueryBar;
}

namespace spendglass::pages {

class CrumbBar;
class EmptyState;
class PivotView;

/// The view that a document was opened from or saved as.
struct OpenView
{
    query::SavedView view;
    bool isShipped = false; ///< came with the program and cannot be changed
};

/// A document over one Query: path, filters and grouping, sentence, chart over table. Every hand edits the
/// one view state; a new state is a question to the workspace and a step of the history.
///
/// States: loading (nothing yet) → shown ⇄ shown and asking again → empty (and why) or failed (and what to
/// do).
class AnalysisPage final : public Page
{
    Q_OBJECT
public:
    /// channel: the first of 16 question channels that are this page's own.
    AnalysisPage(sync::Workspace *workspace, int channel, const query::Query &query, const QString &title,
                 QWidget *parent = nullptr);

    QString title() const override;
    bool isSettled() const override { return !m_isAsking; }
    PageStatus status() const override;
    QAbstractItemView *view() const override;
    void reload() override { ask(true); }
    std::optional<ExportContent> exportContent() const override;

    bool canGoBack() const override { return m_history.canGoBack(); }
    bool canGoForward() const override { return m_history.canGoForward(); }
    bool canGoUp() const override { return m_history.current().crumbs.size() > 1; }
    bool canDrill() const override;
    bool canShape() const override { return true; }
    bool canAskService() const override { return query().dataSet == core::DataSet::Analytics; }
    bool asksService() const override { return m_asksService && canAskService(); }
    void setAskingService(bool isOn) override;
    void goBack() override;
    void goForward() override;
    void goUp() override;
    void drill() override;
    void setPanes(Panes panes) override;
    void focusFilters() override;
    void focusGrouping() override;
    void showFilterEditor() override;
    std::optional<query::Query> recordsQuery() const override;
    std::optional<query::Query> requestsQuery() const override;

    const query::Query &query() const { return m_history.current().query(); }
    void setQuery(const query::Query &query); ///< as if a person had edited it
    const query::AnswerPtr &answer() const { return m_answer; }

    /// Gives it its title, with a mark once the question is another one.
    void setOpenView(std::optional<OpenView> view);
    const std::optional<OpenView> &openView() const { return m_openView; }
    bool isAsSaved() const;                                     ///< it asks what its view does
    void followSavedFilters(const query::SavedFilters &before); ///< the workspace has other ones now

Q_SIGNALS:
    void filterSaveRequested(const spendglass::query::Predicate &pill); ///< under a name
    void filterDefinitionRequested(const QString &name);                ///< of a saved filter

private:
    void makeLayout();
    void connectParts();
    void changeTo(ViewState state); ///< a step forward
    void showState();               ///< the current one, and asks
    void goToCrumb(int crumb);
    void ask(bool isAgain = false); ///< again: by itself, so that what is shown stays meanwhile
    void onAnswer(const query::Query &question, const core::Result<query::AnswerPtr> &answer);
    void showAnswer();
    void showEmpty();
    QString failureText(const core::Error &error) const;
    void showFailure(const core::Error &error);
    void clearFilters();
    void drillInto(const std::vector<models::PathStep> &path, const std::vector<query::Value> &column);
    query::Query narrowed(const std::vector<models::PathStep> &path,
                          const std::vector<query::Value> &column) const;
    query::Query usageBelow(const std::vector<models::PathStep> &path) const;
    void showRemarks();
    void showAsking();    ///< that the service is being asked, and how to stop it
    void showWithdrawn(); ///< that it was stopped
    /// What is wrong; whether what is shown still answers an older question, and ways on.
    void showTrouble(parts::MessageBar::Kind kind, const QString &text);
    bool isLiveAnswer() const { return m_answer && !m_answer->remotePart.isEmpty(); }

    QPointer<sync::Workspace> m_workspace;
    int m_channel;
    History m_history;
    std::optional<OpenView> m_openView;
    query::Query m_question; ///< what m_answer answers, with saved filters as references
    query::AnswerPtr m_answer;
    models::CrossTablePtr m_table;
    bool m_isAsking = false;
    bool m_asksService = false; ///< where it can be asked
    bool m_wasShown = false;    ///< the first answer takes the keyboard to the table
    quint64 m_generation = 0;   ///< answers of an older question are dropped
    core::Error m_lastError;
    QLocale m_locale;

    CrumbBar *m_crumbs;
    filter::QueryBar *m_bar;
    QLabel *m_sentence;
    parts::MessageBar *m_messages;
    QStackedWidget *m_stack;
    QSplitter *m_splitter;
    charts::ChartPanel *m_chart;
    PivotView *m_view;
    EmptyState *m_empty;
};

} // namespace spendglass::pages
