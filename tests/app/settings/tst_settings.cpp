// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/settings.h"
#include "support/testmain.h"

#include <QFile>
#include <QTemporaryDir>

using namespace spendglass;
using settings::Setting;
using settings::Settings;

class TestSettings : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void areAsUsualUntilTheyAreSet();
    void readWhatIsThere_data();
    void readWhatIsThere();
    void keepWhatTheyDoNotKnow();
    void keepADamagedFile();
    void refuseWhatIsOutOfRange();
    void sayThatTheyCannotBeWritten();
};

static bool put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

static QByteArray bytesIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestSettings::areAsUsualUntilTheyAreSet()
{
    const QTemporaryDir folder;
    const QString account = folder.filePath(QStringLiteral("accounts/a"));
    Settings one(account);
    QCOMPARE(one.number(Setting::RetainedMonths), 0);
    QVERIFY(one.setNumber(Setting::RetainedMonths, 24));
    QCOMPARE(one.number(Setting::RetainedMonths), 24);
    QCOMPARE(Settings(account).number(Setting::RetainedMonths), 24);
    const auto others = QFile::ReadGroup | QFile::ReadOther;
    QCOMPARE(QFile::permissions(account + QStringLiteral("/settings.json")) & others, QFile::Permissions());
}

void TestSettings::readWhatIsThere_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("value");
    QTest::newRow("a number") << QByteArray(R"({"retainedMonths": 6})") << 6;
    QTest::newRow("too many") << QByteArray(R"({"retainedMonths": 5000})") << 0;
    QTest::newRow("less than none") << QByteArray(R"({"retainedMonths": -1})") << 0;
    QTest::newRow("no whole number") << QByteArray(R"({"retainedMonths": 1.5})") << 0;
    QTest::newRow("a text") << QByteArray(R"({"retainedMonths": "6"})") << 0;
    QTest::newRow("another setting") << QByteArray(R"({"other": 6})") << 0;
    QTest::newRow("a list") << QByteArray("[6]") << 0;
    QTest::newRow("no JSON") << QByteArray("retainedMonths=6") << 0;
    QTest::newRow("nothing") << QByteArray() << 0;
}

void TestSettings::readWhatIsThere()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, value);
    const QTemporaryDir folder;
    QVERIFY(put(folder.filePath(QStringLiteral("settings.json")), bytes));
    QCOMPARE(Settings(folder.path()).number(Setting::RetainedMonths), value);
}

void TestSettings::keepWhatTheyDoNotKnow()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.json"));
    QVERIFY(put(path, R"({"ofTomorrow": {"a": [1]}})"));
    QVERIFY(Settings(folder.path()).setNumber(Setting::RetainedMonths, 3));
    QVERIFY(bytesIn(path).contains("ofTomorrow"));
    QCOMPARE(Settings(folder.path()).number(Setting::RetainedMonths), 3);
}

void TestSettings::keepADamagedFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.json"));
    QVERIFY(put(path, "{\"retainedMonths\": 6"));
    QVERIFY(Settings(folder.path()).setNumber(Setting::RetainedMonths, 3));
    QCOMPARE(Settings(folder.path()).number(Setting::RetainedMonths), 3);
    QCOMPARE(bytesIn(path + QStringLiteral(".damaged")), QByteArray("{\"retainedMonths\": 6"));
}

void TestSettings::refuseWhatIsOutOfRange()
{
    const QTemporaryDir folder;
    for (const int value : {-1, 1201}) {
        const auto done = Settings(folder.path()).setNumber(Setting::RetainedMonths, value);
        QVERIFY(!done);
        QCOMPARE(done.error().kind, core::ErrorKind::BadRequest);
    }
    QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("settings.json"))));
}

void TestSettings::sayThatTheyCannotBeWritten()
{
    const QTemporaryDir folder;
    QVERIFY(put(folder.filePath(QStringLiteral("file")), "in the way"));
    const auto done =
        Settings(folder.filePath(QStringLiteral("file/account"))).setNumber(Setting::RetainedMonths, 1);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, core::ErrorKind::File);
}

SPENDGLASS_TEST_MAIN(TestSettings)
#include "tst_settings.moc"
