// SPDX-License-Identifier: GPL-3.0-or-later
#include "decoders.h"

#include "support/testmain.h"

using namespace spendglass;
using test::answer;
using test::asked;
using test::Shown;

namespace {

Shown card(const QByteArray &members)
{
    return test::show(
        api::RateCard::decode(answer(R"({"locale":"en","currency":"EUR",)" + members + '}'), asked()));
}

Shown meter(const QByteArray &rates)
{
    return card(R"("meters":[{"id":"m","rates":)" + rates + "}]");
}

QString tiersOf(const Shown &page)
{
    return page.rows.isEmpty() ? QString() : page.rows.first().section(QLatin1Char('|'), 10, 10);
}

} // namespace

/// What a price list may hold, and what is no price.
class RateCardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tiers_data();
    void tiers();
    void badTiers_data();
    void badTiers();
    void cards_data();
    void cards();
    void termsBelongToEveryRow();
    void manyMeters();
};

void RateCardTest::tiers_data()
{
    QTest::addColumn<QString>("tiers");
    const auto row = [](const char *rates, const char *tiers) {
        QTest::newRow(rates) << QString::fromLatin1(tiers);
    };
    row(R"({"0":1})", "0=1");
    row(R"({"10240":3,"0":1,"5":2})", "0=1,5=2,10240=3");
    row(R"({"100":2,"99.5":1,"0.0000000000":0})", "0=0,99.5=1,100=2");
    row(R"({"1e2":2,"0":"0.5"})", "0=0.5,100=2");
    row(R"({"0":-1.5})", "0=-1.5");
    row(R"({"0":0.055193985123456789})", "0=0.055193985123456789");
    row(R"({"\u0030":1,"1\u0030":2})", "0=1,10=2");
    row("{}", "");
}

void RateCardTest::tiers()
{
    const Shown page = meter(QTest::currentDataTag());
    QCOMPARE(page.error, QString());
    QCOMPARE(page.rows.size(), 1);
    QTEST(tiersOf(page), "tiers");
}

/// A meter whose tiers have a hole has no price that could be shown: it is left out and counted.
void RateCardTest::badTiers_data()
{
    QTest::addColumn<bool>("isPageLost");
    const auto row = [](const char *rates, bool isPageLost = false) { QTest::newRow(rates) << isPageLost; };
    row(R"({"a":1})");
    row(R"({"":1})");
    row(R"({"-5":1})");
    row(R"({"0":null})");
    row(R"({"0":"x"})");
    row(R"({"0":{}})");
    row(R"({"0":1,"x":2})");
    row(R"({"0":1,"0":2})");
    row(R"({"0":1,"0.0":2})");
    row(R"({"1e400":1})");
    row("[1]");
    row("1");
    row("null");
    row(R"({"0":01})", true);
    row(R"({"0":1)", true);
}

void RateCardTest::badTiers()
{
    QFETCH(bool, isPageLost);
    const Shown page = meter(QTest::currentDataTag());
    QCOMPARE(page.error.isEmpty(), !isPageLost);
    QCOMPARE(page.rows.size(), 0);
    QCOMPARE(page.quarantined, isPageLost ? 0 : 1);
}

void RateCardTest::cards_data()
{
    QTest::addColumn<int>("rows"); ///< -1: the page is refused
    const auto row = [](const char *members, int rows) { QTest::newRow(members) << rows; };
    row(R"("meters":[])", 0);
    row(R"("meters":[],"offerTerms":null,"isTaxIncluded":null)", 0);
    row(R"("meters":null)", -1);
    row(R"("meters":{})", -1);
    row(R"("meters":"none")", -1);
    row(R"("offerTerms":[])", -1);
    row(R"("meters":[],"offerTerms":[{"name":"n","discount":"a lot"}])", -1);
    row(R"("meters":[],"offerTerms":[7])", -1);
    row(R"("meters":[{"rates":{"0":1}},{"id":"m","rates":{"0":1}}])", 1);
    row(R"("meters":[{"id":"m","rates":{"0":1},"unknown":{"a":[1]}}])", 1);
    row(R"("meters":[{"id":"m","rates":{"0":1},"tags":null,"includedQuantity":null,"effectiveDate":null}])",
        1);
}

void RateCardTest::cards()
{
    QFETCH(int, rows);
    const Shown page = card(QTest::currentDataTag());
    QCOMPARE(page.error.isEmpty(), rows >= 0);
    QCOMPARE(int(page.rows.size()), std::max(rows, 0));
}

/// They stand behind the meters.
void RateCardTest::termsBelongToEveryRow()
{
    const auto page = api::RateCard::decode(
        answer(R"({"currency":"EUR","meters":[{"id":"a","rates":{"0":1}},{"id":"b","rates":{"0":2}}],)"
               R"("offerTerms":[{"name":"t","discount":0.15,"excludedMeterIds":["a"],)"
               R"("effectiveDate":"2014-01-01T00:00:00"}],"isTaxIncluded":false})"),
        asked());
    QVERIFY(page);
    QCOMPARE(page->rows.size(), std::size_t(2));
    for (const api::RateCardRow &row : page->rows) {
        QCOMPARE(row.terms->offerTerms.size(), std::size_t(1));
        QCOMPARE(test::shown(row.terms->offerTerms.front().discount), QStringLiteral("0.15"));
        QCOMPARE(row.terms->isTaxIncluded, std::optional(false));
    }
    QCOMPARE(page->rows[0].terms, page->rows[1].terms);
}

void RateCardTest::manyMeters()
{
    QByteArrayList meters;
    for (int i = 0; i < 30'000; ++i)
        meters += R"({"id":"m)" + QByteArray::number(i) + R"(","rates":{"0":0.5},"unit":"Hours"})";
    const auto page =
        api::RateCard::decode(answer(R"({"currency":"EUR","meters":[)" + meters.join(',') + "]}"), asked());
    QVERIFY(page);
    QCOMPARE(page->rows.size(), std::size_t(30'000));
    QCOMPARE(page->rows.back().id, std::string_view("m29999"));
}

SPENDGLASS_TEST_MAIN(RateCardTest)
#include "tst_ratecard.moc"
