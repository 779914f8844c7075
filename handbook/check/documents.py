"""Documents to fill in: parts that do not go together, words that are no option, formulas that mean nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from handbook import addresses
from handbook.check.sections import section_faults
from handbook.choices import Choices
from handbook.model import Document, DocumentSection, Sheet
from handbook.problems import Problem
from handbook.read import Reading
from handbook.tables import Fault, table
from handbook.text.walk import strings

ROWS = 200
OWN_SHEETS = frozenset({"readme", "lists"})
_SHEETS = frozenset({"xlsx", "csv"})
_REFUSED = re.compile(r"[:\\/?*\[\]]")
_CALLS = (("{{", "a macro call"), ("{%", "a template statement"), ("[@", "a citation"))


def document_problems(reading: Reading) -> Iterator[Problem]:
    """Every fault in every document."""
    if reading.unread.get("tools"):
        return
    choices = Choices(reading.book.tools)
    for document in reading.book.documents.values():
        for fault in [*_frame_faults(document), *_section_faults(document, choices), *_sheet_faults(document, choices)]:
            line = document.place.line(*fault.loc, containing=fault.near)
            yield Problem(document.place.path, line, fault.message, fault.cure)


def _frame_faults(document: Document) -> Iterator[Fault]:
    """Sheets where there are none, sections where there are none, and what a filled document still lacks."""
    own, other = ("sheets", "sections") if document.format in _SHEETS else ("sections", "sheets")
    if getattr(document, other):
        yield Fault((other,), f"a {document.format} document has {own}, not {other}", f"Write `{own}`, or change its `format`")
    if document.format == "csv" and len(document.sheets) > 1:
        yield Fault(("sheets",), "a csv file holds one sheet", "Make it an xlsx, or take the others out")
    if not document.sections and not document.sheets:
        if _of_the_base(document):
            yield Fault((), f"a document without `{own}`", f"Add `{own}` with a filled example; a reader gets no file without them")
        return
    yield from _twice(document.sections, "sections")
    yield from _twice(document.sheets, "sheets")
    for field, cure in (("owner", "Add the id of the role that keeps it"), ("example", "Say in a line whose invented example it is")):
        if _of_the_base(document) and getattr(document, field) is None:
            yield Fault((), f"a document with {own} and without `{field}`", cure)


def _of_the_base(document: Document) -> bool:
    """Whether the base has the document: its pages promise a filled example. An organisation's own may do without."""
    return document.place.path.startswith("library/")


def _twice(parts: Sequence[DocumentSection | Sheet], field: str) -> Iterator[Fault]:
    ids, titles = (Counter(getattr(part, name).casefold() for part in parts) for name in ("id", "title"))
    for number, part in enumerate(parts):
        if ids[part.id] > 1:
            yield Fault((field, number, "id"), f"the id '{part.id}' stands twice", "Give one of them another")
        if titles[part.title.casefold()] > 1:
            yield Fault((field, number, "title"), f"the title '{part.title}' stands twice", "Give one of them another")
        if part.id in addresses.DOCUMENT_ANCHORS:
            yield Fault((field, number, "id"), f"the id '{part.id}' is one that the page itself uses", "Choose another")


def _section_faults(document: Document, choices: Choices) -> Iterator[Fault]:
    for number, section in enumerate(document.sections):
        if section.example is None and section.kind != "sign" and _of_the_base(document):
            cure = "Fill it in as the play's example would; the page shows it"
            yield Fault(("sections", number), f"the section '{section.id}' has no `example`", cure)
        for fault in section_faults(section, choices):
            yield Fault(("sections", number, *fault.loc), fault.message, fault.cure, fault.near)
        yield from _call_faults(section.example, ("sections", number, "example"))


def _sheet_faults(document: Document, choices: Choices) -> Iterator[Fault]:
    for number, sheet in enumerate(document.sheets):
        loc = ("sheets", number)
        yield from _title_faults(document, number)
        if len(sheet.rows) > ROWS:
            yield Fault((*loc, "rows"), f"{len(sheet.rows)} rows in the example", f"Keep the telling ones; {ROWS} is the most")
        for fault in table(sheet.columns, sheet.rows, choices).faults:
            yield Fault((*loc, *fault.loc), fault.message, fault.cure, fault.near)
        yield from _call_faults(list(map(dict, sheet.rows)), (*loc, "rows"))


def _title_faults(document: Document, number: int) -> Iterator[Fault]:
    title = document.sheets[number].title
    loc = ("sheets", number, "title")
    if found := _REFUSED.search(title):
        yield Fault(loc, f"the sheet title '{title}' has a {found[0]} in it", "A spreadsheet refuses : \\ / ? * [ ] there")
    if title.startswith("'") or title.endswith("'"):
        yield Fault(loc, f"the sheet title {title} starts or ends with '", "A spreadsheet refuses it there")
    if title.casefold() in OWN_SHEETS | {"history"} or title.casefold().startswith("example"):
        yield Fault(loc, f"a sheet cannot be called '{title}'", "README, Lists and Example are made by themselves, and History belongs to the program")


def _call_faults(value: Any, loc: tuple[str | int, ...]) -> Iterator[Fault]:
    """Calls and citations in an example, where words stand as they are."""
    for way, text in strings(value):
        for sign, what in _CALLS:
            if sign in text:
                yield Fault((*loc, *way), f"{what} in an example", "Write the words out; examples stand as they are", sign)
