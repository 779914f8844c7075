"""A whole workbook read back for one document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handbook.choices import Choices
from handbook.model import Document, Handbook
from handbook.problems import HandbookError, Problem, nearest
from handbook.readback.cells import Cells
from handbook.readback.package import Unsound, inspect
from handbook.readback.parts import Frame
from handbook.readback.sheet import Values, rows_of
from handbook.readback.told import Told

# The sheets that a template has beside those to fill in.
_OURS = re.compile(r"readme|lists|example( \d+ .*)?", re.IGNORECASE)


@dataclass(frozen=True)
class ReadBack:
    """A document's rows by the id of their sheet, the template that they stand in, and what is worth knowing about them."""

    document: Document
    template: str
    sheets: Mapping[str, Sequence[Values]]
    notes: tuple[Problem, ...]


def read_back(book: Handbook, document: Document, file: str, content: bytes, draft: bool = False) -> ReadBack:
    """The rows of a workbook. `file` is its name in messages; a `draft` may lack cells that are needed. Raises HandbookError with every problem."""
    told, choices = Told(file), Choices(book.tools)
    try:
        inspected = inspect(content)
        cells = Cells(content)
        template = _template(book, document, cells, told)
        found = {sheet.title.casefold(): title for title in cells.titles for sheet in document.sheets if sheet.title.casefold() == title.casefold()}
        _tell_sheets(document, cells, found, told)
        if inspected.aside:
            told.note("", 1, f"its {' and '.join(inspected.aside)} were not read", "Write what counts into a cell")
        rows = {}
        for sheet in document.sheets:
            if title := found.get(sheet.title.casefold()):
                frame = inspected.frames.get(title, Frame())
                rows[sheet.id] = rows_of(sheet, title, frame, cells.lines(title, frame), choices, told, draft)
    except Unsound as unsound:
        for message, cure in unsound.faults:
            told.problem("", 1, message, cure)
        raise HandbookError(told.problems) from unsound
    if told.problems:
        raise HandbookError(told.problems)
    if not any(rows.values()):
        told.note("", 1, "no row is filled in", "Rows on the sheets called Example are not read")
    return ReadBack(document, template, rows, tuple(sorted(told.notes)))


def _template(book: Handbook, document: Document, cells: Cells, told: Told) -> str:
    """The version of the template; another document's workbook is told and read no further. Raises HandbookError."""
    name, version = cells.stamp()
    if name and name != document.id:
        cure = f"Run `handbook import {name} {told.file}`" if name in book.documents else "Choose the file that was made from this document"
        told.problem("", 1, f"this is a workbook of '{name}', not of '{document.id}'", cure)
        raise HandbookError(told.problems)
    now = book.site.release.version
    if not name:
        told.note("", 1, "the workbook does not say which document it was made from; its sheets and headings were compared instead")
    elif version != now:
        told.note("", 1, f"made from the template of release {version or 'unknown'}, and this is {now}; its sheets and headings are compared with those of now")
    return version or "unknown"


def _tell_sheets(document: Document, cells: Cells, found: Mapping[str, str], told: Told) -> None:
    """Sheets that are missing, and sheets that nobody reads."""
    strangers = [title for title in cells.titles if title not in found.values() and not _OURS.fullmatch(title)]
    suggested = ""
    for sheet in document.sheets:
        if sheet.title.casefold() not in found:
            near = nearest(sheet.title, strangers)
            suggested += near
            told.problem("", 1, f"the sheet '{sheet.title}' is missing", near or "Copy it from a fresh template; it may stay empty below its headings")
    for title in strangers:
        if f"'{title}'" not in suggested:
            told.note(title, 1, "this sheet is not part of the document, and was not read")
