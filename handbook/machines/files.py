"""All files for machines and other tools, by path."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from handbook.compose.page import ComposedPage
from handbook.kept import Kept
from handbook.machines.edition import Edition
from handbook.machines.feed import FEED, feed
from handbook.machines.listing import FULL, INDEX, listings
from handbook.machines.pictures import card_makers
from handbook.machines.plain import plain_markdown
from handbook.model import Handbook

FOLDER = Path(".cache", "markdown")
Make = Callable[[], str | bytes]


def machine_files(book: Handbook, pages: Mapping[str, ComposedPage], about: Edition, styles: str, root: Path) -> dict[str, Make]:
    """Pages as Markdown, lists of them, the feed and the pictures: what makes each."""
    texts = Texts(pages, about, Kept(root / FOLDER))
    text = cache(texts.of)
    lists = cache(lambda: listings(book, about, pages, texts.all(text)))
    return {
        **{path: partial(text, path) for path in pages},
        **{name: partial(_of, lists, name) for name in (INDEX, FULL)},
        FEED: partial(feed, book, about),
        **card_makers(book, about, styles, root),
    }


@dataclass(frozen=True)
class Texts:
    """Pages as plain Markdown, kept from run to run."""

    pages: Mapping[str, ComposedPage]
    about: Edition
    kept: Kept

    def of(self, path: str) -> str:
        """One page's."""
        page = self.pages[path]
        key = hashlib.sha256("\0".join((_code(), repr(self.about), page.path, page.text)).encode()).hexdigest()[:40]
        content = self.kept.get(key)
        if content is None:
            content = page_markdown(page, self.about).encode()
            self.kept.put(key, content)
        return content.decode()

    def all(self, one: Callable[[str], str]) -> dict[str, str]:
        """Every page's, after which what nobody needs any more goes."""
        found = {path: one(path) for path in self.pages}
        self.kept.tidy()
        return found


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
