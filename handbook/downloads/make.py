"""Every document's files: those that are unchanged from the cache, the others made side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from handbook import addresses
from handbook.choices import Choices
from handbook.downloads.blank import Blank, blank
from handbook.downloads.cache import FOLDER, key_of
from handbook.kept import Kept, all_of
from handbook.model import Handbook

Order = tuple[Blank, str]


def downloads(book: Handbook, root: Path, workers: int | None = None) -> dict[str, bytes]:
    """The files of every document that has sections or sheets, by their paths on the site.

    `root` is the project, whose cache is used; `workers` says how many processes make what has changed, by default one for each processor.
    """
    kept = Kept(root / FOLDER)
    paths, keys, orders, choices = [], [], [], Choices(book.tools)
    for document, kinds in ((document, addresses.downloads(document)) for document in book.documents.values()):
        if kinds:
            found = blank(book, document, choices)
            for kind, path in kinds.items():
                paths.append(path)
                orders.append((found, kind))
                keys.append(key_of(found, kind))
    contents = all_of(kept, keys, lambda numbers: [make(orders[number]) for number in numbers], workers)
    return dict(zip(paths, contents, strict=True))


def make(order: Order) -> bytes:
    """One file."""
    found, kind = order
    return _makers()[kind](found)


@cache
def _makers() -> Mapping[str, Callable[[Blank], bytes]]:
    """What makes each kind of file: libraries that a run with nothing to make need not load."""
    from handbook.downloads.text import csv_file, markdown_file, yaml_file
    from handbook.downloads.word import word_file
    from handbook.downloads.workbook import workbook_file

    return {"docx": word_file, "xlsx": workbook_file, "md": markdown_file, "yml": yaml_file, "csv": csv_file}
