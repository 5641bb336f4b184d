// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"
#include "support/testmain.h"

#include <QDir>

/// The real program against the real sandbox, itself a command of the program.
class TestCli : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void tellsWrongUsage_data();
    void tellsWrongUsage();
    void helpsWithoutAnAccount();
    void requestsEachInterface_data();
    void requestsEachInterface();
    void takesOptionsBeforeTheCommand();
    void cutsHoursInUsageStart();
    void stopsAtTop();
    void refusesWithoutToken();
    void tellsABadAddress();
    void synchronisesAndAnswers();
    void tellsABadTarget();
    void leavesAForeignStoreAlone();

private:
    Outcome cli(const QStringList &line) const { return m_program.run(line); }
    QStringList signedIn(const char *line) const { return m_program.signedIn(line, "sample"); }

    Program m_program;
    QProcess m_sandbox;
};

void TestCli::initTestCase()
{
    m_sandbox.start(QStringLiteral(SPENDGLASS_CLI),
                    words("sandbox --customers 3 --days 5 --rows-per-day 20"));
    QTRY_VERIFY_WITH_TIMEOUT(m_sandbox.canReadLine(), 20'000);
    const QJsonObject ready = QJsonDocument::fromJson(m_sandbox.readLine()).object();
    QVERIFY(writeFile(m_program.path(QStringLiteral("token")),
                      ready[QStringLiteral("token")].toString().toUtf8()));
    QStringList add{QStringLiteral("account"), QStringLiteral("add"), QStringLiteral("sample")};
    for (const QJsonValue &option : ready[QStringLiteral("accountOptions")].toArray())
        add << option.toString();
    QCOMPARE(cli(add).code, 0);
    QCOMPARE(cli(add).code, 2);
}

void TestCli::cleanupTestCase()
{
    m_sandbox.terminate();
    QVERIFY(m_sandbox.waitForFinished(2'000));
    QCOMPARE(m_sandbox.exitCode(), 0);
}

void TestCli::tellsWrongUsage_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *line, const char *named) {
        QTest::newRow(line) << QString::fromUtf8(line) << QString::fromUtf8(named);
    };
    row("bogus", "bogus");
    row("account sign-in nobody", "nobody");
    row("account sign-in sample --bogus", "--bogus");
    row("account sign-out nobody", "nobody");
    row("account check nobody", "nobody");
    row("account rename nobody other", "nobody");
    row("account rename sample", "account rename");
    row("account change sample --redirect elsewhere", "--redirect");
    row("account remove nobody", "nobody");
    row("request bogus", "bogus");
    row("query --bogus", "--bogus");
    row("query", "--data-set");
    row("query --data-set bogus", "bogus");
    row("query --data-set spend --rows bogus", "bogus");
    row("query --data-set spend --where (", "--where");
    row("query --data-set spend --limit many", "--limit");
    row("query --data-set analytics --from 2026-10-02 --to 2026-10-01", "--from");
    row("export --data-set spend --rows customerName --output x.pdf", "not yet written");
    row("request analytics --aggregation-level month --account sample", "--aggregation-level");
    row("request summary --account nobody", "nobody");
    row("sync --interface bogus", "bogus");
    row("--bogus query", "--bogus");
    row("--fault-file x query --data-set spend", "--fault-file");
    row("query --data-set analytics --date reported --granularity day", "reportedDate");
    row("query --data-set analytics --granularity hour", "hours");
    row("export --data-set spend --format csv --output -", "--output -");
    row("request analytics --account sample --start-date 2026-10-02 --end-date 2026-10-01", "--start-date");
    row("request analytics --account sample --top 0", "--top");
    row("request crest --account sample", "--entitlement");
    row("request utilization --account sample", "--customer");
    row("views", "views");
    row("query --data-set spend --format pdf", "--format");
    row("query --data-set spend --sort totalCost,bogus", "totalCost");
}

void TestCli::tellsWrongUsage()
{
    QFETCH(QString, line);
    QFETCH(QString, named);
    const Outcome outcome = cli(line.split(u' '));
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.out, QByteArray());
    QCOMPARE(outcome.err.count('\n'), 1);
    QVERIFY2(outcome.err.contains(named.toUtf8()), outcome.err.constData());
}

void TestCli::helpsWithoutAnAccount()
{
    QCOMPARE(cli(words("--version")).out, QByteArray("spendglass-cli " SPENDGLASS_VERSION "\n"));
    QVERIFY(cli(words("--help")).out.contains("account add"));
    QVERIFY(cli(words("query --help")).out.contains("included"));
}

void TestCli::requestsEachInterface_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("analytics") << QByteArray("request analytics --group-by meterUnit")
                               << QByteArray("meterUnit,quantity\r\n");
    QTest::newRow("summary") << QByteArray("request summary")
                             << QByteArray("resourceId,resourceName,billingStartDate");
    QTest::newRow("spend") << QByteArray("request spend")
                           << QByteArray("resourceId,resourceName,budget.amount");
    QTest::newRow("customers") << QByteArray("request customers")
                               << QByteArray("id,companyProfile.companyName");
}

void TestCli::requestsEachInterface()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, header);
    const Outcome outcome = cli(signedIn(line.constData()));
    QCOMPARE(outcome.code, 0);
    QVERIFY2(outcome.out.startsWith(header), outcome.out.constData());
    QVERIFY(outcome.out.count('\n') > 1);
    const QJsonObject document = cli(signedIn((line + " --json").constData())).json();
    QCOMPARE(document[QStringLiteral("complete")].toBool(), true);
    QCOMPARE(document[QStringLiteral("rows")].toArray().size(), document[QStringLiteral("rowCount")].toInt());
}

void TestCli::takesOptionsBeforeTheCommand()
{
    const Outcome outcome = cli(words("--data-set spend --format csv fields"));
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.out, cli(words("fields --data-set=spend --format=csv")).out);
    QVERIFY(outcome.out.startsWith("dataSet,id,"));
}

void TestCli::cutsHoursInUsageStart()
{
    for (const char *const line : {"query --data-set utilization --granularity hour --explain --json",
                                   "query --data-set utilization --rows usageDate --granularity hour "
                                   "--explain --json"}) {
        const Outcome outcome = cli(words(line));
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.json()[QStringLiteral("sql")].toString().contains(QStringLiteral("'hour'")),
                 outcome.out.constData());
    }
}

void TestCli::stopsAtTop()
{
    const auto rows = [&](const char *line) {
        return cli(signedIn(line)).json()[QStringLiteral("rows")].toArray().toVariantList();
    };
    const QVariantList eight = rows("request analytics --top 8 --json");
    QCOMPARE(rows("request analytics --top 5 --skip 3 --json"), eight.mid(3));
    QCOMPARE(rows("request analytics --top 5 --json"), eight.mid(0, 5));
    const Outcome outcome = cli(signedIn("request analytics --top 7 --json"));
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.json()[QStringLiteral("rows")].toArray().size(), 7);
}

void TestCli::refusesWithoutToken()
{
    const Outcome missing = cli(words("request summary --account sample --json"));
    QCOMPARE(missing.code, 4);
    QCOMPARE(missing.json()[QStringLiteral("error")][QStringLiteral("kind")].toString(),
             QStringLiteral("Unauthorised"));
    QVERIFY(writeFile(m_program.path(QStringLiteral("bad")), "refused"));
    const Outcome refused = cli(words("request summary --account sample --access-token-file") +
                                QStringList{m_program.path(QStringLiteral("bad"))});
    QCOMPARE(refused.code, 4);
    QVERIFY(refused.err.contains("401"));
    QVERIFY(!refused.err.contains("refused\n"));
}

void TestCli::tellsABadAddress()
{
    QCOMPARE(cli(words("account add nowhere --api-url http://127.0.0.1:1 --login-url http://127.0.0.1:1 "
                       "--resource x"))
                 .code,
             0);
    const Outcome outcome = cli(words("request summary --account nowhere --json --access-token-file") +
                                QStringList{m_program.path(QStringLiteral("token"))});
    QCOMPARE(outcome.code, 5);
    QCOMPARE(outcome.json()[QStringLiteral("error")][QStringLiteral("kind")].toString(),
             QStringLiteral("Offline"));
    QCOMPARE(cli(words("account remove nowhere --data")).code, 0);
}

void TestCli::synchronisesAndAnswers()
{
    const Outcome synced = cli(signedIn("sync --json"));
    QCOMPARE(synced.code, 0);
    QCOMPARE(synced.json()[QStringLiteral("complete")].toBool(), true);
    // The whole without grouping is what the service itself sums, digit for digit.
    const Outcome direct = cli(signedIn("request analytics --group-by meterUnit"));
    const Outcome stored = cli(words("query --data-set analytics --rows meterUnit --format csv"));
    QCOMPARE(stored.code, 0);
    QList<QByteArray> expected = direct.out.split('\n').mid(1), found = stored.out.split('\n').mid(1);
    std::sort(expected.begin(), expected.end());
    std::sort(found.begin(), found.end());
    QVERIFY(found.size() > 2);
    QCOMPARE(found, expected);
    const QString target = m_program.path(QStringLiteral("out.csv"));
    QCOMPARE(
        cli(words("export --data-set analytics --rows meterUnit --exact-text --output") + QStringList{target})
            .code,
        0);
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), stored.out);
}

void TestCli::tellsABadTarget()
{
    const Outcome outcome = cli(words("export --data-set spend --rows customerName --format xlsx --output") +
                                QStringList{m_program.path(QStringLiteral("none/x.xlsx"))});
    QCOMPARE(outcome.code, 7);
    QVERIFY(outcome.err.contains("does not exist"));
}

void TestCli::leavesAForeignStoreAlone()
{
    QCOMPARE(cli(words("account add foreign --cloud global")).code, 0);
    const QJsonObject shown = cli(words("account show foreign --json")).json();
    const QString path = shown[QStringLiteral("store")].toString();
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QVERIFY(writeFile(path, "this is no store"));
    const Outcome refused = cli(words("query --data-set spend --account foreign"));
    QCOMPARE(refused.code, 6);
    QVERIFY2(refused.err.contains("store move-aside"), refused.err.constData());
    QCOMPARE(readFile(path), QByteArray("this is no store"));
    const Outcome moved = cli(words("store move-aside --account foreign --json"));
    QCOMPARE(moved.code, 0);
    QVERIFY(!QFile::exists(path));
    QCOMPARE(readFile(moved.json()[QStringLiteral("store")].toString()), QByteArray("this is no store"));
    QCOMPARE(cli(words("query --data-set spend --account foreign")).code, 3);  // nothing is loaded
    QCOMPARE(cli(words("store move-aside --account foreign --json")).code, 6); // nothing is wrong
}

SPENDGLASS_TEST_MAIN(TestCli)
#include "tst_cli.moc"
