"""Rows of a filled example: each cell as its column holds it, and the formulas worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handbook.choices import Choices
from handbook.formulas import FIRST_DAY, Cell, CellFault, Formula, Sight, work_out
from handbook.model import Column
from handbook.problems import did_you_mean
from handbook.tables.columns import Fault, Head, in_order, known, settled

# In an example, which stands on a page; and in a filled row, which a spreadsheet must be able to hold.
MOST_IN_AN_EXAMPLE = 2000
MOST_IN_A_CELL = 32_767


class _Refused(Exception):  # noqa: N818
    """A value that its column does not take."""

    def __init__(self, message: str, cure: str) -> None:
        self.message, self.cure = message, cure
        super().__init__(message)


@dataclass(frozen=True)
class Table:
    """A table ready for use: every row has a value for every column, an empty text where there is none."""

    heads: tuple[Head, ...]
    rows: tuple[Mapping[str, Cell], ...]
    faults: tuple[Fault, ...]


def shown(cell: Cell) -> str:
    """A cell as a reader sees it: dates as YYYY-MM-DD, numbers without a tail of noughts."""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)


def table(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]], choices: Choices, most_signs: int = MOST_IN_AN_EXAMPLE) -> Table:
    """The columns settled and the rows worked out, with every fault in either; what is at fault is left out. A text has `most_signs` at most."""
    faults: list[Fault] = []
    heads = settled(columns, choices, faults)
    cells = [_row(columns, heads, row, number, most_signs, faults) for number, row in enumerate(rows)]
    for head in in_order(heads):
        if head.formula is not None:
            _work_out(head.id, head.formula, heads, cells, choices, faults)
    return Table(heads, tuple(cells), tuple(faults))


def _row(columns: Sequence[Column], heads: Sequence[Head], row: Mapping[str, Any], number: int, most_signs: int, faults: list[Fault]) -> dict[str, Cell]:
    kinds = {column.id: column.kind for column in columns}
    typed = {head.id: head for head in reversed(heads) if head.formula is None}
    cells: dict[str, Cell] = {head.id: "" for head in heads}
    for name, value in row.items():
        if name not in kinds:
            faults.append(Fault(("rows", number, name), f"a row with the unknown column '{name}'", did_you_mean(name, kinds)))
        elif kinds[name] == "formula":
            faults.append(Fault(("rows", number, name), f"a row with a value for '{name}', which is worked out", "Take it out"))
        elif value is not None and name in typed:
            try:
                cells[name] = _cell(typed[name], value, most_signs)
            except _Refused as refused:
                faults.append(Fault(("rows", number, name), f"`{name}`: {refused.message}", refused.cure))
    for name, head in typed.items():
        if head.column.required and name not in row:
            faults.append(Fault(("rows", number), f"a row without '{name}', which is required", "Fill it in; the example shows finished rows"))
    return cells


def _cell(head: Head, value: Any, most_signs: int) -> Cell:
    """A value as its column holds it. Raises _Refused."""
    if isinstance(value, bool | list | dict):
        raise _Refused("expected one value", "Put a text in quotes")
    if head.column.kind == "choice":
        return _chosen(head, value)
    if head.column.kind == "number" and not isinstance(value, int | float):
        raise _Refused(f"expected a number, found '{_short(value)}'", "Write digits without a unit, and no quotes")
    if head.column.kind == "date":
        return _day(value)
    if isinstance(value, int | float) and head.column.kind == "number":
        return value
    if len(str(value)) > most_signs:
        raise _Refused(f"{len(str(value))} signs in one cell", f"Shorten it; {most_signs} is the most")
    return str(value)


def _chosen(head: Head, value: Any) -> Cell:
    for option in head.options:
        if str(option) == str(value):
            return option
    if head.options:
        raise _Refused(f"'{_short(value)}' is no option", did_you_mean(str(value), map(str, head.options)) or "Choose one of its options")
    return str(value)


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise _Refused(f"expected a date, found '{_short(value)}'", "Write it as YYYY-MM-DD, without quotes")
    if value < FIRST_DAY:
        raise _Refused("a date before March 1900", "A spreadsheet cannot reckon with it")
    return value


def _short(value: Any) -> str:
    return " ".join(str(value).split())[:40]


def _work_out(name: str, tree: Formula, heads: Sequence[Head], cells: list[dict[str, Cell]], choices: Choices, faults: list[Fault]) -> None:
    """Work one column out in every row."""
    columns = known(heads)
    typed = frozenset(head.id for head in heads if head.formula is None)
    dates = frozenset(name for name, column in columns.items() if column.holds == {"date"})

    def level(words: Mapping[str, str]) -> str | None:
        return choices.level({columns[column].words_from: word for column, word in words.items()})

    for number, row in enumerate(cells):
        try:
            row[name] = work_out(tree, Sight(row, lambda column: [other[column] for other in cells], typed, dates, level))
        except CellFault as fault:
            faults.append(Fault(("rows", number), f"`{name}` cannot be worked out: {fault}", "Change the row, or let the formula say what holds then"))
