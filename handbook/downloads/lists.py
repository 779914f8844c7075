"""The sheet Lists of a workbook: the words of its drop-downs, and the matrices that its formulas look into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from handbook.downloads.blank import Blank, Field, LookUp
from handbook.formulas import Cell

NAME = "Lists"
_ROW = "\0"
NARROWEST, WIDEST = 26, 120


@dataclass
class Lists:
    """Where each list and each matrix stands on the sheet."""

    ranges: dict[tuple[Cell, ...], str] = field(default_factory=dict)
    matrices: list[tuple[LookUp, str, str, str]] = field(default_factory=list)

    def words(self, column: Field) -> str:
        """The range with a column's words."""
        return self.ranges[column.options]

    def level(self, cells: Mapping[str, str]) -> str:
        """The look-up of a level: `cells` gives the cell with the word of each list."""
        look_up, levels, rows, columns = next(found for found in self.matrices if {found[0].rows.listed, found[0].columns.listed} == set(cells))
        return f"INDEX({levels},MATCH({cells[look_up.rows.listed]},{rows},0),MATCH({cells[look_up.columns.listed]},{columns},0))"


def write_lists(sheet: Worksheet, blank: Blank, heading: Format) -> Lists:
    """Write every list in a column of its own, then the matrices to their right."""
    lists, at = Lists(), 0
    for column in (column for page in blank.pages for column in page.fields):
        if column.options and column.options not in lists.ranges:
            sheet.write_string(0, at, column.heading, heading)
            for row, word in enumerate(column.options, 1):
                if isinstance(word, int | float):
                    sheet.write_number(row, at, word)
                else:
                    sheet.write_string(row, at, str(word))
            _fit(sheet, at, at, column.options)
            lists.ranges[column.options] = f"{NAME}!{xl_range_abs(1, at, len(column.options), at)}"
            at += 1
    for look_up in blank.look_ups:
        lists.matrices.append(_write_matrix(sheet, look_up, at + 1, heading))
        at += len(look_up.columns.words) + 2
    return lists


def _write_matrix(sheet: Worksheet, look_up: LookUp, left: int, heading: Format) -> tuple[LookUp, str, str, str]:
    """Rows downwards, columns across, and the level in every cell."""
    sheet.write_string(0, left, f"{look_up.rows.title} downwards, {look_up.columns.title.lower()} across", heading)
    for at, word in enumerate(look_up.columns.words, left + 1):
        sheet.write_string(1, at, word, heading)
    for row, (word, levels) in enumerate(zip(look_up.rows.words, look_up.cells, strict=True), 2):
        sheet.write_string(row, left, word, heading)
        for at, level in enumerate(levels, left + 1):
            sheet.write_string(row, at, level)
    _fit(sheet, left, left + len(look_up.columns.words), [level for levels in look_up.cells for level in levels])
    last, right = 1 + len(look_up.rows.words), left + len(look_up.columns.words)
    ranges = (xl_range_abs(2, left + 1, last, right), xl_range_abs(2, left, last, left), xl_range_abs(1, left + 1, 1, right))
    levels_at, rows_at, columns_at = (f"{NAME}!{found}" for found in ranges)
    return look_up, levels_at, rows_at, columns_at


def _fit(sheet: Worksheet, first: int, last: int, words: Sequence[Cell]) -> None:
    """Make columns as wide as their longest words."""
    sheet.set_column(first, last, min(max(NARROWEST, *(len(str(word)) + 2 for word in words)), WIDEST))


def cell(row: int, column: int) -> str:
    """A cell's address in its own row: the column stays when it is copied."""
    return str(xl_rowcol_to_cell(row, column, col_abs=True))


def in_any_row(column: int) -> str:
    """The same for a formula that many rows share, with a sign that no text may hold in place of the row."""
    return f"{xl_col_to_name(column, col_abs=True)}{_ROW}"


def in_row(formula: str, row: int) -> str:
    """Such a formula in one of the rows."""
    return formula.replace(_ROW, str(row + 1))
