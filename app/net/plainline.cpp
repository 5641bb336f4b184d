// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/plainline.h"

namespace spendglass::net {

QString plainLine(QString text)
{
    constexpr int longest = 1024; // as long as the service's own descriptions get
    text.truncate(longest);
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control)
            c = QLatin1Char(' ');
    }
    return text.simplified();
}

} // namespace spendglass::net
