// SPDX-License-Identifier: GPL-3.0-or-later
#include "decoders.h"

#include "support/testmain.h"

using namespace spendglass;
using test::answer;
using test::asked;
using test::Shown;

namespace {

Shown one(const char *decoder, const QByteArray &body)
{
    return test::decoders().value(QLatin1String(decoder))(answer(body), asked());
}

Shown inList(const char *decoder, const QByteArray &row)
{
    return one(decoder, R"({"items":[)" + row + "]}");
}

} // namespace

/// The spending family: what a row cannot do without, and the members that come in more than one form.
class SpendingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void identities_data();
    void identities();
    void summaries_data();
    void summaries();
    void billingDays_data();
    void billingDays();
    void budgets_data();
    void budgets();
    void countsByOtherNames();
    void emails_data();
    void emails();
};

void SpendingTest::identities_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<int>("rows");
    const auto row = [](const char *decoder, const char *members, int rows) {
        QTest::addRow("%s %s", decoder, members) << QByteArray(members) << rows;
    };
    for (const char *const decoder :
         {"CustomerUsageRecords", "SubscriptionUsageRecords", "AzureResourceUsageRecords"}) {
        row(decoder, R"({"id":"i","totalCost":1})", 1);
        row(decoder, R"({"resourceId":"i","totalCost":"1.5"})", 1);
        row(decoder, R"({"resourceId":"","id":"i","totalCost":1})", 1);
        row(decoder, R"({"name":"n","totalCost":1})", 0);
        row(decoder, R"({"id":"i"})", 0);
        row(decoder, R"({"id":"i","totalCost":null})", 0);
        row(decoder, R"({"id":"i","totalCost":1,"currencyCode":{}})", 0);
    }
    row("MeterUsageRecords", R"({"meterId":"m","totalCost":1})", 1);
    row("MeterUsageRecords", R"({"id":"s","totalCost":1})", 1);
    row("MeterUsageRecords", R"({"meterName":"m","totalCost":1})", 0);
    row("ResourceUsageRecords", R"({"entitlementId":"e","totalCost":1})", 1);
    row("ResourceUsageRecords", R"({"totalCost":1})", 1);
    row("ResourceUsageRecords", R"({"resourceUri":"/a"})", 0);
    row("ResourceUsageRecords", R"({"totalCost":1,"resourceGroupName":5.5})", 1);
}

void SpendingTest::identities()
{
    QFETCH(QByteArray, row);
    const QByteArray decoder = QByteArray(QTest::currentDataTag()).split(' ').first();
    const Shown page = inList(decoder.constData(), row);
    QCOMPARE(page.error, QString());
    QTEST(int(page.rows.size()), "rows");
    QCOMPARE(page.rows.size() + page.quarantined, 1);
}

void SpendingTest::summaries_data()
{
    QTest::addColumn<bool>("isRead");
    const auto row = [](const char *members, bool isRead) { QTest::newRow(members) << isRead; };
    const char *const dates = R"("billingStartDate":"2026-10-01","billingEndDate":"2026-11-01")";
    static const QByteArray whole = QByteArray(R"("id":"i","totalCost":1,)") + dates;
    row(whole.constData(), true);
    row(R"("id":"i","totalCost":1,"billingStartDate":"2026-10-01")", false);
    row(R"("id":"i","totalCost":1,"billingStartDate":"2026-10-01","billingEndDate":null)", false);
    row(R"("id":"i","totalCost":1,"billingStartDate":"2026-10-01","billingEndDate":"soon")", false);
    row(R"("totalCost":1,"billingStartDate":"2026-10-01","billingEndDate":"2026-11-01")", false);
    row(R"("id":"i","billingStartDate":"2026-10-01","billingEndDate":"2026-11-01")", false);
}

void SpendingTest::summaries()
{
    for (const char *const decoder : {"UsageSummary", "CustomerUsageSummary", "SubscriptionUsageSummary"}) {
        const Shown page = one(decoder, '{' + QByteArray(QTest::currentDataTag()) + '}');
        QTEST(page.error.isEmpty(), "isRead");
    }
}

/// A plan's period ends where the next begins, a legacy one with its last day.
void SpendingTest::billingDays_data()
{
    QTest::addColumn<QString>("days");
    const auto row = [](const char *end, const char *days) {
        QTest::newRow(end) << QString::fromLatin1(days);
    };
    row("2019-10-01T00:00:00+00:00", "2019-09-01..2019-10-01");
    row("2019-10-01T00:00:00", "2019-09-01..2019-10-01");
    row("2019-10-01", "2019-09-01..2019-10-01");
    row("2019-10-01T00:00:00-07:00", "2019-09-01..2019-10-01");
    row("2019-10-01T12:00:00Z", "2019-09-01..2019-10-02");
    row("2019-09-27T00:00:00-07:00", "2019-09-01..2019-09-28");
    row("2019-09-30T23:59:59Z", "2019-09-01..2019-10-01");
}

void SpendingTest::billingDays()
{
    const Shown page = one("SubscriptionUsageSummary",
                           R"({"id":"i","totalCost":1,"billingStartDate":"2019-09-01T00:00:00Z",)"
                           R"("billingEndDate":")" +
                               QByteArray(QTest::currentDataTag()) + "\"}");
    QCOMPARE(page.rows.size(), 1);
    QTEST(page.rows.first().section(QLatin1Char('|'), -1), "days");
}

void SpendingTest::budgets_data()
{
    QTest::addColumn<QString>("budget"); ///< null: refused
    const auto row = [](const char *body, const char *budget) {
        QTest::newRow(body) << (budget ? QString::fromLatin1(budget) : QString());
    };
    row(R"({"amount":100})", "100|~");
    row(R"({"Amount":100,"Attributes":{"ObjectType":"SpendingBudget"}})", "100|~");
    row(R"({"amount":0})", "0|~");
    row(R"({"amount":null})", "~|~");
    row(R"({"attributes":{"objectType":"SpendingBudget"}})", "~|~");
    row(R"({"":{"amount":100,"usageSpendingBudget":99.5}})", "100|99.5");
    row(R"({"budget":{"amount":100},"links":{"self":{"uri":"/x"}}})", "100|~");
    row(R"({"a":{"amount":100},"b":{"amount":100}})", nullptr);
    row(R"({"amount":100,"a":{"amount":90}})", nullptr);
    row(R"({"amount":100,"AMOUNT":100})", nullptr);
    row(R"({"amount":"a lot"})", nullptr);
    row(R"({"amount":{}})", nullptr);
    row(R"({"attributes":{"objectType":"Customer"}})", nullptr);
    row(R"({})", nullptr);
    row(R"([{"amount":100}])", nullptr);
    row(R"(null)", nullptr);
}

void SpendingTest::budgets()
{
    QFETCH(QString, budget);
    const Shown page = one("UsageBudget", QTest::currentDataTag());
    QCOMPARE(page.error.isEmpty(), !budget.isNull());
    QCOMPARE(page.rows.join(QString()), budget);
}

/// The documents' own table has another number for two of them than their example.
void SpendingTest::countsByOtherNames()
{
    const Shown page =
        one("UsageSummary", R"({"id":"i","totalCost":1,"billingStartDate":"2019-09-01",)"
                            R"("billingEndDate":"2019-10-01","CustomerOverBudget":3,)"
                            R"("CustomersTrendingOver":4,"CustomersWithUsageBasedSubscriptions":5})");
    QCOMPARE(page.rows.size(), 1);
    QCOMPARE(page.rows.first().section(QLatin1Char('|'), -4, -2), QStringLiteral("3|4|5"));
}

/// Lists of texts.
void SpendingTest::emails_data()
{
    QTest::addColumn<QString>("emails"); ///< null: refused
    const auto row = [](const char *value, const char *emails) {
        QTest::newRow(value) << (emails ? QString::fromUtf8(emails) : QString());
    };
    row("[]", "[]");
    row("null", "[]");
    row(R"(["a@b.example"])", "[a@b.example]");
    row(R"(["a","","\u00e9\"",null,7])", "[a,,é\",7]");
    row(R"([["a"]])", nullptr);
    row(R"([{}])", nullptr);
    row(R"("a@b.example")", nullptr);
    row(R"({})", nullptr);
    row(R"([true])", nullptr);
}

void SpendingTest::emails()
{
    QFETCH(QString, emails);
    const Shown page = one("UsageSummary", R"({"id":"i","totalCost":1,"billingStartDate":"2019-09-01",)"
                                           R"("billingEndDate":"2019-10-01","emailsToNotify":)" +
                                               QByteArray(QTest::currentDataTag()) + '}');
    QCOMPARE(page.error.isEmpty(), !emails.isNull());
    const QString shown = page.rows.isEmpty() ? QString() : page.rows.first().section(QLatin1Char('|'), -1);
    QCOMPARE(shown, emails);
}

SPENDGLASS_TEST_MAIN(SpendingTest)
#include "tst_spending.moc"
