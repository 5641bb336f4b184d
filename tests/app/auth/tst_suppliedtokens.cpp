// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/suppliedtokens.h"
#include "support/testmain.h"

#include <QTemporaryDir>

using namespace spendglass;

class TestSuppliedTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTokensToTheirOriginOnly_data();
    void givesTokensToTheirOriginOnly();
    void readsTokenFiles_data();
    void readsTokenFiles();
};

void TestSuppliedTokens::givesTokensToTheirOriginOnly_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("token");
    const auto row = [](const char *url, const char *token) {
        QTest::newRow(url) << QString::fromLatin1(url) << QByteArray(token);
    };
    row("https://API.example:443/v1/x?y", "secret");
    row("https://crest.example/cid/usage-records", "other");
    row("http://api.example/v1", "");
    row("https://api.example:444/v1", "");
    row("https://api.example.evil/v1", "");
    row("https://login.example/v1", "");
}

void TestSuppliedTokens::givesTokensToTheirOriginOnly()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, token);
    auth::Account account;
    account.addresses.apiUrl = QUrl(QStringLiteral("https://api.example"));
    account.addresses.crestUrl = QUrl(QStringLiteral("https://crest.example"));
    account.addresses.loginUrl = QUrl(QStringLiteral("https://login.example"));
    const net::Authorizer authorize = auth::suppliedTokens(account, "secret", "other");
    core::Result<QByteArray> given = QByteArray("none");
    authorize(QUrl(url), std::nullopt, this, [&](const core::Result<QByteArray> &result) { given = result; });
    QCOMPARE(given.value_or(QByteArray()), token);
    if (!given)
        QCOMPARE(given.error().kind, core::ErrorKind::Unauthorised);
}

void TestSuppliedTokens::readsTokenFiles_data()
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

void TestSuppliedTokens::readsTokenFiles()
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

SPENDGLASS_TEST_MAIN(TestSuppliedTokens)
#include "tst_suppliedtokens.moc"
