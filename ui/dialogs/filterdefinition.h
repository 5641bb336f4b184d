// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"
#include "sync/workspace.h"

#include <QDialog>

class QLabel;

namespace spendglass::filter {
class FilterBar;
}

namespace spendglass::dialogs {

/// What a saved filter is made of, as pills or as text, and who uses it.
class FilterDefinition final : public QDialog
{
    Q_OBJECT
public:
    struct Subject
    {
        QString name;
        query::Predicate filter;
        core::DataSet dataSet; ///< whose fields are offered
        QStringList users;     ///< names of the views and filters that name it
    };
    FilterDefinition(sync::Workspace *workspace, const Subject &subject, QWidget *parent);

    void showProblem(const QString &problem); ///< of what was saved; the dialog stays
    void accept() override;

Q_SIGNALS:
    /// Who takes it ends the dialog with done(), else says what is wrong.
    void saved(const spendglass::query::Predicate &filter);

private:
    filter::FilterBar *m_bar;
    QLabel *m_problem;
};

} // namespace spendglass::dialogs
