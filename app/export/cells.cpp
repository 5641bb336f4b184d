// SPDX-License-Identifier: GPL-3.0-or-later
#include "export/cells.h"

#include <type_traits>

namespace spendglass::exporting {

QByteArray cellBytes(const query::Value &value)
{
    return std::visit(
        [](const auto &cell) -> QByteArray {
            using Cell = std::decay_t<decltype(cell)>;
            if constexpr (std::is_same_v<Cell, std::monostate>)
                return {};
            else if constexpr (std::is_same_v<Cell, QString>)
                return cell.toUtf8();
            else if constexpr (std::is_same_v<Cell, core::Decimal>)
                return QByteArray::fromStdString(cell.toStdString());
            else if constexpr (std::is_same_v<Cell, qint64>)
                return QByteArray::number(cell);
            else if constexpr (std::is_same_v<Cell, core::Day>)
                return QByteArray::fromStdString(core::formatDay(cell));
            else if constexpr (std::is_same_v<Cell, core::Instant>)
                return QByteArray::fromStdString(core::formatInstant(cell));
            else if constexpr (std::is_same_v<Cell, query::Others>)
                return query::valueText(cell).toUtf8();
            else
                return cell ? QByteArrayLiteral("true") : QByteArrayLiteral("false");
        },
        value);
}

QString withoutControls(const QString &text)
{
    QString kept;
    kept.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (isPair) {
            kept += c;
            kept += text[++i];
            continue;
        }
        const bool isBlank = c == u'\t' || c == u'\r' || c == u'\n';
        const bool isControl =
            (c.unicode() < 0x20 && !isBlank) || (c.unicode() >= 0x7f && c.unicode() < 0xa0);
        if (!isControl && !c.isSurrogate() && c.unicode() < 0xfffe)
            kept += c;
    }
    return kept;
}

bool startsLikeFormula(const QString &text)
{
    static constexpr QStringView dangerous = u"=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    return !text.isEmpty() && dangerous.contains(text.front());
}

} // namespace spendglass::exporting
