// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers.h"
#include "jsonshapes.h"

#include "api/azureentitlements.h"
#include "api/customers.h"
#include "api/jsonreader.h"
#include "api/subscriptions.h"
#include "api/usageanalytics.h"
#include "support/testmain.h"

#include <QSet>

using namespace spendglass;
using test::answer;

namespace {

QByteArray textOf(const test::Shape &shape)
{
    return QByteArray(shape.text.data(), qsizetype(shape.text.size())).repeated(shape.times);
}

template <std::size_t count>
void addRows(const std::array<test::Shape, count> &shapes)
{
    QTest::addColumn<QByteArray>("shape");
    for (const test::Shape &shape : shapes)
        QTest::newRow(shape.name) << textOf(shape);
}

template <std::size_t count>
bool areDifferent(const std::array<test::Shape, count> &shapes)
{
    QSet<QByteArray> texts, names;
    for (const test::Shape &shape : shapes) {
        texts.insert(textOf(shape));
        names.insert(shape.name);
    }
    return texts.size() == int(count) && names.size() == int(count);
}

/// A page of customers with the shape where nobody reads it: on top, or in the row.
QByteArray onTop(const QByteArray &shape)
{
    return R"({"totalCount":1,"extra":)" + shape + R"(,"items":[{"id":"c"}]})";
}
QByteArray inRow(const QByteArray &shape)
{
    return R"({"items":[{"extra":)" + shape + R"(,"id":"c"}]})";
}
/// Last on the page: an end too early and an end too late show themselves differently there.
QByteArray atEnd(const QByteArray &shape)
{
    return R"({"items":[{"id":"c"}],"extra":)" + shape + '}';
}

/// The reader alone, without a page's form.
core::Result<qint64> readAny(const QByteArray &body)
{
    core::TextArena arena;
    return api::readJson(
        answer(body), test::asked(), arena, [](void *, api::JsonValue &value) { return value.skip(); },
        nullptr);
}

bool isRefused(const core::Result<qint64> &result)
{
    return !result && result.error().kind == core::ErrorKind::Malformed;
}
template <class Row>
bool isRefused(const core::Result<api::Page<Row>> &result)
{
    return !result && result.error().kind == core::ErrorKind::Malformed;
}

bool hasItsRow(const QByteArray &body)
{
    const auto page = api::Customers::decode(answer(body), test::asked());
    return page && page->rows.size() == 1 && page->quarantined == 0 && page->rows.front().id == "c";
}

} // namespace

/// What is no JSON is never a page, wherever in it, and what is JSON never spoils one. faults.md 46, 47.
class JsonAcceptanceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isWhole();
    void refuses_data() { addRows(test::refusedShapes); }
    void refuses();
    void reads_data() { addRows(test::readShapes); }
    void reads();
};

void JsonAcceptanceTest::isWhole()
{
    QCOMPARE(test::refusedShapes.size(), std::size_t(188));
    QCOMPARE(test::readShapes.size(), std::size_t(95));
    QVERIFY(areDifferent(test::refusedShapes));
    QVERIFY(areDifferent(test::readShapes));
}

void JsonAcceptanceTest::refuses()
{
    QFETCH(QByteArray, shape);
    QVERIFY(isRefused(readAny(shape)));
    QVERIFY(isRefused(api::Customers::decode(answer(shape), test::asked())));
    QVERIFY(isRefused(api::UsageAnalytics::decode(answer(shape), test::asked(), {})));
    for (const QByteArray &body : {onTop(shape), inRow(shape), atEnd(shape)})
        QVERIFY(isRefused(api::Customers::decode(answer(body), test::asked())));
}

/// No document of the service is a lone number, word or text: those are read inside a page only.
void JsonAcceptanceTest::reads()
{
    QFETCH(QByteArray, shape);
    const QByteArray trimmed = shape.trimmed();
    if (trimmed.startsWith('[') || trimmed.startsWith('{'))
        QVERIFY2(readAny(shape), "as the whole document");
    else
        QVERIFY(readAny(shape).error().text.contains(QLatin1String("no JSON object or list")));
    QVERIFY(hasItsRow(onTop(shape)));
    QVERIFY(hasItsRow(inRow(shape)));
    QVERIFY(hasItsRow(atEnd(shape)));
}

SPENDGLASS_TEST_MAIN(JsonAcceptanceTest)
#include "tst_jsonacceptance.moc"
