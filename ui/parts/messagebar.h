// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace spendglass::parts {

/// A line near the place it is about: icon, sentence, buttons, close. Hidden until something is shown.
class MessageBar final : public QFrame
{
    Q_OBJECT
public:
    enum class Kind
    {
        Information,
        Success,
        Warning,
        Error
    };

    explicit MessageBar(const QString &accessibleName, QWidget *parent = nullptr);

    /// Replaces what was shown, buttons included. Plain text.
    void show(Kind kind, const QString &text, bool canClose = true);
    /// A button with a verb; after show(). Clicks come through the returned action.
    QAction *addAction(const QString &text);
    QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Kind m_kind = Kind::Information;
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
    QToolButton *m_close;
};

} // namespace spendglass::parts
