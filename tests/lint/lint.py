#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""House rules that can be read off the text of the sources.

Usage: lint.py [ROOT]. Prints one line per breach, "file:line: rule: what", and exits 1 if there is any.
Each rule is a function from a Source to (line, message) pairs, entered in RULES.
"""
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

APP = ["core", "query", "net", "auth", "api", "store", "sync", "insight", "export", "settings", "sandbox", "cli"]
UI = ["models", "parts", "filter", "charts", "pages", "dialogs", "window"]
FOR_UI = {"core", "query", "sync", "insight", "export", "settings"}

# folder: what its files may include, besides their own folder
ALLOWED = {
    "core": set(),
    "query": {"core"},
    "net": {"core"},
    "auth": {"core", "net", "settings"},
    "api": {"core", "net"},
    "store": {"core", "query"},
    "export": {"core", "query"},
    "settings": {"core"},
    "insight": {"core", "query"},
    "sync": {"core", "query", "net", "auth", "api", "store", "settings"},
    "sandbox": {"core"},
    "cli": set(APP),
    "models": FOR_UI,
    "parts": FOR_UI | {"models"},
    "filter": FOR_UI | {"models", "parts"},
    "charts": FOR_UI | {"models", "parts"},
    "pages": FOR_UI | {"models", "parts", "filter", "charts"},
    "dialogs": FOR_UI | {"auth", "models", "parts", "filter", "charts"},
    "window": FOR_UI | {"auth", "models", "parts", "filter", "charts", "pages", "dialogs"},
}

CODE = (".cpp", ".h")
SPDX_NEEDED = CODE + (".py", ".cmake", ".sql", "CMakeLists.txt")
FILE_LIMIT = 600
FUNCTION_LIMIT = 60

FORBIDDEN = [
    (r"\bQEventLoop\b", "a nested event loop"),
    (r"\bprocessEvents\s*\(", "processEvents"),
    (r"\.then\s*\(", "a future's continuation"),
    (r"\bQThread::(m|u)?sleep\b|\bqSleep\s*\(|\bsleep_for\s*\(|\busleep\s*\(", "a sleep in place of a condition"),
    (r"setRedirectPolicy\s*\((?!\s*QNetworkRequest::ManualRedirectPolicy)", "a redirect policy other than manual"),
    (r"\b(NoLessSafe|SameOrigin|UserVerified)RedirectPolicy\b", "a redirect policy other than manual"),
    (r"setTextFormat\s*\(\s*Qt::(RichText|AutoText|MarkdownText)", "rich text where wire text may stand"),
]
WIDGET_HEADER = re.compile(r"#include\s*<(?:Qt(?:Widgets|Charts|Gui|Svg)/|Q(?:Widget|Chart|Painter|Icon|Color|Pixmap|Image|"
                           r"Application|GuiApplication|Label|PushButton|Dialog|Palette|Font|Brush|Pen)\b)")
# The shape of such a host, so that this file names none.
REGISTRY_HOST = re.compile(r"\b(?:registry|deb|ftp|security|snapshot|archive|files|index)\."
                           r"(?:[a-z0-9-]+\.)*(?:npm|debian|yarn|pythonhosted|crates)[a-z]*\.(?:org|com|io|net)\b")


# tst_x.cpp, tst_x.cpp::function, and after it any number of "data row"
TEST_FILE = re.compile(r"\b(?:tests/)?((?:[\w-]+/)*(?:tst_\w+\.cpp|test_\w+\.py|fuzz_\w+\.cpp|bench_\w+\.cpp|soak_\w+\.cpp))(?:::(\w+))?")


@dataclass
class Source:
    path: str  # relative to the root, with /
    text: str
    root: str = "."

    @property
    def lines(self):
        return self.text.split("\n")

    @property
    def folder(self):
        parts = self.path.split("/")
        return parts[1] if parts[0] in ("app", "ui") and len(parts) > 2 else ""

    @property
    def is_code(self):
        return self.path.endswith(CODE)

    @property
    def is_product(self):
        return self.is_code and self.path.startswith(("app/", "ui/"))


def includes(source):
    for number, line in enumerate(source.lines, 1):
        match = re.match(r'\s*#\s*include\s*"([^"]+)"', line)
        if match:
            yield number, match.group(1)


def include_direction(source):
    if not source.is_product or source.folder not in ALLOWED:
        return
    allowed = ALLOWED[source.folder] | {source.folder}
    for number, target in includes(source):
        folder = target.split("/")[0]
        if folder in ALLOWED and folder not in allowed:
            yield number, f"{source.folder}/ must not include {folder}/"


def no_widgets_in_app(source):
    if source.path.startswith(("app/", "ui/models/")) and source.is_code:
        for number, line in enumerate(source.lines, 1):
            if WIDGET_HEADER.search(line):
                yield number, "a widget or painting header where no screen is known"


def forbidden_calls(source):
    if not source.is_product:
        return
    for number, line in enumerate(source.lines, 1):
        code = re.sub(r'"(?:\\.|[^"\\])*"|//.*', "", line)
        for pattern, what in FORBIDDEN:
            if re.search(pattern, code):
                yield number, what


def hidden_text(source):
    """lupdate expands no macro of ours: what stands in one cannot be translated."""
    if not source.is_product:
        return
    for number, line in enumerate(source.lines, 1):
        if re.match(r"\s*#\s*define\b.*(QT_TR\w*_NOOP|\btranslate\s*\(|\btr\s*\()", line):
            yield number, "a macro around a text to translate: write QT_TRANSLATE_NOOP out"


def file_length(source):
    if source.is_code and len(source.lines) - 1 > FILE_LIMIT:
        yield 1, f"{len(source.lines) - 1} lines, {FILE_LIMIT} allowed"


def function_length(source):
    """Relies on the form that .clang-format gives: a function's braces stand alone on lines of one indent."""
    if not source.is_product:
        return
    opened = {}
    for number, line in enumerate(source.lines, 1):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if stripped == "{":
            opened[indent] = number
        elif re.match(r"}\s*;?$", stripped) and indent in opened:
            start = opened.pop(indent)
            head = source.lines[start - 2].strip()
            is_type = re.match(r"(class|struct|enum|union|namespace)\b", head) or source.lines[number - 1].endswith("};")
            if not is_type and number - start - 1 > FUNCTION_LIMIT:
                yield start, f"a function of {number - start - 1} lines, {FUNCTION_LIMIT} allowed"


def spdx(source):
    if source.path.endswith(SPDX_NEEDED) or source.path.startswith("packaging/") and "." not in os.path.basename(source.path):
        if not any("SPDX-License-Identifier: GPL-3.0-or-later" in line for line in source.lines[:3]):
            yield 1, "no SPDX line among the first three"


def registry_host(source):
    for number, line in enumerate(source.lines, 1):
        if REGISTRY_HOST.search(line):
            yield number, "the host of a package registry"


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def file_of_test(root, name):
    """Its text with that of the headers beside it; nothing when there is no such file, or more than one."""
    found = []
    for folder, folders, names in os.walk(os.path.join(root, "tests")):
        full = os.path.join(folder, os.path.basename(name))
        if os.path.basename(name) in names and full.replace(os.sep, "/").endswith("/" + name):
            found.append(full)
    if len(found) != 1:
        return None
    text = read(found[0])
    for header in re.findall(r'#include "(\w+\.h)"', text):
        beside = os.path.join(os.path.dirname(found[0]), header)
        text += read(beside) if os.path.exists(beside) else ""
    return re.sub(r'"\s*\n\s*"', "", text)  # texts that were broken over lines


def missing_tests(root, cell):
    """What a cell names and the tests do not have."""
    parts = list(TEST_FILE.finditer(cell))
    if not parts and not cell.lower().startswith("none"):
        yield "names no test"
    for part, following in zip(parts, parts[1:] + [None]):
        name, function = part.groups()
        text = file_of_test(root, name)
        if text is None:
            yield f"no test file {name}"
            continue
        rows = re.findall(r'"([^"]+)"', cell[part.end():following.start() if following else len(cell)])
        for wanted in rows + ([function] if function else []):
            if wanted not in text:
                yield f"{name} has no {wanted}"


def named_test(source):
    """Tables of resources/docs/wire-*.md, signin-*.md, store-faults.md: what their last column names is there, or it says "none" and why."""
    if not re.match(r"resources/docs/((wire|signin)-[\w-]+|store-faults)\.md$", source.path):
        return
    before = []
    for number, line in enumerate(source.lines, 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and before and not re.fullmatch(r"[:-]+", cells[0]):
            for missing in missing_tests(source.root, cells[-1]):
                yield number, missing
        before = cells if line.startswith("|") else []


RULES = {
    "include-direction": include_direction,
    "no-widget-in-app": no_widgets_in_app,
    "forbidden-call": forbidden_calls,
    "hidden-text": hidden_text,
    "file-length": file_length,
    "function-length": function_length,
    "spdx": spdx,
    "registry-host": registry_host,
    "named-test": named_test,
}


def breaches(source):
    for name, rule in RULES.items():
        for line, message in rule(source):
            yield f"{source.path}:{line}: {name}: {message}"


def tracked_files(root):
    """What git tracks or would track; without git or a checkout every file outside build folders."""
    command = ["git", "-C", root, "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, capture_output=True) if shutil.which("git") else None
    if listed and listed.returncode == 0:
        return [name for name in listed.stdout.decode().split("\0") if name]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in ("build", "out", ".git")]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names]
    return found


def lint(root):
    found = []
    for path in sorted(set(tracked_files(root))):
        full = os.path.join(root, path)
        if not os.path.isfile(full) or path.startswith("tests/data/") or path == "LICENSE":
            continue
        try:
            with open(full, encoding="utf-8") as file:
                text = file.read()
        except UnicodeDecodeError:
            continue  # pictures
        found += breaches(Source(path.replace(os.sep, "/"), text, root))
    return found


if __name__ == "__main__":
    result = lint(sys.argv[1] if len(sys.argv) > 1 else ".")
    print("\n".join(result) if result else "lint: nothing found")
    sys.exit(1 if result else 0)
