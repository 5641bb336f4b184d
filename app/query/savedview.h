// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "query/query.h"
#include "query/resolve.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace spendglass::query {

/// A question, or a filter, that was saved under a name: one human-readable JSON file each.
///
///     {"spendglass": "view", "version": 1, "name": "Contoso services", "query": {…}}
///     {"spendglass": "filter", "version": 1, "name": "Production", "where": {…}}
struct SavedView
{
    enum class Kind
    {
        View,
        Filter
    };

    QString name;                    ///< not empty, one line
    std::optional<Query> query;      ///< of a view
    std::optional<Predicate> filter; ///< of a saved filter; exactly one of the two is there
    QJsonObject unknown = {};        ///< members that a newer version wrote, its version with them; kept

    Kind kind() const { return filter ? Kind::Filter : Kind::View; }
    friend bool operator==(const SavedView &, const SavedView &) = default;
};

/// "view", "filter"
QString kindName(SavedView::Kind kind);

QByteArray toDocument(const SavedView &view); ///< indented JSON, UTF-8, ends with a new line
/// Fails with BadRequest: what is wrong and where in the document.
core::Result<SavedView> viewFromDocument(const QByteArray &document);
/// The document in a file. What is wrong with it is File, with the file and the place in it as where.
core::Result<SavedView> viewFromFile(const QString &path);
/// Whether a folder takes two names for the same one: however composed, whatever the case.
bool isSameName(const QString &a, const QString &b);
/// Writes whole or not at all; File.
core::Result<void> viewToFile(const SavedView &view, const QString &path);

/// The folder of views. Nothing is kept in memory: a file that was put there by hand counts, whatever it is
/// called. Errors are File.
class ViewFolder
{
public:
    explicit ViewFolder(QString path); ///< need not exist

    /// The one below everything this program keeps.
    static ViewFolder ofProfile(const QString &profileFolder);

    struct Listing
    {
        std::vector<SavedView> views; ///< by name, without regard to case; views and filters alike
        /// "FILE: why", of files that end in .json and are no views, or have the name of another.
        QStringList unreadable;
    };
    core::Result<Listing> list() const;
    /// NotFound; without regard to case. A view and a filter may have the same name: without kind the view.
    /// Of two files with the same one the first by its name.
    core::Result<SavedView> find(const QString &name, std::optional<SavedView::Kind> kind = {}) const;
    /// Writes whole or not at all. A view of the same name and kind is replaced; other files are left alone.
    /// BadRequest for a view without a name, or with none or both of query and filter.
    core::Result<void> save(const SavedView &view) const;
    /// What find() finds.
    core::Result<void> remove(const QString &name, std::optional<SavedView::Kind> kind = {}) const;
    /// Nothing else of it changes but its file. A view of the new name and the same kind is replaced.
    /// NotFound; BadRequest where the new name is none.
    core::Result<void> rename(const QString &name, SavedView::Kind kind, const QString &newName) const;
    core::Result<SavedFilters> filters() const;

private:
    struct Entry;
    struct Content;
    core::Result<Content> content() const;
    core::Result<Entry> entry(const QString &name, std::optional<SavedView::Kind> kind) const;

    QString m_path;
};

} // namespace spendglass::query
