// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "query/query.h"
#include "sync/workspace.h"

#include <QPointer>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QMenu;
class QToolButton;

namespace spendglass::filter {

class Chip;
class FilterEditor;
class FlowLayout;
class TextMode;

/// The filters of a query as pills, or as one text. Keys on a pill: arrows move, Enter edits, Space turns on
/// and off, N negates, P pins, Delete removes.
class FilterBar final : public QWidget
{
    Q_OBJECT
public:
    FilterBar(sync::Workspace *workspace, std::shared_ptr<const core::Clock> clock,
              QWidget *parent = nullptr);

    void setQuery(const query::Query &query); ///< no signal
    void refresh() { rebuild(); }             ///< saved filters are others now
    const query::Query &query() const { return m_query; }

    void focusPills(); ///< the first pill, or the add button
    void clearAll();
    bool isTextMode() const;
    void setTextMode(bool isOn);

    /// The editor for a new filter on a field (which may be empty), or for the pill at an index. Pills that
    /// are no single condition open text mode instead.
    void openEditor(const query::FieldId &field);
    void openEditorAt(int pill);
    /// Shows the editor inside the window, so that a picture of the window has it.
    void setEditorEmbedded(bool isEmbedded) { m_isEmbedded = isEmbedded; }

    /// Takes what is written in text mode, if anything; false where there is a mistake in it.
    bool finishText();

Q_SIGNALS:
    void queryChanged(const spendglass::query::Query &query);
    // Offered where somebody listens:
    void saveRequested(const spendglass::query::Predicate &pill); ///< under a name
    void definitionRequested(const QString &name);                ///< of a saved filter

private:
    void build();
    void rebuild();
    Chip *makePill(int index);
    QString toolTipOf(const query::Predicate &pill) const;
    void takeKey(int index, QKeyEvent *event);
    void openMenu(int index, const QPoint &position);
    void change(const query::Predicate &where, int focused);
    void replace(int index, const query::Predicate &pill);
    void turn(int index);
    void negate(int index);
    void pin(int index);
    void askName(int index);
    void duplicate(int index);
    void remove(int index);
    void focusAt(int index);
    void openEditorUnder(QWidget *anchor, std::optional<int> pill, const query::FieldId &field);
    void fillSaved();
    void addSaved(const QString &name);
    void inlineSaved(int index);
    void acceptEdit(std::optional<int> pill, const query::Predicate &edited);
    void takeText(const query::Predicate &typed);

    QPointer<sync::Workspace> m_workspace;
    std::shared_ptr<const core::Clock> m_clock;
    query::Query m_query;
    QWidget *m_pillRow;
    FlowLayout *m_flow;
    QToolButton *m_add;
    QMenu *m_saved; ///< saved filters to add
    TextMode *m_text;
    std::vector<Chip *> m_pills;
    QPointer<FilterEditor> m_editor;
    bool m_isEmbedded = false;
};

} // namespace spendglass::filter
