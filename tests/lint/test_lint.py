#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every rule of lint.py, shown failing on a planted fault and silent on the sound twin."""
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lint

SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"


def rules_broken(path, text):
    return {line.split(": ")[1] for line in lint.breaches(lint.Source(path, text))}


class PlantedFaults(unittest.TestCase):
    def assert_breaks(self, rule, path, faulty, sound):
        self.assertEqual(rules_broken(path, SPDX + faulty), {rule})
        self.assertEqual(rules_broken(path, SPDX + sound), set())

    def test_include_direction(self):
        for path, faulty, sound in [
            ("app/api/x.cpp", "store/store.h", "net/job.h"),
            ("app/store/x.cpp", "api/page.h", "query/query.h"),
            ("app/core/x.h", "query/query.h", "core/error.h"),
            ("app/query/x.h", "store/store.h", "core/error.h"),
            ("app/net/x.cpp", "auth/session.h", "net/job.h"),
            ("app/export/x.cpp", "store/store.h", "query/table.h"),
            ("ui/pages/x.cpp", "store/store.h", "sync/workspace.h"),
            ("ui/pages/x.cpp", "net/job.h", "filter/querybar.h"),
            ("ui/models/x.cpp", "parts/theme.h", "query/table.h"),
            ("ui/filter/x.cpp", "pages/page.h", "parts/theme.h"),
        ]:
            with self.subTest(path=path, target=faulty):
                self.assert_breaks("include-direction", path, f'#include "{faulty}"\n', f'#include "{sound}"\n')
        self.assertEqual(rules_broken("ui/main.cpp", SPDX + '#include "auth/session.h"\n'), set())

    def test_widget_headers(self):
        for header in ["QWidget", "QtWidgets/QLabel", "QPainter", "QtGui/QColor", "QtCharts/QChart"]:
            with self.subTest(header=header):
                self.assert_breaks("no-widget-in-app", "app/core/x.cpp", f"#include <{header}>\n", "#include <QString>\n")
        self.assert_breaks("no-widget-in-app", "ui/models/x.cpp", "#include <QColor>\n", "#include <QAbstractItemModel>\n")
        self.assertEqual(rules_broken("ui/parts/x.cpp", SPDX + "#include <QWidget>\n"), set())

    def test_forbidden_calls(self):
        for faulty in ["QEventLoop loop;", "QCoreApplication::processEvents();", "future.then(f);", "QThread::msleep(5);",
                       "request.setRedirectPolicy(QNetworkRequest::NoLessSafeRedirectPolicy);",
                       "label->setTextFormat(Qt::RichText);", "std::this_thread::sleep_for(1s);"]:
            with self.subTest(code=faulty):
                self.assert_breaks("forbidden-call", "app/net/x.cpp", faulty + "\n", "// " + faulty + "\n")
        manual = "request.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);\n"
        self.assertEqual(rules_broken("app/net/x.cpp", SPDX + manual), set())

    def test_hidden_text(self):
        for faulty in ['#define TEXT(text) QT_TRANSLATE_NOOP("Actions", text)\n', "#define T(text) QT_TR_NOOP(text)\n",
                       '#define SAY(text) QCoreApplication::translate("Actions", text)\n']:
            with self.subTest(code=faulty):
                self.assert_breaks("hidden-text", "ui/window/x.cpp", faulty,
                                   'const char *text = QT_TRANSLATE_NOOP("Actions", "&Open");\n')

    def test_file_length(self):
        self.assert_breaks("file-length", "app/core/x.cpp", "int a;\n" * 600, "int a;\n" * 599)

    def test_function_length(self):
        body = "void f()\n{\n" + "    g();\n" * 61 + "}\n"
        self.assert_breaks("function-length", "app/core/x.cpp", body, body.replace("    g();\n", "", 1))
        member = "class A\n{\n    void f()\n    {\n" + "        g();\n" * 61 + "    }\n};\n"
        self.assert_breaks("function-length", "app/core/x.h", member, "class A\n{\n" + "    int x;\n" * 61 + "};\n")

    def test_spdx(self):
        for path in ["app/core/x.cpp", "tests/x.h", "packaging/run", "app/CMakeLists.txt", "resources/sql/1.sql"]:
            with self.subTest(path=path):
                self.assertEqual(rules_broken(path, "int a;\n"), {"spdx"})
                self.assertEqual(rules_broken(path, SPDX + "int a;\n"), set())

    def test_registry_host(self):
        for host in [".".join(["registry", "npmjs", "org"]), ".".join(["deb", "debian", "org"])]:
            with self.subTest(host=host):
                self.assert_breaks("registry-host", "packaging/x.md", f"from {host}\n", "from the registry\n")

    def test_named_test(self):
        head = "| case | what | test |\n|---|---|---|\n| 1 | cut | "
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "tests", "app", "net"))
            with open(os.path.join(root, "tests", "app", "net", "tst_x.cpp"), "w", encoding="utf-8") as file:
                file.write('#include "rows.h"\n\nvoid X::cuts()\n{\n    row("4 cut in "\n        "two");\n}\n')
            with open(os.path.join(root, "tests", "app", "net", "rows.h"), "w", encoding="utf-8") as file:
                file.write('{"6 cut elsewhere"},\n')
            for cell, faulty in [
                ("`tst_x.cpp`", "`tst_y.cpp`"),
                ("`tst_x.cpp::cuts`", "`tst_x.cpp::cut_s`"),
                ("`app/net/tst_x.cpp::cuts`", "`app/sync/tst_x.cpp::cuts`"),
                ('`tst_x.cpp::cuts` "4 cut in two"', '`tst_x.cpp::cuts` "5 cut"'),
                ('`tst_x.cpp` "4 cut", `tst_x.cpp::cuts`', '`tst_x.cpp` "4 cut", `tst_x.cpp::other`'),
                ('`tst_x.cpp::cuts` "6 cut elsewhere"', '`tst_x.cpp::cuts` "7 cut elsewhere"'),
                ("none: nobody can cut it", "nobody can cut it"),
                ("none: nobody can cut it", ""),
            ]:
                with self.subTest(cell=faulty):
                    rule = lambda cell: {line.split(": ")[1] for line in lint.breaches(
                        lint.Source("resources/docs/wire-x.md", f"{head}{cell} |\n", root))}
                    self.assertEqual(rule(faulty), {"named-test"})
                    self.assertEqual(rule(cell), set())
            self.assertEqual(rules_broken("resources/docs/other.md", head + "tst_y.cpp |\n"), set())

    def test_every_rule_is_covered(self):
        covered = {name.removeprefix("test_").replace("_", "-") for name in dir(self) if name.startswith("test_")}
        names = {"widget-headers": "no-widget-in-app", "forbidden-calls": "forbidden-call"}
        self.assertLessEqual(set(lint.RULES), {names.get(name, name) for name in covered})


class WholeTree(unittest.TestCase):
    def test_finds_a_fault_in_a_folder_that_is_no_checkout(self):
        with tempfile.TemporaryDirectory() as root:
            os.makedirs(os.path.join(root, "app", "core"))
            with open(os.path.join(root, "app", "core", "x.cpp"), "w", encoding="utf-8") as file:
                file.write("#include <QWidget>\n")
            self.assertEqual(len(lint.lint(root)), 2)


if __name__ == "__main__":
    unittest.main()
