// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QString>

namespace spendglass {

namespace window {
class MainWindow;
}

/// Pages that take a person or a broken keychain to see, with made-up values, for pictures: "sign-in",
/// "sign-in-browser", "sign-in-code", "sign-in-failure", "coverage", "session-ended", "keychain-locked",
/// "keychain-unreadable", "register-help".
namespace showcase {

bool knows(const QString &page);
bool wantsData(const QString &page); ///< it is about an open account
/// Opens the dialog or bar; nothing in it does anything.
void show(const QString &page, window::MainWindow &window);
/// The window with the dialog that is open on it.
QPixmap picture(window::MainWindow &window);

} // namespace showcase

} // namespace spendglass
