"""Tools as data: what a page's script and the terminal's report read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from handbook import addresses
from handbook.compose.notes import source_line
from handbook.compose.words import STATUS, day
from handbook.markdown import one_line
from handbook.model import Handbook, Tool, Value
from handbook.text.expand import expand
from handbook.text.markup import LINK, citations, replace_outside_code
from handbook.text.walk import prose, with_texts
from macros import bound

# Written as escapes, so that nothing in the data ends its script element or is taken for a citation, a link or a call.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "@": "\\u0040", "(": "\\u0028", "{": "\\u007b", "*": "\\u002a", "`": "\\u0060"}


def tool_data(book: Handbook, tool: Tool) -> dict[str, Any]:
    """What a result names beside itself: the tool and its version, roles with their contacts, plays, and sources by the id cited."""
    here = addresses.tool(tool.id)
    dumped = tool.model_dump(mode="json")
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
        "roles": {name: {"title": role.title, "contact": role.contact or contact} for name, role in book.roles.items() if name in _named(dumped)},
        "plays": {
            name: {"title": play.title, "address": addresses.relative(here, addresses.play(name)).replace(".md", "/")}
            for name, play in book.plays.items()
            if name in _named(dumped)
        },
        "sources": {name: cited_line(book, name) for part in tool.parts for name in cited(part)},
    }


def part_data(book: Handbook, here: str, value: Value) -> dict[str, Any]:
    """A part of a tool, or a document that one is about, as plain data; its prose is Markdown with `[@id]`, calls filled in, without links to pages."""
    functions = bound(book, here)
    return with_texts(value, lambda text: without_links(expand(text, functions)), frozenset()).model_dump(mode="json", exclude_none=True)


def script_json(value: Any) -> str:
    """Data as JSON that can stand inside a script element of a Markdown page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(str.maketrans(_ESCAPES))


def cited(item: BaseModel) -> Iterator[str]:
    """The ids that the prose of an item cites, in order."""
    for _, text in prose(item):
        yield from (name for name, _ in citations(text))


def cited_line(book: Handbook, name: str) -> str:
    """A fact or a source as a line of Markdown that stands outside the handbook."""
    if name not in book.facts:
        return source_line(book.sources[name])
    fact = book.facts[name]
    sources = "; ".join(source_line(book.sources[source]).rstrip(".") for source in fact.sources)
    return one_line(f"{STATUS[fact.status]}, as of {day(fact.as_of)}. {sources}. Fact {fact.id}.")


def without_links(text: str) -> str:
    """The text with the words alone where a link leads to a page of the handbook."""
    return replace_outside_code(LINK, lambda found: found[0] if "://" in found["target"] else found["open"].lstrip("!")[1:-2], text)


def _named(value: Any) -> set[str]:
    """Every text in plain data that may be an id."""
    if isinstance(value, str):
        return {value}
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(_named, parts))
