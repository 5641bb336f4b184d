// SPDX-License-Identifier: GPL-3.0-or-later
#include "sandbox/host.h"

#include "sandbox/server.h"
#include "sandbox/service.h"

#include <QThread>

namespace spendglass::sandbox {

/// The service and its server live on the thread; only the tokens are used from both sides.
class Host::State
{
public:
    explicit State(const Options &options)
        : m_options(options)
        , m_tokens(options.tokenSeconds)
    {}
    ~State()
    {
        m_thread.quit();
        m_thread.wait();
    }

    core::Result<void> start()
    {
        m_worker = new QObject;
        m_worker->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread.setObjectName(QStringLiteral("sandbox"));
        m_thread.start();
        core::Result<void> result;
        QMetaObject::invokeMethod(
            m_worker, [&] { result = open(); }, Qt::BlockingQueuedConnection);
        return result;
    }

    Address address() const { return m_address; }
    QByteArray freshToken() { return m_tokens.fresh(); }

private:
    /// On the thread.
    core::Result<void> open()
    {
        m_service = std::make_unique<Service>(m_options, m_tokens);
        if (!m_options.faultFile.isEmpty())
            if (auto loaded = m_service->loadFaults(m_options.faultFile); !loaded)
                return loaded;
        auto *const server =
            new Server([this](Request &request) { return m_service->answer(request); }, m_worker);
        if (!server->listen(m_options.port))
            return core::fail(core::ErrorKind::Offline, server->errorText(),
                              QStringLiteral("127.0.0.1:%1").arg(m_options.port));
        const QUrl url(QStringLiteral("http://127.0.0.1:%1").arg(server->port()));
        m_address.apiUrl = m_address.loginUrl = m_address.crestUrl = url;
        m_address.resource = url.toString();
        m_address.tenant = QString::fromStdString(m_service->world().partnerId());
        m_address.clientId = QString::fromStdString(SignIn::clientId());
        m_address.crestCid = QString::fromStdString(m_service->world().partnerCid());
        m_address.token = m_tokens.fresh();
        return {};
    }

    const Options m_options;
    Tokens m_tokens;
    QThread m_thread;
    QObject *m_worker = nullptr; ///< the server's parent; deletes itself when the thread ends
    std::unique_ptr<Service> m_service;
    Address m_address;
};

Host::Host(std::unique_ptr<State> state)
    : m_state(std::move(state))
{}

Host::~Host() = default;

core::Result<std::unique_ptr<Host>> Host::start(const Options &options)
{
    auto state = std::make_unique<State>(options);
    if (auto started = state->start(); !started)
        return tl::unexpected<core::Error>(started.error());
    return std::unique_ptr<Host>(new Host(std::move(state)));
}

Address Host::address() const
{
    return m_state->address();
}

QByteArray Host::freshToken() const
{
    return m_state->freshToken();
}

} // namespace spendglass::sandbox
