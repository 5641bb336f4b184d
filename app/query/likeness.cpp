// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/likeness.h"

#include <algorithm>

namespace spendglass::query {

const QString &ignoredCharacters()
{
    static const QString characters =
        QStringLiteral(" \t\r\n!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") +
        QString::fromUtf8("\u00a0\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2026");
    return characters;
}

QString foldedText(const QString &text)
{
    QString folded = text.toLower();
    folded.removeIf([](QChar c) { return ignoredCharacters().contains(c); });
    return folded;
}

} // namespace spendglass::query
