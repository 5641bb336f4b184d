// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/callsmodel.h"

#include "models/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>

namespace spendglass::models {

namespace {

struct Heading
{
    const char *id;
    const char *text; ///< context "CallsModel"
};
constexpr std::array headings{
    Heading{"sentAt", QT_TRANSLATE_NOOP("CallsModel", "Sent")},
    Heading{"method", QT_TRANSLATE_NOOP("CallsModel", "Method")},
    Heading{"path", QT_TRANSLATE_NOOP("CallsModel", "Path")},
    Heading{"status", QT_TRANSLATE_NOOP("CallsModel", "Status")},
    Heading{"requestId", QT_TRANSLATE_NOOP("CallsModel", "Request id")},
    Heading{"correlationId", QT_TRANSLATE_NOOP("CallsModel", "Correlation id")},
    Heading{"attempts", QT_TRANSLATE_NOOP("CallsModel", "Attempts")},
    Heading{"durationMs", QT_TRANSLATE_NOOP("CallsModel", "Duration (ms)")},
    Heading{"bytes", QT_TRANSLATE_NOOP("CallsModel", "Bytes")},
    Heading{"page", QT_TRANSLATE_NOOP("CallsModel", "Page")},
    Heading{"rows", QT_TRANSLATE_NOOP("CallsModel", "Rows")},
    Heading{"quarantined", QT_TRANSLATE_NOOP("CallsModel", "Rows left out")},
};

QString headingOf(const QString &id)
{
    for (const Heading &heading : headings) {
        if (id == QLatin1String(heading.id))
            return QCoreApplication::translate("CallsModel", heading.text);
    }
    return id;
}

} // namespace

CallsModel::CallsModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void CallsModel::setCalls(std::shared_ptr<const query::Table> calls)
{
    beginResetModel();
    m_calls = std::move(calls);
    endResetModel();
}

QString CallsModel::plainText() const
{
    QStringList lines;
    QStringList cells;
    for (const query::Column &column : m_calls->columns)
        cells += column.id;
    lines += cells.join(QLatin1Char('\t'));
    for (int row = 0; row < rowCount(); ++row) {
        cells.clear();
        for (int column = 0; column < columnCount(); ++column)
            cells += query::valueText(m_calls->at(row, column)).simplified();
        lines += cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

int CallsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_calls->rowCount());
}

int CallsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_calls->columns.size());
}

QVariant CallsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const query::Value &value = m_calls->at(index.row(), index.column());
    const auto *const number = std::get_if<qint64>(&value);
    if (role == Qt::TextAlignmentRole && number)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (number)
        return m_locale.toString(*number);
    if (std::holds_alternative<std::monostate>(value))
        return noValueText();
    if (const auto *const instant = std::get_if<core::Instant>(&value))
        return instantLabel(m_locale, *instant);
    return query::valueText(value);
}

QVariant CallsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    return headingOf(m_calls->columns[std::size_t(section)].id);
}

} // namespace spendglass::models
