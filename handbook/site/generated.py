"""Every file of the site that no author has written as it stands: each made when it is first read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel

from handbook import addresses
from handbook.data import DATA_FILES, data_files
from handbook.downloads import SIZES, downloads, sizes
from handbook.kept import Kept
from handbook.look import look_files
from handbook.machines import Make
from handbook.pipeline import Compiled
from handbook.search import SEARCH_FILES, search_files
from handbook.site.made import Made, made_together

SEARCH = Path(".cache", "search")
STYLES = "assets/handbook.css"
_UNREAD = re.compile(r"/\*.*?\*/|(?<=[{};,])\s+|\s+(?=[{}])", re.DOTALL)


def generated_files(compiled: Compiled, machines: Mapping[str, Make], styles: str, config: MkDocsConfig, root: Path) -> Iterator[Made]:
    """Pages that have no file in `docs/`, data, downloads, the search index, the look, and what machines read.

    `machines` makes what machines read, by path; `styles` is the style sheet that holds the handbook's colours.
    """
    book, pages = compiled.book, compiled.pages
    moved = {addresses.moved_play(move) for move in book.ledger}
    for path in pages:
        if path not in book.pages:
            yield Made(config, path, partial(_source, compiled, path), InclusionLevel.NOT_IN_NAV if path in moved else InclusionLevel.UNDEFINED)
    documents = [path for document in book.documents.values() for path in addresses.downloads(document).values()]
    offered = made_together(config, documents, partial(downloads, book, root))
    yield from offered
    yield from made_together(config, DATA_FILES, partial(data_files, book))
    yield from made_together(config, SEARCH_FILES, partial(search_files, book, pages, Kept(root / SEARCH)))
    yield from made_together(config, list(look_files(book)), partial(look_files, book))
    if styles:
        yield Made(config, STYLES, partial(_light, styles))
    beside = {path: _beside_pages(config, path, make) for path, make in machines.items()}
    yield from beside.values()
    yield Made(config, SIZES, partial(_sizes, [*offered, *(beside[addresses.play(name)] for name in book.plays)]))


def _sizes(files: Sequence[Made]) -> str:
    """Of the very bytes that are published: whatever was not made before is made now, once."""
    return sizes({file.dest_uri: file.content_bytes for file in files})


def _light(styles: str) -> str:
    """A style sheet without what only its authors read: every first view carries it."""
    return _UNREAD.sub("", styles)


def _beside_pages(config: MkDocsConfig, path: str, make: Make) -> Made:
    """MkDocs makes a page of every `.md` file, so a page's Markdown goes in under another name and out under its own."""
    file = Made(config, f"{path}.txt" if path.endswith(".md") else path, make)
    file.dest_uri = path
    return file


def _source(compiled: Compiled, path: str) -> str:
    """A composed page as mkdocs-macros leaves it alone."""
    return compiled.pages[path].markdown.replace("---\n", "---\nrender_macros: false\n", 1)
