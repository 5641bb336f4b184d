// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/savedview.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QTemporaryDir>

#include <sys/resource.h>

#include <csignal>

using namespace spendglass;
using namespace spendglass::query;
using Kind = SavedView::Kind;

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

SavedView view(const QString &name, const char *rows = "customerName")
{
    Query query;
    query.rows = {qs(rows)};
    return {name, query, std::nullopt};
}

SavedView filter(const QString &name, const char *value = "a")
{
    return {name, std::nullopt, Predicate::leaf(qs("customerName"), Operator::Is, {qs(value)})};
}

bool writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList namesOf(const ViewFolder::Listing &listing)
{
    QStringList names;
    for (const SavedView &each : listing.views)
        names << each.name;
    return names;
}

QStringList filesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                  QDir::Name);
}

} // namespace

class TestSavedView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void roundTrips_data();
    void roundTrips();
    void writesAsDocumented();
    void refusesOtherDocuments_data();
    void refusesOtherDocuments();
    void namesFilesSafely_data();
    void namesFilesSafely();
    void neverSharesAFile();
    void replacesTheSame();
    void leavesFilesThatOthersMade();
    void findsRenamedFiles();
    void renames_data();
    void renames();
    void keepsViewsAndFiltersApart();
    void listsWhatItCannotRead();
    void startsWithoutAFolder();
    void tellsWhatCannotBeSaved();
    void writesWholeOrNotAtAll();
    void keepsStrangersOut();
    void givesTheFilters();

private:
    QString path() const { return m_temporary->path() + qs("/views"); }
    ViewFolder folder() const { return ViewFolder::ofProfile(m_temporary->path()); }

    std::unique_ptr<QTemporaryDir> m_temporary;
};

void TestSavedView::init()
{
    m_temporary = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temporary->isValid());
}

void TestSavedView::roundTrips_data()
{
    QTest::addColumn<SavedView>("saved");
    QTest::newRow("view") << view(qs("Contoso \"services\" / ü"));
    QTest::newRow("filter") << filter(qs("Production"));
    SavedView newer = view(qs("newer"));
    newer.unknown = {{qs("version"), 3}, {qs("colour"), qs("red")}};
    newer.query->unknown = {{qs("chart"), qs("line")}};
    QTest::newRow("newer") << newer;
}

void TestSavedView::roundTrips()
{
    QFETCH(SavedView, saved);
    const QByteArray document = toDocument(saved);
    QVERIFY(document.endsWith("}\n"));
    const auto read = viewFromDocument(document);
    QVERIFY2(read, read ? "" : qPrintable(read.error().text));
    QVERIFY(*read == saved);
    QCOMPARE(toDocument(*read), document);
}

void TestSavedView::writesAsDocumented()
{
    QCOMPARE(
        toDocument(filter(qs("Production"))),
        QByteArray("{\n    \"name\": \"Production\",\n    \"spendglass\": \"filter\",\n    \"version\": 1,\n"
                   "    \"where\": {\n        \"field\": \"customerName\",\n        \"operator\": \"=\",\n"
                   "        \"values\": [\n            \"a\"\n        ]\n    }\n}\n"));
}

void TestSavedView::refusesOtherDocuments_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QString>("where");
    const auto row = [](QByteArray document, const char *where) {
        document.replace('\'', '"');
        QTest::newRow(document.constData()) << document << qs(where);
    };
    row("", "byte 0");
    row("{'spendglass': 'view'", "byte 21");
    row("[]", "");
    row("{}", "spendglass");
    row("{'spendglass': 'theme', 'version': 1, 'name': 'a'}", "spendglass");
    row("{'spendglass': 1, 'version': 1, 'name': 'a'}", "spendglass");
    row("{'spendglass': 'view', 'name': 'a', 'query': {'version': 1, 'dataSet': 'spend'}}", "version");
    row("{'spendglass': 'view', 'version': 'x', 'name': 'a'}", "version");
    row("{'spendglass': 'view', 'version': 1}", "name");
    row("{'spendglass': 'view', 'version': 1, 'name': ' '}", "name");
    row("{'spendglass': 'view', 'version': 1, 'name': 'a\\nb'}", "name");
    row("{'spendglass': 'view', 'version': 1, 'name': ['a']}", "name");
    row("{'spendglass': 'view', 'version': 1, 'name': 'a'}", "query");
    row("{'spendglass': 'view', 'version': 1, 'name': 'a', 'query': []}", "query");
    row("{'spendglass': 'view', 'version': 1, 'name': 'a', 'query': {'version': 1}}", "query.dataSet");
    row("{'spendglass': 'filter', 'version': 1, 'name': 'a', 'query': {}}", "where");
    row("{'spendglass': 'filter', 'version': 1, 'name': 'a', 'where': {}}", "where");
    row("{'spendglass': 'filter', 'version': 1, 'name': 'a', 'where': {'all': [{'field': 'a'}]}}",
        "where.all[0].operator");
}

void TestSavedView::refusesOtherDocuments()
{
    QFETCH(QByteArray, document);
    QFETCH(QString, where);
    const auto read = viewFromDocument(document);
    QVERIFY(!read);
    QCOMPARE(read.error().kind, core::ErrorKind::BadRequest);
    QCOMPARE(read.error().where, where);
    QVERIFY(!read.error().text.isEmpty());
}

void TestSavedView::namesFilesSafely_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("fileName");
    const auto row = [](const QString &name, const char *fileName) {
        QTest::newRow(name.isEmpty() ? "empty" : qPrintable(name.left(20))) << name << qs(fileName);
    };
    row(qs("Contoso services"), "view-Contoso-services.json");
    row(qs("../../etc/passwd"), "view-etc-passwd.json");
    row(qs("..\\..\\x"), "view-x.json");
    row(qs("/abs"), "view-abs.json");
    row(qs("C:evil"), "view-C-evil.json");
    row(qs("CON"), "view-CON.json");
    row(qs("nul.txt"), "view-nul-txt.json");
    row(qs("COM¹"), "view-COM¹.json");
    row(qs("a:b*c?d\"e<f>g|h"), "view-a-b-c-d-e-f-g-h.json");
    row(qs("dots... and blanks  "), "view-dots-and-blanks.json");
    row(qs(".hidden"), "view-hidden.json");
    row(qs("-rf"), "view-rf.json");
    row(qs("%2e%2e"), "view-2e-2e.json");
    row(qs("***"), "view.json");
    row(qs("Überblick für Zürich"), "view-Überblick-für-Zürich.json");
    row(qs("U\u0308berblick"), "view-Überblick.json");
    row(qs("客户用量"), "view-客户用量.json");
    row(qs("\U0001F600 smile"), "view-smile.json");
    row(qs("turn\u202Eexe.nosj"), "view-turn-exe-nosj.json");
    row(QString(300, u'x'), "view-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.json");
    row(QString(300, u'客'), "view-"
                             "客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客客"
                             "客客客客客客客客客客客客客客客客.json");
}

void TestSavedView::namesFilesSafely()
{
    QFETCH(QString, name);
    QFETCH(QString, fileName);
    const SavedView saved = view(name);
    QVERIFY(folder().save(saved));
    QCOMPARE(filesIn(path()), QStringList{fileName});
    QVERIFY(QFile::encodeName(fileName).size() < 255);
    QCOMPARE(filesIn(m_temporary->path()), QStringList{qs("views")});
    const auto found = folder().find(name);
    QVERIFY(found && *found == saved);
}

/// Names that come to the same file name, also where case does not matter.
void TestSavedView::neverSharesAFile()
{
    const QStringList names{qs("a/b"), qs("a b"), qs("a:b"), qs("A-B"), qs("a-b-2"), qs("?"), qs("!")};
    for (const QString &name : names)
        QVERIFY(folder().save(view(name)));
    QStringList files;
    for (const QString &file : filesIn(path()))
        files << file.toCaseFolded();
    QCOMPARE(files.size(), names.size());
    files.removeDuplicates();
    QCOMPARE(files.size(), names.size());
    for (const QString &name : names) {
        const auto found = folder().find(name);
        QVERIFY2(found && found->name == name, qPrintable(name));
    }
}

void TestSavedView::replacesTheSame()
{
    QVERIFY(folder().save(view(qs("Über alles"), "customerName")));
    const SavedView newer = view(qs("U\u0308BER ALLES"), "currency");
    QVERIFY(folder().save(newer));
    const auto listing = folder().list();
    QVERIFY(listing && listing->views.size() == 1);
    QVERIFY(listing->views.front() == newer);
    QCOMPARE(filesIn(path()).size(), 1);
}

void TestSavedView::leavesFilesThatOthersMade()
{
    QVERIFY(QDir().mkpath(path()));
    const QString strange = path() + qs("/VIEW-a.json"), text = path() + qs("/notes.txt");
    QVERIFY(writeFile(strange, "not a view"));
    QVERIFY(writeFile(text, "mine"));
    QVERIFY(QDir().mkpath(path() + qs("/view-b.json")));
    QVERIFY(folder().save(view(qs("a"))));
    QVERIFY(folder().save(view(qs("b"))));
    QCOMPARE(readFile(strange), QByteArray("not a view"));
    QCOMPARE(readFile(text), QByteArray("mine"));
    QCOMPARE(filesIn(path()), QStringList({qs("VIEW-a.json"), qs("notes.txt"), qs("view-a-2.json"),
                                           qs("view-b-2.json"), qs("view-b.json")}));
    QVERIFY(folder().remove(qs("a")));
    QVERIFY(QFile::exists(strange));
}

/// The name inside counts.
void TestSavedView::findsRenamedFiles()
{
    QVERIFY(folder().save(view(qs("Monthly"))));
    QVERIFY(QFile::rename(path() + qs("/view-Monthly.json"), path() + qs("/zzz my own.JSON")));
    QVERIFY(folder().find(qs("monthly")));
    QVERIFY(folder().save(view(qs("Monthly"), "currency")));
    QCOMPARE(filesIn(path()), QStringList{qs("zzz my own.JSON")});
    // A copy by hand: the first by its name is the one.
    QVERIFY(QFile::copy(path() + qs("/zzz my own.JSON"), path() + qs("/copy.json")));
    QVERIFY(folder().save(view(qs("Monthly"), "isUpgraded")));
    QVERIFY(readFile(path() + qs("/copy.json")).contains("isUpgraded"));
    QVERIFY(readFile(path() + qs("/zzz my own.JSON")).contains("currency"));
    QVERIFY(folder().remove(qs("MONTHLY")));
    QCOMPARE(filesIn(path()), QStringList{qs("zzz my own.JSON")});
}

void TestSavedView::renames_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("another") << qs("Weekly") << QStringList{qs("Other"), qs("Weekly")};
    QTest::newRow("in case only") << qs("MONTHLY") << QStringList{qs("MONTHLY"), qs("Other")};
    QTest::newRow("one that is taken") << qs("other") << QStringList{qs("other")};
    QTest::newRow("none") << qs(" ") << QStringList{qs("Monthly"), qs("Other")};
}

void TestSavedView::renames()
{
    QFETCH(QString, to);
    QFETCH(QStringList, names);
    QVERIFY(folder().save(view(qs("Monthly"), "currency")));
    QVERIFY(folder().save(view(qs("Other"))));
    const auto renamed = folder().rename(qs("monthly"), Kind::View, to);
    QCOMPARE(renamed.has_value(), !to.trimmed().isEmpty());
    QCOMPARE(namesOf(*folder().list()), names);
    const auto kept = folder().find(renamed ? to : qs("Monthly"));
    QVERIFY(kept && kept->query == view({}, "currency").query);
}

void TestSavedView::keepsViewsAndFiltersApart()
{
    QVERIFY(folder().save(filter(qs("Production"))));
    QCOMPARE(folder().find(qs("production"))->kind(), Kind::Filter);
    QVERIFY(folder().save(view(qs("Production"))));
    QCOMPARE(filesIn(path()), QStringList({qs("filter-Production.json"), qs("view-Production.json")}));
    QCOMPARE(folder().find(qs("production"))->kind(), Kind::View);
    QCOMPARE(folder().find(qs("production"), Kind::Filter)->kind(), Kind::Filter);
    QVERIFY(folder().remove(qs("Production"), Kind::Filter));
    QCOMPARE(folder().find(qs("production"), Kind::Filter).error().kind, core::ErrorKind::NotFound);
    QVERIFY(folder().find(qs("production"), Kind::View));
}

void TestSavedView::listsWhatItCannotRead()
{
    for (const char *const name : {"zeta", "Alpha", "beta"})
        QVERIFY(folder().save(view(qs(name))));
    QVERIFY(folder().save(filter(qs("alpha"))));
    QVERIFY(writeFile(path() + qs("/broken.json"), "{"));
    QVERIFY(writeFile(path() + qs("/other.json"), "{\"spendglass\": \"theme\"}"));
    QVERIFY(writeFile(path() + qs("/huge.json"), QByteArray(5 * 1024 * 1024, ' ')));
    QVERIFY(writeFile(path() + qs("/readme.txt"), "not mine"));
    const auto listing = folder().list();
    QVERIFY(listing);
    QCOMPARE(namesOf(*listing), QStringList({qs("Alpha"), qs("alpha"), qs("beta"), qs("zeta")}));
    QCOMPARE(listing->unreadable.size(), 3);
    QVERIFY2(listing->unreadable[0].startsWith(qs("broken.json: it is not JSON")),
             qPrintable(listing->unreadable[0]));
    QVERIFY(listing->unreadable[1].startsWith(qs("huge.json: ")));
    QVERIFY2(listing->unreadable[2].startsWith(qs("other.json: ")) &&
                 listing->unreadable[2].endsWith(qs(", spendglass")),
             qPrintable(listing->unreadable[2]));
}

void TestSavedView::startsWithoutAFolder()
{
    const auto listing = folder().list();
    QVERIFY(listing && listing->views.empty() && listing->unreadable.isEmpty());
    QVERIFY(folder().filters()->empty());
    QCOMPARE(folder().find(qs("a")).error().kind, core::ErrorKind::NotFound);
    QCOMPARE(folder().remove(qs("a")).error().kind, core::ErrorKind::NotFound);
    QVERIFY(filesIn(m_temporary->path()).isEmpty());
    QVERIFY(writeFile(path(), "a file in the folder's place"));
    QCOMPARE(folder().list().error().kind, core::ErrorKind::File);
    QCOMPARE(folder().save(view(qs("a"))).error().kind, core::ErrorKind::File);
    QCOMPARE(readFile(path()), QByteArray("a file in the folder's place"));
}

void TestSavedView::tellsWhatCannotBeSaved()
{
    SavedView both = view(qs("a"));
    both.filter = Predicate{};
    const SavedView neither{qs("a"), std::nullopt, std::nullopt};
    for (const SavedView &wrong :
         {view(QString()), view(qs("  ")), view(qs("a\nb")), view(qs("a\u2028b")), both, neither})
        QCOMPARE(folder().save(wrong).error().kind, core::ErrorKind::BadRequest);
    QVERIFY(filesIn(m_temporary->path()).isEmpty());
}

/// The disk ends in the middle of the document.
void TestSavedView::writesWholeOrNotAtAll()
{
    const SavedView old = view(qs("a"));
    QVERIFY(folder().save(old));
    SavedView large = old;
    large.query->rows.assign(1000, qs("customerName"));
    rlimit usual{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &usual), 0);
    const rlimit little{2000, usual.rlim_max};
    const auto signalled = std::signal(SIGXFSZ, SIG_IGN);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &little), 0);
    const auto saved = folder().save(large);
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &usual), 0);
    std::signal(SIGXFSZ, signalled);
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, core::ErrorKind::File);
    QVERIFY(*folder().find(qs("a")) == old);
    QCOMPARE(filesIn(path()), QStringList{qs("view-a.json")});
}

void TestSavedView::keepsStrangersOut()
{
    QVERIFY(folder().save(view(qs("a"))));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                        QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(path()) & others));
    QVERIFY(!(QFile::permissions(path() + qs("/view-a.json")) & others));
}

void TestSavedView::givesTheFilters()
{
    QVERIFY(folder().save(view(qs("a"))));
    QVERIFY(folder().save(filter(qs("Production"), "p")));
    QVERIFY(folder().save(filter(qs("Test"), "t")));
    const auto filters = folder().filters();
    QVERIFY(filters);
    QCOMPARE(filters->size(), std::size_t(2));
    QVERIFY(filters->at(qs("Test")) == *filter(qs("Test"), "t").filter);
}

SPENDGLASS_TEST_MAIN(TestSavedView)
#include "tst_savedview.moc"
