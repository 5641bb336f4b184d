// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/savedview.h"

#include "core/ownfolder.h"
#include "query/jsonreading.h"
#include "query/queryjson.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QLockFile>
#include <QSaveFile>

#include <algorithm>
#include <tuple>
#include <utility>

namespace spendglass::query {

namespace {

using core::ErrorKind;
using Kind = SavedView::Kind;

constexpr qint64 largest = 4 * 1024 * 1024; ///< bytes of a file; a view has a few hundred
constexpr int longestWait = 500;            ///< milliseconds, for another program to write its view
constexpr QLatin1String suffix{".json"};
constexpr QLatin1String kindMember{"spendglass"}, versionMember{"version"}, nameMember{"name"};

/// The member that holds what is saved.
QLatin1String contentMember(Kind kind)
{
    return kind == Kind::Filter ? QLatin1String("where") : QLatin1String("query");
}

/// Names are the same that a person takes for the same.
QString folded(const QString &name)
{
    return name.normalized(QString::NormalizationForm_C).toCaseFolded();
}

QString nameProblem(const QString &name)
{
    const auto isControl = [](QChar c) {
        return c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line ||
               c.category() == QChar::Separator_Paragraph;
    };
    if (name.trimmed().isEmpty())
        return QStringLiteral("it has no name");
    return std::ranges::any_of(name, isControl) ? QStringLiteral("its name is more than one line")
                                                : QString();
}

QString problemOf(const SavedView &view)
{
    if (view.query.has_value() == view.filter.has_value())
        return QStringLiteral("it is neither a view nor a filter");
    return nameProblem(view.name);
}

/// The beginning of a file's name. The kind before the name keeps it off the device names of Windows; letters
/// and digits are no trouble anywhere, nor are so few of them.
QString fileStem(const SavedView &view)
{
    static constexpr qsizetype longest = 60;
    QString stem = kindName(view.kind());
    bool isGap = true;
    for (const QChar c : view.name.normalized(QString::NormalizationForm_C)) {
        if (!c.isLetterOrNumber() && !c.isMark()) {
            isGap = true;
            continue;
        }
        if (stem.size() >= longest)
            break;
        stem += isGap ? QString(u'-') + c : QString(c);
        isGap = false;
    }
    return stem;
}

/// A name that no file of the folder has, nor would have where case does not matter.
QString freeFileName(const SavedView &view, const QStringList &taken)
{
    QStringList known;
    for (const QString &name : taken)
        known << folded(name);
    const QString stem = fileStem(view);
    QString name = stem + suffix;
    for (int number = 2; known.contains(folded(name)); ++number)
        name = QStringLiteral("%1-%2").arg(stem).arg(number) + suffix;
    return name;
}

enum class Access
{
    Own, ///< for nobody but the person
    Usual
};

core::Result<void> written(const QString &path, const QByteArray &document, Access access)
{
    QSaveFile file(path);
    const auto restrict = [&] {
        return access == Access::Usual || file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    };
    if (file.open(QIODevice::WriteOnly) &&restrict() && file.write(document) == document.size() &&
        file.commit())
        return {};
    return core::fail(ErrorKind::File,
                      QStringLiteral("the view cannot be written: %1").arg(file.errorString()), path);
}

core::Result<SavedView> fromObject(const QJsonObject &object)
{
    JsonReading reading;
    const Place top{object, {}};
    SavedView view;
    const QString kind = reading.text(top[kindMember]);
    if (kind != kindName(Kind::View) && kind != kindName(Kind::Filter))
        reading.fail(top[kindMember], QStringLiteral("it is neither \"view\" nor \"filter\""));
    const bool isFilter = kind == kindName(Kind::Filter);
    const qint64 version = reading.integer(top[versionMember]);
    if (version < 1)
        reading.fail(top[versionMember], QStringLiteral("it is not a version"));
    view.name = reading.text(top[nameMember]);
    if (const QString problem = nameProblem(view.name); !problem.isEmpty())
        reading.fail(top[nameMember], problem);
    const QLatin1String member = contentMember(isFilter ? Kind::Filter : Kind::View);
    if (!reading.isObject(top[member]))
        reading.fail(top[member], QStringLiteral("it is missing"));
    if (reading.error())
        return core::fail(*reading.error());
    view.unknown = object;
    for (const QLatin1String known : {kindMember, nameMember, member})
        view.unknown.remove(known);
    if (version <= documentVersion)
        view.unknown.remove(versionMember);
    const QJsonObject content = object[member].toObject();
    const auto inside = [member](core::Error error) { return insideOf(member, std::move(error)); };
    if (isFilter)
        return predicateFromJson(content).map_error(inside).map([&view](Predicate filter) {
            view.filter = std::move(filter);
            return view;
        });
    return queryFromJson(content).map_error(inside).map([&view](Query query) {
        view.query = std::move(query);
        return view;
    });
}

} // namespace

QString kindName(Kind kind)
{
    return kind == Kind::Filter ? QStringLiteral("filter") : QStringLiteral("view");
}

QByteArray toDocument(const SavedView &view)
{
    QJsonObject object = view.unknown;
    if (!object.contains(versionMember))
        object[versionMember] = documentVersion;
    object[kindMember] = kindName(view.kind());
    object[nameMember] = view.name;
    object[contentMember(view.kind())] =
        view.filter ? toJson(*view.filter) : toJson(view.query.value_or(Query{}));
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

core::Result<SavedView> viewFromDocument(const QByteArray &document)
{
    QJsonParseError problem;
    const QJsonDocument parsed = QJsonDocument::fromJson(document, &problem);
    if (problem.error != QJsonParseError::NoError)
        return core::fail(ErrorKind::BadRequest,
                          QStringLiteral("it is not JSON: %1").arg(problem.errorString()),
                          QStringLiteral("byte %1").arg(problem.offset));
    if (!parsed.isObject())
        return core::fail(ErrorKind::BadRequest, QStringLiteral("it is not an object"));
    return fromObject(parsed.object());
}

core::Result<SavedView> viewFromFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::fail(ErrorKind::File,
                          QStringLiteral("the view cannot be read: %1").arg(file.errorString()), path);
    if (file.size() > largest)
        return core::fail(ErrorKind::File, QStringLiteral("it is too large for a view"), path);
    return viewFromDocument(file.read(largest)).map_error([&path](core::Error error) {
        error.kind = ErrorKind::File;
        error.where = error.where.isEmpty() ? path : path + QStringLiteral(", ") + error.where;
        return error;
    });
}

bool isSameName(const QString &a, const QString &b)
{
    return folded(a) == folded(b);
}

core::Result<void> viewToFile(const SavedView &view, const QString &path)
{
    return written(path, toDocument(view), Access::Usual);
}

/// A view and the file it is in.
struct ViewFolder::Entry
{
    QString fileName;
    SavedView view;
};

struct ViewFolder::Content
{
    std::vector<Entry> entries; ///< by name, kind and file name
    QStringList unreadable;
    QStringList taken; ///< every name in the folder
};

ViewFolder::ViewFolder(QString path)
    : m_path(std::move(path))
{}

ViewFolder ViewFolder::ofProfile(const QString &profileFolder)
{
    return ViewFolder(profileFolder + QStringLiteral("/views"));
}

core::Result<ViewFolder::Content> ViewFolder::content() const
{
    Content found;
    const QFileInfo info(m_path);
    if (!info.exists())
        return found;
    if (!info.isDir() || !info.isReadable())
        return core::fail(ErrorKind::File, QStringLiteral("the folder of views cannot be read"), m_path);
    const QDir folder(m_path);
    found.taken = folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const QString &name : folder.entryList({u'*' + suffix}, QDir::Files, QDir::Name)) {
        auto view = viewFromFile(folder.filePath(name));
        if (view)
            found.entries.push_back({name, std::move(*view)});
        else
            found.unreadable << name + QStringLiteral(": ") + view.error().text +
                                    view.error().where.mid(folder.filePath(name).size());
    }
    const auto key = [](const Entry &entry) {
        return std::tuple(folded(entry.view.name), entry.view.kind(), entry.fileName);
    };
    std::ranges::sort(found.entries, {}, key);
    return found;
}

core::Result<ViewFolder::Entry> ViewFolder::entry(const QString &name, std::optional<Kind> kind) const
{
    auto all = content();
    if (!all)
        return core::fail(all.error());
    const auto found = std::ranges::find_if(all->entries, [&](const Entry &each) {
        return isSameName(each.view.name, name) && (!kind || each.view.kind() == *kind);
    });
    if (found == all->entries.end())
        return core::fail(
            ErrorKind::NotFound,
            QStringLiteral("there is no %1 \"%2\"").arg(kindName(kind.value_or(Kind::View)), name));
    return std::move(*found);
}

core::Result<ViewFolder::Listing> ViewFolder::list() const
{
    return content().map([](Content all) {
        Listing listing;
        listing.unreadable = all.unreadable;
        for (Entry &each : all.entries) {
            const bool isKnown = !listing.views.empty() && listing.views.back().kind() == each.view.kind() &&
                                 isSameName(listing.views.back().name, each.view.name);
            if (isKnown) // which find() gives
                listing.unreadable << QStringLiteral("%1: another file has that name, too: %2")
                                          .arg(each.fileName, each.view.name);
            else
                listing.views.push_back(std::move(each.view));
        }
        return listing;
    });
}

core::Result<SavedView> ViewFolder::find(const QString &name, std::optional<Kind> kind) const
{
    return entry(name, kind).map([](Entry found) { return std::move(found.view); });
}

core::Result<void> ViewFolder::save(const SavedView &view) const
{
    if (const QString problem = problemOf(view); !problem.isEmpty())
        return core::fail(ErrorKind::BadRequest, QStringLiteral("the view cannot be saved: %1").arg(problem));
    if (!core::makeOwnFolder(m_path))
        return core::fail(ErrorKind::File, QStringLiteral("the folder of views cannot be made"), m_path);
    // Between the search for a free name and its use nobody else may take it.
    QLockFile lock(m_path + QStringLiteral("/.lock"));
    if (!lock.tryLock(longestWait))
        return core::fail(ErrorKind::File, QStringLiteral("the folder of views cannot be written"), m_path);
    const auto all = content();
    if (!all)
        return core::fail(all.error());
    const auto known = std::ranges::find_if(all->entries, [&view](const Entry &each) {
        return isSameName(each.view.name, view.name) && each.view.kind() == view.kind();
    });
    const QString name = known == all->entries.end() ? freeFileName(view, all->taken) : known->fileName;
    return written(m_path + u'/' + name, toDocument(view), Access::Own);
}

core::Result<void> ViewFolder::remove(const QString &name, std::optional<Kind> kind) const
{
    const auto found = entry(name, kind);
    if (!found)
        return core::fail(found.error());
    QFile file(m_path + u'/' + found->fileName);
    if (!file.remove())
        return core::fail(ErrorKind::File,
                          QStringLiteral("the view cannot be removed: %1").arg(file.errorString()),
                          file.fileName());
    return {};
}

core::Result<void> ViewFolder::rename(const QString &name, Kind kind, const QString &newName) const
{
    auto view = find(name, kind);
    if (!view)
        return core::fail(view.error());
    view->name = newName;
    if (const auto saved = save(*view); !saved || isSameName(newName, name)) // the same file
        return saved;
    return remove(name, kind);
}

core::Result<SavedFilters> ViewFolder::filters() const
{
    return content().map([](Content all) {
        SavedFilters filters;
        for (Entry &each : all.entries) {
            if (each.view.filter)
                filters.try_emplace(each.view.name, std::move(*each.view.filter));
        }
        return filters;
    });
}

} // namespace spendglass::query
