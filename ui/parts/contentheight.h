// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace spendglass::parts {

/// Lets a window grow as soon as what is in it needs more height, wrapped texts included: Qt asks them only
/// before the window is shown first. It does not shrink, so that buttons stay where they are.
void growWithContent(QWidget *window);

} // namespace spendglass::parts
