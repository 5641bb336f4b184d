// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/randomquery.h"

#include "storefixture.h"

#include <random>

/// A store whose windows have seen everything: pages, repetitions, failures, a crash, a fetch that still
/// runs, an earlier reading. Filled with random records from a seed.
class RandomWorld
{
public:
    RandomWorld(quint32 seed, spendglass::core::DataSet dataSet);

    bool isSound() const { return m_isSound; } ///< the store took everything
    /// What the store must show now, in order of arrival; at another time (spend alone) in any order.
    const std::vector<spendglass::support::Record> &visible() const { return m_visible; }
    const std::vector<spendglass::support::Record> &visibleAt(spendglass::core::Instant time) const;

    spendglass::support::RandomQuery &questions() { return m_questions; }
    spendglass::store::Store &store() { return m_fixture.store(); }
    StoreFixture &fixture() { return m_fixture; }
    int below(int limit) { return int(m_engine() % unsigned(std::max(1, limit))); }

private:
    void check(bool isDone) { m_isSound = m_isSound && isDone; }
    spendglass::store::WindowRecord window(int number) const;
    spendglass::store::FetchId begin(int number);
    void append(spendglass::store::FetchId fetch, const std::vector<spendglass::support::Record> &records,
                spendglass::core::Instant receivedAt);
    void finish(spendglass::store::FetchId fetch, spendglass::store::WindowState state);
    void pretend(int number, spendglass::store::WindowState state, spendglass::core::Instant receivedAt);
    void fill(int number, std::vector<spendglass::support::Record> records);

    spendglass::core::DataSet m_dataSet;
    spendglass::support::RandomQuery m_questions;
    std::mt19937 m_engine;
    StoreFixture m_fixture;
    std::vector<spendglass::support::Record> m_decoys;
    std::vector<spendglass::support::Record> m_visible;
    std::vector<spendglass::support::Record> m_nothing;
    bool m_isSound = true;
};

/// The first lines of cells, for a message.
QString dump(const std::vector<spendglass::query::Value> &cells, std::size_t width);
