"""Which pages a volume holds, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from handbook import addresses
from handbook.compose import ComposedPage, menu
from handbook.model import Handbook, Play
from handbook.pack.render import Renderer
from handbook.pack.volume import Leaf, Part, bind

Pages = Mapping[str, ComposedPage]
_LISTS = "find/"


def whole(book: Handbook, pages: Pages, root: Path) -> tuple[Part, ...]:
    """Every page of the menu, in its order: each group that holds pages is a part.

    The lists of plays by role, stage and the like stay out: on paper they repeat the plays' cards over a hundred sheets.
    """
    groups = ((title, [path for path in paths if not path.startswith(_LISTS)]) for title, paths in _groups(book.site.name, menu(book)))
    return _bound(book, pages, root, [(title, paths) for title, paths in groups if paths])


def of_plays(book: Handbook, pages: Pages, root: Path, plays: Iterable[Play]) -> tuple[Part, ...]:
    """The plays, one after the other."""
    return _bound(book, pages, root, [("", [addresses.play(play.id) for play in plays])])


def site_of(book: Handbook) -> str:
    """The address of the organisation's site, with a slash at its end; empty where it is not known."""
    known = book.organisation.site_url if book.organisation else None
    return f"{known.rstrip('/')}/" if known else ""


def _bound(book: Handbook, pages: Pages, root: Path, groups: Iterable[tuple[str, list[str]]]) -> tuple[Part, ...]:
    renderer = Renderer(root)
    parts = tuple(Part(title, tuple(Leaf(path, pages[path].meta["title"], renderer.tree(pages[path])) for path in paths)) for title, paths in groups)
    bind(parts, site_of(book))
    return parts


def _groups(title: str, entries: list[Any]) -> Iterator[tuple[str, list[str]]]:
    """The menu's groups by their titles, with the pages that stand right below each; groups without any fall away."""
    named = [entry if isinstance(entry, dict) else {"": entry} for entry in entries]
    if pages := [page for entry in named for page in entry.values() if isinstance(page, str)]:
        yield title, pages
    for entry in named:
        for name, below in entry.items():
            if not isinstance(below, str):
                yield from _groups(name, below)
