"""One cell as its column holds it, or why it does not fit there."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from handbook.formulas import FIRST_DAY, Cell
from handbook.problems import nearest
from handbook.readback.cells import Found
from handbook.source import invisible
from handbook.tables import MOST_IN_A_CELL, Head

MOST = 10**12
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AS_DATE = "Write it as YYYY-MM-DD, such as 2026-03-31"


class Refused(Exception):  # noqa: N818
    """A cell that its column does not take."""

    def __init__(self, message: str, cure: str) -> None:
        self.message, self.cure = message, cure
        super().__init__(message)


def value_of(head: Head, found: Found) -> Cell | None:
    """The value of a cell that people fill in; None where it is empty. Raises Refused."""
    if found.formula:
        result = f", which shows '{short(found.value)}'" if found.value not in {None, ""} else ""
        cure = "Type the words or the result; an apostrophe in front keeps = + - and @ a text"
        raise Refused(f"found the formula '{short(found.formula)}'{result}, where people write", cure)
    if found.is_error:
        raise Refused(f"found the error {found.value}", "Type the value again")
    if found.is_blank:
        return None
    if head.options:
        return _chosen(head, found.value)
    kinds = {"number": _number, "date": _day}
    return kinds.get(head.column.kind, _text)(found.value)


def _chosen(head: Head, value: Any) -> Cell:
    """The list's own word; large and small letters count as alike, as they do in a spreadsheet's list."""
    words = {str(option).casefold(): option for option in head.options}
    said = str(plain(value)).strip()
    if said.casefold() in words:
        return words[said.casefold()]
    cure = nearest(said, map(str, head.options)) or f"Allowed: {', '.join(map(str, head.options))}"
    raise Refused(f"'{short(said)}' is not in the list", cure)


def _number(value: Any) -> Cell:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value) if "." in value else int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(f"expected a number, found '{short(value)}'", "Write digits and at most one point, without a unit; format the cell as a number")
    if not -MOST <= value <= MOST:
        raise Refused(f"the number {short(value)} is out of range", f"It may lie between -{MOST:,} and {MOST:,}")
    return value


def _day(value: Any) -> Cell:
    found = plain(value)
    if isinstance(found, str) and _DAY.fullmatch(found.strip()):
        try:
            found = date.fromisoformat(found.strip())
        except ValueError as error:
            raise Refused(f"'{short(value)}' is no day of the calendar", _AS_DATE) from error
    if isinstance(found, datetime | time):
        raise Refused(f"expected a date, found '{short(value)}' with a time of day", _AS_DATE)
    if not isinstance(found, date):
        raise Refused(f"expected a date, found '{short(value)}'", f"{_AS_DATE}, in a cell that is formatted as a date")
    if found < FIRST_DAY:
        raise Refused("a date before March 1900", "A spreadsheet cannot reckon with it")
    return found


def _text(value: Any) -> Cell:
    if isinstance(value, date | time):
        cure = "A spreadsheet may have made it from other words. Type them again in a cell that is formatted as text"
        raise Refused(f"expected a text, found the date {short(value)}", cure)
    text = str(value).upper() if isinstance(value, bool) else f"{value:.15g}" if isinstance(value, int | float) else str(value)
    if len(text) > MOST_IN_A_CELL:
        raise Refused(f"a text of {len(text):,} signs", f"Shorten it; a cell takes {MOST_IN_A_CELL:,}")
    if sign := invisible(text):
        raise Refused(f"an invisible control character ({sign})", "Delete it and type the text around it again")
    return text


def plain(value: Any) -> Any:
    """A date without a time of day as a date; anything else as it is."""
    return value.date() if isinstance(value, datetime) and value.time() == time() else value


def short(value: Any) -> str:
    """A value in a message."""
    return " ".join(str(plain(value)).split())[:60]
