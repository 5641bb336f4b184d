// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/livequestions.h"

#include "query/sqlcompiler.h"
#include "sync/livequestion.h"

#include <QRandomGenerator>

#include <mutex>

namespace spendglass::sync {

using core::ErrorKind;

/// One question on the thread: made anywhere, moved there, started and deleted there.
class LiveQuestions::Run : public QObject
{
public:
    struct Parts
    {
        Connection connection;
        QString storePath;
        std::shared_ptr<const core::Clock> clock;
        query::Query query;
        Then tell; ///< called there
    };
    explicit Run(Parts parts)
        : m_parts(std::move(parts))
    {}

    void start()
    {
        const std::lock_guard lock(m_mutex);
        m_client = std::make_unique<net::Client>(clientParts(), QList<QUrl>{m_parts.connection.apiUrl});
        m_question =
            std::make_unique<LiveQuestion>(*m_client, m_parts.connection.service(), m_parts.clock,
                                           m_parts.storePath, m_parts.query, LiveQuestion::Rows::Any);
        connect(m_question.get(), &LiveQuestion::finished, this, &Run::onFinished);
        connect(m_question.get(), &LiveQuestion::waiting, this, &Run::onWaiting);
        m_question->start();
        if (m_isCancelled)
            m_question->cancel();
    }
    void cancel() ///< from any thread
    {
        const std::lock_guard lock(m_mutex);
        m_isCancelled = true;
        if (m_question)
            m_question->cancel();
    }

private:
    net::ClientParts clientParts() const
    {
        net::ClientParts parts;
        parts.transport = std::make_shared<net::HttpTransport>();
        parts.clock = m_parts.clock;
        parts.authorize = m_parts.connection.authorize;
        parts.random = [] { return QRandomGenerator::global()->generateDouble(); };
        return parts;
    }

    /// Data that are not there yet may come in a quarter of an hour: a person is not kept waiting for them.
    void onWaiting(const core::Error &reason)
    {
        if (reason.kind != ErrorKind::NotReady)
            return;
        m_notReady = reason;
        m_question->cancel();
    }

    void onFinished(const core::Result<net::JobTotals> &result)
    {
        if (m_notReady)
            m_parts.tell(core::fail(*m_notReady));
        else
            m_parts.tell(result ? m_question->answer() : core::fail(result.error()));
    }

    const Parts m_parts;
    std::mutex m_mutex; ///< held while the two below appear, and to cancel
    bool m_isCancelled = false;
    std::unique_ptr<net::Client> m_client;
    std::unique_ptr<LiveQuestion> m_question;
    std::optional<core::Error> m_notReady;
};

LiveQuestions::LiveQuestions(Connection connection, QString storePath,
                             std::shared_ptr<const core::Clock> clock)
    : m_connection(std::move(connection))
    , m_storePath(std::move(storePath))
    , m_clock(std::move(clock))
    , m_courier(std::make_shared<core::Courier>(this))
{
    m_thread.setObjectName(QStringLiteral("live"));
}

LiveQuestions::~LiveQuestions()
{
    m_courier->close();
    for (auto &[number, entry] : m_entries) {
        if (entry.run) {
            entry.run->cancel();
            entry.run->deleteLater();
        }
    }
    m_thread.quit();
    m_thread.wait();
}

core::Result<void> LiveQuestions::check(const query::Query &query) const
{
    if (query.dataSet != core::DataSet::Analytics)
        return core::fail(ErrorKind::BadRequest,
                          QStringLiteral("Only usage analytics can be asked of the service directly, not %1.")
                              .arg(core::dataSetName(query.dataSet)));
    if (auto done = query::checkQuery(query); !done)
        return done;
    const auto lacking = m_connection.notOffered.find(query.dataSet);
    if (lacking != m_connection.notOffered.end())
        return core::fail(ErrorKind::NotOffered, lacking->second);
    if (m_connection.apiUrl.isEmpty())
        return core::fail(ErrorKind::Offline, QStringLiteral("this account has no address"));
    return {};
}

void LiveQuestions::ask(int channel, const query::Query &query, QObject *context, Then then)
{
    cancel(channel);
    const int number = ++m_number;
    Entry &entry = m_entries[number];
    entry = {context, std::move(then), channel};
    const auto post = [this, mail = m_courier, number](const core::Result<query::AnswerPtr> &result) {
        mail->post([this, number, result] { answer(number, result); });
    };
    if (const auto done = check(query); !done) {
        post(core::fail(done.error()));
        return;
    }
    connect(context, &QObject::destroyed, this, [this, number] {
        if (const auto found = m_entries.find(number); found != m_entries.end())
            withdraw(found->second);
    });
    if (!m_thread.isRunning())
        m_thread.start();
    entry.run = new Run({m_connection, m_storePath, m_clock, query, post});
    entry.run->moveToThread(&m_thread);
    QMetaObject::invokeMethod(entry.run, &Run::start, Qt::QueuedConnection);
}

void LiveQuestions::cancel(int channel)
{
    for (auto &[number, entry] : m_entries) {
        if (entry.channel == channel)
            withdraw(entry);
    }
}

void LiveQuestions::withdraw(Entry &entry)
{
    entry.isWithdrawn = true;
    if (entry.run)
        entry.run->cancel();
}

void LiveQuestions::answer(int number, const core::Result<query::AnswerPtr> &result)
{
    const Entry entry = std::move(m_entries.extract(number).mapped());
    if (entry.run)
        entry.run->deleteLater();
    if (!entry.context)
        return;
    if (entry.isWithdrawn)
        entry.tell(core::fail(ErrorKind::Cancelled, QStringLiteral("The question was withdrawn.")));
    else
        entry.tell(result);
}

} // namespace spendglass::sync
