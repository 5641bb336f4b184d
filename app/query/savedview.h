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
    QString name;                    ///< not empty, one line
    std::optional<Query> query;      ///< of a view
    std::optional<Predicate> filter; ///< of a saved filter; exactly one of the two is there
    QJsonObject unknown = {};        ///< members that a newer version wrote; kept
    friend bool operator==(const SavedView &, const SavedView &) = default;
};

QByteArray toDocument(const SavedView &view); ///< indented JSON, UTF-8, ends with a new line
/// Fails with BadRequest: what is wrong and where in the document.
core::Result<SavedView> viewFromDocument(const QByteArray &document);

/// The folder of views. Nothing is kept in memory: a file that was put there by hand counts. Errors are File.
class ViewFolder
{
public:
    explicit ViewFolder(QString path); ///< need not exist

    struct Listing
    {
        std::vector<SavedView> views; ///< by name, without regard to case; views and filters alike
        QStringList unreadable;       ///< "FILE: why", of files that end in .json and are no views
    };
    core::Result<Listing> list() const;
    core::Result<SavedView> find(const QString &name) const; ///< NotFound; without regard to case
    /// Writes whole or not at all. A view of the same name and kind is replaced; other files are left alone.
    core::Result<void> save(const SavedView &view) const;
    core::Result<void> remove(const QString &name) const;
    core::Result<SavedFilters> filters() const;

private:
    QString m_path;
};

} // namespace spendglass::query
