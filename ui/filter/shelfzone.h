// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "filter/shelfedit.h"

#include <QWidget>

#include <optional>
#include <vector>

class QKeyEvent;
class QToolButton;

namespace spendglass::filter {

class Chip;
class FlowLayout;

/// One zone of the grouping shelf: its name, its chips, its +, and the mark where a dragged chip would land.
class ShelfZone final : public QWidget
{
    Q_OBJECT
public:
    explicit ShelfZone(Zone zone, QWidget *parent = nullptr);

    static QString title(Zone zone);

    void setQuery(const query::Query &query, std::optional<int> lifted);
    Chip *chip(int index) const; ///< nullptr outside
    int chipCount() const { return int(m_chips.size()); }
    QWidget *addButton() const;
    QWidget *titleButton() const;

    /// The position a chip would take at a point of this widget.
    int indexAt(const QPoint &position) const;
    void setMark(std::optional<int> index);
    std::optional<int> mark() const { return m_mark; }

Q_SIGNALS:
    void addRequested();
    void replaceRequested();
    void menuRequested(int index, const QPoint &globalPosition);
    void keyPressed(int index, QKeyEvent *event);
    void dragMoved(int index, const QPoint &globalPosition);
    void dragFinished(int index, const QPoint &globalPosition);
    void dragCancelled();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Chip *makeChip(const query::Query &query, int index, int count, bool isLifted);

    Zone m_zone;
    FlowLayout *m_flow;
    QToolButton *m_title;
    QToolButton *m_add;
    std::vector<Chip *> m_chips;
    std::optional<int> m_mark;
};

} // namespace spendglass::filter
