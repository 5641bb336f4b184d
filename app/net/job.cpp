// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/job.h"

#include <QCryptographicHash>
#include <QLoggingCategory>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace spendglass::net {

namespace {

using core::ErrorKind;

constexpr qint64 pageCap = 20'000; ///< a list that never ends is a fault of the service

/// What makes two page requests the same: some services keep the address and change only the token.
QByteArray fingerprint(const Request &request)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(request.url.toEncoded());
    for (const auto &[name, value] : request.headers) {
        hash.addData(QByteArrayView("\n"));
        hash.addData(name.toLower());
        hash.addData(QByteArrayView(":"));
        hash.addData(value);
    }
    return hash.result();
}

} // namespace

class Job::State
{
public:
    enum class Phase
    {
        Idle,
        Running,
        Finished
    };

    State(Job &owner, Client &givenClient, Request first)
        : job(owner)
        , client(&givenClient)
        , request(std::move(first))
    {
        totals.correlationId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }

    void ask();
    void onAnswer(const core::Result<Response> &answer);
    void noteCall();
    void count(const Step &step, const Response &response);
    void compareCounts();
    void proceed();
    void finish(core::Result<JobTotals> result);

    Job &job;
    QPointer<Client> client;
    Request request;
    QPointer<Call> call;
    JobTotals totals;
    core::CallRecord lastCall;
    std::optional<qint64> announced; ///< the most that a page said; past the end some say 0
    bool isByPage = true;            ///< every page announced just its own rows
    QSet<QByteArray> seen;
    Phase phase = Phase::Idle;
    bool isTaken = false;   ///< the sink wants more
    bool isCounted = false; ///< the page's step is known
    bool hasNext = false;
    bool hasDoubles = false;
};

void Job::State::ask()
{
    const QByteArray mark = fingerprint(request);
    if (seen.contains(mark)) {
        hasDoubles = true;
        finish(core::fail(ErrorKind::Malformed, QStringLiteral("the next page is one that was already read"),
                          describe(request)));
        return;
    }
    if (!client) {
        finish(core::fail(ErrorKind::Cancelled, QStringLiteral("the account was closed"), describe(request)));
        return;
    }
    if (totals.pages >= pageCap) {
        hasDoubles = true;
        finish(core::fail(ErrorKind::Malformed, QStringLiteral("more pages than any list has"),
                          describe(request)));
        return;
    }
    seen.insert(mark);
    call = client->call(request, totals.correlationId, &job);
    QObject::connect(call, &Call::waiting, &job, &Job::waiting);
    QObject::connect(call, &Call::finished, &job,
                     [this](const core::Result<Response> &answer) { onAnswer(answer); });
}

void Job::State::onAnswer(const core::Result<Response> &answer)
{
    if (phase != Phase::Running)
        return;
    if (!answer) {
        noteCall();
        finish(core::fail(job.explained(answer.error())));
        return;
    }
    isTaken = isCounted = false;
    const QPointer<Job> self(&job);
    const qint64 page = totals.pages;
    const auto step = job.take(*answer, [self, page] {
        State *const state = self ? self->m_state.get() : nullptr;
        if (state && state->totals.pages - (state->isCounted ? 1 : 0) == page && !state->isTaken) {
            state->isTaken = true;
            state->proceed();
        }
    });
    if (!self || phase != Phase::Running) // the sink deleted or cancelled the job
        return;
    if (!step) {
        core::Error error = step.error();
        if (error.requestId.isEmpty())
            error.requestId = answer->call.requestId;
        call->refuse(std::move(error)); // finished comes again
        return;
    }
    noteCall();
    count(*step, *answer);
    proceed();
}

void Job::State::noteCall()
{
    lastCall = call->record();
    totals.requests += lastCall.attempts;
    call->disconnect(&job);
    call->deleteLater();
    call = nullptr;
}

void Job::State::count(const Step &step, const Response &response)
{
    ++totals.pages;
    totals.rows += step.rows;
    totals.quarantined += step.quarantined;
    totals.rounded += step.rounded;
    totals.bytes += response.body.size();
    totals.lastRequestId = response.call.requestId;
    if (step.announced) {
        announced = std::max(announced.value_or(0), *step.announced);
        isByPage = isByPage && *step.announced == step.rows + step.quarantined;
    }
    if (!step.doubt.isEmpty()) {
        hasDoubles = true;
        totals.doubts += step.doubt;
    }
    hasNext = step.next.has_value();
    if (step.next)
        request = *step.next;
    isCounted = true;
}

/// Announced counts decide nothing, they only give cause for doubt: they have been published for the page,
/// for the whole, and as 25 for 4.
void Job::State::compareCounts()
{
    const qint64 received = totals.rows + totals.quarantined;
    if (announced && !isByPage && *announced != received)
        totals.doubts +=
            QStringLiteral("the service announced %1 rows and sent %2").arg(*announced).arg(received);
}

void Job::State::proceed()
{
    if (!isTaken || !isCounted || phase != Phase::Running)
        return;
    if (hasNext) {
        ask();
        return;
    }
    compareCounts();
    finish(totals);
}

void Job::State::finish(core::Result<JobTotals> result)
{
    if (phase == Phase::Finished)
        return;
    phase = Phase::Finished;
    if (!result && result.error().correlationId.isEmpty())
        result.error().correlationId = totals.correlationId;
    if (call)
        noteCall();
    // From the event loop: a caller of start(), cancel() or took() never finds itself inside a slot.
    QMetaObject::invokeMethod(
        &job, [owner = &job, result = std::move(result)] { Q_EMIT owner->finished(result); },
        Qt::QueuedConnection);
}

Job::Job(Client &client, Request first, QObject *parent)
    : QObject(parent)
    , m_state(std::make_unique<State>(*this, client, std::move(first)))
{}

Job::~Job() = default;

void Job::start()
{
    if (m_state->phase != State::Phase::Idle)
        return;
    m_state->phase = State::Phase::Running;
    m_state->ask();
}

const core::CallRecord &Job::lastCall() const
{
    return m_state->lastCall;
}

bool Job::hasDoubles() const
{
    return m_state->hasDoubles;
}

void Job::cancel()
{
    m_state->finish(
        core::fail(ErrorKind::Cancelled, QStringLiteral("cancelled"), describe(m_state->request)));
}

} // namespace spendglass::net
