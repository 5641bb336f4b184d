// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/facetlist.h"

#include "query/sentence.h"
#include "models/facetmodel.h"
#include "models/format.h"
#include "filter/caption.h"
#include "filter/facetdelegate.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>

namespace spendglass::filter {

namespace {

constexpr int mostValues = 2000; ///< listed at once; the search finds the others
constexpr std::chrono::milliseconds searchPause{150};

QPushButton *smallButton(const QString &text, const char *name, const QString &toolTip)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(toolTip);
    button->setToolTip(toolTip);
    button->setAutoDefault(false);
    return button;
}

} // namespace

FacetList::FacetList(sync::Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_model(new models::FacetModel(this))
    , m_search(new QLineEdit)
    , m_view(new QListView)
    , m_state(new QLabel)
    , m_count(new Caption)
    , m_heading(new Caption)
    , m_pause(new QTimer(this))
{
    setObjectName(QStringLiteral("facetList"));
    build();
    m_pause->setSingleShot(true);
    m_pause->setInterval(searchPause);
    connect(m_pause, &QTimer::timeout, this, &FacetList::ask);
    connect(m_search, &QLineEdit::textChanged, m_pause, qOverload<>(&QTimer::start));
    connect(m_model, &models::FacetModel::checkedChanged, this, &FacetList::changed);
}

void FacetList::build()
{
    m_search->setObjectName(QStringLiteral("facetSearch"));
    m_search->setPlaceholderText(tr("Search values"));
    m_search->setAccessibleName(tr("Search values"));
    m_search->setToolTip(tr("Type a part of a value"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_view->setObjectName(QStringLiteral("facetView"));
    m_view->setAccessibleName(tr("Values"));
    m_view->setToolTip(tr("Space ticks the marked value"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new FacetDelegate(m_view));
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setResizeMode(QListView::Adjust);
    m_state->setObjectName(QStringLiteral("facetState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setAlignment(Qt::AlignCenter);
    m_state->setWordWrap(true);
    m_count->setObjectName(QStringLiteral("facetCount"));
    m_heading->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    auto *captions = new QHBoxLayout;
    captions->addWidget(m_count);
    captions->addWidget(m_heading, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_search);
    layout->addLayout(captions);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_state, 1);
    layout->addWidget(buttons());
    setFocusProxy(m_search);
}

QWidget *FacetList::buttons()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto *all = smallButton(tr("&All shown"), "facetAll", tr("Tick every value shown"));
    auto *none = smallButton(tr("&None"), "facetNone", tr("Tick nothing"));
    auto *invert =
        smallButton(tr("In&vert"), "facetInvert", tr("Tick what is not ticked, of the values shown"));
    for (QPushButton *button : {all, none, invert})
        layout->addWidget(button);
    layout->addStretch();
    connect(all, &QPushButton::clicked, m_model, &models::FacetModel::checkAll);
    connect(none, &QPushButton::clicked, m_model, &models::FacetModel::checkNone);
    connect(invert, &QPushButton::clicked, m_model, &models::FacetModel::invert);
    return row;
}

void FacetList::load(const query::Query &query, const query::FieldId &field)
{
    m_query = query;
    m_field = field;
    const QSignalBlocker blocker(m_search);
    m_search->clear();
    m_pause->stop();
    const QString amount =
        query.measures.empty() ? QString() : query::measureLabel(query.dataSet, query.measures.front());
    //: Heading over a list of values: what their amounts are, their share of all, the number of records
    m_heading->setText(amount.isEmpty() ? tr("share, records") : tr("%1, share, records").arg(amount));
    m_count->clear();
    m_model->setFacets({});
    ask();
}

void FacetList::ask()
{
    if (!m_workspace) {
        showState(tr("No data is open."));
        return;
    }
    if (m_model->rowCount() == 0)
        showState(tr("Loading values …"));
    m_workspace->facets(facetChannel, m_query, m_field, m_search->text().trimmed(), mostValues, this,
                        [this](const auto &facets) { take(facets); });
}

void FacetList::take(const core::Result<query::Facets> &facets)
{
    if (!facets) {
        if (facets.error().kind != core::ErrorKind::Cancelled)
            showState(models::errorSentence(facets.error()));
        return;
    }
    m_model->setFacets(*facets);
    m_view->setUniformItemSizes(m_model->hasOneAmountEach()); // thousands of lines are measured by one
    const QLocale locale;
    const auto shown = qsizetype(facets->values.size());
    m_count->setText(
        shown < facets->valueCount
            //: How many of a field's values are listed, of how many
            ? tr("Values: %1 of %2").arg(locale.toString(shown), locale.toString(facets->valueCount))
            : tr("Values: %1").arg(locale.toString(facets->valueCount)));
    if (m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(0));
    showState(m_model->rowCount() > 0                ? QString()
              : m_search->text().trimmed().isEmpty() ? tr("No record has a value here.")
                                                     : tr("No value contains this text."));
    m_view->setToolTip(shown < facets->valueCount
                           ? tr("The %L1 most frequent values; search to find others").arg(shown)
                           : tr("Space ticks the marked value"));
}

void FacetList::showState(const QString &text)
{
    m_state->setText(text);
    m_state->setVisible(!text.isEmpty());
    m_view->setVisible(text.isEmpty());
}

void FacetList::setChecked(const QStringList &values)
{
    m_model->setChecked(values);
}

QStringList FacetList::checked() const
{
    return m_model->checked();
}

/// Down leaves the search for the list.
bool FacetList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        m_view->setFocus();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace spendglass::filter

#include "moc_facetlist.cpp"
