// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filterbar.h"

#include "query/sentence.h"
#include "models/format.h"
#include "filter/askpopup.h"
#include "filter/chip.h"
#include "filter/filtereditor.h"
#include "filter/flowlayout.h"
#include "filter/pills.h"
#include "filter/textmode.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMetaMethod>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace spendglass::filter {

using query::Predicate;

namespace {

Chip::Glyph glyphOf(core::DataSet dataSet, const Predicate &pill)
{
    if (!pill.isOn)
        return Chip::Glyph::Off;
    if (!query::appliesTo(dataSet, pill))
        return Chip::Glyph::Warning;
    if (pill.kind == Predicate::Kind::Saved)
        return Chip::Glyph::Check;
    return conditionOf(pill) ? Chip::Glyph::Check : Chip::Glyph::Text;
}

} // namespace

FilterBar::FilterBar(sync::Workspace *workspace, std::shared_ptr<const core::Clock> clock, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_clock(std::move(clock))
    , m_pillRow(new QWidget)
    , m_flow(new FlowLayout(m_pillRow))
    , m_add(new QToolButton)
    , m_saved(new QMenu(this))
    , m_text(new TextMode(workspace))
{
    setObjectName(QStringLiteral("filterBar"));
    setAccessibleName(tr("Filters"));
    build();
    rebuild();
}

void FilterBar::build()
{
    m_add->setObjectName(QStringLiteral("filterAdd"));
    m_add->setText(tr("+ &Filter"));
    m_add->setAccessibleName(tr("Add filter"));
    m_add->setToolTip(tr("Add a filter (Ctrl+L, then Enter)"));
    m_add->setAutoRaise(true);
    m_add->setFocusPolicy(Qt::StrongFocus);
    m_saved->setObjectName(QStringLiteral("savedFilters"));
    m_saved->setToolTipsVisible(true);
    connect(m_saved, &QMenu::aboutToShow, this, &FilterBar::fillSaved);
    m_add->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_add, &QWidget::customContextMenuRequested, this, [this] {
        if (m_add->menu())
            m_saved->popup(m_add->mapToGlobal(m_add->rect().bottomLeft()));
    });
    m_flow->insertWidget(-1, m_add);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    m_pillRow->setSizePolicy(policy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pillRow);
    layout->addWidget(m_text);
    m_text->hide();
    connect(m_text, &TextMode::committed, this, &FilterBar::takeText);
    connect(m_text, &TextMode::left, this, [this] { setTextMode(false); });
    connect(m_add, &QToolButton::clicked, this, [this] { openEditor({}); });
}

void FilterBar::setQuery(const query::Query &query)
{
    const bool isSame = query.where == m_query.where && query.dataSet == m_query.dataSet;
    m_query = query;
    if (isSame)
        return;
    rebuild();
    if (isTextMode())
        m_text->setQuery(m_query);
}

void FilterBar::rebuild()
{
    const auto focused =
        std::find_if(m_pills.begin(), m_pills.end(), [](Chip *pill) { return pill->hasFocus(); });
    const bool hadFocus = focused != m_pills.end();
    const int index = int(focused - m_pills.begin());
    for (Chip *pill : std::exchange(m_pills, {})) {
        m_flow->removeWidget(pill);
        pill->hide();
        pill->deleteLater();
    }
    const bool hasSaved = m_workspace && !m_workspace->savedFilters().empty();
    m_add->setMenu(hasSaved ? m_saved : nullptr);
    m_add->setPopupMode(hasSaved ? QToolButton::MenuButtonPopup : QToolButton::DelayedPopup);
    const int count = int(pillsOf(m_query.where).size());
    for (int i = 0; i < count; ++i) {
        Chip *pill = makePill(i);
        m_pills.push_back(pill);
        m_flow->insertWidget(i, pill);
        pill->show();
    }
    QWidget *previous = nullptr;
    for (Chip *pill : m_pills) {
        if (previous)
            setTabOrder(previous, pill);
        previous = pill;
    }
    if (previous)
        setTabOrder(previous, m_add);
    if (hadFocus)
        focusAt(index);
}

Chip *FilterBar::makePill(int index)
{
    const Pills pills = pillsOf(m_query.where);
    const Predicate &pill = pills[std::size_t(index)];
    auto *chip = new Chip(pillText(m_query.dataSet, pill), m_pillRow);
    chip->setObjectName(QStringLiteral("filterPill%1").arg(index));
    chip->setAccessibleName(pillAccessibleName(m_query.dataSet, pill, index, int(pills.size())));
    chip->setPlainToolTip(toolTipOf(pill));
    chip->setLook(glyphOf(m_query.dataSet, pill), isNegated(pill));
    chip->setPinned(pill.isPinned);
    chip->setRemovable(true);
    connect(chip, &Chip::clicked, this, [this, index] { openEditorAt(index); });
    connect(chip, &Chip::removeRequested, this, [this, index] { remove(index); });
    connect(chip, &Chip::menuRequested, this, [this, index](const QPoint &at) { openMenu(index, at); });
    connect(chip, &Chip::keyPressed, this, [this, index](QKeyEvent *event) { takeKey(index, event); });
    return chip;
}

QString FilterBar::toolTipOf(const Predicate &pill) const
{
    const QString tip = pillToolTip(m_query.dataSet, pill);
    if (pill.kind != Predicate::Kind::Saved || !m_workspace)
        return tip;
    const auto found = m_workspace->savedFilters().find(pill.name);
    return found == m_workspace->savedFilters().end()
               ? tr("There is no saved filter “%1”").arg(pill.name)
               : tip + QChar(u'\n') + query::filterText(m_query.dataSet, found->second);
}

void FilterBar::takeKey(int index, QKeyEvent *event)
{
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    if (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier))
        return;
    event->accept();
    switch (event->key()) {
    case Qt::Key_Left:
        focusAt(index - forward);
        break;
    case Qt::Key_Right:
        focusAt(index + forward);
        break;
    case Qt::Key_Home:
        focusAt(0);
        break;
    case Qt::Key_End:
        focusAt(int(m_pills.size()) - 1);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        openEditorAt(index);
        break;
    case Qt::Key_Space:
        turn(index);
        break;
    case Qt::Key_N:
        negate(index);
        break;
    case Qt::Key_P:
        pin(index);
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        remove(index);
        break;
    default:
        event->ignore();
    }
}

void FilterBar::openMenu(int index, const QPoint &position)
{
    const Predicate pill = pillsOf(m_query.where)[std::size_t(index)];
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("filterMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Edit …"), this, [this, index] { openEditorAt(index); });
    menu->addAction(pill.isOn ? tr("Turn &off") : tr("Turn &on"), this, [this, index] { turn(index); });
    menu->addAction(isNegated(pill) ? tr("&Include") : tr("E&xclude"), this,
                    [this, index] { negate(index); });
    menu->addAction(pill.isPinned ? tr("Un&pin") : tr("&Pin"), this, [this, index] { pin(index); });
    if (pill.kind != Predicate::Kind::Saved) // its name says which one it is
        menu->addAction(tr("&Name …"), this, [this, index] { askName(index); });
    if (pill.kind == Predicate::Kind::Saved)
        menu->addAction(tr("Replace by Its &Conditions"), this, [this, index] { inlineSaved(index); })
            ->setEnabled(m_workspace && m_workspace->savedFilters().contains(pill.name));
    else if (isSignalConnected(QMetaMethod::fromSignal(&FilterBar::saveRequested)))
        menu->addAction(tr("&Save Filter…"), this, [this, pill] { Q_EMIT saveRequested(pill); });
    menu->addAction(tr("&Duplicate"), this, [this, index] { duplicate(index); });
    menu->addSeparator();
    menu->addAction(tr("&Remove"), this, [this, index] { remove(index); });
    menu->popup(position);
}

void FilterBar::change(const Predicate &where, int focused)
{
    if (where == m_query.where)
        return;
    m_query.where = where;
    rebuild();
    focusAt(focused);
    if (isTextMode())
        m_text->setQuery(m_query);
    Q_EMIT queryChanged(m_query);
}

void FilterBar::replace(int index, const Predicate &pill)
{
    Pills pills = pillsOf(m_query.where);
    pills[std::size_t(index)] = pill;
    change(fromPills(std::move(pills)), index);
}

void FilterBar::turn(int index)
{
    Predicate pill = pillsOf(m_query.where)[std::size_t(index)];
    pill.isOn = !pill.isOn;
    replace(index, pill);
}

void FilterBar::negate(int index)
{
    replace(index, negated(pillsOf(m_query.where)[std::size_t(index)]));
}

void FilterBar::pin(int index)
{
    Predicate pill = pillsOf(m_query.where)[std::size_t(index)];
    pill.isPinned = !pill.isPinned;
    replace(index, pill);
}

void FilterBar::askName(int index)
{
    auto *popup =
        new AskPopup(tr("Name of the filter"), pillsOf(m_query.where)[std::size_t(index)].name, this);
    popup->setMayBeEmpty(true); // takes the name away
    connect(popup, &AskPopup::answered, this, [this, index](const QString &name) {
        Predicate pill = pillsOf(m_query.where)[std::size_t(index)];
        pill.name = name;
        replace(index, pill);
    });
    popup->showUnder(m_pills[std::size_t(index)], m_isEmbedded);
}

void FilterBar::duplicate(int index)
{
    Pills pills = pillsOf(m_query.where);
    const Predicate copy = pills[std::size_t(index)];
    pills.insert(pills.begin() + index, copy);
    change(fromPills(std::move(pills)), index + 1);
}

void FilterBar::remove(int index)
{
    Pills pills = pillsOf(m_query.where);
    pills.erase(pills.begin() + index);
    change(fromPills(std::move(pills)), index);
}

void FilterBar::clearAll()
{
    change(fromPills({}), 0);
}

/// Past the last pill comes the add button.
void FilterBar::focusAt(int index)
{
    const int last = int(m_pills.size()) - 1;
    QWidget *widget = index > last ? static_cast<QWidget *>(m_add) : m_pills[std::size_t(std::max(0, index))];
    widget->setFocus(Qt::ShortcutFocusReason);
}

void FilterBar::focusPills()
{
    if (isTextMode())
        m_text->setFocus(Qt::ShortcutFocusReason);
    else
        focusAt(0);
}

void FilterBar::openEditor(const query::FieldId &field)
{
    setTextMode(false);
    openEditorUnder(m_add, std::nullopt, field);
}

void FilterBar::openEditorAt(int pill)
{
    const Pills pills = pillsOf(m_query.where);
    if (pill < 0 || pill >= int(pills.size()))
        return;
    static const auto definition = QMetaMethod::fromSignal(&FilterBar::definitionRequested);
    const QString &name = pills[std::size_t(pill)].name;
    const bool isDefined = pills[std::size_t(pill)].kind == Predicate::Kind::Saved && m_workspace &&
                           m_workspace->savedFilters().contains(name);
    if (isDefined && isSignalConnected(definition))
        Q_EMIT definitionRequested(name);
    else if (isEditable(m_query.dataSet, pills[std::size_t(pill)]))
        openEditorUnder(m_pills[std::size_t(pill)], pill, {});
    else
        setTextMode(true);
}

void FilterBar::openEditorUnder(QWidget *anchor, std::optional<int> pill, const query::FieldId &field)
{
    delete m_editor;
    m_editor = new FilterEditor(m_workspace, m_clock, this);
    connect(m_editor, &FilterEditor::applied, this,
            [this, pill](const Predicate &edited) { acceptEdit(pill, edited); });
    connect(m_editor, &PopupFrame::closed, m_editor, &QObject::deleteLater);
    m_editor->showUnder(anchor, m_isEmbedded);
    m_editor->edit(m_query, pill, field);
}

void FilterBar::acceptEdit(std::optional<int> pill, const Predicate &edited)
{
    Pills pills = pillsOf(m_query.where);
    if (pill) {
        replace(*pill, dressedAs(edited, pills[std::size_t(*pill)]));
        return;
    }
    pills.push_back(edited);
    const int last = int(pills.size()) - 1;
    change(fromPills(std::move(pills)), last);
}

void FilterBar::fillSaved()
{
    m_saved->clear();
    for (const auto &[name, filter] : m_workspace->savedFilters()) {
        QAction *action = m_saved->addAction(
            pillText(m_query.dataSet, Predicate::saved(name)).replace(u'&', QStringLiteral("&&")), this,
            [this, name = name] { addSaved(name); });
        action->setToolTip(models::plainToolTip(query::filterText(m_query.dataSet, filter)));
    }
}

void FilterBar::addSaved(const QString &name)
{
    setTextMode(false);
    acceptEdit(std::nullopt, Predicate::saved(name));
}

/// The parts of an "all of" become pills of their own.
void FilterBar::inlineSaved(int index)
{
    Pills pills = pillsOf(m_query.where);
    const Predicate reference = pills[std::size_t(index)];
    const auto found = m_workspace->savedFilters().find(reference.name);
    if (found == m_workspace->savedFilters().end())
        return;
    Pills parts = pillsOf(found->second);
    for (Predicate &part : parts) {
        part.isOn = part.isOn && reference.isOn;
        part.isPinned = part.isPinned || reference.isPinned;
    }
    pills.erase(pills.begin() + index);
    pills.insert(pills.begin() + index, parts.begin(), parts.end());
    change(fromPills(std::move(pills)), index);
}

bool FilterBar::finishText()
{
    if (isTextMode())
        m_text->commit();
    return !isTextMode();
}

bool FilterBar::isTextMode() const
{
    return !m_text->isHidden();
}

void FilterBar::setTextMode(bool isOn)
{
    if (isOn == isTextMode())
        return;
    m_text->setVisible(isOn);
    m_pillRow->setVisible(!isOn);
    m_text->setQuery(m_query);
    focusPills();
}

void FilterBar::takeText(const Predicate &typed)
{
    change(typed, 0);
    setTextMode(false);
}

} // namespace spendglass::filter

#include "moc_filterbar.cpp"
