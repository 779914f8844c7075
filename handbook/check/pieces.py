"""Every text of the book, and how to find the line of something in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from handbook.model import Adaptation, Handbook, Page, Play
from handbook.place import Loc, Place
from handbook.text.expand import bare
from handbook.text.walk import plain, prose, strings

KINDS = (
    "plays",
    "playbooks",
    "roles",
    "markets",
    "stages",
    "topics",
    "terms",
    "locals",
    "synonyms",
    "sources",
    "facts",
    "documents",
    "horizon",
    "tools",
    "journeys",
    "questions",
)
_ANY = re.compile("")
VOICED = ("plays", "playbooks", "journeys", "questions", "stages", "roles", "documents", "tools")


@dataclass(frozen=True)
class Piece:
    """A text of an author's: a value at `loc`, or Markdown that starts on the line `first`."""

    path: str
    written: str
    place: Place
    loc: Loc = ()
    first: int = 0

    @cached_property
    def text(self) -> str:
        """The text without its comments."""
        return bare(self.written)

    def line(self, at: int, near: str) -> int:
        """The author's line of what stands `at` that many signs into `text` and starts with `near`."""
        return self._line(self.text, at, near)

    def line_written(self, at: int, near: str) -> int:
        """Like `line`, counted in the text as it was written, comments included."""
        return self._line(self.written, at, near)

    def _line(self, text: str, at: int, near: str) -> int:
        if self.first:
            return self.first + text.count("\n", 0, at)
        return self.place.line(*self.loc, containing=near, skip=text.count(near, 0, at) if near else 0)


def prose_pieces(book: Handbook) -> Iterator[Piece]:
    """The texts in which citations, macros and links are followed."""
    for item in items_with_texts(book):
        yield from prose_of(item)


def items_with_texts(book: Handbook) -> Iterator[Any]:
    """Everything in which an author wrote texts; each stands at a place of its own."""
    for kind in KINDS:
        yield from getattr(book, kind).values()
    yield from book.site.pages
    yield from book.reviews
    yield from book.changes
    yield from book.ledger
    yield from book.adaptations.values()
    yield from (page.meta for page in book.pages.values())
    yield from (part for part in (book.site, book.pattern, book.organisation) if isinstance(part, BaseModel))
    yield from book.pages.values()


def prose_of(item: Any, among: re.Pattern[str] = _ANY) -> Iterator[Piece]:
    """The texts of one item in which citations, macros and links are followed; those alone in which the pattern `among` finds something."""
    place = item.place
    if isinstance(item, Page):
        if among.search(item.text):
            yield Piece(place.path, item.text, place, first=item.first_line)
        return
    for loc, text in prose(item):
        if among.search(text):
            yield Piece(place.path, text, place, loc)
    for section in item.body if isinstance(item, Play | Adaptation) else ():
        if among.search(section.text):
            yield Piece(place.path, section.text, place, first=section.line + 1)
    if isinstance(item, Adaptation):
        yield from (piece for piece in _value_pieces(item) if among.search(piece.written))


def _value_pieces(item: Adaptation) -> Iterator[Piece]:
    """The texts in fields that an organisation sets; what is plain in a play passes as prose here, since a call in it is refused elsewhere."""
    for number, change in enumerate(item.changes):
        for loc, text in strings(change.value):
            yield Piece(item.place.path, text, item.place, ("changes", number, "value", *loc))


def plain_of(item: Any, among: re.Pattern[str] = _ANY) -> Iterator[Piece]:
    """The texts of one item that stand as they are; those alone in which the pattern `among` finds something."""
    for loc, text in plain(item) if not isinstance(item, Page) else ():
        if among.search(text):
            first = item.body[int(loc[1])].line if loc[0] == "body" else 0
            yield Piece(item.place.path, text, item.place, loc, first)


def voiced_items(book: Handbook) -> Iterator[Any]:
    """The items in which the handbook speaks itself; facts, sources and terms say what others have written."""
    for kind in VOICED:
        yield from getattr(book, kind).values()
