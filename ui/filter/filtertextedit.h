// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

class QCompleter;
class QStandardItemModel;

namespace spendglass::query {
struct Completions;
}

namespace spendglass::filter {

/// A text of the filter language: grows with its lines, underlines where it is wrong, and offers what may be
/// written at the cursor. Return and Enter commit, Esc leaves; Ctrl+Space asks for the offers.
class FilterTextEdit final : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit FilterTextEdit(QWidget *parent = nullptr);

    void setMistake(qsizetype position); ///< in characters; -1: none
    int mistake() const;                 ///< where the underline begins; -1: there is none
    /// Shows them in a list under the cursor; without candidates the list goes away.
    void offer(const query::Completions &completions);
    bool isOffering() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void edited();
    void offersWanted(bool isAskedFor); ///< else a person is typing
    void committed();
    void left();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void take(const QModelIndex &index);

    QStandardItemModel *m_offers;
    QCompleter *m_completer;
    qsizetype m_start = 0; ///< what an offer replaces
    qsizetype m_end = 0;
};

} // namespace spendglass::filter
