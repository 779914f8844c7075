"""Pages: two sources for one address, and a menu that names what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from handbook import addresses
from handbook.check.links import is_lost_page
from handbook.model import Handbook, NavItem
from handbook.place import Place
from handbook.problems import Problem, did_you_mean
from handbook.read import Reading


def page_problems(reading: Reading) -> Iterator[Problem]:
    """Addresses that two files claim, and menu entries without a page."""
    book = reading.book
    claimed: dict[str, Place] = {}
    for path, place in _claims(book):
        address = _address(path)
        if address in claimed:
            yield Problem(
                place.path, 1, f"two sources for one page: {claimed[address].path} is published at the same address", "Rename or remove one of the two"
            )
        claimed.setdefault(address, place)
    if book.site.pages:
        yield from _menu_problems(reading)
        yield from _needed_problems(book)


def _needed_problems(book: Handbook) -> Iterator[Problem]:
    """Pages that notes, macros and other pages link to by themselves."""
    there = {page.id for page in book.site.pages}
    templates = {page.template for page in book.site.pages}
    needed = [addresses.ROLES, addresses.GLOSSARY, addresses.SOURCES, addresses.DOCUMENTS]
    needed += [addresses.facts(market) for market in book.markets if any(fact.market == market for fact in book.facts.values())]
    if "by-market" in templates:
        needed += [addresses.HORIZON, *(addresses.facts(name) for name, market in book.markets.items() if not market.shared)]
    place = book.site.place
    for page in dict.fromkeys(needed):
        if page not in there:
            yield Problem(place.path, place.line("pages"), f"the page '{page}' is missing; other pages link to it", "Add it under `pages` and `nav`")


def _address(path: str) -> str:
    """Where a page is served, the same for every spelling of it."""
    folder, _, name = path.lower().removesuffix(".md").rpartition("/")
    return folder if name in {"index", "readme"} else f"{folder}/{name}".lstrip("/")


def _menu_problems(reading: Reading) -> Iterator[Problem]:
    book = reading.book
    pages = addresses.anchors(book)
    named = {entry.page for entry in _entries(book.site.nav) if entry.page is not None}
    place = book.site.place
    for page in sorted(page for page in named - set(pages) if not is_lost_page(reading, page)):
        line = place.line("nav", containing=page)
        yield Problem(place.path, line, f"the menu names the page '{page}', which is not there", did_you_mean(page, pages))
    for entry in _entries(book.site.nav):
        if entry.page is None and not (entry.playbooks or entry.tools or entry.journeys or entry.questions or entry.items):
            line = place.line("nav", containing=entry.title)
            yield Problem(place.path, line, f"the menu entry '{entry.title}' leads nowhere", "Add `page`, `playbooks: true` or `items`")
    flags = {name for entry in _entries(book.site.nav) for name in ("playbooks", "tools", "journeys", "questions") if getattr(entry, name)}
    named |= {addresses.journey(name) for name in book.journeys if "journeys" in flags}
    named |= {addresses.tool(name) for name in book.tools if "tools" in flags}
    named |= {addresses.question(name) for name in book.questions if "questions" in flags}
    for path, origin in _claims(book):
        in_playbooks = origin.path.startswith(("playbooks/", *(f"{folder}/playbooks/" for folder in _folders(reading))))
        if path not in named and not in_playbooks:
            line = origin.line("id") if origin.path == place.path else 1
            yield Problem(origin.path, line, f"no menu entry leads to the page '{path}'", "Add it under `nav` in library/site.yml")


def _folders(reading: Reading) -> Iterator[str]:
    """The folder of the layer, and of each one that it stands on."""
    yield reading.layer or "organisation"
    if reading.under:
        yield from _folders(reading.under)


def _claims(book: Handbook) -> Iterator[tuple[str, Place]]:
    yield from ((addresses.play(item.id), item.place) for item in book.plays.values())
    yield from ((addresses.playbook(item.id), item.place) for item in book.playbooks.values())
    yield from ((addresses.journey(item.id), item.place) for item in book.journeys.values())
    yield from ((addresses.tool(item.id), item.place) for item in book.tools.values())
    yield from ((addresses.question(item.id), item.place) for item in book.questions.values())
    yield from ((item.id, item.place) for item in book.site.pages)
    yield from ((item.path, item.place) for item in book.pages.values())


def _entries(items: tuple[NavItem, ...]) -> Iterator[NavItem]:
    for entry in items:
        yield entry
        yield from _entries(entry.items)
