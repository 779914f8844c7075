"""What follows from an author's texts alone. It is noted with the file, so that the next check asks only what the rest of the book decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from handbook.check.links import fault_as_written, leads_out
from handbook.check.markup import MARKS, PLAIN_MARKS, markup_problems, plain_problems
from handbook.check.pieces import Piece, plain_of, prose_of
from handbook.read import Known
from handbook.text.expand import Call, TextFault, calls
from handbook.text.markup import citations, links

N = TypeVar("N")
_TEXTS = "texts"


class Texts(NamedTuple):
    """The texts of one item. They are without problems where `clean` holds and the book has all that they cite, link to inside it and call."""

    clean: bool
    cites: tuple[str, ...]
    links: tuple[str, ...]
    calls: tuple[Call, ...]


_ADAPTER = TypeAdapter(Texts)


def texts_of(item: Any, known: Mapping[str, Known]) -> Texts:
    """What follows from the texts of an item, as it was read from a file; `known` is what is known about each file."""
    return noted(item, known, _TEXTS, _ADAPTER, _texts)


def noted(item: Any, known: Mapping[str, Known], topic: str, kind: TypeAdapter[N], work_out: Callable[[Any], N]) -> N:
    """What was noted on a topic about an item, or what is worked out and noted now."""
    file = known.get(item.place.path)
    name = " ".join([type(item).__name__, *map(str, item.place.base)])
    found = file.notes.get(topic, {}).get(name) if file else None
    if found is not None:
        try:
            return kind.validate_python(found)
        except ValidationError:  # somebody else wrote it
            found = None
    worked_out = work_out(item)
    if file:
        file.note(topic, name, worked_out)
    return worked_out


def _texts(item: Any) -> Texts:
    cites: set[str] = set()
    inside: set[str] = set()
    called: set[Call] = set()
    clean = not any(problem for piece in plain_of(item, PLAIN_MARKS) for problem in plain_problems(piece))
    for piece in prose_of(item, MARKS):
        cites |= {name for name, _ in citations(piece.text)}
        followed = list(links(piece.text))
        inside |= {link.target for link in followed if not leads_out(link)}
        clean = clean and not any(fault_as_written(piece.path, link) for link in followed) and not any(markup_problems(piece))
        try:
            called |= calls(piece.written)
        except TextFault:
            clean = False
        clean = clean and not calls_in_a_fact(piece)
    return Texts(clean, tuple(sorted(cites)), tuple(sorted(inside)), tuple(sorted(called)))


def calls_in_a_fact(piece: Piece) -> bool:
    """Whether a fact calls a macro, which is quoted on other pages as it stands."""
    return piece.path.startswith("library/facts/") and "{{" in piece.text
