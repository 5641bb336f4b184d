// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset.h"
#include "filter/popupframe.h"

#include <QAbstractListModel>
#include <QWidget>

#include <vector>

class QLineEdit;
class QListView;

namespace spendglass::query {
struct Query;
}
namespace spendglass::sync {
class Workspace;
}

namespace spendglass::filter {

enum class Zone;

/// One thing to pick: a field's id or a measure's text, and how it reads.
struct FieldChoice
{
    QString id;
    QString label;
    QString group;
};

/// The fields that can be filtered, in catalogue order.
std::vector<FieldChoice> filterChoices(const query::Query &query);
/// The fields or measures that a shelf zone takes.
std::vector<FieldChoice> shelfChoices(const query::Query &query, Zone zone);

/// The choices under their groups' titles, narrowed by a search text. Rows: titles (not selectable) and
/// choices.
class FieldListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    enum Role
    {
        IdRole = Qt::UserRole
    }; ///< empty for titles

    void setChoices(std::vector<FieldChoice> choices);
    void addChoices(const std::vector<FieldChoice> &choices); ///< behind those that are there
    void setSearch(const QString &text);
    int rowOf(const QString &id) const; ///< -1 when not shown
    int firstChoice() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    void arrange();
    std::vector<FieldChoice> m_choices;
    std::vector<FieldChoice> m_rows;
    QString m_search;
};

/// A searchable list of fields; the same for filtering and grouping. Typing searches, arrows move, Enter
/// picks.
class FieldList final : public QWidget
{
    Q_OBJECT
public:
    explicit FieldList(QWidget *parent = nullptr);

    void setChoices(std::vector<FieldChoice> choices);
    /// Behind those choices, as soon as the workspace has said them: the tags that records of the data set
    /// have.
    void addTags(sync::Workspace *workspace, core::DataSet dataSet);
    void setCurrent(const QString &id); ///< no signal; one that is not there yet is marked once it is
    QString current() const;

Q_SIGNALS:
    void currentChanged(const QString &id);
    void chosen(const QString &id, bool isAdding); ///< click, Enter; adding: with Ctrl

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search(const QString &text);
    void choose(const QModelIndex &index);

    QString m_awaited;  ///< to be marked
    int m_question = 0; ///< tags of an older one are dropped
    FieldListModel *m_model;
    QLineEdit *m_search;
    QListView *m_view;
};

/// A popup with nothing but a field list.
class FieldPopup final : public PopupFrame
{
    Q_OBJECT
public:
    FieldPopup(std::vector<FieldChoice> choices, QWidget *parent);

    FieldList *list() const { return m_list; }

    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString &id, bool isAdding);

private:
    void finish(const QString &id, bool isAdding);

    FieldList *m_list;
};

} // namespace spendglass::filter
