// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/analysispage.h"

#include "charts/chartpanel.h"
#include "filter/filterbar.h"
#include "filter/querybar.h"
#include "filter/shelfedit.h"
#include "filter/timeedit.h"
#include "export/about.h"
#include "models/cellrecords.h"
#include "models/completenesslabel.h"
#include "models/format.h"
#include "pages/crumbbar.h"
#include "pages/emptystate.h"
#include "pages/pivotview.h"
#include "pages/startqueries.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"
#include "query/sentence.h"

#include <QAction>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace spendglass::pages {

AnalysisPage::AnalysisPage(sync::Workspace *workspace, int channel, const query::Query &query,
                           const QString &title, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_channel(channel)
    , m_history(ViewState{{Crumb{title, query}}})
    , m_crumbs(new CrumbBar(this))
    , m_bar(new filter::QueryBar(workspace, this))
    , m_sentence(new QLabel(this))
    , m_messages(new parts::MessageBar(tr("About this data"), this))
    , m_stack(new QStackedWidget(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_chart(new charts::ChartPanel(this))
    , m_view(new PivotView(this))
    , m_empty(new EmptyState(this))
{
    setObjectName(QStringLiteral("analysisPage"));
    makeLayout();
    connectParts();
    showState();
}

void AnalysisPage::makeLayout()
{
    m_sentence->setObjectName(QStringLiteral("sentence"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_sentence->setWordWrap(true);
    m_sentence->setForegroundRole(QPalette::PlaceholderText);
    m_messages->setObjectName(QStringLiteral("pageMessage"));
    m_splitter->setObjectName(QStringLiteral("chartTableSplitter"));
    for (QFrame *card : {static_cast<QFrame *>(m_chart), static_cast<QFrame *>(m_view)})
        card->setFrameShape(QFrame::StyledPanel);
    m_splitter->addWidget(m_chart);
    m_splitter->addWidget(m_view);
    m_splitter->setStretchFactor(0, 5);
    m_splitter->setStretchFactor(1, 6);
    m_splitter->setSizes({300, 360});
    m_splitter->setCollapsible(0, false);
    m_splitter->setCollapsible(1, false);
    m_stack->addWidget(m_splitter);
    m_stack->addWidget(m_empty);
    m_bar->layout()->setContentsMargins(0, 0, 0, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(8);
    layout->addWidget(m_crumbs);
    layout->addWidget(m_bar);
    layout->addWidget(m_sentence);
    layout->addWidget(m_messages);
    layout->addWidget(m_stack, 1);
}

void AnalysisPage::connectParts()
{
    // The window's menu has these two keys; twice in one window they would cancel each other.
    for (QAction *command : m_bar->commands()) {
        if (command->objectName() == QLatin1String("focusFilters") ||
            command->objectName() == QLatin1String("addGroup"))
            command->setShortcuts({});
    }
    connect(m_bar, &filter::QueryBar::queryChanged, this, &AnalysisPage::setQuery);
    connect(m_crumbs, &CrumbBar::crumbChosen, this, &AnalysisPage::goToCrumb);
    connect(m_bar->filterBar(), &filter::FilterBar::saveRequested, this, &AnalysisPage::filterSaveRequested);
    connect(m_bar->filterBar(), &filter::FilterBar::definitionRequested, this,
            &AnalysisPage::filterDefinitionRequested);
    connect(m_view, &PivotView::lineSelected, m_chart, &charts::ChartPanel::selectLine);
    connect(m_view, &PivotView::lineSelected, this, &Page::navigationChanged);
    connect(m_view, &PivotView::drillRequested, this, &AnalysisPage::drill);
    connect(m_view, &PivotView::selectionChanged, this, &Page::statusChanged);
    connect(m_chart, &charts::ChartPanel::lineSelected, m_view, &PivotView::selectLine);
    connect(m_chart, &charts::ChartPanel::lineActivated, this,
            [this](int line, const std::vector<query::Value> &column) {
                const query::PivotNode &node = m_table->pivot.root.children.at(std::size_t(line));
                drillInto({{m_table->levelField(0), node.label}}, column);
            });
    connect(m_empty, &EmptyState::actionRequested, this, &AnalysisPage::clearFilters);
}

QString AnalysisPage::title() const
{
    if (!m_openView)
        return m_history.current().crumbs.back().title;
    //: The name of a saved view whose question was changed since
    return isAsSaved() ? m_openView->view.name : tr("%1 •").arg(m_openView->view.name);
}

void AnalysisPage::setOpenView(std::optional<OpenView> view)
{
    m_openView = std::move(view);
    Q_EMIT titleChanged();
}

bool AnalysisPage::isAsSaved() const
{
    return m_openView && m_openView->view.query == query();
}

QAbstractItemView *AnalysisPage::view() const
{
    return m_view->tree();
}

void AnalysisPage::setQuery(const query::Query &query)
{
    ViewState state = m_history.current();
    state.crumbs.back().query = query;
    changeTo(std::move(state));
}

void AnalysisPage::changeTo(ViewState state)
{
    m_history.push(std::move(state));
    showState();
}

void AnalysisPage::showState()
{
    const ViewState &state = m_history.current();
    QStringList titles;
    for (const Crumb &crumb : state.crumbs)
        titles << crumb.title;
    m_crumbs->setCrumbs(titles);
    if (m_bar->query() != state.query())
        m_bar->setQuery(state.query());
    m_sentence->setText(query::sentence(state.query()));
    Q_EMIT titleChanged();
    Q_EMIT navigationChanged();
    ask();
}

void AnalysisPage::goBack()
{
    m_history.goBack();
    showState();
}

void AnalysisPage::goForward()
{
    m_history.goForward();
    showState();
}

void AnalysisPage::goUp()
{
    if (canGoUp())
        goToCrumb(int(m_history.current().crumbs.size()) - 2);
}

void AnalysisPage::goToCrumb(int crumb)
{
    ViewState state = m_history.current();
    state.crumbs.resize(std::size_t(crumb) + 1);
    changeTo(std::move(state));
}

void AnalysisPage::ask(bool isAgain)
{
    const bool isLive = asksService();
    if (!m_workspace || (isLive && isAgain)) // what is kept changed, and is not what is shown
        return;
    m_isAsking = true;
    const quint64 generation = ++m_generation;
    m_workspace->cancelLive(m_channel);
    if (!m_answer && !isAgain) {
        m_empty->show(QStringLiteral("sync"), tr("Loading…"), {});
        m_stack->setCurrentWidget(m_empty);
    }
    // The table needs subtotals; they are no part of what a person asks for.
    query::Query asked = query();
    asked.subtotals = true;
    const auto then = [this, generation, question = query()](const core::Result<query::AnswerPtr> &answer) {
        if (generation == m_generation)
            onAnswer(question, answer);
    };
    if (!isLive)
        return m_workspace->ask(m_channel, asked, this, then);
    m_workspace->askLive(m_channel, asked, this, then);
    showAsking();
}

void AnalysisPage::setAskingService(bool isOn)
{
    if (m_asksService == isOn || !canAskService())
        return;
    m_asksService = isOn;
    ask();
    Q_EMIT navigationChanged();
}

void AnalysisPage::showAsking()
{
    m_messages->show(parts::MessageBar::Kind::Information,
                     tr("Asking the service\u2026 This can take minutes."), false);
    connect(m_messages->addAction(tr("Cancel")), &QAction::triggered, this, [this] {
        if (m_workspace)
            m_workspace->cancelLive(m_channel);
    });
}

void AnalysisPage::showWithdrawn()
{
    const QString text = tr("The question to the service was cancelled.");
    if (!m_answer)
        m_empty->show(QStringLiteral("info"), tr("Nothing was asked"), text);
    showTrouble(parts::MessageBar::Kind::Warning, text);
}

void AnalysisPage::showTrouble(parts::MessageBar::Kind kind, const QString &text)
{
    const bool isOld = m_answer && m_question != query();
    const QString note = QLatin1Char(' ') + tr("What you see answers the question before.");
    m_messages->show(kind, isOld ? text + note : text, !isOld);
    connect(m_messages->addAction(tr("Try again")), &QAction::triggered, this, [this] { ask(); });
    if (asksService())
        connect(m_messages->addAction(tr("Use what is kept")), &QAction::triggered, this,
                [this] { setAskingService(false); });
}

void AnalysisPage::onAnswer(const query::Query &question, const core::Result<query::AnswerPtr> &answer)
{
    m_isAsking = false;
    if (answer) {
        m_question = question;
        m_answer = *answer;
        showAnswer();
    } else if (answer.error().kind != core::ErrorKind::Cancelled) {
        showFailure(answer.error());
    } else if (asksService()) {
        showWithdrawn();
    }
    Q_EMIT statusChanged();
    Q_EMIT navigationChanged();
    Q_EMIT settled();
}

void AnalysisPage::showAnswer()
{
    m_table = models::crossTable(m_answer, m_locale);
    const QString badge = models::completenessBadge(m_locale, m_answer->completeness);
    //: %1 says how old and how whole the numbers are
    m_crumbs->setBadge(isLiveAnswer() ? tr("the service itself \u00B7 %1").arg(badge) : badge,
                       models::completenessDetails(m_answer->completeness));
    if (m_answer->records == 0)
        return showEmpty();
    const bool isSyncing = m_workspace && m_workspace->isSyncing();
    isSyncing && !isLiveAnswer() ? m_messages->hide() : showRemarks();
    m_view->setTable(m_table);
    m_chart->setTable(m_table);
    m_stack->setCurrentWidget(m_splitter);
    if (!m_wasShown && isVisible())
        m_view->tree()->setFocus();
    m_wasShown = true;
}

/// What is missing, and what of the question was left out.
void AnalysisPage::showRemarks()
{
    const QStringList lines = query::lackLines(m_answer->completeness, true);
    QStringList said = m_answer->remarks;
    if (isLiveAnswer())
        said.prepend(m_answer->remotePart);
    const QString remarks = said.join(QStringLiteral(" \u00B7 "));
    if (lines.isEmpty() && remarks.isEmpty())
        return m_messages->hide();
    if (lines.isEmpty())
        return m_messages->show(parts::MessageBar::Kind::Information, remarks);
    const QString rest = lines.size() > 1 ? tr("; and %1 more").arg(lines.size() - 1) : QString();
    m_messages->show(parts::MessageBar::Kind::Warning,
                     //: First reason, "; and 3 more"
                     tr("These numbers are not complete: %1%2.").arg(lines.first(), rest) +
                         (remarks.isEmpty() ? QString() : QLatin1Char('\n') + remarks));
    if (lines.size() > 1)
        connect(m_messages->addAction(tr("Details")), &QAction::triggered, this, [this, lines] {
            parts::prompts::showMessage(
                this, {tr("Not complete"), tr("What is missing, and why"), lines.join(u'\n')});
        });
}

void AnalysisPage::showEmpty()
{
    m_messages->hide();
    m_stack->setCurrentWidget(m_empty);
    if (isLiveAnswer())
        return m_empty->show(QStringLiteral("filter"), tr("The service has no records of this"),
                             m_answer->remotePart);
    if (m_answer->recordsInAll > 0) {
        m_empty->show(QStringLiteral("filter"), tr("No records match"),
                      tr("The filters and the period let none of the %1 records through.")
                          .arg(m_locale.toString(m_answer->recordsInAll)),
                      tr("Clear filters and period"));
        return;
    }
    if (m_workspace && m_workspace->isSyncing()) {
        m_empty->show(QStringLiteral("sync"), tr("The first rows are on their way"),
                      tr("They appear here as soon as they arrive."));
        return;
    }
    const auto &lacks = m_answer->completeness.lacks;
    const auto why = std::find_if(lacks.begin(), lacks.end(), [](const query::Lack &lack) {
        return !lack.reason.isEmpty(); //
    });
    if (why != lacks.end())
        m_empty->show(QStringLiteral("info"), tr("The service has nothing to give here"), why->reason);
    else
        m_empty->show(QStringLiteral("info"), tr("Nothing is loaded here yet"),
                      tr("Synchronise (F5) to ask the service for it."));
}

void AnalysisPage::followSavedFilters(const query::SavedFilters &before)
{
    m_bar->filterBar()->refresh();
    const auto meant = [this](const query::SavedFilters &filters) {
        return query::withSavedFilters(query(), filters);
    };
    if (meant(before) != meant(m_workspace->savedFilters()))
        ask();
}

/// In one sentence; a saved filter that is missing is named.
QString AnalysisPage::failureText(const core::Error &error) const
{
    const auto &filters = m_workspace->savedFilters();
    const auto asked = query::withoutOff(query().where);
    const QStringList missing = asked ? query::unresolvedFilters(*asked, filters) : QStringList();
    if (error.kind != core::ErrorKind::BadRequest || missing.isEmpty())
        return models::errorSentence(error);
    if (filters.contains(missing.first()))
        return tr("The saved filter “%1” contains itself. Nothing was asked.").arg(missing.first());
    return tr("There is no saved filter “%1”. Nothing was asked: take it out, or save one of that name.")
        .arg(missing.first());
}

void AnalysisPage::showFailure(const core::Error &error)
{
    m_lastError = error;
    const QString text = failureText(error);
    if (error.kind == core::ErrorKind::BadRequest) {
        // What was shown answers another question, and this one will have no answer.
        m_answer.reset();
        m_crumbs->setBadge({}, {});
        m_stack->setCurrentWidget(m_empty);
    }
    showTrouble(parts::MessageBar::Kind::Error, text);
    connect(m_messages->addAction(tr("Details")), &QAction::triggered, this, [this, text] {
        parts::prompts::showMessage(this, {tr("Details"), text, models::errorDetails(m_lastError)});
    });
    if (!m_answer)
        m_empty->show(QStringLiteral("warning"), tr("This could not be answered"), text);
}

void AnalysisPage::clearFilters()
{
    query::Query all = query();
    all.where = {};
    setQuery(filter::withDays(all, std::nullopt));
}

PageStatus AnalysisPage::status() const
{
    PageStatus status;
    if (!m_answer || !m_table)
        return status;
    const QString lines = m_locale.toString(qint64(m_table->pivot.root.children.size()));
    const QString records = m_locale.toString(m_answer->records);
    status.counts = isLiveAnswer() ? tr("Lines: %1 · Rows from the service: %2").arg(lines, records)
                                   //: Lines shown; records that the filters let through; records in all
                                   : tr("Lines: %1 · Records: %2 of %3")
                                         .arg(lines, records, m_locale.toString(m_answer->recordsInAll));
    status.selection = m_view->selectionText();
    const bool isMoney = query().dataSet == core::DataSet::Spend || query().dataSet == core::DataSet::Summary;
    status.badge = isMoney ? tr("Estimate, not an invoice") : QString();
    return status;
}

std::optional<ExportContent> AnalysisPage::exportContent() const
{
    if (!m_answer || m_answer->records == 0)
        return std::nullopt;
    ExportContent content;
    content.table = std::shared_ptr<const query::Table>(m_answer, &m_answer->table);
    content.about = exporting::aboutAnswer(*m_answer);
    content.fileName = m_openView ? m_openView->view.name : title();
    return content;
}

/// Below the last field are the records, which are those that are kept.
bool AnalysisPage::canDrill() const
{
    if (m_stack->currentWidget() != m_splitter || m_view->currentPath().empty())
        return false;
    return !isLiveAnswer() || !nextField(m_question, m_view->currentPath().back().field).isEmpty();
}

void AnalysisPage::drill()
{
    drillInto(m_view->currentPath(), m_view->currentColumn());
}

query::Query AnalysisPage::narrowed(const std::vector<models::PathStep> &path,
                                    const std::vector<query::Value> &column) const
{
    query::Query result = m_question;
    std::vector<models::PathStep> steps = path;
    for (std::size_t i = 0; i < column.size() && i < result.columns.size(); ++i)
        steps.push_back({result.columns[i], column[i]});
    for (const models::PathStep &step : steps) {
        if (!std::holds_alternative<query::Others>(step.value))
            result = withValue(std::move(result), m_answer->resolved, step.field, step.value);
        else if (const auto others = models::othersOf(*m_table, path, column, step.field))
            result = withCondition(std::move(result), *others);
    }
    return result;
}

/// Spend has nothing below the customer; usage has: the same customer by service and month.
query::Query AnalysisPage::usageBelow(const std::vector<models::PathStep> &path) const
{
    query::Query usage = dataSetQuery(core::DataSet::Analytics);
    for (const models::PathStep &step : path) {
        if (query::findField(usage.dataSet, step.field))
            usage = withValue(std::move(usage), m_answer->resolved, step.field, step.value);
    }
    return withPinned(std::move(usage), m_question);
}

void AnalysisPage::drillInto(const std::vector<models::PathStep> &path,
                             const std::vector<query::Value> &column)
{
    if (path.empty() || !m_answer)
        return;
    query::Query down = narrowed(path, column);
    const QString name = models::valueLabel(m_locale, path.back().value, down.granularity);
    const auto isOthers = [](const models::PathStep &step) {
        return std::holds_alternative<query::Others>(step.value);
    };
    if (std::ranges::any_of(path, isOthers)) {
        // Others are opened: the same lines, without those that stood apart.
    } else if (down.dataSet == core::DataSet::Spend) {
        down = usageBelow(path);
    } else {
        const query::FieldId next = nextField(down, path.back().field);
        if (next.isEmpty()) {
            Q_EMIT recordsRequested(models::recordsOf(*m_table, path, column).value_or(down));
            return;
        }
        down.rows = {next};
        down.sort.clear();
    }
    if (!column.empty() && down.granularity == core::Granularity::Monthly)
        down.granularity = core::Granularity::Daily;
    ViewState state = m_history.current();
    state.crumbs.push_back({name, filter::tidied(std::move(down))});
    changeTo(std::move(state));
}

void AnalysisPage::showFilterEditor()
{
    m_bar->filterBar()->setEditorEmbedded(true);
    m_bar->filterBar()->openEditor(QStringLiteral("meterCategory"));
}

std::optional<query::Query> AnalysisPage::recordsQuery() const
{
    if (!canDrill() || isLiveAnswer()) // records are those that are kept
        return std::nullopt;
    const auto path = m_view->currentPath();
    const auto column = m_view->currentColumn();
    const auto records = models::recordsOf(*m_table, path, column);
    return records ? *records : narrowed(path, column);
}

std::optional<query::Query> AnalysisPage::requestsQuery() const
{
    if (const auto selected = recordsQuery())
        return selected;
    if (isLiveAnswer())
        return std::nullopt;
    return m_answer && m_answer->records > 0 ? std::optional(m_answer->query) : std::nullopt;
}

void AnalysisPage::setPanes(Panes panes)
{
    m_chart->setVisible(panes != Panes::TableOnly);
    m_view->setVisible(panes != Panes::ChartOnly);
}

void AnalysisPage::focusFilters()
{
    for (QAction *command : m_bar->commands()) {
        if (command->objectName() == QLatin1String("focusFilters"))
            command->trigger();
    }
}

void AnalysisPage::focusGrouping()
{
    for (QAction *command : m_bar->commands()) {
        if (command->objectName() == QLatin1String("addGroup"))
            command->trigger();
    }
}

} // namespace spendglass::pages
