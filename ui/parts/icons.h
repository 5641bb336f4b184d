// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>

namespace spendglass::parts {

/// The icon resources/icons/NAME.svg in the text colour of the palette at the time of painting, so that it
/// follows a change of theme by itself; disabled ones are pale. An unknown name gives an empty icon.
QIcon icon(const QString &name);

/// The program's own coloured mark.
QIcon programIcon();

} // namespace spendglass::parts
