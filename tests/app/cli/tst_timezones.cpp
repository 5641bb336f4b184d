// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/account.h"
#include "program.h"
#include "support/testmain.h"

#include <cstdlib>

using namespace spendglass;
using test::Account;
using test::Partner;

/// Where the computer stands changes nothing: days are the service's, in UTC. The real program in five zones,
/// on days that zone rules are hard on.
class TestTimeZones : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void synchronisesAlike_data();
    void synchronisesAlike();
    void exportsAlike();

private:
    Outcome run(const Program &program, const QString &line, const char *zone) const;
    QByteArrayList synchronised(const Partner &partner, const Program &program, const char *zone) const;
};

namespace {

/// UTC first: the others are compared with it. The others are ahead and behind, with and without summer time,
/// off by half and by quarter hours, and beyond the date line.
constexpr std::array zones{"UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu"};

constexpr std::array questions{
    "--data-set analytics --rows usageDate,customerName,meterCategory",
    "--data-set analytics --rows usageDate,customerName --granularity week --from 2024-02-29",
    "--data-set analytics --rows usageDate --granularity month --to 2024-02-29",
    "--data-set utilization --rows usageStart,usageEnd,reportedDate,usageDate,customerName",
    "--data-set utilization --rows usageDate --granularity quarter --date reported",
    "--data-set crest --rows usageStart,usageDate --granularity hour",
    "--data-set spend --rows customerName,lastModifiedDate",
    "--data-set summary --rows billingStartDate,billingEndDate,lastModifiedDate",
};

/// What a file says. A workbook is packed and also holds the moment at which it was made.
QByteArray contentOf(const QString &path)
{
    if (!path.endsWith(QLatin1String("xlsx")))
        return readFile(path);
    const char *const unpack =
        "import sys, zipfile\n"
        "book = zipfile.ZipFile(sys.argv[1])\n"
        "for name in book.namelist():\n"
        "    sys.stdout.buffer.write(b'' if name == 'docProps/core.xml' else book.read(name))\n";
    QProcess python;
    python.start(QStringLiteral("/usr/bin/python3"), {QStringLiteral("-c"), QLatin1String(unpack), path});
    return python.waitForFinished() && python.exitCode() == 0 ? python.readAllStandardOutput() : QByteArray();
}

/// Until a first of a month, for windows are whole months and the program has the machine's clock.
sandbox::Options world(const char *today, int days)
{
    sandbox::Options options;
    options.customers = 4;
    options.days = days;
    options.rowsPerDay = 12;
    options.today = core::parseDay(today);
    return options;
}

} // namespace

Outcome TestTimeZones::run(const Program &program, const QString &line, const char *zone) const
{
    Program::Extras extras;
    extras.inChild = [zone] { ::setenv("TZ", zone, 1); };
    return program.run(program.signedIn(line.toUtf8().constData(), "sample"), extras);
}

/// Everything that the program answers after it has synchronised the whole world there.
QByteArrayList TestTimeZones::synchronised(const Partner &partner, const Program &program,
                                           const char *zone) const
{
    const core::Day first = partner.world().firstDay();
    const core::Day last = partner.world().today() - std::chrono::days(1);
    const QString days = QStringLiteral(" --from %1 --to %2").arg(core::dayText(first), core::dayText(last));
    QByteArrayList answers;
    if (!program.addAccount(QStringLiteral("sample"), partner.address()))
        return answers;
    const Outcome sync = run(program, QStringLiteral("sync --json") + days, zone);
    if (sync.code != 0)
        return answers;
    for (const char *const question : questions) {
        const auto line = QStringLiteral("query --format csv ") + QLatin1String(question);
        answers.append(run(program, line, zone).out);
    }
    return answers;
}

void TestTimeZones::synchronisesAlike_data()
{
    QTest::addColumn<QByteArray>("today");
    QTest::addColumn<int>("days");
    QTest::newRow("leap day, New Year, into summer time") << QByteArray("2024-04-01") << 94;
    QTest::newRow("out of summer time, a month's end") << QByteArray("2024-12-01") << 40;
    QTest::newRow("the day that Apia left out") << QByteArray("2012-01-01") << 6;
}

void TestTimeZones::synchronisesAlike()
{
    QFETCH(QByteArray, today);
    QFETCH(int, days);
    const Partner partner(world(today.constData(), days));
    QByteArrayList wanted;
    for (const char *const zone : zones) {
        const Program program;
        const QByteArrayList answers = synchronised(partner, program, zone);
        QVERIFY(!answers.isEmpty());
        if (wanted.isEmpty()) {
            wanted = answers;
            QVERIFY(wanted.front().count('\n') > 20);
            Account account(partner, program.storePath("sample"));
            VERIFY_EQUAL(account, partner);
        }
        QCOMPARE(answers.size(), wanted.size());
        for (qsizetype i = 0; i < answers.size(); ++i)
            QVERIFY2(answers[i] == wanted[i],
                     qPrintable(QLatin1String(zone) + u'\n' + QString::fromUtf8(answers[i])));
    }
}

/// Of one store, with the instant at which it was loaded.
void TestTimeZones::exportsAlike()
{
    const Partner partner(world("2024-04-01", 5));
    const Program program;
    QVERIFY(!synchronised(partner, program, "UTC").isEmpty());
    for (const char *const format : {"csv", "json", "xlsx"}) {
        for (const char *const question : {questions[0], questions[3], questions[6]}) {
            QByteArray wanted;
            for (const char *const zone : zones) {
                const QString path = program.path(QStringLiteral("answer.") + QLatin1String(format));
                const auto line = QStringLiteral("export --output %1 %2").arg(path, QLatin1String(question));
                const Outcome done = run(program, line, zone);
                QVERIFY2(done.code == 0, done.err.constData());
                const QByteArray content = contentOf(path);
                QVERIFY(!content.isEmpty());
                if (wanted.isEmpty())
                    wanted = content;
                QVERIFY2(content == wanted, qPrintable(QLatin1String(format) + u' ' + QLatin1String(zone)));
                QVERIFY(QFile::remove(path));
            }
        }
    }
}

SPENDGLASS_TEST_MAIN(TestTimeZones)
#include "tst_timezones.moc"
