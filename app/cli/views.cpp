// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/views.h"

#include "cli/options.h"
#include "settings/profile.h"

#include <QFileInfo>

#include <algorithm>

namespace spendglass::cli {
namespace {

bool hasSaved(const query::Predicate &predicate)
{
    return predicate.kind == query::Predicate::Kind::Saved ||
           std::ranges::any_of(predicate.children, hasSaved);
}

} // namespace

core::Result<query::ViewFolder> openViews(const Arguments &arguments)
{
    return settings::profileFolder(arguments.value("profile")).map([](const QString &folder) {
        return query::ViewFolder::ofProfile(folder);
    });
}

core::Result<query::Query> questionOfView(const Arguments &arguments, const QString &nameOrFile)
{
    const auto folder = openViews(arguments);
    if (!folder)
        return core::fail(folder.error());
    auto view = folder->find(nameOrFile, query::SavedView::Kind::View);
    const bool isUnknown = !view && view.error().kind == core::ErrorKind::NotFound;
    if (isUnknown && !QFileInfo(nameOrFile).isFile())
        return core::fail(wrongUsage(
            QStringLiteral("--view %1: there is no view of that name, and no such file").arg(nameOrFile)));
    if (isUnknown)
        view = query::viewFromFile(nameOrFile);
    if (!view)
        return core::fail(view.error());
    if (!view->query)
        return core::fail(
            wrongUsage(QStringLiteral("--view %1: it is a saved filter, not a view").arg(nameOrFile)));
    return *view->query;
}

core::Result<query::Query> withSavedFilters(const Arguments &arguments, const query::Query &question)
{
    if (!hasSaved(question.where))
        return question;
    return openViews(arguments)
        .and_then([](const query::ViewFolder &folder) { return folder.filters(); })
        .map([&question](const query::SavedFilters &filters) {
            return query::withSavedFilters(question, filters);
        });
}

} // namespace spendglass::cli
