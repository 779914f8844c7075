"""Tools: what each kind needs to hold together, and names that mean nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any

from handbook import addresses
from handbook.check.cases import case_faults
from handbook.check.collected import assessment_faults, document_faults
from handbook.check.grades import matrix_faults, score_faults
from handbook.check.references import is_lost, known_ids
from handbook.check.trees import tree_faults
from handbook.model import Handbook, Result, Tool, ToolPart
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading
from handbook.tools import Fault

# One entry a kind: the faults of a part by itself. Cases are run only through a part that has none.
KINDS: Mapping[str, Callable[[Any], Iterator[Fault]]] = {"tree": tree_faults, "matrix": matrix_faults, "score": score_faults, "assessment": assessment_faults}
_WORDS = {"plays": "play", "roles": "role", "own markets": "market"}


def tool_problems(reading: Reading) -> Iterator[Problem]:
    """Every fault in every tool."""
    for tool in reading.book.tools.values():
        for fault in _tool_faults(reading, tool):
            yield Problem(tool.place.path, tool.place.line(*fault.loc), fault.message, fault.cure)


def tool_warnings(book: Handbook, today: date) -> Iterator[Problem]:
    """Tools that nobody has read again by the day they name."""
    for tool in book.tools.values():
        if tool.review_by < today:
            message = f"the tool was to be read again by {tool.review_by.isoformat()}"
            yield Problem(tool.place.path, tool.place.line("review_by"), message, "Read it against its sources, then set `version` and `review_by` anew")


def _tool_faults(reading: Reading, tool: Tool) -> Iterator[Fault]:
    taken = set(addresses.TOOL_ANCHORS)
    for number, part in enumerate(tool.parts):
        own = [*(KINDS[part.kind](part) if part.kind in KINDS else ()), *document_faults(reading, part)]
        own = own or [*_anchor_faults(part, taken), *case_faults(part)]
        for fault in [*own, *_reference_faults(reading, part)]:
            yield fault.within("parts", number)
        taken.update(addresses.part_anchors(part))


def _anchor_faults(part: ToolPart, taken: Collection[str]) -> Iterator[Fault]:
    """Two things on the page with one address: a link to one of them would lead to the other."""
    anchors = addresses.part_anchors(part)
    for anchor in dict.fromkeys(anchor for number, anchor in enumerate(anchors) if anchor in taken or anchor in anchors[:number]):
        yield Fault(("id",), f"two things on the page would have the address '#{anchor}'", "Give the part, or what is in it, another id")


def _reference_faults(reading: Reading, part: ToolPart) -> Iterator[Fault]:
    """Plays, roles and markets that are not there."""
    known = known_ids(reading.book)
    for loc, kind, name in _named(part):
        if name not in known[kind] and not is_lost(reading, kind, name):
            yield Fault(loc, f"`{loc[-1] if isinstance(loc[-1], str) else loc[-2]}`: unknown {_WORDS[kind]} '{name}'", did_you_mean(name, known[kind]))


def _named(value: Any, loc: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Every id of a play, role or market in a part: its place, its kind and itself."""
    if isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _named(entry, (*loc, number))
        return
    for field in type(value).model_fields if hasattr(type(value), "model_fields") else ():
        found = getattr(value, field)
        if field == "plays":
            yield from (((*loc, field, number), "plays", name) for number, name in enumerate(found))
        elif field == "play" and found is not None:
            yield (*loc, field), "plays", found
        elif field == "ask" and (isinstance(value, Result) or not loc):
            yield (*loc, field), "roles", found
        elif field == "market" and found is not None:
            yield (*loc, field), "own markets", found
        else:
            yield from _named(found, (*loc, field))
