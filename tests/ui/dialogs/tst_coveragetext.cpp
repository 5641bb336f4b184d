// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/coveragetext.h"

#include "../widgetmain.h"
#include "auth/tokennames.h"

#include <algorithm>

using namespace spendglass;
using core::DataSet;
using core::ErrorKind;
using sync::Reach;
using Kind = dialogs::CoverageLine::Kind;

/// What the window says of an interface that is not reached.
class TestCoverageText : public QObject
{
    Q_OBJECT

    static core::Error error(ErrorKind kind, const char *code = "", int status = 0, const char *words = "")
    {
        core::Error error;
        error.kind = kind;
        error.serverCode = QLatin1String(code);
        error.httpStatus = status;
        error.serverText = QLatin1String(words);
        error.requestId = QStringLiteral("request-1");
        error.correlationId = QStringLiteral("correlation-1");
        return error;
    }

private Q_SLOTS:
    void saysWhy_data()
    {
        QTest::addColumn<DataSet>("dataSet");
        QTest::addColumn<Reach>("reach");
        QTest::addColumn<core::Error>("error");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, DataSet dataSet, Reach reach, const core::Error &error,
                            Kind kind, const char *words) {
            QTest::newRow(name) << dataSet << reach << error << kind << QString::fromLatin1(words);
        };
        row("not in this cloud", DataSet::Spend, Reach::NotOffered, error(ErrorKind::NotOffered),
            Kind::Absent, "documented for other clouds");
        row("no CREST in this cloud", DataSet::Crest, Reach::NotOffered, error(ErrorKind::NotOffered),
            Kind::Absent, "worldwide cloud only");
        row("CREST's audience", DataSet::Crest, Reach::NotOffered,
            error(ErrorKind::NotOffered, auth::retiredAudience), Kind::Absent, "retired");
        row("CREST is off", DataSet::Crest, Reach::NothingToAsk,
            error(ErrorKind::NotOffered, sync::switchedOff), Kind::Absent, "switched off");
        row("no subscription for CREST", DataSet::Crest, Reach::NothingToAsk, error(ErrorKind::NotOffered),
            Kind::Absent, "older kind");
        row("unknown to the service", DataSet::Summary, Reach::NotOffered,
            error(ErrorKind::NotFound, "", 404, "No such <b>route</b>."), Kind::Absent,
            "The service says: No such <b>route</b>.");
        row("refused", DataSet::Summary, Reach::Refused,
            error(ErrorKind::Forbidden, "", 403, "Not a billing admin."), Kind::Refused,
            "Not a billing admin.");
        row("ids for the support", DataSet::Summary, Reach::Failed, error(ErrorKind::Malformed, "", 200),
            Kind::Refused, "Request request-1, correlation correlation-1");
    }
    void saysWhy()
    {
        QFETCH(DataSet, dataSet);
        QFETCH(Reach, reach);
        QFETCH(core::Error, error);
        QFETCH(QString, words);
        auto one = sync::reachOf(dataSet, error);
        one.reach = reach;
        const auto lines = dialogs::coverageLines({one});
        const auto line =
            std::ranges::find_if(lines, [](const auto &each) { return each.kind != Kind::Asking; });
        QVERIFY(line != lines.end());
        QTEST(line->kind, "kind");
        QVERIFY2(line->advice.contains(words), qPrintable(line->advice));
    }

    void saysThatTheSecondFactorIsMissing_data()
    {
        QTest::addColumn<std::optional<bool>>("isSeen");
        QTest::addColumn<int>("lines");
        QTest::newRow("the service says nothing") << std::optional<bool>() << 6;
        QTest::newRow("it is there") << std::optional(true) << 6;
        QTest::newRow("it is missing") << std::optional(false) << 7;
    }
    void saysThatTheSecondFactorIsMissing()
    {
        QFETCH(std::optional<bool>, isSeen);
        const auto lines = dialogs::coverageLines({}, isSeen);
        QTEST(int(lines.size()), "lines");
        if (isSeen == false) {
            QCOMPARE(lines.back().kind, Kind::Refused);
            QVERIFY(lines.back().advice.contains(QStringLiteral("second factor")));
        }
    }
};

SPENDGLASS_WIDGET_TEST_MAIN(TestCoverageText)
#include "tst_coveragetext.moc"
