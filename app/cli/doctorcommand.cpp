// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/coredumps.h"
#include "cli/access.h"
#include "cli/command.h"
#include "cli/commands.h"
#include "cli/keychaincheck.h"
#include "cli/options.h"
#include "cli/output.h"
#include "settings/profile.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QSysInfo>
#include <QTimer>

#include <deque>
#include <utility>

namespace spendglass::cli {
namespace {

using namespace std::chrono_literals;
constexpr auto keychainPatience = 10s; // it may ask a person to unlock it

/// Whether a proxy of the environment stands between; its address may hold a password and is not shown.
QString proxyState()
{
    for (const char *const name :
         {"https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"}) {
        if (qEnvironmentVariableIsSet(name))
            return QStringLiteral("set by %1").arg(QLatin1String(name));
    }
    return QStringLiteral("none in the environment");
}

/// States: trying the keychain → opening one store after the other → ended.
class Doctor final : public Command
{
public:
    Doctor(const Arguments &arguments, Output &output)
        : m_arguments(arguments)
        , m_output(output)
    {}

    void start() override
    {
        m_patience.setSingleShot(true);
        connect(&m_patience, &QTimer::timeout, this,
                [this] { examine(QStringLiteral("no answer; it may be waiting for its password")); });
        m_patience.start(keychainPatience);
        checkKeychain(auth::systemSessionParts().secrets, this,
                      [this](const core::Result<void> &outcome) { examine(keychainState(outcome)); });
    }
    void interrupt() override { Q_EMIT finished(m_output.fail(stopped())); }
    int interruptedCode() const override { return Failed; }

private:
    void examine(const QString &keychain)
    {
        if (m_isOver)
            return;
        m_isOver = true;
        const auto folder = settings::profileFolder(m_arguments.value("profile"));
        const auto accounts = folder ? auth::AccountBook(*folder).accounts() : core::fail(folder.error());
        if (!accounts) {
            Q_EMIT finished(m_output.fail(accounts.error()));
            return;
        }
        m_findings = {{QStringLiteral("version"), QStringLiteral(SPENDGLASS_VERSION)},
                      {QStringLiteral("qt"), QString::fromLatin1(qVersion())},
                      {QStringLiteral("system"), QSysInfo::prettyProductName()},
                      {QStringLiteral("profile"), *folder},
                      {QStringLiteral("proxy"), proxyState()},
                      {QStringLiteral("keychain"), keychain},
                      {QStringLiteral("coreDumps"),
                       core::areCoreDumpsDisabled() ? QStringLiteral("off") : QStringLiteral("possible")}};
        for (const auth::Account &account : *accounts)
            m_waiting.push_back({account.name, auth::AccountBook(*folder).storePath(account)});
        examineStores();
    }

    /// The next store that is there, and at the end all that was found.
    void examineStores()
    {
        m_workspace.reset();
        while (!m_waiting.empty()) {
            const auto [account, path] = m_waiting.front();
            m_waiting.pop_front();
            m_stores << QJsonObject{{QStringLiteral("account"), account},
                                    {QStringLiteral("path"), path},
                                    {QStringLiteral("bytes"), QFileInfo(path).size()},
                                    {QStringLiteral("state"), QStringLiteral("nothing loaded yet")}};
            if (!QFileInfo::exists(path))
                continue;
            m_workspace = std::make_unique<sync::Workspace>(path, sync::Connection(),
                                                            std::make_shared<core::SystemClock>());
            m_workspace->housekeeping().size(
                this, [this](const core::Result<core::StoreSize> &size) { onStore(size); });
            return;
        }
        m_findings[QStringLiteral("stores")] = m_stores;
        tell(m_findings);
        Q_EMIT finished(Done);
    }

    void onStore(const core::Result<core::StoreSize> &size)
    {
        QJsonObject store = m_stores.last().toObject();
        store[QStringLiteral("state")] = size ? QStringLiteral("fine") : size.error().text;
        if (size) {
            store[QStringLiteral("rows")] = size->rows();
            store[QStringLiteral("schema")] = size->schema;
            store[QStringLiteral("bytes")] = size->fileBytes + size->logBytes;
        }
        m_stores.replace(m_stores.size() - 1, store);
        // Later: this is said by the workspace that goes now.
        QMetaObject::invokeMethod(
            this, [this] { examineStores(); }, Qt::QueuedConnection);
    }

    void tell(const QJsonObject &findings)
    {
        if (m_output.isJson()) {
            m_output.write(findings);
            return;
        }
        for (const char *const key : {"version", "qt", "system", "profile", "proxy", "keychain", "coreDumps"})
            m_output.write(QStringLiteral("%1: %2\n")
                               .arg(QLatin1String(key), printable(findings[QLatin1String(key)].toString()))
                               .toUtf8());
        for (const QJsonValue &store : findings[QStringLiteral("stores")].toArray())
            m_output.write(QStringLiteral("store of %1: %2, %3 bytes, %4\n")
                               .arg(printable(store[QStringLiteral("account")].toString()),
                                    printable(store[QStringLiteral("path")].toString()))
                               .arg(store[QStringLiteral("bytes")].toInteger())
                               .arg(printable(store[QStringLiteral("state")].toString()))
                               .toUtf8());
    }

    const Arguments &m_arguments;
    Output &m_output;
    QTimer m_patience;
    bool m_isOver = false;
    QJsonObject m_findings;
    QJsonArray m_stores;
    std::deque<std::pair<QString, QString>> m_waiting; ///< accounts and the paths of their stores
    std::unique_ptr<sync::Workspace> m_workspace;
};

std::unique_ptr<Command> makeDoctor(const Arguments &arguments, Output &output)
{
    return std::make_unique<Doctor>(arguments, output);
}

} // namespace

CommandSpec doctorCommand()
{
    return {"doctor", "", "versions, paths, proxy, keychain and stores; no secret", {}, nullptr, makeDoctor};
}

} // namespace spendglass::cli
