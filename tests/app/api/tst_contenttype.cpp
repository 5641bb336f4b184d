// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/azureentitlements.h"
#include "api/customers.h"
#include "api/subscriptions.h"
#include "support/testmain.h"

using namespace spendglass;

/// Which content types an answer may have: a proxy's page with status 200 is no data.
class ContentTypeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decode_data();
    void decode();
};

void ContentTypeTest::decode_data()
{
    QTest::addColumn<bool>("isRead");
    const auto row = [](const char *type, bool isRead) { QTest::newRow(type) << isRead; };
    row("application/json", true);
    row("application/json; charset=utf-8", true);
    row("Application/JSON;charset=UTF-8", true);
    row("text/json", true);
    row("application/problem+json", true);
    row("text/html", false);
    row("text/html; note=application/json", false);
    row("application/xml", false);
    row("", false);
}

void ContentTypeTest::decode()
{
    net::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", QTest::currentDataTag()}};
    response.body = R"({"totalCount":0,"items":[]})";
    const auto page = api::Customers::decode(response, {});
    QTEST(page.has_value(), "isRead");
    if (!page)
        QCOMPARE(page.error().kind, core::ErrorKind::Malformed);
}

SPENDGLASS_TEST_MAIN(ContentTypeTest)
#include "tst_contenttype.moc"
