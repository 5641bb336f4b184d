// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "parts/theme.h"

#include <QApplication>
#include <QLocale>
#include <QStandardPaths>
#include <QTest>

/// The common main of tests with widgets: as testmain.h, and the program's own style in its light theme.
#define SPENDGLASS_WIDGET_TEST_MAIN(TestClass)                                                               \
    int main(int argc, char **argv)                                                                          \
    {                                                                                                        \
        qputenv("TZ", "UTC");                                                                                \
        QStandardPaths::setTestModeEnabled(true);                                                            \
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));                               \
        QApplication app(argc, argv);                                                                        \
        spendglass::parts::applyTheme(app, spendglass::parts::Theme::Light);                                 \
        TestClass test;                                                                                      \
        return QTest::qExec(&test, argc, argv);                                                              \
    }
