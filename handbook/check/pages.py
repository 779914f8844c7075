"""Pages: two sources for one address, and a menu that names what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import addresses
from handbook.model import Handbook, NavItem
from handbook.place import Place
from handbook.problems import Problem, did_you_mean


def page_problems(book: Handbook) -> Iterator[Problem]:
    """Addresses that two files claim, and menu entries without a page."""
    claimed: dict[str, Place] = {}
    for path, place in _claims(book):
        address = path.lower().replace("readme.md", "index.md")
        if address in claimed:
            yield Problem(place.path, 1, f"two sources for one page: {claimed[address].path} makes {path} as well", "Rename or remove one of the two")
        claimed.setdefault(address, place)
    if book.site.pages:
        yield from _menu_problems(book)


def _menu_problems(book: Handbook) -> Iterator[Problem]:
    pages = addresses.anchors(book)
    named = {entry.page for entry in _entries(book.site.nav) if entry.page is not None}
    place = book.site.place
    for page in sorted(named - set(pages)):
        line = place.line("nav", containing=page)
        yield Problem(place.path, line, f"the menu names the page '{page}', which is not there", did_you_mean(page, pages))
    for path, origin in _claims(book):
        in_playbooks = origin.path.startswith("playbooks/")
        if path not in named and not in_playbooks:
            line = origin.line("id") if origin.path == place.path else 1
            yield Problem(origin.path, line, f"no menu entry leads to the page '{path}'", "Add it under `nav` in library/site.yml")


def _claims(book: Handbook) -> Iterator[tuple[str, Place]]:
    yield from ((addresses.play(item.id), item.place) for item in book.plays.values())
    yield from ((addresses.playbook(item.id), item.place) for item in book.playbooks.values())
    yield from ((item.id, item.place) for item in book.site.pages)
    yield from ((item.path, item.place) for item in book.pages.values())


def _entries(items: tuple[NavItem, ...]) -> Iterator[NavItem]:
    for entry in items:
        yield entry
        yield from _entries(entry.items)
