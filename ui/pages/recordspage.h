// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"
#include "query/table.h"
#include "sync/workspace.h"

#include <QLocale>
#include <QPointer>

class QLabel;
class QStackedWidget;
class QTableView;

namespace spendglass::models {
class RecordsModel;
}

namespace spendglass::pages {

class CrumbBar;
class EmptyState;

/// The records behind a number, as they were received, however many.
class RecordsPage final : public Page
{
    Q_OBJECT
public:
    RecordsPage(sync::Workspace *workspace, int channel, const query::Query &query,
                QWidget *parent = nullptr);

    QString title() const override { return tr("Records"); }
    bool isSettled() const override { return !m_isCounting && m_blocksOpen == 0; }
    PageStatus status() const override;
    QAbstractItemView *view() const override;
    void reload() override;
    std::optional<ExportContent> exportContent() const override { return std::nullopt; }
    std::optional<query::Query> requestsQuery() const override { return m_query; }

private:
    void makeView();
    void onCounted(const core::Result<query::AnswerPtr> &answer);
    void fetch(qint64 first, qint64 count);
    void fitColumns();
    void showIdsLast();

    QPointer<sync::Workspace> m_workspace;
    int m_channel;
    query::Query m_query;
    qint64 m_records = -1;
    qint64 m_recordsInAll = 0;
    bool m_isCounting = false;
    int m_blocksOpen = 0;
    quint64 m_generation = 0;
    bool m_isFitted = false;
    QLocale m_locale;

    models::RecordsModel *m_model;
    CrumbBar *m_crumbs;
    QLabel *m_sentence;
    QStackedWidget *m_stack;
    QTableView *m_view;
    EmptyState *m_empty;
};

} // namespace spendglass::pages
