"""All files for machines and other tools, by path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from handbook.compose.page import ComposedPage
from handbook.machines.edition import Edition
from handbook.machines.feed import FEED, feed
from handbook.machines.listing import FULL, INDEX, listings
from handbook.machines.pictures import card_makers
from handbook.machines.plain import plain_markdown
from handbook.model import Handbook

Make = Callable[[], str | bytes]


def machine_files(book: Handbook, pages: Mapping[str, ComposedPage], about: Edition, styles: str, root: Path) -> dict[str, Make]:
    """Pages as Markdown, lists of them, the feed and the pictures: what makes each."""
    text = cache(lambda path: page_markdown(pages[path], about))
    lists = cache(lambda: listings(book, about, pages, {path: text(path) for path in pages}))
    return {
        **{path: partial(text, path) for path in pages},
        **{name: partial(_of, lists, name) for name in (INDEX, FULL)},
        FEED: partial(feed, book, about),
        **card_makers(book, about, styles, root),
    }


def _of(lists: Callable[[], Mapping[str, str]], name: str) -> str:
    return lists()[name]


def page_markdown(page: ComposedPage, about: Edition) -> str:
    """A page as plain Markdown, with what it belongs to at its foot."""
    text = about.absolute(plain_markdown(page.text), page.path)
    where = f" This page: {about.page(page.path)}" if about.address else ""
    return f"{text}\n{about.name}. {about.release}. {about.notice}{where}\n"
