// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "query/table.h"
#include "sync/workspace.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QTimer;

namespace spendglass::models {
class FacetModel;
}

namespace spendglass::filter {

class Caption;

/// Channels on which filters ask a workspace for values and for the editor's preview. Others must not use
/// them.
inline constexpr int facetChannel = 7001;
inline constexpr int previewChannel = 7002;
inline constexpr int completionChannel = 7003;

/// The values of one field to tick, with their amounts, asked from a workspace under all other filters.
class FacetList final : public QWidget
{
    Q_OBJECT
public:
    explicit FacetList(sync::Workspace *workspace, QWidget *parent = nullptr);

    /// Asks anew. Filters on the field itself do not count.
    void load(const query::Query &query, const query::FieldId &field);
    void setChecked(const QStringList &values);
    QStringList checked() const;

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    QWidget *buttons();
    void ask();
    void take(const core::Result<query::Facets> &facets);
    void showState(const QString &text);

    QPointer<sync::Workspace> m_workspace;
    models::FacetModel *m_model;
    QLineEdit *m_search;
    QListView *m_view;
    QLabel *m_state;
    Caption *m_count;
    Caption *m_heading;
    QTimer *m_pause;
    query::Query m_query;
    query::FieldId m_field;
};

} // namespace spendglass::filter
