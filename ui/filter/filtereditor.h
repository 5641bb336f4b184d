// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "query/query.h"
#include "query/table.h"
#include "sync/workspace.h"
#include "filter/popupframe.h"

#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QTimer;

namespace spendglass::filter {

class FacetList;
class FieldList;
class ValuePanel;
struct Ranking;

/// The popup that makes or changes one condition: field, operator and values, all three in view, and how many
/// records are left. It answers with one signal on Apply and with none on Cancel or Esc.
class FilterEditor final : public PopupFrame
{
    Q_OBJECT
public:
    FilterEditor(sync::Workspace *workspace, std::shared_ptr<const core::Clock> clock, QWidget *parent);

    /// Edits the pill at index of the query's filters, or a new one on field (which may be empty).
    void edit(const query::Query &query, std::optional<int> pill, const query::FieldId &field);
    /// The condition as it stands.
    query::Condition condition() const;

    QSize sizeHint() const override;

Q_SIGNALS:
    void applied(const spendglass::query::Predicate &pill);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    QWidget *valueSide();
    QWidget *foot();
    void setField(const query::FieldId &id, query::Operator op, const QStringList &values);
    void fillOperators(query::Operator op);
    std::vector<Ranking> rankings() const;
    void showValues(const QStringList &values);
    void changeOperator();
    void check();
    void preview();
    void takePreview(const core::Result<query::AnswerPtr> &answer);
    void apply();
    QString problem() const;
    query::Operator currentOperator() const;
    bool isListShown() const;
    query::Query candidate() const;

    QPointer<sync::Workspace> m_workspace;
    std::shared_ptr<const core::Clock> m_clock;
    FieldList *m_fields;
    QComboBox *m_operator;
    FacetList *m_facets;
    ValuePanel *m_values;
    QLabel *m_fieldTitle;
    QLabel *m_preview;
    QPushButton *m_apply;
    QTimer *m_pause;
    query::Query m_query;
    std::optional<int> m_pill;
    bool m_isOn = true;
    query::FieldId m_field;
    query::FieldType m_type = query::FieldType::Text;
    query::Operator m_shown = query::Operator::Is; ///< whose values are in view
};

} // namespace spendglass::filter
