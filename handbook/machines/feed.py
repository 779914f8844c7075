"""A feed of changes and recalls (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from handbook import addresses
from handbook.machines.edition import Edition
from handbook.machines.words import plain_words
from handbook.model import Handbook, Move

FEED = "feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_LONGEST = 90


@dataclass(frozen=True)
class _News:
    """An entry: what it is known by for good, its day, its words, and where they stand."""

    name: str
    day: date
    title: str
    text: str
    target: str


def feed(book: Handbook, about: Edition) -> str:
    """The feed, the newest entry first. Ids come from what an entry is about, so they stay when addresses change."""
    news = sorted([*_changes(book), *_recalls(book)], key=lambda entry: (entry.day, entry.name), reverse=True)
    ElementTree.register_namespace("", _ATOM)
    root = _element(None, "feed", "")
    _element(root, "id", _id(f"feed {about.name}"))
    _element(root, "title", f"{about.name}: what changed")
    _element(root, "subtitle", about.notice)
    _element(root, "updated", _instant(max((entry.day for entry in news), default=book.site.release.date)))
    _element(_element(root, "author", ""), "name", about.name)
    if about.address:
        _element(root, "link", "", rel="self", type="application/atom+xml", href=about.file(FEED))
    _element(root, "link", "", rel="alternate", type="text/html", href=about.page(addresses.UPDATES))
    for entry in news:
        _entry(root, about, entry)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entry(root: ElementTree.Element, about: Edition, news: _News) -> None:
    entry = _element(root, "entry", "")
    _element(entry, "id", _id(news.name))
    _element(entry, "title", news.title)
    _element(entry, "updated", _instant(news.day))
    _element(entry, "link", "", rel="alternate", type="text/html", href=about.page(news.target))
    _element(entry, "content", news.text, type="text")


def _changes(book: Handbook) -> Iterator[_News]:
    """The notes for readers; one that is only about plays that the organisation does not use is left out."""
    for anchor, note in addresses.changes(book):
        titles = [book.plays[name].title for name in note.plays if name in book.plays]
        if titles or not note.plays:
            text = plain_words(book, note.note)
            plays = f" Plays: {'; '.join(titles)}." if titles else ""
            yield _News(f"change {anchor}", note.date, f"{note.kind.capitalize()}: {_short(text)}", text + plays, f"{addresses.UPDATES}#{anchor}")


def _recalls(book: Handbook) -> Iterator[_News]:
    """Texts that do not hold any more, of plays that the organisation uses."""
    for move in book.ledger:
        play = book.plays.get(move.play or "")
        if move.kind == "recalled" and play:
            title = f"Recalled: {play.title}, {_part(move)}"
            text = f"An earlier text does not hold any more: {move.because} Throw printed copies of it away."
            yield _News(f"recall {move.subject} {move.text}", move.date, title, text, f"{addresses.play(play.id)}{_anchor(move)}")


def _part(move: Move) -> str:
    return (move.part or "").replace(":", " ").replace("-", " ")


def _anchor(move: Move) -> str:
    kind, _, name = (move.part or "").partition(":")
    return f"#step-{name}" if kind == "step" else f"#{name}" if name else ""


def _short(text: str) -> str:
    first = text.split(". ", 1)[0].rstrip(".")
    return first if len(first) <= _LONGEST else first[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _id(name: str) -> str:
    return uuid5(NAMESPACE_URL, f"clinical product handbook: {name}").urn


def _element(parent: ElementTree.Element | None, name: str, text: str, **attributes: str) -> ElementTree.Element:
    tag = f"{{{_ATOM}}}{name}"
    made = ElementTree.Element(tag, attributes) if parent is None else ElementTree.SubElement(parent, tag, attributes)
    made.text = text or None
    return made
