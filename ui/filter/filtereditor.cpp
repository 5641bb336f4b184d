// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filtereditor.h"

#include "filter/facetlist.h"
#include "filter/fieldlist.h"
#include "filter/pills.h"
#include "filter/shelfedit.h"
#include "filter/tint.h"
#include "filter/valuepanel.h"

#include <QAccessible>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>

namespace spendglass::filter {

using query::Operator;

namespace {

constexpr std::chrono::milliseconds previewPause{250};

} // namespace

FilterEditor::FilterEditor(sync::Workspace *workspace, std::shared_ptr<const core::Clock> clock,
                           QWidget *parent)
    : PopupFrame(parent)
    , m_workspace(workspace)
    , m_clock(std::move(clock))
    , m_fields(new FieldList)
    , m_operator(new QComboBox)
    , m_facets(new FacetList(workspace))
    , m_values(new ValuePanel)
    , m_fieldTitle(new QLabel)
    , m_preview(new QLabel)
    , m_apply(nullptr)
    , m_pause(new QTimer(this))
{
    setObjectName(QStringLiteral("filterEditor"));
    setAccessibleName(tr("Edit filter"));
    build();
    m_pause->setSingleShot(true);
    m_pause->setInterval(previewPause);
    connect(m_pause, &QTimer::timeout, this, &FilterEditor::preview);
    connect(m_fields, &FieldList::currentChanged, this,
            [this](const QString &id) { setField(id, Operator::Is, {}); });
    connect(m_fields, &FieldList::chosen, this,
            [this](const QString &, bool isDone) { isDone ? apply() : m_operator->setFocus(); });
    connect(m_operator, &QComboBox::currentIndexChanged, this, &FilterEditor::changeOperator);
    connect(m_facets, &FacetList::changed, this, &FilterEditor::check);
    connect(m_values, &ValuePanel::changed, this, &FilterEditor::check);
}

void FilterEditor::build()
{
    auto *body = new QHBoxLayout;
    body->setSpacing(16);
    m_fields->setMinimumWidth(fontMetrics().averageCharWidth() * 26);
    body->addWidget(m_fields, 2);
    body->addWidget(valueSide(), 5);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(12);
    layout->addLayout(body, 1);
    layout->addWidget(foot());
}

QSize FilterEditor::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 134, fontMetrics().height() * 31};
}

QWidget *FilterEditor::valueSide()
{
    auto *side = new QWidget;
    QFont bold = font();
    bold.setBold(true);
    m_fieldTitle->setFont(bold);
    m_fieldTitle->setTextFormat(Qt::PlainText);
    m_operator->setObjectName(QStringLiteral("filterOperator"));
    m_operator->setAccessibleName(tr("Operator"));
    m_operator->setToolTip(tr("How the field is compared"));
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_fieldTitle);
    head->addWidget(m_operator);
    head->addStretch();
    layout->addLayout(head);
    layout->addWidget(m_facets, 1);
    layout->addWidget(m_values, 1);
    m_values->hide(); // else both would count for the popup's first size
    return side;
}

QWidget *FilterEditor::foot()
{
    auto *foot = new QWidget;
    auto *box = new QDialogButtonBox;
    m_apply = box->addButton(tr("&Apply"), QDialogButtonBox::AcceptRole);
    auto *cancel = box->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_apply->setObjectName(QStringLiteral("filterApply"));
    m_apply->setAccessibleName(tr("Apply filter"));
    m_apply->setToolTip(tr("Use this filter (Ctrl+Enter)"));
    m_apply->setDefault(true);
    cancel->setObjectName(QStringLiteral("filterCancel"));
    cancel->setAccessibleName(tr("Cancel filter"));
    cancel->setToolTip(tr("Leave the filters as they were (Esc)"));
    m_preview->setObjectName(QStringLiteral("filterPreview"));
    m_preview->setTextFormat(Qt::PlainText);
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_preview, 1);
    layout->addWidget(box);
    connect(m_apply, &QPushButton::clicked, this, &FilterEditor::apply);
    connect(cancel, &QPushButton::clicked, this, &QWidget::hide);
    return foot;
}

void FilterEditor::edit(const query::Query &query, std::optional<int> pill, const query::FieldId &field)
{
    m_query = query;
    m_pill = pill;
    m_isOn = true;
    std::optional<query::Condition> condition;
    if (pill) {
        const query::Predicate old = pillsOf(query.where)[std::size_t(*pill)];
        m_isOn = old.isOn;
        condition = conditionOf(old);
    }
    const auto choices = filterChoices(query);
    const query::FieldId first = choices.empty() ? query::FieldId() : choices.front().id;
    const auto start =
        condition.value_or(query::Condition{field.isEmpty() ? first : field, Operator::Is, {}});
    m_fields->setChoices(choices);
    m_fields->addTags(m_workspace, query.dataSet);
    m_fields->setCurrent(start.field);
    setField(start.field, start.op, start.values);
    if (condition || !field.isEmpty())
        (isListShown() ? static_cast<QWidget *>(m_facets) : m_values)->setFocus();
    else
        m_fields->setFocus();
}

void FilterEditor::setField(const query::FieldId &id, Operator op, const QStringList &values)
{
    const auto field = query::findField(m_query.dataSet, id);
    if (!field)
        return;
    m_field = id;
    m_type = field->type;
    m_fieldTitle->setText(query::fieldLabel(*field));
    fillOperators(op);
    showValues(values);
}

void FilterEditor::fillOperators(Operator op)
{
    const QSignalBlocker blocker(m_operator);
    if (op == Operator::In || op == Operator::NotIn)
        op = op == Operator::In ? Operator::Is : Operator::IsNot;
    m_operator->clear();
    for (const Operator offered : editorOperators(m_type)) {
        m_operator->addItem(operatorLabel(m_type, offered), int(offered));
        m_operator->setItemData(m_operator->count() - 1, operatorHint(offered), Qt::ToolTipRole);
    }
    m_operator->setMaxVisibleItems(m_operator->count());
    if (m_operator->findData(int(op)) < 0)
        m_operator->addItem(operatorLabel(m_type, op), int(op));
    m_operator->setCurrentIndex(m_operator->findData(int(op)));
}

Operator FilterEditor::currentOperator() const
{
    return Operator(m_operator->currentData().toInt());
}

bool FilterEditor::isListShown() const
{
    return valueCount(m_type, currentOperator()) < 0;
}

/// Amounts rank themselves; other fields by what is shown of them or could be.
std::vector<Ranking> FilterEditor::rankings() const
{
    std::vector<Ranking> result;
    const auto field = query::findField(m_query.dataSet, m_field);
    if (!field || field->role == query::FieldRole::Measure)
        return result;
    for (const FieldChoice &choice : shelfChoices(m_query, Zone::Measures))
        result.push_back({choice.id, choice.label});
    return result;
}

void FilterEditor::showValues(const QStringList &values)
{
    m_shown = currentOperator();
    m_facets->setVisible(isListShown());
    m_values->setVisible(!isListShown());
    m_facets->setChecked(isListShown() ? values : QStringList());
    m_values->setUp(m_type, currentOperator(), values, m_clock->today(), rankings());
    if (isListShown())
        m_facets->load(candidate(), m_field);
    check();
}

/// Values stay where the new operator can use them: ticked ones between "is" and "is not", typed ones between
/// those that take a typed value.
void FilterEditor::changeOperator()
{
    const bool wasList = !m_facets->isHidden();
    const auto formOf = [](Operator op) { return query::operatorInfo(op).operands; };
    const auto isTyped = [](query::OperandForm form) {
        return form != query::OperandForm::Period && form != query::OperandForm::Ranking;
    };
    const auto before = formOf(m_shown);
    const auto now = formOf(currentOperator());
    const bool isSameForm = wasList == isListShown() && (before == now || (isTyped(before) && isTyped(now)));
    const QStringList values = wasList ? m_facets->checked() : m_values->values();
    if (wasList && isListShown())
        check();
    else
        showValues(isSameForm ? values : QStringList());
}

query::Condition FilterEditor::condition() const
{
    const QStringList values = isListShown() ? m_facets->checked() : m_values->values();
    return pillOf({m_field, currentOperator(), values}).condition;
}

QString FilterEditor::problem() const
{
    if (m_field.isEmpty())
        return tr("Choose a field.");
    if (isListShown()) {
        const auto count = m_facets->checked().size();
        if (m_type == query::FieldType::Boolean && count > 1)
            return tr("Tick one value.");
        return count == 0 ? tr("Tick at least one value.") : QString();
    }
    return m_values->problem();
}

void FilterEditor::check()
{
    const QString wrong = problem();
    m_apply->setEnabled(wrong.isEmpty());
    m_pause->stop();
    if (!wrong.isEmpty())
        m_preview->setText(wrong);
    else
        m_pause->start();
}

/// The query as it would be after Apply; with a condition that is not complete, without it.
query::Query FilterEditor::candidate() const
{
    query::Query query = m_query;
    Pills pills = pillsOf(query.where);
    if (m_pill)
        pills.erase(pills.begin() + *m_pill);
    if (problem().isEmpty())
        pills.push_back(pillOf(condition()));
    query.where = fromPills(std::move(pills));
    return query;
}

void FilterEditor::preview()
{
    if (!m_workspace)
        return;
    query::Query query = candidate();
    query.rows.clear();
    query.columns.clear();
    query.sort.clear();
    query.limit.reset();
    query.measures = {query::Measure{query::Aggregate::Count, {}}};
    m_workspace->ask(previewChannel, query, this, [this](const auto &answer) { takePreview(answer); });
}

void FilterEditor::takePreview(const core::Result<query::AnswerPtr> &answer)
{
    if (!answer || !*answer || !problem().isEmpty())
        return;
    const QLocale locale;
    //: How many records a filter lets through, of all
    m_preview->setText(
        tr("%1 of %2 records")
            .arg(locale.toString((*answer)->records), locale.toString((*answer)->recordsInAll)));
    QAccessibleEvent changed(m_preview, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&changed);
}

void FilterEditor::apply()
{
    if (!problem().isEmpty())
        return;
    m_pause->stop();
    const query::Predicate pill = pillOf(condition(), m_isOn);
    hide();
    Q_EMIT applied(pill);
}

void FilterEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        apply();
        return;
    }
    PopupFrame::keyPressEvent(event);
}

} // namespace spendglass::filter

#include "moc_filtereditor.cpp"
