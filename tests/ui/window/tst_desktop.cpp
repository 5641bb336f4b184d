// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/canary.h"
#include "app/cli/storetext.h"
#include "auth/account.h"
#include "core/clock.h"
#include "peers/idpserver.h"
#include "sandbox/host.h"
#include "support/testmain.h"
#include "sync/workspace.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <functional>

using namespace spendglass;

/// The desktop program itself on a screen of its own, with keys pressed from outside and a stand-in for the
/// browser first in PATH. The keychain is a real one.
class TestDesktop : public QObject
{
    Q_OBJECT

    static constexpr int patience = 60'000;

    QTemporaryDir m_folder;
    QProcess m_screen, m_program;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    std::shared_ptr<sandbox::Host> m_host;
    std::unique_ptr<test::IdpServer> m_idp; ///< the sign-in service, where it is not the sandbox
    const Canary m_canary{{"sandbox.", "refresh.", "code."}};
    QStringList m_secretsOfProcesses;
    Canary::Seen m_seen;

    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QString profile() const { return path(m_idp ? "profile-idp" : "profile"); }

    QByteArray run(const char *program, const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.start(QString::fromLatin1(program), arguments);
        process.waitForFinished();
        return process.readAllStandardOutput().trimmed();
    }
    QByteArray xdotool(const QStringList &arguments) const { return run("xdotool", arguments); }
    /// What the sign-in service has given out so far.
    QByteArray given() const
    {
        if (m_idp)
            return "redeemed " + QByteArray::number(m_idp->count(QStringLiteral("token")));
        QUrl url = m_host->address().apiUrl;
        url.setPath(QStringLiteral("/sandbox/sign-in"));
        return run("curl", {QStringLiteral("--silent"), url.toString()});
    }
    /// The window of that title, empty while there is none.
    QString windowOf(const QString &title) const
    {
        const QByteArray found = xdotool(
            {QStringLiteral("search"), QStringLiteral("--onlyvisible"), QStringLiteral("--name"), title});
        return QString::fromLatin1(found).section(QLatin1Char('\n'), -1);
    }
    bool isThere(const QString &title) const { return !windowOf(title).isEmpty(); }
    /// Again and again until it has worked: a window may be there before it takes keys.
    void press(const QString &title, const QString &key, const std::function<bool()> &hasWorked)
    {
        const auto isDone = [&] {
            m_secretsOfProcesses += m_canary.findInProcesses("no mark: they are this one's", m_seen);
            const QString window = hasWorked() ? QString() : windowOf(title);
            if (!window.isEmpty())
                xdotool({QStringLiteral("windowfocus"), window, QStringLiteral("key"), key});
            return hasWorked();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isDone(), qPrintable(title), patience);
    }
    void startProgram()
    {
        m_program.setProcessEnvironment(m_environment);
        m_program.setProcessChannelMode(QProcess::MergedChannels);
        m_program.setStandardOutputFile(path("output"), QIODevice::Append);
        m_program.start(
            QStringLiteral(SPENDGLASS_PROGRAM),
            {QStringLiteral("--profile"), profile(), QStringLiteral("--log-level"), QStringLiteral("debug")});
        QVERIFY(m_program.waitForStarted());
    }
    void quitProgram(const QString &title)
    {
        press(title, QStringLiteral("ctrl+q"), [this] { return m_program.state() == QProcess::NotRunning; });
        QCOMPARE(m_program.exitCode(), 0);
    }
    static QByteArray contents(const QString &name)
    {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    int exported() const
    {
        return int(QDir(path("home/Documents")).entryList({QStringLiteral("*.csv")}).size());
    }
    qsizetype browserCalls() const { return contents(path("browser")).count('\n'); }
    /// What is in the store, once the program has ended.
    qsizetype customersIn(const QString &store)
    {
        sync::Workspace workspace(store, {}, std::make_shared<core::SystemClock>());
        qsizetype count = -1;
        workspace.customers(
            this, [&count](const auto &customers) { count = customers ? qsizetype(customers->size()) : -2; });
        [&count] { QTRY_VERIFY(count != -1); }();
        return count;
    }
    static std::shared_ptr<sandbox::Host> startService(bool acceptsAnyToken)
    {
        sandbox::Options options;
        options.customers = 6;
        options.days = 40;
        options.rowsPerDay = 60;
        options.signsInAs = QStringLiteral("admin");
        options.acceptsAnyToken = acceptsAnyToken;
        auto host = sandbox::Host::start(options);
        return host ? std::shared_ptr<sandbox::Host>(std::move(*host)) : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!QStandardPaths::findExecutable(QStringLiteral("xdotool")).isEmpty(), "xdotool is missing");
        m_screen.setReadChannel(QProcess::StandardOutput);
        m_screen.start(QStringLiteral("Xvfb"),
                       {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                        QStringLiteral("0"), QStringLiteral("1280x1024x24"),
                        QStringLiteral("-noreset")}); // or it starts anew when the first program ends
        QTRY_VERIFY_WITH_TIMEOUT(m_screen.canReadLine(), patience);
        const QString number = QString::fromLatin1(m_screen.readLine().trimmed());
        const QString browser = QStringLiteral(SPENDGLASS_SOURCE "/tests/peers/standinbrowser:");
        m_environment.insert(QStringLiteral("DISPLAY"), QLatin1Char(':') + number);
        m_environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("xcb"));
        m_environment.insert(QStringLiteral("PATH"), browser + m_environment.value(QStringLiteral("PATH")));
        m_environment.insert(QStringLiteral("SPENDGLASS_BROWSER_LOG"), path("browser"));
        m_environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("*=true"));
        m_environment.insert(QStringLiteral("TMPDIR"), m_folder.path());
        m_environment.insert(QStringLiteral("HOME"), path("home"));
        QVERIFY(QDir().mkpath(path("home/Documents")));
    }
    void cleanupTestCase()
    {
        for (QProcess *process : {&m_program, &m_screen}) {
            process->terminate();
            process->waitForFinished();
        }
    }

    void signInOnceAndNeverAgain_data()
    {
        QTest::addColumn<bool>("isProvider");
        QTest::newRow("at the sandbox") << false;
        QTest::newRow("at a certified OpenID provider") << true;
    }
    void signInOnceAndNeverAgain()
    {
        QFETCH(bool, isProvider);
        m_host = startService(isProvider);
        QVERIFY(m_host);
        sandbox::Address service = m_host->address();
        if (isProvider) {
            m_idp = std::make_unique<test::IdpServer>();
            QVERIFY2(m_idp->problem().isEmpty(), qPrintable(m_idp->problem()));
            service.loginUrl = m_idp->loginUrl();
            service.tenant = m_idp->tenant();
            service.clientId = m_idp->clientId();
            service.resource = QStringLiteral("https://api.partnercenter.microsoft.com");
        }
        const qsizetype callsBefore = browserCalls();
        auth::Account account;
        account.name = QStringLiteral("Contoso");
        account.cloud = auth::Cloud::Custom;
        account.tenant = service.tenant;
        account.clientId = service.clientId;
        account.addresses = {service.apiUrl, service.loginUrl, service.crestUrl, service.resource};
        auth::AccountBook book(profile());
        const auto added = book.add(account);
        QVERIFY(added);
        startProgram();
        const QString list = QStringLiteral("^Open an Account$"), dialog = QStringLiteral("^Sign In"),
                      open = QStringLiteral("^Contoso.*Spendglass$");
        const QString record = book.folderPath(*added) + QStringLiteral("/signin.json");
        const QString enter = QStringLiteral("Return");
        press(QStringLiteral("^Spendglass$"), QStringLiteral("ctrl+o"), [&] { return isThere(list); });
        press(list, enter, [&] { return isThere(dialog); });
        press(dialog, enter, [&] { return QFile::exists(record); });
        press(dialog, enter, [&] { return isThere(open); });
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(book.storePath(*added)), patience);
        quitProgram(open);
        QVERIFY(contents(path("browser") + QStringLiteral(".page")).contains("Spendglass"));

        const QByteArray before = given();
        QVERIFY(before.contains("redeemed"));
        startProgram(); // opens that account by itself, and loads it without a browser
        press(open, QStringLiteral("ctrl+r"), [&] { return given() != before; });
        const QString lock = book.storePath(*added) + QStringLiteral(".sync.lock");
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(lock), patience);
        QVERIFY(!isThere(dialog));
        const QString save = QStringLiteral("^Export$");
        // A file of that name is replaced only after a question.
        QFile::rename(path("home/Documents/Portfolio.csv"), path("home/Documents/of the row before.csv"));
        const int files = exported();
        press(open, QStringLiteral("ctrl+shift+e"), [&] { return isThere(save); });
        press(save, enter, [&] { return exported() > files; });
        quitProgram(open);
        QCOMPARE(browserCalls(), callsBefore + 1);
        QCOMPARE(customersIn(book.storePath(*added)), qsizetype(6));
    }

    /// The image of a process that holds a token would hold it, too.
    void leavesNoImageOfACrash()
    {
        m_program.setWorkingDirectory(m_folder.path());
        startProgram();
        QTRY_VERIFY_WITH_TIMEOUT(isThere(QStringLiteral("^Contoso.*Spendglass$")), patience);
        ::kill(pid_t(m_program.processId()), SIGSEGV);
        QVERIFY(m_program.waitForFinished());
        QCOMPARE(m_program.exitStatus(), QProcess::CrashExit);
        QCOMPARE(QDir(m_folder.path()).entryList({QStringLiteral("*core*")}), QStringList());
    }

    /// Cases 103 and 104 for this program: everything was logged that can be, and was written below here.
    void leavesNoSecret()
    {
        int searched = 0;
        QVERIFY(contents(path("output")).contains("spendglass.net"));
        for (const char *profile : {"profile", "profile-idp"}) {
            auth::AccountBook book(path(profile));
            const auto accounts = book.accounts();
            QVERIFY(accounts && !accounts->empty());
            QVERIFY(tell(book.storePath(accounts->front()), path(profile) + QStringLiteral("-told")));
        }
        const QStringList found = m_canary.findBelow(m_folder.path(), searched) +
                                  m_canary.findBelow(QDir::homePath(), searched) + // the keyring's files, too
                                  m_secretsOfProcesses;
        QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
        QVERIFY(searched > 6);
        QVERIFY(m_seen.processes > 0);
        if (m_seen.environments < m_seen.processes)
            qInfo("%d of %d environments could not be read by this user",
                  m_seen.processes - m_seen.environments, m_seen.processes);
        QVERIFY(!m_canary.findIn(m_host->freshToken()).isEmpty()); // it would be found
    }
};

SPENDGLASS_TEST_MAIN(TestDesktop)
#include "tst_desktop.moc"
