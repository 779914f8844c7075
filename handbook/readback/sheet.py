"""One sheet read back: its rows, and everything that is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from handbook.choices import Choices
from handbook.formulas import Cell
from handbook.model import Sheet
from handbook.readback.cells import MAX_COLUMNS, Found, Line
from handbook.readback.heads import placed, unheaded
from handbook.readback.parts import Frame
from handbook.readback.told import Told
from handbook.readback.values import Refused, plain, short, value_of
from handbook.tables import MOST_IN_A_CELL, Head, settled, shown, table

MAX_ROWS = 10_000
_CLOSE = 1e-9
_DAY_0 = date(1899, 12, 30)
_MOST_NAMED = 8
# The column by which people call a row, as the documents name it.
ID = "id"

Values = Mapping[str, Cell]


@dataclass
class _Reading:
    """What is known so far. `numbers` are the rows' numbers in the sheet, `shown_there` what its worked-out cells show."""

    sheet: Sheet
    title: str
    told: Told
    draft: bool
    rows: list[Values] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    shown_there: list[Mapping[str, Found]] = field(default_factory=list)
    letters: set[str] = field(default_factory=set)
    ids: dict[str, int] = field(default_factory=dict)

    def problem(self, row: int, message: str, cure: str = "") -> None:
        self.told.problem(self.title, row, message, cure)


def rows_of(sheet: Sheet, title: str, frame: Frame, lines: Iterable[Line], choices: Choices, told: Told, draft: bool) -> list[Values]:
    """The filled rows, formulas left out. A `draft` may lack cells that are needed."""
    reading = _Reading(sheet, title, told, draft)
    before = len(told.problems)
    _tell_frame(reading, frame)
    _read(reading, lines, settled(sheet.columns, choices, []))
    _tell_hidden(reading, frame)
    if len(told.problems) == before:
        _compare(reading, choices)
    return reading.rows


def _tell_frame(reading: _Reading, frame: Frame) -> None:
    for merged in frame.merged:
        row = int("".join(sign for sign in merged.partition(":")[0] if sign.isdecimal()) or 1)
        reading.problem(row, f"merged cells ({merged})", "Take the merge back (Merge & Center) and fill each cell in")
    if frame.last_column > MAX_COLUMNS:
        reading.problem(1, f"cells are filled as far as column {get_column_letter(frame.last_column)}", f"{MAX_COLUMNS} columns are read; take the others out")


def _tell_hidden(reading: _Reading, frame: Frame) -> None:
    hidden = [number for number in reading.numbers if number in frame.hidden]
    if hidden:
        named = ", ".join(map(str, hidden[:_MOST_NAMED])) + (" and more" if len(hidden) > _MOST_NAMED else "")
        reading.told.note(reading.title, hidden[0], f"{len(hidden)} hidden {'row was' if len(hidden) == 1 else 'rows were'} read as well: {named}")


def _read(reading: _Reading, lines: Iterable[Line], heads: Sequence[Head]) -> None:
    first: Sequence[Found] | None = None
    columns: Mapping[int, Head] = {}
    for number, line in lines:
        if first is None:
            first, columns = line, placed(heads, line, reading.title, reading.told)
            if not columns:
                return
        elif len(reading.rows) == MAX_ROWS and _is_filled(columns, line):
            reading.problem(number, f"more than {MAX_ROWS:,} rows", "Split the workbook; nothing from this row on was read")
            return
        else:
            _read_line(reading, number, line, first, columns)
    if first is None:
        reading.problem(1, "the sheet is empty", "Put its headings back, or start from a fresh template")


def _is_filled(columns: Mapping[int, Head], line: Sequence[Found]) -> bool:
    return any(head.formula is None and not line[at].is_blank for at, head in columns.items())


def _read_line(reading: _Reading, number: int, line: Sequence[Found], first: Sequence[Found], columns: Mapping[int, Head]) -> None:
    for at in unheaded(columns, first, line):
        letter = get_column_letter(at + 1)
        if letter not in reading.letters:
            reading.letters.add(letter)
            message = f"'{short(line[at].value or line[at].formula)}' stands in column {letter}, which has no heading"
            reading.problem(number, message, "Take it out, or move it below a heading")
    if not _is_filled(columns, line):
        _tell_unused(reading, number, line, columns)
        return
    values: dict[str, Cell] = {}
    for at, head in columns.items():
        if head.formula is None:
            _read_cell(reading, number, head, line[at], values)
    reading.rows.append({column.id: values[column.id] for column in reading.sheet.columns if column.id in values})
    reading.numbers.append(number)
    reading.shown_there.append({head.id: line[at] for at, head in columns.items() if head.formula is not None})


def _tell_unused(reading: _Reading, number: int, line: Sequence[Found], columns: Mapping[int, Head]) -> None:
    """A row in which nobody wrote: spaces only, or a worked-out cell that somebody typed into."""
    if any(head.formula is None and isinstance(line[at].value, str) and line[at].value for at, head in columns.items()):
        reading.told.note(reading.title, number, "a row of spaces only was left out")
    for at, head in columns.items():
        if head.formula is not None and not line[at].is_blank and not line[at].formula:
            cure = "Fill the row in, or delete it"
            reading.problem(number, f"'{head.column.title}' is worked out, and somebody typed '{short(line[at].value)}' into a row that is empty else", cure)


def _read_cell(reading: _Reading, number: int, head: Head, cell: Found, values: dict[str, Cell]) -> None:
    try:
        value = value_of(head, cell)
    except Refused as refused:
        reading.problem(number, f"'{head.column.title}': {refused.message}", refused.cure)
        return
    if value is not None:
        values[head.id] = value
        if head.id == ID:
            _tell_double(reading, number, head, shown(value))
    elif head.column.required:
        message = f"'{head.column.title}' is empty, and it is needed"
        if reading.draft:
            reading.told.note(reading.title, number, message)
        else:
            reading.problem(number, message, "Fill it in; with --draft, unfinished rows are taken as well")


def _tell_double(reading: _Reading, number: int, head: Head, value: str) -> None:
    earlier = reading.ids.setdefault(value.casefold(), number)
    if earlier != number:
        cure = "Give one of the two another; a number is never used twice"
        reading.problem(number, f"'{head.column.title}': '{short(value)}' stands in row {earlier} as well", cure)


def _compare(reading: _Reading, choices: Choices) -> None:
    """What the sheet shows in its worked-out cells beside what our formulas give: a cell that was edited by hand is told, with both."""
    ids = [column.id for column in reading.sheet.columns if column.kind != "formula"]
    given: list[dict[str, Any]] = [{name: row.get(name) for name in ids} for row in reading.rows]
    worked = table(reading.sheet.columns, given, choices, MOST_IN_A_CELL)
    for fault in worked.faults:
        reading.told.note(reading.title, reading.numbers[int(fault.loc[1])], fault.message, fault.cure)
    faulty = {int(fault.loc[1]) for fault in worked.faults}
    titles = {column.id: column.title for column in reading.sheet.columns}
    for at, (ours, theirs) in enumerate(zip(worked.rows, reading.shown_there, strict=True)):
        for name, cell in theirs.items():
            if at not in faulty and not _agrees(ours[name], cell):
                message = f"'{titles[name]}' shows '{short(cell.value)}', and its formula gives '{shown(ours[name])}'"
                reading.problem(reading.numbers[at], message, "Nobody types into a worked-out column: copy the formula from another row, or empty the cell")


def _agrees(ours: Cell, theirs: Found) -> bool:
    """An empty cell says nothing against ours: a row may lie below the formulas, or nobody has opened the file since it was filled."""
    if theirs.value is None or theirs.value == "":
        return True
    found = plain(theirs.value)
    if isinstance(ours, date) and isinstance(found, int | float):
        return (ours - _DAY_0).days == found
    if isinstance(ours, int | float) and isinstance(found, int | float):
        return abs(ours - found) <= _CLOSE * max(1.0, abs(ours))
    return bool(ours == found)
