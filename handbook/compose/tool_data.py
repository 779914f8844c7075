"""Tools as data: what a page's script and the terminal's report read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel

from handbook import addresses
from handbook.compose.notes import note
from handbook.markdown import one_line
from handbook.model import Case, Handbook, Matrix, Score, Tool, ToolPart, Tree, Value
from handbook.text.expand import expand
from handbook.text.markup import LINK, citations, replace_outside_code
from handbook.text.walk import prose, with_texts
from handbook.tools import run_part
from macros import bound

V = TypeVar("V", bound=Value)

# Written as escapes, so that nothing in the data ends its script element or is taken for a citation or a link.
_ESCAPES: dict[str, str | int | None] = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "@": "\\u0040", "(": "\\u0028", "*": "\\u002a", "`": "\\u0060"}


def tool_groups(tool: Tool) -> list[tuple[ToolPart, ...]]:
    """The parts as they are shown: trees of several markets together, every other part alone."""
    groups: list[tuple[ToolPart, ...]] = []
    for part in tool.parts:
        beside = groups[-1][-1] if groups else None
        if isinstance(part, Tree) and part.market and isinstance(beside, Tree) and beside.market:
            groups[-1] = (*groups[-1], part)
        else:
            groups.append((part,))
    return groups


def tool_data(book: Handbook, tool: Tool) -> dict[str, Any]:
    """What a result names beside itself: the tool and its version, roles with their contacts, plays, and sources by the id cited."""
    named = _named(tool.model_dump(mode="json"))
    own = book.organisation
    contact = own.contact if own else None
    return {
        "id": tool.id,
        "title": tool.title,
        "version": tool.version,
        "review_by": tool.review_by.isoformat(),
        "handbook": own.name if own else book.site.name,
        "release": book.site.release.version,
        "notice": one_line(book.site.notice),
        "owner": tool.owner,
        "roles": {name: {"title": role.title, "contact": role.contact or contact} for name, role in book.roles.items() if name in named},
        "plays": {name: {"title": play.title, "address": addresses.play(name).removesuffix(".md") + "/"} for name, play in book.plays.items() if name in named},
        "sources": {name: cited_line(book, addresses.tool(tool.id), name) for part in tool.parts for name in cited(part)},
    }


def part_data(book: Handbook, here: str, value: Value) -> dict[str, Any]:
    """A part of a tool, or a document that one is about, as plain data, written out."""
    data: dict[str, Any] = written_out(book, here, value).model_dump(mode="json", exclude_none=True)
    return data


def written_out(book: Handbook, here: str, value: V) -> V:
    """A value whose prose is Markdown with `[@id]`: calls filled in, links to pages as their words."""
    functions = bound(book, here)
    return with_texts(value, lambda text: without_links(expand(text, functions)), frozenset())


def case_answers(part: Tree | Matrix | Score, case: Case) -> list[str]:
    """The answers of a worked case as a table cell has room for them: with the number of each question, or the title of each axis."""
    given = run_part(part, case.answers).given
    if isinstance(part, Matrix):
        return [f"{one.ask}: {one.answer}" for one in given]
    order = [node.id for node in part.nodes] if isinstance(part, Tree) else [dial.id for dial in part.dials]
    return [f"{order.index(one.id) + 1} {one.answer}" for one in given]


def script_json(value: Any) -> str:
    """Data as JSON that can stand inside a script element of a Markdown page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(str.maketrans(_ESCAPES))


def cited(item: BaseModel) -> Iterator[str]:
    """The ids that the prose of an item cites, in order."""
    for _, text in prose(item):
        yield from (name for name, _ in citations(text))


def cited_line(book: Handbook, here: str, name: str) -> str:
    """The note on a fact or a source as a line of Markdown that stands outside the handbook."""
    return without_links(note(book, here, name))


def without_links(text: str) -> str:
    """The text with the words alone where a link leads to a page of the handbook."""
    return replace_outside_code(LINK, lambda found: found[0] if "://" in found["target"] else found["open"].lstrip("!")[1:-2], text)


def _named(value: Any) -> set[str]:
    """Every text in plain data that may be an id."""
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(_named, parts))
