// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QString>

class QLabel;
class QPushButton;
class QWidget;

namespace spendglass::parts {

/// A label of plain text that wraps, whatever marks the text holds.
QLabel *plainLabel(const QString &text, QWidget *parent);
/// The same in less weight, for what explains.
QLabel *mutedLabel(const QString &text, QWidget *parent);
/// The same for what a person may want to copy: by mouse and by keyboard.
QLabel *selectableLabel(const QString &text, QWidget *parent);

QFont scaled(QFont font, double factor, QFont::Weight weight);

/// A button with its object name and what it is called when spoken.
QPushButton *namedButton(const QString &text, const char *objectName, const QString &accessibleName,
                         QWidget *parent);

} // namespace spendglass::parts
