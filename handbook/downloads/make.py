"""Every document's files: those that are unchanged from the cache, the others made side by side."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from handbook import addresses
from handbook.choices import Choices
from handbook.compose import ComposedPage
from handbook.compose.faces import faces
from handbook.downloads.blank import Blank, blank
from handbook.downloads.cache import FOLDER, key_of, key_of_names
from handbook.kept import Kept, all_of
from handbook.model import Document, Handbook


def downloads(book: Handbook, root: Path, pages: Mapping[str, ComposedPage] = {}, workers: int | None = None) -> dict[str, bytes]:
    """The files of every document that has sections or sheets, by their paths on the site.

    `root` is the project, whose cache is used. `pages` are the book's, by path: while a document's page is made from the same, so are its files.
    `workers` says how many processes make what has changed, by default one for each processor.
    """
    kept, blanks = Kept(root / FOLDER), _Blanks(book)
    paths, keys, orders = [], [], []
    for document, kinds in ((document, addresses.downloads(document)) for document in book.documents.values()):
        page = pages.get(addresses.document(document.id))
        names = _names(kept, page.made_from if page else "", blanks, document, kinds) if kinds else {}
        for kind, path in kinds.items():
            paths.append(path)
            keys.append(names[kind])
            orders.append((document, kind))

    def make_some(numbers: Sequence[int]) -> list[bytes]:
        return [make(blanks.of(document), kind) for document, kind in map(orders.__getitem__, numbers)]

    return dict(zip(paths, all_of(kept, keys, make_some, workers), strict=True))


class _Blanks:
    """Documents as their files show them, each worked out when it is first needed. They see no more of other items than a page may."""

    def __init__(self, book: Handbook) -> None:
        self._book, self._choices = book, Choices(book.tools)
        self._made: dict[str, Blank] = {}

    @cached_property
    def _shown(self) -> Handbook:
        return faces(self._book)

    def of(self, document: Document) -> Blank:
        """One document."""
        if document.id not in self._made:
            self._made[document.id] = blank(self._shown, document, self._choices)
        return self._made[document.id]


def _names(kept: Kept, made_from: str, blanks: _Blanks, document: Document, kinds: Mapping[str, str]) -> Mapping[str, str]:
    """What each kind of file of a document is kept under. That is kept too, by all that its page is made from, where that is known."""
    if not made_from:
        return {kind: key_of(blanks.of(document), kind) for kind in kinds}
    key = key_of_names(made_from)
    content = kept.get(key)
    if content is None:
        content = json.dumps({kind: key_of(blanks.of(document), kind) for kind in kinds}).encode()
        kept.put(key, content)
    names: dict[str, str] = json.loads(content)
    return names


def make(found: Blank, kind: str) -> bytes:
    """One file."""
    return _makers()[kind](found)


@cache
def _makers() -> Mapping[str, Callable[[Blank], bytes]]:
    """What makes each kind of file: libraries that a run with nothing to make need not load."""
    from handbook.downloads.text import csv_file, markdown_file, yaml_file
    from handbook.downloads.word import word_file
    from handbook.downloads.workbook import workbook_file

    return {"docx": word_file, "xlsx": workbook_file, "md": markdown_file, "yml": yaml_file, "csv": csv_file}
