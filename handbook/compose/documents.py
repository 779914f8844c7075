"""What the templates of documents may call: files, tables worked out, and examples as lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

from handbook import addresses
from handbook.choices import Choices
from handbook.model import Column, Document, DocumentSection, Handbook, Play, Tool
from handbook.tables import Table, shown, table

FORMATS: Mapping[str, str] = {"docx": "Word", "xlsx": "Excel", "md": "Markdown", "yml": "YAML", "csv": "CSV"}


def functions(book: Handbook) -> Mapping[str, Callable[..., Any]]:
    """The functions by name."""
    choices = Choices(book.tools)

    def filled_table(columns: Sequence[Column], rows: Any) -> Table:
        return table(columns, rows or (), choices)

    left: dict[str, list[tuple[Play, str]]] = {}
    for play in book.plays.values():
        for leave in play.leaves:
            left.setdefault(leave.document, []).append((play, leave.filed))

    def filed(name: str) -> list[tuple[str, str]]:
        """The plays that leave a document, each with where it is filed."""
        return [(play.id, where) for play, where in left.get(name, ())]

    def plays_leaving(name: str) -> list[Play]:
        """The plays that leave a document, each once."""
        return list({play.id: play for play, _ in left.get(name, ())}.values())

    def tools_for(name: str) -> list[Tool]:
        """The tools whose result a document takes up."""
        return [tool for tool in book.tools.values() if name in tool.documents]

    return {
        "filled_table": filled_table,
        "words_of": choices.words,
        "filed": filed,
        "plays_leaving": plays_leaving,
        "tools_for": tools_for,
        "file_link": file_link,
        "example_lines": example_lines,
        "cell_shown": shown,
    }


def file_link(here: str, document: Document, kind: str) -> str:
    """A link to a document's file of a kind, under the file's own name."""
    target = addresses.relative(here, addresses.downloads(document)[kind])
    return f'[{FORMATS[kind]} ({kind})]({target}){{: download="{document.id}.{kind}" }}'


def example_lines(section: DocumentSection) -> list[str]:
    """A filled part as lines of text; a table has none."""
    example = section.example
    if isinstance(example, str):
        return [line for line in example.split("\n") if line.strip()]
    return [str(entry) for entry in example] if isinstance(example, list | tuple) and section.kind != "table" else [] if example is None else [str(example)]


def owner_of(book: Handbook, document: Document) -> str:
    """The role that keeps a document: its own, or the owner of the first play that leaves it, or of the list of documents."""
    if document.owner:
        return document.owner
    plays = (play.owner for play in book.plays.values() for leave in play.leaves if leave.document == document.id)
    lists = (page.owner for page in book.site.pages if page.id == addresses.DOCUMENTS)
    return next(chain(plays, lists, book.roles))
