"""A whole layer: playbooks, library, hand-written pages and the organisation's name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from handbook.model import Handbook, Page, PageMeta, Pattern, Play, Release, Site
from handbook.problems import Problem
from handbook.read.files import Files, Opened
from handbook.read.library import Shelf, read_library, read_own_library
from handbook.read.memory import Known, Memory
from handbook.read.organisation import Layer, read_layers
from handbook.read.plays import read_plays
from handbook.read.validate import build
from handbook.source import parse_front_matter

_OTHER_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


@dataclass(frozen=True)
class Reading:
    """What the files say: the book as far as it could be read, its problems, the ids that were lost, by kind, and the organisation's folder.

    `under` is the reading of the layer that the organisation's own stands on, if there is one. `known` is what is known about each file.
    """

    book: Handbook
    problems: tuple[Problem, ...]
    unread: Mapping[str, frozenset[str]]
    layer: str = ""
    under: Reading | None = None
    known: Mapping[str, Known] = field(default_factory=dict, repr=False, compare=False)


def read(root: Path, environment: Mapping[str, str] = os.environ, memory: Memory | None = None) -> Reading:
    """Read the handbook under `root`; `$HANDBOOK_ORGANISATION` names another organisation's folder. `memory` spares reading again what it knows."""
    problems: list[Problem] = []
    files = Files(root, problems, memory)
    shelf = Shelf()
    read_library(files, shelf)
    read_plays(files, shelf)
    pages = _read_pages(files, shelf)
    lowest, *others = read_layers(files, environment, shelf.ledger) or [Layer()]
    reading = _reading(files, shelf, pages, lowest, None)
    for layer in others:
        reading = _reading(files, shelf, pages, layer, reading)
    return replace(reading, problems=tuple(problems))


def _reading(files: Files, shelf: Shelf, pages: Mapping[str, Page], layer: Layer, under: Reading | None) -> Reading:
    """The book with one layer, whose own items go onto the shelf; those of the layer under it are there already."""
    if layer.folder:
        read_own_library(files, layer.folder, shelf)
    for name in layer.lost - set(shelf.of("plays")):
        shelf.lost("plays", name)
    plays = {**shelf.of("plays"), **_own_plays(under)}
    book = Handbook.model_construct(
        site=shelf.singles.get("site") or _empty_site(),
        pattern=shelf.singles.get("pattern") or Pattern.model_construct(title="", about="", good="", struggles=(), sources=()),
        **{**_items(shelf), "plays": dict(sorted(plays.items()))},
        playbooks=dict(sorted(shelf.of("playbooks").items(), key=lambda entry: (entry[1].order, entry[0]))),
        reviews=tuple(shelf.reviews),
        ledger=tuple(shelf.ledger),
        changes=tuple(shelf.changes),
        pages=pages,
        assets=frozenset(path.removeprefix("docs/") for path in files.under("docs") if not path.endswith(".md")),
        organisation=layer.organisation,
        logo=layer.logo,
        adaptations=layer.adaptations,
        own_plays=layer.plays,
        own_items=dict(shelf.own_items) if layer.folder else {},
        agreements=tuple(layer.agreements),
        seen=layer.seen,
    )
    return Reading(book, tuple(files.problems), {kind: frozenset(names) for kind, names in shelf.unread.items()}, layer.folder, under, files.known)


def _own_plays(under: Reading | None) -> Mapping[str, Play]:
    """The plays that the layers below have added; to a layer they are plays of its base."""
    return {**_own_plays(under.under), **under.book.own_plays} if under else {}


_KINDS = (
    "plays", "roles", "markets", "stages", "topics", "terms", "locals", "synonyms",
    "sources", "facts", "documents", "horizon", "tools", "journeys", "questions",
)  # fmt: skip


def _items(shelf: Shelf) -> dict[str, Any]:
    """The items by kind: those of one file in its order, the others by id."""
    by_id = {"plays", "facts", "sources", "documents", "tools", "journeys", "questions"}
    return {kind: dict(sorted(shelf.of(kind).items())) if kind in by_id else dict(shelf.of(kind)) for kind in _KINDS}


def _empty_site() -> Site:
    return Site.model_construct(name="", tagline="", notice="", release=Release.model_construct(version="", date=date.min), pages=(), nav=())


def _unread_meta(name: str) -> PageMeta:
    return PageMeta.model_construct(title=name, description="", owner="", aliases=(), hide=())


def _read_pages(files: Files, shelf: Shelf) -> dict[str, Page]:
    pages = {}
    for path in files.under("docs"):
        if not path.endswith(".md"):
            _refuse_other_markdown(files, path)
            continue
        name = path.removeprefix("docs/")
        page = files.built(path, partial(_page, files, name))
        if page is None:
            shelf.lost("pages", name)
        else:
            pages[name] = page
    return pages


def _page(files: Files, name: str, opened: Opened) -> Page | None:
    text = files.text(opened)
    if text is None:
        return None
    data, place, body, first_line = parse_front_matter(opened.path, text, files.problems)
    meta = build(PageMeta, data, place, files.problems) if data is not None else None
    return Page(path=name, meta=meta or _unread_meta(name), text=body, first_line=first_line, place=place)


def _refuse_other_markdown(files: Files, path: str) -> None:
    """MkDocs would publish such a file as a page that nothing here has read."""
    if path.lower().endswith(_OTHER_MARKDOWN):
        files.problems.append(Problem(path, 1, "a page whose name does not end in .md", "Rename it; only .md files become pages"))
