// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/profile.h"
#include "support/testmain.h"

#include <QTemporaryDir>

using namespace spendglass;

class TestProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picksTheFirstThatIsSaid();
    void makesItOwnerOnly();
    void refusesWhatIsNoFolder();
};

void TestProfile::picksTheFirstThatIsSaid()
{
    const QTemporaryDir folder;
    qputenv("SPENDGLASS_PROFILE", folder.filePath(QStringLiteral("env")).toUtf8());
    QCOMPARE(settings::profileFolder(folder.filePath(QStringLiteral("given"))).value(),
             folder.filePath(QStringLiteral("given")));
    QCOMPARE(settings::profileFolder({}).value(), folder.filePath(QStringLiteral("env")));
    qunsetenv("SPENDGLASS_PROFILE");
    const auto usual = settings::profileFolder({});
    QVERIFY(usual && usual->endsWith(QStringLiteral("/spendglass")));
}

void TestProfile::makesItOwnerOnly()
{
    const QTemporaryDir folder;
    const auto made = settings::profileFolder(folder.filePath(QStringLiteral("a/b")));
    QVERIFY(made);
    const auto others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
    QCOMPARE(QFile::permissions(*made) & others, QFile::Permissions());
}

void TestProfile::refusesWhatIsNoFolder()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const QString &path : {file.fileName(), file.fileName() + QStringLiteral("/below")})
        QCOMPARE(settings::profileFolder(path).error().kind, core::ErrorKind::File);
}

SPENDGLASS_TEST_MAIN(TestProfile)
#include "tst_profile.moc"
