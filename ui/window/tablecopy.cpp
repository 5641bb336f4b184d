// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/tablecopy.h"

#include "core/decimal.h"
#include "models/roles.h"

#include <QAbstractItemView>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMimeData>
#include <QTableView>
#include <QTreeView>

#include <algorithm>
#include <map>

namespace spendglass::window {

namespace {

const QHeaderView *headerOf(const QAbstractItemView &view)
{
    if (const auto *tree = qobject_cast<const QTreeView *>(&view))
        return tree->header();
    const auto *table = qobject_cast<const QTableView *>(&view);
    return table ? table->horizontalHeader() : nullptr;
}

/// Selected cells by line, each line by visual column; lines from top to bottom.
std::vector<std::map<int, QModelIndex>> selectedLines(const QAbstractItemView &view,
                                                      const QHeaderView &header)
{
    QModelIndexList cells = view.selectionModel()->selectedIndexes();
    const auto place = [](const QModelIndex &index) {
        std::vector<int> path;
        for (QModelIndex i = index; i.isValid(); i = i.parent())
            path.insert(path.begin(), i.row());
        return path;
    };
    std::map<std::vector<int>, std::map<int, QModelIndex>> lines;
    for (const QModelIndex &cell : std::as_const(cells)) {
        if (!header.isSectionHidden(cell.column()))
            lines[place(cell)][header.visualIndex(cell.column())] = cell;
    }
    std::vector<std::map<int, QModelIndex>> result;
    for (auto &[path, line] : lines)
        result.push_back(std::move(line));
    return result;
}

QString oneLine(QString text)
{
    for (const QChar c : {QChar::Tabulation, QChar::LineFeed, QChar::CarriageReturn})
        text.replace(c, QLatin1Char(' '));
    return text;
}

QString plainCell(const QModelIndex &cell, const QLocale &locale)
{
    const QVariant amount = cell.data(models::AmountRole);
    if (!amount.isValid())
        return oneLine(cell.data(Qt::DisplayRole).toString());
    return amount.value<core::Decimal>().toString().replace(QLatin1Char('.'), locale.decimalPoint());
}

QString textCell(const QString &text)
{
    return QStringLiteral("<td style='mso-number-format:\"\\@\"' x:str sdnum=\"1033;0;@\">%1</td>")
        .arg(text.toHtmlEscaped());
}

QString htmlCell(const QModelIndex &cell)
{
    const QVariant amount = cell.data(models::AmountRole);
    const QString shown = oneLine(cell.data(Qt::DisplayRole).toString());
    if (!amount.isValid())
        return textCell(shown);
    return QStringLiteral("<td x:num=\"%1\" sdval=\"%1\" sdnum=\"1033;0;#,##0.00\">%2</td>")
        .arg(amount.value<core::Decimal>().toString(), shown.toHtmlEscaped());
}

} // namespace

TableText selectedText(const QAbstractItemView &view, bool withHeaders, const QLocale &locale)
{
    const QHeaderView *header = headerOf(view);
    const auto lines = header ? selectedLines(view, *header) : std::vector<std::map<int, QModelIndex>>();
    if (lines.empty())
        return {};
    QStringList plain;
    QString html;
    if (withHeaders) {
        QStringList titles;
        for (const auto &[visual, cell] : lines.front())
            titles << oneLine(
                view.model()->headerData(cell.column(), Qt::Horizontal, Qt::DisplayRole).toString());
        plain << titles.join(QLatin1Char('\t'));
        html += QStringLiteral("<tr>");
        for (const QString &title : titles)
            html += textCell(title);
        html += QStringLiteral("</tr>\n");
    }
    for (const auto &line : lines) {
        QStringList cells;
        html += QStringLiteral("<tr>");
        for (const auto &[visual, cell] : line) {
            cells << plainCell(cell, locale);
            html += htmlCell(cell);
        }
        html += QStringLiteral("</tr>\n");
        plain << cells.join(QLatin1Char('\t'));
    }
    return {
        plain.join(QLatin1Char('\n')),
        QStringLiteral("<html><head><meta charset=\"utf-8\"></head><body><table>\n%1</table></body></html>")
            .arg(html)};
}

void copySelection(const QAbstractItemView &view, bool withHeaders)
{
    const TableText text = selectedText(view, withHeaders, QLocale());
    if (text.plain.isEmpty())
        return;
    auto *data = new QMimeData;
    data->setText(text.plain);
    data->setHtml(text.html);
    QGuiApplication::clipboard()->setMimeData(data);
}

} // namespace spendglass::window
