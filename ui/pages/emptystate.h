// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace spendglass::pages {

/// What stands where data would: what is the case, why, and one way on.
class EmptyState final : public QWidget
{
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);
    /// action: a verb; empty for none.
    void show(const QString &iconName, const QString &what, const QString &why, const QString &action = {});
    QString what() const;

Q_SIGNALS:
    void actionRequested();

private:
    QLabel *m_icon;
    QLabel *m_what;
    QLabel *m_why;
    QPushButton *m_action;
};

} // namespace spendglass::pages
