// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/livequestion.h"

#include "net/servicecodes.h"
#include "query/resolve.h"
#include "sync/mapping.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPointer>

namespace spendglass::sync {

namespace {

using core::ErrorKind;
using std::chrono::days;

tl::unexpected<core::Error> cancelled()
{
    return core::fail(ErrorKind::Cancelled, QStringLiteral("cancelled"));
}

api::UsageAnalyticsQuery parametersOf(const query::RemoteQuery &remote)
{
    api::UsageAnalyticsQuery asked;
    asked.filter = remote.filter;
    asked.groupBy = remote.groupBy;
    asked.aggregationLevel = remote.aggregationLevel;
    asked.orderBy = remote.orderBy;
    asked.startDate = remote.startDate;
    asked.endDate = remote.endDate;
    return asked;
}

bool hasDays(const query::RemoteQuery &remote)
{
    return !remote.isGroupedRemotely || !remote.aggregationLevel.isEmpty();
}

bool isAskedFor(const query::RemoteQuery &remote, core::Day day)
{
    const auto from = core::parseDay(remote.startDate.toStdString());
    const auto last = core::parseDay(remote.endDate.toStdString());
    return (!from || day >= *from) && (!last || day <= *last);
}

/// All that was asked for was read just now.
store::WindowRecord windowOf(const query::Query &resolved, core::Day today)
{
    constexpr core::Day beforeAll(days(0));
    store::WindowRecord window;
    window.key.dataSet = core::DataSet::Analytics;
    const core::Day to = resolved.to.value_or(today + days(1));
    window.key.days = {std::min(resolved.from.value_or(beforeAll), to - days(1)), to};
    return window;
}

QString strayText(qint64 rows)
{
    return QCoreApplication::translate("Query",
                                       "The service sent rows of days that were not asked for; left out: %1")
        .arg(QLocale().toString(rows));
}

} // namespace

LiveQuestion::LiveQuestion(net::Client &client, api::Service service,
                           std::shared_ptr<const core::Clock> clock, const QString &storePath,
                           const query::Query &query, Rows rows, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_service(std::move(service))
    , m_clock(std::move(clock))
    , m_storePath(storePath)
    , m_query(query)
    , m_now(m_clock->now())
    , m_resolved(query::resolved(query, m_now, core::dayOf(m_now)).query)
    , m_attempts(query::remoteAttempts(m_resolved, rows == Rows::Any))
{}

void LiveQuestion::start()
{
    if (!m_job)
        ask();
}

void LiveQuestion::cancel()
{
    m_isCancelled = true;
    const std::lock_guard lock(m_mutex);
    if (m_store)
        m_store->interrupt();
    const auto stop = [this] {
        if (m_job)
            m_job->cancel();
    };
    QMetaObject::invokeMethod(this, stop, Qt::QueuedConnection);
}

void LiveQuestion::ask()
{
    const auto sink = [this](const api::Page<Row> &page, const std::function<void()> &took) {
        take(page, took);
    };
    m_job = new api::UsageAnalytics(m_client, m_service, parametersOf(remote()), sink, this);
    connect(m_job, &net::Job::waiting, this, &LiveQuestion::waiting);
    connect(m_job, &net::Job::finished, this, &LiveQuestion::onFinished);
    m_job->start();
}

void LiveQuestion::take(const api::Page<Row> &page, const std::function<void()> &took)
{
    if (const auto done = keep(page); done) {
        took();
        return;
    } else {
        m_failure = done.error();
    }
    QMetaObject::invokeMethod(m_job, &net::Job::cancel, Qt::QueuedConnection);
}

core::Result<void> LiveQuestion::open()
{
    if (m_store)
        return {};
    auto store = store::Store::inMemory(m_storePath);
    if (!store)
        return core::fail(store.error());
    const std::lock_guard lock(m_mutex);
    m_store = std::move(*store);
    if (m_isCancelled)
        m_store->interrupt();
    const auto window = windowOf(m_resolved, core::dayOf(m_now));
    const auto fetch = m_store->beginFetch(window, m_now);
    if (!fetch)
        return core::fail(fetch.error());
    m_fetch = *fetch;
    return {};
}

/// A group that no day is asked for may have any.
core::Result<void> LiveQuestion::keep(const api::Page<Row> &page)
{
    if (auto done = open(); !done)
        return done;
    std::vector<store::UsageFact> facts;
    facts.reserve(page.rows.size());
    qint64 quarantined = page.quarantined;
    for (Row row : page.rows) {
        if (!hasDays(remote()))
            row.usageDate = m_now;
        auto fact = toFact(row);
        if (fact && remote().aggregationLevel == QLatin1String("month"))
            fact->usageDay = core::firstOfMonth(fact->usageDay); // whichever day stands for its month
        if (!fact)
            ++quarantined;
        else if (hasDays(remote()) && !isAskedFor(remote(), fact->usageDay))
            ++m_strays;
        else
            facts.push_back(*fact);
    }
    m_rows += qint64(page.rows.size());
    m_quarantined += quarantined;
    const store::PageRecord record{page.number, qint64(facts.size()), quarantined, page.call, m_clock->now()};
    return m_store->appendPage(m_fetch, record, facts);
}

core::Result<void> LiveQuestion::close(const net::JobTotals &totals)
{
    if (auto done = open(); !done)
        return done;
    QStringList reasons = totals.doubts;
    if (m_quarantined > 0)
        reasons << QStringLiteral("%1 rows with a missing or wrong member were left out").arg(m_quarantined);
    const auto state = reasons.isEmpty() ? store::WindowState::Complete : store::WindowState::Failed;
    return m_store->finishFetch(m_fetch, state, reasons.join(QStringLiteral("; ")), m_clock->now());
}

void LiveQuestion::onFinished(const core::Result<net::JobTotals> &result)
{
    const bool isRefused = !result && result.error().kind == ErrorKind::BadRequest &&
                           result.error().httpStatus == 400 && !m_store;
    if (!isRefused || net::meansNoUsage(result.error()) || m_at + 1 == m_attempts.size()) {
        end(result);
        return;
    }
    const QPointer<LiveQuestion> self(this);
    Q_EMIT refused(remote(), result.error());
    if (!self)
        return;
    m_job->deleteLater();
    m_job = nullptr;
    if (m_isCancelled) { // when the job was over: it could not say so any more
        Q_EMIT finished(cancelled());
        return;
    }
    ++m_at;
    ask();
}

void LiveQuestion::end(const core::Result<net::JobTotals> &result)
{
    core::Result<net::JobTotals> outcome = result;
    if (!result && !m_store && net::meansNoUsage(result.error()))
        outcome = net::JobTotals();
    // Which of the rows are there once too often cannot be told: better none than wrong sums.
    if (outcome && m_job->hasDoubles())
        outcome = core::fail(ErrorKind::Malformed, outcome->doubts.join(QStringLiteral("; ")));
    if (outcome) {
        if (const auto done = close(*outcome); !done)
            outcome = core::fail(done.error());
    }
    if (m_failure)
        outcome = core::fail(*m_failure);
    if (m_isCancelled)
        outcome = cancelled();
    Q_EMIT finished(outcome);
}

core::Result<query::AnswerPtr> LiveQuestion::answer()
{
    if (m_isCancelled)
        return cancelled();
    auto made = m_store->ask(m_query, m_now);
    if (!made)
        return core::fail(made.error());
    made->remotePart = query::remoteText(remote(), m_rows);
    if (m_strays > 0)
        made->remarks << strayText(m_strays);
    if (remote().isGroupedRemotely && remote().aggregationLevel != QLatin1String("day"))
        made->completeness.usedTo.reset(); // the month is known at most
    return std::make_shared<const query::Answer>(std::move(*made));
}

core::Result<query::Table> LiveQuestion::records(qint64 first, qint64 count)
{
    if (m_isCancelled)
        return cancelled();
    return m_store->records(m_query, first, count, m_now);
}

} // namespace spendglass::sync
