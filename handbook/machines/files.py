"""All files for machines and other tools, by path."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from handbook.compose.page import ComposedPage
from handbook.kept import Kept, all_of, make_missing
from handbook.machines.edition import Edition
from handbook.machines.feed import FEED, feed
from handbook.machines.listing import FULL, INDEX, listings
from handbook.machines.pictures import FOLDER as PICTURES
from handbook.machines.pictures import Cards, card_plans
from handbook.machines.plain import plain_markdown
from handbook.model import Handbook

FOLDER = Path(".cache", "markdown")
Make = Callable[[], str | bytes]


@dataclass(frozen=True)
class MachineFiles:
    """What makes each file, by path. `ahead` makes what is not kept yet, for whoever will ask for every file."""

    makers: Mapping[str, Make]
    ahead: Callable[[], None]


def machine_files(book: Handbook, pages: Mapping[str, ComposedPage], about: Edition, styles: str, root: Path) -> MachineFiles:
    """Pages as Markdown, lists of them, the feed and the pictures."""
    texts = Texts(pages, about, Kept(root / FOLDER))
    cards = Cards(card_plans(book, about, styles), Kept(root / PICTURES))
    lists = cache(lambda: listings(book, about, pages, texts.all()))
    makers: dict[str, Make] = {
        **{path: partial(texts.of, path) for path in pages},
        **{name: partial(_of, lists, name) for name in (INDEX, FULL)},
        FEED: partial(feed, book, about),
        **{path: partial(cards.of, path) for path in cards.plans},
    }

    def ahead() -> None:
        texts.make_missing()
        cards.make_missing()

    return MachineFiles(makers, ahead)


class Texts:
    """Pages as plain Markdown, kept from run to run."""

    def __init__(self, pages: Mapping[str, ComposedPage], about: Edition, kept: Kept) -> None:
        self.pages, self.about, self.kept = pages, about, kept
        self.made: dict[str, str] = {}
        self._shared = hashlib.sha256(f"{_code()}\0{about!r}\0".encode())

    def of(self, path: str) -> str:
        """One page's."""
        if path not in self.made:
            self._take([path])
        return self.made[path]

    def all(self) -> Mapping[str, str]:
        """Every page's."""
        self._take([path for path in self.pages if path not in self.made])
        return self.made

    def make_missing(self) -> None:
        """Make every page's that is not kept yet."""
        paths = list(self.pages)
        make_missing(self.kept, list(map(self._key, paths)), partial(self._make, paths))

    def _take(self, paths: Sequence[str]) -> None:
        contents = all_of(self.kept, list(map(self._key, paths)), partial(self._make, paths))
        self.made |= {path: content.decode() for path, content in zip(paths, contents, strict=True)}

    def _make(self, paths: Sequence[str], numbers: Sequence[int]) -> list[bytes]:
        return [page_markdown(self.pages[paths[number]], self.about).encode() for number in numbers]

    def _key(self, path: str) -> str:
        key = self._shared.copy()
        key.update(f"{path}\0{self.pages[path].text}".encode())
        return key.hexdigest()[:40]


@cache
def _code() -> str:
    """The digest of our own code that has a part in a page's plain Markdown."""
    here = Path(__file__).resolve().parent
    return hashlib.sha256(b"".join(path.read_bytes() for path in [*sorted(here.glob("*.py")), here.parent / "text" / "markup.py"])).hexdigest()


def _of(lists: Callable[[], Mapping[str, str]], name: str) -> str:
    return lists()[name]


def page_markdown(page: ComposedPage, about: Edition) -> str:
    """A page as plain Markdown, with what it belongs to at its foot."""
    text = about.absolute(plain_markdown(page.text), page.path)
    where = f" This page: {about.page(page.path)}" if about.address else ""
    return f"{text}\n{about.name}. {about.release}. {about.notice}{where}\n"
