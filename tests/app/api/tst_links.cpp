// SPDX-License-Identifier: GPL-3.0-or-later
#include "conversation.h"

#include "support/testmain.h"

using namespace spendglass;
using test::Conversation;
using test::customersTarget;
using test::headerOf;
using test::href;
using test::next;
using test::page;
using test::quoted;
using test::tokenName;

/// What the link to the next page may look like, and what is refused before anything is sent.
class LinksTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tokensGoVerbatim_data();
    void tokensGoVerbatim();
    void badTokens_data();
    void badTokens();
    void linkForms_data();
    void linkForms();
    void sendsTheTokenHeaderOnly();
    void verbs_data();
    void verbs();
    void foreignLinks_data();
    void foreignLinks();
    void foreignHrefs_data() { foreignLinks_data(); }
    void foreignHrefs();
    void foreignAnalyticsLinks_data() { foreignLinks_data(); }
    void foreignAnalyticsLinks();
    void hrefs_data();
    void hrefs();
    void analyticsLinks_data();
    void analyticsLinks();
};

void LinksTest::tokensGoVerbatim_data()
{
    QTest::addColumn<QByteArray>("token");
    const auto row = [](const char *token) { QTest::newRow(token) << QByteArray(token); };
    row("uYeaBWwRjTD=");
    row("/cid/usage-records?entitlement_id=e&reported_start_time=2015-12-02+00%3a00%3a00Z&x=%3d%3d,");
    row("a b\"c\\d;e:f'g<h>");
    row("%2B%2b%252b");
    row("  ");
}

void LinksTest::tokensGoVerbatim()
{
    QFETCH(QByteArray, token);
    Conversation talk;
    talk.transport->expect(customersTarget).reply(page("1", next("/customers?seekOperation=Next", token)));
    talk.transport->expect("/v1/customers?seekOperation=Next").reply(page("2"));
    talk.runCustomers();
    QVERIFY(talk.result->has_value());
    QCOMPARE(headerOf(talk.transport->requests().at(0), tokenName), QByteArray());
    QCOMPARE(headerOf(talk.transport->requests().at(1), tokenName), token);
}

void LinksTest::badTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("header injection") << QByteArray(R"(a\r\nAuthorization: other)");
    QTest::newRow("line feed") << QByteArray(R"(a\nb)");
    QTest::newRow("delete") << QByteArray(R"(a\u007fb)");
}

void LinksTest::badTokens()
{
    QFETCH(QByteArray, token);
    Conversation talk;
    const QByteArray links = next("/customers?seekOperation=Next", "TOKEN").replace("TOKEN", token);
    talk.transport->expect(customersTarget).reply(page("1", links));
    talk.runCustomers();
    QCOMPARE(talk.errorKind(), core::ErrorKind::Untrusted);
    QCOMPARE(talk.transport->requests().size(), 1);
}

void LinksTest::linkForms_data()
{
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *uri, const char *target) { QTest::newRow(uri) << QByteArray(target); };
    row("/customers?size=2&seekOperation=Next", "/v1/customers?size=2&seekOperation=Next");
    row("customers?size=2&seekOperation=Next", "/v1/customers?size=2&seekOperation=Next");
    row("/v1/customers?size=2", "/v1/customers?size=2");
    row("v1/customers?size=2", "/v1/customers?size=2");
    row("https://api.example/v1/customers?size=2", "/v1/customers?size=2");
    row("https://API.example:443/v1/customers?size=2", "/v1/customers?size=2");
    row("/customers?size=2?seekOperation=Next", "/v1/customers?size=2?seekOperation=Next");
    row("customers?size=2?seekOperation=Next", "/v1/customers?size=2?seekOperation=Next");
    row("/invoices/G1/lineitems?provider=onetime&size=2&seekOperation=Next",
        "/v1/invoices/G1/lineitems?provider=onetime&size=2&seekOperation=Next");
    row("/invoices/G1/lineitems?provider=onetime&size=2?seekOperation=Next",
        "/v1/invoices/G1/lineitems?provider=onetime&size=2?seekOperation=Next");
    row("invoices/G1?period=previous?seekOperation=Next",
        "/v1/invoices/G1?period=previous?seekOperation=Next");
    row("/customers?filter=%7B%22a%22%3A%22%2B%26%22%7D",
        "/v1/customers?filter=%7B%22a%22%3A%22%2B%26%22%7D");
    row("/customers?next=https://evil.example/", "/v1/customers?next=https://evil.example/");
    row("/customers?x=a b", "/v1/customers?x=a%20b");
}

void LinksTest::linkForms()
{
    QFETCH(QByteArray, target);
    Conversation talk;
    talk.transport->expect(customersTarget).reply(page("1", next(QTest::currentDataTag(), "t")));
    talk.transport->expect(target).reply(page("2"));
    talk.runCustomers();
    QCOMPARE(talk.pages.size(), 2);
    QCOMPARE(talk.sent(1), "https://api.example" + target);
}

/// The address keeps its form from page to page: the host header would change with it.
void LinksTest::sendsTheTokenHeaderOnly()
{
    Conversation talk;
    const QByteArray evil = R"(,{"key":"Authorization","value":"Basic x"},{"key":"Host","value":"evil"},)"
                            R"({"key":"X-Other","value":"y"})";
    talk.transport->expect(customersTarget)
        .reply(page("1", next("/customers?seekOperation=Next", "t", evil)));
    talk.transport->expect().reply(page("2"));
    talk.runCustomers();
    QVERIFY(talk.result->has_value());
    const net::Request &second = talk.transport->requests().at(1);
    QCOMPARE(headerOf(second, "Authorization"), QByteArray("Bearer token"));
    QCOMPARE(headerOf(second, "Host"), QByteArray());
    QCOMPARE(headerOf(second, "X-Other"), QByteArray());
    QCOMPARE(headerOf(second, "X-Locale"), QByteArray("en-US"));
    QCOMPARE(talk.sent(1), QByteArray("https://api.example/v1/customers?seekOperation=Next"));
}

/// A link that wants more than to be read is not followed.
void LinksTest::verbs_data()
{
    QTest::addColumn<bool>("isFollowed");
    QTest::newRow("GET") << true;
    QTest::newRow("get") << true;
    QTest::newRow("") << true;
    QTest::newRow("POST") << false;
    QTest::newRow("DELETE") << false;
}

void LinksTest::verbs()
{
    QFETCH(bool, isFollowed);
    const QByteArray verb = QByteArray(R"("method":")") + QTest::currentDataTag() + '"';
    Conversation talk;
    talk.transport->expect(customersTarget)
        .reply(page("1", next("/customers?a=1").replace(R"("method":"GET")", verb)));
    if (isFollowed)
        talk.transport->expect("/v1/customers?a=1").reply(page("2"));
    talk.runCustomers();
    QCOMPARE(talk.result->has_value(), isFollowed);
    QCOMPARE(talk.transport->requests().size(), isFollowed ? 2 : 1);
}

void LinksTest::foreignLinks_data()
{
    QTest::addColumn<QByteArray>("link");
    const auto row = [](const char *link) { QTest::newRow(link) << QByteArray(link); };
    row("https://evil.example/v1/customers");
    row("http://api.example/v1/customers");
    row("https://api.example:8443/v1/customers");
    row("https://api.example.evil.example/v1/customers");
    row("https://api.example@evil.example/v1/customers");
    row("https://user@api.example/v1/customers");
    row("https://user:word@api.example/v1/customers");
    row("HTTPS://EVIL.EXAMPLE/v1/customers");
    row("//evil.example/v1/customers");
    row("///evil.example/v1/customers");
    row("\\\\evil.example\\v1\\customers");
    row("/\\evil.example/v1/customers");
    row("https:\\\\evil.example");
    row("https:evil.example");
    row("https:/evil.example");
    row("https:///customers");
    row("https://ap\xC4\xB1.example/v1/customers");
    row("https://xn--api-ula.example/v1/customers");
    row("https://xn--pi-7ia.example/v1/customers");
    row("https://api.example./v1/customers");
    row("https://api.example\\@evil.example/v1/customers");
    row("https://api.example%2eevil.example/v1/customers");
    row("https://api.example%00.evil.example/v1/customers");
    row("https://evil.example#@api.example/v1/customers");
    row("https://evil.example?@api.example/v1/customers");
    row("ftp://api.example/v1/customers");
    row("file:///etc/passwd");
    row("javascript:alert(1)");
    row("data:application/json,{}");
    row("https://[::1");
    row("\t//evil.example/");
}

void LinksTest::foreignLinks()
{
    QFETCH(QByteArray, link);
    Conversation talk;
    QByteArray text = next(link, "t");
    talk.transport->expect(customersTarget).reply(page("1", text.replace('\t', "\\t")));
    talk.runCustomers();
    QVERIFY(!talk.result->has_value());
    QCOMPARE(talk.errorKind(), core::ErrorKind::Untrusted);
    QVERIFY2(talk.result->error().text.contains(QLatin1String("the next link ")),
             qPrintable(talk.result->error().text));
    QCOMPARE(talk.transport->requests().size(), 1);
}

void LinksTest::foreignHrefs()
{
    QFETCH(QByteArray, link);
    Conversation talk;
    talk.transport->expect().reply(href(link).replace('\t', "\\t"));
    talk.runCrest();
    QVERIFY(!talk.result->has_value());
    QCOMPARE(talk.errorKind(), core::ErrorKind::Untrusted);
    QCOMPARE(talk.transport->requests().size(), 1);
}

void LinksTest::foreignAnalyticsLinks()
{
    QFETCH(QByteArray, link);
    Conversation talk;
    talk.transport->expect().reply(R"({"Value":[],"@nextLink":)" + quoted(link).replace('\t', "\\t") + '}');
    talk.runAnalytics({});
    QVERIFY(!talk.result->has_value());
    QCOMPARE(talk.errorKind(), core::ErrorKind::Untrusted);
    QCOMPARE(talk.transport->requests().size(), 1);
}

/// QUrl writes %2b as %2B and an escaped letter as the letter (RFC 3986, 6.2.2: the same address); everything
/// else reaches the wire as it came. Nothing may turn %2b into a plus, which would arrive as a blank.
void LinksTest::hrefs_data()
{
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *link, const char *target) { QTest::newRow(link) << QByteArray(target); };
    row("cid/usage-records?count=1", "/cid/usage-records?count=1");
    row("/cid/usage-records?count=1", "/cid/usage-records?count=1");
    row("cid/usage-records?t=2015-06-14+00%3a00%3a00Z&continuation_token=a%2bb%2Fc%3d%3d",
        "/cid/usage-records?t=2015-06-14+00%3A00%3A00Z&continuation_token=a%2Bb%2Fc%3D%3D");
    row("/cid/usage-records?t=%252b", "/cid/usage-records?t=%252b");
    row("/cid/usage-records?t=%7e%41", "/cid/usage-records?t=~A");
    row("https://crest.example/cid/usage-records?count=1", "/cid/usage-records?count=1");
    row("v1/usage-records?count=1", "/v1/usage-records?count=1");
}

void LinksTest::hrefs()
{
    QFETCH(QByteArray, target);
    Conversation talk;
    talk.transport->expect().reply(href(QTest::currentDataTag()));
    talk.transport->expect(target).reply(R"({"items":[],"links":{"self":{"href":"x"}}})");
    talk.runCrest();
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.sent(1), "https://crest.example" + target);
    QCOMPARE(headerOf(talk.transport->requests().at(1), "api-version"), QByteArray("2015-03-31"));
}

void LinksTest::analyticsLinks_data()
{
    QTest::addColumn<QByteArray>("target");
    const QByteArray path = "/partner/v1/analytics/azureusage?";
    const auto row = [](const char *link, const QByteArray &target) { QTest::newRow(link) << target; };
    row("azureusage?top=2&skip=2", path + "top=2&skip=2");
    row("?top=2&skip=2", path + "top=2&skip=2");
    row("/partner/v1/analytics/azureusage?skip=2", path + "skip=2");
    row("https://api.example/partner/v1/analytics/azureusage?skip=2", path + "skip=2");
    row("azureusage?filter=a%20eq%20%27C%2B%2B%20%23%27&skip=2",
        path + "filter=a%20eq%20%27C%2B%2B%20%23%27&skip=2");
    row("azureusage?filter=a+eq+%27x%27&skip=2", path + "filter=a+eq+%27x%27&skip=2");
    row("azureusage?filter=a eq 'x y'&skip=2", path + "filter=a%20eq%20'x%20y'&skip=2");
    row("azureusage?filter=a eq 'C++'&skip=2", path + "filter=a%20eq%20'C%2B%2B'&skip=2");
    row("azureusage?filter=a eq 'C#'&skip=2", path + "filter=a%20eq%20'C%23'&skip=2");
    row("azureusage?filter=a eq '100%'&skip=2", path + "filter=a%20eq%20'100%25'&skip=2");
    row("azureusage?filter=a eq '100%25'&skip=2", path + "filter=a%20eq%20'100%2525'&skip=2");
    row("azureusage?filter=a eq '\xE6\x9D\xB1'&skip=2", path + "filter=a%20eq%20'%E6%9D%B1'&skip=2");
    row("azureusage?filter=usageDate le cast('2018-01-01',Edm.DateTimeOffset)&skip=2",
        path + "filter=usageDate%20le%20cast('2018-01-01',Edm.DateTimeOffset)&skip=2");
}

void LinksTest::analyticsLinks()
{
    QFETCH(QByteArray, target);
    Conversation talk;
    talk.transport->expect().reply(R"({"Value":[],"@nextLink":)" + quoted(QTest::currentDataTag()) + '}');
    talk.transport->expect(target).reply(R"({"Value":[],"@nextLink":null})");
    talk.runAnalytics({});
    QVERIFY(talk.result->has_value());
    QCOMPARE(talk.sent(1), "https://api.example" + target);
}

SPENDGLASS_TEST_MAIN(LinksTest)
#include "tst_links.moc"
