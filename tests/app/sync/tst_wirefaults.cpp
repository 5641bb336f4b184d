// SPDX-License-Identifier: GPL-3.0-or-later
#include "account.h"

#include "peers/faultproxy.h"
#include "peers/faultserver.h"
#include "support/invariants.h"
#include "support/testmain.h"

using namespace spendglass;
using core::ErrorKind;
using test::Account;
using test::FaultProxy;
using test::FaultServer;
using test::Partner;
using test::Strike;
using test::Toxics;
using test::WireFault;

/// The whole synchronisation over a bad wire. Rows bear the number of their case in the list of faults.
class TestWireFaults : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void recovers_data();
    void recovers();
    void staysIncomplete_data();
    void staysIncomplete();

private:
    std::unique_ptr<Partner> m_partner;
    std::unique_ptr<FaultServer> m_relay;
    FaultServer m_stranger;
    qint64 m_needed = 0; ///< requests of a run without fault
};

namespace {

sandbox::Options world()
{
    sandbox::Options options = test::smallWorld();
    options.customers = 3;
    options.days = 20;
    options.rowsPerDay = 15;
    return options;
}

} // namespace

void TestWireFaults::initTestCase()
{
    m_partner = std::make_unique<Partner>(world());
    m_relay = std::make_unique<FaultServer>(m_partner->address().apiUrl);
    m_partner->setWay(m_relay->url());
    Account account(*m_partner);
    VERIFY_COMPLETE(account.sync());
    VERIFY_EQUAL(account, *m_partner);
    m_needed = m_relay->requests();
    QVERIFY(m_needed > 8);
}

void TestWireFaults::init()
{
    m_relay->setFaults({});
    m_relay->forget();
    m_stranger.forget();
}

void TestWireFaults::recovers_data()
{
    QTest::addColumn<WireFault>("fault");
    QTest::newRow("3 reset before the answer") << WireFault::ResetBeforeAnswer;
    QTest::newRow("8 body shorter than its length") << WireFault::ShortBody;
}

void TestWireFaults::recovers()
{
    QFETCH(WireFault, fault);
    m_relay->setFaults({{fault, {}, 2, 2}, {fault, "/utilizations", 1, 2}, {fault, "/azureusage", 1, 2}});
    Account account(*m_partner);
    const sync::Report report = account.sync();
    VERIFY_COMPLETE(report);
    VERIFY_HOLDS(brokenPromises(account, *m_partner, report));
    VERIFY_HOLDS(test::brokenSecrecy(m_stranger));
    VERIFY_HOLDS(test::brokenBudget(m_relay->requests(), m_needed));
}

void TestWireFaults::staysIncomplete_data()
{
    recovers_data();
}

void TestWireFaults::staysIncomplete()
{
    QFETCH(WireFault, fault);
    m_relay->setFaults({{fault, "/utilizations", 1, -1, m_stranger.url().toEncoded()}});
    Account account(*m_partner);
    const sync::Report report = account.sync();
    QVERIFY(!report.isComplete());
    VERIFY_HOLDS(brokenPromises(account, *m_partner, report));
    VERIFY_HOLDS(test::brokenSecrecy(m_stranger));
    VERIFY_HOLDS(test::brokenBudget(m_relay->requests(), m_needed));
    m_relay->setFaults({});
    VERIFY_HOLDS(test::brokenRepair(account, *m_partner));
}

SPENDGLASS_TEST_MAIN(TestWireFaults)
#include "tst_wirefaults.moc"
