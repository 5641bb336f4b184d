// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "sync/synclock.h"

#include "program.h"
#include "support/testmain.h"

#include <QDir>

using namespace spendglass;

/// store show, compact, forget, retention, export, import, and what doctor says of stores.
class TestStoreCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void saysWhatIsWrongUsage_data();
    void saysWhatIsWrongUsage();
    void showsWhatIsKept();
    void compacts();
    void waitsForNoSynchronisation();
    void carriesAStore_data();
    void carriesAStore();
    void replacesOnlyWhenTold();
    void forgetsACustomer();
    void keepsTheLastMonths();
    void doctorsTheStore();
    void saysWhatIsWrongWithAFolder();

private:
    Outcome store(const char *line) const { return m_program.run(words(line)); }
    QJsonObject ofDataSet(const QJsonObject &show, const char *name) const
    {
        for (const QJsonValue &part : show[QStringLiteral("dataSets")].toArray()) {
            if (part[QStringLiteral("dataSet")].toString() == QLatin1String(name))
                return part.toObject();
        }
        return {};
    }

    Program m_program;
    std::unique_ptr<sandbox::Host> m_host;
};

void TestStoreCli::initTestCase()
{
    sandbox::Options options;
    options.customers = 4;
    options.days = 70;
    options.rowsPerDay = 20;
    options.today = core::SystemClock().today();
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    m_host = std::move(*host);
    QVERIFY(m_program.addAccount(QStringLiteral("a"), m_host->address()));
    const auto synced = m_program.run(m_program.signedIn("sync", "a"));
    QVERIFY2(synced.code == 0, synced.err.constData());
}

void TestStoreCli::saysWhatIsWrongUsage_data()
{
    QTest::addColumn<QString>("line");
    for (const char *line :
         {"store", "store nothing", "store forget", "store forget a b", "store retention -1",
          "store retention 0", "store retention 1.5", "store retention many", "store retention 9999",
          "store export", "store import", "store export x --format xlsx", "store show x",
          "store compact --format csv", "store show --account nobody"})
        QTest::newRow(line) << QString::fromLatin1(line);
}

void TestStoreCli::saysWhatIsWrongUsage()
{
    QFETCH(QString, line);
    const auto outcome = m_program.run(words(qPrintable(line)));
    QCOMPARE(outcome.code, 2);
    QVERIFY(!outcome.err.isEmpty());
}

void TestStoreCli::showsWhatIsKept()
{
    const auto show = store("store show --json").json();
    QVERIFY(show[QStringLiteral("fileBytes")].toInteger() > 0);
    QCOMPARE(show[QStringLiteral("customers")].toInteger(), 4);
    QVERIFY(show[QStringLiteral("retainedMonths")].isNull());
    QCOMPARE(show[QStringLiteral("dataSets")].toArray().size(), 5);
    QVERIFY(ofDataSet(show, "analytics")[QStringLiteral("rows")].toInteger() > 0);
    const auto text = store("store show");
    QCOMPARE(text.code, 0);
    QVERIFY(text.out.contains("analytics") && text.out.contains("all months"));
}

void TestStoreCli::compacts()
{
    const auto before = store("store show --json").json();
    const auto done = store("store compact --json");
    QCOMPARE(done.code, 0);
    QCOMPARE(done.json()[QStringLiteral("bytesWon")].toInteger(),
             done.json()[QStringLiteral("bytesBefore")].toInteger() -
                 done.json()[QStringLiteral("bytesAfter")].toInteger());
    const auto after = store("store show --json").json();
    QCOMPARE(after[QStringLiteral("dataSets")], before[QStringLiteral("dataSets")]);
}

/// Rows must not go from under a synchronisation, not even while its store is lent to us.
void TestStoreCli::waitsForNoSynchronisation()
{
    const auto lock = sync::lockSync(sync::syncLockPath(m_program.storePath("a")));
    QVERIFY(lock);
    const auto outcome = store("store forget nobody --json");
    QCOMPARE(outcome.code, 6);
    const QString text = QString::fromUtf8(outcome.out + outcome.err);
    QVERIFY2(text.contains(QStringLiteral("process %1").arg(QCoreApplication::applicationPid())),
             qPrintable(text));
}

void TestStoreCli::carriesAStore_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("parquet") << "parquet";
    QTest::newRow("csv") << "csv";
}

void TestStoreCli::carriesAStore()
{
    QFETCH(QString, format);
    const QString folder = m_program.path(QStringLiteral("folder of ") + format);
    const auto made =
        m_program.run(QStringList{QStringLiteral("store"), QStringLiteral("export"), folder,
                                  QStringLiteral("--format"), format, QStringLiteral("--json")});
    QVERIFY2(made.code == 0, made.err.constData());
    QCOMPARE(made.json()[QStringLiteral("format")].toString(), format);
    QVERIFY(QFile::exists(folder + QStringLiteral("/customer.") + format));
    QCOMPARE(m_program.run(QStringList{QStringLiteral("store"), QStringLiteral("export"), folder}).code,
             7); // not empty
    const Program other;
    QVERIFY(other.addAccount(QStringLiteral("b"), m_host->address()));
    const auto read = other.run(
        QStringList{QStringLiteral("store"), QStringLiteral("import"), folder, QStringLiteral("--json")});
    QVERIFY2(read.code == 0, read.err.constData());
    for (const char *question :
         {"query --data-set analytics --rows customerTenantId --measure sum(quantity),count() --format csv",
          "query --data-set spend --rows customerName --measure sum(totalCost) --format csv"})
        QCOMPARE(other.run(question).out, m_program.run(question).out);
    QCOMPARE(other.run("store show --json").json()[QStringLiteral("dataSets")],
             store("store show --json").json()[QStringLiteral("dataSets")]);
}

void TestStoreCli::replacesOnlyWhenTold()
{
    QVERIFY(store("store export").code == 2);
    const QString folder = m_program.path(QStringLiteral("replacing"));
    QCOMPARE(m_program.run(QStringList{QStringLiteral("store"), QStringLiteral("export"), folder}).code, 0);
    const QStringList line{QStringLiteral("store"), QStringLiteral("import"), folder};
    const auto refused = m_program.run(line);
    QCOMPARE(refused.code, 2);
    QVERIFY(refused.err.contains("--replace"));
    QCOMPARE(m_program.run(line + QStringList{QStringLiteral("--replace")}).code, 0);
}

void TestStoreCli::forgetsACustomer()
{
    const auto nobody = store("store forget nobody");
    QCOMPARE(nobody.code, 1);
    QVERIFY(nobody.err.contains("nobody"));
    const auto listed =
        m_program.run("query --data-set spend --rows customerTenantId,customerName --measure count() --json");
    const QJsonObject first = listed.json()[QStringLiteral("rows")].toArray().first().toObject();
    const QString id = first[QStringLiteral("customerTenantId")].toString();
    const QString name = first[QStringLiteral("customerName")].toString();
    QVERIFY(!id.isEmpty() && !name.isEmpty());
    const QByteArray path = m_program.storePath("a").toUtf8();
    QVERIFY(readFile(QString::fromUtf8(path)).toLower().contains(id.toLower().toUtf8()));
    const auto done = m_program.run(QStringList{QStringLiteral("store"), QStringLiteral("forget"),
                                                name.toUpper(), QStringLiteral("--json")});
    QVERIFY2(done.code == 0, done.err.constData());
    QVERIFY(done.json()[QStringLiteral("rows")].toInteger() > 0);
    const QByteArray bytes = readFile(QString::fromUtf8(path)).toLower();
    QVERIFY(!bytes.contains(id.toLower().toUtf8()));
    QVERIFY(!bytes.contains(name.toLower().toUtf8()));
}

void TestStoreCli::keepsTheLastMonths()
{
    const auto before = store("store show --json").json();
    const auto done = store("store retention 1 --json");
    QVERIFY2(done.code == 0, done.err.constData());
    QCOMPARE(done.json()[QStringLiteral("retainedMonths")].toInteger(), 1);
    QVERIFY(done.json()[QStringLiteral("windows")].toInteger() > 0);
    const QString from = done.json()[QStringLiteral("keptFrom")].toString();
    QVERIFY(ofDataSet(store("store show --json").json(), "analytics")[QStringLiteral("first")].toString() >=
            from);
    // What is not kept is neither missing nor fetched again.
    QCOMPARE(m_program.run(m_program.signedIn("sync", "a")).code, 0);
    const auto windows = [this] {
        return ofDataSet(store("store show --json").json(), "analytics")[QStringLiteral("windows")]
            .toInteger();
    };
    const core::Day today = core::SystemClock().today();
    const int kept =
        today == core::firstOfMonth(today) ? 1 : 2; // a month of which no day is over has no window
    QCOMPARE(windows(), kept);
    // Asked for by name they come, and go with the next one that does not.
    const core::Day old = core::addMonths(*core::parseDay(from.toStdString()), -1);
    QStringList line = m_program.signedIn("sync --interface analytics", "a");
    line << QStringLiteral("--from") << core::dayText(old);
    QCOMPARE(m_program.run(line).code, 0);
    QCOMPARE(windows(), kept + 1);
    QCOMPARE(m_program.run(m_program.signedIn("sync", "a")).code, 0);
    QCOMPARE(windows(), kept);
    QCOMPARE(store("store retention all").code, 0);
    QVERIFY(store("store retention").out.contains("all months"));
}

void TestStoreCli::doctorsTheStore()
{
    QVERIFY(m_program.addAccount(QStringLiteral("unused"), m_host->address()));
    QVERIFY(m_program.addAccount(QStringLiteral("broken"), m_host->address()));
    const QString broken = m_program.storePath("broken");
    QVERIFY(QDir().mkpath(QFileInfo(broken).path()));
    QVERIFY(writeFile(broken, "no store at all"));
    const auto doctor = store("doctor --json");
    QCOMPARE(doctor.code, 0);
    QMap<QString, QString> states;
    for (const QJsonValue &one : doctor.json()[QStringLiteral("stores")].toArray())
        states[one[QStringLiteral("account")].toString()] = one[QStringLiteral("state")].toString();
    QCOMPARE(states[QStringLiteral("a")], QStringLiteral("fine"));
    QCOMPARE(states[QStringLiteral("unused")], QStringLiteral("nothing loaded yet"));
    QVERIFY(states[QStringLiteral("broken")].contains(QLatin1String("not a store")));
    QVERIFY(!QFile::exists(m_program.storePath("unused"))); // looking makes nothing
    QCOMPARE(readFile(broken), QByteArray("no store at all"));
}

void TestStoreCli::saysWhatIsWrongWithAFolder()
{
    const QString empty = m_program.path(QStringLiteral("empty"));
    QVERIFY(QDir().mkpath(empty));
    const auto outcome = m_program.run(QStringList{QStringLiteral("store"), QStringLiteral("import"), empty,
                                                   QStringLiteral("--replace"), QStringLiteral("--account"),
                                                   QStringLiteral("a"), QStringLiteral("--json")});
    QCOMPARE(outcome.code, 7);
    QCOMPARE(outcome.errorKind(), QStringLiteral("File"));
    QVERIFY(outcome.err.contains("manifest.json"));
}

SPENDGLASS_TEST_MAIN(TestStoreCli)
#include "tst_storecli.moc"
