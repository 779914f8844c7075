"""Rows as text: a Markdown table, and CSV in which nothing becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

_STARTS_A_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def cell(value: Any) -> str:
    """A value as it is written in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def as_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(part if line is lines[1] else _escaped(part) for part in line) + " |" for line in lines]


def as_csv(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The rows as CSV with a header, each cell safe to open in a spreadsheet."""
    return "".join(",".join(map(csv_cell, line)) + "\r\n" for line in [heads, *rows])


def csv_cell(text: str) -> str:
    """A cell of CSV: one that a spreadsheet would work out gets an apostrophe; a number stays one."""
    if _STARTS_A_FORMULA.match(text.lstrip(" ")) and not _NUMBER.fullmatch(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"' if re.search('[",;\n\r\t]', text) else text


def _escaped(text: str) -> str:
    return re.sub(r"([\\<|])", r"\\\1", " ".join(text.split("\n"))).strip()
