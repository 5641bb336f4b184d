// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QLocale>
#include <QStandardPaths>
#include <QTest>

/// The common main of guiless tests: C locale, UTC, test paths; one class per program.
#define SPENDGLASS_TEST_MAIN(TestClass)                                                                      \
    int main(int argc, char **argv)                                                                          \
    {                                                                                                        \
        qputenv("TZ", "UTC");                                                                                \
        QStandardPaths::setTestModeEnabled(true);                                                            \
        QLocale::setDefault(QLocale::c());                                                                   \
        QCoreApplication app(argc, argv);                                                                    \
        TestClass test;                                                                                      \
        return QTest::qExec(&test, argc, argv);                                                              \
    }
