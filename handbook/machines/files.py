"""All files for machines and other tools, by path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from handbook.compose.page import ComposedPage
from handbook.machines.edition import Edition
from handbook.machines.feed import feed_files
from handbook.machines.listing import listings
from handbook.machines.pictures import card_files
from handbook.machines.plain import plain_markdown
from handbook.model import Handbook


def machine_files(book: Handbook, pages: Mapping[str, ComposedPage], about: Edition, styles: str, root: Path) -> dict[str, str | bytes]:
    """Pages as Markdown, lists of them, the feed and the pictures."""
    texts = {path: page_markdown(page, about) for path, page in pages.items()}
    return {**texts, **listings(book, about, pages, texts), **feed_files(book, about), **card_files(book, about, styles, root)}


def page_markdown(page: ComposedPage, about: Edition) -> str:
    """A page as plain Markdown, with what it belongs to at its foot."""
    text = about.absolute(plain_markdown(page.text), page.path)
    where = f" This page: {about.page(page.path)}" if about.address else ""
    return f"{text}\n{about.name}. {about.release}. {about.notice}{where}\n"
