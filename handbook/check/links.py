"""Links that lead nowhere, or out of the handbook."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from handbook import addresses
from handbook.check.pieces import Piece
from handbook.check.references import is_lost
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading
from handbook.text.links import author_page
from handbook.text.markup import Link, links

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_OUT = ("https://", "http://", "mailto:")
_MACRO = '{{ play("safety/triage-every-change", "your words") }}'
_ITEMS = {
    addresses.ROLES: "roles", addresses.GLOSSARY: "terms", addresses.SOURCES: "sources", addresses.DOCUMENTS: "documents", addresses.HORIZON: "horizon",
}  # fmt: skip


class Links:
    """Knows every page and what may be linked to on it."""

    def __init__(self, reading: Reading, pages: Mapping[str, frozenset[str]]) -> None:
        self.reading = reading
        self.pages = pages

    def problems(self, piece: Piece) -> Iterator[Problem]:
        """Every link of a text that cannot be followed."""
        for link in links(piece.text):
            if (fault := self._fault(piece.path, link)) is not None:
                yield Problem(piece.path, piece.line(link.at, f"]({link.target}"), *fault)

    def leads_inside(self, author: str, target: str) -> bool:
        """Whether a link that is written as it may be leads to something of the handbook."""
        return self._fault_inside(author, target) is None

    def _fault(self, author: str, link: Link) -> tuple[str, str] | None:
        return fault_as_written(author, link) or (None if leads_out(link) else self._fault_inside(author, link.target))

    def _fault_inside(self, author: str, target: str) -> tuple[str, str] | None:
        shown = f"'{target[:60]}'"
        path, _, anchor = target.partition("#")
        page = author_page(author, path or posixpath.basename(author))
        if page is None:
            return f"a link that leads out of the handbook: {shown}", "Link to a page of the handbook, or to an https:// address"
        if self._is_lost(page, anchor) or (page in self.reading.book.assets and not anchor):
            return None
        if page not in self.pages:
            return f"a dead link: {shown}", _nearest_page(author, path, self.pages)
        if anchor and anchor not in self.pages[page]:
            return f"a dead anchor: {shown}", did_you_mean(anchor, self.pages[page]) or "Link to the page alone, without # and what follows"
        return None

    def _is_lost(self, page: str, anchor: str) -> bool:
        if page not in self.pages:
            return is_lost_page(self.reading, page)
        kind = "facts" if page.startswith("library/facts-") else _ITEMS.get(page, "")
        return is_lost(self.reading, kind, anchor)


def is_lost_page(reading: Reading, page: str) -> bool:
    """Whether a page may belong to something that could not be read, so that its absence is no news."""
    if is_lost(reading, "site", page) or is_lost(reading, "pages", page):
        return True
    folder, slash, name = page.rpartition("/")
    if slash and name == "index.md":
        return is_lost(reading, "playbooks", folder)
    if folder in {"tools", "journeys", "questions"}:
        return is_lost(reading, folder, name.removesuffix(".md"))
    return is_lost(reading, "plays", page.removesuffix(".md"))


def leads_out(link: Link) -> bool:
    """Whether a link leads out of the handbook, where nobody follows it."""
    return link.target.startswith(_OUT)


def fault_as_written(author: str, link: Link) -> tuple[str, str] | None:
    """What is wrong with a link whatever there is to link to."""
    shown = f"'{link.target[:60]}'"
    outside = leads_out(link)
    scheme = bool(_SCHEME.match(link.target) or link.target.startswith("//"))
    found = (
        (not link.target.strip("#"), "a link without an address", "Write the address between the round brackets: [words](../folder/page.md)"),
        ("{{" in link.target, "a macro call inside a link's address", f"Let the macro make the whole link: {_MACRO}"),
        (scheme and not outside, f"a link to {shown}", "Link to https://, to mailto: or to a page of this project"),
        (not link.plain, f"a link that is not written in the usual way: {shown}", "Write it as [words](address), without spaces in the address"),
        (link.image and outside, f"a picture from another site: {shown}", "Put the file into docs/; readers' browsers ask no other site for anything"),
        (author.startswith("library/") and not outside, f"a link to a page, in library/: {shown}", f"Call {_MACRO}, or link to https://"),
    )
    return next(((message, cure) for holds, message, cure in found if holds), None)


def _nearest_page(author: str, target: str, pages: Mapping[str, frozenset[str]]) -> str:
    folder = posixpath.dirname(author.partition("/")[2])
    near = did_you_mean(posixpath.normpath(target), (posixpath.relpath(page, folder or ".") for page in pages))
    return near if near.startswith("Did") else f"Write the way from {author} to the file, such as ../safety/triage-every-change.md"
