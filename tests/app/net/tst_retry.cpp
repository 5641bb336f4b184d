// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/retry.h"
#include "support/testmain.h"

using namespace spendglass;
using core::ErrorKind;

class RetryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pause_data();
    void pause();
    void jitterStaysBelowTheLimit();
};

void RetryTest::pause_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<qint64>("retryAfter"); // in milliseconds, -1: none
    QTest::addColumn<int>("attempt");
    QTest::addColumn<qint64>("pause"); // with jitter 0.5, -1: give up
    const auto row = [](const char *name, ErrorKind kind, qint64 retryAfter, int attempt, qint64 pause) {
        QTest::newRow(name) << kind << retryAfter << attempt << pause;
    };
    constexpr qint64 quarter = 15 * 60 * 1000;
    row("offline, first", ErrorKind::Offline, -1, 1, 250);
    row("offline, second", ErrorKind::Offline, -1, 2, 500);
    row("offline, third", ErrorKind::Offline, -1, 3, 1000);
    row("offline, fourth", ErrorKind::Offline, -1, 4, 2000);
    row("offline, fifth was the last", ErrorKind::Offline, -1, 5, -1);
    row("timeout", ErrorKind::Timeout, -1, 1, 250);
    row("server", ErrorKind::Server, -1, 4, 2000);
    row("server that says when", ErrorKind::Server, 3000, 1, 3000);
    row("throttled with seconds", ErrorKind::Throttled, 57'000, 1, 57'000);
    row("throttled until a time that has passed", ErrorKind::Throttled, 0, 2, 500);
    row("malformed, first", ErrorKind::Malformed, -1, 1, 250);
    row("malformed, third was the last", ErrorKind::Malformed, -1, 3, -1);
    row("throttled without header", ErrorKind::Throttled, -1, 2, 500);
    row("throttled for ten years", ErrorKind::Throttled, qint64(315'360'000) * 1000, 1, quarter);
    row("throttled five times", ErrorKind::Throttled, 1000, 5, -1);
    row("not ready for a quarter", ErrorKind::NotReady, quarter, 4, quarter);
    row("not ready without header", ErrorKind::NotReady, -1, 1, 15'000);
    row("not ready for ever", ErrorKind::NotReady, quarter, 5, -1);
    const std::initializer_list<ErrorKind> permanent{
        ErrorKind::Cancelled,  ErrorKind::Unauthorised, ErrorKind::Forbidden,  ErrorKind::NotFound,
        ErrorKind::BadRequest, ErrorKind::Untrusted,    ErrorKind::NotOffered, ErrorKind::Storage,
        ErrorKind::File,       ErrorKind::Keychain};
    for (const ErrorKind kind : permanent)
        row(qPrintable(core::kindName(kind)), kind, 1000, 1, -1);
}

void RetryTest::pause()
{
    QFETCH(ErrorKind, kind);
    QFETCH(qint64, retryAfter);
    QFETCH(int, attempt);
    core::Error error;
    error.kind = kind;
    if (retryAfter >= 0)
        error.retryAfter = std::chrono::milliseconds(retryAfter);
    const auto repeat = net::planRepeat(error, attempt, [] { return 0.5; });
    QTEST(repeat ? qint64(repeat->pause.count()) : qint64(-1), "pause");
    if (repeat)
        QCOMPARE(repeat->cost, kind == ErrorKind::Timeout ? 10 : 5);
}

void RetryTest::jitterStaysBelowTheLimit()
{
    core::Error error;
    error.kind = ErrorKind::Server;
    for (int attempt = 1; attempt < 5; ++attempt) {
        QCOMPARE(net::planRepeat(error, attempt, [] { return 0.0; })->pause.count(), 0);
        const auto most = net::planRepeat(error, attempt, [] { return 0.9999; })->pause.count();
        QVERIFY(most <= 20'000 && most > 0);
    }
}

SPENDGLASS_TEST_MAIN(RetryTest)
#include "tst_retry.moc"
