// SPDX-License-Identifier: GPL-3.0-or-later
#include "auth/account.h"
#include "support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <set>

using namespace spendglass;
using auth::Account;
using auth::AccountBook;
using auth::Cloud;

class TestAccount : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void keepsAndFinds();
    void givesBackWhatItKeeps();
    void keepsWhatIsChosen();
    void refusesTwice();
    void keepsUnknownMembers();
    void leavesDamagedFileAlone();
    void removesWithData();
    void folderNamesNeverCollide();
    void renames();
    void replacesWhatItKnows();
};

namespace {

Account custom(const QString &name)
{
    Account account;
    account.name = name;
    account.cloud = Cloud::Custom;
    account.addresses = {QUrl(QStringLiteral("http://127.0.0.1:4711")),
                         QUrl(QStringLiteral("http://[::1]:4711")),
                         QUrl(QStringLiteral("http://localhost:4711")), QStringLiteral("urn:sample")};
    account.crestCid = QStringLiteral("cid-1");
    return account;
}

Account global(const QString &name)
{
    Account account;
    account.name = name;
    return account;
}

} // namespace

void TestAccount::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("api");
    QTest::addColumn<QString>("expected");
    const auto ok = QStringLiteral("http://127.0.0.1:1");
    const auto contoso = QStringLiteral("Contoso");
    QTest::newRow("fine") << contoso << ok << QString();
    QTest::newRow("https") << contoso << QStringLiteral("https://gateway.example/base") << QString();
    QTest::newRow("no name") << QString() << ok << QStringLiteral("an account needs a name");
    QTest::newRow("blank at the end") << QStringLiteral("a ") << ok << QStringLiteral("begins or ends");
    QTest::newRow("control") << QStringLiteral("a\nb") << ok << QStringLiteral("control character");
    QTest::newRow("too long") << QString(101, QLatin1Char('a')) << ok << QStringLiteral("longer than");
    QTest::newRow("plain http elsewhere")
        << contoso << QStringLiteral("http://example.com") << QStringLiteral("http is for loopback only");
    QTest::newRow("a look-alike") << contoso << QStringLiteral("http://127.0.0.1.example.com")
                                  << QStringLiteral("http is for loopback only");
    QTest::newRow("user info") << contoso << QStringLiteral("https://a:b@example.com")
                               << QStringLiteral("must not hold a user name");
    QTest::newRow("other scheme") << contoso << QStringLiteral("ftp://example.com")
                                  << QStringLiteral("not a web address");
    QTest::newRow("no host") << contoso << QStringLiteral("https:///v1")
                             << QStringLiteral("not a web address");
    QTest::newRow("missing") << contoso << QString() << QStringLiteral("a custom cloud needs");
}

void TestAccount::saysWhatIsWrong()
{
    QFETCH(QString, name);
    QFETCH(QString, api);
    QFETCH(QString, expected);
    Account account = custom(name);
    account.addresses.apiUrl = QUrl(api);
    const QString problem = auth::accountProblem(account);
    QCOMPARE(problem.isEmpty(), expected.isEmpty());
    QVERIFY2(problem.contains(expected), qPrintable(problem));
}

void TestAccount::keepsAndFinds()
{
    const QTemporaryDir folder;
    AccountBook book(folder.path());
    QCOMPARE(book.accounts()->size(), std::size_t(0));
    QCOMPARE(book.find({}).error().kind, core::ErrorKind::BadRequest);
    QVERIFY(book.add(custom(QStringLiteral("Wörk <b>"))));
    QCOMPARE(book.find({})->name, QStringLiteral("Wörk <b>"));
    QVERIFY(book.find({})->addresses == custom(QStringLiteral("x")).addresses);
    QVERIFY(book.add(global(QStringLiteral("Alpha"))));
    QCOMPARE(book.accounts()->front().name, QStringLiteral("Alpha"));
    QVERIFY(book.find(QStringLiteral("Alpha"))->addresses == auth::cloudAddresses(Cloud::Global));
    QCOMPARE(book.find({}).error().kind, core::ErrorKind::BadRequest);
    QCOMPARE(book.find(QStringLiteral("Beta")).error().kind, core::ErrorKind::BadRequest);
    const auto permissions = QFile::permissions(folder.filePath(QStringLiteral("accounts.json")));
    QCOMPARE(permissions & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

/// Who adds an account goes on with it: it is the one that will be found later, addresses and all.
void TestAccount::givesBackWhatItKeeps()
{
    const QTemporaryDir folder;
    AccountBook book(folder.path());
    for (const Account &account : {global(QStringLiteral("Alpha")), custom(QStringLiteral("Beta"))}) {
        const auto added = book.add(account);
        QVERIFY(added);
        QCOMPARE(added->addresses.loginUrl, book.find(account.name)->addresses.loginUrl);
        QVERIFY(*added == *book.find(account.name));
    }
}

void TestAccount::keepsWhatIsChosen()
{
    const QTemporaryDir folder;
    AccountBook book(folder.path());
    Account later = global(QStringLiteral("later"));
    later.analyticsPath = auth::AnalyticsPath::Later;
    later.usesLocalhost = true;
    QVERIFY(book.add(later) && book.add(global(QStringLiteral("usual"))));
    QCOMPARE(book.find(QStringLiteral("later"))->analyticsPath, auth::AnalyticsPath::Later);
    QVERIFY(book.find(QStringLiteral("later"))->usesLocalhost);
    QCOMPARE(book.find(QStringLiteral("usual"))->analyticsPath, auth::AnalyticsPath::Seed);
    QVERIFY(!book.find(QStringLiteral("usual"))->usesLocalhost);
}

void TestAccount::refusesTwice()
{
    const QTemporaryDir folder;
    AccountBook book(folder.path());
    QVERIFY(book.add(global(QStringLiteral("A"))));
    QCOMPARE(book.add(global(QStringLiteral("A"))).error().kind, core::ErrorKind::BadRequest);
    QCOMPARE(book.add(global({})).error().kind, core::ErrorKind::BadRequest);
    QCOMPARE(book.accounts()->size(), std::size_t(1));
}

void TestAccount::keepsUnknownMembers()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("accounts.json")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write(R"({"later":7,"accounts":[{"name":"Old","cloud":"china","colour":"red"}]})");
    file.close();
    QVERIFY(AccountBook(folder.path()).add(global(QStringLiteral("New"))));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto document = QJsonDocument::fromJson(file.readAll());
    QCOMPARE(document[QLatin1String("later")].toInt(), 7);
    QCOMPARE(document[QLatin1String("accounts")][0][QLatin1String("colour")].toString(),
             QStringLiteral("red"));
    QCOMPARE(AccountBook(folder.path()).find(QStringLiteral("Old"))->cloud, Cloud::China);
}

void TestAccount::leavesDamagedFileAlone()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("accounts.json")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write("{\"accounts\": [");
    file.close();
    AccountBook book(folder.path());
    QCOMPARE(book.accounts().error().kind, core::ErrorKind::File);
    QCOMPARE(book.add(global(QStringLiteral("A"))).error().kind, core::ErrorKind::File);
    QCOMPARE(file.size(), qint64(14));
}

void TestAccount::removesWithData()
{
    const QTemporaryDir folder;
    AccountBook book(folder.path());
    const Account account = book.add(global(QStringLiteral("A"))).value();
    const QString store = book.storePath(account);
    QVERIFY(QDir().mkpath(QFileInfo(store).path()));
    QFile file(store);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QVERIFY(book.remove(account.name, false));
    QVERIFY(QFile::exists(store));
    QCOMPARE(book.remove(account.name, false).error().kind, core::ErrorKind::BadRequest);
    QVERIFY(book.add(account));
    QVERIFY(book.remove(account.name, true));
    QVERIFY(!QFileInfo::exists(QFileInfo(store).path()));
}

void TestAccount::folderNamesNeverCollide()
{
    const QTemporaryDir profile;
    AccountBook book(profile.path());
    std::set<QString> folders;
    const QStringList names{QStringLiteral("a"),         QStringLiteral("A"),
                            QStringLiteral("a_"),        QStringLiteral("con"),
                            QStringLiteral("CON"),       QStringLiteral(".."),
                            QStringLiteral("a/b"),       QStringLiteral("a_2fb"),
                            QStringLiteral("a b"),       QStringLiteral("株式会社"),
                            QStringLiteral("é"),         QStringLiteral("e\u0301"),
                            QString(100, QChar(0x682a)), QString(99, QChar(0x682a)) + QChar(0x5f0f)};
    for (const QString &name : names) {
        const QString folder = book.add(global(name)).value().folder;
        QVERIFY2(folder.size() <= 120 && !folder.contains(QLatin1Char('/')) &&
                     !folder.contains(QLatin1Char('.')),
                 qPrintable(folder));
        folders.insert(folder.toLower());
    }
    QCOMPARE(folders.size(), std::size_t(names.size()));
}

void TestAccount::renames()
{
    const QTemporaryDir profile;
    AccountBook book(profile.path());
    const Account first = book.add(global(QStringLiteral("First"))).value();
    QVERIFY(book.add(global(QStringLiteral("Second"))));
    Account renamed = first;
    renamed.name = QStringLiteral("Second");
    QCOMPARE(book.replace(first.name, renamed).error().kind, core::ErrorKind::BadRequest);
    renamed.name = QStringLiteral("Third");
    QVERIFY(book.replace(first.name, renamed));
    const Account third = book.find(renamed.name).value();
    QCOMPARE(third.id, first.id);
    QCOMPARE(book.storePath(third), book.storePath(first));
    QVERIFY(!book.find(first.name));
    // The first name is free again, but not the folder.
    const Account again = book.add(global(QStringLiteral("First"))).value();
    QVERIFY(again.folder != first.folder);
    QVERIFY(again.id != first.id);
    QCOMPARE(book.replace(QStringLiteral("Nobody"), again).error().kind, core::ErrorKind::BadRequest);
}

void TestAccount::replacesWhatItKnows()
{
    const QTemporaryDir profile;
    QFile file(profile.filePath(QStringLiteral("accounts.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"accounts":[{"name":"Old","cloud":"global","colour":"red","analyticsPath":"later"}]})");
    file.close();
    AccountBook book(profile.path());
    Account account = book.find({}).value();
    account.tenant = QStringLiteral("contoso.example");
    account.analyticsPath = auth::AnalyticsPath::Seed;
    QVERIFY(book.replace(account.name, account));
    QVERIFY(book.find({}).value() == account);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("red"));
}

SPENDGLASS_TEST_MAIN(TestAccount)
#include "tst_account.moc"
