// SPDX-License-Identifier: GPL-3.0-or-later
#include "parts/theme.h"

#include <QApplication>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    spendglass::parts::applyTheme(application, spendglass::parts::Theme::System);
    return 0;
}
