# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an exported file with somebody else's program and prints its cells as JSON, each with its type."""
import csv
import json
import sys

kind, path = sys.argv[1:3]
if kind == "probe":
    import openpyxl  # noqa: F401
    sys.exit(0)
if kind == "xlsx":
    import openpyxl
    book = openpyxl.load_workbook(path)
    out = {}
    for sheet in book.worksheets:
        out[sheet.title] = {
            "rows": [[[cell.data_type, cell.value if isinstance(cell.value, (int, float, bool)) else
                       None if cell.value is None else str(cell.value), cell.number_format,
                       cell.hyperlink is not None] for cell in row] for row in sheet.iter_rows()],
            "frozen": sheet.freeze_panes,
            "filter": sheet.auto_filter.ref,
            "widths": {name: column.width for name, column in sheet.column_dimensions.items()},
        }
    json.dump(out, sys.stdout)
else:
    separator = "\t" if kind == "tsv" else ","
    with open(path, encoding="utf-8", newline="") as file:
        json.dump(list(csv.reader(file, delimiter=separator, strict=True)), sys.stdout)
