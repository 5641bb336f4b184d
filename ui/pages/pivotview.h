// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/answermodel.h"

#include <QFrame>

class QTreeView;

namespace spendglass::pages {

/// The table of a document: lines that open, cells, and under them the pinned totals.
class PivotView final : public QFrame
{
    Q_OBJECT
public:
    explicit PivotView(QWidget *parent = nullptr);

    /// Keeps sorting, open lines and the current one where they still exist.
    void setTable(models::CrossTablePtr table);
    void selectLine(int line); ///< a topmost line, by its place in the pivot; -1: none
    QTreeView *tree() const { return m_tree; }

    std::vector<models::PathStep> currentPath() const;
    std::vector<query::Value> currentColumn() const; ///< of the current cell; empty for totals and labels
    /// "3 cells: Σ 12.00 EUR, avg 4.00", or that units are mixed; empty below two cells with numbers.
    QString selectionText() const;

Q_SIGNALS:
    void lineSelected(int line);
    void drillRequested();
    void selectionChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeTree();
    void makeTotals();
    void fitColumns(bool isReshaped);
    void fitLabels();
    void fitTotals();
    QStringList openLines(const QModelIndex &parent, const QString &prefix) const;
    void openAgain(const QStringList &lines, const QModelIndex &parent, const QString &prefix);

    models::AnswerModel *m_model;
    models::TotalsModel *m_totalsModel;
    QTreeView *m_tree;
    QTreeView *m_totals;
    QString m_shape; ///< header texts of the last table: widths are kept while they stay
    QLocale m_locale;
    bool m_isSelecting = false;
};

} // namespace spendglass::pages
