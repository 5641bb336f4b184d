// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakeworkspace.h"

#include "sync/workspace.h"

#include <algorithm>

namespace spendglass::filter {

FakeAnswers &fakeAnswers()
{
    static FakeAnswers answers;
    return answers;
}

} // namespace spendglass::filter

namespace spendglass::sync {

using filter::fakeAnswers;

class Workspace::State
{};

Workspace::Workspace(QString, Connection, std::shared_ptr<const core::Clock>, QObject *parent)
    : QObject(parent)
{}

Workspace::~Workspace() = default;

void Workspace::setSavedFilters(query::SavedFilters filters)
{
    fakeAnswers().savedFilters = std::move(filters);
}

const query::SavedFilters &Workspace::savedFilters() const
{
    return fakeAnswers().savedFilters;
}

void Workspace::ask(int, const query::Query &query, QObject *, Then<query::AnswerPtr> then)
{
    fakeAnswers().lastQuestion = query;
    auto answer = std::make_shared<query::Answer>();
    answer->query = query;
    answer->records = fakeAnswers().records;
    answer->recordsInAll = fakeAnswers().recordsInAll;
    if (!fakeAnswers().isSilent)
        then(query::AnswerPtr(answer));
}

void Workspace::askLive(int, const query::Query &, QObject *, Then<query::AnswerPtr>) {}

void Workspace::cancelLive(int) {}

void Workspace::facets(int, const query::Query &query, const query::FieldId &field, const QString &search,
                       int, QObject *, Then<query::Facets> then)
{
    fakeAnswers().lastFacetQuery = query;
    fakeAnswers().lastFacetField = field;
    fakeAnswers().lastSearch = search;
    query::Facets found;
    for (const query::Facet &facet : fakeAnswers().facets) {
        found.records += facet.records;
        for (const auto &amount : facet.amounts) {
            const auto same =
                std::ranges::find(found.amounts, amount.first, &query::Amounts::value_type::first);
            if (same == found.amounts.end())
                found.amounts.push_back(amount);
            else
                same->second = *same->second.plus(amount.second);
        }
        if (query::valueText(facet.value).contains(search, Qt::CaseInsensitive))
            found.values.push_back(facet);
    }
    found.valueCount = std::max(qint64(found.values.size()), fakeAnswers().valueCount);
    if (!fakeAnswers().isSilent)
        then(found);
}

void Workspace::records(int, const query::Query &, qint64, qint64, QObject *,
                        Then<std::shared_ptr<const query::Table>>)
{}

void Workspace::callsBehind(int, const query::Query &, QObject *, Then<std::shared_ptr<const query::Table>>)
{}

void Workspace::familyFields(core::DataSet, QObject *, Then<std::vector<query::FieldId>> then)
{
    then(fakeAnswers().familyFields);
}

void Workspace::customers(QObject *, Then<std::vector<CustomerEntry>>) {}

void Workspace::inventory(QObject *, Then<std::vector<InventoryLine>>) {}

void Workspace::estimate(const Request &, QObject *, Then<Estimate>) {}

void Workspace::lastSync(QObject *, Then<std::optional<core::Instant>>) {}

bool Workspace::isSyncPaused() const
{
    return false;
}

void Workspace::moveAside() {}
Housekeeping &Workspace::housekeeping()
{
    qFatal("there is no store to keep in order");
}
void Workspace::pauseSync() {}

void Workspace::resumeSync() {}

void Workspace::prefer(const QStringList &) {}

bool Workspace::isSyncing() const
{
    return false;
}

void Workspace::startSync(const Request &) {}

void Workspace::cancelSync() {}

} // namespace spendglass::sync
