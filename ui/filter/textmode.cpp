// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/textmode.h"

#include "query/completion.h"
#include "query/filtertext.h"
#include "filter/facetlist.h"
#include "filter/filtertextedit.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace spendglass::filter {

namespace {

constexpr int mostValues = 20;

} // namespace

TextMode::TextMode(sync::Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_edit(new FilterTextEdit)
    , m_message(new QLabel)
{
    m_edit->setObjectName(QStringLiteral("filterText"));
    m_edit->setAccessibleName(tr("Filter as text"));
    m_edit->setToolTip(
        tr("Enter uses the text, Esc goes back to the pills, Ctrl+Space shows what can be written"));
    m_edit->setPlaceholderText(tr("customer = \"Contoso\" and service not in (\"Storage\")"));
    m_message->setObjectName(QStringLiteral("filterTextMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_edit);
    layout->addWidget(m_message);
    setFocusProxy(m_edit);
    connect(m_edit, &FilterTextEdit::edited, this, &TextMode::read);
    connect(m_edit, &FilterTextEdit::offersWanted, this, &TextMode::complete);
    connect(m_edit, &FilterTextEdit::committed, this, &TextMode::commit);
    connect(m_edit, &FilterTextEdit::left, this, &TextMode::left);
}

void TextMode::setQuery(const query::Query &query)
{
    m_query = query;
    const QSignalBlocker blocker(m_edit);
    m_shown = query::printFilter(query.where);
    m_edit->setPlainText(m_shown);
    m_edit->moveCursor(QTextCursor::End);
    m_edit->updateGeometry();
    m_edit->setMistake(-1);
    m_message->hide();
}

void TextMode::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_workspace)
        return;
    m_workspace->familyFields(m_query.dataSet, this, [this](const auto &ids) {
        if (ids)
            m_tags = *ids;
    });
}

/// Says what is wrong while typing, without touching what is typed.
void TextMode::read()
{
    const auto parsed = query::parseFilter(m_edit->toPlainText(), m_query.dataSet);
    m_edit->setMistake(parsed ? -1 : parsed.error().position);
    m_message->setVisible(!parsed);
    if (!parsed) {
        //: %1 is a position in the text, counted from 1; %2 says what is wrong there
        m_message->setText(tr("\u26A0 At character %1: %2")
                               .arg(QString::number(parsed.error().position + 1), parsed.error().message));
    }
}

void TextMode::commit()
{
    if (m_edit->toPlainText() == m_shown) {
        Q_EMIT left(); // a text cannot say all that a newer version may have written
        return;
    }
    const auto parsed = query::parseFilter(m_edit->toPlainText(), m_query.dataSet);
    if (parsed) {
        Q_EMIT committed(*parsed);
        return;
    }
    read();
    QTextCursor cursor = m_edit->textCursor();
    cursor.setPosition(int(std::min(parsed.error().position, qsizetype(m_edit->toPlainText().size()))));
    m_edit->setTextCursor(cursor);
}

/// While typing only what goes on with the word at the cursor: a list that is in the way of Enter is worse
/// than none.
void TextMode::complete(bool isAskedFor)
{
    const QString text = m_edit->toPlainText();
    const int position = m_edit->textCursor().position();
    query::Completions completions = query::completionsAt(text, position, m_query.dataSet, names());
    const QString word = text.mid(completions.start, position - completions.start);
    const bool isDone = completions.candidates.size() == 1 && completions.candidates.front().text == word;
    if (!isAskedFor && (word.isEmpty() || isDone))
        completions = {};
    m_edit->offer(completions);
    if (m_workspace && !completions.valuesOf.isEmpty())
        lookUp(completions);
}

query::CompletionNames TextMode::names() const
{
    query::CompletionNames names{{}, m_tags};
    for (const auto &[name, filter] : m_workspace ? m_workspace->savedFilters() : query::SavedFilters())
        names.savedFilters << name;
    return names;
}

/// Values of records are only known to the store. They are offered if the person still is where they were.
void TextMode::lookUp(const query::Completions &completions)
{
    query::Query all = m_query;
    all.where = {};
    const QString text = m_edit->toPlainText();
    const int position = m_edit->textCursor().position();
    m_workspace->facets(
        completionChannel, all, completions.valuesOf, completions.valuePart, mostValues, this,
        [=, this](const core::Result<query::Facets> &facets) {
            const bool isHere = m_edit->toPlainText() == text && m_edit->textCursor().position() == position;
            if (!facets || !isHere || !m_edit->hasFocus())
                return;
            query::Completions more = completions;
            for (const query::Facet &facet : facets->values) {
                const QString value = query::valueText(facet.value);
                if (!value.isEmpty())
                    more.candidates.push_back({query::Candidate::Kind::Value,
                                               query::filterValue(query::FieldType::Text, value),
                                               {}});
            }
            m_edit->offer(more);
        });
}

} // namespace spendglass::filter

#include "moc_textmode.cpp"
