"""Rows as YAML that our own policy reads back to the same values: texts in quotes, days and numbers bare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from handbook.formulas import Cell
from handbook.problems import HandbookError, Problem
from handbook.readback.read import ReadBack
from handbook.source import MAX_BYTES

HEAD = "# Read from a workbook by `handbook import`. Run it anew rather than edit here. Worked-out columns are left out.\n"


def written(found: ReadBack, file: str) -> str:
    """The file's text, the same for the same rows. Raises HandbookError where it would be larger than a YAML file may be."""
    text = HEAD + "\n".join(_lines(found)) + "\n"
    if (size := len(text.encode())) > MAX_BYTES:
        message = f"its rows come to {size:,} bytes, and a YAML file may have {MAX_BYTES:,}"
        raise HandbookError([Problem(file, 1, message, "Split the workbook, for example by year")])
    return text


def _lines(found: ReadBack) -> Iterator[str]:
    yield f"document: {found.document.id}"
    yield f"template: {_scalar(found.template)}"
    yield "sheets:"
    for name, rows in found.sheets.items():
        yield f"  {name}:" + ("" if rows else " []")
        for row in rows:
            for number, (column, value) in enumerate(row.items()):
                yield f"    {' ' if number else '-'} {column}: {_scalar(value)}"


def _scalar(value: Cell) -> str:
    """One value on one line. A number keeps every digit."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    text = repr(value)
    return text.replace("e", ".0e") if "e" in text and "." not in text else text
