// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/testmain.h"

#include <QDir>

namespace {

QString qs(const char *text)
{
    return QString::fromUtf8(text);
}

constexpr const char *servicesDocument =
    "{\"spendglass\": \"view\", \"version\": 1, \"name\": \"Services\", \"colour\": \"red\", \"query\": "
    "{\"version\": 1, "
    "\"dataSet\": \"analytics\", \"rows\": [\"meterCategory\"], \"measures\": [\"sum(quantity)\"], "
    "\"where\": {\"saved\": \"Production\"}}}";
constexpr const char *productionDocument = "{\"spendglass\": \"filter\", \"version\": 1, \"name\": "
                                           "\"Production\", \"where\": {\"field\": \"meterCategory\", "
                                           "\"operator\": \"!=\", \"values\": [\"Storage\"]}}";

} // namespace

/// views list, show, import, export and remove; no account is needed.
class TestViewsCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void tellsWrongUsage_data();
    void tellsWrongUsage();
    void startsEmpty();
    void importsAndLists();
    void shows();
    void exportsWhatItImported();
    void replacesOnlyWhenTold();
    void keepsKindsApart();
    void refusesOtherFiles();
    void tellsWhatItCannotRead();

private:
    Outcome views(const char *line, const QStringList &more = {}) const
    {
        return m_program->run(words("views") + words(line) + more);
    }
    Outcome import(const char *document, const QStringList &more = {}) const
    {
        const QString path = m_program->path(qs("given.json"));
        return writeFile(path, document) ? views("import", QStringList{path} + more) : Outcome();
    }

    std::unique_ptr<Program> m_program;
};

void TestViewsCli::init()
{
    m_program = std::make_unique<Program>();
}

void TestViewsCli::tellsWrongUsage_data()
{
    QTest::addColumn<QString>("named");
    const auto row = [](const char *line, const char *named) { QTest::newRow(line) << qs(named); };
    row("bogus", "views bogus");
    row("list x", "x");
    row("list --format xlsx", "--format");
    row("show", "NAME");
    row("show nobody", "nobody");
    row("show Services --kind theme", "--kind");
    row("import", "FILE");
    row("export Services", "--output");
    row("export Services --output -", "--output -");
    row("export nobody --output x.json", "nobody");
    row("remove nobody", "nobody");
    row("remove Services --kind filter", "filter \"Services\"");
}

void TestViewsCli::tellsWrongUsage()
{
    QFETCH(QString, named);
    QCOMPARE(import(servicesDocument).code, 0);
    const Outcome outcome = views(QTest::currentDataTag());
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.out, QByteArray());
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY2(outcome.err.contains(named.toUtf8()), outcome.err.constData());
}

void TestViewsCli::startsEmpty()
{
    const Outcome outcome = views("list --json");
    QCOMPARE(outcome.code, 0);
    QVERIFY(outcome.json()[qs("rows")].isArray());
    QCOMPARE(outcome.json()[qs("rowCount")].toInt(-1), 0);
    QCOMPARE(views("list").code, 0);
}

void TestViewsCli::importsAndLists()
{
    const Outcome imported = import(servicesDocument, {qs("--json")});
    QCOMPARE(imported.code, 0);
    QCOMPARE(imported.json()[qs("name")].toString(), qs("Services"));
    QCOMPARE(imported.json()[qs("kind")].toString(), qs("view"));
    QCOMPARE(imported.json()[qs("replaced")].toBool(true), false);
    QCOMPARE(import(productionDocument).code, 0);
    QCOMPARE(views("list --format csv").out.split('\n').mid(0, 2),
             QList<QByteArray>(
                 {"name,kind,dataSet,meaning\r", "Production,filter,,\"service != \"\"Storage\"\"\"\r"}));
    const QJsonArray rows = views("list --json").json()[qs("rows")].toArray();
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[1][qs("dataSet")].toString(), qs("analytics"));
    QVERIFY(!rows[1][qs("meaning")].toString().isEmpty());
}

void TestViewsCli::shows()
{
    QCOMPARE(import(servicesDocument).code, 0);
    // The filter that it names is missing.
    QCOMPARE(views("show services --json").json()[qs("problems")].toArray().size(), 1);
    QVERIFY(views("show services").out.contains("problem: "));
    QCOMPARE(import(productionDocument).code, 0);
    const QJsonObject shown = views("show services --json").json();
    QCOMPARE(shown[qs("problems")].toArray().size(), 0);
    QCOMPARE(shown[qs("name")].toString(), qs("Services"));
    QCOMPARE(shown[qs("kind")].toString(), qs("view"));
    QCOMPARE(shown[qs("document")].toObject(), QJsonDocument::fromJson(servicesDocument).object());
    QVERIFY(views("show Production").out.contains("service != \"Storage\""));
}

void TestViewsCli::exportsWhatItImported()
{
    QCOMPARE(import(servicesDocument).code, 0);
    const QString target = m_program->path(qs("exported.json"));
    const Outcome exported = views("export SERVICES --json --output", {target});
    QCOMPARE(exported.code, 0);
    QCOMPARE(exported.json()[qs("file")].toString(), target);
    // Members that this version does not know are in it.
    QCOMPARE(QJsonDocument::fromJson(readFile(target)).object(),
             QJsonDocument::fromJson(servicesDocument).object());
    QCOMPARE(views("remove Services").code, 0);
    QCOMPARE(views("list --json").json()[qs("rowCount")].toInt(-1), 0);
    QCOMPARE(views("import", {target}).code, 0);
    QCOMPARE(views("export Services --output", {m_program->path(qs("none/x.json"))}).code, 7);
}

void TestViewsCli::replacesOnlyWhenTold()
{
    const QByteArray other = QByteArray(servicesDocument).replace("meterCategory", "customerName");
    QCOMPARE(import(servicesDocument).code, 0);
    QCOMPARE(import(servicesDocument).code, 0); // nothing changes
    const Outcome refused = import(other.constData());
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains("--replace"), refused.err.constData());
    QVERIFY(views("show Services").out.contains("meterCategory"));
    QCOMPARE(import(other.constData(), {qs("--replace"), qs("--json")}).json()[qs("replaced")].toBool(),
             true);
    QVERIFY(!views("show Services").out.contains("meterCategory"));
    QCOMPARE(views("list --json").json()[qs("rowCount")].toInt(), 1);
}

void TestViewsCli::keepsKindsApart()
{
    const QByteArray sameName =
        QByteArray(productionDocument).replace("\"name\": \"Production\"", "\"name\": \"Services\"");
    QCOMPARE(import(servicesDocument).code, 0);
    QCOMPARE(import(sameName.constData()).code, 0);
    const auto kindOf = [this](const char *line) { return views(line).json()[qs("kind")].toString(); };
    QCOMPARE(kindOf("show Services --json"), qs("view"));
    QCOMPARE(kindOf("show Services --json --kind filter"), qs("filter"));
    QCOMPARE(kindOf("remove Services --json --kind filter"), qs("filter"));
    QCOMPARE(kindOf("show Services --json"), qs("view"));
    QCOMPARE(views("show Services --kind filter").code, 2);
}

void TestViewsCli::refusesOtherFiles()
{
    for (const char *const document :
         {"", "[]", "{}", "{\"spendglass\": \"view\", \"version\": 1, \"name\": \"x\", \"query\": {}}"}) {
        const Outcome outcome = import(document, {qs("--json")});
        QCOMPARE(outcome.code, 7);
        QCOMPARE(outcome.errorKind(), qs("File"));
        QVERIFY2(outcome.err.contains("given.json"), outcome.err.constData());
    }
    QCOMPARE(views("import nowhere.json").code, 7);
    QCOMPARE(views("list --json").json()[qs("rowCount")].toInt(-1), 0);
}

/// What a person put into the folder that is no view is told and left alone; the rest is there.
void TestViewsCli::tellsWhatItCannotRead()
{
    QCOMPARE(import(productionDocument).code, 0);
    const QString broken = m_program->path(qs("views/broken.json"));
    QVERIFY(writeFile(broken, "{\"spendglass\": \"view\""));
    const Outcome outcome = views("list --json");
    QCOMPARE(outcome.code, 3);
    QCOMPARE(outcome.json()[qs("rowCount")].toInt(), 1);
    QCOMPARE(outcome.json()[qs("unreadable")].toArray().size(), 1);
    QVERIFY2(outcome.err.contains("broken.json"), outcome.err.constData());
    QVERIFY(QFile::exists(broken));
    QCOMPARE(views("show Production").code, 0);
}

SPENDGLASS_TEST_MAIN(TestViewsCli)
#include "tst_viewscli.moc"
