// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "query/query.h"

#include <QPointer>
#include <QWidget>

class QLabel;

namespace spendglass::query {
struct CompletionNames;
struct Completions;
} // namespace spendglass::query
namespace spendglass::sync {
class Workspace;
}

namespace spendglass::filter {

class FilterTextEdit;

/// The filter of a query as one text, with what is wrong in it said beneath and underlined at its place.
class TextMode final : public QWidget
{
    Q_OBJECT
public:
    explicit TextMode(sync::Workspace *workspace, QWidget *parent = nullptr);

    void setQuery(const query::Query &query); ///< shows its filter, as it is
    void commit();                            ///< as Enter does

Q_SIGNALS:
    void committed(const spendglass::query::Predicate &typed); ///< what a good text says
    void left();                                               ///< by Esc

protected:
    void showEvent(QShowEvent *event) override;

private:
    void read();
    void complete(bool isAskedFor);
    query::CompletionNames names() const;
    void lookUp(const query::Completions &completions);

    QPointer<sync::Workspace> m_workspace;
    query::Query m_query;
    QString m_shown;                    ///< the text of the query as it is
    std::vector<query::FieldId> m_tags; ///< fields of the open families, as of when it was shown
    FilterTextEdit *m_edit;
    QLabel *m_message;
};

} // namespace spendglass::filter
