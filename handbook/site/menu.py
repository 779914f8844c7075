"""The menu as one page shows it: the entries that its frame prints, and nothing else of the menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from handbook import addresses


class Entry(NamedTuple):
    """An entry of the menu. It is active where it leads to the page that shows it, or the page stands below it.

    `url` is that of its own page, or of the first one below it. Of a group that is active, `head` is the url of the page that stands for it,
    `here` says whether the page is that one, and `before`, `inner` and `after` are what stands below it; at most one of these is active.
    """

    title: str
    url: str
    group: bool = False
    active: bool = False
    here: bool = False
    head: str | None = None
    before: tuple[Entry, ...] = ()
    inner: tuple[Entry, ...] = ()
    after: tuple[Entry, ...] = ()

    @property
    def children(self) -> list[Entry]:
        """What the theme's tabs look through for the first page of a group."""
        return [Entry(self.title, self.url)] if self.group else []


class ShownMenu(NamedTuple):
    """All that a page's frame prints of the menu. It stands where templates look for MkDocs's own, so that they can print nothing else of it."""

    items: tuple[Entry, ...]
    homepage: Entry | None
    previous: Entry | None
    next: Entry | None


def shown_menu(page: Page | None, nav: Navigation) -> ShownMenu:
    """What a page shows of the menu, known before any page is read; without a page, what a page outside of the menu shows."""
    way = [*reversed([*page.ancestors]), page] if page else []
    before, inner, after = _around(nav.items, way)
    neighbours = (page.previous_page, page.next_page) if page else (None, None)
    return ShownMenu((*before, *inner, *after), *(_closed(one) if one else None for one in (nav.homepage, *neighbours)))


def _around(items: Sequence[Any], way: Sequence[Any]) -> tuple[tuple[Entry, ...], tuple[Entry, ...], tuple[Entry, ...]]:
    """The entries before the one that the way leads through, that one, and those after it."""
    number = next((number for number, item in enumerate(items) if way and item is way[0]), len(items))
    inner = tuple(_open(item, way[1:]) for item in items[number : number + 1])
    return tuple(map(_closed, items[:number])), inner, tuple(map(_closed, items[number + 1 :]))


def _closed(item: Any) -> Entry:
    return Entry(item.title or "", _first_url(item), bool(item.children))


def _open(item: Any, way: Sequence[Any]) -> Entry:
    if not item.children:
        return Entry(item.title or "", _first_url(item), active=True, here=True)
    head = next((child for child in item.children if isinstance(child, Page) and child.is_index), None)
    below = _listed([child for child in item.children if child is not head], way)
    here = head is not None and head is way[0]
    return Entry(item.title or "", _first_url(item), True, True, here, head.url if head else None, *_around(below, way))


def _listed(items: Sequence[Any], way: Sequence[Any]) -> Sequence[Any]:
    """What a group prints: all of it, but of playbooks that a page of their own lists only the one that the way leads through."""
    if not any(isinstance(item, Page) and item.file.src_uri == addresses.PLAYBOOKS for item in items):
        return items
    return [item for item in items if isinstance(item, Page) or item is way[0]]


def _first_url(item: Any) -> str:
    while item.children:
        item = item.children[0]
    return str(getattr(item, "url", ""))
