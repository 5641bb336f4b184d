// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>

namespace spendglass::filter {

/// A frame that pops up under another widget and gives the focus back when it closes.
class PopupFrame : public QFrame
{
    Q_OBJECT
public:
    explicit PopupFrame(QWidget *parent);

    /// Shows it under anchor, wholly on the screen. Embedded: as a plain child of the anchor's window, so
    /// that a picture of the window shows it; for tests and pictures.
    void showUnder(QWidget *anchor, bool isEmbedded = false);

Q_SIGNALS:
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QPointer<QWidget> m_anchor;
};

} // namespace spendglass::filter
