"""Authors' texts: citations, macro calls, links, and markup that is not allowed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from handbook import addresses
from handbook.check.references import is_lost, known_ids
from handbook.model import Handbook
from handbook.place import Loc, Place
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading
from handbook.text.expand import TextFault, expand
from handbook.text.links import author_page
from handbook.text.markup import ATTRIBUTES, HTML, citations, links, outside_code
from handbook.text.walk import plain, prose
from macros import bound

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@dataclass(frozen=True)
class _Piece:
    """A text of an author's, and how to find the line of something in it."""

    path: str
    text: str
    line: Callable[[str, int], int]


def text_problems(reading: Reading) -> Iterator[Problem]:
    """Every fault in every text of the book."""
    book = reading.book
    checker = _Checker(reading, addresses.anchors(book), set(known_ids(book)["cites"]))
    for item in _items(book):
        for loc, text in prose(item):
            piece = _piece(item.place, loc, text)
            yield from checker.problems(piece)
            yield from checker.markup(piece)
        for loc, text in plain(item):
            yield from _plain_problems(_piece(item.place, loc, text))
    for play in book.plays.values():
        for section in play.body:
            piece = _Piece(play.place.path, section.text, _body_line(play.place, section.line + 1))
            yield from checker.problems(piece)
            yield from checker.markup(piece)
    for page in book.pages.values():
        yield from checker.problems(_Piece(f"docs/{page.path}", page.text, _body_line(page.place, page.first_line)))


class _Checker:
    """Knows what may be cited, called and linked to."""

    def __init__(self, reading: Reading, pages: Mapping[str, frozenset[str]], cites: set[str]) -> None:
        self.reading = reading
        self.pages = pages
        self.cites = cites

    def problems(self, piece: _Piece) -> Iterator[Problem]:
        for name in citations(piece.text):
            if name not in self.cites and not is_lost(self.reading, "cites", name):
                cure = did_you_mean(name, self.cites) or "Cite a fact or source in library/ as [@its-id]"
                yield Problem(piece.path, piece.line(f"[@{name}]", 1), f"unknown fact or source '{name}'", cure)
        try:
            expand(piece.text, bound(self.reading.book, "page.md"))
        except TextFault as fault:
            if not self._is_about_something_lost(fault):
                yield Problem(piece.path, piece.line(fault.near, fault.line), fault.message, fault.cure)
        for target in links(piece.text):
            yield from self._link_problems(piece, target)

    def markup(self, piece: _Piece) -> Iterator[Problem]:
        for part in outside_code(piece.text):
            if found := HTML.search(part):
                yield Problem(piece.path, piece.line(found[0][:20], 1), f"HTML ({found[0][:30]})", "Write Markdown; put code between backticks")
            if found := ATTRIBUTES.search(part):
                yield Problem(piece.path, piece.line(found[0], 1), f"attributes ({found[0][:30]})", "Take them out; only {#id} after a heading works")

    def _is_about_something_lost(self, fault: TextFault) -> bool:
        kinds = {"unknown play": "plays", "unknown playbook": "playbooks", "unknown role": "roles", "unknown document": "documents"}
        kinds |= {"unknown glossary term": "terms", "unknown local name": "locals", "unknown fact": "facts"}
        return any(fault.message.startswith(f"{words} '") and is_lost(self.reading, kind, fault.near) for words, kind in kinds.items())

    def _link_problems(self, piece: _Piece, target: str) -> Iterator[Problem]:
        line = piece.line(f"({target}", 1)
        if target.startswith(("http://", "https://", "mailto:")) or "{{" in target:
            return
        if _SCHEME.match(target) or target.startswith("//"):
            yield Problem(piece.path, line, f"a link to '{target[:40]}'", "Link to https://, to mailto: or to a page of this project")
            return
        path, _, anchor = target.partition("#")
        page = author_page(piece.path, path) if path else author_page(piece.path, posixpath.basename(piece.path))
        if page is None:
            yield Problem(piece.path, line, f"a link that leaves the project: '{target}'", "Link to a page of the handbook, or to an https:// address")
        elif page in self.reading.book.assets and not anchor:
            return
        elif page not in self.pages:
            if not is_lost(self.reading, "plays", page.removesuffix(".md")):
                yield Problem(piece.path, line, f"a dead link: '{target}'", _nearest_page(piece.path, page, self.pages))
        elif anchor and anchor not in self.pages[page]:
            yield Problem(piece.path, line, f"a dead anchor: '{target}'", did_you_mean(anchor, self.pages[page]))


def _nearest_page(path: str, page: str, pages: Mapping[str, Any]) -> str:
    cure = did_you_mean(page, pages)
    return cure or f"Write the way from {path} to the file, such as ../safety/triage-every-change.md"


def _items(book: Handbook) -> Iterator[Any]:
    for kind in ("plays", "playbooks", "roles", "markets", "stages", "topics", "terms", "locals", "sources", "facts", "documents", "horizon"):
        yield from getattr(book, kind).values()
    yield from book.site.pages
    yield from (page.meta for page in book.pages.values())
    yield from (part for part in (book.site, book.pattern, book.organisation) if isinstance(part, BaseModel) and hasattr(part, "place"))


def _piece(place: Place, loc: Loc, text: str) -> _Piece:
    return _Piece(place.path, text, lambda near, line: place.line(*loc, containing=near))


def _body_line(place: Place, first: int) -> Callable[[str, int], int]:
    def line(near: str, at: int) -> int:
        for number in range(first + at - 1, len(place.lines) + 1):
            if near and near in place.lines[number - 1]:
                return number
        return first + at - 1

    return line


def _plain_problems(piece: _Piece) -> Iterator[Problem]:
    for sign, what in (("{{", "a macro call"), ("{%", "a template statement"), ("[@", "a citation")):
        if sign in piece.text:
            yield Problem(piece.path, piece.line(sign, 1), f"{what} in a field of plain text", "Take it out; titles, names and aliases stand as they are")
    if found := HTML.search(piece.text):
        yield Problem(piece.path, piece.line(found[0][:20], 1), f"HTML ({found[0][:30]})", "Write plain text")
