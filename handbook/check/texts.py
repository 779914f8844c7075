"""Authors' texts: citations and macro calls that mean nothing, and what goes wrong with links and markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handbook import addresses
from handbook.check.links import Links
from handbook.check.markup import markup_problems, plain_problems
from handbook.check.notes import calls_in_a_fact, texts_of
from handbook.check.pieces import Piece, items_with_texts, plain_of, prose_of
from handbook.check.references import is_lost, known_ids
from handbook.model import Handbook
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading
from handbook.text.expand import Call, Functions, TextFault, faults, works
from handbook.text.markup import citations
from macros import bound

_CALLED = {
    "unknown play": "plays", "unknown playbook": "playbooks", "unknown role": "roles", "unknown document": "documents",
    "unknown glossary term": "terms", "unknown local name": "locals", "unknown fact": "facts",
}  # fmt: skip


def text_problems(reading: Reading) -> Iterator[Problem]:
    """Every fault in every text of the book."""
    known = addresses.anchors(reading.book)
    links = Links(reading, {**known, **_own_anchors(reading.book, known)})
    cites = set(known_ids(reading.book)["cites"])
    functions = bound(reading.book, "page.md")
    calls: dict[Call, bool] = {}
    for item in items_with_texts(reading.book):
        texts = texts_of(item, reading.known)
        for call in texts.calls:
            if call not in calls:
                calls[call] = works(call, functions)
        followed = all(links.leads_inside(item.place.path, target) for target in texts.links)
        if not (texts.clean and cites.issuperset(texts.cites) and followed and all(calls[call] for call in texts.calls)):
            yield from _problems_in(reading, item, links, cites, functions)


def _problems_in(reading: Reading, item: Any, links: Links, cites: set[str], functions: Functions) -> Iterator[Problem]:
    """Every fault in the texts of one item."""
    for piece in prose_of(item):
        yield from _citation_problems(reading, piece, cites)
        yield from _macro_problems(reading, piece, functions)
        yield from links.problems(piece)
        yield from markup_problems(piece)
    for piece in plain_of(item):
        yield from plain_problems(piece)


def _own_anchors(book: Handbook, known: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The anchors of plays that an organisation has changed: the base's, which are known, its own sections and its own steps."""
    own = {}
    for item in book.adaptations.values():
        steps = {f"step-{change.step.name}" for change in item.changes if change.step is not None}
        page = addresses.play(item.adapts)
        own[page] = known.get(page, frozenset()) | steps | {section.id for section in item.body}
    return own


def _citation_problems(reading: Reading, piece: Piece, cites: set[str]) -> Iterator[Problem]:
    for name, at in citations(piece.text):
        if name not in cites and not is_lost(reading, "cites", name):
            cure = did_you_mean(name, cites) or "Cite a fact or source in library/ as [@its-id]"
            if "@" in name or " " in name:
                cure = "Cite one id in each pair of brackets, with nothing else in it, such as [@uk-1] [@uk-2]"
            yield Problem(piece.path, piece.line(at, f"[@{name}]"), f"unknown fact or source '{name}'", cure)


def _macro_problems(reading: Reading, piece: Piece, functions: Functions) -> Iterator[Problem]:
    if calls_in_a_fact(piece):
        at = piece.text.index("{{")
        yield Problem(piece.path, piece.line(at, "{{"), "a macro call in a fact", "Write the words out; a fact is quoted on other pages as it stands")
        return
    for fault in faults(piece.written, functions):
        if not _is_about_something_lost(reading, fault):
            yield Problem(piece.path, piece.line_written(fault.at, piece.written[fault.at : fault.at + 2]), fault.message, fault.cure)


def _is_about_something_lost(reading: Reading, fault: TextFault) -> bool:
    return any(fault.message.startswith(f"{words} '") and is_lost(reading, kind, fault.name) for words, kind in _CALLED.items())
