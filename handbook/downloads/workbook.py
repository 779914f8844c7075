"""A document as a workbook: typed columns, drop-downs, formulas, an example, and a sheet that explains them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from handbook.compose.words import day
from handbook.downloads.blank import Blank, Field, Page
from handbook.downloads.controls import STATES
from handbook.downloads.guide import write_guide
from handbook.downloads.lists import NAME, Lists, cell, in_any_row, in_row, write_lists
from handbook.downloads.sheet import Formats, RowSheet, fit_row, limit_cells, mark_cells
from handbook.formulas import Cell, Grid, excel
from handbook.stamp import DOCUMENT_PROPERTY, README, TEMPLATE_PROPERTY
from handbook.tables import shown

ROWS = 200
READABLE = 220  # characters across a page on its side, at some 7 points
# In memory, XlsxWriter dates every part alike, so that the same content gives the same bytes.
_LITERAL = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DAY_0 = date(1899, 12, 30)


def workbook_file(blank: Blank) -> bytes:
    """The document as an .xlsx file."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, _LITERAL)
    formats = Formats(book, blank.colour)
    book.set_properties(_properties(blank))
    book.set_custom_property(DOCUMENT_PROPERTY, blank.id, "text")
    book.set_custom_property(TEMPLATE_PROPERTY, blank.version, "text")
    guide = book.add_worksheet(README)
    sheets = [book.add_worksheet(page.title, RowSheet) for page in blank.pages]
    examples = [book.add_worksheet(_example_name(blank, number), RowSheet) if page.rows else None for number, page in enumerate(blank.pages)]
    lists_sheet = book.add_worksheet(NAME)
    lists = write_lists(lists_sheet, blank, formats.head)
    write_guide(guide, blank, formats)
    for page, sheet, example in zip(blank.pages, sheets, examples, strict=True):
        _write_page(sheet, page, lists, formats)
        if example is not None:
            _write_example(example, page, blank.example, lists, formats)
    for sheet in book.worksheets():
        _set_print(sheet, blank)
    for page, *both in zip(blank.pages, sheets, examples, strict=True):
        for sheet in filter(None, both):
            _set_rows_print(sheet, page)
    guide.activate()
    book.close()
    return target.getvalue()


def _properties(blank: Blank) -> dict[str, Any]:
    return {
        "title": blank.title, "subject": blank.purpose[:255], "author": blank.organisation or blank.handbook, "company": blank.organisation,
        "category": "Template", "comments": blank.licence, "status": STATES[0], "created": datetime.combine(blank.released, time()),
    }  # fmt: skip


def _example_name(blank: Blank, number: int) -> str:
    """`Example`, or with several sheets `Example 2 Title`; a spreadsheet takes 31 signs."""
    return "Example" if len(blank.pages) == 1 else f"Example {number + 1} {blank.pages[number].title}"[:31].rstrip(" '")


def _write_page(sheet: Worksheet, page: Page, lists: Lists, formats: Formats) -> None:
    """The sheet to fill in: headings, then rows that know what belongs into them."""
    _write_heads(sheet, page.fields, 0, formats)
    grid = _grid(page, lists, 1, ROWS)
    for at, column in enumerate(page.fields):
        if column.formula is not None:
            formula, form = excel(column.formula, grid), formats.of(column)
            for row in range(1, ROWS + 1):
                sheet.write_formula(row, at, in_row(formula, row), form, "")
        limit_cells(sheet, at, column, lists, ROWS)
        mark_cells(sheet, at, column, [cell(1, place) for place, other in enumerate(page.fields) if other.formula is None], formats, 1, ROWS)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, ROWS, len(page.fields) - 1)
    sheet.repeat_rows(0)


def _write_example(sheet: Worksheet, page: Page, example: str, lists: Lists, formats: Formats) -> None:
    """The filled rows below a line that says they are invented; the formulas work here too."""
    sheet.write_string(0, 0, f"{example} Copy no dose, threshold or level out of it.".strip(), formats.note)
    _write_heads(sheet, page.fields, 1, formats)
    grid = _grid(page, lists, 2, len(page.rows))
    formulas = [None if column.formula is None else excel(column.formula, grid) for column in page.fields]
    forms = [formats.of(column) for column in page.fields]
    for row, values in enumerate(page.rows, 2):
        for at, (value, formula, form) in enumerate(zip(values, formulas, forms, strict=True)):
            if formula is not None:
                sheet.write_formula(row, at, in_row(formula, row), form, _number(value))
            else:
                _write(sheet, row, at, value, form)
        fit_row(sheet, row, [(shown(value), column.width) for column, value in zip(page.fields, values, strict=True)])
    for at, column in enumerate(page.fields):
        mark_cells(sheet, at, column, [], formats, 2, len(page.rows) + 1)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(1)
    sheet.set_tab_color("#9AA5A8")


def _write_heads(sheet: Worksheet, columns: Sequence[Field], row: int, formats: Formats) -> None:
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width, formats.of(column))
        sheet.write_string(row, at, column.title, formats.worked_head if column.formula is not None else formats.head)
    fit_row(sheet, row, [(column.title, column.width * 0.85) for column in columns])


def _write(sheet: Worksheet, row: int, at: int, value: Cell, form: Format) -> None:
    """A value as what it is; a text stays a text, whatever it starts with."""
    if isinstance(value, date):
        sheet.write_number(row, at, _number(value), form)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value, form)
    elif value:
        sheet.write_string(row, at, value, form)


def _number(value: Cell) -> Any:
    """A date as the number of its day, as a spreadsheet keeps it; anything else as it is."""
    return (value - _DAY_0).days if isinstance(value, date) else value


def _grid(page: Page, lists: Lists, first: int, count: int) -> Grid:
    """Where things stand for the formulas of any one row."""
    at = {column.id: number for number, column in enumerate(page.fields)}
    listed = {column.id: column.listed for column in page.fields}

    def level(cells: Mapping[str, str]) -> str:
        return lists.level({listed[name]: place for name, place in cells.items()})

    return Grid(
        cell=lambda name: in_any_row(at[name]),
        column=lambda name: str(xl_range_abs(first, at[name], first + count - 1, at[name])),
        typed=tuple(in_any_row(at[column.id]) for column in page.fields if column.formula is None),
        numbers=frozenset(column.id for column in page.fields if column.holds != "text"),
        level=level,
    )


def _set_print(sheet: Worksheet, blank: Blank) -> None:
    """On its side, as wide as the page, with what it is at the top and the page number below."""
    sheet.set_landscape()
    sheet.set_paper(1 if blank.paper == "letter" else 9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
    name, owner = _print(f"{blank.number or blank.id} · {blank.title}"), _print(blank.organisation or blank.handbook)
    sheet.set_header(f"&L&9{name}&R&9{owner}")
    sheet.set_footer(f"&L&9Template {_print(blank.version)} of {day(blank.released.isoformat())}&C&9&A&R&9Page &P of &N")


def _set_rows_print(sheet: Worksheet, page: Page) -> None:
    """Rows with lines between them, and on as many pages side by side as keep the words large enough to read."""
    across = -(-sum(column.width for column in page.fields) // READABLE)
    sheet.hide_gridlines(0)
    sheet.fit_to_pages(across, 0)
    if across > 1:
        sheet.repeat_columns(0)
        sheet.print_across()


def _print(text: str) -> str:
    """A text for a header, which gives & a meaning of its own and takes 255 signs in all."""
    return text[:90].replace("&", "&&")
