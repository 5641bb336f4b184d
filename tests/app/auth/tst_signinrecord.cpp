// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/signinrecord.h"

#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace spendglass;
using namespace spendglass::auth;

namespace {

core::Instant at(const char *text)
{
    return core::parseTime(text)->instant;
}

SignInRecord sample()
{
    return {{QStringLiteral("anna@contoso.example"), QStringLiteral("Anna Adler"), QStringLiteral("t-1"),
             QStringLiteral("u-1")},
            at("2026-11-20T12:00:00.123456Z"),
            at("2026-11-21T12:00:00Z"),
            QStringLiteral("https://login.example"),
            R"({"access_token":{"acrs":{"essential":true,"value":"c1"}}})"};
}

class TestSignInRecord : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void comesBackAsWritten()
    {
        QTemporaryDir folder;
        const QString account = folder.filePath(QStringLiteral("accounts/a"));
        QVERIFY(readSignInRecord(account) && !*readSignInRecord(account));
        QVERIFY(writeSignInRecord(account, sample()));
        QCOMPARE(**readSignInRecord(account), sample());
        SignInRecord signedOut = sample();
        signedOut.signedInAt.reset();
        signedOut.renewedAt.reset();
        QVERIFY(writeSignInRecord(account, signedOut));
        QCOMPARE(**readSignInRecord(account), signedOut);
        const auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
        QCOMPARE(QFile::permissions(account + QStringLiteral("/signin.json")), ownerOnly);
        QCOMPARE(QFile::permissions(account), ownerOnly | QFile::ExeOwner | QFile::ExeUser);
        QCOMPARE(QDir(account).entryList(QDir::Files), QStringList{QStringLiteral("signin.json")});
    }

    void saysThatItIsDamaged_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"tenantId\":\"t-1\",\"us");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("nobody's") << QByteArray("{\"user\":\"anna@contoso.example\"}");
        QTest::newRow("no time") << QByteArray(
            "{\"tenantId\":\"t\",\"userId\":\"u\",\"signedInAt\":\"soon\"}");
        QTest::newRow("a number for a time")
            << QByteArray("{\"tenantId\":\"t\",\"userId\":\"u\",\"renewedAt\":7}");
    }
    void saysThatItIsDamaged()
    {
        QFETCH(QByteArray, bytes);
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("signin.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        const auto record = readSignInRecord(folder.path());
        QVERIFY(!record);
        QCOMPARE(record.error().kind, core::ErrorKind::File);
        QCOMPARE(record.error().where, file.fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), bytes);
    }

    void saysThatItCannotBeWritten()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("a")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto written = writeSignInRecord(file.fileName(), sample());
        QVERIFY(!written);
        QCOMPARE(written.error().kind, core::ErrorKind::File);
    }

    void endsNinetyDaysAfterTheLastUse_data()
    {
        QTest::addColumn<QString>("now");
        QTest::addColumn<int>("days"); // -1: not announced
        QTest::newRow("8 days before") << "2027-02-11T12:00:00Z" << -1;
        QTest::newRow("within the 8th day") << "2027-02-11T12:00:01Z" << 7;
        QTest::newRow("7 days before") << "2027-02-12T12:00:00Z" << 7;
        QTest::newRow("a day and a half before") << "2027-02-18T00:00:00Z" << 1;
        QTest::newRow("an hour before") << "2027-02-19T11:00:00Z" << 0;
        QTest::newRow("after it") << "2027-03-19T11:00:00Z" << 0;
    }
    void endsNinetyDaysAfterTheLastUse()
    {
        QFETCH(QString, now);
        QFETCH(int, days);
        QCOMPARE(*signInEnd(sample()), at("2027-02-19T12:00:00Z"));
        QCOMPARE(daysLeftToAnnounce(sample(), at(now.toLatin1().constData())).value_or(-1), days);
    }

    void hasNoEndWithoutASignIn()
    {
        SignInRecord signedOut = sample();
        signedOut.signedInAt.reset();
        QVERIFY(!signInEnd(signedOut));
        QVERIFY(!daysLeftToAnnounce(signedOut, at("2030-01-01")));
    }
};

} // namespace

SPENDGLASS_TEST_MAIN(TestSignInRecord)

#include "tst_signinrecord.moc"
