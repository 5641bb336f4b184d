// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/navigator.h"

#include "models/roles.h"
#include "parts/icons.h"
#include "parts/theme.h"

#include <QLineEdit>
#include <QScopedValueRollback>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace spendglass::window {

namespace {

using models::NavigatorModel;

/// Places by name; headings and home stay while customers are searched.
class PlaceFilter final : public QSortFilterProxyModel
{
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override
    {
        const QModelIndex index = sourceModel()->index(row, 0, parent);
        if (index.data(models::KindRole).toInt() != NavigatorModel::Customer)
            return true;
        return QSortFilterProxyModel::filterAcceptsRow(row, parent);
    }
};

class PlaceDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// A heading shows at its far end whether its group is open.
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        if (index.data(models::KindRole).toInt() != NavigatorModel::Heading)
            return;
        const bool isOpen = option.state & QStyle::State_Open;
        const int size = option.fontMetrics.height() - 4;
        QRect place(option.rect.right() - size - 6, option.rect.bottom() - size - 1, size, size);
        place = QStyle::visualRect(option.direction, option.rect, place);
        parts::icon(isOpen ? QStringLiteral("chevron-down") : QStringLiteral("chevron"))
            .paint(painter, place);
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isHeading = index.data(models::KindRole).toInt() == NavigatorModel::Heading;
        return QStyledItemDelegate::sizeHint(option, index) + QSize(0, isHeading ? 12 : 0);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const int kind = index.data(models::KindRole).toInt();
        if (kind == NavigatorModel::Heading) {
            option->font.setPointSizeF(option->font.pointSizeF() * 0.9);
            option->font.setWeight(QFont::DemiBold);
            option->palette.setColor(QPalette::Text, parts::mutedText(option->palette));
            option->displayAlignment = Qt::AlignLeft | Qt::AlignBottom;
            return;
        }
        if (kind == NavigatorModel::Hint || kind == NavigatorModel::ShippedView)
            option->palette.setColor(QPalette::Text, parts::mutedText(option->palette));
        if (kind == NavigatorModel::Hint)
            return;
        static const QHash<int, QIcon> icons{
            {NavigatorModel::Home, parts::icon(QStringLiteral("home"))},
            {NavigatorModel::DataSet, parts::icon(QStringLiteral("table"))},
            {NavigatorModel::Customer, parts::icon(QStringLiteral("customer"))},
            {NavigatorModel::View, parts::icon(QStringLiteral("chart-table"))},
            {NavigatorModel::SavedFilter, parts::icon(QStringLiteral("star"))},
            {NavigatorModel::ShippedView, parts::icon(QStringLiteral("chart-table"))},
        };
        option->icon = icons.value(kind);
        option->decorationSize = QSize(16, 16);
        option->features |= QStyleOptionViewItem::HasDecoration;
    }
};

} // namespace

Navigator::Navigator(QWidget *parent)
    : QWidget(parent)
    , m_model(new NavigatorModel(this))
    , m_filtered(new PlaceFilter(this))
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeView(this))
{
    m_filtered->setSourceModel(m_model);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_search->setObjectName(QStringLiteral("customerSearch"));
    m_search->setAccessibleName(tr("Search customers"));
    m_search->setPlaceholderText(tr("Search customers"));
    m_search->setToolTip(tr("Show only customers whose name contains this"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(parts::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(m_search, &QLineEdit::textChanged, this, &Navigator::search);

    m_tree->setObjectName(QStringLiteral("navigatorTree"));
    m_tree->setAccessibleName(tr("Places"));
    m_tree->setModel(m_filtered);
    m_tree->setItemDelegate(new PlaceDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setExpandsOnDoubleClick(false); // a click does
    m_tree->setIndentation(0);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    unfold();
    connect(m_filtered, &QAbstractItemModel::rowsInserted, this, &Navigator::unfold);
    connect(m_tree, &QTreeView::activated, this, &Navigator::choose);
    connect(m_tree, &QTreeView::clicked, this, &Navigator::click);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &Navigator::openMenu);
    connect(m_tree, &QTreeView::collapsed, this, [this](const auto &index) { noteFolded(index, true); });
    connect(m_tree, &QTreeView::expanded, this, [this](const auto &index) { noteFolded(index, false); });
    m_tree->viewport()->setBackgroundRole(QPalette::Base);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 8, 6, 6);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_tree, 1);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void Navigator::setCustomers(std::vector<sync::CustomerEntry> customers)
{
    m_model->setCustomers(std::move(customers));
    unfold();
}

void Navigator::setViews(std::vector<NavigatorModel::ViewLine> views)
{
    m_model->setViews(std::move(views));
}

void Navigator::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void Navigator::choose(const QModelIndex &index)
{
    const QString id = index.data(models::IdRole).toString();
    switch (NavigatorModel::Kind(index.data(models::KindRole).toInt())) {
    case NavigatorModel::Heading:
    case NavigatorModel::Hint:
        return;
    case NavigatorModel::View:
    case NavigatorModel::SavedFilter:
    case NavigatorModel::ShippedView:
        Q_EMIT viewChosen(index.data(models::KindRole).toInt(), id);
        return;
    case NavigatorModel::Home:
        Q_EMIT homeChosen();
        return;
    case NavigatorModel::Customer:
        Q_EMIT customerChosen(id, index.data(Qt::DisplayRole).toString());
        return;
    case NavigatorModel::DataSet:
        if (const auto dataSet = core::dataSetFromName(id))
            Q_EMIT dataSetChosen(*dataSet);
        return;
    }
}

/// A click goes to a place or folds a group. A filter is no place: it takes a second one to open it.
void Navigator::click(const QModelIndex &index)
{
    const int kind = index.data(models::KindRole).toInt();
    if (kind == NavigatorModel::Heading)
        m_tree->setExpanded(index, !m_tree->isExpanded(index));
    else if (kind != NavigatorModel::SavedFilter)
        choose(index);
}

void Navigator::openMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    const QModelIndex heading = m_filtered->mapFromSource(m_model->viewsIndex());
    if (index != heading && index.parent() != heading)
        return;
    const int kind = index.data(models::KindRole).toInt();
    const bool isPlace = kind != NavigatorModel::Heading && kind != NavigatorModel::Hint;
    Q_EMIT viewMenuRequested(kind, isPlace ? index.data(models::IdRole).toString() : QString(),
                             m_tree->viewport()->mapToGlobal(position));
}

void Navigator::search(const QString &text)
{
    m_filtered->setFilterFixedString(text);
    unfold();
}

/// Lines that come are shown unless a person folded their group; what is searched for always is.
void Navigator::unfold()
{
    const QScopedValueRollback guard(m_isUnfolding, true);
    for (int row = 0; row < m_filtered->rowCount(); ++row)
        m_tree->setExpanded(m_filtered->index(row, 0),
                            !m_search->text().isEmpty() || !m_folded.contains(row));
}

void Navigator::noteFolded(const QModelIndex &index, bool isFolded)
{
    if (m_isUnfolding)
        return;
    if (isFolded)
        m_folded.insert(index.row()); // headings are never filtered: the row is the model's
    else
        m_folded.remove(index.row());
}

} // namespace spendglass::window
