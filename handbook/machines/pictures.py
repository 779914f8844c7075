"""Which picture a page has, and all of them, kept from run to run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from handbook.kept import Kept, all_of
from handbook.look import words_on
from handbook.machines import cards
from handbook.machines.cards import FONT, Card, can_draw, draw
from handbook.machines.edition import Edition
from handbook.model import Handbook

FOLDER = Path(".cache", "cards")
_COLOUR = re.compile(r"--hb-([\w-]+): (#[0-9a-f]{6});")
_OURS = re.compile(r"--md-primary-fg-color: (#[0-9a-f]{6});")
_REST = "handbook"


def card_path(book: Handbook, page: str) -> str:
    """Where the picture of a page stands below the site's root, if it could be drawn."""
    name = page.removesuffix(".md").removesuffix("/index")
    return _path(name if name in book.plays or name in book.playbooks else _REST)


def card_plans(book: Handbook, about: Edition, styles: str) -> dict[str, Card]:
    """What each picture says, by path; none where the address is not known, since a preview asks for an absolute one.

    `styles` is the style sheet that holds the colours.
    """
    return {_path(name): card for name, card in _cards(book, about, styles) if can_draw(card)} if about.address else {}


class Cards:
    """The pictures, kept from run to run."""

    def __init__(self, plans: Mapping[str, Card], kept: Kept) -> None:
        self.plans, self.kept = plans, kept
        self.made: dict[str, bytes] = {}

    def of(self, path: str) -> bytes:
        """One picture."""
        if path not in self.made:
            self._take([path])
        return self.made[path]

    def all(self) -> Mapping[str, bytes]:
        """Every picture."""
        self._take([path for path in self.plans if path not in self.made])
        return self.made

    def _take(self, paths: Sequence[str]) -> None:
        keys = [hashlib.sha256(f"{self.plans[path]!r} {_code()}".encode()).hexdigest()[:40] for path in paths]
        contents = all_of(self.kept, keys, lambda numbers: [draw(self.plans[paths[number]]) for number in numbers])
        self.made |= zip(paths, contents, strict=True)


def _cards(book: Handbook, about: Edition, styles: str) -> Iterator[tuple[str, Card]]:
    colours = dict(reversed(_COLOUR.findall(styles)))  # light stands first, and dark words belong on no picture
    ours = _OURS.search(styles)
    look = book.organisation.look if book.organisation else None
    rest: str = (look and look.colour) or (ours[1] if ours else "#000000")
    yield _REST, Card(about.name, "", about.tagline, rest, words_on(rest))
    for playbook in book.playbooks.values():
        back = colours.get(playbook.id, rest)
        yield playbook.id, Card(playbook.title, playbook.challenge, about.name, back, words_on(back))
    for play in book.plays.values():
        back = colours.get(play.playbook, rest)
        yield play.id, Card(play.title, book.playbooks[play.playbook].title, about.name, back, words_on(back))


def _path(name: str) -> str:
    return f"assets/cards/{name}.png"


@cache
def _code() -> str:
    """The digest of what draws a picture."""
    return hashlib.sha256(Path(cards.__file__).read_bytes() + FONT.read_bytes()).hexdigest() + version("pillow")
