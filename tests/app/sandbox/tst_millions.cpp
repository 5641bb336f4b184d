// SPDX-License-Identifier: GPL-3.0-or-later
#include "client.h"

#include "support/testmain.h"

#include <QElapsedTimer>
#include <QFile>

using namespace spendglass;
using test::Answer;
using test::Client;

/// Ten million rows are served page by page, from any place, without being held.
class tst_Millions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lastPageIsAsQuickAsTheFirst();
};

namespace {

/// Megabytes in use by this process, the server's thread included.
qint64 megabytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4 / 1024;
}

} // namespace

void tst_Millions::lastPageIsAsQuickAsTheFirst()
{
    sandbox::Options options;
    options.today = core::parseDay("2026-11-20");
    options.customers = 500;
    options.days = 500;
    options.rowsPerDay = 20'100;
    auto host = sandbox::Host::start(options);
    QVERIFY(host);
    Client client((*host)->address());
    const QByteArray page =
        "/partner/v1/analytics/"
        "azureusage?top=10000&orderby=usageDate,customerTenantId,subscriptionId,meterCategory,"
        "meterSubcategory,meterUnit,resourceLocation,serviceType&skip=";
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(client.get(page + '0', {}, 30'000).status, 200);
    qInfo() << "first page, with counting:" << timer.elapsed() << "ms";
    const qint64 before = megabytes();
    timer.start();
    const Answer last = client.get(page + "9990000", {}, 30'000);
    qInfo() << "page at 9,990,000:" << timer.elapsed() << "ms," << last.body.size() << "bytes";
    QCOMPARE(last.status, 200);
    QVERIFY(last.isWhole);
    QVERIFY(timer.elapsed() < 1000);
    QCOMPARE(last.body.count("\"quantity\":"), 10'000);
    for (int i = 0; i < 20; ++i)
        QVERIFY(client.get(page + QByteArray::number(i * 499'000), {}, 30'000).isWhole);
    qInfo() << "memory:" << before << "MB, after 20 more pages" << megabytes() << "MB";
    QVERIFY(megabytes() - before < 60);
}

SPENDGLASS_TEST_MAIN(tst_Millions)
#include "tst_millions.moc"
