// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace spendglass::filter {

/// A small button with a rounded border that stands for one thing in a row of things: a filter, a grouping
/// field, a measure. Its look says its state without colour: hollow when off, dashed when negated, a glyph
/// before the text. Keys: the owner listens to keyPressed and accepts what it takes.
class Chip : public QToolButton
{
    Q_OBJECT
public:
    /// The label is shown as it is, whatever marks it holds.
    explicit Chip(const QString &label, QWidget *parent = nullptr);

    const QString &label() const { return m_label; }
    void setPlainToolTip(const QString &text); ///< lines as they are, where Qt would guess at rich text

    enum class Glyph
    {
        None,
        Check,
        Off,
        Text,
        Warning,
        Lifted
    };
    void setLook(Glyph glyph, bool isDashed);
    void setPinned(bool isPinned);       ///< shows a pin before the text
    void setRemovable(bool isRemovable); ///< shows × at the end
    void setMenuMark(bool hasMark);      ///< shows ▾ at the end

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removeRequested();
    void menuRequested(const QPoint &globalPosition);
    void dragMoved(const QPoint &globalPosition); ///< the mouse took the chip along
    void dragFinished(const QPoint &globalPosition);
    void dragCancelled(); ///< by Esc
    void keyPressed(QKeyEvent *event);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect endRect() const;
    int unit() const;
    QString glyphText() const;
    void paintPin(QPainter &painter, const QRect &place) const;
    void paintEnd(QPainter &painter) const;

    QString m_label;
    Glyph m_glyph = Glyph::None;
    bool m_isDashed = false;
    bool m_isPinned = false;
    bool m_isRemovable = false;
    bool m_hasMenuMark = false;
    bool m_isEndHovered = false;
    bool m_isDragging = false;
    QPoint m_pressedAt;
};

} // namespace spendglass::filter
