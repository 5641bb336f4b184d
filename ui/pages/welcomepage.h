// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractButton;

namespace spendglass::pages {

/// The first thing a person sees while there is no account: what this is, and the ways in.
class WelcomePage final : public QWidget
{
    Q_OBJECT
public:
    explicit WelcomePage(QWidget *parent = nullptr);

Q_SIGNALS:
    void demoRequested();
    void signInRequested();
    void openRequested();

private:
    QWidget *card();
};

} // namespace spendglass::pages
