// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/activitymodel.h"

#include "models/format.h"
#include "models/roles.h"
#include "query/sentence.h"

namespace spendglass::models {

ActivityModel::ActivityModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void ActivityModel::setProgress(const sync::Progress &progress)
{
    const int before = int(m_progress.activities.size());
    const int after = int(progress.activities.size());
    if (after < before) {
        beginResetModel();
        m_progress = progress;
        endResetModel();
        return;
    }
    if (after > before)
        beginInsertRows({}, before, after - 1);
    m_progress = progress;
    if (after > before)
        endInsertRows();
    if (before > 0)
        Q_EMIT dataChanged(index(0, 0), index(before - 1, Note));
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_progress.activities.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : Note + 1;
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const sync::Activity &activity = m_progress.activities[std::size_t(index.row())];
    const auto column = Column(index.column());
    const bool isNumber = column == Rows || column == Calls;
    switch (role) {
    case Qt::DisplayRole:
        return text(activity, column);
    case Qt::ToolTipRole:
        return column == Note && !activity.note.isEmpty() ? QVariant(plainToolTip(activity.note))
                                                          : QVariant();
    case Qt::TextAlignmentRole:
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case IdRole:
        return activity.customerId;
    case KindRole:
        return int(activity.state);
    case FractionRole:
        return activity.windowsPlanned > 0 ? QVariant(100 * activity.windowsDone / activity.windowsPlanned)
                                           : QVariant();
    default:
        return {};
    }
}

QString ActivityModel::text(const sync::Activity &activity, Column column) const
{
    switch (column) {
    case Customer:
        if (activity.customerId.isEmpty())
            return tr("All customers");
        return activity.customerName.isEmpty() ? activity.customerId : activity.customerName;
    case DataSet:
        return query::dataSetLabel(activity.dataSet);
    case State:
        return stateText(activity.state);
    case Progress:
        //: Windows of time fetched, and planned in all
        return activity.windowsPlanned > 0
                   ? tr("%1 of %2").arg(activity.windowsDone).arg(activity.windowsPlanned)
                   : QString();
    case Rows:
        return m_locale.toString(activity.rows);
    case Calls:
        return m_locale.toString(activity.requests);
    case Note:
        return activity.note;
    }
    Q_UNREACHABLE();
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const bool isNumber = section == Rows || section == Calls;
    if (role == Qt::TextAlignmentRole)
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Customer:
        return tr("Customer");
    case DataSet:
        return tr("Data");
    case State:
        return tr("State");
    case Progress:
        return tr("Periods");
    case Rows:
        return tr("Rows");
    case Calls:
        return tr("Calls");
    case Note:
        return tr("Note");
    }
    return {};
}

QString ActivityModel::stateText(sync::TaskState state)
{
    using sync::TaskState;
    switch (state) {
    case TaskState::Waiting:
        return tr("waiting");
    case TaskState::Running:
        return tr("running");
    case TaskState::Paused:
        return tr("paused");
    case TaskState::Done:
        return tr("done");
    case TaskState::NotOffered:
        return tr("not offered");
    case TaskState::NotReady:
        return tr("not ready");
    case TaskState::Failed:
        return tr("failed");
    case TaskState::Cancelled:
        return tr("stopped");
    }
    Q_UNREACHABLE();
}

} // namespace spendglass::models
