"""All files for machines and other tools, by path."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from handbook.compose.page import ComposedPage
from handbook.kept import Kept, all_of
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
    """What makes each file, by path. `ahead` makes all that are kept at once, side by side, for whoever will ask for every file."""

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
        texts.all()
        cards.all()

    return MachineFiles(makers, ahead)


class Texts:
    """Pages as plain Markdown, kept from run to run."""

    def __init__(self, pages: Mapping[str, ComposedPage], about: Edition, kept: Kept) -> None:
        self.pages, self.about, self.kept = pages, about, kept
        self.made: dict[str, str] = {}

    def of(self, path: str) -> str:
        """One page's."""
        if path not in self.made:
            self._take([path])
        return self.made[path]

    def all(self) -> Mapping[str, str]:
        """Every page's."""
        self._take([path for path in self.pages if path not in self.made])
        return self.made

    def _take(self, paths: Sequence[str]) -> None:
        def make(numbers: Sequence[int]) -> list[bytes]:
            return [page_markdown(self.pages[paths[number]], self.about).encode() for number in numbers]

        contents = all_of(self.kept, [self._key(path) for path in paths], make)
        self.made |= {path: content.decode() for path, content in zip(paths, contents, strict=True)}

    def _key(self, path: str) -> str:
        return hashlib.sha256("\0".join((_code(), repr(self.about), path, self.pages[path].text)).encode()).hexdigest()[:40]


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
