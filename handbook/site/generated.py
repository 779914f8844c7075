"""Every file of the site that no author has written as it stands: each made when it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import InclusionLevel

from handbook import addresses
from handbook.data import DATA_FILES, data_files
from handbook.downloads import SIZES, downloads, known_by, sizes
from handbook.kept import Kept
from handbook.look import look_files
from handbook.machines import MachineFiles, Make
from handbook.pipeline import Compiled
from handbook.search import SEARCH_FILES, search_files
from handbook.side_by_side import LEAST
from handbook.site.made import Made, Together, begin

SEARCH = Path(".cache", "search")
STYLES = "assets/handbook.css"
_UNREAD = re.compile(r"/\*.*?\*/|(?<=[{};,])\s+|\s+(?=[{}])", re.DOTALL)


@dataclass(frozen=True)
class Generated:
    """The files, each made when it is read. `ahead` begins to make them beside the pages, given which of them stand already."""

    files: Sequence[Made]
    ahead: Callable[[Callable[[Made], bool]], None]


def generated_files(compiled: Compiled, machines: MachineFiles, styles: str, config: MkDocsConfig, root: Path) -> Generated:
    """Pages that have no file in `docs/`, data, downloads, the search index, the look, and what machines read.

    `styles` is the style sheet that holds the handbook's colours.
    """
    book, pages = compiled.book, compiled.pages
    offered = Together(partial(downloads, pages.faces, root), lambda: known_by(pages.faces_digest))
    data = Together(partial(data_files, book))
    search = Together(partial(search_files, book, pages, Kept(root / SEARCH)))
    documents = offered.files(config, [path for document in book.documents.values() for path in addresses.downloads(document).values()])
    beside_pages = {path: _beside_pages(config, path, make, partial(machines.known_by, path)) for path, make in machines.makers.items()}
    files = [
        *_pages(compiled, config),
        *documents,
        *data.files(config, DATA_FILES),
        *search.files(config, SEARCH_FILES),
        *Together(partial(look_files, book)).files(config, look_files(book)),
        *([Made(config, STYLES, partial(_light, styles))] if styles else []),
        *beside_pages.values(),
        Made(config, SIZES, partial(_sizes, [*documents, *(beside_pages[addresses.play(name)] for name in book.plays)])),
    ]

    def ahead(stands: Callable[[Made], bool]) -> None:
        begin((data,) if all(map(stands, documents)) else (data, offered))
        missing = sum(not stands(file) for file in beside_pages.values())
        begin((search,), machines.ahead if missing >= LEAST else None)

    return Generated(files, ahead)


def _pages(compiled: Compiled, config: MkDocsConfig) -> Iterator[Made]:
    moved = {addresses.moved_play(move) for move in compiled.book.ledger}
    for path in compiled.pages:
        if path not in compiled.book.pages:
            yield Made(config, path, partial(page_source, compiled, path), InclusionLevel.NOT_IN_NAV if path in moved else InclusionLevel.UNDEFINED)


def _sizes(files: Sequence[Made]) -> str:
    """Of the very bytes that are published."""
    return sizes({file.dest_uri: file.size for file in files})


def _light(styles: str) -> str:
    """A style sheet without what only its authors read: every first view carries it."""
    return _UNREAD.sub("", styles)


def _beside_pages(config: MkDocsConfig, path: str, make: Make, known_by: Callable[[], str]) -> Made:
    """MkDocs makes a page of every `.md` file, so a page's Markdown goes in under another name and out under its own."""
    file = Made(config, f"{path}.txt" if path.endswith(".md") else path, make, known_by=known_by)
    file.dest_uri = path
    return file


def page_source(compiled: Compiled, path: str) -> str:
    """A composed page as mkdocs-macros leaves it alone."""
    return compiled.pages[path].markdown.replace("---\n", "---\nrender_macros: false\n", 1)
