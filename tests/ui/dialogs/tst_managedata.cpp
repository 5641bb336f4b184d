// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/upkeepfixture.h"
#include "dialogs/forgetcustomer.h"
#include "dialogs/managedata.h"
#include "parts/messagebar.h"
#include "parts/prompts.h"
#include "support/manualclock.h"
#include "ui/widgetmain.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTableWidget>

using namespace spendglass;

/// The dialog over a real store.
class TestManageData : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void showsWhatIsKept();
    void saysThatNothingIsKept();
    void compacts();
    void beginsOneThingAtATime();
    void forgetsACustomer();
    void asksBeforeItTakesOut();
    void exportsAndImports();
    void saysWhatIsWrongWithAFolder();
    void hasANameForEverything();

private:
    void open(bool isFilled = true);
    QString message() const;
    template <class Widget>
    Widget *part(const char *name) const
    {
        return m_dialog->findChild<Widget *>(QString::fromLatin1(name));
    }

    std::unique_ptr<UpkeepFixture> m_fixture;
    std::unique_ptr<sync::Workspace> m_workspace;
    std::unique_ptr<dialogs::ManageData> m_dialog;
};

void TestManageData::init()
{
    m_fixture = std::make_unique<UpkeepFixture>();
}

void TestManageData::cleanup()
{
    parts::prompts::replaceAskFolder({});
    m_dialog.reset();
    m_workspace.reset();
    m_fixture.reset();
}

void TestManageData::open(bool isFilled)
{
    if (isFilled)
        m_fixture->fill();
    m_fixture->close();
    m_workspace = std::make_unique<sync::Workspace>(m_fixture->path(), sync::Connection(),
                                                    std::make_shared<test::ManualClock>(1));
    m_dialog = std::make_unique<dialogs::ManageData>(*m_workspace, QStringLiteral("Contoso"));
    m_dialog->show();
    QTRY_COMPARE(part<QTableWidget>("sizes")->rowCount(), 5);
}

QString TestManageData::message() const
{
    const auto *bar = part<parts::MessageBar>("upkeepMessage");
    return bar->isVisibleTo(m_dialog.get()) ? bar->text() : QString();
}

void TestManageData::showsWhatIsKept()
{
    open();
    const auto *table = part<QTableWidget>("sizes");
    QCOMPARE(table->item(0, 1)->text(), QStringLiteral("5"));
    QCOMPARE(table->item(1, 1)->text(), QStringLiteral("3"));
    QCOMPARE(table->item(2, 2)->text(), QStringLiteral("2"));
    QCOMPARE(table->item(3, 3)->text(), QStringLiteral("—"));
    QVERIFY(part<QLabel>("sizeSummary")->text().contains(QLatin1String("on disk")));
    QVERIFY(!part<QWidget>("busyRow")->isVisibleTo(m_dialog.get()));
    if (const QString picture = qEnvironmentVariable("SPENDGLASS_PICTURE"); !picture.isEmpty())
        QVERIFY(m_dialog->grab().save(picture));
}

void TestManageData::saysThatNothingIsKept()
{
    open(false);
    QCOMPARE(part<QLabel>("sizeSummary")->text(), QStringLiteral("Nothing is loaded yet."));
}

void TestManageData::compacts()
{
    open();
    part<QPushButton>("compact")->click();
    QVERIFY(part<QWidget>("busyRow")->isVisibleTo(m_dialog.get()));
    QTRY_VERIFY(!message().isEmpty());
    QVERIFY(!part<QWidget>("busyRow")->isVisibleTo(m_dialog.get()));
    QTRY_COMPARE(part<QTableWidget>("sizes")->item(0, 1)->text(), QStringLiteral("5"));
}

/// Nothing else can be begun, a synchronisation included; closing waits for the end.
void TestManageData::beginsOneThingAtATime()
{
    open();
    part<QPushButton>("compact")->click();
    for (const char *name : {"compact", "forget", "exportFolder", "importFolder"})
        QVERIFY2(!part<QPushButton>(name)->isEnabled(), name);
    m_workspace->startSync({});
    QVERIFY(!m_workspace->isSyncing());
    bool isRefused = false;
    m_workspace->housekeeping().compact(this, [&isRefused](const core::Result<core::Room> &room) {
        isRefused = !room && room.error().kind == core::ErrorKind::BadRequest;
    });
    QTRY_VERIFY(isRefused);
    part<QPushButton>("closeManageData")->click();
    QTRY_VERIFY(!m_dialog->isVisible());
    QVERIFY(!m_workspace->housekeeping().isBusy());
}

void TestManageData::forgetsACustomer()
{
    open();
    part<QPushButton>("forget")->click();
    QTRY_VERIFY(part<QDialog>("forgetCustomer"));
    auto *ask = part<QDialog>("forgetCustomer");
    auto *ok = ask->findChild<QPushButton *>(QStringLiteral("forgetOk"));
    auto *list = ask->findChild<QListWidget *>(QStringLiteral("forgetList"));
    QVERIFY(!ok->isEnabled());
    if (const QString picture = qEnvironmentVariable("SPENDGLASS_PICTURE_FORGET"); !picture.isEmpty())
        QVERIFY(ask->grab().save(picture));
    ask->findChild<QLineEdit *>(QStringLiteral("forgetSearch"))->setText(QStringLiteral("VANISH"));
    QVERIFY(list->item(0)->isHidden());
    QVERIFY(!list->item(1)->isHidden());
    list->item(1)->setSelected(true);
    QVERIFY(ok->isEnabled());
    ok->click();
    QTRY_VERIFY2(message().contains(QLatin1String("Vanish Ltd is forgotten")), qPrintable(message()));
    QTRY_COMPARE(part<QTableWidget>("sizes")->item(0, 1)->text(), QStringLiteral("3"));
    m_dialog.reset();
    m_workspace.reset();
    QVERIFY(!m_fixture->fileHolds("vanish"));
}

void TestManageData::asksBeforeItTakesOut()
{
    open();
    auto *keep = part<QComboBox>("retention");
    const int three = keep->findData(3);
    const auto choose = [keep](int index) {
        keep->setCurrentIndex(index);
        Q_EMIT keep->activated(index);
    };
    choose(three);
    QTRY_VERIFY(part<QMessageBox>("questionBox"));
    QCOMPARE(keep->currentData().toInt(), 0); // not yet
    part<QMessageBox>("questionBox")->reject();
    QTRY_VERIFY(!part<QMessageBox>("questionBox"));
    QVERIFY(!m_workspace->housekeeping().retainedMonths());
    choose(three);
    QTRY_VERIFY(part<QMessageBox>("questionBox"));
    part<QPushButton>("questionYes")->click();
    QTRY_VERIFY(!message().isEmpty());
    QCOMPARE(keep->currentData().toInt(), 3);
    QCOMPARE(m_workspace->housekeeping().retainedMonths(), std::optional(3));
    choose(0); // all again: nobody has to be asked
    QTRY_VERIFY(!m_workspace->housekeeping().retainedMonths());
}

void TestManageData::exportsAndImports()
{
    open();
    QTemporaryDir folder;
    QString chosen = folder.path();
    parts::prompts::replaceAskFolder([&chosen](const auto &) { return chosen; });
    part<QMenu>("exportFormats")->actions().at(1)->trigger();
    QTRY_VERIFY(!message().isEmpty());
    const QStringList made = QDir(folder.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QCOMPARE(made.size(), 1);
    QVERIFY(made.front().startsWith(QLatin1String("spendglass-Contoso-")));
    chosen = folder.filePath(made.front());
    QVERIFY(QFile::exists(chosen + QStringLiteral("/manifest.json")));
    part<QPushButton>("importFolder")->click();
    QTRY_VERIFY(part<QMessageBox>("questionBox"));
    part<QPushButton>("questionYes")->click();
    QTRY_VERIFY2(message().contains(QLatin1String("Imported")), qPrintable(message()));
    QTRY_COMPARE(part<QTableWidget>("sizes")->item(0, 1)->text(), QStringLiteral("5"));
}

void TestManageData::saysWhatIsWrongWithAFolder()
{
    open(false);
    QTemporaryDir folder;
    parts::prompts::replaceAskFolder([&folder](const auto &) { return folder.path(); });
    part<QPushButton>("importFolder")->click(); // an empty store is nobody's loss
    QTRY_VERIFY2(message().contains(QLatin1String("manifest.json")), qPrintable(message()));
}

void TestManageData::hasANameForEverything()
{
    open();
    for (const auto *button : m_dialog->findChildren<QPushButton *>()) {
        QVERIFY2(!button->objectName().isEmpty(), qPrintable(button->text()));
        QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->text()));
    }
    for (const char *name : {"sizes", "retention", "upkeepProgress"})
        QVERIFY2(!part<QWidget>(name)->accessibleName().isEmpty(), name);
}

SPENDGLASS_WIDGET_TEST_MAIN(TestManageData)
#include "tst_managedata.moc"
