// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/fieldlist.h"

#include "query/field.h"
#include "query/query.h"
#include "query/sentence.h"
#include "sync/workspace.h"
#include "filter/shelfedit.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

namespace spendglass::filter {

namespace {

QString groupLabel(const query::Field &field)
{
    return QCoreApplication::translate("Field", field.group);
}

/// Members of the open families, "tag:env", under a title of their own.
std::vector<FieldChoice> familyChoices(core::DataSet dataSet, const std::vector<QString> &ids)
{
    std::vector<FieldChoice> choices;
    for (const QString &id : ids) {
        const auto field = query::findField(dataSet, id);
        if (field)
            choices.push_back(
                {id, query::fieldLabel(*field),
                 query::tagKey(id) ? FieldList::tr("Tags") : FieldList::tr("Additional information")});
    }
    return choices;
}

} // namespace

std::vector<FieldChoice> filterChoices(const query::Query &query)
{
    std::vector<FieldChoice> choices;
    for (const query::Field &field : query::fields(query.dataSet))
        choices.push_back({field.id, query::fieldLabel(field), groupLabel(field)});
    return choices;
}

std::vector<FieldChoice> shelfChoices(const query::Query &query, Zone zone)
{
    std::vector<FieldChoice> choices;
    for (const QString &id : choicesFor(query, zone)) {
        if (zone == Zone::Measures) {
            const auto measure = query::Measure::fromText(id);
            choices.push_back({id, query::measureLabel(query.dataSet, *measure), FieldList::tr("Measures")});
        } else if (const auto field = query::findField(query.dataSet, id)) {
            choices.push_back({id, query::fieldLabel(*field), groupLabel(*field)});
        }
    }
    return choices;
}

void FieldListModel::setChoices(std::vector<FieldChoice> choices)
{
    m_choices = std::move(choices);
    arrange();
}

void FieldListModel::addChoices(const std::vector<FieldChoice> &choices)
{
    m_choices.insert(m_choices.end(), choices.begin(), choices.end());
    arrange();
}

void FieldListModel::setSearch(const QString &text)
{
    m_search = text.trimmed();
    arrange();
}

/// Groups keep the order in which they first come; a group's fields stand together even where the catalogue
/// scatters them.
void FieldListModel::arrange()
{
    beginResetModel();
    m_rows.clear();
    QStringList groups;
    const auto isMatch = [this](const FieldChoice &choice) {
        return choice.label.contains(m_search, Qt::CaseInsensitive) ||
               choice.id.contains(m_search, Qt::CaseInsensitive);
    };
    for (const FieldChoice &choice : m_choices) {
        if (isMatch(choice) && !groups.contains(choice.group))
            groups += choice.group;
    }
    for (const QString &group : groups) {
        m_rows.push_back({{}, group, group});
        std::copy_if(m_choices.begin(), m_choices.end(), std::back_inserter(m_rows),
                     [&](const FieldChoice &choice) { return choice.group == group && isMatch(choice); });
    }
    endResetModel();
}

int FieldListModel::rowOf(const QString &id) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const FieldChoice &row) { return row.id == id; });
    return id.isEmpty() || found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int FieldListModel::firstChoice() const
{
    return m_rows.empty() ? -1 : 1;
}

int FieldListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant FieldListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FieldChoice &row = m_rows[std::size_t(index.row())];
    if (role == Qt::DisplayRole)
        return row.id.isEmpty() ? row.label : QStringLiteral("   ") + row.label;
    if (role == Qt::AccessibleTextRole)
        return row.label;
    if (role == Qt::FontRole && row.id.isEmpty()) {
        QFont font = QGuiApplication::font();
        font.setBold(true);
        return font;
    }
    return role == IdRole ? row.id : QVariant();
}

Qt::ItemFlags FieldListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const bool isTitle = index.data(IdRole).toString().isEmpty();
    return isTitle ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

FieldList::FieldList(QWidget *parent)
    : QWidget(parent)
    , m_model(new FieldListModel(this))
    , m_search(new QLineEdit)
    , m_view(new QListView)
{
    setObjectName(QStringLiteral("fieldList"));
    m_search->setObjectName(QStringLiteral("fieldSearch"));
    m_search->setPlaceholderText(tr("Search fields"));
    m_search->setAccessibleName(tr("Search fields"));
    m_search->setToolTip(tr("Type a part of a field's name"));
    m_search->setClearButtonEnabled(true);
    m_view->setObjectName(QStringLiteral("fieldView"));
    m_view->setAccessibleName(tr("Fields"));
    m_view->setToolTip(tr("Enter takes the marked field, Ctrl+Enter adds it"));
    m_view->setModel(m_model);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setUniformItemSizes(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_search);
    layout->addWidget(m_view);
    setFocusProxy(m_search);
    m_search->installEventFilter(this);
    m_view->installEventFilter(this);
    connect(m_search, &QLineEdit::textChanged, this, &FieldList::search);
    connect(m_view, &QListView::clicked, this, &FieldList::choose);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { Q_EMIT currentChanged(current()); });
}

void FieldList::setChoices(std::vector<FieldChoice> choices)
{
    const QSignalBlocker blocker(m_view->selectionModel());
    ++m_question;
    m_awaited.clear();
    m_search->clear();
    m_model->setChoices(std::move(choices));
}

void FieldList::addTags(sync::Workspace *workspace, core::DataSet dataSet)
{
    if (!workspace)
        return;
    workspace->familyFields(dataSet, this, [this, dataSet, question = m_question](const auto &ids) {
        if (!ids || ids->empty() || question != m_question)
            return;
        const QString marked = m_awaited.isEmpty() ? current() : m_awaited;
        {
            const QSignalBlocker blocker(m_view->selectionModel());
            m_model->addChoices(familyChoices(dataSet, *ids));
        }
        setCurrent(marked);
    });
}

void FieldList::setCurrent(const QString &id)
{
    const QSignalBlocker blocker(m_view->selectionModel());
    const QModelIndex index = m_model->index(m_model->rowOf(id));
    m_awaited = index.isValid() ? QString() : id;
    m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    m_view->scrollTo(index);
    m_view->viewport()->update();
}

QString FieldList::current() const
{
    return m_view->currentIndex().data(FieldListModel::IdRole).toString();
}

/// The first hit is marked, so that typing and Enter is enough.
void FieldList::search(const QString &text)
{
    const QString before = current();
    {
        const QSignalBlocker blocker(m_view->selectionModel());
        m_model->setSearch(text);
    }
    const int kept = m_model->rowOf(before);
    m_view->setCurrentIndex(m_model->index(kept >= 0 ? kept : m_model->firstChoice()));
}

void FieldList::choose(const QModelIndex &index)
{
    const QString id = index.data(FieldListModel::IdRole).toString();
    if (!id.isEmpty())
        Q_EMIT chosen(id, QGuiApplication::keyboardModifiers() & Qt::ControlModifier);
}

bool FieldList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        const QString id = current();
        if (!id.isEmpty())
            Q_EMIT chosen(id, key->modifiers() & Qt::ControlModifier);
        return true;
    }
    const bool isMove = key->key() == Qt::Key_Up || key->key() == Qt::Key_Down;
    if (watched == m_search && isMove) {
        QCoreApplication::sendEvent(m_view, event);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

FieldPopup::FieldPopup(std::vector<FieldChoice> choices, QWidget *parent)
    : PopupFrame(parent)
    , m_list(new FieldList(this))
{
    setObjectName(QStringLiteral("fieldPopup"));
    setAccessibleName(tr("Choose a field"));
    m_list->setChoices(std::move(choices));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_list);
    setFocusProxy(m_list);
    m_list->setFocus();
    connect(m_list, &FieldList::chosen, this, &FieldPopup::finish);
}

QSize FieldPopup::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 44, fontMetrics().height() * 28};
}

void FieldPopup::finish(const QString &id, bool isAdding)
{
    hide();
    Q_EMIT chosen(id, isAdding);
}

} // namespace spendglass::filter

#include "moc_fieldlist.cpp"
