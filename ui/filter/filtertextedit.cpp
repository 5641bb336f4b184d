// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filtertextedit.h"

#include "query/completion.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStandardItemModel>

#include <algorithm>

namespace spendglass::filter {

namespace {

constexpr int mostLines = 4;
constexpr int textRole = Qt::UserRole + 1;
constexpr int isWordRole = Qt::UserRole + 2; ///< something follows it: a blank is wanted behind

bool isReturn(int key)
{
    return key == Qt::Key_Return || key == Qt::Key_Enter;
}

} // namespace

FilterTextEdit::FilterTextEdit(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_offers(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_offers, this))
{
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->popup()->setObjectName(QStringLiteral("filterOffers"));
    m_completer->popup()->setAccessibleName(tr("What may be written here"));
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this, &FilterTextEdit::take);
    connect(this, &QPlainTextEdit::textChanged, this, &QWidget::updateGeometry);
    connect(this, &QPlainTextEdit::textChanged, this, &FilterTextEdit::edited);
}

void FilterTextEdit::setMistake(qsizetype position)
{
    QList<QTextEdit::ExtraSelection> marks;
    const auto size = qsizetype(toPlainText().size());
    if (position >= 0 && size > 0) {
        // What is wrong at the end is shown at the last character: there is nothing behind it to underline.
        QTextEdit::ExtraSelection mark;
        mark.cursor = textCursor();
        mark.cursor.setPosition(int(std::min(position, size - 1)));
        mark.cursor.movePosition(QTextCursor::EndOfWord, QTextCursor::KeepAnchor);
        if (!mark.cursor.hasSelection())
            mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(palette().color(QPalette::BrightText));
        marks << mark;
    }
    setExtraSelections(marks);
}

int FilterTextEdit::mistake() const
{
    return extraSelections().isEmpty() ? -1 : extraSelections().constFirst().cursor.selectionStart();
}

void FilterTextEdit::offer(const query::Completions &completions)
{
    m_start = completions.start;
    m_end = completions.end;
    m_offers->clear();
    for (const query::Candidate &candidate : completions.candidates) {
        const bool isSame = candidate.label.isEmpty() || candidate.label == candidate.text;
        //: What can be written and what it means
        auto *item =
            new QStandardItem(isSame ? candidate.text : tr("%1 — %2").arg(candidate.text, candidate.label));
        item->setData(candidate.text, textRole);
        item->setData(candidate.kind == query::Candidate::Kind::Field ||
                          candidate.kind == query::Candidate::Kind::Operator,
                      isWordRole);
        m_offers->appendRow(item);
    }
    if (completions.candidates.empty()) {
        m_completer->popup()->hide();
        return;
    }
    QRect place = cursorRect();
    place.setWidth(m_completer->popup()->sizeHintForColumn(0) +
                   m_completer->popup()->verticalScrollBar()->sizeHint().width() + 12);
    m_completer->complete(place);
    m_completer->popup()->setCurrentIndex(m_completer->completionModel()->index(0, 0));
}

bool FilterTextEdit::isOffering() const
{
    return m_completer->popup()->isVisible();
}

void FilterTextEdit::take(const QModelIndex &index)
{
    const QString text = index.data(textRole).toString();
    const bool needsBlank =
        index.data(isWordRole).toBool() && !toPlainText().mid(int(m_end), 1).startsWith(QLatin1Char(' '));
    QTextCursor cursor = textCursor();
    cursor.setPosition(int(m_start));
    cursor.setPosition(int(m_end), QTextCursor::KeepAnchor);
    cursor.insertText(needsBlank ? text + QLatin1Char(' ') : text);
    setTextCursor(cursor);
}

QSize FilterTextEdit::sizeHint() const
{
    const int lines = std::clamp(int(document()->size().height()), 1, mostLines);
    const int frame = 2 * (frameWidth() + int(document()->documentMargin()));
    return {fontMetrics().averageCharWidth() * 40, lines * fontMetrics().lineSpacing() + frame + 2};
}

void FilterTextEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        updateGeometry();
}

void FilterTextEdit::keyPressEvent(QKeyEvent *event)
{
    const int key = event->key();
    if (isOffering() && (isReturn(key) || key == Qt::Key_Tab || key == Qt::Key_Escape)) {
        event->ignore(); // the list takes them
        return;
    }
    if (isReturn(key)) {
        Q_EMIT committed();
        return;
    }
    if (key == Qt::Key_Escape) {
        Q_EMIT left();
        return;
    }
    if (key == Qt::Key_Space && event->modifiers() & Qt::ControlModifier) {
        Q_EMIT offersWanted(true);
        return;
    }
    const QString before = toPlainText();
    QPlainTextEdit::keyPressEvent(event);
    if (toPlainText() != before)
        Q_EMIT offersWanted(false);
}

} // namespace spendglass::filter

#include "moc_filtertextedit.cpp"
