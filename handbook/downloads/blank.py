"""A document as its files show it: plain words only, lists resolved, the example worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from handbook import addresses
from handbook.choices import Choices, level_words
from handbook.compose.documents import owner_of
from handbook.downloads.words import Words
from handbook.formulas import Cell, Formula, names
from handbook.model import Column, Document, DocumentSection, Handbook, Matrix, Sheet, Tone
from handbook.tables import Head, Table, table

Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Field:
    """A column. `holds` is number, date or text; `listed` names the tool's list that its words come from, `heading` is what stands over them."""

    id: str
    title: str
    kind: str
    width: int
    required: bool
    prompt: str
    holds: str
    options: tuple[Cell, ...] = ()
    listed: str = ""
    heading: str = ""
    formula: Formula | None = None
    tones: tuple[tuple[str, Tone], ...] = ()


@dataclass(frozen=True)
class Part:
    """A section, with its example."""

    id: str
    title: str
    kind: str
    prompt: str
    required: bool
    locked: str
    most_words: int | None
    options: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Page:
    """A sheet, with its example rows."""

    id: str
    title: str
    about: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Side:
    """A side of a matrix: the name of its list, its heading, its words."""

    listed: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class LookUp:
    """A matrix as words: its two sides, and the level in each cell, row by row."""

    rows: Side
    columns: Side
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Blank:
    """A document to fill in. `address` is where its page stands; empty where nobody has said."""

    id: str
    title: str
    format: str
    purpose: str
    number: str
    owner: str
    example: str
    handbook: str
    organisation: str
    version: str
    released: date
    licence: str
    address: str
    paper: str
    colour: str
    logo: tuple[str, bytes] | None
    parts: tuple[Part, ...] = ()
    pages: tuple[Page, ...] = ()
    look_ups: tuple[LookUp, ...] = ()
    sources: tuple[str, ...] = field(default=())


def blank(book: Handbook, document: Document, choices: Choices) -> Blank:
    """The document with every text in plain words, under the organisation's own names."""
    words = Words(book, addresses.document(document.id))
    own = book.organisation
    found = Blank(
        id=document.id,
        title=document.title,
        format=document.format,
        purpose=words.line(document.purpose),
        number=document.number or "",
        owner=book.roles[owner_of(book, document)].title,
        example=document.example or "",
        handbook=book.site.name,
        organisation=own.name if own else "",
        version=book.site.release.version,
        released=book.site.release.date,
        licence=book.site.licence or "",
        address=f"{own.site_url.rstrip('/')}/documents/{document.id}/" if own and own.site_url else "",
        paper="letter" if own and own.markets == ("us",) else "a4",
        colour=own.look.colour or "" if own and own.look else "",
        logo=(book.logo.name, book.logo.content) if book.logo else None,
        parts=tuple(_part(section, words, choices) for section in document.sections),
        pages=tuple(_page(sheet, words, choices) for sheet in document.sheets),
    )
    return replace(found, look_ups=_look_ups(found, choices), sources=words.sources())


def _part(section: DocumentSection, words: Words, choices: Choices) -> Part:
    found = table(section.columns, section.example or (), choices) if section.kind == "table" else None
    return Part(
        section.id,
        section.title,
        section.kind,
        words.line(section.prompt),
        section.required,
        words.line(section.locked),
        section.most_words,
        choices.words(section),
        _fields(found, words, choices) if found else (),
        _lines(section.example) if found is None else (),
        _rows(found) if found else (),
    )


def _page(sheet: Sheet, words: Words, choices: Choices) -> Page:
    found = table(sheet.columns, sheet.rows, choices)
    return Page(sheet.id, sheet.title, words.line(sheet.about), _fields(found, words, choices), _rows(found))


def _lines(example: Any) -> tuple[str, ...]:
    entries: Sequence[Any] = example if isinstance(example, list | tuple) else () if example is None else (example,)
    return tuple(str(entry) for entry in entries)


def _rows(found: Table) -> tuple[Row, ...]:
    return tuple(tuple(row[head.id] for head in found.heads) for row in found.rows)


def _fields(found: Table, words: Words, choices: Choices) -> tuple[Field, ...]:
    return tuple(_field(head, words, choices) for head in found.heads)


def _field(head: Head, words: Words, choices: Choices) -> Field:
    column: Column = head.column
    holds = next((kind for kind in ("text", "number", "date") if kind in head.holds), "text")
    tones: Mapping[str, Tone] = choices.lists[head.levels].tones if head.levels else {}
    return Field(
        column.id, column.title, column.kind, column.width, column.required, words.line(column.prompt), holds,
        head.options, head.words_from, choices.lists[head.words_from].title if head.words_from else column.title, head.formula, tuple(tones.items()),
    )  # fmt: skip


def _look_ups(found: Blank, choices: Choices) -> tuple[LookUp, ...]:
    """The matrices in which the formulas look up a level."""
    listed = {field.id: field.listed for page in found.pages for field in page.fields}
    used = {listed.get(name.name, "") for page in found.pages for field in page.fields if field.tones and field.formula for name in names(field.formula)}
    matrices: dict[str, tuple[str, Matrix]] = {}
    for name in sorted(used & set(choices.lists)):
        tool = name.partition(".")[0]
        matrices[tool] = (tool, choices.lists[name].matrix)
    return tuple(_look_up(tool, matrix) for tool, matrix in matrices.values())


def _look_up(tool: str, matrix: Matrix) -> LookUp:
    levels = level_words(matrix)
    rows, columns = (Side(f"{tool}.{axis.id}", axis.title, tuple(word.word for word in axis.words)) for axis in (matrix.rows, matrix.columns))
    return LookUp(rows, columns, tuple(tuple(levels[name] for name in matrix.cells[word.id]) for word in matrix.rows.words))
