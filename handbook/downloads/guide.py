"""The sheet README of a workbook: its state, what it is for, and what belongs into each column."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from handbook.compose.words import day
from handbook.downloads.blank import Blank, Field, Page
from handbook.downloads.controls import STATES
from handbook.downloads.lists import NAME
from handbook.downloads.sheet import Formats, fit_row
from handbook.stamp import DOCUMENT_LINE, TEMPLATE_LINE
from handbook.tables import shown

WIDTHS = (26, 80, 44)
MOST_CHOICES = 400
HOW = (
    "Leave the headings as they are. A column marked as needed is part of every finished row; an empty one is tinted.",
    "A cell with a list opens with Alt and the down arrow. Tinted columns in italics are worked out: type nothing there.",
    "The first 200 rows have lists and formulas. For more rows, copy the last one down.",
)


def write_guide(sheet: Worksheet, blank: Blank, formats: Formats) -> None:
    """Write the sheet from its top to its end."""
    for at, (width, form) in enumerate(zip(WIDTHS, (formats.label, formats.text, formats.text), strict=True)):
        sheet.set_column(at, at, width, form)
    row = _write_top(sheet, blank, formats)
    sheet.write_string(row, 0, "How to fill it in", formats.section)
    row = _write_lines(sheet, HOW, row, formats)
    for page in blank.pages:
        row = _write_columns(sheet, page, row + 2, formats)
    if blank.sources:
        sheet.write_string(row + 2, 0, "Sources", formats.section)
        _write_lines(sheet, blank.sources, row + 2, formats)


def _write_lines(sheet: Worksheet, lines: Sequence[str], row: int, formats: Formats) -> int:
    """Lines below a heading in `row`. Returns the last row written."""
    for number, line in enumerate(lines, row + 1):
        sheet.write_string(number, 1, line, formats.text)
        fit_row(sheet, number, [(line, WIDTHS[1])])
    return row + len(lines)


def _write_top(sheet: Worksheet, blank: Blank, formats: Formats) -> int:
    """State, title and what is known of the document. Returns the next free row but one."""
    sheet.write_string(0, 0, STATES[0], formats.state)
    sheet.data_validation(0, 0, 0, 0, {"validate": "list", "source": list(STATES), "input_message": "It stays a template until you choose another word here."})
    sheet.write_string(1, 0, blank.title, formats.title)
    sheet.set_row(1, 26)
    page = blank.address or f"the handbook's page “{blank.title}”"
    lines = (
        ("What it is for", blank.purpose), ("Number", blank.number), ("Kept by", blank.owner), ("Organisation", blank.organisation), (DOCUMENT_LINE, blank.id),
        (TEMPLATE_LINE, f"{blank.version} of {day(blank.released.isoformat())}"), ("Filled in as an example", f"{blank.example} See {page}.".strip()),
        ("Licence", blank.licence),
    )  # fmt: skip
    row = 2
    for label, words in lines:
        if words:
            sheet.write_string(row, 0, label, formats.label)
            sheet.write_string(row, 1, words, formats.text)
            fit_row(sheet, row, [(words, WIDTHS[1])])
            row += 1
    return row + 1


def _choices(column: Field) -> str:
    """The words to choose from; where they are many, how many and where they stand."""
    words = "; ".join(shown(option) for option in column.options)
    return words if len(words) <= MOST_CHOICES else f"One of the {len(column.options)} lines below “{column.heading}” on the sheet {NAME}"


def _write_columns(sheet: Worksheet, page: Page, row: int, formats: Formats) -> int:
    """A sheet's columns, one below the other. Returns the last row written."""
    sheet.write_string(row, 0, f"Sheet: {page.title}", formats.section)
    sheet.write_string(row + 1, 1, page.about, formats.text)
    fit_row(sheet, row + 1, [(page.about, WIDTHS[1])])
    for at, words in enumerate(("Column", "What to write", "Choose from")):
        sheet.write_string(row + 2, at, words, formats.head)
    for number, column in enumerate(page.fields, row + 3):
        needed = "Needed. " if column.required else ""
        worked = "Worked out." if column.formula is not None and not column.prompt else ""
        lines = (column.title, f"{needed}{column.prompt}{worked}".strip(), _choices(column))
        for at, (words, form) in enumerate(zip(lines, (formats.label, formats.text, formats.text), strict=True)):
            sheet.write_string(number, at, words, form)
        fit_row(sheet, number, list(zip(lines, WIDTHS, strict=True)))
    return row + 2 + len(page.fields)
