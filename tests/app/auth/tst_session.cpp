// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/session.h"
#include "support/testmain.h"

#include <QTemporaryDir>

using namespace spendglass;

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTokensToTheirOriginOnly();
    void readsTokenFiles_data();
    void readsTokenFiles();
};

void TestSession::givesTokensToTheirOriginOnly()
{
    auth::Session session;
    const QUrl home(QStringLiteral("https://api.example"));
    QVERIFY(!session.isSignedIn());
    QCOMPARE(session.bearer(home).error().kind, core::ErrorKind::Unauthorised);
    session.setToken(home, "secret");
    QVERIFY(session.isSignedIn());
    QCOMPARE(session.bearer(QUrl(QStringLiteral("https://API.example:443/v1/x?y"))).value(),
             QByteArray("secret"));
    for (const auto *const other :
         {"http://api.example", "https://api.example:444", "https://api.example.evil"})
        QCOMPARE(session.bearer(QUrl(QString::fromLatin1(other))).error().kind,
                 core::ErrorKind::Unauthorised);
    session.setToken(home, {});
    QVERIFY(!session.isSignedIn());
}

void TestSession::readsTokenFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("plain") << QByteArray("abc.def-_") << QByteArray("abc.def-_");
    QTest::newRow("white space") << QByteArray(" abc\r\n") << QByteArray("abc");
    QTest::newRow("empty") << QByteArray("\n") << QByteArray();
    QTest::newRow("two lines") << QByteArray("abc\r\nX-Evil: 1") << QByteArray();
    QTest::newRow("not ASCII") << QByteArray("ab\xc3\xa4") << QByteArray();
    QTest::newRow("absurd") << QByteArray(70000, 'a') << QByteArray();
}

void TestSession::readsTokenFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, token);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("token")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    const auto read = auth::readTokenFile(file.fileName());
    QCOMPARE(read.has_value(), !token.isEmpty());
    if (read)
        QCOMPARE(*read, token);
    else
        QCOMPARE(read.error().kind, core::ErrorKind::File);
    QCOMPARE(auth::readTokenFile(folder.filePath(QStringLiteral("none"))).error().kind,
             core::ErrorKind::File);
}

SPENDGLASS_TEST_MAIN(TestSession)
#include "tst_session.moc"
