// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/filteredanalytics.h"

#include "query/remotecompiler.h"

#include <QPointer>

#include <algorithm>

namespace spendglass::sync {

namespace {

using query::GrammarLevel;
using Row = api::UsageAnalyticsRow;

query::Value valueOf(const Row &row, const query::FieldId &field)
{
    if (field == QLatin1String("quantity"))
        return row.quantity;
    if (field == QLatin1String("usageDate"))
        return row.usageDate ? query::Value(core::dayOf(*row.usageDate)) : query::Value();
    for (const api::UsageAnalyticsText &known : api::usageAnalyticsTexts) {
        const std::string_view text = row.*known.text;
        if (field == QLatin1String(known.name) && text.data())
            return QString::fromUtf8(text.data(), qsizetype(text.size()));
    }
    return {};
}

bool isCaseFree(const QString &text)
{
    return text.toLower() == text && text.toUpper() == text;
}

/// Whether every service lets the same rows through: one that tells upper from lower case as well as one that
/// does not, one that finds rows without a value by "ne" and "eq ''" as well as one that does not.
bool isSure(const query::Predicate &predicate)
{
    if (predicate.kind == query::Predicate::Kind::Not)
        return false;
    const query::Operator op = predicate.condition.op;
    if (predicate.kind == query::Predicate::Kind::Leaf &&
        (op != query::positiveOf(op) || op == query::Operator::IsEmpty))
        return false;
    return std::ranges::all_of(predicate.children, isSure) &&
           std::ranges::all_of(predicate.condition.values, isCaseFree);
}

/// The conjuncts at the top that may be sent.
query::Predicate sendable(const query::Predicate &where)
{
    if (where.kind != query::Predicate::Kind::All)
        return isSure(where) ? where : query::Predicate();
    query::Predicate kept = where;
    for (query::Predicate &child : kept.children)
        child = sendable(child);
    return kept;
}

} // namespace

FilteredAnalytics::FilteredAnalytics(net::Client &client, api::Service service, const query::Query &query,
                                     api::Sink<Row> sink, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_service(std::move(service))
    , m_filter(query)
    , m_filters(filtersFor(query))
    , m_sink(std::move(sink))
{
    const query::RemoteQuery remote = query::compileRemote(query);
    m_question.startDate = remote.startDate;
    m_question.endDate = remote.endDate;
}

QStringList FilteredAnalytics::filtersFor(const query::Query &query)
{
    query::Query sent = query;
    sent.where = sendable(query.where);
    QStringList filters;
    for (const GrammarLevel level : {GrammarLevel::C, GrammarLevel::B, GrammarLevel::A})
        filters += query::compileRemote(sent, level).filter;
    filters += QString();
    filters.removeDuplicates();
    return filters;
}

void FilteredAnalytics::start()
{
    if (!m_job)
        ask();
}

void FilteredAnalytics::cancel()
{
    m_isCancelled = true;
    if (m_job)
        m_job->cancel();
}

void FilteredAnalytics::ask()
{
    m_question.filter = m_filters.at(m_at);
    const auto sink = [this](api::Page<Row> page, std::function<void()> took) {
        take(std::move(page), std::move(took));
    };
    m_job = new api::UsageAnalytics(m_client, m_service, m_question, sink, this);
    connect(m_job, &net::Job::waiting, this, &FilteredAnalytics::waiting);
    connect(m_job, &net::Job::finished, this, &FilteredAnalytics::onFinished);
    m_job->start();
}

void FilteredAnalytics::take(api::Page<Row> page, std::function<void()> took)
{
    m_hasRows = m_hasRows || !page.rows.empty();
    std::erase_if(page.rows, [this](const Row &row) {
        return !m_filter.passes([&row](const query::FieldId &field) { return valueOf(row, field); });
    });
    const api::Sink<Row> sink = m_sink; // it may delete this
    sink(std::move(page), std::move(took));
}

void FilteredAnalytics::onFinished(const core::Result<net::JobTotals> &result)
{
    const bool isRefused = !result && result.error().kind == core::ErrorKind::BadRequest &&
                           result.error().httpStatus == 400 && !m_hasRows;
    if (!isRefused || m_at + 1 == m_filters.size()) {
        Q_EMIT finished(result);
        return;
    }
    const QPointer<FilteredAnalytics> self(this);
    Q_EMIT refused(m_filters.at(m_at), result.error());
    if (!self)
        return;
    if (m_isCancelled) { // when the job was over: it could not say so any more
        Q_EMIT finished(core::fail(core::ErrorKind::Cancelled, QStringLiteral("cancelled")));
        return;
    }
    m_job->deleteLater();
    ++m_at;
    ask();
}

} // namespace spendglass::sync
