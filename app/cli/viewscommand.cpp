// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/rowprinter.h"
#include "cli/views.h"
#include "query/filtertext.h"
#include "query/queryjson.h"
#include "query/sentence.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace spendglass::cli {
namespace {

using query::SavedView;

constexpr Option kindOption{"kind", "KIND", "view or filter, where both have that name; else the view"};

core::Result<std::optional<SavedView::Kind>> kindFrom(const Arguments &arguments)
{
    static const QStringList names{query::kindName(SavedView::Kind::View),
                                   query::kindName(SavedView::Kind::Filter)};
    return wordOption(arguments, "kind", QString(), names).map([](const QString &name) {
        return name.isEmpty() ? std::nullopt : std::optional(SavedView::Kind(names.indexOf(name)));
    });
}

/// Who names a view that is not there made a mistake on the line.
core::Error asUsage(core::Error error)
{
    return error.kind == core::ErrorKind::NotFound ? wrongUsage(error.text) : error;
}

/// The view that the first operand names.
core::Result<SavedView> namedView(const Arguments &arguments)
{
    const auto kind = kindFrom(arguments);
    if (!kind)
        return core::fail(kind.error());
    return openViews(arguments)
        .and_then([&](const query::ViewFolder &folder) { return folder.find(arguments.operand(0), *kind); })
        .map_error(asUsage);
}

/// What it asks, in a sentence; of a filter its text.
QString meaningOf(const SavedView &view)
{
    return view.query ? query::sentence(*view.query) : query::printFilter(*view.filter);
}

/// Why the view cannot be answered as it is; empty for filters, which belong to no data set. Saved filters
/// that it names count as found.
QStringList problemsOf(const SavedView &view, const query::SavedFilters &filters)
{
    return view.query ? query::problems(query::withSavedFilters(*view.query, filters)) : QStringList();
}

query::Table viewTable(const query::ViewFolder::Listing &listing)
{
    query::Table table;
    for (const char *const id : {"name", "kind", "dataSet", "meaning"})
        table.columns.push_back({QLatin1String(id), query::FieldType::Text, query::FieldRole::Dimension});
    for (const SavedView &view : listing.views)
        table.cells.insert(table.cells.end(),
                           {view.name, query::kindName(view.kind()),
                            view.query ? core::dataSetName(view.query->dataSet) : QString(),
                            meaningOf(view)});
    return table;
}

int listViews(const Arguments &arguments, Output &output)
{
    const auto format = rowFormat(arguments, RowFormat::Table);
    if (!format)
        return output.fail(format.error());
    const auto listing =
        openViews(arguments).and_then([](const query::ViewFolder &folder) { return folder.list(); });
    if (!listing)
        return output.fail(listing.error());
    RowPrinter printer(output, *format, false);
    printer.print(viewTable(*listing));
    printer.end({{QStringLiteral("rowCount"), printer.rows()},
                 {QStringLiteral("unreadable"), QJsonArray::fromStringList(listing->unreadable)}});
    for (const QString &line : listing->unreadable)
        output.say(QStringLiteral("spendglass-cli: not a view: %1").arg(line));
    return listing->unreadable.isEmpty() ? Done : Incomplete;
}

int showView(const Arguments &arguments, Output &output)
{
    const auto view = namedView(arguments);
    if (!view)
        return output.fail(view.error());
    const auto filters =
        openViews(arguments).and_then([](const query::ViewFolder &folder) { return folder.filters(); });
    if (!filters)
        return output.fail(filters.error());
    const QStringList problems = problemsOf(*view, *filters);
    const QByteArray document = query::toDocument(*view);
    if (output.isJson()) {
        output.write(QJsonObject{{QStringLiteral("name"), view->name},
                                 {QStringLiteral("kind"), query::kindName(view->kind())},
                                 {QStringLiteral("meaning"), meaningOf(*view)},
                                 {QStringLiteral("problems"), QJsonArray::fromStringList(problems)},
                                 {QStringLiteral("document"), QJsonDocument::fromJson(document).object()}});
        return Done;
    }
    QString text =
        QStringLiteral("%1 \"%2\"\n%3\n")
            .arg(query::kindName(view->kind()), printable(view->name), printable(meaningOf(*view)));
    for (const QString &problem : problems)
        text += QStringLiteral("problem: %1\n").arg(printable(problem));
    output.write(text.toUtf8() + '\n' + document);
    return Done;
}

int importView(const Arguments &arguments, Output &output)
{
    const auto view = query::viewFromFile(arguments.operand(0));
    if (!view)
        return output.fail(view.error());
    const auto folder = openViews(arguments);
    if (!folder)
        return output.fail(folder.error());
    const auto known = folder->find(view->name, view->kind());
    if (!known && known.error().kind != core::ErrorKind::NotFound)
        return output.fail(known.error());
    if (known && *known != *view && !arguments.has("replace"))
        return output.fail(
            wrongUsage(QStringLiteral("there is a %1 \"%2\"; --replace puts the imported one in its place")
                           .arg(query::kindName(view->kind()), view->name)));
    if (const auto saved = folder->save(*view); !saved)
        return output.fail(saved.error());
    if (output.isJson())
        output.write(QJsonObject{{QStringLiteral("name"), view->name},
                                 {QStringLiteral("kind"), query::kindName(view->kind())},
                                 {QStringLiteral("replaced"), known.has_value()}});
    else
        output.say(QStringLiteral("imported the %1 \"%2\"").arg(query::kindName(view->kind()), view->name));
    return Done;
}

core::Result<void> written(const QString &path, const QByteArray &document)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(document) == document.size() && file.commit())
        return {};
    return core::fail(core::ErrorKind::File,
                      QStringLiteral("the file cannot be written: %1").arg(file.errorString()), path);
}

int exportView(const Arguments &arguments, Output &output)
{
    const QString path = arguments.value("output");
    if (path.isEmpty())
        return output.fail(wrongUsage(QStringLiteral("--output is missing: the file to write")));
    if (path == QLatin1String("-"))
        return output.fail(wrongUsage(QStringLiteral(
            "--output -: a file appears whole or not at all; views show writes to standard output")));
    const auto view = namedView(arguments);
    if (!view)
        return output.fail(view.error());
    if (const auto done = written(path, query::toDocument(*view)); !done)
        return output.fail(done.error());
    if (output.isJson())
        output.write(QJsonObject{{QStringLiteral("name"), view->name},
                                 {QStringLiteral("kind"), query::kindName(view->kind())},
                                 {QStringLiteral("file"), QFileInfo(path).absoluteFilePath()}});
    else
        output.say(
            QStringLiteral("wrote the %1 \"%2\" to %3").arg(query::kindName(view->kind()), view->name, path));
    return Done;
}

int removeView(const Arguments &arguments, Output &output)
{
    const auto view = namedView(arguments);
    if (!view)
        return output.fail(view.error());
    const auto removed = openViews(arguments).and_then(
        [&view](const query::ViewFolder &folder) { return folder.remove(view->name, view->kind()); });
    if (!removed)
        return output.fail(removed.error());
    if (output.isJson())
        output.write(QJsonObject{{QStringLiteral("name"), view->name},
                                 {QStringLiteral("kind"), query::kindName(view->kind())}});
    else
        output.say(QStringLiteral("removed the %1 \"%2\"").arg(query::kindName(view->kind()), view->name));
    return Done;
}

} // namespace

std::vector<CommandSpec> viewsCommands()
{
    return {
        {"views list", "", "saved views and filters, and what they mean", {formatOption}, listViews},
        {"views show",
         "NAME",
         "a saved view or filter: its meaning and its document",
         {kindOption},
         showView},
        {"views import",
         "FILE",
         "takes a view or filter from a file",
         {{"replace", nullptr, "put it in the place of the one of that name"}},
         importView},
        {"views export",
         "NAME",
         "writes a view or filter to a file",
         {{"output", "FILE", "the file; it appears whole or stays as it was"}, kindOption},
         exportView},
        {"views remove", "NAME", "removes a saved view or filter", {kindOption}, removeView},
    };
}

} // namespace spendglass::cli
