// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace spendglass::pages {

/// The path at the top of a document, and at its end since when the data is as shown.
class CrumbBar final : public QWidget
{
    Q_OBJECT
public:
    explicit CrumbBar(QWidget *parent = nullptr);
    void setCrumbs(const QStringList &titles); ///< the last one is where one is
    void setBadge(const QString &text, const QString &explanation);

Q_SIGNALS:
    void crumbChosen(int crumb);

private:
    QHBoxLayout *m_crumbs;
    QLabel *m_badge;
};

} // namespace spendglass::pages
